"""What a maker of renditions hands on: files to be written, and what could not be made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from octavo.errors import Problem


@dataclass(frozen=True)
class Artifact:
    """One file to be written."""

    name: str
    media_type: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Unmade:
    """A rendition that was asked for and could not be made: the names that its files would have, and why."""

    rendition: str
    names: tuple[str, ...]
    problems: tuple[Problem, ...]
