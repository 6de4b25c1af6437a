"""Make the fonts of the web page: subsets of Libertinus Serif as WOFF2, and the table of the letters in each.

    .venv/bin/python tests/housewebfonts.py

A page embeds those that its words need. They are fixed files, so no build makes them; this is how they were made, and a
test makes them again and compares what is in them. Needs fontTools and Brotli, which no build does.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "styles" / "fonts"
STYLES = {"Regular": ("normal", 400), "Italic": ("italic", 400), "Bold": ("normal", 700), "BoldItalic": ("italic", 700)}
"""File of the typeface → style and weight as CSS calls them."""
SCRIPTS = {
    # Basic Latin, Latin-1, Latin Extended-A, the Romanian letters, spacing accents, punctuation, superiors, fractions,
    # currency, arrows and the commonest signs of arithmetic.
    "latin": (
        *(
            (0x20, 0x7E),
            (0xA0, 0x17F),
            (0x192, 0x192),
            (0x218, 0x21B),
            (0x2BC, 0x2BC),
            (0x2C6, 0x2DD),
            (0x1E9E, 0x1E9E),
        ),
        *((0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x203A), (0x2042, 0x2044), (0x2070, 0x2094), (0x20A0, 0x20BF)),
        *((0x1E9E, 0x1E9E), (0x2116, 0x2122), (0x2150, 0x215E), (0x2190, 0x2193), (0x2212, 0x2212), (0x2260, 0x2265)),
    ),
    "greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "cyrillic": ((0x400, 0x52F),),
}
"""Script → the characters of its subset, as far as the typeface has them: first and last of each row."""
FEATURES = (
    "ccmp",
    "locl",
    "calt",
    "mark",
    "mkmk",
    "kern",
    "liga",
    "smcp",
    "c2sc",
    "onum",
    "lnum",
    "pnum",
    "tnum",
    "case",
)
"""What the style sheets ask for, and what letters need to be placed well."""


def subset(style: str, script: str) -> TTFont:
    """One style of the typeface with the characters of one script; raises KeyError where there is no such style."""
    font = TTFont(FONTS / f"LibertinusSerif-{style}.otf", recalcTimestamp=False)
    options = Options()
    options.layout_features = list(FEATURES)
    options.hinting, options.desubroutinize, options.name_IDs = False, True, [0, 1, 2, 3, 5, 13, 14]
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in SCRIPTS[script] for code in range(first, last + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def characters(font: TTFont) -> list[int]:
    """The code points of a font."""
    return sorted(font.getBestCmap())


def rows(codes: list[int]) -> str:
    """Code points as CSS writes a ``unicode-range``."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def main() -> None:
    """Write all subsets and their table."""
    table = ["# Which letters each font of the web page has; written by tests/housewebfonts.py.\n"]
    for style, (slant, weight) in STYLES.items():
        for script in SCRIPTS:
            font = subset(style, script)
            written = io.BytesIO()
            font.save(written)
            name = f"LibertinusSerif-{style}-{script}.woff2"
            (FONTS / "web" / name).write_bytes(written.getvalue())
            entry = {"file": name, "script": script, "style": slant, "range": rows(characters(font))}
            lines = [f'{key} = "{value}"' for key, value in entry.items()]
            table.append("\n".join(["[[face]]", *lines, f"weight = {weight}"]) + "\n")
    (FONTS / "web" / "faces.toml").write_text("\n".join(table), encoding="utf-8")


if __name__ == "__main__":
    main()
