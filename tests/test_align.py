"""Where two texts differ: no word is lost, no word is told twice, and the account is as short as it can be."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations, pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from octavo.text import align
from octavo.text.align import Span, differences
from repetitive import sequences, tried

NARROW = {"SMALL": 12, "WINDOW": 6, "SURE_RUN": 3}
"""So small that a text of some ten words takes the ways of a book that repeats itself for a hundred pages."""


def patched(a: Sequence[str], b: Sequence[str], spans: list[Span]) -> list[str]:
    """b, made of a and the differences; all that stands between two of these must agree."""
    result: list[str] = []
    at = 0
    for a_start, a_end, b_start, b_end in spans:
        result += a[at:a_start]
        assert len(result) == b_start
        result += b[b_start:b_end]
        at = a_end
    return result + list(a[at:])


def told_well(spans: list[Span]) -> None:
    """Each difference is one, and none is empty on both sides or touches the next."""
    assert all(x <= y and z <= w and (x < y or z < w) for x, y, z, w in spans)
    assert all(y < x_next and w < z_next for (_, y, _, w), (x_next, _, z_next, _) in pairwise(spans))


def edits(spans: list[Span]) -> int:
    """How many words have to be put in, left out or changed."""
    return sum(max(y - x, w - z) for x, y, z, w in spans)


@tried(250)
@given(sequences(60), sequences(60))
def test_no_word_is_lost_in_texts_that_repeat_themselves(a: list[str], b: list[str]) -> None:
    for settings in (NARROW, NARROW | {"ANCHOR_LENGTHS": ()}):
        with patch.multiple(align, **settings):
            spans = differences(a, b)
        assert patched(a, b, spans) == b
        told_well(spans)


@tried(120)
@given(sequences(60), sequences(60))
def test_of_short_texts_the_least_number_of_edits_is_told(a: list[str], b: list[str]) -> None:
    spans = differences(a, b)
    assert patched(a, b, spans) == b
    told_well(spans)
    assert edits(spans) == Levenshtein.distance(a, b)


@pytest.mark.parametrize("settings", [NARROW, NARROW | {"SURE_RUN": 100}])
@pytest.mark.parametrize("more", [0, 1, 7, 40])
def test_what_stands_behind_the_end_of_one_text_is_told(settings: dict[str, int], more: int) -> None:
    """Both ways; the texts have no word that stands once, and neither end of one is an end of the other."""
    for shorter in range(4, 30):
        a = ["x", *"ab" * shorter, "y"]
        b = ["z", *"ab" * (shorter + more), "x"]
        for first, second in ((a, b), (b, a)):
            with patch.multiple(align, **settings, ANCHOR_LENGTHS=()):
                spans = differences(first, second)
            assert patched(first, second, spans) == second
            told_well(spans)


def test_a_long_repetitive_text_is_aligned_about_as_well_as_a_short_one() -> None:
    """A few changes in a refrain that fills a book: no more is told than was changed."""
    chance = random.Random(7)
    refrain = [f"w{number}" for number in range(40)]
    a = refrain * 150
    for _ in range(3):
        b = list(a)
        changed = sorted(chance.sample(range(50, len(a) - 50, 100), 12))
        for at in changed:
            b[at] = "novum"
        assert differences(a, b) == [(at, at + 1, at, at + 1) for at in changed]


@pytest.mark.parametrize("at", [0, 1, 4095, 4096, 4097, 8191, 8192, 9998, 9999])
@pytest.mark.parametrize("put_in", [[], ["novum"], ["novum", "alterum"]])
def test_one_place_of_a_long_text(at: int, put_in: list[str]) -> None:
    """Equal beginnings and ends are passed over in strides; a change at either side of a stride's end is found."""
    for a in ([str(number) for number in range(10_000)], [str(number % 3) for number in range(10_000)]):
        spans = differences(a, [*a[:at], *put_in, *a[at + 1 :]])
        assert patched(a, [*a[:at], *put_in, *a[at + 1 :]], spans) == [*a[:at], *put_in, *a[at + 1 :]]
        assert edits(spans) == max(1, len(put_in))


