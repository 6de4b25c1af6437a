"""Which letters print has a font for: the house's fonts by a table, those of an edition by their character maps.

A font says with its ``cmap`` for which code points it has a letter (OpenType 1.9, cmap). Those of the house stand as a
table in ``styles/fonts/letters.txt``, so that a book that needs no other costs no reading of fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from octavo.renditions.style import style
from octavo.typesetting.emoji import FRAME, KEYCAP, emoji_in

EVERY_FACE = "every face of Libertinus Serif"
"""The line of the table with the letters that the text's family has upright and italic, regular and bold."""
BY_NAME = "found only by the family's name"
"""The line with the letters that Typst does not find by itself, as it takes another font for one that has them."""
TEXT_FAMILY, CODE_FAMILY, DASHES_FAMILY = "Libertinus Serif", "DejaVu Sans Mono", "Octavo Dashes"
"""The families that have what a style's own lack, which is set in theirs first, and the long dashes."""
EMOJI_FAMILY, SYMBOLS_FAMILY = SIGNS_FAMILIES = ("Octavo Emoji and Pictographs", "Octavo Symbols")
"""Emoji, and signs that no other font of the house has."""
MATHS_FAMILIES = ("Libertinus Math", "New Computer Modern Math", "New Computer Modern")
_FAMILIES = {"text": "font", "code": "mono"}
"""What a family is for → its key in the style of the house."""
DISPLAY_FAMILIES = {"Libertinus Serif": "Libertinus Serif Display", "Source Serif 4": "Source Serif 4 Display"}
"""Families of text that have a cut for large sizes, and its name."""

# What a typesetter shows as nothing or as white, whether a font has it or not: Default_Ignorable_Code_Point of Unicode
# 17 (DerivedCoreProperties.txt), line ends and tabs, and the spaces, whose width is known (Typst shapes by HarfBuzz).
_UNSEEN = re.compile(
    "[\x00-\x20\x7f-\xa0\u2000-\u200a\u202f\u205f\u3000"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
PLAIN = frozenset(chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))) | frozenset("\n‐‒–—‘’‚“”„†‡•…")
"""What every face has, or what is not seen: a text of nothing else is not looked up."""
_HYPHENS = {"\u2011": "\u2010"}
"""What a typesetter takes for a character that a font lacks: a hyphen that is not parted looks as one that is."""


def text_family(look: str, use: str = "text") -> str:
    """The family in which a style of the house sets text or (``use``) code."""
    found = re.search(rf'^  {_FAMILIES[use]}: "([^"]+)"', style(f"{look}.typ"), re.MULTILINE)
    assert found, f"{look}.typ names no typeface"
    return found[1]


def display_family(look: str) -> str:
    """The family in which a style of the house sets the title on the cover; empty where its text's has no such cut."""
    return DISPLAY_FAMILIES.get(text_family(look), "")


def as_ranges(codes: Iterable[int]) -> str:
    """Code points as hexadecimal ranges: ``20-7e a0``."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return " ".join(f"{first:x}-{last:x}" if last > first else f"{first:x}" for first, last in ranges)


@lru_cache(maxsize=2)
def rare(text: str) -> frozenset[str]:
    """The characters of a text that are not ``PLAIN``; of a book it is asked several times."""
    return frozenset(set(text) - PLAIN)


@cache
def house_letters() -> dict[str, frozenset[str]]:
    """The letters of each family of the house's fonts, and those of ``EVERY_FACE`` and ``BY_NAME``."""
    found = {}
    for line in style("fonts/letters.txt").splitlines():
        family, _, ranges = line.partition(": ")
        letters: set[str] = set()
        for part in ranges.split():
            first, _, last = part.partition("-")
            letters.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
        found[family] = frozenset(letters)
    return found


def _of_books() -> Iterator[tuple[str, frozenset[str]]]:
    """The families in which a book is set, and their letters."""
    return ((family, letters) for family, letters in house_letters().items() if family not in DISPLAY_FAMILIES.values())


@cache
def signs_alone() -> frozenset[str]:
    """What is to be seen and only the house's fonts of emoji and of symbols have."""
    signs = {sign for family in SIGNS_FAMILIES for sign in house_letters()[family] if not _UNSEEN.match(sign)}
    others = (letters for family, letters in _of_books() if family not in SIGNS_FAMILIES)
    return frozenset(signs.difference(*others))


def room_of(text: str) -> int:
    """How many letters have about the room that a text takes: an emoji that of three."""
    if signs_alone().isdisjoint(text) and FRAME not in text:
        return len(text)
    drawn = emoji_in(text, house_letters()[EMOJI_FAMILY])
    for one in sorted(drawn, key=len, reverse=True):
        text = text.replace(one, "\U0001f512")
    return len(text) + 2 * sum(letter in signs_alone() for letter in text)


