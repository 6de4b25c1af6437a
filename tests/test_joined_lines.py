"""Verse that was typed line by line is told from prose that was broken by a program, and from what keeps its lines."""

from __future__ import annotations

import textwrap

import pytest

from octavo.markdown.joinedlines import joined_lines

VERSE = (
    "The lamp is lit, the boats are in,\nAnd nobody is drowned;\nHang up the nets, and let the tin\nOf tea go round."
)
OPENINGS = ("{}", "“{}”", "_{}_", "**KEEPER**\n{}", "> {}", "  {}")


def written(opening: str) -> str:
    lines = opening.format(VERSE).split("\n")
    return "\n".join(f"> {line}" if opening.startswith(">") and at else line for at, line in enumerate(lines))


@pytest.mark.parametrize("opening", OPENINGS)
def test_verse_is_seen(opening: str) -> None:
    text = f"They sang:\n\n{written(opening)}\n\nNobody had asked.\n\n{written(opening)}"
    assert [text[at:].startswith(opening.partition("{")[0]) for at in joined_lines(text)] == [True, True]


@pytest.mark.parametrize(
    "line", ["| {}", "{}\\", "{}  ", "- {}", "1. {}", "    {}", "# {}", "{} | B", "::: {}", "<p>{}", "[^{}]: A", "+ {}"]
)
def test_lines_that_stay_are_left_alone(line: str) -> None:
    text = "\n".join(line.format(each) for each in VERSE.split("\n"))
    if "|" in line and not line.startswith("|"):  # a table
        text = f"A | B\n--|--\n{text}"
    assert list(joined_lines(text)) == []


@pytest.mark.parametrize("fence", ["```", "~~~", "`````"])
def test_code_is_left_alone(fence: str) -> None:
    text = f"{fence}\n{VERSE}\n\n{VERSE}\n{fence}\n\nText.\n"
    assert list(joined_lines(text)) == []
    assert len(list(joined_lines(f"{text}\n{VERSE}"))) == 1


@pytest.mark.parametrize("width", range(18, 76, 3))
def test_prose_that_a_program_has_broken_is_left_alone(width: int) -> None:
    """Even where each word begins with a capital letter, as a list of names has it."""
    words = [f"{'Lighthouses'[: 3 + at * 7 % 9]}" for at in range(400)]
    assert list(joined_lines(textwrap.fill(" ".join(words), width))) == []


def test_two_lines_tell_nothing() -> None:
    assert list(joined_lines("The lamp is lit\nAnd\n\nA\nB\n")) == []
