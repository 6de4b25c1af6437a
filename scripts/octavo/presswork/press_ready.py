"""A PDF as the printer wants it: the page and its ink, and nothing that only a screen has use for.

Typst writes PDF 1.4 or later and its black as an ICC grey, which a printer's workflow may put on four plates. What it
writes here uses nothing newer than PDF 1.3 once tags, links, bookmarks and metadata streams are gone, so that the file
can be written as PDF 1.3 where PDF/X-1a:2001 asks for that (ISO 15930-1); its black becomes DeviceGray.
"""

from __future__ import annotations

import datetime
import io
import re
from typing import TYPE_CHECKING

from octavo.edition.dates import written_moment
from octavo.presswork.inks import Inks
from octavo.printers.printer import Printer

if TYPE_CHECKING:
    from pikepdf import Dictionary, Object, Page, Pdf

POINTS = 72
PDF_VERSIONS = {"PDF/X-1a:2001": "1.3", "PDF/X-1a:2003": "1.4"}
"""The newest PDF that a file of each kind may use (ISO 15930-1; ISO 15930-4, 5)."""
VERSION_KEYS = {
    "PDF/X-1a:2001": {"/GTS_PDFXVersion": "PDF/X-1:2001", "/GTS_PDFXConformance": "PDF/X-1a:2001"},
    "PDF/X-1a:2003": {"/GTS_PDFXVersion": "PDF/X-1a:2003"},
}
"""How each says what it is (ISO 15930-1, 6; ISO 15930-4, 6.7)."""
_OF_THE_CATALOG = frozenset({"/Type", "/Pages"})
_OF_A_PAGE = frozenset({"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"})


def press_ready(
    data: bytes,
    *,
    printer: Printer,
    title: str,
    moment: datetime.datetime,
    kind: str,
    bleed: float = 0.0,
    right_bound: bool = False,
) -> bytes:
    """A PDF of Typst's without links, bookmarks, tags and transparency, in the printer's colours, with its boxes.

    ``kind`` is ``interior`` or ``cover``; ``bleed`` (inches) is the part of the MediaBox on each side that is cut off.
    A ``right_bound`` file says that it is read from right to left (ISO 32000-1, 12.2), as its spine is at the right.
    The file says of itself that it is the printer's PDF/X; whether that holds is for the checks to say, and where it
    does not, ``without_claim`` takes the word back.
    """
    import pikepdf

    claim = printer.pdfx
    with pikepdf.open(io.BytesIO(data)) as file:
        for key in set(file.Root.keys()) - _OF_THE_CATALOG:
            del file.Root[key]
        inks = Inks(file, gray="cmyk" not in _colours(printer, kind))
        for page in file.pages:
            _bare_page(page, bleed)
            inks.convert(page)
        if right_bound:
            file.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)
        file.Root.OutputIntents = pikepdf.Array([file.make_indirect(_output_intent(printer))])
        _describe(file, title, moment, claim)
        out = io.BytesIO()
        file.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            force_version=PDF_VERSIONS[claim],
        )
    return out.getvalue()


def without_claim(data: bytes) -> bytes:
    """The same file without a word of PDF/X in it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        del file.Root["/OutputIntents"]
        for key in ("/GTS_PDFXVersion", "/GTS_PDFXConformance"):
            if key in file.docinfo:
                del file.docinfo[key]
        out = io.BytesIO()
        file.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _colours(printer: Printer, kind: str) -> list[str]:
    """The colours in which the printer wants a file; an interior is printed in black alone."""
    requirement = printer.requirement("colour")
    wanted = (requirement.cover_value if kind == "cover" else requirement.value) if requirement else None
    return list(wanted or ["gray", "cmyk"]) if kind == "cover" else ["gray"]


def _bare_page(page: Page, bleed: float) -> None:
    """Leave a page what is printed, and say where it is cut (ISO 32000-1, 14.11.2)."""
    import pikepdf

    for key in set(page.obj.keys()) - _OF_A_PAGE:
        del page.obj[key]
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    cut = bleed * POINTS
    page.obj.BleedBox = pikepdf.Array([left, bottom, right, top])
    trim = (left + cut, bottom + cut, right - cut, top - cut)
    page.obj.TrimBox = pikepdf.Array([round(edge, 4) for edge in trim])


def _output_intent(printer: Printer) -> Dictionary:
    """The printing condition that the file is meant for, by its name in the ICC's registry (14.11.5)."""
    import pikepdf

    condition = pikepdf.String(printer.printing_condition)
    return pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputConditionIdentifier=condition,
        OutputCondition=condition,
        RegistryName=pikepdf.String("http://www.color.org"),
    )


def _describe(file: Pdf, title: str, moment: datetime.datetime, claim: str) -> None:
    """The Info dictionary that PDF/X asks for (ISO 15930-4, 6.6 and 6.7)."""
    import pikepdf

    date = pikepdf.String(f"D:{re.sub('[-:T]', '', written_moment(moment))}")
    info: dict[str, Object] = {"/Title": pikepdf.String(title), "/CreationDate": date, "/ModDate": date}
    info |= {
        "/Trapped": pikepdf.Name("/False"),
        "/Creator": pikepdf.String("Octavo"),
        "/Producer": file.docinfo.get("/Creator", pikepdf.String("Typst")),
    }
    info |= {key: pikepdf.String(value) for key, value in VERSION_KEYS[claim].items()}
    file.trailer.Info = file.make_indirect(pikepdf.Dictionary(info))
