"""What the errata list makes of a witness: the layer that the canonical text must agree with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from octavo.edition import ErrataList, Erratum, Query, Stet
from octavo.edition.expressions import matches
from octavo.edition.strict import Placed
from octavo.errors import InputError, Place, Problem, shortened
from octavo.text.changes import Change, in_whole_tokens, with_edits
from octavo.text.find import TokenIndex
from octavo.text.layer import EMENDED, NORMALISED, Edit, Layer, trimmed
from octavo.text.tokens import as_flow

Locate = Callable[[int], Place]
"""An offset of the witness's file → its place."""


@dataclass(frozen=True)
class Application:
    """One erratum made at one place: offsets in the witness's file and in the emended layer."""

    erratum: Erratum
    witness_offset: int
    start: int
    end: int


@dataclass(frozen=True)
class Emended:
    """The witness with errata and house rules applied, and what each of them did."""

    layer: Layer
    applications: tuple[Application, ...]
    house_rules: tuple[int, ...]
    changes: tuple[Change, ...]
    """Every place that errata and house rules have changed, in whole tokens."""


def emend(witness: Layer, errata: ErrataList, locate: Locate) -> Emended:
    """Apply the errata, then the house rules; raises InputError where one does not fit the witness.

    An erratum fits where its reading stands once in the witness (as often as ``count`` says, with ``every``);
    a house rule where it matches as often as its ``count`` says.
    """
    found = _placed(witness, errata, locate)
    found.sort(key=lambda item: (item[1], item[2]))
    _refuse_overlaps(found, witness, locate)
    edits = [Edit(start, end, _replacement(erratum, witness.text[start:end])) for erratum, start, end in found]
    layer, spans = witness.edited(edits, EMENDED)
    changes = with_edits([], witness, edits, [erratum for erratum, _, _ in found])
    counts, problems = [], []
    for rule in errata.normalise:
        made = [Edit(m.start(), m.end(), m.expand(rule.read)) for m in matches(rule.for_, layer.text, rule.place)]
        made = [edit for edit in made if layer.text[edit.start : edit.end] != edit.text]
        counts.append(len(made))
        if len(made) != rule.count:
            where = ", ".join(str(locate(layer.origin(edit.start))) for edit in made[:8])
            message = f"the house rule ‘{rule.for_}’ applies {len(made)} times, its count says {rule.count}"
            problems.append(Problem(message, rule.place, f"it applies at {where}" if where else "it applies nowhere"))
        changes = with_edits(changes, layer, made, [rule] * len(made))
        spans = _carried(spans, [Edit(*trimmed(layer.text, edit)) for edit in made])
        layer, _ = layer.edited(made, NORMALISED)
    if problems:
        raise InputError.of(problems)
    applications = tuple(
        Application(erratum, witness.origin(start), *span)
        for (erratum, start, _), span in zip(found, spans, strict=True)
    )
    whole = in_whole_tokens(changes, witness.tokens, layer.tokens)
    return Emended(layer, applications, tuple(counts), tuple(whole))


def _replacement(erratum: Erratum, replaced: str) -> str:
    """The flow that an erratum puts in; a paragraph break that goes leaves a space between its neighbours."""
    if not erratum.read.strip() and not replaced.strip():
        return " "
    return as_flow(erratum.read)


def _carried(spans: list[tuple[int, int]], edits: list[Edit]) -> list[tuple[int, int]]:
    """Spans of a layer after later edits of it; both in order. An edit that a span has a part of is in it whole."""
    carried, shift, position = [], 0, 0
    for start, end in spans:
        while position < len(edits) and edits[position].end <= start:
            shift += _growth(edits[position])
            position += 1
        ahead, growth = position, 0
        while ahead < len(edits) and edits[ahead].start < end:
            start, end = min(start, edits[ahead].start), max(end, edits[ahead].end)
            growth += _growth(edits[ahead])
            ahead += 1
        carried.append((start + shift, end + shift + growth))
    return carried


def _growth(edit: Edit) -> int:
    return len(edit.text) - (edit.end - edit.start)


def _placed(witness: Layer, errata: ErrataList, locate: Locate) -> list[tuple[Erratum, int, int]]:
    index = TokenIndex(witness.tokens)
    starts, ends = witness.tokens.starts, witness.tokens.ends
    found: list[tuple[Erratum, int, int]] = []
    problems: list[Problem] = []
    for erratum in errata.errata:
        spans = index.reading(erratum.for_, erratum.in_)
        expected = erratum.count or 1
        if len(spans) == expected:
            found += [(erratum, starts[first], ends[last - 1]) for first, last in spans]
        else:
            places = [locate(witness.origin(starts[first])) for first, _ in spans]
            problems.append(misfit(erratum, erratum.for_, erratum.in_, places, expected, "the witness"))
    if problems:
        raise InputError.of(problems)
    return found


def misfit(entry: Placed, reading: str, context: str, places: list[Place], expected: int, where: str) -> Problem:
    """The complaint about an entry whose reading stands nowhere, or in more places than it should."""
    name = getattr(entry, "id", "")
    quoted = f"‘{shortened(reading)}’ in ‘{shortened(context)}’" if context else f"‘{shortened(reading)}’"
    if not places:
        hint = f"copy the words from {where} as they stand there, or remove the entry"
        return Problem(f"{name}: {quoted} stands nowhere in {where}", entry.place, hint)
    listed = ", ".join(map(str, places[:8])) + (", …" if len(places) > 8 else "")
    message = f"{name}: {quoted} stands {len(places)} times in {where}, not {expected}"
    hint = f"it stands at {listed}; give more of the words around it under ‘in’, or ‘every: true’ with the count"
    return Problem(message, entry.place, hint)


def _refuse_overlaps(found: list[tuple[Erratum, int, int]], witness: Layer, locate: Locate) -> None:
    for (first, _, first_end), (second, second_start, _) in pairwise(found):
        if second_start < first_end:
            message = f"{second.id}: it changes words that {first.id} changes too"
            hint = f"both change {locate(witness.origin(second_start))}; make one entry of the two"
            raise InputError(message, place=second.place, hint=hint)


def check_standing(errata: ErrataList, edition: Layer, locate: Locate) -> list[Problem]:
    """Complaints about stet entries and queries whose reading does not stand once in the canonical text."""
    index = TokenIndex(edition.tokens)
    problems = []
    entries: list[Stet | Query] = [*errata.stet, *errata.queries]
    for entry in entries:
        spans = index.reading(entry.reading, entry.in_)
        if len(spans) != 1:
            places = [locate(edition.tokens.starts[first]) for first, _ in spans]
            problems.append(misfit(entry, entry.reading, entry.in_, places, 1, "the canonical text"))
    return problems
