"""Which versions of the edition have been issued, and when: those that releases.yaml records, then the one at hand."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import NamedTuple

from octavo.edition.dates import Date
from octavo.edition.folder import Edition
from octavo.edition.releases import NAME, Release, read_releases
from octavo.edition.textfile import read_text


class Issued(NamedTuple):
    """One version and its date."""

    version: str
    date: Date | None


def earlier_versions(edition: Edition) -> list[Issued]:
    """The versions that were issued before the one at hand, in the order of the record.

    What the record says of the version at hand, and of any behind it, is left out: so a book is made alike on the day
    before its release and on the day after. Raises InputError where the record is at fault.
    """
    return [Issued(release.version, release.date) for release in earlier_releases(edition)]


def earlier_releases(edition: Edition) -> list[Release]:
    """The records of these versions; raises InputError as ``earlier_versions``."""
    releases = read_releases(edition).releases
    return list(takewhile(lambda release: release.version != edition.metadata.version, releases))


def issued_versions(edition: Edition) -> list[Issued]:
    """The earlier versions and the one at hand, each with its own date; raises InputError as ``earlier_versions``.

    The date of the version at hand is that of its last revision, where it has any.
    """
    metadata = edition.metadata
    return [*earlier_versions(edition), Issued(metadata.version, metadata.revised or metadata.published)]


def earlier_record(edition: Edition) -> bytes:
    """What releases.yaml says of the versions before the one at hand; empty where there are none.

    Raises InputError as ``earlier_versions``.
    """
    path = edition.folder / NAME
    if not earlier_versions(edition):
        return b""
    own = next((r for r in read_releases(edition).releases if r.version == edition.metadata.version), None)
    lines = re.split(r"(?<=\n)", read_text(path))
    return "".join(lines[: own.place.line - 1] if own and own.place else lines).encode()
