"""What the errata list makes of a witness: the layer that the canonical text must agree with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from octavo.edition import ErrataList, Erratum, Query, Stet
from octavo.edition.errata import ANY_COUNT
from octavo.edition.expressions import matches
from octavo.edition.strict import Placed
from octavo.errors import InputError, Place, Problem, shortened
from octavo.text.changes import Change, in_whole_tokens, with_edits
from octavo.text.find import TokenIndex
from octavo.text.layer import EMENDED, NORMALISED, Edit, Layer, trimmed
from octavo.text.tokens import as_flow

Locate = Callable[[int], Place]
"""An offset of a text's source, such as the witness's file → its place."""


@dataclass(frozen=True)
class Application:
    """One erratum made at one place: where in the witness's file, and where in the final layer (``Emended.layer``)."""

    erratum: Erratum
    witness_offset: int
    start: int
    end: int


@dataclass(frozen=True)
class Emended:
    """The witness with errata and house rules applied, and what each of them did."""

    layer: Layer
    """The final layer: after the errata and after the house rules."""
    applications: tuple[Application, ...]
    house_rule_counts: tuple[int, ...]
    """How many places each house rule changed, in the order of errata.yaml."""
    changes: tuple[Change, ...]
    """Every place that errata and house rules have changed, in whole tokens."""


def emend(witness: Layer, errata: ErrataList, locate: Locate) -> Emended:
    """Apply the errata, then the house rules; raises InputError where one does not fit the witness.

    An erratum fits where its reading stands once in the witness (as often as ``count`` says, with ``every``);
    a house rule where it matches as often as its ``count`` says (``ANY_COUNT``: however often).
    """
    found = _found_places(witness, errata, locate)
    found.sort(key=lambda item: (item[1], item[2]))
    _refuse_overlaps(found, witness, locate)
    edits = [Edit(start, end, _replacement(erratum, witness.text[start:end])) for erratum, start, end in found]
    with_errata, spans = witness.edited(edits, EMENDED)
    changes = with_edits([], witness, edits, [erratum for erratum, _, _ in found])
    counts, problems = [], []
    with_rules = with_errata
    for rule in errata.normalise:
        made = [Edit(m.start(), m.end(), m.expand(rule.read)) for m in matches(rule.for_, with_rules.text, rule.place)]
        made = [edit for edit in made if with_rules.text[edit.start : edit.end] != edit.text]
        counts.append(len(made))
        if rule.count != ANY_COUNT and len(made) != rule.count:
            where = ", ".join(str(locate(with_rules.origin(edit.start))) for edit in made[:8])
            message = f"the house rule ‘{rule.for_}’ applies {len(made)} times, its count says {rule.count}"
            problems.append(Problem(message, rule.place, f"it applies at {where}" if where else "it applies nowhere"))
        changes = with_edits(changes, with_rules, made, [rule] * len(made))
        spans = _spans_after(spans, [Edit(*trimmed(with_rules.text, edit)) for edit in made])
        with_rules, _ = with_rules.edited(made, NORMALISED)
    if problems:
        raise InputError.of(problems)
    applications = tuple(
        Application(erratum, witness.origin(start), *span)
        for (erratum, start, _), span in zip(found, spans, strict=True)
    )
    whole = in_whole_tokens(changes, witness.tokens, with_rules.tokens)
    return Emended(with_rules, applications, tuple(counts), tuple(whole))


def _replacement(erratum: Erratum, replaced: str) -> str:
    """The flow that an erratum puts in; a paragraph break that goes leaves a space between its neighbours."""
    if not erratum.read.strip() and not replaced.strip():
        return " "
    return as_flow(erratum.read)


def _spans_after(spans: list[tuple[int, int]], edits: list[Edit]) -> list[tuple[int, int]]:
    """Where spans of a layer are after later edits of it; spans and edits are in order.

    If an edit overlaps a span, the span grows to contain the whole edit.
    """
    moved, shift, position = [], 0, 0
    for start, end in spans:
        while position < len(edits) and edits[position].end <= start:
            shift += _growth(edits[position])
            position += 1
        ahead, growth = position, 0
        while ahead < len(edits) and edits[ahead].start < end:
            start, end = min(start, edits[ahead].start), max(end, edits[ahead].end)
            growth += _growth(edits[ahead])
            ahead += 1
        moved.append((start + shift, end + shift + growth))
    return moved


def _growth(edit: Edit) -> int:
    return len(edit.text) - (edit.end - edit.start)


def _found_places(witness: Layer, errata: ErrataList, locate: Locate) -> list[tuple[Erratum, int, int]]:
    """Each erratum with its start and end in the witness's layer, once for each place.

    All that do not fit are told together, by one InputError.
    """
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


def misfit(entry: Placed, reading: str, context: str, places: list[Place], expected: int, text_name: str) -> Problem:
    """The complaint about an entry whose reading stands nowhere, or in more places than it should."""
    name = getattr(entry, "id", "")
    quoted = f"‘{shortened(reading)}’ in ‘{shortened(context)}’" if context else f"‘{shortened(reading)}’"
    if not places:
        hint = f"copy the words from {text_name} as they stand there, or remove the entry"
        return Problem(f"{name}: {quoted} stands nowhere in {text_name}", entry.place, hint)
    listed = ", ".join(map(str, places[:8])) + (", …" if len(places) > 8 else "")
    message = f"{name}: {quoted} stands {len(places)} times in {text_name}, not {expected}"
    hint = f"it stands at {listed}; give more of the words around it under ‘in’, or ‘every: true’ with the count"
    return Problem(message, entry.place, hint)


def _refuse_overlaps(found: list[tuple[Erratum, int, int]], witness: Layer, locate: Locate) -> None:
    for (first, _, first_end), (second, second_start, _) in pairwise(found):
        if second_start < first_end:
            message = f"{second.id}: it changes words that {first.id} changes too"
            hint = f"both change {locate(witness.origin(second_start))}; make one entry of the two"
            raise InputError(message, place=second.place, hint=hint)


def stet_and_query_problems(errata: ErrataList, canonical: Layer, locate: Locate) -> list[Problem]:
    """Complaints about stet entries and queries whose reading does not stand once in the canonical text."""
    index = TokenIndex(canonical.tokens)
    problems = []
    entries: list[Stet | Query] = [*errata.stet, *errata.queries]
    for entry in entries:
        spans = index.reading(entry.reading, entry.in_)
        if len(spans) != 1:
            places = [locate(canonical.origin(canonical.tokens.starts[first])) for first, _ in spans]
            problems.append(misfit(entry, entry.reading, entry.in_, places, 1, "the canonical text"))
    return problems
