"""What a drafted entry says: its reading, the words around it, its id, a likely kind, what it replaces."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from octavo.edition import ErrataList, Erratum
from octavo.text.align import Span
from octavo.text.collate import collate, collate_emended
from octavo.text.differing import differing
from octavo.text.draft import Draft, draft, likely_kind
from octavo.text.draft_list import complete_draft
from octavo.text.emend import emend
from octavo.text.find import TokenIndex
from octavo.text.layer import Layer
from octavo.text.tokens import reading_tokens
from reckoned import Case, cases, emended
from repetitive import pairs_of_texts, sequences, tried
from test_draft import drafted
from test_text import listed, place


@st.composite
def edited_cases(draw: st.DrawFn, *, rules: bool) -> tuple[Case, str]:
    """A witness with errata and, it may be, rules of the house, and its edition after a few edits more."""
    case = draw(cases())
    case = case if rules else Case(case.witness, case.errata, [])
    _, made = emended(case)
    edition = made.layer.text
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(edition)))
        put_in = draw(st.sampled_from(["", "\n", " ", "on ", ", ", "novum"]))
        edition = edition[:at] + put_in + edition[at + draw(st.integers(0, 6)) :]
    return case, edition


@tried(150)
@given(pairs_of_texts())
def test_with_the_drafted_entries_the_proof_is_clean(texts: tuple[str, str]) -> None:
    witness = Layer.of(texts[0])
    entries = drafted(*texts)
    assert len({entry.id for entry in entries}) == len(entries)
    index = TokenIndex(witness.tokens)
    for entry in entries:
        assert re.fullmatch(r"[\w.-]+", entry.id)
        assert len(index.reading(entry.for_, entry.context)) == entry.count
        if entry.context:
            assert len(index.reading(entry.for_, "")) > entry.count, "the words around it are not needed"
            assert len(reading_tokens(entry.context)) <= 2 * 8 + len(reading_tokens(entry.for_))
        assert entry.kind == likely_kind(entry.for_, entry.read)


@tried(150)
@given(sequences(30), sequences(30))
def test_one_round_is_enough_where_all_words_are_apart(a: list[str], b: list[str]) -> None:
    """However the passages of the two texts repeat themselves."""
    witness, edition = " ".join(["one", *a]), " ".join(["one", *b])
    errata = ErrataList(errata=[entry.erratum for entry in entries(witness, edition)])
    assert collate(Layer.of(witness), Layer.of(edition), errata, place).clean


@tried(150)
@given(edited_cases(rules=False))
def test_drafts_stand_in_the_place_of_the_errata_that_they_touch(example: tuple[Case, str]) -> None:
    case, edition = example
    errata = ErrataList(errata=case.errata)
    drafts, problems = complete_draft(Layer.of(case.witness), errata, Layer.of(edition), place)
    replaced = [name for entry in drafts for name in entry.replaces]
    assert len(set(replaced)) == len(replaced)
    assert set(replaced) <= {erratum.id for erratum in case.errata}
    kept = [erratum for erratum in case.errata if erratum.id not in replaced]
    assert problems == []
    together = ErrataList(errata=[*kept, *(entry.erratum for entry in drafts)])
    found = collate(Layer.of(case.witness), Layer.of(edition), together, place)
    assert {item.erratum for item in found.unexplained} <= {erratum.id for erratum in kept}


@tried(150)
@given(edited_cases(rules=True))
def test_between_two_stretches_the_texts_agree_token_by_token(example: tuple[Case, str]) -> None:
    case, text = example
    _, made = emended(case)
    witness, edition = Layer.of(case.witness), Layer.of(text)
    unexplained = [item.span for item in collate_emended(witness, made, edition).unexplained]
    stretches = list(differing(unexplained, witness, made, edition))
    a_at = b_at = 0
    for start, end, b_start, b_end in [
        *(s.span for s in stretches),
        (len(witness.tokens),) * 2 + (len(edition.tokens),) * 2,
    ]:
        assert a_at <= start <= end
        assert b_at <= b_start <= b_end
        assert witness.tokens.words[a_at:start] == edition.tokens.words[b_at:b_start]
        a_at, b_at = end, b_end
    told = [name for stretch in stretches for name in stretch.errata]
    assert sorted(told) == sorted(erratum.id for erratum in case.errata)
    open_tokens = {n for s in stretches if s.is_open for n in range(s.span[2], s.span[3] + 1)}
    assert all(set(range(span[2], span[3] + 1)) <= open_tokens for span in unexplained)
    if not unexplained:
        assert not any(stretch.is_open for stretch in stretches)


@pytest.mark.parametrize(
    ("errata", "edition", "expected"),
    [
        ([("one", "1"), ("two", "2")], "1 2 tree",
         [((0, 1, 0, 1), False, ("a",)), ((1, 2, 1, 2), False, ("b",)), ((2, 3, 2, 3), True, ())]),
        ([("two", "")], "one three", [((1, 2, 1, 1), False, ("a",))]),
        ([("two", "")], "one tree", [((1, 3, 1, 2), True, ("a",))]),
        ([("one", "one or")], "one ore two three", [((0, 1, 0, 2), True, ("a",))]),
        ([("one", "one or")], "one or tow three", [((0, 1, 0, 2), False, ("a",)), ((1, 2, 2, 3), True, ())]),
        ([("one two", "two one")], "two one three", [((0, 2, 0, 2), False, ("a",))]),
        ([], "one new two three new", [((1, 1, 1, 2), True, ()), ((3, 3, 4, 5), True, ())]),
        ([], "one two three", []),
    ],
)  # fmt: skip
def test_stretches(
    errata: list[tuple[str, str]], edition: str, expected: list[tuple[Span, bool, tuple[str, ...]]]
) -> None:
    """Stretches that only touch are each by itself: what accounts for one does not touch the other."""
    witness, text = Layer.of("one two three"), Layer.of(edition)
    entries = [{"id": name, "for": for_, "read": read} for name, (for_, read) in zip("ab", errata, strict=False)]
    made = emend(witness, listed(*entries), place)
    spans = [item.span for item in collate_emended(witness, made, text).unexplained]
    found = list(differing(spans, witness, made, text))
    assert [(stretch.span, stretch.is_open, stretch.errata) for stretch in found] == expected


def entries(witness: str, edition: str, taken: tuple[str, ...] = ()) -> list[Draft]:
    layer, other = Layer.of(witness), Layer.of(edition)
    made = emend(layer, ErrataList(), place)
    spans = [item.span for item in collate(layer, other, ErrataList(), place).unexplained]
    return draft(spans, layer, made, other, taken)


@pytest.mark.parametrize(
    ("witness", "edition", "expected"),
    [
        ("by ho fewer than", "by no fewer than", [("ho-fewer", "ho", "no", "", "unknown")]),
        ("by ho", "by no", [("ho", "ho", "no", "", "unknown")]),
        ("a ho b ho c", "a no b ho c", [("ho-b", "ho", "no", "ho b", "unknown")]),
        ("ho a ho", "ho a no", [("ho", "ho", "no", "a ho", "unknown")]),
        ("x a ho y a ho z", "x a no y a ho z", [("ho-y", "ho", "no", "ho y", "unknown")]),
        ("x ho, y ho, z", "x no, y ho, z", [("ho-y", "ho", "no", "x ho", "unknown")]),
        ("a b c d e f", "a x y z e f", [("b-c-d-e", "b c d", "x y z", "", "unknown")]),
        ("a b c d e f", "a x y z w f", [("b-c-d-f", "b c d e", "x y z w", "", "unknown")]),
        ("the end, Then", "the end. Then", [("end-then", ",", ".", "", "punctuation")]),
        ("x a ho b c y a ho d z e ho b", "x a no b c y a ho d z e ho b", [("ho-b", "ho", "no", "a ho b", "unknown")]),
        ("q a ho b, x a ho b c", "q a no b, x a ho b c", [("ho-b", "ho", "no", "q a ho", "unknown")]),
        ("one, two", "one two", [("one-two", ",", "", "", "punctuation")]),
        ("one -two", "one two", [("one-two", "-", "", "", "hyphen")]),
        ("a, b, c", "a. b, c", [("a-b", ",", ".", ", b", "punctuation")]),
        ("a, b, c", "a, b. c", [("b-c", ",", ".", ", c", "punctuation")]),
        ("a - b - c", "a + b - c", [("a-b", "-", "+", "- b", "punctuation")]),
        ("the ‘end’ is", "the “end” is", [("the-end", "‘", "“", "", "quotation-mark"),
                                        ("end-is", "’", "”", "", "quotation-mark")]),
        ("Sailors came", "sailors came", [("sailors-came", "Sailors", "sailors", "", "capital")]),
        ("more\nfrom", "more from", [("more-from", "¶", "", "", "paragraph")]),
        ("more from", "more\nfrom", [("more-from", "more from", "more ¶ from", "", "paragraph")]),
        ("to day", "today", [("to-day", "to day", "today", "", "spacing")]),
        ("turned-from it", "turned from it", [("turned-from-it", "turned-from", "turned from", "", "hyphen")]),
        ("it’s L’Été now", "it’s l’été now", [("lete-now", "L’Été", "l’été", "", "capital")]),
        ("one two", "one new two", [("two", "two", "new two", "", "unknown")]),
        ("one two", "one two new", [("two", "two", "two new", "", "unknown")]),
        ("one two", "one, two", [("one-two", "one", "one,", "", "punctuation")]),
        ("one two", "new one two", [("one-two", "one", "new one", "", "unknown")]),
        ("one", "‘one’", [("one", "one", "‘one’", "", "quotation-mark")]),
        (". . .", ". . ,", [("reading", ". . .", ". . ,", "", "punctuation")]),
        ("a b", "c d", [("a-b", "a b", "c d", "", "unknown")]),
    ],
)  # fmt: skip
def test_an_entry(witness: str, edition: str, expected: list[tuple[str, str, str, str, str]]) -> None:
    told = [(e.id, e.for_, e.read, e.context, e.kind) for e in entries(witness, edition)]
    assert told == expected


def test_an_id_that_is_taken_is_counted_on() -> None:
    taken = ("ho-fewer", "ho-fewer-2")
    assert [entry.id for entry in entries("by ho fewer", "by no fewer", taken)] == ["ho-fewer-3"]
    ids = [e.id for e in entries("a ho b, ho c. ho b", "a no b, na c. ne b")]
    assert ids == ["ho-b", "ho-c", "ho-b-2"]


@pytest.mark.parametrize(
    ("behind", "before", "expected"),
    [
        (0, 8, ("ho", "ho y")),
        (7, 8, ("ho", "ho w0 w1 w2 w3 w4 w5 w6 y")),
        (8, 7, ("ho", "x w0 w1 w2 w3 w4 w5 w6 ho")),
        (8, 8, ("w7 ho w0", "w7 ho w0 w1 w2 w3 w4 w5 w6 w7 y")),
        (9, 8, ("w7 ho w0", "x w0 w1 w2 w3 w4 w5 w6 w7 ho w0")),
    ],
)
def test_up_to_eight_words_on_a_side_tell_a_reading_from_others(
    behind: int, before: int, expected: tuple[str, str]
) -> None:
    """Then the reading itself has more words. Behind ‘ho’ the same words follow in two places, before it too."""
    after, ahead = [f"w{n}" for n in range(behind)], [f"w{n}" for n in range(before)]
    far = [f"far{n}" for n in range(100)]
    witness = " ".join([*far, "x", *ahead, "ho", *after, "y", *ahead, "ho", *after, "z"])
    (entry,) = entries(witness, witness.replace("ho", "no", 1))
    assert (entry.for_, entry.context) == expected


@pytest.mark.parametrize(
    ("for_", "read", "kind"),
    [
        ("a ¶ b", "a b", "paragraph"),
        ("a ¶ b ¶ c", "a ¶ b c", "paragraph"),
        ("a ¶ b", "a ¶ c", "unknown"),
        ("to day", "today", "spacing"),
        ("to-day", "today", "hyphen"),
        ("to-day", "to day", "hyphen"),
        ("to‐day", "to‑day", "hyphen"),
        ("To day", "today", "unknown"),
        ("Left", "left", "capital"),
        ("left,", "left.", "punctuation"),
        ("‘left’", "“left”", "quotation-mark"),
        ("left", "«left»", "quotation-mark"),
        ("‘left,", "“left.", "punctuation"),
        ("ho", "no", "unknown"),
        ("the the", "the", "unknown"),
    ],
)
def test_the_kind_that_two_readings_suggest(for_: str, read: str, kind: str) -> None:
    assert likely_kind(for_, read) == kind


def test_an_entry_as_it_stands_in_the_list() -> None:
    entry = Draft("a", "ho", "no", "by ho", "misread", ("x", "y"), 2)
    assert entry.yaml() == (
        '  # in the place of x, y: remove what stands there now\n  - id: a\n    for: "ho"\n    read: "no"\n'
        '    in: "by ho"\n    kind: misread\n    every: true\n    count: 2'
    )
    assert entry.yaml(replaced=True).split("\n")[0] == "  # in the place of x, y"
    assert Draft("a", "ho", "", "", "omission").yaml() == '  - id: a\n    for: "ho"\n    read: ""\n    kind: omission'


@tried(100)
@given(
    st.text(min_size=1, max_size=6), st.sampled_from(["", "’ \u2028x", "\x85\x9f", "\u202a\u2066\ufeff"]), st.booleans()
)
def test_an_entry_is_read_as_it_was_written(for_: str, read: str, recurs: bool) -> None:
    if for_.split() == read.split():
        read = f"{for_}x"
    entry = Draft("a", for_, read, "in it", "unknown", count=2 if recurs else 1)
    (row,) = yaml.safe_load(entry.yaml())
    assert Erratum.model_validate(row) == entry.erratum
    assert (entry.erratum.for_, entry.erratum.read, entry.erratum.in_) == (for_, read, "in it")
    assert (entry.erratum.every, entry.erratum.count) == ((True, 2) if recurs else (False, None))
    assert not re.search(
        r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]", entry.yaml().replace("\n", "")
    )
