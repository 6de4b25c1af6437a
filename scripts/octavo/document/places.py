"""Where in the Markdown a word of the Document stands: found by collating the words of both."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from octavo.document.model import ReadDocument
from octavo.errors import Place
from octavo.text.align import differences
from octavo.text.places import LineIndex
from octavo.text.tokens import Tokens, tokenise


class MarkdownPlaces:
    """Finds file, line and column of any offset of the Document's flow; the work is done at the first question."""

    def __init__(self, document: ReadDocument) -> None:
        self._document = document
        self._by_file: dict[int, _FilePlaces] = {}

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self._document.flow.blocks]

    def nearest(self, offset: int, text: str) -> Place:
        """The place, nearest to that of an offset of a file's text, at which ``text`` itself stands in the Markdown."""
        place = self.place(offset)
        file = self._file_of(offset)
        return self._by_file[file].nearest(offset, text) if file in self._by_file else place

    def place(self, offset: int) -> Place:
        """The place of an offset of the flow; editorial pages made of the front matter have the whole first file."""
        file = self._file_of(offset)
        if file < 0:
            return Place(self._document.edition.chapters[0].path, 1)
        if file not in self._by_file:
            self._by_file[file] = _FilePlaces(self._document, file)
        return self._by_file[file].place(offset)

    def _file_of(self, offset: int) -> int:
        blocks = self._document.flow.blocks
        number = max(bisect_right(self._block_starts, offset) - 1, 0)
        return blocks[number].file if blocks else -1


class _FilePlaces:
    def __init__(self, document: ReadDocument, file: int) -> None:
        chapter = document.edition.chapters[file]
        self._body = chapter.body
        self._lines = LineIndex(chapter.path, chapter.body)
        self._source = tokenise(chapter.body)
        flow = document.flow
        words: list[str] = []
        starts: list[int] = []
        for block in flow.blocks:
            if block.file == file:
                tokens = tokenise(flow.text[block.start : block.end])
                words += tokens.words
                starts += [start + block.start for start in tokens.starts]
        self._words = words
        self._starts = starts
        self._pairs = self._aligned(self._source)

    def _aligned(self, source: Tokens) -> list[int]:
        """For each word of the flow the number of the token of the Markdown that it is, or stands next to."""
        pairs: list[int] = []
        behind = 0
        for a_start, a_end, b_start, b_end in [*differences(self._words, source.words), (len(self._words),) * 4]:
            while len(pairs) < a_start:
                pairs.append(behind)
                behind += 1
            pairs += [min(b_start + i, max(b_end - 1, b_start)) for i in range(a_end - a_start)]
            behind = b_end
        return pairs

    def place(self, offset: int) -> Place:
        """The place of an offset of the flow that this file's text holds."""
        return self._lines.place(self._in_body(offset))

    def nearest(self, offset: int, text: str) -> Place:
        """The place at which ``text`` stands nearest to that of an offset; of the offset where it stands nowhere."""
        at = self._in_body(offset)
        before, behind = self._body.rfind(text, 0, at + len(text)), self._body.find(text, at)
        found = [start for start in (behind, before) if start >= 0]
        return self._lines.place(min(found, key=lambda start: abs(start - at), default=at))

    def _in_body(self, offset: int) -> int:
        if not self._starts:
            return 0
        number = max(bisect_right(self._starts, offset) - 1, 0)
        token = self._pairs[number] if number < len(self._pairs) else len(self._source)
        if token >= len(self._source):
            return self._source.ends[-1] if len(self._source) else 0
        inside = max(offset - self._starts[number], 0)
        end = self._source.ends[token]
        return min(self._source.starts[token] + inside, end)
