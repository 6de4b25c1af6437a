"""Compare two files of a book, of any origin: did a word change?

Reads Markdown, plain text, EPUB, HTML, PDF, DOCX, ODT, TEI and edition folders. Notes may stand anywhere. Running
heads, page numbers and hyphens at line ends do not count. In DOCX and ODT, tracked changes are read as if accepted.
What cannot be read is told with its place, and the words are then not called the same.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.console import one_line, print_json, show
from octavo.cli.folder import Format
from octavo.cli.given import listed
from octavo.progress import step

if TYPE_CHECKING:
    from octavo.readback.comparison import Comparison, Difference
    from octavo.readback.side import Passage, Side

NAME = "compare"
LONGEST = 12
"""Words of a reading that are printed in full."""
MOST_MOVED = 10
"""Moved passages of the text that are printed; of notes and title pages, where moving is the rule, none."""


class Ignored(StrEnum):
    """What may be left out of account."""

    quotes = "quotes"
    hyphens = "hyphens"
    case = "case"
    punctuation = "punctuation"
    spaces = "spaces"


def _ignored(value: str) -> list[Ignored]:
    try:
        return [Ignored(word) for word in listed("--ignore", value, "quotes,case")]
    except ValueError as error:
        known = ", ".join(Ignored)
        raise typer.BadParameter(f"{str(error).split(' is ')[0]} is none of: {known}") from None


def command(
    a: Annotated[Path, typer.Argument(metavar="A", help="A file of the book, or an edition folder.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Another file of the same book.")],
    ignore: Annotated[
        str,
        typer.Option(
            "--ignore",
            metavar="KINDS",
            help="What does not count: quotes (their shape), hyphens (and dashes), case, punctuation, spaces; "
            "several with commas.",
        ),
    ] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Compare title pages, imprints and lists of contents too.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", help="How the result is printed.")] = Format.text,
) -> None:
    """Compare two files of a book, of any origin: did a word change?"""
    from octavo.cli.console import voice
    from octavo.readback.anyfile import read_any
    from octavo.readback.comparison import compare_files

    left_out = _ignored(ignore)
    with step(f"reading {a.name}"):
        first = read_any(a)
    with step(f"reading {b.name}"):
        second = read_any(b)
    with step("comparing their words"):
        found = compare_files(first, second, [kind.value for kind in left_out], everything=everything)
    if format is Format.json:
        print_json(as_json(found))
    else:
        show(as_text(found))
    unread = [problem for side in (found.a, found.b) for problem in side.file.unread]
    for problem in unread:
        voice.warn(problem)
    if found.differences or unread:
        raise typer.Exit(1)


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison in its stable shape (schemas/compare.json)."""
    return {
        "a": _side(found.a),
        "b": _side(found.b),
        "differences": [
            {"kind": item.kind, "region": item.region, "a": _passage(item.a), "b": _passage(item.b)}
            for item in found.differences
        ],
        "moved": [{"region": run.region, "a": _passage(run.a), "b": _passage(run.b)} for run in found.moved],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "file": str(side.file.file),
        "format": side.file.format,
        "words": side.count_words("text"),
        "words_in_notes": side.count_words("note"),
        "words_not_compared": side.count_words("rest"),
        "notes": side.file.notes,
        "not_read": [{"place": str(one.place), "message": one.message} for one in side.file.unread],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "reading": passage.reading,
        "words": passage.words,
        "before": passage.before,
        "after": passage.after,
        "place": passage.place,
    }


def as_text(found: Comparison) -> str:
    """The comparison as a proofreader reads it."""
    lines = [_as_line(item) for item in found.differences]
    moved = [run for run in found.moved if run.region == "text"]
    for run in moved[:MOST_MOVED]:
        lines.append(f"{one_line(run.a.place)}: moved: [{_short(run.a)}]\n  now at {one_line(run.b.place)}")
    if len(moved) > MOST_MOVED:
        lines.append(f"{len(moved) - MOST_MOVED} more passages of the text have moved")
    return "\n".join([*lines, *([""] if lines else []), *_summary(found)])


def _as_line(item: Difference) -> str:
    """A difference on two lines, a place on each, with what differs between brackets."""
    a, b = item.a, item.b
    at_a, at_b = one_line(a.place), one_line(b.place)
    if not b.reading:
        return f"{at_a}: only here: {_in_context(a)}\n  missing at {at_b}"
    if not a.reading:
        return f"{at_b}: only here: {_in_context(b)}\n  missing at {at_a}"
    return f"{at_a}: {_in_context(a)}\n  {at_b}: {_in_context(b)}"


def _in_context(passage: Passage) -> str:
    before = f"… {passage.before} " if passage.before else ""
    after = f" {passage.after} …" if passage.after else ""
    return f"{before}[{_short(passage)}]{after}"


def _short(passage: Passage) -> str:
    """A reading, or its beginning and end and how long it is."""
    words = passage.reading.split()
    if len(words) <= LONGEST:
        return passage.reading
    half = LONGEST // 2
    return f"{' '.join(words[:half])} … {' '.join(words[-half:])} ({passage.words:,} words)"


def _summary(found: Comparison) -> list[str]:
    lines = []
    for name, side in (("A", found.a), ("B", found.b)):
        words, notes, rest = (side.count_words(region) for region in ("text", "note", "rest"))
        line = f"{name}  {one_line(str(side.file.file))} ({side.file.format}): {words:,} words of text, "
        line += (
            f"{_count(side.file.notes, 'note')} with {notes:,} words" if side.file.notes else "no notes known as such"
        )
        lines.append(line + (f"; not compared: {rest:,} words before and beside the text" if rest else ""))
    if found.moved:
        words = sum(run.a.words for run in found.moved)
        lines.append(f"moved         {_count(len(found.moved), 'passage')} of {words:,} words, the same in both")
    kinds = Counter(item.kind for item in found.differences)
    lines.append(f"differences   {len(found.differences):,}")
    for kind, number in kinds.most_common():
        only = "" if kind == "words" else f" (--ignore {kind} leaves {'it' if number == 1 else 'them'} out)"
        lines.append(f"  {kind:<12}{number:,}{only}")
    unread = len(found.a.file.unread) + len(found.b.file.unread)
    if unread:
        lines.append(f"not read      {_count(unread, 'place')}, told above or beside this")
    if not found.differences:
        lines.append("the words that were read are the same" if unread else "the words are the same")
    elif 2 * sum(item.a.words for item in found.differences) > found.a.count_words("text"):
        lines.append("more than half of the words differ: are these two files of the same text?")
    return lines


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
