"""How large the text asks a picture to be shown: a part of the measure, or a length."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

UNITS = ("px", "cm", "mm", "in", "pt", "pc", "em")
"""Units of lengths, beside per cent; a bare number is pixels, of which 96 make an inch (CSS Values Level 4, 6.2)."""
_SIZE = re.compile(r"\s*\+?(\d+\.?\d*|\.\d+)\s*(%|[a-z]*)\s*", re.IGNORECASE)
_TEX = re.compile(r"\s*(\d*\.?\d*)\s*\\(?:text|line|column)width\s*")
_DECLARED = re.compile(r"\s*(width|height)\s*:\s*([^;]+?)\s*(?:;|\Z)", re.IGNORECASE)
_PIXELS = {"px": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96 / 72, "pc": 16}
_ALIASES = {"": "px", "inch": "in", "rem": "em"}


@dataclass(frozen=True)
class Size:
    """A length with its unit, one of ``UNITS`` or per cent."""

    number: float
    unit: str

    @property
    def pixels(self) -> float | None:
        """Its length in pixels of CSS; None where it goes with the text’s width or the size of type."""
        return self.number * _PIXELS[self.unit] if self.unit in _PIXELS else None

    def __str__(self) -> str:
        return f"{self.number:.4f}".rstrip("0").rstrip(".") + self.unit


def size_of(text: str) -> Size | None:
    """A size as it is written (``50%``, ``3cm``, ``120``, ``0.5\\textwidth``); None where it is none above nought."""
    tex = _TEX.fullmatch(text)
    match = _SIZE.fullmatch(text)
    if tex:
        size = Size(100 * float(tex[1] or 1), "%")
    elif match:
        unit = match[2].lower()
        size = Size(float(match[1]), _ALIASES.get(unit, unit))
    else:
        return None
    is_one = size.unit in (*UNITS, "%") and 0.0001 <= size.number <= 100_000
    return size if is_one else None


def written_sizes(element: etree._Element) -> dict[str, str]:
    """Width and height of a picture as the text gives them, in its attributes or as pandoc writes them in ``style``."""
    style = element.get("style") or ""
    declared = {match[1].lower(): match[2] for match in _DECLARED.finditer(style)}
    return declared | {key: str(element.get(key)) for key in ("width", "height") if element.get(key) is not None}


def is_sizing(style: str) -> bool:
    """Whether a ``style`` says nothing but width and height."""
    return bool(style.strip()) and not _DECLARED.sub("", style).strip(" \t\n;")


def put_sizes(element: etree._Element) -> list[tuple[str, str, str]]:
    """Leave a picture the sizes that can be kept, as attributes; gives the others: name, as written, and why not.

    A height in per cent is one of nothing, as no line or column of a book has a height. More than the measure is shown
    as wide as the measure.
    """
    dropped = []
    given = written_sizes(element)
    for key in ("style", "width", "height"):
        element.attrib.pop(key, "")
    for key, written in given.items():
        size = size_of(written)
        if written.strip().lower() == "auto":
            continue
        if size is None:
            dropped.append((key, written, f"is no size: write it in % of the text’s width, or in {', '.join(UNITS)}"))
        elif size.unit == "%" and key == "height":
            dropped.append((key, written, "is a part of nothing: give the width instead, or a length"))
        elif size.unit == "%" and size.number > 100:
            dropped.append((key, written, "is more than there is: it is shown as wide as the text"))
            element.set(key, "100%")
        else:
            element.set(key, str(size))
    return dropped


def fit(element: etree._Element, columns: int, rows: int) -> None:
    """Leave a picture of so many pixels one length of two, its width in their box: no program draws it awry then."""
    wanted = sizes(element)
    if len(wanted) == 2 and (width := wanted["width"].pixels) and (height := wanted["height"].pixels):
        del element.attrib["height"]
        if width > height * columns / rows:
            element.set("width", str(Size(height * columns / rows, "px")))


def sizes(element: etree._Element) -> dict[str, Size]:
    """Width and height that ``put_sizes`` has left to a picture."""
    found = ((key, size_of(element.get(key) or "")) for key in ("width", "height"))
    return {key: size for key, size in found if size}
