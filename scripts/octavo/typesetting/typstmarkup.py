"""Text and attributes as Typst reads them: whatever comes from an edition goes through a function of this module."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from octavo.document.direction import direction
from octavo.document.tree import inner_text
from octavo.markdown.vocabulary import BLOCKS

_ESCAPE = re.compile(r"[\\#*_`$<>@\[\]~\-\"'/=+{}]|(?<=[\d.])\.")
_SPACES = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
"""White space at which Typst may begin a new line or paragraph, and which is one space to a reader."""
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_IN_STRING = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')

LONGEST_UNBROKEN = 24
"""Characters: what is longer and holds no place for a line's end is given some; no word of prose is as long."""
LONGEST_WORD = 120
"""The same for what is letters alone: such words are divided by their language's rules, where Typst has these."""
_SYLLABLE = re.compile("(?:.[\u0300-\u036f]*){1,8}", re.DOTALL)
"""Letters between which such a word may be divided, with the marks that sit on them."""
_MOST_BREAKABLE = 4000
"""Characters of one call: Typst gives up at twice as many between two boxes."""
_LETTERS = re.compile(r"([^\w\s]*)((?:[^\W\d_]|[\u0300-\u036f])+)([^\w\s]*)")
"""A word and the marks around it."""
BY_DICTIONARY = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
"""Scripts whose words stand without spaces, and whose lines end by rules of their own."""
_UNBROKEN = re.compile(rf"[^\s\-‐–—/?\u200b\u00ad{BY_DICTIONARY}\U00020000-\U0003ffff]{{{LONGEST_UNBROKEN + 1},}}")


def typst_text(text: str) -> str:
    """Text as Typst markup that means just this text; what is too long for a line may be broken."""
    text = _SPACES.sub(" ", text)
    if len(text) <= LONGEST_UNBROKEN:
        return _escaped(text)
    parts, at = [], 0
    for long in _UNBROKEN.finditer(text):
        parts += [_escaped(text[at : long.start()]), _breakable(long[0])]
        at = long.end()
    return "".join([*parts, _escaped(text[at:])])


def _escaped(text: str) -> str:
    return _ESCAPE.sub(r"\\\g<0>", text)


def _breakable(word: str) -> str:
    """A stretch without a place for a line's end, with such places; no space may stand in the call."""
    letters = _LETTERS.fullmatch(word)
    if not letters:
        pieces = (word[at : at + _MOST_BREAKABLE] for at in range(0, len(word), _MOST_BREAKABLE))
        return "#box();".join(f"#breakable({typst_string(piece)});" for piece in pieces)
    if len(letters[2]) <= LONGEST_WORD:
        return _escaped(word)
    return f"#long-word({','.join(map(typst_string, _SYLLABLE.findall(word)))});"


def typst_string(text: str) -> str:
    """Text as a Typst string literal."""
    return f'"{_IN_STRING.sub(_in_string, text)}"'


