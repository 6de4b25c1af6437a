"""What an edition keeps of earlier states: the record of what was issued, former transcripts, former lists."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from octavo.edition.files import files_in, is_file, is_inside
from octavo.edition.folder import Edition
from octavo.edition.releases import NAME, Release, read_releases
from octavo.errors import InputError

REPLACED = "replaced"
"""The folder of the edition in which each replacement of a witness has one for the list as it was before."""


class FormerTranscript(NamedTuple):
    """A text that an issued version followed and the edition follows no longer: its slip is computed from it."""

    path: Path
    release: Release
    """The first version that followed it."""

    @property
    def is_kept(self) -> bool:
        """Whether the file is there as it was."""
        return is_file(self.path) and hashlib.sha256(self.path.read_bytes()).hexdigest() == self.release.witness.sha256


def former_transcripts(edition: Edition, releases: Iterable[Release] | None = None) -> list[FormerTranscript]:
    """The transcripts that recorded versions followed, those that are witnesses still left out, each once.

    Without ``releases``, of all versions. Raises InputError where the record is at fault.
    """
    if releases is None:
        releases = read_releases(edition).releases if os.path.lexists(edition.folder / NAME) else []
    seen = {witness.sha256 for witness in (edition.witness, *edition.further) if witness}
    found = []
    for release in releases:
        options = release.witness
        path = edition.folder / options.path
        if options.path and options.sha256 not in seen and is_inside(path, edition.folder):
            seen.add(str(options.sha256))
            found.append(FormerTranscript(path, release))
    return found


def records(edition: Edition) -> list[Path]:
    """Files of earlier states that the book, or a slip, is made of: they may not change unseen while one is made."""
    try:
        former = [item.path for item in former_transcripts(edition) if is_file(item.path)]
    except InputError:  # told where the record is read for the book
        former = []
    path = edition.folder / NAME
    return [*([path] if path.is_file() else []), *former, *files_in(edition.folder / REPLACED, edition.folder)]
