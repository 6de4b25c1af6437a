"""Reading a plain text file: its lines, the notes at a paragraph's beginning, the licence around it left out.

Knows how such texts are made: emphasis between underscores, notes as ``[1] …`` or ``[Footnote 1: …]``, bullets,
words parted at a line's end, and the lines with which Project Gutenberg marks where a book begins and ends.
"""

from __future__ import annotations

import re
from pathlib import Path

from octavo.edition.folder import read_text
from octavo.errors import Place
from octavo.readback.filetext import FileText
from octavo.readback.reading import NOTE, OUTSIDE, TEXT, ReadBlock
from octavo.text.fold import LINE_END

_BEGINNING = re.compile(r"\*\*\* ?START OF TH(?:E|IS) PROJECT GUTENBERG.*", re.IGNORECASE)
_END = re.compile(r"\*\*\* ?END OF TH(?:E|IS) PROJECT GUTENBERG", re.IGNORECASE)
_NOTE = re.compile(r"\s*\[(?:Footnote )?\^?(\d{1,4}|[A-Za-z]|[*†‡§]{1,3})(?:\]:?|:)[ \t]+(?=\S)")
_EMPHASIS = re.compile(r"(?<!\w)_(?=\S)((?:[^_\n]|\n(?!\s*\n)){1,1000}?)(?<=\S)_(?!\w)")
_ROUND = "•◦▪‣"
_BULLET = rf"[-*{_ROUND}]\s+"
_LABEL = r"\(?(?:\d{1,4}|[A-Za-z]|[ivxlcdm]{1,8}|[IVXLCDM]{1,8})[.)]\s+"
_LISTS = re.compile(rf"\s*(?:{_BULLET})*((?:{_LABEL})+(?:[{_ROUND}]\s+)+)*(?=\S)")
"""The bullets that open a line; behind a number no hyphen is one: “I. - The contract” is as often a heading."""
_PARTED = re.compile(r"(?<=\w)[-‐]$")


def read_plain(file: Path) -> FileText:
    """Read a text file; a block is a line. Raises InputError where it is not UTF-8."""
    text = read_text(file, as_received=True).replace("\f", "\n")
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
            line = marks.sub("", line)
            if number != paragraph[-1][0]:
                line = _PARTED.sub(LINE_END, line.rstrip())
            blocks.append(ReadBlock(line.strip(), region if number in inside else OUTSIDE, 0, Place(file, number)))
    notes = sum(1 for label in paragraphs if (found := _NOTE.match(label[0][1])) and found[1] in labels)
    return FileText(file, "plain text", [block for block in blocks if block.text], notes)


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
    return line if ornament else (number, _LISTS.sub(lambda opening: re.sub(_BULLET, "", opening[0]), text, count=1))


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
