"""What a PDF says of the book in its XMP, and of the files that are attached to it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from octavo import __version__
from octavo.document import Document
from octavo.renditions.datatable import TABLE

if TYPE_CHECKING:
    from pikepdf import Pdf

_LISTS = frozenset(
    {
        *("dc:creator", "dc:contributor", "dc:language", "dc:date", "dc:publisher", "dc:subject"),
        *("xmp:Identifier", "xmpRights:Owner"),
    }
)
"""Properties that are lists (PDF/A-3, 6.6.2.3: each as the XMP specification has it)."""
_OF_TYPST = frozenset({"dc:title"})
"""What Typst has written already, in the language of the book."""


def name_book(file: Pdf, document: Document) -> None:
    """Write what the table of data has for the XMP: Typst joins authors in one, and knows few of the others."""
    metadata = document.edition.metadata
    values: dict[str, list[str]] = {}
    for datum in TABLE:
        place = datum.places.get("xmp")
        if place:
            values.setdefault(place, []).extend(datum.carried(metadata, "xmp"))
    typst = str(file.docinfo.get("/Creator", "Typst"))
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        for place, found in values.items():
            if not found or place in _OF_TYPST:
                continue
            if place in _LISTS:
                xmp[place] = list(dict.fromkeys(found))
            else:
                xmp[place] = found[0]
        xmp["xmp:CreatorTool"] = f"Octavo {__version__}"
        xmp["pdf:Producer"] = typst
    file.docinfo["/Creator"], file.docinfo["/Producer"] = f"Octavo {__version__}", typst


def add_checksums(file: Pdf) -> None:
    """Give each attached file the MD5 of its bytes and their number (ISO 32000-1, 7.11.4)."""
    import pikepdf

    for specification in file.attachments.values():
        stream = specification.obj.EF.get("/F")
        if stream is None:
            continue
        data = stream.read_bytes()
        parameters = stream.get("/Params", pikepdf.Dictionary())
        parameters.CheckSum = pikepdf.String(hashlib.md5(data, usedforsecurity=False).digest())
        parameters.Size = len(data)
        stream.Params = parameters
