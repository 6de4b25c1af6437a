"""The fonts of the house: found in Typst's own program, and what ``styles/fonts`` says of them made anew.

    python tests/housefonts.py

writes the dashes and the table of letters again; tests/test_house_fonts.py holds both against what is there.
"""

from __future__ import annotations

import io
import json
import struct
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import typst
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from octavo.typesetting.compiler import compiler
from octavo.typesetting.coverage import (
    BY_NAME,
    DASHES_FAMILY,
    DISPLAY_FAMILIES,
    EMOJI_FAMILY,
    EVERY_FACE,
    SYMBOLS_FAMILY,
    as_ranges,
    display_family,
    text_family,
)

FOLDER = Path(__file__).parent.parent / "styles" / "fonts"
STYLES = ("Regular", "Italic", "Bold", "BoldItalic")
FAMILIES = {
    "Libertinus Serif": "LibertinusSerif-",
    "New Computer Modern": "NewCM10-",
    "New Computer Modern Math": "NewCMMath-",
    "DejaVu Sans Mono": "DejaVuSansMono",
}
"""The families that Typst brings along, and how the PostScript names of their faces begin."""
BESIDE = {"Libertinus Math": "LibertinusMath", "Libertinus Mono": "LibertinusMono"}
"""The families of ``styles/fonts/libertinus``, which are always there as well, and how their files’ names begin."""
EMOJI_FILE, SYMBOLS_FILE = (FOLDER / "signs" / f"Octavo{name}-Regular.ttf" for name in ("Emoji", "Symbols"))
EM_DASH, DASHES = 0x2014, {0x2E3A: 2, 0x2E3B: 3}


def embedded() -> dict[str, bytes]:
    """The font files that stand inside of Typst's program, by their PostScript names."""
    (program,) = (path for path in Path(typst.__file__).parent.iterdir() if path.suffix in (".so", ".pyd", ".dylib"))
    return dict(_fonts_in(program.read_bytes()))


def _fonts_in(data: bytes) -> Iterator[tuple[str, bytes]]:
    for magic in (b"OTTO", b"\x00\x01\x00\x00"):
        at = data.find(magic)
        while at >= 0:
            (count,) = struct.unpack_from(">H", data, at + 4)
            if 8 <= count <= 30:
                tables = [struct.unpack_from(">4sIII", data, at + 12 + 16 * number) for number in range(count)]
                end = max(start + length for _, _, start, length in tables)
                if {b"cmap", b"head", b"name"} <= {table[0] for table in tables} and end < 5_000_000:
                    font = data[at : at + end + -end % 4]
                    yield str(TTFont(io.BytesIO(font), lazy=True)["name"].getDebugName(6)), font
            at = data.find(magic, at + 1)


def letters_of(data: bytes) -> set[int]:
    """The code points of which a font file has a letter."""
    return set(TTFont(io.BytesIO(data), lazy=True).getBestCmap())


def is_private(code: int) -> bool:
    return unicodedata.category(chr(code)) == "Co"


def is_shown(code: int, rule: str = "", *, signs: bool = False) -> bool:
    """Whether Typst finds a letter in the fonts of the house, its ``signs`` among them or not, in Libertinus’s text."""
    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder) / "main.typ"
        said = f'#set text(font: "Libertinus Serif")\na #"\\u{{{code:x}}}" b'
        main.write_text(rule + said, encoding="utf-8")
        try:
            compiler(main, signs=signs).compile(format="pdf", pdf_standards=["a-2b"])
        except typst.TypstError as error:
            assert "could not be displayed" in str(error)
            return False
        return True


def display_file(family: str) -> Path:
    return FOLDER / "display" / f"{family.replace(' ', '')}-Regular.ttf"


def bearings() -> str:
    """By style, how far each letter is moved out where it begins a line of the cover, in thousandths of its size.

    That is the white before it, and as much as an optical margin asks for: points and slants stand out the most.
    """
    found = {}
    for look in ("default", "classic", "plain"):
        family = display_family(look)
        path = display_file(family) if family else FOLDER / look / f"{text_family(look).replace(' ', '')}-Regular.ttf"
        with TTFont(path) as font:
            cmap, widths, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        found[look] = {
            chr(code): round(1000 * widths[name][1] / unit) + _stands_out(chr(code))
            for code, name in sorted(cmap.items())
            if code < 0x250 and (chr(code).isalnum() or chr(code) in "“‘«¿¡")
        }
        found[look] |= {quote: round(1000 * widths[cmap[ord(quote)]][0] / unit) for quote in "“‘«"}
    return json.dumps(found, ensure_ascii=False, indent=None, separators=(",", ":"), sort_keys=True) + "\n"


