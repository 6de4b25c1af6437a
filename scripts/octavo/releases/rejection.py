"""How one change of the errata list is undone in the Markdown: which stretches of it become which words again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from octavo.document.model import Document
from octavo.markdown.notegrammar import LABEL
from octavo.releases.markdown_words import MarkdownWords, Stretch
from octavo.text.align import Span, differences
from octavo.text.changes import Change
from octavo.text.collate import Collation
from octavo.text.layer import Layer
from octavo.text.tokens import PARAGRAPH

_BREAK = re.compile(r"[ \t]*\n(?:[ \t>]*\n)+[ \t>]*")
_ESCAPED = re.compile(r"\\([^\w\s])")
_MARKUP = re.compile(r"[\\`*_\[\]<>~^$|#&@]")
_BLOCK_MARKUP = re.compile(r"^(\d+|[A-Za-z])(?=[.)] )|^(?=[-+:%] )", re.MULTILINE)
_ITEM = re.compile(r"(?:[-*+]|#\.|\(?(?:\d+|[A-Za-z]+)[.)])[ \t]+")
_NOTE = re.compile(rf"{LABEL}:[ \t]*")


class CannotBeUndone(ValueError):
    """A change whose words do not stand in the Markdown in one piece; the message says why."""


@dataclass(frozen=True)
class Piece:
    """Characters of a file's body that become other Markdown when a change is undone."""

    stretch: Stretch
    was: str


