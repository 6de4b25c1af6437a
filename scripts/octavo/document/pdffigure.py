"""A figure in a PDF as a picture that every rendition can show: its first page, drawn by PDFium."""

from __future__ import annotations

import io

from octavo.document.picture import PictureFault, PictureNotice

LEAST_RESOLUTION = 300
"""Pixels an inch at the largest size at which print can show it."""
_POINTS = 72
_ENCRYPTED = 4
"""PDFium’s FPDF_ERR_PASSWORD."""


def page_as_png(data: bytes, room: tuple[float, float]) -> tuple[bytes, tuple[int, int], PictureNotice]:
    """The first page of a PDF as PNG, its size in pixels, and what is to be told; ``room`` (inches) is that of a page.

    The picture fills the room at 300 pixels an inch, so that it is sharp at any width that the text asks for, and says
    of itself that it is as large as the page was. Raises PictureFault where there is no page that can be shown.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _ENCRYPTED or "assword" in str(error):
            raise PictureFault("is a PDF that is locked with a password", "save it without") from None
        raise _damaged() from None
    try:
        pages = len(document)
        if not pages:
            raise PictureFault("is a PDF without a page", "save the figure anew, as PDF, PNG or SVG")
        page = document[0]
        width, height = (length / _POINTS for length in page.get_size())
        if min(width, height) <= 0 or max(width, height) > 1000 * min(width, height):
            raise PictureFault("is a PDF whose page has no size", "save the figure anew, as PDF, PNG or SVG")
        resolution = LEAST_RESOLUTION * min(room[0] / width, room[1] / height)
        drawn = page.render(scale=resolution / _POINTS, optimize_mode=None).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        raise _damaged() from None
    finally:
        document.close()
    gray = drawn.convert("L")
    shown = gray if gray.convert("RGB").tobytes() == drawn.tobytes() else drawn
    out = io.BytesIO()
    shown.save(out, "PNG", optimize=True, dpi=(resolution, resolution))
    hint = "nothing need be done; as SVG it would stay as sharp at any size, and smaller"
    notice = PictureNotice(
        f"is a PDF, and its page is carried as a picture of {shown.width} by {shown.height} pixels", hint
    )
    if pages > 1:
        hint = "save the page that is meant as a file of its own"
        notice = PictureNotice(f"is a PDF of {pages} pages, of which the first is carried as a picture", hint)
    return out.getvalue(), shown.size, notice


def _damaged() -> PictureFault:
    return PictureFault("is a PDF that cannot be read", "get the file anew from where it came")
