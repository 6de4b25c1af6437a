"""Tokens, layers, places and look-ups: each held against the plainest way to say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.edition import WitnessOptions
from octavo.text.find import TokenIndex
from octavo.text.layer import AS_RECEIVED, EMENDED, NORMALISED, Edit, Layer, trimmed
from octavo.text.places import LineIndex
from octavo.text.tokens import PARAGRAPH, as_flow, as_reading, is_word, printed, reading_tokens, tokenise
from octavo.text.transcript import read_transcript
from repetitive import sequences, texts, tried

ANY = st.text(st.sampled_from("ab1é日₂\u0301’'.,-–‘¶\\ \t\n\r\u00a0\u00ad\u200b"), max_size=25)


@tried(300)
@given(ANY)
def test_tokens_leave_nothing_out(flow: str) -> None:
    found = tokenise(flow)
    assert "".join(word for word in found.words if word != PARAGRAPH) == "".join(flow.split())
    for word, start, end in zip(found.words, found.starts, found.ends, strict=True):
        assert flow[start:end] == word or (word == PARAGRAPH and "\n" in flow[start:end] and flow[start:end].isspace())
    assert all(end <= start for (_, end), (start, _) in pairwise(zip(found.starts, found.ends, strict=True)))
    assert found.words[:1] != [PARAGRAPH] != found.words[-1:]
    assert all((one, two) != (PARAGRAPH, PARAGRAPH) for one, two in pairwise(found.words))
    glued = [
        start == end
        for end, start in zip([found.starts[0], *found.ends] if found.words else [], found.starts, strict=False)
    ]
    assert list(found.glued) == glued
    assert len(found) == len(found.words)
    assert found.count_words() == sum(word[0].isalnum() for word in found.words)


@tried(300)
@given(ANY)
def test_a_reading_stands_for_its_flow(flow: str) -> None:
    flow = flow.strip()
    assert reading_tokens(as_reading(flow)) == tokenise(flow).words
    assert tokenise(as_flow(as_reading(flow))).words == tokenise(flow).words
    assert as_reading(as_flow(as_reading(flow))) == as_reading(flow)


@pytest.mark.parametrize(
    ("flow", "reading"),
    [("a\n\n b", "a ¶ b"), ("\na", "¶ a"), ("a¶b", "a\\¶b"), (" a  b\t", "a b"), ("a \n", "a ¶")],
)
def test_readings(flow: str, reading: str) -> None:
    assert as_reading(flow) == reading


def test_words_marks_and_what_a_page_shows() -> None:
    assert all(map(is_word, ("a", "1", "é", "日")))
    assert not any(map(is_word, ("’", "-", PARAGRAPH)))
    assert printed(" a\u00adb \u200b c\n d ") == "ab c d"
    assert reading_tokens("a\nb") == ["a", "b"]


@dataclass(frozen=True)
class Edited:
    """A text and edits of it, in order."""

    text: str
    edits: list[Edit]


@st.composite
def edited(draw: st.DrawFn, text: str | None = None) -> Edited:
    text = draw(st.text("ab \n", max_size=12)) if text is None else text
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    put_in = st.sampled_from(["", "a", "b", "ab", "bba", "x"])
    return Edited(text, [Edit(start, end, draw(put_in)) for start, end in zip(ends[::2], ends[1::2], strict=False)])


Cell = tuple[str, int, int]


def slowly(cells: list[Cell], edits: list[Edit], state: int) -> list[Cell]:
    """The same edits, letter by letter: each with its sign, its origin and its state."""
    before = cells
    for edit in reversed(edits):
        kept = [cell[0] for cell in cells[edit.start : edit.end]]
        new = list(edit.text)
        head = tail = 0
        while kept[head:] and new[head:] and kept[head] == new[head]:
            head += 1
        while len(kept) - tail > head and len(new) - tail > head and kept[-1 - tail] == new[-1 - tail]:
            tail += 1
        at, end = edit.start + head, edit.end - tail
        origin = before[at][1] if at < len(before) else before[-1][1] + 1 if before else 0
        cells = cells[:at] + [(sign, origin, state) for sign in new[head : len(new) - tail]] + cells[end:]
    return cells


@tried(150)
@given(st.data())
def test_a_layer_after_two_rounds_of_edits(data: st.DataObject) -> None:
    first = data.draw(edited())
    cells = slowly([(sign, at, AS_RECEIVED) for at, sign in enumerate(first.text)], first.edits, EMENDED)
    layer, spans = Layer.of(first.text).edited(first.edits, EMENDED)
    assert [layer.text[start:end] for start, end in spans] == [edit.text for edit in first.edits]
    second = data.draw(edited(layer.text))
    cells = slowly(cells, second.edits, NORMALISED)
    layer, spans = layer.edited(second.edits, NORMALISED)
    assert [layer.text[start:end] for start, end in spans] == [edit.text for edit in second.edits]
    assert list(zip(layer.text, layer.origins, layer.states, strict=True)) == cells
    end = cells[-1][1] + 1 if cells else 0
    assert [layer.origin(at) for at in range(len(cells) + 2)] == [*(origin for _, origin, _ in cells), end, end]


@tried(200)
@given(edited())
def test_an_edit_without_what_stays_is_the_same_edit(example: Edited) -> None:
    for edit in example.edits:
        start, end, text = trimmed(example.text, edit)
        assert edit.start <= start <= end <= edit.end
        assert example.text[:start] + text + example.text[end:] == (
            example.text[: edit.start] + edit.text + example.text[edit.end :]
        )
        assert not (start < end and text and (text[0] == example.text[start] or text[-1] == example.text[end - 1]))


def test_a_layer_without_a_pattern() -> None:
    layer = Layer.of("a-b-c")
    bare = layer.without(re.compile("-"))
    assert (bare.text, list(bare.origins), bare.states) == ("abc", [0, 2, 4], bytes(3))
    assert layer.without(re.compile("x")) is layer


@tried(200)
@given(st.text("a\né", max_size=20), st.integers(-3, 25))
def test_line_and_column_of_an_offset(text: str, offset: int) -> None:
    place = LineIndex(Path("a.txt"), text).place(offset)
    before = text[: max(offset, 0)]
    assert (place.line, place.column) == (before.count("\n") + 1, len(before.split("\n")[-1]) + 1)


@tried(120)
@given(sequences(30), sequences(4))
def test_where_a_run_of_tokens_stands(words: list[str], run: list[str]) -> None:
    index = TokenIndex(tokenise(" ".join(words)))
    expected = [at for at in range(len(words)) if words[at : at + len(run)] == run] if run else []
    assert index.find(run) == expected
    assert index.reading(" ".join(run), "") == [(at, at + len(run)) for at in expected]


@tried(120)
@given(sequences(30), sequences(5), st.integers(0, 3), st.integers(1, 3))
def test_where_a_reading_stands_in_its_context(words: list[str], around: list[str], at: int, length: int) -> None:
    run = around[at : at + length]
    index = TokenIndex(tokenise(" ".join(words)))
    expected = [
        (start + inner, start + inner + len(run))
        for start in range(len(words))
        for inner in range(len(around) - len(run) + 1)
        if around and words[start : start + len(around)] == around and around[inner : inner + len(run)] == run
    ]
    if around:
        assert index.reading(" ".join(run), " ".join(around)) == expected


RAW = "One two\nthree\n\n  four  \nfive-\nsix\n \n\n   seven\n\teight\n"


WITHIN, JOINED = "line ends within paragraphs", "line-end hyphens joined"


@pytest.mark.parametrize(
    ("settings", "flow", "applied"),
    [
        ({"paragraphs": "line"}, "One two ¶ three ¶ four ¶ five - ¶ six ¶ seven ¶ eight", {}),
        ({}, "One two three ¶ four five - six ¶ seven eight", {WITHIN: 5}),
        ({"paragraphs": "indented"}, "One two three ¶ four five - six ¶ seven ¶ eight", {WITHIN: 4}),
        ({"paragraphs": "line", "line-end-hyphens": "join"},
         "One two ¶ three ¶ four ¶ fivesix ¶ seven ¶ eight", {JOINED: 1}),
        ({"paragraphs": "line", "skip": ["^three$", "o", "zz", "x*"]},
         "One tw ¶ fur ¶ five - ¶ si ¶ seven ¶ eight", {"skip ^three$": 1, "skip o": 2, "skip zz": 0, "skip x*": 1}),
        ({"line-end-hyphens": "join", "skip": ["x"]},
         "One two three ¶ four fivesi ¶ seven eight", {"skip x": 1, JOINED: 1, WITHIN: 4}),
    ],
)  # fmt: skip
def test_how_a_witness_is_read(settings: dict[str, object], flow: str, applied: dict[str, int]) -> None:
    found = read_transcript(RAW, WitnessOptions.model_validate({"path": "w", **settings}))
    shown = " ".join("¶" if word == PARAGRAPH else word for word in found.layer.tokens.words)
    assert (shown, found.applied) == (flow, applied)


@pytest.mark.parametrize("paragraphs", ["blank-line", "indented"])
@pytest.mark.parametrize("raw", ["a\n \nb", "a\n\n b", "a\n\nb", "a \n\t\n  b", "a\n\n\nb"])
def test_an_empty_line_parts_paragraphs(raw: str, paragraphs: str) -> None:
    settings = WitnessOptions.model_validate({"path": "w", "paragraphs": paragraphs})
    found = read_transcript(raw, settings)
    assert (found.layer.tokens.words, found.applied) == (["a", PARAGRAPH, "b"], {WITHIN: 0})


@tried(100)
@given(texts(), st.sampled_from(["line", "blank-line", "indented"]))
def test_however_paragraphs_are_found_no_word_is_lost(raw: str, paragraphs: str) -> None:
    settings = WitnessOptions.model_validate({"path": "w", "paragraphs": paragraphs})
    layer = read_transcript(raw, settings).layer
    assert [w for w in layer.tokens.words if w != PARAGRAPH] == [w for w in tokenise(raw).words if w != PARAGRAPH]
    assert all(raw[layer.origin(at)] == sign or raw[layer.origin(at)].isspace() for at, sign in enumerate(layer.text))
