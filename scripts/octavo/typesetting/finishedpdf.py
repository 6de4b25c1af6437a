"""The PDF rendition: PDF/A-3a and PDF/UA-1 in one file, set by Typst, the sources attached."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from octavo.document import Document
from octavo.document.apparatus import appendix
from octavo.document.flow import is_formula
from octavo.pdfpage.values import inside, listed
from octavo.typesetting.pdfdata import add_checksums, name_book
from octavo.typesetting.pdflanguages import write_whole_tags
from octavo.typesetting.typstinline import Position

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

ERRATUM = "erratum:"
"""How the address begins to which an emendation leads until the book is finished; its number follows."""
STANDARDS = ("a-3a", "ua-1")
"""What a PDF is where words stand in for every picture."""
WORDLESS = ("a-3u",)
"""What it is otherwise: tagged the same, but neither accessible nor of a level that asks for these words."""


def standards(document: Document) -> list[str]:
    """The standards that the PDF of a Document can say it meets, as Typst names them."""
    return list(WORDLESS if any(fault.kind == "image-alt" for fault in document.faults) else STANDARDS)


FLAT = 0.44
"""How much of the white beside the text stands at the spine of a book that lies open flat; as in styles/print.typ."""


class Margins(NamedTuple):
    """The white around the text block of a page, in points."""

    inside: float
    outside: float
    top: float
    bottom: float


def finished(data: bytes, document: Document, entries: Mapping[str, Position], margins: Margins) -> bytes:
    """Lead the links of errata to their entries, write the formulas of bookmarks, and say what Typst does not.

    That is: languages in full, what the table of data has for the XMP, the checksum of each attached file, that the
    title is to be shown (ISO 14289-1, 7.1), and where the text of each page stands (ArtBox: ISO 32000-1, 14.11.2), so
    that what stands elsewhere can be found. Pages are moved to the margins of a book that lies open flat.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        _lead_on(file, document, entries)
        _describe_entries(file, document, entries)
        _write_formulas(file, document)
        write_whole_tags(file, document)
        _frame_text(file, margins, right_bound=document.edition.metadata.is_right_to_left)
        name_book(file, document)
        add_checksums(file)
        preferences = file.Root.get("/ViewerPreferences", pikepdf.Dictionary())
        preferences.DisplayDocTitle = True
        file.Root.ViewerPreferences = preferences
        out = io.BytesIO()
        file.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _frame_text(file: Pdf, margins: Margins, *, right_bound: bool) -> None:
    """Say where the text of each page stands, and put the edges of the page where a screen wants them.

    No fold takes anything of a page on a screen, where the two inner margins are seen as one: the white is divided
    anew, by the page's box alone (ISO 32000-1, 14.11.2), so that every line stays that of the printed page.
    """
    import pikepdf

    inside = FLAT * (margins.inside + margins.outside)
    for number, page in enumerate(file.pages):
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        # Page 1 of the file is a right-hand page, with its spine at the left; a left-hand one in a book read leftwards.
        is_spine_left = (number % 2 == 0) != right_bound
        at_left, at_right = (margins.inside, margins.outside) if is_spine_left else (margins.outside, margins.inside)
        block = (left + at_left, bottom + margins.bottom, right - at_right, top - margins.top)
        page.artbox = pikepdf.Array([round(edge, 3) for edge in block])
        moved = (margins.inside - inside) * (1 if is_spine_left else -1)
        page.mediabox = pikepdf.Array([round(edge, 3) for edge in (left + moved, bottom, right + moved, top)])


def _lead_on(file: Pdf, document: Document, entries: Mapping[str, Position]) -> None:
    """Give the links that say an erratum’s number in their address (``styles/print.typ``) their true destination."""
    import pikepdf

    pages, words = [page.obj for page in file.pages], document.edition.metadata.words
    for page in pages:
        for link in listed(page.get("/Annots")):
            address = str(inside(link, "/A", "/URI") or "")
            if not address.startswith(ERRATUM):
                continue
            emendation = document.emendations[int(address.removeprefix(ERRATUM))]
            entry = entries[emendation.entry_id]
            there = pages[entry.page]
            del link["/A"]
            link.Dest = pikepdf.Array(
                [there, pikepdf.Name.XYZ, 0, round(float(there.MediaBox[3]) - entry.y, 3), 0],
            )
            link.Contents = pikepdf.String(words.text("link-corrected", reading=emendation.printed.witness_reading))


def _describe_entries(file: Pdf, document: Document, entries: Mapping[str, Position]) -> None:
    """Say of the link at the head of each entry of the list what the entry says, in words (ISO 14289-1, 7.18.5)."""
    import pikepdf

    chapter = appendix(document)
    by_page: dict[int, list[tuple[float, str]]] = {}
    for item in chapter.element.iter("li") if chapter else ():
        head, place = item.find("a"), entries.get(item.get("id") or "")
        if head is not None and place is not None and document.entries[item.get("id") or ""].layer == "emendations":
            by_page.setdefault(place.page, []).append((place.y, head.get("aria-label") or ""))
    for number, said in by_page.items():
        links = [link for link in listed(file.pages[number].obj.get("/Annots")) if link.get("/Dest") is not None]
        links.sort(key=lambda link: -float(listed(link.get("/Rect"))[3]))
        for link, (_, label) in zip(links, sorted(said), strict=False) if len(links) == len(said) else ():
            link.Contents = pikepdf.String(label)


def _write_formulas(file: Pdf, document: Document) -> None:
    """Write the formulas of bookmarks as they were written: Typst writes the letters of x^2 one behind the other."""
    import pikepdf

    if not any(is_formula(inner) for heading in document.headings for inner in heading.element.iter("*")):
        return
    bookmarks = list(_bookmarks(file.Root.get("/Outlines")))
    # Before those of the headings may stand that of the contents.
    for heading, bookmark in zip(reversed(document.headings), reversed(bookmarks), strict=False):
        if any(is_formula(inner) for inner in heading.element.iter("*")):
            bookmark.Title = pikepdf.String(heading.text)


def _bookmarks(parent: Object | None) -> Iterator[Object]:
    """The bookmarks below one, in order (12.3.3)."""
    item = parent.get("/First") if parent is not None else None
    while item is not None:
        yield item
        yield from _bookmarks(item)
        item = item.get("/Next")
