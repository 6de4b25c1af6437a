"""Colour spaces of a file, as it describes them (ISO 32000-1, 8.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octavo.pdfpage.painted import CMYK, GRAY, PATTERN, RGB, UNKNOWN, Space
from octavo.pdfpage.values import listed, name_of, number_in, whole_of

if TYPE_CHECKING:
    from pikepdf import Object

DEVICE = {
    "DeviceGray": GRAY,
    "DeviceRGB": RGB,
    "DeviceCMYK": CMYK,
    "G": GRAY,
    "RGB": RGB,
    "CMYK": CMYK,
    "Pattern": PATTERN,
}
DEEPEST = 6


def read_space(space: Object | None, named: Object | None = None, depth: int = 0) -> Space:
    """A colour space; ``named`` are those of the resources, by name. What is no colour space is ``unknown``.

    Raises Damaged where the parts of one are not what they must be.
    """
    import pikepdf

    if depth > DEEPEST:
        return UNKNOWN
    if isinstance(space, pikepdf.Name):
        kind = name_of(space)
        if kind in DEVICE:
            return DEVICE[kind]
        inner = named.get(space) if isinstance(named, pikepdf.Dictionary) else None
        return read_space(inner, None, depth + 1) if inner is not None else UNKNOWN
    if not isinstance(space, pikepdf.Array) or len(space) == 0:
        return UNKNOWN
    kind = name_of(space[0])
    if kind in DEVICE and kind != "Pattern":
        return DEVICE[kind]
    if kind in ("CalGray", "CalRGB", "Lab"):
        return Space(kind, 1 if kind == "CalGray" else 3)
    if len(space) < 2:
        return PATTERN if kind == "Pattern" else UNKNOWN
    if kind == "ICCBased":
        return Space(kind, whole_of(number_in(space[1], "/N", 0)))
    if kind in ("Indexed", "I"):
        return Space("Indexed", 1, base=read_space(space[1], named, depth + 1))
    if kind == "Pattern":
        return Space("Pattern", 0, base=read_space(space[1], named, depth + 1))
    if kind in ("Separation", "DeviceN") and len(space) >= 3:
        inks = tuple(name_of(ink) for ink in listed(space[1]))
        return Space(kind, len(inks), inks, read_space(space[2], named, depth + 1))
    return UNKNOWN
