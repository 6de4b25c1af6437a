"""The words of a text for the independent comparison, and what a difference between two of them is called."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

from independent_readers import Lines
from independent_source import (
    ALT,
    ALT_END,
    CAPTION,
    CAPTION_END,
    CITE,
    CITE_END,
    LABEL,
    LABEL_END,
    LEVEL,
    MAYBE,
    MAYBE_END,
    NOTE,
    QUOTE,
    QUOTE_END,
    SUB,
    SUP,
    TEX,
    TEX_END,
)

NO_BREAK = "\u00a0\u202f"
_UNSEEN = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN_TABLE = {ord(sign): None for sign in _UNSEEN + SUP + SUB + LEVEL + NOTE}
_FOR_PDF = {ord("\u200c"): None, ord("\u200d"): None}
_FACING = {ord(sign): "|" for sign in "()[]{}<>«»‹›"}
"""In a line that runs leftwards PDFium gives these as they look, not as they are."""
_EAST = r"[\u2e80-\u303f\u3040-\u30ff\u3100-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_PIECE = re.compile(rf"{_EAST}|(?:(?!{_EAST})\S)+|\s+")
_TEXT_FURNITURE = re.compile(r"\[\w{1,4}\]|[-+]{3,}|[-|•‣◦–*]")
_RAISED = re.compile(r"[\^_\u00b2\u00b3\u00b9\u2070-\u209f\u1d2c-\u1d6a\u02b0-\u02e4]")
_SEAM = re.compile("[-\u2010]?[\x02\ufffe\uffff]+")
"""What PDFium gives for a hyphen at a line's end, whether it is the text's or the typesetter's."""
WILD = "\x01"


@dataclass
class Word:
    """A word as it is compared (``key``), as it stands, and what is known of it."""

    key: str
    shown: str
    space: str = " "
    maybe: bool = False
    floats: int = 0
    """The number of the caption or cell that it belongs to, which print may set, or go on with, elsewhere."""
    joined: bool = False
    place: str = ""
    page: int = 0
    line: int = 0
    ends_line: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong with some words of a rendition, and the words before them."""

    rendition: str
    kind: str
    words: str
    near: str

    def __str__(self) -> str:
        return f"{self.rendition}: {self.kind}: ‘{self.words}’ after ‘…{self.near}’"


@dataclass(frozen=True)
class Lost:
    """A word of the text or of the notes that a rendition has not where it is looked for."""

    words: list[Word]
    at: int
    of_note: bool


def words_of(text: str, kind: str) -> list[Word]:
    """A text's words for the comparison with renditions of one kind (html, epub, xml, txt, pdf)."""
    words: list[Word] = []
    maybe, floats, floated, space = False, 0, 0, ""
    for found in _PIECE.finditer(_for_kind(text, kind)):
        piece = found[0]
        if piece.isspace():
            space += piece
            continue
        if MAYBE in piece:
            maybe, piece = True, piece.replace(MAYBE, "")
        if CAPTION in piece:
            floats = floated = floated + 1
        elif piece.startswith(CAPTION_END):
            floats = 0
        ends, sinks = MAYBE_END in piece, CAPTION_END in piece
        piece = piece.replace(MAYBE_END, "").replace(CAPTION, "").replace(CAPTION_END, "")
        key = _key(piece, kind)
        if piece == NOTE and words:
            words[-1].shown += NOTE  # print sets the mark close to the word
        if key:
            words.append(Word(key, piece, _space(space), maybe, floats))
            space = ""
        maybe, floats = maybe and not ends, 0 if sinks else floats
    return words


def _quoted(text: str) -> str:
    """A text with the English marks of what raw HTML quotes, outer and inner in turn."""
    depth = 0

    def mark(sign: re.Match[str]) -> str:
        nonlocal depth
        depth += 1 if sign[0] == QUOTE else -1
        return ("“‘" if sign[0] == QUOTE else "”’")[(depth - (sign[0] == QUOTE)) % 2]

    return re.sub(f"[{QUOTE}{QUOTE_END}]", mark, text)


