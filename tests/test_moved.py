"""What has only moved between two versions of a text, and differences as a reader names them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.text.align import Span, differences
from octavo.text.collate import compare
from octavo.text.layer import Layer
from octavo.text.moved import MOST_PLACES, WIDEST_GAP, Leftover, Moved, find_moved
from octavo.text.whole import FARTHEST, spacing, whole
from repetitive import pairs_of_texts, sequences, tried
from test_align import patched


def leftover(words: str, breaks: set[int] | None = None, free: set[int] | None = None) -> Leftover:
    tokens = words.split()
    return Leftover(tokens, set(range(len(tokens))) if free is None else free, frozenset(breaks or {0}))


def moves(a: Leftover, b: Leftover, moved: Moved) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    def said(spans: list[Span]) -> list[tuple[str, str]]:
        return [(" ".join(a.words[x:y]), " ".join(b.words[z:w])) for x, y, z, w in spans]

    return said(moved.runs), said(moved.changed)


@pytest.mark.parametrize(
    ("a", "b", "runs", "changed", "a_left", "b_left"),
    [
        ("1 2 3 4 5", "new 1 2 3 4 5", ["1 2 3 4 5"], [], "", "new"),
        ("1 2 3 4 5", "x 1 2 3 4 5", ["1 2 3 4 5"], [], "", ""),
        ("1 2 3 4", "x 1 2 3 4", [], [], "1 2 3 4", "x 1 2 3 4"),
        ("1 2 3 4 5 ho 6 7 8 9 0", "1 2 3 4 5 no 6 7 8 9 0", ["1 2 3 4 5", "6 7 8 9 0"], [("ho", "no")], "", ""),
        ("1 2 3 4 5 6 7 8 9 0", "6 7 8 9 0 1 2 3 4 5", ["1 2 3 4 5", "6 7 8 9 0"], [], "", ""),
        ("1 2 3 4 5 end", "1 2 3 4 5 ent", ["1 2 3 4 5"], [("end", "ent")], "", ""),
        ("1 2 3 4 5 x y z v", "1 2 3 4 5 q", ["1 2 3 4 5"], [], "x y z v", "q"),
        ("1 2 3 4 5 x y z v", "1 2 3 4 5", ["1 2 3 4 5"], [], "x y z v", ""),
        ("1 2 3 4 5", "1 2 3 4 5 x y z v", ["1 2 3 4 5"], [], "", "x y z v"),
        ("1 2 3 4 5 x a", "1 2 3 4 5 y a z v", ["1 2 3 4 5"], [("x", "y"), ("", "z v")], "", ""),
        ("1 2 3 4 5 6 7 8 9 0", "new 6 7 8 9 0 new 1 2 3 4 5", ["1 2 3 4 5", "6 7 8 9 0"], [], "", "new new"),
        ("ho 1 2 3 4 5", "no 1 2 3 4 5", ["1 2 3 4 5"], [("ho", "no")], "", ""),
        ("1. 1 2 3 4 5", "1 2 3 4 5", ["1 2 3 4 5"], [], "", ""),
        ("1 2 3 4 5", "[12] 1 2 3 4 5", ["1 2 3 4 5"], [], "", ""),
        ("1 2 3 4 5", "1234 1 2 3 4 5", ["1 2 3 4 5"], [], "", "1234"),
        ("1 2 3 4 5 1 2 3 4 6", "1 2 3 4 6 1 2 3 4 5", ["1 2 3 4 5", "1 2 3 4 6"], [], "", ""),
        ("1 2 3 4 5 9", "1 2 3 4 5 8 1 2 3 4 5 9", ["1 2 3 4 5 9"], [], "", "1 2 3 4 5 8"),
    ],
)
def test_what_stands_elsewhere_is_no_difference(
    a: str, b: str, runs: list[str], changed: list[tuple[str, str]], a_left: str, b_left: str
) -> None:
    one, two = leftover(a), leftover(b)
    found = moves(one, two, find_moved(one, two))
    assert found == ([(run, run) for run in runs], changed)
    assert [" ".join(side.words[n] for n in sorted(side.free)) for side in (one, two)] == [a_left, b_left]


def test_a_passage_between_two_runs_is_compared_where_both_go_on() -> None:
    """Within the widest gap; beyond it, the words stay what they are, missing here and new there."""
    run, other = "1 2 3 4 5", "6 7 8 9 0"
    for gap in (1, WIDEST_GAP, WIDEST_GAP + 1):
        ours, theirs = " ".join(f"a{n}" for n in range(gap)), " ".join(f"b{n}" for n in range(gap))
        one, two = leftover(f"{run} {ours} {other}"), leftover(f"{run} {theirs} {other}")
        found = find_moved(one, two)
        assert len(found.runs) == 2
        assert (len(found.changed), len(one.free)) == ((1, 0) if gap <= WIDEST_GAP else (0, gap))


def test_words_before_a_run_are_compared_from_the_break_on() -> None:
    one, two = leftover("x y ho 1 2 3 4 5", {0, 2}), leftover("q no 1 2 3 4 5", {1})
    assert moves(one, two, find_moved(one, two)) == ([("1 2 3 4 5", "1 2 3 4 5")], [("ho", "no")])
    assert (one.free, two.free) == ({0, 1}, {0})
    one, two = leftover("x y ho 1 2 3 4 5", {2}), leftover("q no 1 2 3 4 5", {99})
    assert moves(one, two, find_moved(one, two)) == ([("1 2 3 4 5", "1 2 3 4 5")], [("ho", "no")])
    one, two = leftover("x ho 1 2 3 4 5", {99}), leftover("q no 1 2 3 4 5", {99})
    assert moves(one, two, find_moved(one, two)) == ([("1 2 3 4 5", "1 2 3 4 5")], [])


def test_of_leads_of_two_lengths_each_is_compared_from_its_own_break_on() -> None:
    one, two = leftover("x ho hi ha 1 2 3 4 5", {1}), leftover("q hi he 1 2 3 4 5", {1})
    assert moves(one, two, find_moved(one, two))[1] == [("ho", ""), ("ha", "he")]
    assert (one.free, two.free) == ({0}, {0})


def test_what_is_no_longer_free_ends_a_lead() -> None:
    free = set(range(1, 7))
    one, two = leftover("k ho 1 2 3 4 5", {0}, free), leftover("k no 1 2 3 4 5", {0}, free)
    assert moves(one, two, find_moved(one, two)) == ([("1 2 3 4 5", "1 2 3 4 5")], [])
    assert (one.free, two.free) == ({1}, {1})


def test_what_a_note_is_called_by_stands_alone_before_it() -> None:
    one, two = leftover("1 2 3 4 5", {0}), leftover("end 3. 1 2 3 4 5", {0, 1})
    assert moves(one, two, find_moved(one, two)) == ([("1 2 3 4 5", "1 2 3 4 5")], [])
    assert two.free == {0}
    one, two = leftover("end 3. 1 2 3 4 5", {0, 1}), leftover("1 2 3 4 5", {0})
    find_moved(one, two)
    assert one.free == {0}
    one, two = leftover("k 1 2 3 4 5", {0}, set(range(1, 6))), leftover("3. 1 2 3 4 5", {0})
    find_moved(one, two)
    assert two.free == {0}, "in the other version no paragraph begins there"


def test_words_behind_a_run_are_compared_up_to_the_break() -> None:
    one, two = leftover("1 2 3 4 5 ho x", {0, 6}), leftover("1 2 3 4 5 no q", {0, 6})
    assert moves(one, two, find_moved(one, two)) == ([("1 2 3 4 5", "1 2 3 4 5")], [("ho", "no")])
    assert (one.free, two.free) == ({6}, {6})


def test_what_is_taken_already_is_not_found_again() -> None:
    one, two = leftover("1 2 3 4 5", free={0, 1, 2, 3}), leftover("1 2 3 4 5")
    assert find_moved(one, two).runs == []
    one, two = leftover("1 2 3 4 5 6"), leftover("1 2 3 4 5 6", free={0, 1, 2, 3, 4})
    assert find_moved(one, two).runs == [(0, 5, 0, 5)]


def test_short_blocks_whose_words_are_all_the_same_are_the_same() -> None:
    one, two = leftover("a b c d a b"), leftover("c d x a b")
    found = find_moved(one, two, [([(0, 2), (2, 4), (4, 6)], [(0, 2), (3, 5)])])
    assert found.runs == [(0, 2, 3, 5), (2, 4, 0, 2)]
    assert (one.free, two.free) == ({4, 5}, {2})
    one, two = leftover("a b", free={0}), leftover("a b")
    assert find_moved(one, two, [([(0, 2)], [(0, 2)])]).runs == []
    one, two = leftover("a b"), leftover("a b", free={0})
    assert find_moved(one, two, [([(0, 2)], [(0, 2)])]).runs == []


def test_a_refrain_is_looked_for_in_a_few_places_only() -> None:
    one, two = leftover("1 2 3 4 5 9"), leftover(" ".join(["1 2 3 4 5 8"] * MOST_PLACES + ["1 2 3 4 5 9"]))
    assert moves(one, two, find_moved(one, two))[0] == [("1 2 3 4 5", "1 2 3 4 5")]
    one, two = leftover("1 2 3 4 5 9"), leftover(" ".join(["1 2 3 4 5 8"] * (MOST_PLACES - 1) + ["1 2 3 4 5 9"]))
    assert moves(one, two, find_moved(one, two))[0] == [("1 2 3 4 5 9", "1 2 3 4 5 9")]


@tried(120)
@given(sequences(40), sequences(40))
def test_every_word_is_moved_changed_or_left(a: list[str], b: list[str]) -> None:
    one, two = leftover(" ".join(a)), leftover(" ".join(b))
    found = find_moved(one, two)
    for x, y, z, w in found.runs:
        assert a[x:y] == b[z:w]
        assert y - x >= 5
    for side, at in ((one, 0), (two, 2)):
        taken = [n for span in (*found.runs, *found.changed) for n in range(span[at], span[at + 1])]
        assert len(set(taken)) == len(taken), "no word is told twice"
        assert side.free.isdisjoint(taken)


@tried(150)
@given(sequences(40), sequences(40), st.sets(st.integers(0, 40)))
def test_differences_as_a_reader_names_them_leave_nothing_out(a: list[str], b: list[str], breaks: set[int]) -> None:
    spans = differences(a, b)
    named = whole(spans, a, b, breaks, breaks)
    assert patched(a, b, named) == b
    assert len(named) <= len(spans)
    for x, y, z, w in named:
        assert a[x:y] != b[z:w]
        if x < y and z < w:
            assert a[x] != b[z]
            assert a[y - 1] != b[w - 1]


@pytest.mark.parametrize(
    ("a", "b", "named"),
    [
        ("1 2 3", "1 x 3", [("2", "x")]),
        ("a b c d e f", "1 2 c 4 5 f", [("a b c d e", "1 2 c 4 5")]),
        ("a b c d e f", "1 b c d 2 f", [("a", "1"), ("e", "2")]),
        ("a b c d e", "1 b 2 d e", [("a", "1"), ("c", "2")]),
        ("a a b", "a b", [("a", "")]),
    ],
)
def test_crumbs_between_differences_are_taken_in(a: str, b: str, named: list[tuple[str, str]]) -> None:
    ours, theirs = a.split(), b.split()
    found = whole(differences(ours, theirs), ours, theirs, set(), set())
    assert [(" ".join(ours[x:y]), " ".join(theirs[z:w])) for x, y, z, w in found] == named


@pytest.mark.parametrize(
    ("breaks", "span"), [({0, 4}, (0, 2)), ({1, 3}, (1, 3)), ({0, 2}, (2, 4)), ({4}, (2, 4)), (set(), (2, 4))]
)
def test_a_passage_that_only_one_version_has_begins_with_a_paragraph(breaks: set[int], span: tuple[int, int]) -> None:
    """‘x y x y’ for ‘x y’: which of the two is new, nobody can tell but by where a paragraph begins."""
    long, short = list("xyxy"), list("xy")
    place = (span[0], span[0])
    assert whole([(2, 2, 2, 4)], short, long, set(), breaks) == [place + span]
    assert whole([(2, 4, 2, 2)], long, short, breaks, set()) == [span + place]


def test_a_passage_is_moved_no_farther_than_the_words_agree_and_sixty_words() -> None:
    words = ["x"] * 200
    for far in (-61, -60, -1, 0, 1, 60, 61):
        (found,) = whole([(100, 101, 100, 100)], words, words[1:], {100 + far}, set())
        assert found[0] == (100 + far if abs(far) <= FARTHEST else 100)
    row, shorter = list("abxyxyq"), list("abxyq")
    assert whole([(4, 6, 4, 4)], row, shorter, {1}, set()) == [(4, 6, 4, 4)]
    assert whole([(4, 6, 4, 4)], row, shorter, {2}, set()) == [(2, 4, 2, 2)]
    assert whole([(2, 4, 2, 2)], row, shorter, {5}, set()) == [(2, 4, 2, 2)]
    assert whole([(2, 4, 2, 2)], row, shorter, {4}, set()) == [(4, 6, 4, 4)]


def test_a_passage_is_moved_only_over_words_that_it_ends_in() -> None:
    """Words that agree farther off are of no use."""
    row = list("xyyyy")
    assert whole([(0, 1, 0, 0)], row, row[1:], {2}, set()) == [(0, 1, 0, 0)]
    assert whole([(4, 5, 4, 4)], row[::-1], row[:0:-1], {2}, set()) == [(4, 5, 4, 4)]
    assert whole([(1, 2, 1, 2)], ["x", "x"], ["x", "y"], {0}, {0}) == [(1, 2, 1, 2)], "both versions have words there"


def test_a_difference_begins_and_ends_with_words_that_differ() -> None:
    a, b = ["c", "y", "y"], ["c", "x", "c", "z", "z"]
    assert whole([(0, 0, 0, 2), (1, 3, 3, 5)], a, b, set(), set()) == [(1, 3, 1, 5)]
    a, b = ["y", "y", "c"], ["z", "z", "c", "x", "c"]
    assert whole([(0, 2, 0, 2), (3, 3, 3, 5)], a, b, set(), set()) == [(0, 2, 0, 4)]
    for a, b in (("k x", "l x"), ("k x", "x"), ("x", "k x")):
        one, two = a.split(), b.split()
        spaces = (len(one) - 1, len(one), len(two) - 1, len(two))
        assert whole([spaces], one, two, set(), set()) == [spaces], "the words agree, and the spaces do not"


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("a b . c", "a b. c", [(1, 3, 1, 3)]),
        ("a , b", "a, b", [(0, 2, 0, 2)]),
        ("a b. c", "a b . c", [(1, 3, 1, 3)]),
        ("a, b - c", "a , b-c", [(0, 2, 0, 2), (2, 4, 2, 4), (3, 5, 3, 5)]),
        ("x a b , c", "a b, c", [(2, 4, 1, 3)]),
        ("a b x - c", "a b y- c", []),
        ("a , x b ,", "a, y z b,", [(0, 2, 0, 2), (3, 5, 4, 6)]),
    ],
)
def test_where_one_text_has_a_space_and_the_other_none(a: str, b: str, told: list[Span]) -> None:
    """Between words that agree: beside a difference of words nothing is told of the spaces."""
    one, two = Layer.of(a).tokens, Layer.of(b).tokens
    assert spacing(differences(one.words, two.words), one, two) == told


@pytest.mark.parametrize(
    ("spans", "breaks", "second"),
    [
        ([(1, 1, 1, 2), (3, 4, 4, 4)], {0, 1}, (1, 2, 2, 2)),
        ([(0, 1, 0, 1), (3, 3, 2, 3)], {0}, (3, 3, 2, 3)),
        ([(0, 1, 0, 1), (2, 2, 3, 4)], {1}, (2, 2, 3, 4)),
        ([(0, 1, 0, 1), (2, 3, 3, 3)], {0}, (2, 3, 3, 3)),
        ([(0, 1, 0, 1), (3, 4, 2, 2)], {1}, (3, 4, 2, 2)),
    ],
)
def test_a_passage_is_not_moved_back_over_another_difference(spans: list[Span], breaks: set[int], second: Span) -> None:
    """Nor where signs of the layout stand between the two in one version only."""
    assert whole(spans, ["x"] * 4, ["x"] * 5, breaks, breaks) == [spans[0], second]


def test_a_passage_is_not_moved_forth_over_another_difference() -> None:
    words = ["x"] * 4
    for spans in ([(0, 1, 0, 0), (2, 3, 1, 2)], [(0, 0, 0, 1), (1, 2, 2, 3)]):
        assert whole(spans, words, words, {2}, {2}) == spans


@tried(150)
@given(pairs_of_texts())
def test_spaces_between_words_that_agree(texts: tuple[str, str]) -> None:
    """What ``compare`` adds to the differences of words."""
    a, b = (Layer.of(text) for text in texts)
    words = differences(a.tokens.words, b.tokens.words)
    assert sorted([*words, *spacing(words, a.tokens, b.tokens)]) == compare(a, b)
