"""The stretches of Markdown that hold the words of the canonical text, to the character."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from octavo.document.model import Document
from octavo.markdown.notegrammar import BODY, INLINE, LABEL, TEXT_START
from octavo.text.align import differences
from octavo.text.layer import Layer
from octavo.text.tokens import tokenise

LARGEST = 4_000_000
"""Cells of the edit matrix of a stretch in which words and Markdown are aligned character by character."""

_NO_WORDS = re.compile(
    r"(?<=[\]`)\"])\{[^{}\n]*\}|(?<=[ \t])\{[#.][^{}\n]*\}|(?<=\])\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\)|<!--.*?-->",
    re.DOTALL,
)
"""Attributes, the targets of links, comments: what stands in Markdown and is no word of the text."""
_MARK = re.compile(rf"(?<![\\!]){LABEL}(?!:)|{INLINE.pattern}")


@dataclass(frozen=True)
class Stretch:
    """Characters ``start`` to ``end`` of the body of a file (a number from 0)."""

    file: int
    start: int
    end: int


class MarkdownWords:
    """Finds the Markdown of any token of the canonical text; a file is aligned at the first question about it."""

    def __init__(self, document: Document, canonical: Layer) -> None:
        self._document, self._canonical = document, canonical
        self._files: dict[int, dict[int, tuple[int, int]]] = {}
        self._ends = [block.end for block in document.flow.blocks]

    def token(self, number: int) -> Stretch | None:
        """Where a token stands, with the backslash before it; nothing where the Markdown writes it otherwise."""
        offset = self._canonical.origin(self._canonical.tokens.starts[number])
        block = self._document.flow.blocks[bisect_right(self._ends, offset)]
        file = block.file
        if file < 0:
            return None
        if file not in self._files:
            self._files[file] = dict(_aligned(self._document, file))
        found = self._files[file].get(offset)
        if found is None:
            return None
        start, body = found[0], self._document.edition.chapters[file].body
        while start and body[start - 1] == "\\" and not body[found[0]].isalnum():
            start -= 1
        # Of two backslashes the second is a word of its own.
        return Stretch(file, found[0] - (found[0] - start) % 2, found[1])


def _aligned(document: Document, file: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """For each token of a file's part of the flow, by its offset there, start and end in the Markdown."""
    text = _NO_WORDS.sub(_blank, document.edition.chapters[file].body)
    notes, text = _notes_apart(text)
    numbers = [number for number, note in enumerate(document.notes) if note.file == file]
    yield from _pairs(document, file, -1, text, 0)
    if len(notes) == len(numbers):
        for number, (start, note) in zip(numbers, notes, strict=True):
            yield from _pairs(document, file, number, note, start)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _notes_apart(text: str) -> tuple[list[tuple[int, str]], str]:
    """Each note's Markdown with its offset, in the order of their marks, and the text without them."""
    texts: dict[str, tuple[int, str]] = {}
    rest, behind = [], 0
    for match in TEXT_START.finditer(text):
        body = BODY.match(text, match.end())
        end = body.end() if body else match.end()
        texts[match[1]] = match.end(), text[match.end() : end]
        rest += [text[behind : match.start()], re.sub(r"[^\n]", " ", text[match.start() : end])]
        behind = end
    text = "".join(rest) + text[behind:]
    notes: list[tuple[int, str]] = []
    for match in list(_MARK.finditer(text)):
        if match[1] is None:
            end = _closing(text, match.end())
            notes.append((match.end(), text[match.end() : end]))
            text = text[: match.start()] + " " * (end - match.start()) + text[end:]
        elif match[1] in texts:
            notes.append(texts.pop(match[1]))  # a second mark has the same text
    return notes, _MARK.sub(_blank, text)


def _closing(text: str, start: int) -> int:
    """Where the bracket closes that was opened before an offset."""
    depth = 1
    for match in re.finditer(r"\\.|[\[\]]", text[start:]):
        depth += {"[": 1, "]": -1}.get(match[0], 0)
        if not depth:
            return start + match.start()
    return len(text)


def _pairs(document: Document, file: int, note: int, text: str, base: int) -> Iterator[tuple[int, tuple[int, int]]]:
    flow, words, starts = document.flow, list[str](), list[int]()
    for block in flow.blocks:
        if block.note == note and block.file == file:
            tokens = tokenise(flow.text[block.start : block.end])
            words += tokens.words
            starts += [start + block.start for start in tokens.starts]
    source = tokenise(text)
    behind = at = 0
    for span in [*differences(words, source.words), (len(words), len(words), len(source), len(source))]:
        for number, other in zip(range(at, span[0]), range(behind, span[2]), strict=True):
            yield starts[number], (base + source.starts[other], base + source.ends[other])
        if span[0] < span[1] and span[2] < span[3]:
            start, end = source.starts[span[2]], source.ends[span[3] - 1]
            for number, (first, last) in _by_characters(words[span[0] : span[1]], text[start:end]):
                yield starts[span[0] + number], (base + start + first, base + start + last)
        at, behind = span[1], span[3]


def _by_characters(words: Sequence[str], text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """The words of which every character stands in a text, with start and end there."""
    characters = "".join(words)
    if len(characters) * len(text) > LARGEST:
        return
    places: dict[int, int] = {}
    for edit in Levenshtein.opcodes(characters, text):
        if edit.tag == "equal":
            places |= zip(range(edit.src_start, edit.src_end), range(edit.dest_start, edit.dest_end), strict=True)
    start = 0
    for number, word in enumerate(words):
        end = start + len(word)
        if all(at in places for at in range(start, end)):
            yield number, (places[start], places[end - 1] + 1)
        start = end