def _for_kind(text: str, kind: str) -> str:
    text = _quoted(text)
    text = re.sub(rf"\S*{CITE}.*?{CITE_END}\S*", f"\n{WILD}\n", text, flags=re.DOTALL)
    if kind == "txt":
        for sign, level in (("^", SUP), ("_", SUB)):  # several words stand in brackets
            text = re.sub(rf"{level}([^{LEVEL}]*\s[^{LEVEL}]*){LEVEL}", rf"{sign}(\1)", text)
        text = text.replace(ALT, "[").replace(ALT_END, "]").replace(TEX, "").replace(TEX_END, "")
        return text.replace(LABEL, "\n").replace(LABEL_END, "\n")
    text = re.sub(f"{ALT}.*?{ALT_END}", "", text, flags=re.DOTALL)
    if kind == "pdf":
        text = re.sub("[\u2006-\u200a]", "", text)  # too narrow for PDFium to tell from none
        text = re.sub(rf"\S*{TEX}.*?{TEX_END}\S*", f"\n{WILD}\n", text, flags=re.DOTALL)
        return text.replace(LABEL, "\n").replace(LABEL_END, "\n")
    text = re.sub(f"{TEX}(.*?){TEX_END}", lambda m: f"\n{TEX}{''.join(m[1].split())}\n", text, flags=re.DOTALL)
    return re.sub(f"{LABEL}(.*?){LABEL_END}", lambda m: f"\n{LABEL}{m[1]}\n", text)


def _key(piece: str, kind: str) -> str:
    key = piece.translate(_UNSEEN_TABLE)
    if kind == "pdf":
        return unicodedata.normalize("NFKC", key.translate(_FOR_PDF)).translate(_FACING)
    if kind == "txt" and (SUP in piece or SUB in piece or _RAISED.search(piece)):
        return re.sub(r"[\^_(){}]", "", unicodedata.normalize("NFKC", key)).replace("\u2212", "-")
    return unicodedata.normalize("NFC", key)


def _space(space: str) -> str:
    for sign in space:
        if sign in NO_BREAK and "\n" not in space:
            return sign
    return " "


def pdf_lines(read: Lines) -> list[Word]:
    """A PDF's words with their pages; those at a line's end know it."""
    words: list[Word] = []
    for at, (line, page, place) in enumerate(read.lines):
        of_line = words_of(line, "pdf")
        for word in of_line:
            word.page, word.place, word.line = page, place, at
        if of_line:
            of_line[-1].ends_line = True
        words += of_line
    return words


def joined(found: list[Word], wanted: set[str]) -> list[Word]:
    """Words that a line's end parts are made whole where the source has them whole, with the hyphen or without."""
    whole: list[Word] = []
    at = 0
    while at < len(found):
        word, length = found[at], 1
        parts = [word.key]
        whole_key = _one_of(parts, wanted)
        while not whole_key and found[at + length - 1].ends_line and length < 6 and at + length < len(found):
            parts.append(found[at + length].key)
            length += 1
            whole_key = _one_of(parts, wanted)
        if whole_key:
            after = found[at + length - 1]
            made = length > 1 or bool(_SEAM.search(word.key))
            word = Word(
                whole_key, whole_key, word.space, False, 0, made, word.place, word.page, word.line, after.ends_line
            )
            whole.append(word)
        else:
            length = 1
            whole += _at_seams(word)
        at += length
    return whole


def _at_seams(word: Word) -> list[Word]:
    """A word that only a line's end joins, as in verse: its parts, each but the last with its hyphen."""
    parts = [part for part in _SEAM.split(word.key) if part]
    if len(parts) < 2:
        return [word]
    keys = [part + "-" for part in parts[:-1]] + parts[-1:]
    return [Word(key, key, word.space, False, 0, False, word.place, word.page, word.line) for key in keys]


def _one_of(parts: list[str], wanted: set[str]) -> str:
    """The source's word that these parts make: at each seam with a hyphen, or with none."""
    seamed = _SEAM.sub("\x02", "\x02".join(parts)).rstrip("\x02")
    pieces = seamed.split("\x02")
    if len(pieces) > 6:
        return ""
    for hyphens in product(("", "-"), repeat=len(pieces) - 1):
        choice = pieces[0] + "".join(hyphen + piece for hyphen, piece in zip(hyphens, pieces[1:], strict=True))
        if choice in wanted:
            return choice
    return ""
