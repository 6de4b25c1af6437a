"""Pictures of the text that have too few pixels for print, by their places in the Markdown."""

from __future__ import annotations

from octavo.document import Document
from octavo.document.images import place_of_image
from octavo.errors import Notices
from octavo.pdfpage.pdffile import PdfFile


def tell_of_coarse_pictures(document: Document, interior: PdfFile, notices: Notices) -> None:
    """Tell of each picture that has fewer pixels an inch, as it is placed, than the printer asks for.

    A picture of the file is known by its size in pixels, which the way to the printer does not change.
    """
    requirement = document.edition.metadata.print.for_press.requirement("image-resolution")
    names = _sizes(document)
    if requirement is None or not names:
        return
    coarse: dict[str, float] = {}
    for page in interior.pages:
        for picture in page.painted.pictures:
            name = names.get((picture.columns, picture.rows))
            if name and picture.ppi < requirement.value - 0.5:
                coarse[name] = min(picture.ppi, coarse.get(name, picture.ppi))
    for name, resolution in coarse.items():
        message = f"the picture ‘{name}’ has {resolution:.0f} pixels an inch as it is placed"
        hint = f"for print it should have {requirement.value:g}; making it larger in a program adds nothing"
        notices.warn(message, place_of_image(document, name), hint)


def _sizes(document: Document) -> dict[tuple[int, int], str]:
    """Columns and rows of each sampled picture, and its name."""
    return {image.picture.size: image.name for image in document.images if image.picture.size}
