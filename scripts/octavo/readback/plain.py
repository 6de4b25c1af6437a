"""Reading a plain text file: its lines, the notes at a paragraph's beginning, the licence around it left out.

Knows how such texts are made: emphasis between underscores, notes as ``[1] …`` or ``[Footnote 1: …]``, bullets,
words parted at a line's end, and the lines with which Project Gutenberg marks where a book begins and ends.
"""

from __future__ import annotations

import re
from pathlib import Path

from octavo.edition.textfile import text_of
from octavo.errors import Place
from octavo.readback.filetext import PLAIN, FileText
from octavo.readback.reading import NOTE, OUTSIDE, TEXT, ReadBlock
from octavo.text.fold import LAYOUT, LINE_END

_BEGINNING = re.compile(r"\*\*\* ?START OF TH(?:E|IS) PROJECT GUTENBERG.*", re.IGNORECASE)
_END = re.compile(r"\*\*\* ?END OF TH(?:E|IS) PROJECT GUTENBERG", re.IGNORECASE)
_NOTE = re.compile(r"\s*\[(?:Footnote )?\^?(\d{1,4}|[A-Za-z]|[*†‡§]{1,3})(?:\]:?|:)[ \t]+(?=\S)")
_EMPHASIS = re.compile(r"(?<!\w)_(?=\S)((?:[^_\n]|\n(?!\s*\n)){1,1000}?)(?<=\S)_(?!\w)")
_ROUND = "•◦▪‣"
_BULLET = rf"[-*{_ROUND}]\s+"
_LABEL = r"\(?(?:\d{1,4}|[A-Za-z]|[ivxlcdm]{1,8}|[IVXLCDM]{1,8})[.)]\s+"
_LISTS = re.compile(rf"\s*(?:{_BULLET})*((?:{_LABEL})+(?:[{_ROUND}]\s+)+)*(?=\S)")
"""The bullets that open a line; behind a number no hyphen is one: “I. - The contract” is as often a heading."""
_BARS = re.compile(r"(?<!\S)\|(?!\S)")
_ORNAMENT = re.compile(r"\s*[*⁂•·∙∗#—–\-_=+]+\s*")
"""A cell, a line or what stands between them that may be no word."""
_SPANNED = re.compile(r"(?<!\S)(?:<<|\^\^)(?!\S)")
_BULLET_IN_CELL = re.compile(rf"^\s*(?:\|\s+)?([-{_ROUND}])\s")
_RAISED = re.compile(r"(?<=\w)[\^_](?:(?=\w)|\(([^()\n]{1,200})\))")
_PARTED = re.compile(r"(?<=\w)[-‐]$")


def read_plain(data: bytes, file: Path) -> FileText:
    """Read the bytes of a text file; a block is a line. Raises InputError where they are not UTF-8.

    ``file`` is for places alone: what is read may not be there yet.
    """
    text = text_of(data, file, as_received=True).replace("\f", "\n")
    text = _EMPHASIS.sub(r"\1", text)
    paragraphs = _paragraphs(text.split("\n"))
    labels = _labels(text, paragraphs)
    marks = _marks(labels)
    blocks: list[ReadBlock] = []
    inside = _inside(text)
    region = TEXT
    for paragraph in paragraphs:
        opening = _NOTE.match(paragraph[0][1])
        # What stands further in behind a note is its next paragraph.
        goes_on = region == NOTE and paragraph[0][1].startswith("  ")
        region = NOTE if goes_on or (opening and opening[1] in labels) else TEXT
        for number, line in paragraph:
            if opening and region == NOTE and number == paragraph[0][0]:
                line = line[opening.end() :]
            if opening and "Footnote" in opening[0] and number == paragraph[-1][0]:
                line = line.removesuffix("]")
            line = _with_layout(marks.sub("", line))
            if number != paragraph[-1][0]:
                line = _PARTED.sub(LINE_END, line.rstrip())
            blocks.append(ReadBlock(line.strip(), region if number in inside else OUTSIDE, 0, Place(file, number)))
    notes = sum(1 for label in paragraphs if (found := _NOTE.match(label[0][1])) and found[1] in labels)
    return FileText(file, PLAIN, [block for block in blocks if block.text], notes)


