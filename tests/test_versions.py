"""What counts when two versions of a text are compared, and what may be left out of account."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.text.fold import (
    IGNORABLE,
    LAYOUT,
    LINE_END,
    Version,
    Vocabulary,
    as_compared,
    kind_of,
    on_the_line,
    version_of,
    without,
)
from octavo.text.tokens import tokenise
from repetitive import pairs_of_texts, tried


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("oﬃce ﬅ", "office st"),
        ("ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ", "ff fi fl ffi ffl st st"),
        ("re\u00advolution", "revolution"),
        ("e\u0301te\u0301", "été"),
        ("a‐b‑c-d–e", "a-b-c-d–e"),
        ("a\u200bb\u2060c\ufeff\u202a", "abc"),
        ("1↩\ufe0e\ufe0f", "1"),
        ("plain - text", "plain - text"),
    ],
)
def test_what_never_counts(text: str, compared: str) -> None:
    assert as_compared(text) == compared


def test_raised_and_lowered_letters() -> None:
    assert on_the_line("10⁻⁶ m² H₂O xⁿ 1ˢᵗ ᴬ₍ₐ₎") == "10-6 m2 H2O xn 1st A(a)"
    assert on_the_line("plain") == "plain"


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("to day", "today", "spaces"),
        ("‘left’", "“left”", "punctuation"),
        ("‘left’", "'left'", "quotes"),
        ("“left”", '"left"', "quotes"),
        ("it’s", "it's", "quotes"),
        ("to-day", "today", "hyphens"),
        ("1918–19", "1918—19", "hyphens"),
        ("a − b", "a b", "hyphens"),
        ("Left", "left", "case"),
        ("left,", "left", "punctuation"),
        ("left, right", "left. right", "punctuation"),
        ("Left,", "left", "words"),
        ("it’s.", "it's", "punctuation"),
        ("left", "right", "words"),
        ("left", "", "words"),
        (",", "", "punctuation"),
    ],
)
def test_of_what_kind_a_difference_is(a: str, b: str, kind: str) -> None:
    words = tokenise(a).words, tokenise(b).words
    assert kind_of(*words) == kind
    assert kind_of(words[1], words[0]) == kind


@tried(200)
@given(pairs_of_texts(6), st.sampled_from(["quotes", "hyphens", "case", "punctuation"]))
def test_a_kind_that_is_ignored_is_one_that_does_not_count(texts: tuple[str, str], kind: str) -> None:
    a, b = (tokenise(text).words for text in texts)
    if "".join(a) != "".join(b) and kind_of(a, b) == kind:
        assert "".join(without([kind], a)) == "".join(without([kind], b))
    assert without([], a) == a
    assert set(IGNORABLE) == {"quotes", "hyphens", "case", "punctuation", "spaces"}


def version(text: str, other: str = "", ignored: tuple[str, ...] = ()) -> Version:
    return version_of(text, tokenise(text), ignored, Vocabulary.of(tokenise(other)))


@pytest.mark.parametrize(
    ("text", "other", "words", "parted"),
    [
        (f"re{LINE_END}\nvolution now", "revolution", "revolution now", {0}),
        (f"re{LINE_END}\nvolution now", "re-volution", "re - volution now", {1}),
        (f"re{LINE_END}\nvolution now", "", "revolution now", {0}),
        (f"Marx{LINE_END}\nEngels", "", "Marx - Engels", {1}),
        (f"Marx{LINE_END}\nEngels", "MarxEngels", "MarxEngels", {0}),
        (f"re{LINE_END}\nvo{LINE_END}\nlution", "revolution", "revolution", {0}),
        (f"re{LINE_END}\nvolution", f"re{LINE_END}\nvolution", "revolution", {0}),
        (f"1918{LINE_END}\n19", "", "1918 - 19", {1}),
        (f"a {LINE_END}\nb", "", "a - b", set()),
        (f"a{LINE_END}\n, b", "", "a - , b", {1}),
        (f"a{LINE_END}", "", "a -", set()),
        (f"{LINE_END}\na", "", "- a", set()),
        (f"a{LINE_END}{LINE_END}b", "", "a - - b", {1}),
        ("a-b\n\nc", "", "a - b c", set()),
    ],
)
def test_the_other_version_decides_on_a_hyphen_at_a_lines_end(
    text: str, other: str, words: str, parted: set[int]
) -> None:
    found = version(text, other)
    assert found.tokens.words == words.split()
    assert found.parted == parted
    assert all(
        found.text[start:end].replace(LINE_END, "").replace("\n", "") in (word, "")
        for word, start, end in zip(found.tokens.words, found.tokens.starts, found.tokens.ends, strict=True)
    )


def test_a_vocabulary_has_both_that_a_hyphen_at_a_lines_end_may_be() -> None:
    found = Vocabulary.of(tokenise(f"a-b c{LINE_END}\nd e"))
    assert {"a", "b", "c", "d", "cd", "e"} <= found.words
    assert "ab" not in found.words
    assert found.hyphened == {("a", "b"), ("c", "d")}
    assert Vocabulary.of(tokenise(f"a-b c{LINE_END}\nd")).hyphened == {("a", "b"), ("c", "d")}
    assert Vocabulary.of(tokenise("a\n-\nb")).hyphened == {("a", "b")}
    assert Vocabulary.of(tokenise("- a -")).hyphened == set()


def test_a_version_knows_where_paragraphs_begin_and_what_may_be_layout() -> None:
    found = version(f"one, two\n\n‘three |{LAYOUT} four|{LAYOUT}five\nsix", ignored=("quotes", "case"))
    assert found.tokens.words == ["one", ",", "two", "'", "three", "|", "four", "|", "five", "six"]
    assert found.breaks == {0, 3, 9}
    assert found.layout == {5, 7}
    assert found.tokens.glued[8], "what stands behind a mark of layout touches the sign before it"
    assert version("").breaks == frozenset()
    assert version(f"{LAYOUT} a").tokens.words == [LAYOUT, "a"]
    bare = version("‘One\n\n‘Two", ignored=("punctuation",))
    assert (bare.tokens.words, bare.breaks) == (["One", "Two"], frozenset())


def test_a_reading_of_a_version_is_as_a_reader_sees_it() -> None:
    found = version(f"one\n two re{LINE_END}\nvolution |{LAYOUT} Marx{LINE_END}\nEngels")
    assert found.reading(0, 2) == "one two"
    assert found.reading(2, 3) == "re-volution"
    assert found.reading(3, 5) == "| Marx"
    assert found.reading(4, 7) == "Marx-Engels"
    assert found.reading(3, 3) == found.reading(4, 3) == ""


def test_readings_that_part_only_in_hyphens_at_a_lines_end_or_in_layout() -> None:
    ended, joined, other = version(f"Marx{LINE_END}\nEngels x"), version("MarxEngels x"), version("Marx-Engels y")
    assert ended.same_but_for_line_ends(range(3), joined, range(1))
    assert joined.same_but_for_line_ends(range(1), ended, range(3))
    assert not ended.same_but_for_line_ends(range(4), other, range(4))
    assert not ended.same_but_for_line_ends(range(1), version("Marx"), range(1)), "no hyphen stands there"
    assert not joined.same_but_for_line_ends(range(1), version("MarxEngels"), range(1))
    cell, plain = version(f"a |{LAYOUT} b"), version("a b")
    assert cell.same_but_for_layout(range(3), plain, range(2))
    assert plain.same_but_for_layout(range(2), cell, range(3))
    assert not cell.same_but_for_layout(range(2), plain, range(2))
    assert not cell.same_but_for_layout(range(1), plain, range(1))
    assert not plain.same_but_for_layout(range(2), version("a b"), range(2))
