"""What a rendition is: a name, a media type and bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property


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
