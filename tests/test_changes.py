"""The changes of a witness: all that differs, in whole tokens, and who made it."""

from __future__ import annotations

import pytest
from hypothesis import given

from octavo.edition import ErrataList, Erratum
from octavo.text.changes import Change
from octavo.text.emend import emend
from octavo.text.layer import Edit, Layer, trimmed
from octavo.text.tokens import as_flow
from reckoned import Case, cases, emended, rule
from repetitive import tried
from test_text import listed, place


def whole(layer: Layer, offset: int) -> bool:
    return not any(start < offset < end for start, end in zip(layer.tokens.starts, layer.tokens.ends, strict=True))


@tried(200)
@given(cases())
def test_changes_are_all_that_differs_in_whole_tokens(case: Case) -> None:
    _, made = emended(case)
    witness = Layer.of(case.witness)
    a_at = b_at = 0
    for change in (*made.changes, None):
        start, new_start = (change.start, change.new_start) if change else (len(witness.text), len(made.layer.text))
        assert witness.text[a_at:start] == made.layer.text[b_at:new_start]
        if change:
            assert start <= change.end
            assert new_start <= change.new_end
            assert all(whole(witness, offset) for offset in (change.start, change.end))
            assert all(whole(made.layer, offset) for offset in (change.new_start, change.new_end))
            assert change.causes
            assert len(set(map(id, change.causes))) == len(change.causes)
            a_at, b_at = change.end, change.new_end


@tried(200)
@given(cases())
def test_a_change_names_the_errata_that_made_it_and_no_others(case: Case) -> None:
    case = Case(case.witness, case.errata, [])
    reckoned, made = emended(case)
    for change in made.changes:
        for erratum in case.errata:
            start, end = reckoned.span(erratum.for_)
            first, last, _ = trimmed(case.witness, Edit(start, end, as_flow(erratum.read)))
            if first < last and first < change.end and last > change.start:
                assert erratum in change.errata
            if end < change.start or start > change.end:
                assert erratum not in change.errata
    named = {erratum.id for change in made.changes for erratum in change.errata}
    assert named == {erratum.id for erratum in case.errata}


def changes(witness: str, errata: ErrataList) -> list[tuple[str, str, list[str]]]:
    """What was changed, into what, and by which errata and rules."""
    made = emend(Layer.of(witness), errata, place)
    return [
        (
            witness[c.start : c.end],
            made.layer.text[c.new_start : c.new_end],
            [getattr(x, "id", "") or x.for_ for x in c.causes],
        )
        for c in made.changes
    ]


@pytest.mark.parametrize(
    ("witness", "errata", "rules", "expected"),
    [
        ("by ho fewer", [("ho", "no")], [], [("ho", "no", ["a"])]),
        ("one two", [("one", "1"), ("two", "2")], [], [("one", "1", ["a"]), ("two", "2", ["b"])]),
        ("a-b", [("a", "x"), ("-", " ")], [], [("a", "x", ["a"]), ("-", " ", ["b"])]),
        ("turned-from it", [("turned-from", "turned from")], [], [("-", " ", ["a"])]),
        ("to day", [("to day", "today")], [], [("to day", "today", ["a"])]),
        ("today", [("today", "to day")], [], [("today", "to day", ["a"])]),
        ("end\nThen", [("¶", "")], [], [("\n", " ", ["a"])]),
        ("realise it", [], [("ise", "ize", 1)], [("realise", "realize", ["ise"])]),
        ("realise", [], [("real", "ideal", 1), ("ise", "ize", 1)], [("realise", "idealize", ["real", "ise"])]),
        ("realise", [], [("ise", "ize", 1), ("ize", "ise", 1)], [("realise", "realise", ["ise", "ize"])]),
        ("teh prise", [("teh", "the")], [("ise", "ize", 1)], [("teh", "the", ["a"]), ("prise", "prize", ["ise"])]),
        ("a b c d", [], [("b", "bb", 1), ("bb c", "x y", 1)], [("b c", "x y", ["bb c", "b"])]),
        ("It  ", [], [(r"\s$", "", 1)], [(" ", "", [r"\s$"])]),
        ("ho by", [("ho", "nono")], [("nono", "x", 1)], [("ho", "x", ["a", "nono"])]),
        ("page 1\nIt is", [("page 1", "")], [], [("page 1\n", "\n", ["a"])]),
        ("It is\npage 1", [("page 1", "")], [], [("\npage 1", "\n", ["a"])]),
        ("a\nb\nc", [("a", ""), ("c", "")], [], [("a\n", "\n", ["a"]), ("\nc", "\n", ["b"])]),
        ("\nIt", [], [("^", "page ", 1)], [("\n", "page \n", ["^"])]),
        ("œuœu œ", [], [("œ", "oe", 3)], [("œuœu", "oeuoeu", ["œ"]), ("œ", "oe", ["œ"])]),
        ("teh cat", [("teh", "these")], [("ese", "ose", 1)], [("teh", "those", ["a", "ese"])]),
        ("x teh a-b", [("teh", "thee")], [("x", "xyz", 1), ("-", "–", 1)],
         [("x", "xyz", ["x"]), ("teh", "thee", ["a"]), ("-", "–", ["-"])]),
    ],
)  # fmt: skip
def test_changes(
    witness: str,
    errata: list[tuple[str, str]],
    rules: list[tuple[str, str, int]],
    expected: list[tuple[str, str, list[str]]],
) -> None:
    entries = [{"id": name, "for": for_, "read": read} for name, (for_, read) in zip("ab", errata, strict=False)]
    assert changes(witness, listed(*entries, rules=tuple(rule(*one) for one in rules))) == expected


def test_a_change_knows_its_errata_among_its_causes() -> None:
    erratum = Erratum(id="a", for_="x", read="y", kind="unknown")
    assert Change(0, 1, 0, 1, (rule("a", "b", 1), erratum)).errata == (erratum,)
