"""The house's fonts of emoji and signs, made of three of Noto's.

    npm pack @expo-google-fonts/noto-emoji@0.4.7
    npm pack @expo-google-fonts/noto-sans-symbols@0.4.1 @expo-google-fonts/noto-sans-symbols-2@0.4.1
    PYTHONPATH=tests python tests/housesigns.py FOLDER

``FOLDER`` holds the files of ``SOURCES``, which lie in those packages under ``400Regular``. What is made is the same
bytes each time, by the same release of fontTools. Then ``tests/housefonts.py`` writes the table of letters.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

from housefonts import EMOJI_FILE, FOLDER, SYMBOLS_FILE, embedded, is_private, letters_of
from octavo.typesetting.coverage import EMOJI_FAMILY, SYMBOLS_FAMILY

SOURCES = {
    "NotoEmoji_400Regular.ttf": "24aaa2a20c9c06ffe9bf04284bfd1f14376a329d10122f902abe2770817eb504",
    "NotoSansSymbols2_400Regular.ttf": "f67f40c65f929f029827ab37cfdc4897dfd9ae3c28d9e98ba46e0d52e39eb97e",
    "NotoSansSymbols_400Regular.ttf": "aedeec1cd0514930aeeafc4a88a6deff83cda1e6b58086f0b9bb9c7dd0157578",
}
"""The SHA-256 of each file that the signs are taken from: Noto Emoji 3.006, Noto Sans Symbols 2 2.008 and 2.003."""


def signs(sources: Path) -> dict[Path, bytes]:
    """The fonts of emoji, and of the symbols that no other font of the house has."""
    files = {name: (sources / name).read_bytes() for name in SOURCES}
    for name, data in files.items():
        assert hashlib.sha256(data).hexdigest() == SOURCES[name], f"{name} is another release"
    emoji, *symbols = files.values()
    drawn = {code for code in letters_of(emoji) if code > 0x20 and not is_private(code)}
    known, parts = set.union(drawn, *map(letters_of, embedded().values())), []
    for data in symbols:
        more = letters_of(data) - known
        parts.append(_subset(data, more, []))
        known |= more
    return {
        EMOJI_FILE: _named(_subset(emoji, drawn, ["ccmp"]), emoji, EMOJI_FAMILY, is_fixed=True),
        SYMBOLS_FILE: _named(_merged(parts), symbols[0], SYMBOLS_FAMILY, is_fixed=False),
    }


def _subset(data: bytes, codes: Iterable[int], features: list[str]) -> bytes:
    options = subset.Options(hinting=False, layout_features=features, glyph_names=False, notdef_outline=True)
    options.drop_tables += ["GPOS", "GDEF", "STAT", *([] if features else ["GSUB"])]
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    return _saved(font)


def _merged(parts: list[bytes]) -> bytes:
    return _saved(Merger().merge(list(map(io.BytesIO, parts))))


def _named(data: bytes, source: bytes, family: str, *, is_fixed: bool) -> bytes:
    """A font under a name of the house's, with the licence and the date of the one that it is made of.

    Typst looks for a letter in fonts of fixed width last, where the text's is none, and of these takes the one with the
    shortest name; all emoji are of one width. The height of capitals is Libertinus’s, so that a line with a sign in it
    is as high as one without.
    """
    font, theirs, text = (
        TTFont(io.BytesIO(one)) for one in (data, source, (FOLDER / "LibertinusSerif-Regular.otf").read_bytes())
    )
    said = {number: str(theirs["name"].getDebugName(number)) for number in (0, 5, 13, 14)}
    names = {**said, 1: family, 2: "Regular", 3: f"{family} 1", 4: family, 6: f"{family.replace(' ', '')}-Regular"}
    font["name"].names = []
    for number, name in sorted(names.items()):
        font["name"].setName(name, number, 3, 1, 0x409)
    scale = font["head"].unitsPerEm / text["head"].unitsPerEm
    font["OS/2"].sCapHeight = round(text["OS/2"].sCapHeight * scale)
    font["OS/2"].fsType = 0
    font["post"].isFixedPitch = int(is_fixed)
    font["head"].created = font["head"].modified = theirs["head"].created
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    for path, data in signs(Path(sys.argv[1])).items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
