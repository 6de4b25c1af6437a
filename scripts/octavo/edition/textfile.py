"""Reading a text file of an edition."""

from __future__ import annotations

from pathlib import Path

from octavo.edition.ordermarks import ORDER_MARK
from octavo.edition.unfittext import refuse_unfit_text
from octavo.errors import InputError, Place


def read_text(path: Path, *, as_received: bool = False) -> str:
    """A UTF-8 file as text, line ends as ``\\n``; raises InputError with the place of what is not text.

    ``as_received``: a witness, which may hold form feeds and lines of any length, and keeps byte order marks within.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read this file: {error.strerror}", place=Place(path)) from None
    return text_of(data, path, as_received=as_received)


def text_of(data: bytes, path: Path, *, as_received: bool = False) -> str:
    """The same, of the bytes of a file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8", "replace")) + 1
        message = f"this is not UTF-8: the byte 0x{data[error.start]:02x}"
        hint = "save the file as UTF-8; it may be in Windows-1252 or Latin-1 now"
        raise InputError(message, place=Place(path, line, column), hint=hint) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if as_received:
        return text
    text = text.replace(ORDER_MARK, "")
    refuse_unfit_text(path, text)
    return text
