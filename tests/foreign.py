"""PDFs for print made by other means than Octavo: drawn with reportlab, broken and put right with pikepdf."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pikepdf
import reportlab
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

INCH = 72.0
LINE = "Midway upon the journey of our life I found myself within a forest dark for the straight way had been lost"
WORDS = re.findall(r"\w+", LINE)
Draw = Callable[[Canvas, int], None]


def font() -> str:
    """A font that goes into the file: Bitstream Vera, which reportlab brings."""
    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    return "Vera"


@cache
def _line(at: int, room: float, face: str, size: float) -> tuple[str, int]:
    """As many words as a line has room for, from one of them on, and which comes next."""
    line = ""
    while pdfmetrics.stringWidth(f"{line} {WORDS[at % len(WORDS)]}", face, size) < room:
        line, at = f"{line} {WORDS[at % len(WORDS)]}".strip(), at + 1
    return line, at


def text(canvas: Canvas, number: int, *, inside: float = 0.75, size: float = 10.0, face: str = "") -> None:
    """A page of text with a folio, its inside margin in inches; recto and verso mirrored."""
    width, height = canvas._pagesize
    left = (inside if number % 2 else 0.75) * INCH
    right = width - (0.75 if number % 2 else inside) * INCH
    canvas.setFont(face or font(), size)
    y, at = height - 1.0 * INCH, number
    while y > 1.0 * INCH:
        line, at = _line(at % len(WORDS), right - left, face or font(), size)
        canvas.drawString(left, y, line)
        y -= 1.4 * size
    canvas.drawCentredString(width / 2, 0.6 * INCH, str(number))


def black(canvas: Canvas) -> None:
    """Grey, which is what black ink alone prints."""
    canvas.setFillGray(0)
    canvas.setStrokeGray(0)


def book(
    pages: int = 40, size: tuple[float, float] = (6.0, 9.0), draw: Draw = text, extra: dict[int, Draw] | None = None
) -> bytes:
    """A book of text pages, ``size`` in inches; ``extra`` draws something more on a page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(size[0] * INCH, size[1] * INCH), invariant=True, pdfVersion=(1, 3))
    canvas.setTitle("A foreign book")
    for number in range(1, pages + 1):
        black(canvas)
        draw(canvas, number)
        if extra and number in extra:
            extra[number](canvas, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@contextmanager
def changed(data: bytes, **saving: object) -> Iterator[tuple[pikepdf.Pdf, list[bytes]]]:
    """A PDF to be changed, and a list that then holds what became of it."""
    made: list[bytes] = []
    with pikepdf.open(io.BytesIO(data)) as file:
        yield file, made
        out = io.BytesIO()
        file.save(out, static_id=True, **saving)  # type: ignore[arg-type]
        made.append(out.getvalue())


def photograph(width: int, height: int, mode: str = "L") -> Image.Image:
    """A picture with something to see in it."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    ImageDraw.Draw(picture).ellipse((width // 4, height // 4, width // 2, height // 2), fill=(200, 30, 30))
    return picture.convert(mode)


def placed(picture: Image.Image, left: float, bottom: float, width: float, height: float) -> Draw:
    """Something that places a picture, in inches."""

    def draw(canvas: Canvas, number: int) -> None:
        canvas.drawImage(ImageReader(picture), left * INCH, bottom * INCH, width * INCH, height * INCH)

    return draw


def as_pdfx(data: bytes, claim: str = "PDF/X-1a:2001", trim: tuple[float, float, float, float] | None = None) -> bytes:
    """The file with all that a PDF/X-1a of 2001 or 2003 must say of itself."""
    with changed(data, force_version="1.3", object_stream_mode=pikepdf.ObjectStreamMode.disable) as (file, made):
        date = pikepdf.String("D:20200202000000Z")
        info = {"/Title": pikepdf.String("A foreign book"), "/CreationDate": date, "/ModDate": date}
        info |= {"/Trapped": pikepdf.Name("/False")}
        if claim == "PDF/X-1a:2001":
            info |= {"/GTS_PDFXVersion": pikepdf.String("PDF/X-1:2001")}
            info |= {"/GTS_PDFXConformance": pikepdf.String(claim)}
        else:
            info |= {"/GTS_PDFXVersion": pikepdf.String(claim)}
        file.trailer.Info = file.make_indirect(pikepdf.Dictionary(info))
        for key in ("/Outlines", "/PageMode", "/Metadata"):
            if key in file.Root:
                del file.Root[key]
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFX,
            OutputConditionIdentifier=pikepdf.String("CGATS TR 001"),
            RegistryName=pikepdf.String("http://www.color.org"),
        )
        file.Root.OutputIntents = pikepdf.Array([intent])
        for page in file.pages:
            page.obj.TrimBox = pikepdf.Array(trim or page.mediabox)
    return made[0]
