"""The text of a book file of any origin, as it is compared with that of another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from octavo.errors import Problem
from octavo.readback.reading import ReadBlock

PLAIN = "plain text"
"""The format that says by signs what others say by markup."""


@dataclass(frozen=True)
class FileText:
    """What was read from a file: blocks in reading order and how far they can be trusted."""

    file: Path
    format: str
    """What the file is, as a reader of messages calls it: EPUB, PDF, plain text."""
    blocks: list[ReadBlock]
    notes: int
    """How many notes were known as such."""
    spaces: bool = True
    """Whether a space between two marks is the text's own; on a page it is a distance."""
    unread: tuple[Problem, ...] = ()
    """What of the file was not read, so that nothing can be said of its words."""