def _in_string(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\{character}" if character in '\\"' else f"\\u{{{ord(character):x}}}"


def typst_code(text: str) -> str:
    """Program code within a line; a long name or number may be broken."""
    text = _LINE_ENDS.sub(" ", text)
    long = any(len(token) > LONGEST_UNBROKEN - 8 for token in text.split())
    call = "long-code" if long else "raw"
    if len(text) <= _MOST_BREAKABLE:
        return f"#{call}({typst_string(text)})"
    pieces = (text[at : at + _MOST_BREAKABLE] for at in range(0, len(text), _MOST_BREAKABLE))
    return ";#box();".join(f"#{call}({typst_string(piece)})" for piece in pieces)


_DIVIDED = (
    "af be bg ca cs da de el en es et fi fr hr hu is it ka ku la lt mn nb nl nn no pl pt ru sk sl sq sr sv tk tr uk"
)
HYPHENATED = frozenset(_DIVIDED.split())
"""Languages whose words Typst divides."""


def typst_code_block(text: str) -> str:
    """Lines of program code."""
    return f"#raw(block: true, {typst_string(_LINE_ENDS.sub(chr(10), text))})"


_INLINE = {"em": "emph", "i": "emph", "strong": "strong", "b": "strong", "sup": "super", "sub": "sub", "del": "strike"}
_INLINE |= {"s": "strike", "u": "underline", "ins": "underline", "mark": "marked", "cite": "emph", "dfn": "emph"}
_INLINE |= {"var": "emph", "kbd": "keyboard", "samp": "sample", "small": "small", "rt": "ruby-reading"}
_SPANS = {"lead-in": "lead-in", "smallcaps": "small-capitals", "byline": "byline", "underline": "underline"}
_SPANS |= {"speaker": "speaker", "stage-direction": "aside", "attribution": "attribution", "context": "words-around"}
_SPANS |= {"reasoned": "reasoned", "heading-number": "heading-number", "heading-mark": "heading-mark"}
_PLAIN_INLINE = frozenset({"span", "abbr", "q", "time", "data", "bdi", "bdo", "ruby", "rb", "rp", "rtc"})


def inline_function(tag: str, names: Sequence[str]) -> str | None:
    """The function of ``styles/print.typ`` that sets an element within a line; "" for none, None for one unknown."""
    found = _INLINE.get(tag) or next((_SPANS[name] for name in names if name in _SPANS), "")
    return found or ("" if tag in _PLAIN_INLINE else None)


DIVISIONS = {"line-block": "verse", "epigraph": "epigraph", "dedication": "dedication", "letter": "letter"}
DIVISIONS |= {"dateline": "dateline", "salutation": "salutation", "closing": "closing", "signature": "closing"}
DIVISIONS |= {"drama": "drama", "stage-direction": "stage-direction"}
"""Classes of a ``div`` and the functions of ``styles/print.typ`` that set them."""


def has_class_of_look(names: Sequence[str]) -> bool:
    """Whether print sets what has these classes in a way of its own."""
    return any(name in _SPANS or name in DIVISIONS for name in names)


_DIRECTIONS = {"ltr": "ltr", "rtl": "rtl"}
"""What an attribute may say of direction, and Typst's word for it; anything else says nothing (HTML, 3.2.6.4)."""


def language_and_region(tag: str) -> tuple[str, str]:
    """A language tag's language and region as Typst takes them, empty where there is none (RFC 5646, 2.1).

    Typst knows no script, variant or region by number; the finished PDF is told these.
    """
    name, *subtags = tag.split("-")
    if not re.fullmatch("[A-Za-z]{2,3}", name):
        return "", ""
    private = next((at for at, subtag in enumerate(subtags) if len(subtag) == 1), len(subtags))
    regions = (subtag.upper() for subtag in subtags[:private] if re.fullmatch("[A-Za-z]{2}", subtag))
    return name.lower(), next(regions, "")


def language_arguments(element: etree._Element, language: str) -> str:
    """The language and direction of an element as arguments of Typst's ``text``, in a book of this language; else "".

    Typst takes the region of what is around for the language's own unless told, and puts marks of direction around
    words that run another way. Some programs then read their letters backwards, so that is done only where the words
    begin or end with a mark, whose side is to be decided.
    """
    given = _DIRECTIONS.get((element.get("dir") or "").lower())
    name, region = language_and_region(element.get("lang") or "")
    if not name:
        return f"dir: {given}" if given else ""
    text = inner_text(element).strip()
    turned = element.tag in BLOCKS or not (text[:1].isalpha() and text[-1:].isalpha())
    parent = element.getparent()
    way = "auto" if turned or parent is None else _DIRECTIONS[direction(parent, language)]
    region_code = typst_string(region) if region else "none"
    return f"lang: {typst_string(name)}, region: {region_code}, dir: {given if turned and given else way}"
