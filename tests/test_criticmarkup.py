"""Changes written into a text: accepted they give what the edition reads, rejected what the witness has."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.edition import ErrataList, Query, Stet, WitnessOptions
from octavo.edition.dictionary import NO_LANGUAGE
from octavo.text.criticmarkup import CannotBeWritten, accepted, change, highlight, openings, rejected, remark
from octavo.text.errata_lines import errata_lines
from reckoned import Case, cases, emended
from repetitive import tried
from test_text import listed

ODD = st.text(st.sampled_from("a b{}+-~>=<\n¶"), max_size=8)


@tried(400)
@given(ODD, ODD)
def test_a_change_is_read_both_ways_or_not_written(was: str, reads: str) -> None:
    try:
        said = change(was, reads)
    except CannotBeWritten:
        assert set(was + reads) & set("{}+-~><=")
        return
    assert (rejected(said), accepted(said)) == (was, reads)
    around = f"before {said} behind"
    assert (rejected(around), accepted(around)) == (f"before {was} behind", f"before {reads} behind")


@tried(200)
@given(ODD)
def test_remarks_are_of_neither_reading(words: str) -> None:
    try:
        said = highlight(words) + remark(words)
    except CannotBeWritten:
        return
    assert accepted(f"x{said}y") == rejected(f"x{said}y") == f"x{words}y"


@pytest.mark.parametrize(
    ("was", "reads", "said"),
    [
        ("ho", "no", "{~~ho~>no~~}"),
        ("ho", "", "{--ho--}"),
        ("", "no", "{++no++}"),
        ("a > b", "no", "{--a > b--}{++no++}"),
        ("ho", "a > b", "{~~ho~>a > b~~}"),
        ("", "", ""),
        ("ho\nhi", "no\nni", "{~~ho\nhi~>no\nni~~}"),
    ],
)
def test_how_a_change_is_written(was: str, reads: str, said: str) -> None:
    assert change(was, reads) == said


@pytest.mark.parametrize("mark", ["{++", "{--", "{~~", "{==", "{>>", "++}", "--}", "~~}", "==}", "<<}", "~>"])
def test_words_that_hold_a_mark_are_refused(mark: str) -> None:
    for write in (lambda words: change(words, "x"), lambda words: change("x", words), remark, highlight):
        with pytest.raises(CannotBeWritten, match="stands in the words, which is a mark of CriticMarkup") as error:
            write(f"a {mark} b")
        assert f"‘{mark}’" in str(error.value)


def test_a_remark_has_single_spaces() -> None:
    assert remark(" a\n  b ") == "{>>a b<<}"
    assert highlight("a\nb") == "{==a\nb==}"


def test_where_what_begins_a_mark_stands() -> None:
    assert list(openings("a {++ {x} {-- {~~ {== {>> --}")) == [2, 10, 14, 18, 22]


@tried(200)
@given(cases())
def test_the_view_of_a_witness_leads_both_ways(case: Case) -> None:
    """Each change of an edition written where it stands: accepted, the edition; rejected, the witness."""
    _, made = emended(case)
    view, a_at = "", 0
    for one in made.changes:
        was, reads = case.witness[one.start : one.end], made.layer.text[one.new_start : one.new_end]
        view += case.witness[a_at : one.start] + change(was, reads)
        a_at = one.end
    view += case.witness[a_at:]
    assert rejected(view) == case.witness
    assert accepted(view) == made.layer.text


def edition(witness: str | None, errata: ErrataList) -> Any:
    """As much of an edition as its lines are made of."""
    options = WitnessOptions.model_validate({"path": "w"})
    read = witness and SimpleNamespace(text=witness, options=options, language=NO_LANGUAGE)
    return SimpleNamespace(witness=read, errata=errata)


def lines(witness: str | None, errata: ErrataList, *, everything: bool = False) -> list[str]:
    return [str(line) for _, line in errata_lines(edition(witness, errata), everything=everything)]


TEXT = "one two three four five six seven ho eight nine ten eleven twelve end"


@pytest.mark.parametrize(
    ("witness", "entry", "line"),
    [
        (TEXT, {"for": "ho", "read": "no"},
         "three four five six seven {~~ho~>no~~} eight nine ten eleven twelve"),
        (TEXT, {"for": "one", "read": "1"}, "{~~one~>1~~} two three four five six"),
        (TEXT, {"for": "end", "read": ""}, "nine ten eleven twelve {--end--}".replace("nine", "eight nine")),
        ("it is the-a-b c d, ho e", {"for": "ho", "read": "no"}, "b c d, {~~ho~>no~~} e".replace("b c", "the-a-b c")),
        ("a ho b c d e-f-g. h", {"for": "ho", "read": "no"}, "a {~~ho~>no~~} b c d e-f-g."),
        ("ho b c d e f. g", {"for": "ho", "read": "no"}, "{~~ho~>no~~} b c d e f."),
        ("f -a b c d ho", {"for": "ho", "read": "no"}, "-a b c d {~~ho~>no~~}"),
        ("by ho, fewer", {"for": ",", "read": "."}, "by ho{~~,~>.~~} fewer"),
        ("end\n\nThen", {"for": "¶", "read": ""}, "end {--¶--} Then"),
        ("end\n\nThen", {"for": "¶ Then", "read": "then"}, "end {~~¶ Then~>then~~}"),
        ("end\n\nThen", {"for": "end ¶", "read": "end,"}, "{~~end ¶~>end,~~} Then"),
        ("ho a\n\nho b", {"for": "ho", "read": "no", "in": "ho b"}, "ho a ¶ {~~ho~>no~~} b"),
        ("other", {"for": "ho", "read": "no", "in": "by ho fewer"}, "by {~~ho~>no~~} fewer"),
        ("other", {"for": "ho", "read": "no", "in": "by hi"}, "{~~ho~>no~~}"),
        ("other", {"for": "ho", "read": "no"}, "{~~ho~>no~~}"),
        (None, {"for": "ho", "read": "no", "in": "by ho"}, "by {~~ho~>no~~}"),
        ("ho ho", {"for": "ho", "read": "no", "every": True, "count": 2}, "{~~ho~>no~~}{>>2 times<<} ho"),
        ("ho", {"for": "ho", "read": "no", "note": "why"}, "{~~ho~>no~~}"),
        ("{++ ho", {"for": "ho", "read": "~>"}, "‘~>’ stands in the words, which is a mark of CriticMarkup"),
    ],
)  # fmt: skip
def test_an_erratum_as_a_line(witness: str | None, entry: dict[str, object], line: str) -> None:
    """With five words of the witness on either side, and no part of a word."""
    assert lines(witness, listed({"id": "a", **entry})) == [line]


def test_everything_has_notes_and_what_stands() -> None:
    entries = listed({"id": "a", "for": "ho", "read": "no", "note": "a  note", "every": True, "count": 1}).model_copy(
        update={
            "stet": [Stet(id="s", reading="by", why="seen"), Stet(id="t", reading="{--", why="so")],
            "queries": [Query(id="q", reading="fewer", in_="ho fewer", why="how many?")],
        }
    )
    assert lines("by ho fewer", entries, everything=True) == [
        "by {~~ho~>no~~}{>>1 times<<}{>>a note<<} fewer",
        "{==by==}{>>stet: seen<<} ho fewer",
        "‘{--’ stands in the words, which is a mark of CriticMarkup",
        "by ho {==fewer==}{>>query: how many?<<}",
    ]
    assert len(lines("by ho fewer", entries)) == 1
    (given_back, *_) = [entry for entry, _ in errata_lines(edition("by ho", entries), everything=True)]
    assert given_back is entries.errata[0]
