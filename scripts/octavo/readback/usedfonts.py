"""The fonts that the pages of a PDF use: whether the file carries them, and what their hyphens mean (ISO 32000-1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from octavo.pdfpage.fontcodes import read_meanings
from octavo.pdfpage.values import (
    DIRECT,
    ObjectKey,
    array_of,
    entries,
    entry,
    holds,
    inherited,
    inside,
    key_of,
    text_in,
)
from octavo.text.tokens import SOFT_HYPHEN

if TYPE_CHECKING:
    from pikepdf import Object, Page


def fonts_of(page: Page) -> list[tuple[str, Object]]:
    """The fonts that a page names."""
    return entries(inside(inherited(page.obj, "/Resources"), "/Font"))


def has_program(font: Object) -> bool:
    """Whether the file carries a font, or draws its letters itself (9.6.5 and 9.9)."""
    descendants = entry(font, "/DescendantFonts")
    fonts = [font] if descendants is None else array_of(descendants)
    descriptors = [entry(item, "/FontDescriptor") for item in fonts]
    programs = ("/FontFile", "/FontFile2", "/FontFile3")
    return entry(font, "/Subtype") == "/Type3" or all(
        descriptor is not None and any(holds(descriptor, key) for key in programs) for descriptor in descriptors
    )


def fonts_of_soft_hyphens(pages: Iterable[Page]) -> frozenset[str]:
    """The names of the fonts of which one letter means a soft hyphen and none a hyphen.

    ToUnicode can give the letter that is a font's hyphen one meaning only: the first one used. Any other use carries
    ActualText (14.9.4). In these fonts, a hyphen without ActualText is therefore a soft hyphen.
    """
    fonts: dict[ObjectKey, Object] = {}
    direct: list[Object] = []
    for page in pages:
        for _, font in fonts_of(page):
            if key_of(font) == DIRECT:
                direct.append(font)
            else:
                fonts[key_of(font)] = font
    found = set()
    for font in (*fonts.values(), *direct):
        meanings = set(read_meanings(font).values())
        if SOFT_HYPHEN in meanings and not meanings & {"-", "‐", "‑"}:
            found.add(text_in(font, "/BaseFont").removesuffix("-Identity-H"))
    return frozenset(found)