def _with_layout(line: str) -> str:
    """A line in which what may be layout is marked: bars, bullets in cells and notes, signs of raised letters."""
    if not any(character.isalnum() or character == "|" for character in line):
        return line  # an ornament, if anything
    line = _BULLET_IN_CELL.sub(lambda found: found[0].replace(found[1], found[1] + LAYOUT), line)
    cells = _BARS.split(line)
    if len(cells) > 1:
        line = f"|{LAYOUT}".join(_as_layout(cell) if _ORNAMENT.fullmatch(cell) else cell for cell in cells)
    line = _SPANNED.sub(lambda found: _as_layout(found[0]), line)
    return _RAISED.sub(_raised, line)


def _as_layout(text: str) -> str:
    return "".join(sign if sign.isspace() or sign == LAYOUT else sign + LAYOUT for sign in text)


def _raised(found: re.Match[str]) -> str:
    sign = found[0][0] + LAYOUT
    return sign if found[1] is None else f"{sign}({LAYOUT}{found[1]}){LAYOUT}"


def _paragraphs(lines: list[str]) -> list[list[tuple[int, str]]]:
    """Lines with their numbers, by paragraph: between blank lines, or each by itself where none is blank."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    alone = all(line.strip() for line in lines)
    paragraphs: list[list[tuple[int, str]]] = []
    fresh = True
    for number, line in enumerate(lines, 1):
        bullet = _bullet_of(line)
        listed = bullet and (fresh or bullet in _ROUND or bullet == _bullet_of(paragraphs[-1][0][1]))
        if line.strip():
            if fresh or alone or listed:
                paragraphs.append([])
            paragraphs[-1].append((number, line))
        fresh = not line.strip()
    return [[_without_bullet(paragraph[0]), *paragraph[1:]] for paragraph in paragraphs]


def _bullet_of(line: str) -> str:
    opening = _LISTS.match(line)
    return "".join(opening[0].split()[-1:]) if opening else ""


def _without_bullet(line: tuple[int, str]) -> tuple[int, str]:
    number, text = line
    ornament = not any(character.isalnum() for character in text)
    return line if ornament else (number, _LISTS.sub(_bullets_as_layout, text, count=1))


def _bullets_as_layout(opening: re.Match[str]) -> str:
    return re.sub(_BULLET, lambda bullet: bullet[0][0] + LAYOUT + bullet[0][1:], opening[0])


def _labels(text: str, paragraphs: list[list[tuple[int, str]]]) -> set[str]:
    """What the notes are called: what opens a paragraph in brackets and stands in brackets behind a word as well."""
    opening = {found[1] for paragraph in paragraphs if (found := _NOTE.match(paragraph[0][1]))}
    return {label for label in opening if re.search(rf"\S(?: (?!\[[A-Za-z]))?\[\^?{re.escape(label)}\]", text)}


def _marks(labels: set[str]) -> re.Pattern[str]:
    """What finds the notes' marks in the text; a letter in brackets behind a space may be an editor's."""
    before = {label: r"(?<=\S)" if label.isalpha() else r"[ \t]?" for label in sorted(labels)}
    return re.compile(
        "|".join(rf"{there}\[\^?{re.escape(label)}\](?![(:])" for label, there in before.items()) or r"(?!)"
    )


def _inside(text: str) -> range:
    """The numbers of the lines that are the book's."""
    first, last = 1, text.count("\n") + 1
    beginning, end = _BEGINNING.search(text), _END.search(text)
    if beginning:
        first = text.count("\n", 0, beginning.end()) + 2
    if end and end.start() > (beginning.end() if beginning else -1):
        last = text.count("\n", 0, end.start())
    return range(first, last + 1)