def test_passages_that_have_changed_places() -> None:
    """Of two that have changed places the longer one stays, and the other is told as gone here and new there."""
    head, one, two, end = (
        [f"{name}{n}" for n in range(count)] for name, count in zip("hote", (10, 900, 1800, 10), strict=True)
    )
    a, b = [*head, *one, *two, *end], [*head, *two, *one, *end]
    assert differences(a, b) == [(10, 910, 10, 10), (2710, 2710, 1810, 2710)]
    assert differences(b, a) == [(10, 10, 10, 910), (1810, 2710, 2710, 2710)]


def test_a_word_that_stands_once_is_an_anchor_though_all_around_it_repeats_itself() -> None:
    """Ten words of one kind part a text of two words; what is between them is then small enough."""
    a = [word for n in range(10) for word in (f"once{n}", *["x", "y"] * 300)]
    b = [word for n in range(10) for word in (f"once{n}", *["x", "y"] * 290, "y")]
    spans = differences(a, b)
    assert patched(a, b, spans) == b
    assert edits(spans) == 10 * Levenshtein.distance(["x", "y"] * 300, [*["x", "y"] * 290, "y"])


@tried(100)
@given(st.permutations(range(6)))
def test_of_passages_in_another_order_as_many_as_can_stay_in_place(order: list[int]) -> None:
    """The anchors that are kept are the longest run that increases in both texts."""
    chosen = [kept for size in range(7) for kept in combinations(order, size) if list(kept) == sorted(kept)]
    a = [f"{passage}-{word}" for passage in range(6) for word in range(6)]
    b = [f"{passage}-{word}" for passage in order for word in (*range(6), "new")]
    with patch.multiple(align, SMALL=0):
        spans = differences(a, b)
    assert patched(a, b, spans) == b
    assert len(a) - sum(y - x for x, y, _, _ in spans) == 6 * len(chosen[-1])


@tried(120)
@given(sequences(40, "ab"), sequences(40, "ab"))
def test_two_runs_that_share_a_hash_are_compared_and_not_trusted(a: list[str], b: list[str]) -> None:
    with patch.multiple(align, **NARROW), patch.object(align, "hash", lambda run: sum(run) % 3, create=True):
        spans = differences(a, b)
    assert patched(a, b, spans) == b
    told_well(spans)


@tried(200)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 12)), max_size=9, unique_by=(lambda p: p[0], lambda p: p[1]))
)
def test_the_longest_run_of_anchors_that_increases_in_both_texts(pairs: list[tuple[int, int]]) -> None:
    pairs = sorted(pairs)
    increasing = [
        chosen
        for size in range(len(pairs) + 1)
        for chosen in combinations(pairs, size)
        if all(one[1] < two[1] for one, two in pairwise(chosen))
    ]
    found = align._longest_increasing(pairs)
    assert tuple(found) in increasing
    assert len(found) == len(increasing[-1])


def aligned_at_once(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """The lengths of all pieces of two texts for which every pair of words is looked at."""
    pieces = []
    opcodes = Levenshtein.opcodes

    def recorded(one: list[int], two: list[int]) -> object:
        pieces.append((len(one), len(two)))
        return opcodes(one, two)

    with patch.object(Levenshtein, "opcodes", recorded):
        spans = differences(a, b)
    assert patched(a, b, spans) == b
    return pieces


def test_between_anchors_only_a_few_words_are_aligned() -> None:
    """So that it takes as long as there is text: of a long text, in which every word comes again and again."""
    chance = random.Random(3)
    a = [chance.choice("abcdefghijklmnopqrst") for _ in range(6000)]
    b = list(a)
    for at in range(100, 6000, 200):
        b[at : at + chance.randrange(3)] = chance.choice([["x"], [], ["x", "a"]])
    pieces = aligned_at_once(a, b)
    assert len(pieces) >= 25
    assert max(max(piece) for piece in pieces) < 60


def test_without_anchors_no_more_than_a_window_is_aligned_at_once() -> None:
    a = [str(number % 7) for number in range(20_000)]
    b = [*a[:5000], "0", "0", *a[5000:12_000], *a[12_003:]]
    pieces = aligned_at_once(a, b)
    assert max(max(piece) for piece in pieces) <= align.WINDOW
    assert len(pieces) < 2 * len(a) / align.WINDOW