def letters_of(font: Path) -> frozenset[str]:
    """The letters that a font file has; none where its character map cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(font, lazy=True) as opened:
            return frozenset(map(chr, opened.getBestCmap() or ()))
    except (TTLibError, OSError, ValueError, KeyError, AssertionError):
        return frozenset()  # that it is damaged is said elsewhere


@dataclass(frozen=True)
class Coverage:
    """What the house's fonts and those of an edition can show."""

    fonts: Sequence[Path] = ()
    _own: dict[Path, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def house(self) -> frozenset[str]:
        """What the house's fonts have between them."""
        return frozenset().union(*(letters for _, letters in _of_books()))

    def own(self) -> list[frozenset[str]]:
        """The letters of each of the edition's fonts."""
        for font in self.fonts:
            if font not in self._own:
                self._own[font] = letters_of(font)
        return list(self._own.values())

    def examined(self, text: str) -> tuple[set[str], set[str]]:
        """The characters of a text that are to be seen and that no font has; and what only a trial can tell.

        The latter are letters with their marks, which the typesetter takes from one font, taking them apart or putting
        them together as that font has them.
        """
        letters = {letter for letter in rare(text) if not _UNSEEN.match(letter)}
        if not letters:
            return set(), set()
        unknown = letters - self.house
        unknown = unknown.difference(*self.own()) if unknown else unknown
        other = {letter for letter in unknown if parts(letter) != letter and self._has(parts(letter))}
        unknown -= other
        marks = "".join(sorted(letter for letter in letters if unicodedata.category(letter).startswith("M")))
        return unknown, other | (self._with_marks(text, marks, unknown) if marks else set())

    def by_name(self, text: str) -> set[str]:
        """The letters of a text that Typst finds only where the family that has them is named."""
        found = rare(text) and rare(text) & house_letters()[BY_NAME]
        return set(found.difference(*self.own()) if found else found)

    def emoji(self, text: str) -> set[str]:
        """What is drawn in a text by the house's font of emoji; none where the text needs no letter of it.

        What a font of the edition has whole is drawn by that.
        """
        return self._emoji(text) if self.needs_signs(text) else set()

    def _emoji(self, text: str) -> set[str]:
        letters = house_letters()[EMOJI_FAMILY]
        found = emoji_in(text, letters) if rare(text) & letters else set()
        return {one for one in found if not any(font.issuperset(_UNSEEN.sub("", one)) for font in self.own())}

    def _has_keycaps(self, text: str) -> bool:
        """Whether keycaps are drawn by the house: a frame is in another font too, but not with what it frames."""
        return FRAME in text and any(FRAME in one for one in self._emoji(text))

    def needs_signs(self, text: str) -> bool:
        """Whether a text has emoji or symbols that only the house's fonts of these have.

        They are given to the typesetter only then: it looks for a letter that the text's font lacks in all fonts that
        it has, and what can be set without them should look the same with them.
        """
        alone = (rare(text) & signs_alone()).difference(*self.own())
        return bool(alone) or self._has_keycaps(text)

    def at_fault(self, cluster: str) -> set[str]:
        """What is missing of a letter with its marks that no font has whole: the marks alone where it is they.

        They are where neither the text's family nor a font of the edition has them, though another family of the
        house, from which no letter of the text is taken, may.
        """
        marks = {letter for letter in cluster[1:] if unicodedata.category(letter).startswith("M")}
        marks = marks.difference(house_letters()[TEXT_FAMILY], *self.own())
        return {letter for letter in marks if not _UNSEEN.match(letter)} or {cluster}

    def _has(self, letters: str) -> bool:
        return not set(letters).difference(self.house, *self.own())

    def _with_marks(self, text: str, marks: str, unknown: set[str]) -> set[str]:
        """Letters with marks that not every face of the text's family, nor one of the edition's fonts, has whole."""
        if self._has_keycaps(text):
            text = KEYCAP.sub(" ", text)
        found = set(re.findall(f"[^{re.escape(marks)}\\s][{re.escape(marks)}]+", text))
        whole = [house_letters()[EVERY_FACE], *self.own()]
        return {
            cluster
            for cluster in found
            if unknown.isdisjoint(cluster)
            and not any(font.issuperset(form) for font in whole for form in forms(cluster))
        }


def parts(letter: str) -> str:
    """What a letter is made of, or is taken for, where a font lacks it."""
    return _HYPHENS.get(letter, unicodedata.normalize("NFD", letter))


def forms(cluster: str) -> set[str]:
    """The ways in which a letter with its marks can be written, without what is not seen."""
    plain = _UNSEEN.sub("", cluster)
    return {plain, unicodedata.normalize("NFC", plain), unicodedata.normalize("NFD", plain)}
