"""The PDF rendition: PDF/A-3a and PDF/UA-1 in one file, set by Typst, the sources attached."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, NamedTuple

from octavo.document import Document
from octavo.renditions.pdflanguages import write_whole_tags
from octavo.renditions.typstinline import Position

STANDARDS = ["a-3a", "ua-1"]


class Margins(NamedTuple):
    """The white around the text block of a page, in points."""

    inside: float
    outside: float
    top: float
    bottom: float


def finished(data: bytes, document: Document, entries: Mapping[str, Position], margins: Margins) -> bytes:
    """Lead the links of errata to their entries, say languages in full, and name each who wrote the book by itself.

    Each page says where its text stands (ArtBox: ISO 32000-1, 14.11.2), so that what stands elsewhere can be found.

    Typst joins the authors in the XMP, where dc:creator is a list (PDF/A-3, 6.6.2.3).
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        if entries:
            _lead_on(file, document, entries)
        write_whole_tags(file, document)
        _say_text_block(file, margins)
        metadata = document.edition.metadata
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            if metadata.author_names:
                xmp["dc:creator"] = metadata.author_names
            others = [creator.name for creator in metadata.creator if creator.name not in metadata.author_names]
            if others:
                xmp["dc:contributor"] = others
            if metadata.lang:
                xmp["dc:language"] = [metadata.lang]
        out = io.BytesIO()
        file.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _say_text_block(file: Any, margins: Margins) -> None:
    for number, page in enumerate(file.pages):
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        # Page 1 of the file is a right-hand page, with its spine at the left.
        at_left, at_right = (margins.inside, margins.outside) if number % 2 == 0 else (margins.outside, margins.inside)
        page.artbox = [
            round(edge, 3) for edge in (left + at_left, bottom + margins.bottom, right - at_right, top - margins.top)
        ]


def _lead_on(file: Any, document: Document, entries: Mapping[str, Position]) -> None:
    """Give the links that lead to a point of the first page, which says an erratum's number, their true destination."""
    import pikepdf

    pages = [page.obj for page in file.pages]
    height = float(pages[0].MediaBox[3])
    first = pages[0].objgen
    for page in pages:
        for link in page.get("/Annots", ()):
            there = link.get("/Dest")
            if isinstance(there, pikepdf.Array) and there[0].objgen == first:
                number = round(float(there[2])) + 1000 * round(height - float(there[3]))
                entry = entries[document.marks[number].entry_id]
                link.Dest = pikepdf.Array([pages[entry.page], there[1], 0, round(height - entry.y, 3), 0])
                link.Contents = pikepdf.String(f"Corrected: {document.marks[number].reading}")
