"""Where a copied Document departs from its witness, as TEI says it: a choice in the text, or an entry outside of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from lxml import etree

from octavo.document import Document
from octavo.document.emendations import Emendation
from octavo.document.flow import Flow, is_editorial
from octavo.document.parts import Chapter
from octavo.document.proof import Collated
from octavo.renditions.anchors import Anchors
from octavo.text.layer import Layer

_UNFIT = re.compile(r"[\x00-\x08\x0e-\x1b\ufffe\uffff]")


@dataclass(frozen=True)
class Departure:
    """A change that ``choice`` cannot hold, or a further witness has: it reaches from one anchor to another."""

    emendation: Emendation
    was: str
    """The witness's text, a line feed for a paragraph break; white space at its ends where the edition has another."""
    reads: str
    from_id: str
    to_id: str
    sigla: tuple[str, ...] = ()
    """The further witnesses that have this reading."""
    is_of_base: bool = True


@dataclass(frozen=True)
class _Stretch:
    """Offsets of the flow, and the texts of edition and witness between them."""

    start: int
    end: int
    was: str
    reads: str
    before: bool = False
    behind: bool = False
    """Whether it takes in the white space before or behind the words of the emendation."""


def put_departures(document: Document, chapters: list[Chapter], flow: Flow) -> list[Departure]:
    """Put each change into a copy of the Document's chapters and notes; gives those that stand outside of the text.

    ``flow`` is the copy's, and must be made anew afterwards. A change within one element becomes an element ``change``
    whose attribute ``was`` is the witness's reading; any other gets an anchor before its first and one after its last
    word. So do the readings of further witnesses, and what meets one of them.
    """
    proof = document.proof
    if proof.collated is None or not (document.emendations or any(document.variants.values())):
        return []
    canonical = flow.layer(editorial=False)
    anchors = Anchors(flow)
    of_base = _stretches(proof.collated, document.emendations, canonical, anchors, flow)
    of_others = _shared(
        (further.siglum, emendation, stretch)
        for further in proof.further
        for emendation, stretch in _stretches(
            further.collated, document.variants[further.siglum], canonical, anchors, flow
        )
    )
    meeting = _Meeting([stretch for _, stretch, _ in of_others])
    spans = _spans(chapters)
    departures: list[Departure] = []
    for emendation, stretch in of_base:
        pieces = spans.get(emendation.number, [])
        if _fits(stretch, pieces, flow) and not meeting.meets(stretch):
            pieces[0].tag = "change"
            pieces[0].set("was", stretch.was)
            pieces[0].set("number", str(emendation.number))
            if emendation.note:
                pieces[0].set("id", emendation.id)  # what the editors say of it points there, where the list does not
        else:
            sigla = next((sigla for _, other, sigla in of_others if other == stretch), ())
            departures.append(replace(_outside(emendation, stretch, anchors), sigla=tuple(sigla)))
            for piece in pieces:
                piece.attrib.pop("id", "")
                piece.attrib.pop("class", "")
    alone = {stretch for _, stretch in of_base}
    for emendation, stretch, sigla in of_others:
        if stretch not in alone:
            departures.append(replace(_outside(emendation, stretch, anchors), sigla=tuple(sigla), is_of_base=False))
    anchors.put()
    return departures


def _stretches(
    collated: Collated, emendations: Sequence[Emendation], canonical: Layer, anchors: Anchors, flow: Flow
) -> list[tuple[Emendation, _Stretch]]:
    """The changes of one witness and where they stand, those together that no anchor can part."""
    edges = _Edges(collated.transcript.layer.text, collated.collation.emended.layer.text, canonical)
    pairs = zip_longest(emendations, emendations[1:])
    return _apart([(one, edges.stretch(one, following)) for one, following in pairs], anchors, flow)


def _shared(
    items: Iterable[tuple[str, Emendation, _Stretch]],
) -> list[tuple[Emendation, _Stretch, list[str]]]:
    """Each reading of the further witnesses once, with the sigla of those that have it, in the order of the text."""
    found: dict[_Stretch, tuple[Emendation, _Stretch, list[str]]] = {}
    for siglum, emendation, stretch in items:
        found.setdefault(stretch, (emendation, stretch, []))[2].append(siglum)
    return sorted(found.values(), key=lambda item: (item[1].start, item[1].end))


class _Meeting:
    """Knows whether a stretch touches one of some others."""

    def __init__(self, stretches: list[_Stretch]) -> None:
        self._starts = [stretch.start for stretch in stretches]
        self._reach: list[int] = []
        for stretch in stretches:
            self._reach.append(max(stretch.end, self._reach[-1] if self._reach else 0))

    def meets(self, stretch: _Stretch) -> bool:
        """Whether one of them begins before its end and ends behind its start, or at one of these."""
        before = bisect_right(self._starts, stretch.end)
        return before > 0 and self._reach[before - 1] >= stretch.start


def _apart(items: list[tuple[Emendation, _Stretch]], anchors: Anchors, flow: Flow) -> list[tuple[Emendation, _Stretch]]:
    """Changes of which no two meet inside of one formula or one list's number, where no anchor can part them."""
    result: list[tuple[Emendation, _Stretch]] = []
    for emendation, stretch in items:
        first, last = result[-1] if result else (emendation, stretch)
        ends = {"after_end": not last.behind, "after_start": stretch.before}
        if result and anchors.meet(last.end, stretch.start, **ends):
            result.pop()
            between = flow.text[last.end : stretch.start]
            was, reads = (f"{a}{between}{b}" for a, b in ((last.was, stretch.was), (last.reads, stretch.reads)))
            change = replace(first.change, causes=first.change.causes + emendation.change.causes)
            first = replace(first, change=change, shown=first.shown or emendation.shown)
            result.append((first, _Stretch(last.start, stretch.end, was, reads, last.before, stretch.behind)))
        else:
            result.append((emendation, stretch))
    return result


