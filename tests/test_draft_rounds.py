"""A whole errata list drafted: what is given stays, what is drafted is tried, what cannot be mended is told."""

from __future__ import annotations

from octavo.edition import Stet
from octavo.text.draft import Draft
from octavo.text.draft_list import _in_their_place, complete_draft
from octavo.text.layer import Layer
from reckoned import rule
from test_text import listed, place


def test_an_id_of_the_list_is_not_given_again() -> None:
    errata = listed({"id": "ho-fewer", "for": "teh", "read": "the"})
    errata = errata.model_copy(update={"stet": [Stet(id="ho-fewer-2", reading="by", why="seen")]})
    (entry,), problems = complete_draft(Layer.of("teh by ho fewer"), errata, Layer.of("the by no fewer"), place)
    assert (entry.id, problems) == ("ho-fewer-3", [])


def test_an_erratum_that_the_edition_does_not_follow_is_not_drafted_away() -> None:
    errata = listed({"id": "a", "for": "ho", "read": "no"})
    assert complete_draft(Layer.of("by ho fewer"), errata, Layer.of("by ho fewer"), place) == ([], [])
    drafts, _ = complete_draft(Layer.of("by ho fewer"), errata, Layer.of("by ho less"), place)
    assert [(entry.for_, entry.read, entry.replaces) for entry in drafts] == [("ho fewer", "ho less", ("a",))]


def test_a_witness_without_words_has_no_entries() -> None:
    assert complete_draft(Layer.of(" \n"), listed(), Layer.of("one"), place) == ([], [])


def test_a_rule_of_the_house_that_no_longer_fits_is_told() -> None:
    errata = listed(rules=(rule("ise", "ize", 1),))
    drafts, problems = complete_draft(Layer.of("realise it"), errata, Layer.of("saw it"), place)
    assert [(entry.for_, entry.read) for entry in drafts] == [("realise", "saw")]
    assert [problem.message for problem in problems] == ["the house rule ‘ise’ applies 0 times, its count says 1"]


def test_a_draft_of_the_next_round_takes_over_what_those_before_were_to_replace() -> None:
    first = [Draft("a", "1", "2", "", "unknown", ("x",)), Draft("b", "3", "4", "", "unknown", ("y", "z"))]
    new = [Draft("c", "0 1 3", "0 2 4", "", "unknown", ("w", "a", "b", "w")), Draft("d", "7", "8", "", "unknown")]
    found = _in_their_place([*first, Draft("e", "5", "6", "", "unknown")], new)
    assert [(entry.id, entry.replaces) for entry in found] == [("e", ()), ("c", ("w", "x", "y", "z")), ("d", ())]
