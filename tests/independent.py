"""Whether every word of an edition's Markdown stands in each rendition: nothing lost, doubled, fused or changed.

usage: python tests/independent.py EDITION BUILD_FOLDER [--from DIALECT]

Shares no code with Octavo. The words come from pandoc's AST (independent_source), the renditions are read by
html.parser, zipfile, lxml and PDFium (independent_readers). Exit 1 where something is found.
"""

from __future__ import annotations

import argparse
import re
import sys
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

from independent_align import align
from independent_faults import _against, _levels, _spaces
from independent_pages import floated, is_furniture, off_heads, without_repeated_heads
from independent_readers import READERS, Lines
from independent_source import (
    NOTE,
    Words,
    files_of,
    source_words,
)
from independent_words import (
    _UNSEEN_TABLE,
    WILD,
    Fault,
    Lost,
    Word,
    _key,
    joined,
    pdf_lines,
    words_of,
)

PAGE_OF_CELLS = 600
"""Words: a cell that a page's end divides goes on behind the other cells of both pages."""


def compared(source: Words, path: Path) -> list[Fault]:
    """All that one rendition lacks, has too much, or has otherwise than the source."""
    kind = path.suffix[1:]
    read = READERS[path.suffix](path)
    if kind in ("html", "epub", "xml"):
        faults = _against(words_of(source.main, kind), words_of(read.main, kind), kind)
        faults += _against(words_of("\n".join(source.notes), kind), words_of("\n".join(read.notes), kind), kind)
        return faults + _alts(source, read, kind)
    main, notes = words_of(source.main, kind), words_of("\n".join(source.notes), kind)
    found = pdf_lines(read) if isinstance(read, Lines) else words_of(read.main, kind)
    marked = {_key(word.shown.replace(NOTE, ""), kind): word.shown for word in main + notes if NOTE in word.shown}
    if isinstance(read, Lines):
        found = joined(found, {word.key for word in main + notes})
    known = {word.key for word in main + notes}
    for word in found:
        if word.key not in known:
            word.key = _without_mark(word.key, marked, kind)
    return _flowing(main, notes, found, kind, [_plain(head, kind) for head in source.heads])


def _plain(head: str, kind: str) -> str:
    return " ".join(word.key for word in words_of(head, kind))


def _without_mark(key: str, marked: dict[str, str], kind: str) -> str:
    """The word without the note's mark behind it or in it, if the source has such a word with a note there."""
    for found in re.finditer(r"\[\w{1,4}\]" if kind == "txt" else r"\d{1,3}|[a-z]|[*†‡]", key):
        for start in range(found.start(), found.end()):
            bare = key[:start] + key[found.end() :]
            if bare in marked:
                return bare
    return key


def _flowing(main: list[Word], notes: list[Word], found: list[Word], kind: str, heads: Sequence[str]) -> list[Fault]:
    """For text and PDF, whose notes stand among the words: first the text, then the notes in what is left."""
    pairs = align([word.key for word in main], [word.key for word in found])
    if kind == "pdf":
        pairs = off_heads(pairs, found, heads)
    taken = {place for _, place in pairs}
    first, last = (pairs[0][1], pairs[-1][1]) if pairs else (0, -1)
    rest = [at for at, _ in enumerate(found) if at not in taken and at >= first]
    noted = align([word.key for word in notes], [found[at].key for at in rest])
    for _, place in noted:
        taken.add(rest[place])
        last = max(last, rest[place])
    faults = _spaces(main, found, pairs, kind) + _levels(main, found, pairs, kind)
    lost = [Lost(main, at, False) for at in _unmatched(main, pairs)]
    lost += [Lost(notes, at, True) for at in _unmatched(notes, noted)]
    taken |= _formulas(main, pairs) | {rest[at] for at in _formulas(notes, noted) if at < len(rest)}
    if kind == "pdf":
        lost, moved = floated(lost, [at for at, _ in enumerate(found) if at not in taken and at >= first], found)
        taken |= moved
    idle = [at for at in range(first, last + 1) if at not in taken]
    extra = [at for at in idle if not is_furniture(found, at, kind, heads)]
    if kind == "pdf":
        extra = without_repeated_heads(extra, found, heads)
    return faults + _paired(lost, extra, idle, {rest[place] for _, place in noted}, found, kind)


def _formulas(main: list[Word], pairs: list[tuple[int, int]]) -> set[int]:
    """Places in a PDF where a formula's signs stand: they cannot be held against TeX."""
    places: set[int] = set()
    for (one, start), (other, end) in zip([(-1, -1), *pairs], pairs, strict=False):
        if any(word.key == WILD for word in main[one + 1 : other]):
            places |= set(range(start + 1, end))
    return places


def _unmatched(words: list[Word], pairs: list[tuple[int, int]]) -> list[int]:
    matched = {at for at, _ in pairs}
    return [at for at, word in enumerate(words) if at not in matched and not word.maybe and word.key != WILD]


