"""The zip container of a book file (EPUB, DOCX, ODT): its parts, unpacked within bounds, and their XML.

Nothing outside of the file is ever fetched, and no entity is expanded while a part is parsed.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from functools import cached_property
from pathlib import Path

from lxml import etree

from octavo.errors import InputError, Place
from octavo.readback.entities import resolve_entities

LARGEST = 256 << 20
"""Bytes that the parts of one file may have when they are unpacked, those that are read taken together."""
SUSPECT = 4 << 20
"""Bytes above which parts that have shrunk to less than a hundredth are not unpacked: no text does."""
DENSEST = 100
UNPACKING = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    struct.error,
)
"""What the standard library raises on a zip file that is none, is cut off, locked or compressed in another way."""


class Container:
    """The parts of one file; raises InputError where it cannot be opened."""

    def __init__(self, data: bytes, file: Path, kind: str = "") -> None:
        """``kind`` is what messages call a file whose parts its reader knows nothing of."""
        self.file, self._kind = file, kind
        self._unpacked = self._packed = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UNPACKING as error:
            raise damaged(error, file) from None
        self.names = tuple(self._zip.namelist())

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.names)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def read(self, name: str) -> bytes:
        """One part's bytes; raises InputError where there is none, or it cannot be unpacked."""
        if name not in self:
            hint = "save it anew, or get another copy"
            raise InputError(f"this file has no part ‘{name}’, which it should have", place=Place(self.file), hint=hint)
        size = self._zip.getinfo(name).file_size
        self._unpacked += size
        self._packed += self._zip.getinfo(name).compress_size
        if self._unpacked > LARGEST or (self._unpacked > SUSPECT and self._unpacked > DENSEST * self._packed):
            message = f"unpacked, the parts up to this one would have {self._unpacked >> 20:,} MB, which no book has"
            hint = "do not trust this file; if it is sound, save its pictures and parts smaller"
            raise InputError(message, place=Place(self.file / name), hint=hint)
        try:
            with self._zip.open(name) as part:
                data = part.read(size + 1)
        except UNPACKING as error:
            raise damaged(error, self.file / name) from None
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of one part's XML, its entities resolved; raises InputError with the line that is at fault."""
        data = self.read(name)
        # Where entities are declared, libxml2's own bounds on what they may grow to must hold.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=b"<!ENTITY" not in data
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            hint = "open the file in the program that wrote it, and save it anew"
            place = Place(self.file / name, error.lineno or 0)
            message = f"this part is not well-formed: {error.msg}"
            if self._kind:
                place, message = Place(self.file), f"this {self._kind} file cannot be read: {name}: {error.msg}"
            raise InputError(message, place=place, hint=hint) from None
        resolve_entities(root, self.file / name)
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What the part of a DOCX refers to: by id, the last word of the relation's type and the target's name."""
        folder, base = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{base}.rels")
        if listed not in self:
            return {}
        found = {}
        for relation in self.xml(listed).iter("{*}Relationship"):
            target = relation.get("Target") or ""
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id") or ""] = ((relation.get("Type") or "").rpartition("/")[2], target)
        return found


def damaged(error: Exception, file: Path) -> InputError:
    """What a user is told of a zip file, or of a part of one, that cannot be unpacked."""
    hint = "download or save it anew: it may have been cut off on its way"
    return InputError(f"this file is damaged: {error}", place=Place(file), hint=hint)
