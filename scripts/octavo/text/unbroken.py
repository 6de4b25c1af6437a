"""Where a line may not end although a space or a dash stands there: names, numbers and dashes keep together.

Bringhurst, *The Elements of Typographic Style*, 2.4 (“link short numerical and mathematical expressions with hard
spaces”); New Hart's Rules, 2.5; The Chicago Manual of Style, 17th ed., 7.36–47. Which words these are stands, by the
language, in ``styles/lineends/``.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from octavo.edition.lineends import LineEnds, line_ends

NO_BREAK, JOINER = "\u00a0", "\u2060"
"""A space, and nothing that is seen, at which no line ends (Unicode Standard Annex 14, GL and WJ)."""
APART = "\ufffc"
"""Stands in a text for what is none, such as a picture; a line may end at either side of it."""

LONGEST = 30
"""Characters: what is kept together is no longer, so that it fits on a narrow page and on a phone."""
_LONG_DASHES = "—―⸺⸻"
_DASHES = "–" + _LONG_DASHES
_SPACES = " \t\n"
"""At others a line ends nowhere, or everywhere."""
_BREAKS = re.compile(rf"[{_SPACES}\-{_DASHES}]")
_ROMAN = r"[IVXLCDM]+\b|[ivxlc]+\b"


@dataclass(frozen=True, order=True)
class Hold:
    """A place at which no line may end: at a space, or between the letter ``at`` and that before it."""

    at: int
    is_space: bool


@lru_cache(maxsize=1 << 15)
def holds(text: str, language: str) -> tuple[Hold, ...]:
    """The places of a paragraph in a language (BCP 47) at which no line may end, in order.

    Print, page and EPUB each ask for those of the same paragraphs: what was found is kept.
    """
    rules = line_ends(language)
    found = {Hold(at, True) for at in _spaces(text, rules) if text[at] in _SPACES} | {
        Hold(at, False) for at in _joints(text, rules)
    }
    return tuple(_short_enough(text, sorted(found)))


def held(text: str, places: Iterable[Hold], start: int = 0, end: int = sys.maxsize) -> str:
    """A part of a text in which no line can end at these places of the whole."""
    pieces, at = [], start
    for place in places:
        if start <= place.at < min(end, len(text)):
            pieces += [text[at : place.at], NO_BREAK if place.is_space else JOINER]
            at = place.at + place.is_space
    return "".join([*pieces, text[at:end]])


def _spaces(text: str, rules: LineEnds) -> Iterator[int]:
    """Where a single space holds together what is around it."""
    for match in _before_names_and_numbers(rules).finditer(text):
        yield from (match.start() + space.start() for space in re.finditer(r"\s", match[0]))
        if match.lastgroup == "next":
            yield match.end()
    for match in _single_spaces(rules).finditer(text, 1):
        if match.lastgroup != "regnal" or _follows_a_name(text, match.start()):
            yield match.start()
    if rules.openings:
        yield from (match.end() for match in re.finditer(rf"(?:{_any(rules.openings)})(?=\s\S)", text))
    if signed := _signature(text, rules):
        yield from range(signed.start("space"), signed.end("space"))


def _joints(text: str, rules: LineEnds) -> Iterator[int]:
    """Where nothing stands between a dash and a word, and the two hold together."""
    for match in re.finditer(f"[{_LONG_DASHES}]+", text):
        before, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before and not before.isspace() and before != APART:
            yield match.start()
        elif before and behind.isalnum():
            yield match.end()
    if (signed := _signature(text, rules)) and not signed["space"]:
        yield signed.start("space")


def _signature(text: str, rules: LineEnds) -> re.Match[str] | None:
    """A dash and who has signed, at the end of a paragraph."""
    if not rules.signatures:
        return None
    return _signed(rules).search(text, max(len(text) - LONGEST, 0))


@cache
def _signed(rules: LineEnds) -> re.Pattern[str]:
    return re.compile(rf"[{_DASHES}](?P<space>\s?)(?:{_any(rules.signatures)})\W*\Z")


@cache
def _before_names_and_numbers(rules: LineEnds) -> re.Pattern[str]:
    """What is not parted at its own spaces; as ``next``, what is not parted from the name or number behind it."""
    capital = rf"\s[‘“«„(\"']?[{_capitals()}]"
    no_opener = rf"(?!\s(?:{_any(rules.openers)})(?![\w.]))" if rules.openers else ""
    followed = [
        (rules.titles, rf"(?={capital})"),
        (rules.cautious, rf"(?={capital}){no_opener}"),
        (rules.counted, r"(?=\s\d)"),
        (rules.numbered, rf"(?=\s(?:\d|{_ROMAN}))"),
        (rules.bound, r"(?=\s\w)"),
    ]
    parts = [f"(?:{_any(words)}){behind}" for words, behind in followed if words]
    parts.append(rf"[{_capitals()}]\.(?:-[{_capitals()}]\.)?(?={capital}){no_opener}")
    whole = [rf"(?:{_any(rules.whole)})(?!\w)"] if rules.whole else []
    whole.append(r"\d{1,3}(?:\s\d{3})+(?!\d)")
    return re.compile(rf"(?<![\w.,])(?:{'|'.join(whole)}|(?P<next>{'|'.join(parts)}))")


@cache
def _single_spaces(rules: LineEnds) -> re.Pattern[str]:
    """An expression for single spaces that hold for what is right before and behind them alone."""
    found = [
        r"(?P<regnal>(?<=\w\s)(?=[IVX]{2,}(?:st|nd|rd|th|er|e|\.)?(?!\w)))",
        rf"(?:(?<=[\d½⅓¼¾]\s)|(?<=\d\.\s)(?<!\d{{3}}\.\s))(?=(?:{_any(rules.units)})(?!\w))",
        r"(?<=\S\s)(?=\.\s\.)|(?<=\.\s)(?=\.)",  # points of an ellipsis
        rf"(?<=\S\s)(?=[{_DASHES}]\s|--?-?\s)",
    ]
    if not rules.opening_dashes:
        found.append(rf"(?<=\S\s)(?=[{_LONG_DASHES}]\S|–[^\W\d_])")
    if rules.marks:
        found.append(rf"(?<=\S\s)(?=(?:{_any(rules.marks)})(?!\w))")
    return re.compile(rf"\s(?:{'|'.join(found)})")


def _follows_a_name(text: str, at: int) -> bool:
    """Whether the word before a place begins with a capital, as Louis XIV does."""
    return text[max(text.rfind(" ", 0, at), 0) : at].lstrip("‘“«(\"' ")[:1].isupper()


def _any(words: Iterable[str]) -> str:
    """An expression for any of these words, the longest first, with any space between their parts."""
    return "|".join(re.sub(r"\\? ", r"\\s", re.escape(word)) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _capitals() -> str:
    """All capital letters of alphabets that have them, for a character class."""
    return "".join(chr(code) for code in range(0x2000) if unicodedata.category(chr(code)) in ("Lu", "Lt"))


def _short_enough(text: str, found: Iterable[Hold]) -> Iterator[Hold]:
    """Those that keep no more together than fits on any line."""
    start = reached = 0
    for place in found:
        if place.at != reached or not reached:
            before = _BREAKS.search(text[place.at - 1 :: -1] if place.at else "")
            start = place.at - before.start() if before else 0
        behind = _BREAKS.search(text, place.at + place.is_space)
        end = behind.end() - (behind[0] in _SPACES) if behind else len(text)
        if end - start <= LONGEST or not place.is_space:
            reached = end
            yield place