def _stands_out(letter: str) -> int:
    base = unicodedata.normalize("NFD", letter)[0]
    return 20 if base in "ATVWYvwy" else 10 if base in "OCGQJSoceqdgj0" else 0


def table_of_letters(*, trial: bool = True) -> str:
    """The letters of each family and of every face of the text's; by a ``trial``, those that Typst does not find."""
    fonts = embedded()
    faces = {name: letters_of(data) for name, data in fonts.items()}
    of_family = {
        family: [letters for name, letters in faces.items() if name.startswith(begin)]
        for family, begin in FAMILIES.items()
    }
    lines = {family: set.union(*letters) for family, letters in of_family.items()}
    for family, name in BESIDE.items():
        faces[family] = lines[family] = letters_of((FOLDER / "libertinus" / f"{name}-Regular.otf").read_bytes())
    lines[DASHES_FAMILY] = set(DASHES)
    for family, path in {EMOJI_FAMILY: EMOJI_FILE, SYMBOLS_FAMILY: SYMBOLS_FILE}.items():
        lines[family] = letters_of(path.read_bytes())
    for family in DISPLAY_FAMILIES.values():
        lines[family] = letters_of(display_file(family).read_bytes())
    lines[EVERY_FACE] = set.intersection(*of_family["Libertinus Serif"])
    others = set.union(*faces.values()) - lines["Libertinus Serif"]
    if trial:
        lines[BY_NAME] = {code for code in others if not is_private(code) and not is_shown(code)}
    return "".join(f"{name}: {as_ranges(letters)}\n" for name, letters in lines.items())


def dashes(style: str) -> bytes:
    """The two-em and the three-em dash of a style: Libertinus’s em dash, its right half moved by one em dash or two."""
    source = TTFont(FOLDER / f"LibertinusSerif-{style}.otf")
    name, glyphs = source.getBestCmap()[EM_DASH], source.getGlyphSet()
    drawn, width = RecordingPen(), glyphs[name].width
    glyphs[name].draw(drawn)
    widths, outlines = {".notdef": (width, 0)}, {".notdef": T2CharStringPen(width, None).getCharString()}
    for code, times in DASHES.items():
        pen = T2CharStringPen(times * width, None)
        for operator, points in drawn.value:
            moved = [(x + (times - 1) * width if x > width / 2 else x, y) for x, y in points]
            getattr(pen, operator)(*moved)
        widths[f"uni{code:04X}"], outlines[f"uni{code:04X}"] = (times * width, 0), pen.getCharString()
    return _built(source, style, widths, outlines)


def _built(source: TTFont, style: str, widths: dict[str, tuple[int, int]], outlines: dict[str, object]) -> bytes:
    spaced = "Bold Italic" if style == "BoldItalic" else style
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(list(outlines))
    builder.setupCharacterMap({code: f"uni{code:04X}" for code in DASHES})
    names = {
        "familyName": DASHES_FAMILY,
        "styleName": spaced,
        "uniqueFontIdentifier": f"{DASHES_FAMILY} {spaced} 1",
        "fullName": f"{DASHES_FAMILY} {spaced}",
        "psName": f"OctavoDashes-{style}",
        "version": "Version 1.000",
        "copyright": str(source["name"].getDebugName(0)),
        "licenseDescription": str(source["name"].getDebugName(13)),
    }
    builder.setupCFF(names["psName"], {"FullName": names["fullName"]}, outlines, {})
    builder.setupHorizontalMetrics(widths)
    lines = {"ascent": source["hhea"].ascent, "descent": source["hhea"].descent}
    builder.setupHorizontalHeader(**lines)
    builder.setupNameTable(names, mac=False)
    theirs = source["OS/2"]
    same = ("usWeightClass", "sTypoAscender", "sTypoDescender", "usWinAscent", "usWinDescent")
    selection = theirs.fsSelection & 0x7F  # the rest came with a later version of the table
    said = {key: getattr(theirs, key) for key in same}
    builder.setupOS2(fsType=0, fsSelection=selection, panose=theirs.panose, **said)
    builder.setupPost(italicAngle=source["post"].italicAngle)
    builder.updateHead(created=0, modified=0, macStyle=source["head"].macStyle)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


if __name__ == "__main__":
    for style in STYLES:
        (FOLDER / "dashes" / f"OctavoDashes-{style}.otf").write_bytes(dashes(style))
    (FOLDER / "bearings.json").write_text(bearings(), encoding="utf-8")
    (FOLDER / "letters.txt").write_text(table_of_letters(), encoding="utf-8")