def _spans(chapters: Sequence[Chapter]) -> dict[int, list[etree._Element]]:
    """The spans of each emendation; where words of the editors stand between those of the witness, not theirs."""
    found: dict[int, list[etree._Element]] = {}
    for chapter in chapters:
        for span in chapter.element.iter("span"):
            number = span.get("data-change")
            if number is not None:
                span.attrib.pop("data-change")
                if _witnessed(span):
                    found.setdefault(int(number), []).append(span)
                else:
                    span.attrib.pop("id", "")
    return found


def _witnessed(span: etree._Element) -> bool:
    """Whether words are the witness's, emended or not: those of a note may be, also where its chapter is editorial."""
    for outer in span.iterancestors():
        if is_editorial(outer):
            return False
        if outer.tag == "aside":
            break
    return True


def _fits(stretch: _Stretch, pieces: list[etree._Element], flow: Flow) -> bool:
    """Whether ``choice`` holds a change: all in one element, no paragraph begins or ends in it."""
    if len(pieces) != 1 or stretch.before or stretch.behind or "\n" in stretch.was + stretch.reads:
        return False
    held = "".join(str(text) for text in pieces[0].itertext())
    return "".join(held.split()) == "".join(flow.text[stretch.start : stretch.end].split())


def _outside(emendation: Emendation, stretch: _Stretch, anchors: Anchors) -> Departure:
    start_id, end_id = emendation.id, f"{emendation.id}/end"  # no erratum’s id has a slash
    empty = stretch.start == stretch.end
    before = anchors.add(stretch.start, start_id, after=empty or stretch.before, opening=True)
    behind = anchors.add(stretch.end, end_id, after=not stretch.behind, opening=False)
    was, reads = (f"{before}{text}{behind}" for text in (stretch.was, stretch.reads))
    return Departure(emendation, was, reads, start_id, end_id)


class _Edges:
    """Knows what stands on both sides of a change: nothing, a space, or the end of a paragraph."""

    def __init__(self, witness: str, emended: str, canonical: Layer) -> None:
        self._witness, self._emended, self._canonical = witness, emended, canonical
        self._reach = 0

    def stretch(self, emendation: Emendation, following: Emendation | None) -> _Stretch:
        """An emendation's place with the white space that the witness has otherwise than the edition.

        Where the witness goes on with the ``following`` one at once, what is behind that is left to it.
        """
        was_at, reads_at = self._found(emendation)
        was, reads = _spaced(emendation.witness_text).strip(), _spaced(emendation.edition_text).strip()
        before, behind = _gaps(self._witness, was_at, was_at + len(emendation.witness_text))
        left, right = _gaps(self._emended, reads_at, reads_at + len(emendation.edition_text))
        if not was:
            before, behind = before or behind, ""
            behind = right if before == left == right == " " else behind
        if not reads:
            left, right = "", left or right
        if was and not behind and following and self._found(following)[0] == was_at + len(emendation.witness_text):
            behind = right
        core = start, end = self._words(emendation)
        if before != left:
            was, reads = before + was, left + reads
            start = self._end_before(start) if left and start > self._reach else start
        if behind != right:
            was, reads = was + behind, reads + right
            end = self._start_after(end) if right else end
        self._reach = end
        return _Stretch(start, end, was, reads, start < core[0], end > core[1])

    def _words(self, emendation: Emendation) -> tuple[int, int]:
        """An emendation's place without white space at its ends; the end of the word before it where none is left."""
        origins, text = self._canonical.origins, self._canonical.text
        first, last = bisect_left(origins, emendation.start), bisect_left(origins, emendation.end)
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            return origins[first], origins[last - 1] + 1
        end = self._end_before(origins[first]) if first < len(origins) else emendation.end
        return end, end

    def _found(self, emendation: Emendation) -> tuple[int, int]:
        """Where an emendation's two readings stand in the witness and in the emended text."""
        change = emendation.change
        was, reads = emendation.witness_text, emendation.edition_text
        for back in (*range(len(was) + len(reads) + 1), -1, -2, -3):
            at, new_at = change.start - back, change.new_start - back
            stands = self._witness.startswith(was, at) and self._emended.startswith(reads, new_at)
            if stands and at + len(was) - change.end == new_at + len(reads) - change.new_end:
                return at, new_at
        return change.start, change.new_start

    def _end_before(self, offset: int) -> int:
        """The end of the last word before an offset of the flow."""
        canonical = self._canonical
        at = bisect_left(canonical.origins, offset)
        while at and canonical.text[at - 1].isspace():
            at -= 1
        return canonical.origins[at - 1] + 1 if at else offset

    def _start_after(self, offset: int) -> int:
        """The offset of the flow at which the next word begins."""
        canonical = self._canonical
        at = bisect_left(canonical.origins, offset)
        while at < len(canonical.text) and canonical.text[at].isspace():
            at += 1
        return canonical.origins[at] if at < len(canonical.text) else offset


def _spaced(text: str) -> str:
    """A text as XML can carry it: a line feed for what ends a paragraph, one space for any other white space."""
    return _UNFIT.sub("\ufffd", re.sub(r"\s+", lambda match: "\n" if "\n" in match[0] else " ", text))


def _gaps(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind the words of a stretch: nothing, a space, or a paragraph's end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    first, last = start, end
    while first and text[first - 1].isspace():
        first -= 1
    while last < len(text) and text[last].isspace():
        last += 1
    return _spaced(text[first:start]), _spaced(text[end:last])
