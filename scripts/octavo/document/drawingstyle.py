"""What the styles of a drawing ask for, read as a browser reads them (CSS Syntax Module Level 3)."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(.))", re.DOTALL)
_IMPORT = re.compile(r"@import\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\burl\(\s*[\"']?\s*(?=([^\"'()]*))", re.IGNORECASE)
"""Each place at which an address can begin, also within another or in a comment: nothing is passed over."""
_NAMING = re.compile(r"(?<![\w-])((?:-webkit-)?image-set|image|src|cross-fade|element|paint)\(", re.IGNORECASE)
"""Functions that name a picture without ``url()`` (CSS Images Module Level 4, 2)."""
_UNKNOWN = re.compile(
    r"(?<![\w-])(?:(?:var|light-dark|color-mix|env|attr|calc|contrast-color|device-cmyk|color|oklch|oklab|lch|lab)\("
    r"|(?:rgb|hsl|hwb)a?\([^()]*?(?:/|\bfrom\b)|rebeccapurple\b)",
    re.IGNORECASE,
)
"""Colours that print does not know (CSS Color Module Levels 4 and 5): it would draw them in black."""
_PLAIN = "save it as plain SVG, with all that it shows"
_WITHIN = re.compile(
    r"#|data:(?:font/|application/(?:x-font|font|octet-stream)|image/(?:png|jpe?g|gif|webp)[;,])|\Z", re.IGNORECASE
)


def fault_of_style(css: str) -> tuple[str, str] | None:
    """What is wrong with styles or with the value of an attribute, and what to do; None where nothing is."""
    if "(" not in css and "@" not in css and "\\" not in css:
        return None
    css = _ESCAPE.sub(_meant, css)  # comments stay: what a browser takes for one depends on all that stands before it
    asks = _asks(css)
    if asks:
        return asks, _PLAIN
    unknown = _UNKNOWN.search(css)
    if unknown:
        shown = unknown[0].partition("(")[0].lower() + ("(…)" if "(" in unknown[0] else "")
        what = f"says a colour or length by {shown}, which print does not know and draws in black"
        return what, "write the colours as #rrggbb in their places: many programs do on export as plain SVG"
    return None


def fault_of_value(value: str) -> tuple[str, str] | None:
    """The same for an attribute of which it is not known whether it is a style: only what it asks for."""
    asks = _asks(_ESCAPE.sub(_meant, value)) if "(" in value or "\\" in value else ""
    return (asks, _PLAIN) if asks else None


def _asks(css: str) -> str:
    """What styles without escapes ask for from elsewhere, in words; empty where they ask for nothing."""
    fetched = _IMPORT.search(css) or _NAMING.search(css)
    addresses = (found[1].strip() for found in _ADDRESS.finditer(css))
    address = fetched[0] if fetched else next((one for one in addresses if not _WITHIN.match(one)), "")
    shown = address if len(address) <= 40 else address[:39] + "…"
    return f"asks for something from elsewhere: ‘{shown}’" if address else ""


def _meant(escape: re.Match[str]) -> str:
    """The character that an escape stands for (4.3.7)."""
    if not escape[1]:
        return escape[2] or ""
    code = int(escape[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
