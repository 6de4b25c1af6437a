"""Where the versions of an edition stand: which shop is behind, and which readers' copies hold which error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from octavo.document import read_document
from octavo.edition import Edition
from octavo.edition.releases import Release, ReleaseList
from octavo.errors import InputError
from octavo.reissue.changeclass import FileChange, changes, visible
from octavo.releases.record import PrintedLines, issued_text, issued_witness
from octavo.releases.slip import Correction, slip
from octavo.text.emend import Emended, emend
from octavo.text.places import LineIndex
from octavo.text.transcript import read_transcript


@dataclass(frozen=True)
class Standing:
    """One version: who has it, and what is wrong in the copies of its readers."""

    release: Release
    shops: tuple[str, ...]
    withdrawn: str
    """Why it is given out no longer; empty where it is."""
    behind: int
    """How many versions were issued after it, those that were withdrawn left out."""
    errors: tuple[Correction, ...] | None
    """What the latest version corrects; of the latest, what today's list does. Nothing where it cannot be told."""
    files: tuple[FileChange, ...]
    """What a shop that has it must be given anew."""
    doubt: str = ""
    """Why the errors cannot be told."""


def standings(edition: Edition, record: ReleaseList) -> list[Standing]:
    """Every version that is recorded, the oldest first; computed from the record and the witness, nothing is set."""
    latest = record.latest
    if latest is None:
        return []
    issued = [release.version for release in record.releases if release.version not in record.withdrawn]
    return [
        _standing(edition, record, release, latest, _behind(issued, release, record.releases))
        for release in record.releases
    ]


def _behind(issued: Sequence[str], release: Release, releases: Sequence[Release]) -> int:
    versions = [known.version for known in releases]
    return sum(1 for version in versions[versions.index(release.version) + 1 :] if version in issued)


def _standing(edition: Edition, record: ReleaseList, release: Release, latest: Release, behind: int) -> Standing:
    errors: tuple[Correction, ...] | None
    try:
        errors, doubt = tuple(_errors(edition, release, latest)), ""
    except InputError as error:
        errors, doubt = None, error.problems[0].message
    return Standing(
        release,
        tuple(shop for shop, version in record.where.items() if version == release.version),
        record.withdrawn.get(release.version, ""),
        behind,
        errors,
        tuple(visible(changes(release.artifacts, latest.artifacts, release.seen, latest.seen))),
        doubt,
    )


def _errors(edition: Edition, release: Release, latest: Release) -> list[Correction]:
    """What readers of a version hold that is put right now; raises InputError where its text cannot be made again."""
    issued = issued_text(release, issued_witness(edition, release))
    now = _todays(edition, latest) if release is latest else issued_text(latest, issued_witness(edition, latest))
    return slip(issued, now, PrintedLines(release.lines, issued.layer.text).at)


def _todays(edition: Edition, latest: Release) -> Emended:
    """The text as today's list makes it; whether the Markdown agrees with it is for the proof to say.

    Where notes of the witness are collated as notes, in which order is known beside the Markdown alone.
    """
    witness = edition.witness
    assert witness is not None
    if not latest.arrangement and witness.sha256 == latest.witness.sha256:
        layer = read_transcript(witness.text, witness.options, witness.language).layer
        return emend(layer, edition.errata, LineIndex(witness.path, witness.text).place)
    collation = read_document(edition).proof.collation
    assert collation is not None
    return collation.emended
