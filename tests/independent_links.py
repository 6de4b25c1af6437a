"""The pages that print puts behind the words of links: no source has them, and tags call them artifacts."""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_NAMED = re.compile(r",\s*(?:p\.\s*)?[\divxl]+")


def without_pages_of_links(page: PdfPage, text: str) -> str:
    """The text of a page without them."""
    at = 0
    for named in _artifacts(page):
        found = re.compile(r"\s*".join(map(re.escape, "".join(named.split())))).search(text, at)
        if found:
            text, at = text[: found.start()] + text[found.end() :], found.start()
    return text


def _artifacts(page: PdfPage) -> list[str]:
    """What is marked as an artifact (ISO 32000-1, 14.8.2.2) and looks like the page of a link, in drawing order."""
    import pypdfium2.raw as raw

    textpage = page.get_textpage()
    shown: list[str] = []
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, number)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT or not _is_artifact(item):
            continue
        size = raw.FPDFTextObj_GetText(item, textpage.raw, None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFTextObj_GetText(item, textpage.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
        words = buffer.raw[: max(size - 2, 0)].decode("utf-16-le")
        if shown and not _NAMED.fullmatch(shown[-1].strip()) and _NAMED.fullmatch((shown[-1] + words).strip()):
            shown[-1] += words
        else:
            shown.append(words)
    return [words for words in shown if _NAMED.fullmatch(words.strip())]


def _is_artifact(item: object) -> bool:
    import pypdfium2.raw as raw

    for number in range(raw.FPDFPageObj_CountMarks(item)):
        mark, length = raw.FPDFPageObj_GetMark(item, number), ctypes.c_ulong()
        buffer = ctypes.create_string_buffer(64)
        raw.FPDFPageObjMark_GetName(mark, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), 64, length)
        if buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le") == "Artifact":
            return True
    return False
