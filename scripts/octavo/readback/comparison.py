"""Two book files, word by word: what one reads and the other does not, with both places.

Text is held against text and notes against notes. Title page, imprint and contents are each file's own affair;
they are looked through only for words that the other file has in its text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from octavo.readback.filetext import PLAIN, FileText
from octavo.readback.reading import NOTE, TEXT
from octavo.readback.side import REST, Passage, Side, rows_of_code
from octavo.text.align import Span, differences
from octavo.text.fold import IGNORABLE, SPACES, kind_of, on_the_line
from octavo.text.moved import Leftover, Run, find_moved
from octavo.text.tokens import Tokens, tokenise
from octavo.text.whole import spacing, whole


@dataclass(frozen=True)
class Difference:
    """Two readings of one place; where one file has nothing, its reading is empty."""

    kind: str
    """words, or the only thing in which the readings part: quotes, hyphens, case, punctuation, spaces."""
    region: str
    a: Passage
    b: Passage


@dataclass(frozen=True)
class Move:
    """Words that stand elsewhere in the other file, which is no difference."""

    region: str
    a: Passage
    b: Passage


@dataclass(frozen=True)
class Comparison:
    """What comparing two files found."""

    a: Side
    b: Side
    differences: tuple[Difference, ...]
    moved: tuple[Move, ...]
    """Those of the text come first."""


def compare_files(a: FileText, b: FileText, ignored: Collection[str] = (), *, everything: bool = False) -> Comparison:
    """Compare two files; ``ignored`` are kinds of difference (``IGNORABLE``) that do not count.

    ``everything``: title page, imprint and contents too.
    """
    assert set(ignored) <= set(IGNORABLE)
    if PLAIN in (a.format, b.format):
        a, b = _on_the_line(a), _on_the_line(b)
    first, second = Side(a, everything, rows_of_code(b)), Side(b, everything, rows_of_code(a))
    first.prepare(second, ignored)
    second.prepare(first, ignored)
    return _Compared(first, second, set(ignored), a.spaces and b.spaces and SPACES not in ignored).result()


def _on_the_line(file: FileText) -> FileText:
    """A file as one is compared with a plain text, in which 10⁶ and another’s 10<sup>6</sup> are the same."""
    return replace(file, blocks=[replace(block, text=on_the_line(block.text)) for block in file.blocks])


class _Compared:
    """The work on one pair of files; spans are of tokens of both versions."""

    def __init__(self, a: Side, b: Side, ignored: set[str], spacing: bool) -> None:
        self.a, self.b, self.ignored, self.spacing = a, b, ignored, spacing
        self.spans = [span for region in (TEXT, NOTE) for span in self._aligned(region)]

    def _aligned(self, region: str) -> list[Span]:
        """Where the same region of both differs."""
        ours, theirs = self.a.regions[region], self.b.regions[region]
        a, b = _part(self.a.version.tokens, ours), _part(self.b.version.tokens, theirs)
        spans = differences(a.words, b.words)
        spaced = spacing(spans, a, b) if self.spacing else []
        x, y = ours.start, theirs.start
        counted = [self._trimmed(span, x, y) for span in spans if self._counts(_shifted(span, x, y))]
        breaks = [{n - part.start for n in side.version.breaks} for side, part in ((self.a, ours), (self.b, theirs))]
        found = [*whole(counted, a.words, b.words, breaks[0], breaks[1]), *spaced]
        return [_shifted(span, x, y) for span in sorted(found)]

    def _counts(self, span: Span) -> bool:
        """Whether two readings differ in what is not to be ignored."""
        a, b = self.a.version, self.b.version
        if a.same_but_for_line_ends(range(*span[:2]), b, range(*span[2:])):
            return False
        if a.same_but_for_layout(range(*span[:2]), b, range(*span[2:])):
            return False
        a_words, b_words = a.tokens.words[span[0] : span[1]], b.tokens.words[span[2] : span[3]]
        if (not self.a.file.spaces or not self.b.file.spaces) and _letterspaced(a_words, b_words):
            return False
        return not self.ignored or kind_of(*self._raw(span)) not in self.ignored

    def _trimmed(self, span: Span, x: int, y: int) -> Span:
        """A span without what may be layout at the two ends of either reading."""
        a_start, a_end = _without_ends(span[0], span[1], x, self.a.version.layout)
        b_start, b_end = _without_ends(span[2], span[3], y, self.b.version.layout)
        return a_start, a_end, b_start, b_end

    def _raw(self, span: Span) -> tuple[list[str], list[str]]:
        """The tokens of a span before anything was ignored."""
        a, b = self.a.version.reading(*span[:2]), self.b.version.reading(*span[2:])
        return tokenise(a).words, tokenise(b).words

    def result(self) -> Comparison:
        """Look for what was moved, and word what remains."""
        a, b = self._leftover(self.a, 0), self._leftover(self.b, 2)
        rest = Leftover(a.words, set(self.a.regions[REST]), a.breaks)
        b.free.update(self.b.regions[REST])
        moved = [find_moved(a, b, self._blocks((NOTE,), (TEXT, NOTE, REST)) + self._blocks((TEXT,), (NOTE, REST)))]
        b.free.difference_update(self.b.regions[REST])  # what is not compared on either side is not looked for
        moved.append(find_moved(rest, b, self._blocks((REST,), (TEXT, NOTE))))
        spans = [piece for span in self.spans for piece in self._remaining(span, a, b)]
        spans += [span for found in moved for span in found.changed if REST not in self._regions(span)]
        runs = [Move(*self._named(span)) for found in moved for span in _joined(found.runs)]
        runs.sort(key=lambda run: run.region != TEXT)
        found = [self._difference(span) for span in sorted(spans) if self._counts(span)]
        return Comparison(self.a, self.b, tuple(found), tuple(runs))

    def _leftover(self, side: Side, at: int) -> Leftover:
        free = {n for span in self.spans if not self._is_spacing(span) for n in range(span[at], span[at + 1])}
        return Leftover(side.version.tokens.words, free, side.version.breaks)

    def _blocks(self, a_regions: tuple[str, ...], b_regions: tuple[str, ...]) -> list[tuple[list[Run], list[Run]]]:
        return [([*self.a.blocks_of(a_regions)], [*self.b.blocks_of(b_regions)])]

    def _is_spacing(self, span: Span) -> bool:
        return _equal(span, self.a.version.tokens, self.b.version.tokens)

    def _remaining(self, span: Span, a: Leftover, b: Leftover) -> list[Span]:
        """What of a difference has not been found elsewhere."""
        if self._is_spacing(span):
            return [span]
        ours, theirs = list(_runs(span[:2], a.free)), list(_runs(span[2:], b.free))
        if len(ours) <= 1 and len(theirs) <= 1:
            whole_span = (*(ours or [(span[0], span[0])])[0], *(theirs or [(span[2], span[2])])[0])
            return [whole_span] if ours or theirs else []
        alone = [(start, end, span[2], span[2]) for start, end in ours]
        return alone + [(span[0], span[0], start, end) for start, end in theirs]

    def _regions(self, span: Span) -> tuple[str, str]:
        """The regions of both readings; an empty one stands in the region of the other, if it may."""
        a, b = self.a.region_of(span[0]), self.b.region_of(span[2])
        if span[0] == span[1] and self.a.regions[b].start <= span[0] <= self.a.regions[b].stop:
            a = b
        elif span[2] == span[3] and self.b.regions[a].start <= span[2] <= self.b.regions[a].stop:
            b = a
        return a, b

    def _named(self, span: Span) -> tuple[str, Passage, Passage]:
        a, b = self._regions(span)
        region = a if a == b else NOTE if NOTE in (a, b) else REST
        return region, self.a.passage(span[0], span[1], a), self.b.passage(span[2], span[3], b)

    def _difference(self, span: Span) -> Difference:
        return Difference(kind_of(*self._raw(span)), *self._named(span))


def _part(tokens: Tokens, part: range) -> Tokens:
    inside = slice(part.start, part.stop)
    return Tokens(tokens.words[inside], tokens.starts[inside], tokens.ends[inside])


def _without_ends(start: int, end: int, shift: int, layout: Collection[int]) -> tuple[int, int]:
    while start < end and start + shift in layout:
        start += 1
    while start < end and end - 1 + shift in layout:
        end -= 1
    return start, end


def _shifted(span: Span, a: int, b: int) -> Span:
    return span[0] + a, span[1] + a, span[2] + b, span[3] + b


def _equal(span: Span, a: Tokens, b: Tokens) -> bool:
    """Whether a span's words agree, so that it is about the space between them."""
    return a.words[span[0] : span[1]] == b.words[span[2] : span[3]]


def _letterspaced(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether a word is set with so much space between its letters that a page has it as letters."""
    apart = a if len(a) > len(b) else b
    return len(apart) > 2 and max(map(len, apart)) == 1 and "".join(a) == "".join(b)


def _runs(run: tuple[int, int], free: set[int]) -> Iterator[Run]:
    """The stretches of a run that are free."""
    start = None
    for position in range(run[0], run[1] + 1):
        inside = position < run[1] and position in free
        if inside and start is None:
            start = position
        elif not inside and start is not None:
            yield start, position
            start = None


def _joined(runs: Sequence[Span]) -> list[Span]:
    """Runs with those that go on directly behind them in both files."""
    result: list[Span] = []
    for run in runs:
        if result and (result[-1][1], result[-1][3]) == (run[0], run[2]):
            result[-1] = (result[-1][0], run[1], result[-1][2], run[3])
        else:
            result.append(run)
    return result