class Rejection:
    """Knows witness, canonical text and Markdown, and how the changes between them lie in each.

    The canonical text must be the emended one: the proof is clean.
    """

    def __init__(self, document: Document, witness: Layer, collation: Collation) -> None:
        self._bodies = [chapter.body for chapter in document.edition.chapters]
        self._a, self._b = witness, document.flow.layer(editorial=False)
        self._emended, self._changes = collation.emended.layer, collation.emended.changes
        self._applications = collation.emended.applications
        self._markdown = MarkdownWords(document, self._b)

    def pieces(self, number: int) -> list[Piece]:
        """The stretches that make up a change, in order; raises CannotBeUndone."""
        whole = self._plain_piece(self._gaps_taken(self._span(self._as_listed(number))), whole=True)
        if whole:
            return [whole]
        # Word by word: what stands between the words, such as emphasis and note marks, stays as it is.
        return [piece for part in self._parts(self._span(self._changes[number])) for piece in self._undone(part)]

    def words_at(self, first: int, last: int) -> tuple[Stretch, bool] | None:
        """The Markdown of some tokens of the canonical text, and whether it holds nothing but their words."""
        stretch = self._stretch(first, False, last - 1, False)
        if stretch is None:
            return None
        reads = _flow(self._b.text[self._b.tokens.starts[first] : self._b.tokens.ends[last - 1]])
        return stretch, "\n" not in reads and self._reads(stretch) == reads

    def _as_listed(self, number: int) -> Change:
        """A change with the words that its erratum names, as far as no other change takes them."""
        change = self._changes[number]
        floor = self._changes[number - 1].new_end if number else 0
        roof = self._changes[number + 1].new_start if number + 1 < len(self._changes) else len(self._emended.text)
        start, end = change.new_start, change.new_end
        at = bisect_left(self._applications, change.new_start, key=lambda made: made.end)
        for made in islice(self._applications, at, None):
            if made.start > change.new_end:
                break
            if made.erratum in change.causes:
                start, end = max(min(start, made.start), floor), min(max(end, made.end), roof)
        back, forth = change.new_start - start, end - change.new_end
        return Change(change.start - back, change.end + forth, start, end, change.causes)

    def _span(self, change: Change) -> Span:
        a, b = self._a.tokens, self._emended.tokens
        return (
            bisect_left(a.starts, change.start),
            bisect_left(a.starts, change.end),
            bisect_left(b.starts, change.new_start),
            bisect_left(b.starts, change.new_end),
        )

    def _parts(self, span: Span) -> Iterator[Span]:
        """The tokens of a span that differ, and the gaps between tokens that do (spans of no token)."""
        a, b = self._a.tokens, self._b.tokens
        a_at, b_at = span[0], span[2]
        inner = differences(a.words[span[0] : span[1]], b.words[span[2] : span[3]])
        spans = [(x + span[0], y + span[0], z + span[2], w + span[2]) for x, y, z, w in inner]
        behind = False
        for part in [*spans, None]:
            until = part[0] if part else min(span[1] + 1, len(a))
            for step in range(int(behind), until - a_at):
                if _gap(self._a, a_at + step) != _gap(self._b, b_at + step):
                    yield a_at + step, a_at + step, b_at + step, b_at + step
            if part:
                yield part
                a_at, b_at, behind = part[1], part[3], True

    def _gaps_taken(self, span: Span) -> Span:
        """A span with the paragraph breaks before and behind it."""
        a_start, a_end, b_start, b_end = span
        words = self._b.tokens.words
        while b_start and a_start and words[b_start - 1] == PARAGRAPH:
            a_start, b_start = a_start - 1, b_start - 1
        while b_end < len(words) and words[b_end] == PARAGRAPH:
            a_end, b_end = a_end + 1, b_end + 1
        return a_start, a_end, b_start, b_end

    def _undone(self, span: Span) -> list[Piece]:
        wider = self._gaps_taken(span)
        piece = self._plain_piece(wider) or self._inserted(wider)
        if piece:
            return [piece]
        a_start, a_end, b_start, b_end = span
        if a_end - a_start == b_end - b_start > 1:
            pairs = [(a_start + i, a_start + i + 1, b_start + i, b_start + i + 1) for i in range(a_end - a_start)]
            singles = [self._plain_piece(pair) for pair in pairs]
            if all(singles) and self._a.tokens.glued[a_start + 1 : a_end] == self._b.tokens.glued[b_start + 1 : b_end]:
                return [single for single in singles if single]
        piece = self._plain_piece(wider, whole=True, emphasis=True)
        if piece:
            return [piece]
        raise CannotBeUndone("its words and the Markdown’s marks stand across one another")

    def _plain_piece(self, span: Span, *, whole: bool = False, emphasis: bool = False) -> Piece | None:
        """One stretch of nothing but words: these alone, or (not ``whole``) with the gaps beside them.

        With ``emphasis`` there may be emphasis in it, as long as it begins and ends there.
        """
        solid = [n for n in range(span[2], span[3]) if self._b.tokens.words[n] != PARAGRAPH]
        if not solid:
            return None
        was, reads = _between(self._a, span[0], span[1]), _between(self._b, span[2], span[3])
        first, last = self._b.tokens.starts[solid[0]], self._b.tokens.ends[solid[-1]]
        before = _flow(self._b.text[_edge(self._b, span[2]) : first])
        behind = reads[len(before) + len(_flow(self._b.text[first:last])) :]
        for left, right in ((False, False), (False, True), (True, False), (True, True))[: 1 if whole else 4]:
            head, tail = "" if left else before, "" if right else behind
            if not was.startswith(head) or not was[len(head) :].endswith(tail):
                continue
            stretch = self._stretch(span[2] - 1 if left else solid[0], left, span[3] if right else solid[-1], right)
            inner = reads[len(head) : len(reads) - len(tail)]
            if stretch and (self._reads(stretch) == inner or (emphasis and _emphasised(self._text(stretch)))):
                return self._made(stretch, was[len(head) : len(was) - len(tail)])
        return None

    def _stretch(self, first: int, behind_first: bool, last: int, before_last: bool) -> Stretch | None:
        """The Markdown from one token to another, without the first or the last where that is said."""
        if first < 0 or last >= len(self._b.tokens):
            return None
        begin, end = self._markdown.token(first), self._markdown.token(last)
        if begin is None or end is None or begin.file != end.file:
            return None
        start, stop = begin.end if behind_first else begin.start, end.start if before_last else end.end
        return Stretch(begin.file, start, stop) if start <= stop else None

    def _inserted(self, span: Span) -> Piece | None:
        """Words or a break that only the witness has, at the end or the beginning of the gap where they stood."""
        if any(self._b.tokens.words[n] != PARAGRAPH for n in range(span[2], span[3])):
            return None
        was, gap = _between(self._a, span[0], span[1]), _between(self._b, span[2], span[3])
        before = self._markdown.token(span[2] - 1) if span[2] else None
        behind = self._markdown.token(span[3]) if span[3] < len(self._b.tokens) else None
        if before and was.startswith("\n") and was.endswith(gap) and gap:
            end = self._paragraph_end(before)
            return self._made(Stretch(before.file, end, end), was[: len(was) - len(gap)])
        if behind and was.startswith(gap) and (was[:1].isspace() or not before):
            return self._made(Stretch(behind.file, behind.start, behind.start), was[len(gap) :])
        if before and was.endswith(gap):
            return self._made(Stretch(before.file, before.end, before.end), was[: len(was) - len(gap)])
        if before and behind and before.file == behind.file:
            return self._in_gap(Stretch(before.file, before.end, behind.start), was, gap)
        return None

    def _in_gap(self, gap: Stretch, was: str, reads: str) -> Piece | None:
        """The white space of a gap that holds marks of Markdown besides."""
        text = re.sub(r"\{[^{}]*\}|\[\^[^\]]*\]", lambda match: "x" * len(match[0]), self._text(gap))
        if "\n" in reads:
            return self._made(gap, was) if re.fullmatch(r"[\s>]*", text) else None
        spaces = list(re.finditer(r"\s+", text))
        if len(spaces) != 1:
            return None
        return self._made(Stretch(gap.file, gap.start + spaces[0].start(), gap.start + spaces[0].end()), was)

    def _paragraph_end(self, token: Stretch) -> int:
        found = _BREAK.search(self._bodies[token.file], token.end)
        return found.start() if found else len(self._bodies[token.file].rstrip())

    def _text(self, stretch: Stretch) -> str:
        return self._bodies[stretch.file][stretch.start : stretch.end]

    def _reads(self, stretch: Stretch) -> str:
        """The words of a stretch of Markdown, if it holds nothing but words."""
        paragraphs = _BREAK.split(self._text(stretch))
        return _ESCAPED.sub(r"\1", "\n".join(re.sub(r"\n[ \t>]*|\s+", " ", text) for text in paragraphs))

    def _made(self, stretch: Stretch, was: str) -> Piece:
        """A piece whose words are written as Markdown, a paragraph break as it is written where the piece stands."""
        words = _BLOCK_MARKUP.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", was))
        return Piece(stretch, words.replace("\n", self._break(stretch)))

    def _break(self, stretch: Stretch) -> str:
        """A blank line, with the signs of quotation or the indent that keep the next paragraph in the same block."""
        body = self._bodies[stretch.file]
        start = body.rfind("\n\n", 0, stretch.start)
        line = body[start + 2 if start >= 0 else 0 : stretch.start].split("\n")[0]
        signs = re.match(r"[ \t]*(?:>[ \t]?)*[ \t]*", line)
        prefix = signs[0] if signs else ""
        rest = line[len(prefix) :]
        item, note = _ITEM.match(rest), _NOTE.match(rest)
        prefix += " " * len(item[0]) if item else "    " if note else ""
        return f"\n{prefix.rstrip()}\n{prefix}"


def _emphasised(markdown: str) -> bool:
    """Whether a stretch holds no marks but those of emphasis, each opened and closed."""
    opened: list[str] = []
    for match in re.finditer(r"\\.|\*+|_+|[\[\]`<>^~$|]", markdown):
        if match[0][0] == "\\":
            continue
        if match[0][0] not in "*_":
            return False
        if opened[-1:] == [match[0]]:
            opened.pop()
        else:
            opened.append(match[0])
    return not opened


def _edge(layer: Layer, token: int) -> int:
    """Where the gap before a token begins."""
    return layer.tokens.ends[token - 1] if token else layer.tokens.starts[0]


def _between(layer: Layer, first: int, last: int) -> str:
    """The flow of some tokens and of the gaps on both sides of them."""
    tokens = layer.tokens
    return _flow(layer.text[_edge(layer, first) : tokens.starts[last] if last < len(tokens) else tokens.ends[-1]])


def _gap(layer: Layer, token: int) -> str:
    return _flow(layer.text[_edge(layer, token) : layer.tokens.starts[token]])


def _flow(text: str) -> str:
    """A piece of a flow with single spaces and single breaks."""
    return re.sub(r"[^\S\n]+", " ", re.sub(r"\s*\n\s*", "\n", text))
