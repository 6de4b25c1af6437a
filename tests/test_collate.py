"""The proof: every difference is told once, at its place, and the counts that an edition publishes add up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.edition import ErrataList, Erratum
from octavo.text.align import differences
from octavo.text.collate import compare, compare_words, paired_words
from octavo.text.emend import emend
from octavo.text.layer import Layer
from octavo.text.tokens import LIGATURES, PARAGRAPH, UNPRINTED
from reckoned import rule
from repetitive import pairs_of_texts, tried
from test_text import listed, place, proof

HIDDEN = ("", "", "\u00ad", "\u200b", "\u2060", "\u200d", "\ufe0f", "\u202a")


@tried(180)
@given(pairs_of_texts())
def test_differences_of_words_and_of_the_spaces_between_words_that_agree(texts: tuple[str, str]) -> None:
    a, b = (Layer.of(text) for text in texts)
    words = differences(a.tokens.words, b.tokens.words)
    alike: list[tuple[int, int]] = []
    a_at = b_at = 0
    for x, y, z, w in [*words, (len(a.tokens), len(a.tokens), len(b.tokens), len(b.tokens))]:
        alike += zip(range(a_at, x), range(b_at, z), strict=True)
        a_at, b_at = y, w
    gaps = [
        (i, i + 2, j, j + 2)
        for i, j in alike
        if (i + 1, j + 1) in alike and a.tokens.glued[i + 1] != b.tokens.glued[j + 1]
    ]
    assert compare(a, b) == sorted(words + gaps)
    assert (compare(a, b) == []) == (a.tokens.words == b.tokens.words and a.tokens.glued == b.tokens.glued)


def as_printed(word: str) -> str:
    return UNPRINTED.sub("", word).translate(LIGATURES)


def outside(layer: Layer, spans: list[tuple[int, int]]) -> str:
    """The letters of a layer that stand in none of the spans, as print shows them."""
    inside = {number for first, last in spans for number in range(first, last)}
    words = [word for number, word in enumerate(layer.tokens.words) if number not in inside and word != PARAGRAPH]
    return "".join(map(as_printed, words))


@tried(180)
@given(pairs_of_texts(), st.lists(st.sampled_from(HIDDEN), min_size=20, max_size=20))
def test_words_of_a_page_are_all_told_or_the_same(texts: tuple[str, str], hidden: list[str]) -> None:
    """What print does not show stands between the letters of one text; the other breaks its lines elsewhere."""
    a = Layer.of("".join(letter + hidden[n % 20] for n, letter in enumerate(texts[0])))
    b = Layer.of(texts[1].replace("\n", " \n"))
    spans = compare_words(a, b, spacing=False)
    assert outside(a, [span[:2] for span in spans]) == outside(b, [span[2:] for span in spans])
    assert all(x < y or z < w for x, y, z, w in spans)
    same = [w for w in Layer.of(texts[0]).tokens.words if w != "\n"] == [w for w in b.tokens.words if w != "\n"]
    assert (spans == []) == same


@pytest.mark.parametrize(
    ("a", "b", "spacing", "expected"),
    [
        ("a b\nc", "a\nb c", True, []),
        ("a b . c", "a b. c", True, [("b .", "b.")]),
        ("a b . c", "a b. c", False, []),
        ("a\nb . c", "a b. d", True, [("b .", "b."), ("c", "d")]),
        ("oﬃce", "office", False, []),
        ("oﬃce", "office", True, [("oﬃce", "office")]),
        ("re\u00advolution", "revolution", True, []),
        ("re\u00advolution", "revolution", False, []),
        ("a\u200bb c", "ab c", True, [("a\u200bb", "ab")]),
        ("a\u200bb c", "ab c", False, []),
        ("ab c\u200b", "ab d", False, [("c", "d")]),
        ("x\u200b y\nz", "x\nz", False, [("y", "")]),
        ("x\nz", "x y\u200b\nz", False, [("", "y")]),
        ("x y\u200b", "x", False, [("y", "")]),
        ("x", "x\ny\u200b", False, [("", "y")]),
        ("one\n\ntwo three", "one four three", True, [("two", "four")]),
        ("one", "one\ntwo", True, [("", "two")]),
        ("one\ntwo", "one", True, [("two", "")]),
    ],
)
def test_words_wherever_lines_and_paragraphs_break(
    a: str, b: str, spacing: bool, expected: list[tuple[str, str]]
) -> None:
    one, two = Layer.of(a), Layer.of(b)
    told = [(read(one, *x[:2]), read(two, *x[2:])) for x in compare_words(one, two, spacing=spacing)]
    assert told == expected
    turned = [(read(two, *x[:2]), read(one, *x[2:])) for x in compare_words(two, one, spacing=spacing)]
    assert turned == [(b_reads, a_reads) for a_reads, b_reads in expected]


def read(layer: Layer, first: int, last: int) -> str:
    tokens = layer.tokens
    return layer.text[tokens.starts[first] : tokens.ends[last - 1]] if first < last else ""


def test_an_empty_side_of_a_difference_of_words_has_its_place() -> None:
    """It stands before the token that follows, or behind the last."""
    a, b = Layer.of("x\u200b z"), Layer.of("x y z y")
    assert compare_words(a, b, spacing=False) == [(2, 2, 1, 2), (3, 3, 3, 4)]
    assert compare_words(Layer.of("x\nz"), b, spacing=True) == [(2, 2, 1, 2), (3, 3, 3, 4)]


@tried(120)
@given(pairs_of_texts())
def test_words_that_two_texts_share_are_paired_in_order(texts: tuple[str, str]) -> None:
    a, b = (Layer.of(text) for text in texts)
    pairs = list(paired_words(a, b))
    assert all(a.tokens.words[i] == b.tokens.words[j] != PARAGRAPH for i, j in pairs)
    assert all(i < k and j < n for (i, j), (k, n) in pairwise(pairs))
    told = compare_words(a, b, spacing=False)
    alone = {number for span in told for number in range(*span[:2])} | {i for i, _ in pairs}
    assert {n for n, word in enumerate(a.tokens.words) if word != PARAGRAPH} <= alone


def test_a_ligature_is_paired_with_its_letters() -> None:
    assert list(paired_words(Layer.of("the\noﬃce"), Layer.of("the office"))) == [(0, 0), (2, 1)]
    assert list(paired_words(Layer.of("the office"), Layer.of("the\noﬃce"))) == [(0, 0), (1, 2)]


@dataclass(frozen=True)
class Proved:
    """Witness, list and edition; the ids of the errata that the edition does not follow; what else was altered."""

    witness: str
    errata: ErrataList
    edition: str
    missed: list[str]
    strays: int


@st.composite
def proved(draw: st.DrawFn) -> Proved:
    """No word comes twice, and what is altered stands apart from what else is."""
    words = [f"w{number}" for number in range(25)]
    errata, missed = [], []
    for number in draw(st.sets(st.sampled_from(range(1, 24, 4)))):
        word, new = f"w{number}", f"n{number}"
        read = draw(st.sampled_from(["", new, f"{new} m{number}", f"{word} {new}", f"{new} {word}", f"{word}, {new}"]))
        errata.append(Erratum(id=f"e{number}", for_=word, read=read, kind="unknown"))
        if draw(st.booleans()):
            missed.append(f"e{number}")
    rules = [rule(r"\bw[048]\b", "v", 3)] if draw(st.booleans()) else []
    witness = Layer.of(" ".join(words))
    followed = [erratum for erratum in errata if erratum.id not in missed]
    edition = emend(witness, ErrataList(errata=followed, normalise=rules), place).layer.text
    strays = draw(st.sets(st.sampled_from(["w3", "w11", "w23"])))
    for stray in strays:
        edition = edition.replace(f"{stray} ", "stray ")
    missed.sort(key=lambda name: int(name[1:]))
    return Proved(witness.text, ErrataList(errata=errata, normalise=rules), edition, missed, len(strays))


@tried(180)
@given(proved())
def test_what_an_edition_publishes_of_its_proof(case: Proved) -> None:
    found = proof(case.witness, case.edition, case.errata)
    rules = sum(found.emended.house_rule_counts)
    assert found.unused == tuple(case.missed)
    assert [item.erratum for item in found.unexplained if item.erratum] == case.missed
    assert sum(not item.erratum for item in found.unexplained) == case.strays
    assert found.accounted == len(case.errata.errata) - len(case.missed) + rules
    assert found.differences == len(case.errata.errata) + rules + case.strays
    assert found.clean == (not case.missed and not case.strays)
    assert found.words_in_witness == 25
    assert found.words_normalised == rules
    words = [token for token in found.emended.layer.tokens.words if token != ","]
    assert found.words_emended == sum(word[0] in "nm" for word in words)
    assert found.words_as_received + found.words_emended + found.words_normalised == len(words)


@tried(120)
@given(proved())
def test_a_difference_has_its_place_in_witness_and_edition(case: Proved) -> None:
    found = proof(case.witness, case.edition, case.errata)
    for item in found.unexplained:
        if item.read:
            assert case.edition[item.edition_offset :].startswith(item.read)
        if item.for_ and item.for_.startswith("w"):
            assert case.witness[item.witness_offset :].startswith(item.for_)


@pytest.mark.parametrize(
    ("witness", "edition", "places"),
    [
        ("one two", "one", [(4, 3)]),
        ("one", "one two", [(3, 4)]),
        ("two one", "one", [(0, 0)]),
        ("a\nb", "a b", [(1, 2)]),
        ("", "one", [(0, 0)]),
    ],
)
def test_places_at_the_ends(witness: str, edition: str, places: list[tuple[int, int]]) -> None:
    assert [(u.witness_offset, u.edition_offset) for u in proof(witness, edition).unexplained] == places


def test_an_erratum_of_which_one_place_is_not_followed() -> None:
    entries = listed({"id": "a", "for": "ho", "read": "no", "every": True, "count": 3})
    found = proof("ho x ho y ho", "no x ho y no", entries)
    assert (found.unused, found.accounted, found.differences, found.clean) == (("a",), 2, 3, False)
    assert [(item.for_, item.read, item.witness_offset) for item in found.unexplained] == [("no", "ho", 5)]
    twice = proof("ho x ho y ho", "no x ho y ho", entries)
    assert (twice.unused, twice.accounted, twice.differences) == (("a",), 1, 3)


@pytest.mark.parametrize(
    ("for_", "read", "edition"),
    [
        ("ho", "no", "by ho"),
        ("by ho", "by no", "by ho"),
        ("ho", "", "by ho"),
        ("by", "", "by ho"),
        ("ho", "ho ho", "by ho"),
        ("by", "by by", "by ho"),
        ("ho", "¶ ho", "by ho"),
        ("by ho", "by ¶ no", "by ho"),
    ],
)
def test_an_erratum_that_is_not_followed_is_known_by_the_words_that_it_changes(
    for_: str, read: str, edition: str
) -> None:
    assert proof("by ho", edition, listed({"id": "a", "for": for_, "read": read})).unused == ("a",)


@pytest.mark.parametrize("edition", ["by so", "by ho ho", "by", "bi ho", "bi no"])
def test_any_other_reading_is_no_erratum_that_is_not_followed(edition: str) -> None:
    entries = listed({"id": "a", "for": "ho", "read": "no"})
    assert proof("by ho", edition, entries).unused == ()
    assert not proof("by ho", edition, entries).clean


@pytest.mark.parametrize(
    ("errata", "rules", "counts"),
    [
        ([("by ho", "by no")], [], (1, 1, 0)),
        ([("by ho", "by no,")], [], (1, 1, 0)),
        ([("ho", "")], [], (1, 0, 0)),
        ([], [("o", "oo", 1)], (1, 0, 1)),
        ([("ho", "no")], [("b", "B", 1)], (0, 1, 1)),
        ([], [(" ", "-", 1)], (2, 0, 0)),
        ([], [("$", "-", 1)], (2, 0, 0)),
    ],
)
def test_words_as_received_emended_and_normalised(
    errata: list[tuple[str, str]], rules: list[tuple[str, str, int]], counts: tuple[int, int, int]
) -> None:
    entries = [{"id": f"e{n}", "for": for_, "read": read} for n, (for_, read) in enumerate(errata)]
    found = proof("by ho", "", listed(*entries, rules=tuple(rule(*one) for one in rules)))
    assert (found.words_as_received, found.words_emended, found.words_normalised) == counts
