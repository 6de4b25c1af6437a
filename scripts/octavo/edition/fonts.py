"""The fonts in an edition folder: print takes from them the letters that the house's own fonts do not have.

A font is a directory of tables, each with its place, its length and a checksum (OpenType 1.9, The Font File). What is
damaged is refused here, since a typesetter would print it as empty paper or as wrong letters.
"""

from __future__ import annotations

import struct
import sys
from array import array
from pathlib import Path

from octavo.edition.files import files_in
from octavo.errors import InputError, Place

FOLDER = "fonts"
_READ = frozenset({".ttf", ".otf"})
_NOT_READ = frozenset({".woff", ".woff2", ".ttc", ".otc", ".eot", ".pfa", ".pfb", ".dfont", ".svg", ".ufo"})
_BEGINNINGS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_HEADER, _ENTRY = 12, 16
"""Bytes: what stands before the directory, and each of its entries."""
RESTRICTED = 0x0002
"""The bit of ``OS/2.fsType`` with which a font forbids to be embedded in a file."""


def font_paths(folder: Path) -> tuple[Path, ...]:
    """The font files of an edition folder in the order of their names; raises InputError for one that is not read.

    What is no font, such as its licence, may stand beside them.
    """
    files = files_in(folder / FOLDER, folder)
    for path in files:
        if path.suffix.lower() in _NOT_READ:
            hint = "convert it to .ttf or .otf, or take it out of the folder"
            raise InputError(f"print does not read fonts in the form {path.suffix}", place=Place(path), hint=hint)
    return tuple(path for path in files if path.suffix.lower() in _READ)


def refuse_damaged(path: Path) -> None:
    """Raise InputError where a font file is none, is damaged, or may not be embedded."""
    place, hint = Place(path), "get the file anew from where it came, or take it out of the folder"
    data = path.read_bytes()
    if not data.startswith(_BEGINNINGS) or len(data) < _HEADER:
        raise InputError("this is no TrueType or OpenType font", place=place, hint=hint)
    (count,) = struct.unpack_from(">H", data, 4)
    if len(data) < _HEADER + count * _ENTRY:
        raise InputError("this font is damaged: it ends within its directory", place=place, hint=hint)
    for number in range(count):
        tag, checksum, offset, length = struct.unpack_from(">4sIII", data, _HEADER + number * _ENTRY)
        table, name = data[offset : offset + length], tag.decode("latin-1").strip()
        if len(table) < length:
            raise InputError(f"this font is damaged: the file ends within its table ‘{name}’", place=place, hint=hint)
        # The checksum of ‘head’ is reckoned without a value in it, and many fonts have it wrong.
        if tag != b"head" and _checksum(table) != checksum:
            message = f"this font is damaged: its table ‘{name}’ is not what the font was made with"
            raise InputError(message, place=place, hint=hint)
        if tag == b"OS/2" and length >= 10 and struct.unpack_from(">H", table, 8)[0] & 0xF == RESTRICTED:
            hint = "use a font whose licence lets it be embedded, such as one under the OFL"
            raise InputError("this font says that it may not be embedded in a file", place=place, hint=hint)


def _checksum(table: bytes) -> int:
    """The sum of a table's 32-bit numbers, the last filled up with noughts (Calculating Checksums)."""
    numbers = array("I", table + bytes(-len(table) % 4))
    if sys.byteorder == "little":
        numbers.byteswap()
    return sum(numbers) & 0xFFFFFFFF
