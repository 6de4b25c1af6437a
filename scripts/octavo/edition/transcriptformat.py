"""Which format a witness's file is in, told by its contents: markup is not read as if it were the text."""

from __future__ import annotations

import re
from pathlib import Path

from octavo.errors import InputError, Place

LOOKED_AT = 4_000
"""Characters of a file in which its format shows."""

_FORMATS = (
    ("hOCR", re.compile(r"class\s*=\s*[\"']ocrx?_|name\s*=\s*[\"']ocr-(?:system|capabilities)[\"']")),
    ("ALTO", re.compile(r"<(?:\w+:)?alto[\s>]", re.IGNORECASE)),
    ("PAGE", re.compile(r"<(?:\w+:)?PcGts[\s>]")),
    ("ABBYY FineReader XML", re.compile(r"FineReader_xml|<document[^>]*abbyy", re.IGNORECASE)),
    ("DjVu XML", re.compile(r"<DjVuXML[\s>]", re.IGNORECASE)),
    ("TEI", re.compile(r"<(?:\w+:)?TEI(?:CorpuS)?[\s>]", re.IGNORECASE)),
    ("HTML", re.compile(r"\A\s*(?:<!DOCTYPE html|<html[\s>])", re.IGNORECASE)),
    ("RTF", re.compile(r"\A\{\\rtf")),
    ("XML", re.compile(r"\A\s*<\?xml\s")),
)
"""Formats of which the text is a part, the particular ones first."""

_BYTES = (
    ("a PDF", b"%PDF-"),
    ("a DjVu file", b"AT&TFORM"),
    ("a zip archive, such as DOCX, ODT or EPUB", b"PK\x03\x04"),
    ("a picture", b"\x89PNG"),
    ("a picture", b"\xff\xd8\xff"),
    ("a picture", b"II*\x00"),
    ("a picture", b"MM\x00*"),
    ("a compressed file", b"\x1f\x8b"),
)
"""Files that are no text, by the bytes that they begin with."""

_HINT = "save what the pages say as plain text (UTF-8), a blank line between paragraphs, and name that file in witness"


def refuse_other_formats(path: Path, text: str) -> None:
    """Raise InputError where a witness is a file of OCR or markup: its tags would be read as words."""
    head = text[:LOOKED_AT]
    if not head.lstrip("\ufeff \t\n").startswith(("<", "{\\rtf")):
        return
    for name, pattern in _FORMATS:
        found = pattern.search(head)
        if found:
            line = head.count("\n", 0, found.start()) + 1
            raise InputError(f"the witness is {name}, not a plain text", place=Place(path, line, 1), hint=_HINT)


def refuse_bytes(path: Path) -> None:
    """Raise InputError where a witness is a file that is no text."""
    with path.open("rb") as file:
        head = file.read(16)
    for name, start in _BYTES:
        if head.startswith(start):
            raise InputError(f"the witness is {name}, not a plain text", place=Place(path), hint=_HINT)
