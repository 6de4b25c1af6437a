"""How much two outputs differ for who reads them, of any two sets: an issue and today's, or two versions of Octavo.

A set is known by the digests of its files and by their impressions, so that no old file has to be kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from octavo.edition.releases import Impression

MANIFEST = "manifest.json"
"""What tells of the files and is not one that readers get."""


class ChangeClass(IntEnum):
    """What of an output has changed, the smallest change first."""

    BYTES_ALIKE = 0
    METADATA = 1
    """Metadata or dates only: also those that the title page and the imprint print."""
    LOOKS = 2
    """The same words on the same lines, and something looks otherwise."""
    LINES = 3
    """The same words, and lines or pages begin elsewhere."""
    WORDS = 4

    @property
    def in_words(self) -> str:
        """What a list of files says of it."""
        return _IN_WORDS[self]


_IN_WORDS = {
    ChangeClass.BYTES_ALIKE: "the same",
    ChangeClass.METADATA: "metadata or dates only",
    ChangeClass.LOOKS: "looks different",
    ChangeClass.LINES: "lines or pages moved",
    ChangeClass.WORDS: "words differ",
}


@dataclass(frozen=True)
class FileChange:
    """One file that is not as it was in the other set."""

    name: str
    state: str
    """``changed``, ``new`` or ``gone``."""
    change: ChangeClass | None = None
    """How much of a changed file is another; nothing where the older set kept no impression of it."""

    @property
    def in_words(self) -> str:
        """What a list of files says of it."""
        return self.change.in_words if self.change is not None else self.state


def change_class(before: Impression, after: Impression) -> ChangeClass:
    """How much two files differ whose bytes do."""
    if before.words != after.words:
        return ChangeClass.WORDS
    if before.lines != after.lines:
        return ChangeClass.LINES
    if before.looks != after.looks:
        return ChangeClass.LOOKS
    return ChangeClass.METADATA


def changes(
    before: Mapping[str, str],
    after: Mapping[str, str],
    seen_before: Mapping[str, Impression],
    seen_after: Mapping[str, Impression],
) -> list[FileChange]:
    """Each file that is not the same in two sets, by name; the sets are digests by name, and impressions by name."""
    found = []
    for name in sorted((before.keys() | after.keys()) - {MANIFEST}):
        if name not in before:
            found.append(FileChange(name, "new"))
        elif name not in after:
            found.append(FileChange(name, "gone"))
        elif before[name] != after[name]:
            known = name in seen_before and name in seen_after
            change = change_class(seen_before[name], seen_after[name]) if known else None
            found.append(FileChange(name, "changed", change))
    return found


def visible(found: Sequence[FileChange]) -> list[FileChange]:
    """Those that a reader can tell from what they were, or of which nobody knows: they are to be given out anew."""
    return [item for item in found if item.change is not ChangeClass.METADATA]