def _paired(
    lost: list[Lost], extra: list[int], idle: list[int], noted: set[int], found: list[Word], kind: str
) -> list[Fault]:
    """What is lost and what is too much.

    Beside a note the same word may be both: which of two equal words is the note's is not known; so in the cells of a
    table that goes over pages. Elsewhere it is not in its order.
    """
    lost, left = _broken(lost, list(extra), idle, found) if kind == "pdf" else (lost, list(extra))
    faults = []
    for one in lost:
        word = one.words[one.at]
        by_notes = (place for place in left if found[place].key == word.key)
        again = next((place for place in by_notes if one.of_note or word.floats or _beside_note(place, noted)), None)
        if again is not None:
            left.remove(again)
            continue
        near = " ".join(other.shown for other in one.words[max(0, one.at - 5) : one.at])
        faults.append(Fault(kind, "missing", word.shown, near))
    for place in left:
        near = " ".join(other.shown for other in found[max(0, place - 5) : place])
        faults.append(Fault(kind, "added", found[place].shown, near))
    return faults


def _broken(lost: list[Lost], left: list[int], idle: list[int], found: list[Word]) -> tuple[list[Lost], list[int]]:
    """Without the words that lines' and pages' ends break into parts, or that two cells of a table run together."""
    whole: list[Lost] = []
    at = 0
    while at < len(lost):
        for length in (4, 3, 2, 1):
            run = lost[at : at + length]
            adjacent = all(one.words is run[0].words and one.at == run[0].at + nth for nth, one in enumerate(run))
            places = _parts_of("".join(one.words[one.at].key for one in run), left, idle, found) if adjacent else []
            if places:
                left = [place for place in left if place not in places]
                idle = [place for place in idle if place not in places]
                break
        else:
            whole.append(lost[at])
        at += length
    return whole, left


def _parts_of(key: str, left: list[int], idle: list[int], found: list[Word]) -> list[int]:
    """The places of adjacent words that make this one, hyphens at their ends apart; page furniture may lie between."""
    for first in left:
        made, places = "", []
        for place in idle[bisect_left(idle, first) :]:
            before = places[-1] if places else first
            joins = not places or found[before].ends_line or made.endswith("-")
            if place > before + (PAGE_OF_CELLS if made.endswith("-") else 160) or not joins:
                break
            if places and not key.startswith((made + found[place].key[:2], made.rstrip("-") + found[place].key[:2])):
                continue  # the foot of the page, and the head of the next
            made = (made if not places or key.startswith(made + found[place].key[:2]) else made.rstrip("-")) + found[
                place
            ].key
            places.append(place)
            if len(places) > 1 and _same(key, made):
                return places  # a note's mark may stand behind it
            if len(places) == 1 and found[place].joined and made.replace("-", "") == key.replace("-", ""):
                return places  # a hyphen at a line's end may be the text's or not
            if not key.startswith((made, made.rstrip("-") or "-")):
                break
    return []


def _same(key: str, made: str) -> bool:
    return key in (made, re.sub(r"\d{1,3}$", "", made)) or made.replace("-", "") == key.replace("-", "")


def _beside_note(place: int, noted: set[int]) -> bool:
    return any(near in noted for near in range(place - 12, place + 13))


def _alts(source: Words, read: Words, kind: str) -> list[Fault]:
    have = {" ".join(alt.split()) for alt in read.alts}
    return [
        Fault(kind, "alternative text missing", alt, "")
        for alt in (" ".join(alt.translate(_UNSEEN_TABLE).split()) for alt in source.alts)
        if alt and alt not in have
    ]


def compare_build(edition: Path, build: Path, dialect: str = "") -> dict[str, list[Fault]]:
    """Every rendition of a build folder (but print files) against the edition's Markdown, by file name."""
    source = source_words(files_of(edition, build), dialect)
    paths = [path for path in sorted(build.iterdir()) if path.suffix in READERS]
    beside = ("-print.pdf", "-cover.pdf", "-booklet.pdf", "-2up.pdf", "-slip.pdf")
    return {path.name: compared(source, path) for path in paths if not path.name.endswith(beside)}


def main() -> int:
    """Print what is found, by rendition, and say how much."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("edition", type=Path)
    arguments.add_argument("build", type=Path)
    arguments.add_argument("--from", dest="dialect", default="", help="the front matter's dialect otherwise")
    arguments.add_argument("--most", type=int, default=40, help="how many faults are printed for each rendition")
    given = arguments.parse_args()
    found = compare_build(given.edition, given.build, given.dialect)
    for name, faults in found.items():
        print(f"{name}: {len(faults)} faults")
        for fault in faults[: given.most]:
            print(f"  {fault}")
    return 1 if any(found.values()) or not found else 0


if __name__ == "__main__":
    sys.exit(main())
