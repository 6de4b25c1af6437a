"""Colour spaces of a file, as it describes them (ISO 32000-1, 8.6)."""

from __future__ import annotations

from typing import Any

from octavo.pdfpage.painted import CMYK, GRAY, PATTERN, RGB, UNKNOWN, Space

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


def read_space(space: Any, named: Any = None, depth: int = 0) -> Space:
    """A colour space; ``named`` are those of the resources, by name. What is no colour space is ``unknown``."""
    import pikepdf

    if depth > DEEPEST:
        return UNKNOWN
    if isinstance(space, pikepdf.Name):
        kind = str(space).lstrip("/")
        if kind in DEVICE:
            return DEVICE[kind]
        inner = named.get(str(space)) if isinstance(named, pikepdf.Dictionary) else None
        return read_space(inner, None, depth + 1) if inner is not None else UNKNOWN
    if not isinstance(space, pikepdf.Array) or len(space) == 0:
        return UNKNOWN
    kind = str(space[0]).lstrip("/")
    if kind in DEVICE and kind != "Pattern":
        return DEVICE[kind]
    if kind in ("CalGray", "CalRGB", "Lab"):
        return Space(kind, 1 if kind == "CalGray" else 3)
    if len(space) < 2:
        return PATTERN if kind == "Pattern" else UNKNOWN
    if kind == "ICCBased":
        return Space(kind, int(space[1].get("/N", 0)))
    if kind in ("Indexed", "I"):
        return Space("Indexed", 1, base=read_space(space[1], named, depth + 1))
    if kind == "Pattern":
        return Space("Pattern", 0, base=read_space(space[1], named, depth + 1))
    if kind in ("Separation", "DeviceN") and len(space) >= 3:
        inks = [space[1]] if kind == "Separation" else list(space[1])
        names = tuple(str(ink).lstrip("/") for ink in inks)
        return Space(kind, len(names), names, read_space(space[2], named, depth + 1))
    return UNKNOWN
