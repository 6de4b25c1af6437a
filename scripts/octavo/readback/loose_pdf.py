"""Reading a PDF that has no tags, or none to trust: lines by their position, as a person sees the page.

Running heads and folios come back from page to page; notes stand at the foot in smaller type, and begin with their
mark; marks in the text are raised and count up. A hyphen at a line's end is kept as one of which the other text must
say whether it belongs to the word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.errors import InputError, Place
from octavo.readback.filetext import FileText
from octavo.readback.furniture import find_furniture, is_contents
from octavo.readback.pagelines import PageLine, page_lines
from octavo.readback.reading import CONTENTS, NOTE, TEXT, ReadBlock

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

SMALLER = 0.95
"""A note's letters are smaller than this part of the text's."""
SAME_SIZE = 0.3
"""Points by which letters of one size may differ."""
LATEST_CONTENTS = 0.2
"""Part of the pages among which a list of contents is looked for."""
INITIAL = 1.8
"""How much larger than the text an initial letter is at least."""
_UNIT = re.compile(r"\b(?:[kcdm]?m|ft|[xyrc])$")
"""What a raised 2 or 3 is a power of, and no note's mark."""
_OPENING = re.compile(r"(\d{1,4}|[*†‡§¶‖]{1,4})([.)\]]?)\s*")
_BULLET = re.compile(r"[•◦▪‣●○■]\s+")


def read_loose_pdf(data: bytes, file: Path) -> FileText:
    """Read a PDF by the positions of its lines; raises InputError where it has no text."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        pages = [page_lines(page, number) for number, page in enumerate(document)]
        labels = [_label(document, number) for number in range(len(pages))]
    finally:
        document.close()
    if not any(pages):
        hint = "it holds pictures of pages: let a program for text recognition (OCR) put the words in first"
        raise InputError("this PDF has no text", place=Place(file), hint=hint)
    return FileText(file, "PDF without tags", *_Sorter(file, labels, pages).sorted(), spaces=False)


def _label(document: PdfDocument, number: int) -> str:
    return str(document.get_page_label(number) or number + 1)


def parted_words(blocks: Sequence[ReadBlock], line_end: str) -> set[tuple[str, str]]:
    """The pairs of words between which a line ends with a hyphen."""
    pairs = set()
    for before, after in pairwise(blocks):
        if before.text.endswith(line_end):
            last, first = re.search(r"\w+$", before.text[:-1]), re.match(r"\w+", after.text)
            if last and first:
                pairs.add((last[0], first[0]))
    return pairs


@dataclass
class _Sorter:
    """Tells text, notes and contents apart, and takes marks, bullets and furniture away."""

    file: Path
    labels: list[str]
    pages: list[list[PageLine]]
    blocks: list[ReadBlock] = field(default_factory=list)
    notes: int = 0
    _called: int = 0
    _answered: int = 0
    _note_size: float = 0.0

    def sorted(self) -> tuple[list[ReadBlock], int]:
        """All blocks, one for each line, and how many notes there are."""
        furniture = find_furniture(self.pages, self.labels)
        sizes: Counter[float] = Counter()
        for lines in self.pages:
            for line in lines:
                sizes[line.size] += len(line.text)
        size = sizes.most_common(1)[0][0]
        for number, lines in enumerate(self.pages):
            kept = _initials_joined([line for line in lines if line not in furniture], size)
            if number <= len(self.pages) * LATEST_CONTENTS and is_contents(kept):
                self._add(kept, CONTENTS)
                continue
            foot = self._foot(kept, size)
            self._add([line for line in kept if line not in foot], TEXT)
            self._add([line for line in kept if line in foot], NOTE)
        return self.blocks, self.notes

    def _foot(self, lines: list[PageLine], size: float) -> set[PageLine]:
        """The lines of a page's notes: small ones below all others, from the first that begins with a mark."""
        by_height = sorted(lines, key=lambda line: line.y)
        small = [line for line in by_height if line.size < size * SMALLER]
        tail = 0
        while tail < len(small) and by_height[tail] is small[tail]:
            tail += 1
        if not tail or tail == len(lines):
            # A whole page of small type goes on with the notes of the page before, or is none of them.
            same = bool(lines) and abs(by_height[-1].size - self._note_size) < SAME_SIZE
            return set(lines) if tail and same else set()
        downwards = by_height[:tail][::-1]
        first = next((n for n, line in enumerate(downwards) if self._opens(line)), None)
        goes_on = (
            self._note_size and _parted_off(by_height, tail) and abs(downwards[0].size - self._note_size) < SAME_SIZE
        )
        if first is None or (first and goes_on):
            first = 0 if goes_on else tail
        found = downwards[first:]
        self._note_size = found[0].size if found else 0.0
        return set(found)

    def _opens(self, line: PageLine) -> bool:
        """Whether a line at a page's foot begins a note: with a raised mark, a sign, or the number that is due."""
        opening = _OPENING.match(line.text)
        if not opening:
            return False
        raised = any(start == 0 for start, _ in line.raised)
        due = opening[1] in (str(self._answered + 1), "1")
        return raised or not opening[1].isdigit() or (due and opening.end() > len(opening[1]))

    def _add(self, lines: list[PageLine], region: str) -> None:
        for number, line in enumerate(lines, 1):
            text = line.text
            if region == NOTE and self._opens(line):
                opening = _OPENING.match(text)
                assert opening
                self._answered = int(opening[1]) if opening[1].isdigit() else self._answered
                self.notes += 1
                text = text[opening.end() :]
            elif region == TEXT:
                text = _BULLET.sub("", "".join(self._without_marks(line)), count=1)
            where = f"{self.labels[line.page]}, line {number}" if region == TEXT else self.labels[line.page]
            if text.strip():
                self.blocks.append(ReadBlock(text.strip(), region, 0, Place(self.file), where))

    def _without_marks(self, line: PageLine) -> Iterator[str]:
        """The text of a line but for its notes' marks: raised numbers that count up, raised signs behind a word."""
        position = 0
        for start, end in line.raised:
            mark = line.text[start:end]
            before = line.text[start - 1 : start]
            if mark.isdigit():
                power = mark in ("2", "3") and _UNIT.search(line.text[:start])
                is_mark = int(mark) in (1, self._called + 1, self._called + 2) and not before.isdigit() and not power
                self._called = int(mark) if is_mark else self._called
            else:
                is_mark = bool(before.strip())
            if is_mark:
                yield line.text[position:start]
                position = end
        yield line.text[position:]


def _parted_off(by_height: list[PageLine], tail: int) -> bool:
    """Whether more space than between lines stands between the small lines and what is above them."""
    leading = max((b.y - a.y for a, b in pairwise(by_height[:tail])), default=0.0)
    gap = by_height[tail].y - by_height[tail - 1].y
    return gap > max(leading, by_height[tail - 1].size) * 1.3


def _initials_joined(lines: list[PageLine], size: float) -> list[PageLine]:
    """The lines with large initial letters put before the words that they begin."""
    result: list[PageLine] = []
    initial = ""
    for line in lines:
        if len(line.text) <= 2 and line.text.isupper() and line.size > size * INITIAL:
            initial += line.text
            continue
        shift = len(initial)
        raised = tuple((start + shift, end + shift) for start, end in line.raised)
        result.append(replace(line, text=initial + line.text, raised=raised) if initial else line)
        initial = ""
    return result
