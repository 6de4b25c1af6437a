"""Images as Typst sets them: their words, and the size at which the text asks for them."""

from __future__ import annotations

from lxml import etree

from octavo.document.parts import is_decoration
from octavo.document.picturesize import Size, sizes
from octavo.typesetting.typstmarkup import typst_string

_POINTS = 0.75
"""A pixel of CSS in points."""


def image(element: etree._Element, name: str, alt: str) -> str:
    """An ``img`` as Typst markup, of the file called ``name``, with the words that stand in for it.

    What only decorates is an artifact, which no program reads aloud (ISO 14289-1, 7.1). A length is as long as the text
    asks for, but no longer than the lines are; nothing is cut off or pulled out of shape.
    """
    arguments = [typst_string(name), *([f"alt: {typst_string(alt)}"] if alt else [])]
    given = sizes(element)
    lengths = {key: _length(size) for key, size in given.items()}
    if given:
        arguments.append('fit: "contain"')
    width = given.get("width")
    if width is not None and width.unit != "%":
        lengths["width"] = f"calc.min(({lengths['width']}).to-absolute(), {_room(element)})"
    arguments += [f"{key}: {length}" for key, length in lengths.items()]
    call = f"image({', '.join(arguments)})"
    if is_decoration(element):
        call = f"pdf.artifact({call})"
    if width is None or width.unit == "%":
        return f"#{call}"
    return f"#layout(area => {call})" if _is_alone(element) else f"#context {call}"


def _length(size: Size) -> str:
    """A size as Typst writes it, which has no pixels and no picas."""
    return str(size) if size.pixels is None else f"{size.pixels * _POINTS:.4f}pt"


def _room(element: etree._Element) -> str:
    """How wide an image can be: as its column where it stands by itself, else as the lines of the page."""
    return "area.width" if _is_alone(element) else "measures(page.width, page.height).measure"


def _is_alone(element: etree._Element) -> bool:
    """Whether an image is a block: the only thing in its paragraph, or in a figure."""
    parent = element.getparent()
    if parent is None or (element.tail or "").strip():
        return False
    return parent.tag == "figure" or (parent.tag == "p" and len(parent) == 1 and not (parent.text or "").strip())
