"""What errata and house rules make of a witness, and what is remembered of it."""

from __future__ import annotations

import pytest
from hypothesis import given

from octavo.edition import ErrataList, Query, Stet
from octavo.errors import InputError
from octavo.text.emend import _spans_after, emend, stet_and_query_problems
from octavo.text.layer import Edit, Layer
from reckoned import Case, cases, emended, rule
from repetitive import tried
from test_text import listed, place


@tried(200)
@given(cases())
def test_errata_then_house_rules(case: Case) -> None:
    reckoned, made = emended(case)
    assert made.layer.text == reckoned.text
    assert made.layer.states == bytes(letter.state for letter in reckoned.letters)
    assert made.house_rule_counts == tuple(count for count in reckoned.counts if count)


@tried(200)
@given(cases())
def test_an_erratum_is_known_by_its_place_in_the_emended_text(case: Case) -> None:
    """However much the rules of the house have changed before it, beside it and within it."""
    reckoned, made = emended(case)
    assert [one.erratum.id for one in made.applications] == [erratum.id for erratum in case.errata]
    for number, application in enumerate(made.applications):
        ours = [at for at, letter in enumerate(reckoned.letters) if number in letter.of]
        assert 0 <= application.start <= application.end <= len(reckoned.letters)
        assert case.witness[application.witness_offset :].startswith(case.errata[number].for_[0].replace("¶", "\n"))
        if ours:
            assert (application.start, application.end) == (ours[0], ours[-1] + 1)


class Counted(list[Edit]):
    """Edits that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, key):
        self.looks += len(range(*key.indices(len(self)))) if isinstance(key, slice) else 1
        return super().__getitem__(key)


def test_carrying_spans_over_the_edits_of_a_rule_takes_as_long_as_there_are_of_both() -> None:
    edits = Counted(Edit(10 * n + 4, 10 * n + 5, "xy") for n in range(2000))
    spans = [(10 * n, 10 * n + 3) for n in range(2000)]
    assert _spans_after(spans, edits) == [(11 * n, 11 * n + 3) for n in range(2000)]
    assert edits.looks < 12 * 2000


def test_complaints_about_an_entry_name_its_places() -> None:
    with pytest.raises(InputError) as error:
        emend(Layer.of("ho " * 9), listed({"id": "a", "for": "ho", "read": "no"}), place)
    (problem,) = error.value.problems
    assert problem.message == "a: ‘ho’ stands 9 times in the witness, not 1"
    listed_places = ", ".join(f"witness.txt:1:{3 * n + 1}" for n in range(8))
    hint = (
        f"it stands at {listed_places}, …; give more of the words around it under ‘in’, or ‘every: true’ with the count"
    )
    assert problem.hint == hint
    with pytest.raises(InputError) as error:
        emend(Layer.of("ho " * 8), listed({"id": "a", "for": "ho", "read": "no"}), place)
    assert "…" not in error.value.problems[0].hint
    with pytest.raises(InputError) as error:
        emend(Layer.of("on"), listed({"id": "a", "for": "ho", "read": "no", "in": "by ho"}), place)
    (problem,) = error.value.problems
    assert problem.message == "a: ‘ho’ in ‘by ho’ stands nowhere in the witness"
    assert problem.hint == "copy the words from the witness as they stand there, or remove the entry"


def test_all_entries_that_do_not_fit_are_told_at_once() -> None:
    entries = listed({"id": "a", "for": "ho", "read": "no"}, {"id": "b", "for": "ha", "read": "na"})
    with pytest.raises(InputError) as error:
        emend(Layer.of("on"), entries, place)
    assert [problem.message.split(":")[0] for problem in error.value.problems] == ["a", "b"]


def test_a_house_rule_with_a_wrong_count_names_the_places_in_the_witness() -> None:
    entries = listed({"id": "a", "for": "x", "read": "xyz"}, rules=(rule("ho", "no", 1), rule("zz", "y", 3)))
    with pytest.raises(InputError) as error:
        emend(Layer.of("x " + "ho " * 9), entries, place)
    first, second = error.value.problems
    assert first.message == "the house rule ‘ho’ applies 9 times, its count says 1"
    assert first.hint == "it applies at " + ", ".join(f"witness.txt:1:{3 * n + 3}" for n in range(8))
    assert (second.message, second.hint) == (
        "the house rule ‘zz’ applies 0 times, its count says 3",
        "it applies nowhere",
    )


def test_a_house_rule_that_leaves_a_place_as_it_is_does_not_count_it() -> None:
    made = emend(Layer.of("Left left"), listed(rules=(rule("[Ll]eft", "left", 1),)), place)
    assert (made.layer.text, made.house_rule_counts) == ("left left", (1,))


def test_errata_that_overlap_are_told_with_the_place_of_both() -> None:
    entries = listed({"id": "b", "for": "two three", "read": "2 3"}, {"id": "a", "for": "one two", "read": "1 2"})
    with pytest.raises(InputError) as error:
        emend(Layer.of("one two three"), entries, place)
    (problem,) = error.value.problems
    assert problem.message == "b: it changes words that a changes too"
    assert problem.hint == "both change witness.txt:1:5; make one entry of the two"


def test_an_erratum_of_a_fault_that_recurs_is_made_everywhere() -> None:
    entry = {"id": "a", "for": "ho", "read": "no", "every": True, "count": 2}
    made = emend(Layer.of("ho by ho"), listed(entry), place)
    assert made.layer.text == "no by no"
    assert [(one.witness_offset, one.start, one.end) for one in made.applications] == [(0, 0, 2), (6, 6, 8)]


def test_errata_that_touch_do_not_overlap() -> None:
    entries = listed({"id": "a", "for": "one", "read": "1"}, {"id": "b", "for": "’", "read": ""})
    assert emend(Layer.of("one’ two"), entries, place).layer.text == "1 two"


def test_stet_and_queries_stand_once_in_the_canonical_text() -> None:
    stet, twice = Stet(id="s", reading="cat", why="seen"), Stet(id="t", reading="the", why="seen")
    query = Query(id="q", reading="dog", why="where?")
    found = stet_and_query_problems(ErrataList(stet=[stet, twice], queries=[query]), Layer.of("the cat the mat"), place)
    assert [problem.message for problem in found] == [
        "t: ‘the’ stands 2 times in the canonical text, not 1",
        "q: ‘dog’ stands nowhere in the canonical text",
    ]
    assert found[0].hint is not None
    assert "witness.txt:1:1, witness.txt:1:9" in found[0].hint
    within = Stet(id="s", reading="the", in_="the cat", why="seen")
    assert stet_and_query_problems(ErrataList(stet=[within]), Layer.of("the cat the mat"), place) == []
