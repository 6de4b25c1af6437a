"""Words that are longer than a line, and words whose soft hyphens end one: set in pieces, and read back as they are."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from octavo.build import build
from octavo.readback.longwords import within_long_words

pytestmark = pytest.mark.hostile

PLACES = """---
title: WORD
subtitle: s WORD
creator: Ada WORD
publisher: Pub WORD
rights: Free, WORD
lang: LANGUAGE
identifier: "urn:x:1"
version: "1"
published: 2020-02-02
---

::: dedication
To WORD
:::

# One WORD

::: epigraph
WORD

[WORD]{.attribution}
:::

## Two WORD

Some text[^1].

[^1]: Note WORD

term WORD
:   definition WORD

| aWORD | b |
|---|---|
| WORD | cWORD |

> WORD

| verse WORD
| other

- WORD

::: letter
::: dateline
WORD
:::
::: salutation
Dear WORD
:::
::: closing
WORD
:::
:::

[WORD]{.smallcaps} *WORD* **WORD** `WORD` [WORD](http://a.org/)

::: drama
[WORD]{.speaker} says WORD

::: stage-direction
WORD
:::
:::
"""


def word(letters: str, length: int) -> str:
    chance = random.Random(length)
    return "".join(chance.choice(letters) for _ in range(length))


@pytest.mark.parametrize(
    ("letters", "length", "language"),
    [
        ("bcdfgaeiou", 130, "en-GB"),
        ("bcdfgaeiou", 300, "eo"),
        ("абвгдежзик", 130, "ru"),
        ("0123456789", 130, "en-GB"),
        ("abcd_", 200, "de"),
    ],
)
def test_a_long_word_is_set_and_read_back_wherever_it_stands(
    letters: str, length: int, language: str, tmp_path: Path
) -> None:
    text = PLACES.replace("WORD", word(letters, length)).replace("LANGUAGE", language)
    (tmp_path / "01.md").write_text(text, encoding="utf-8")
    made = build(tmp_path, ("pdf",))
    assert [str(problem) for problem in (*made.differences, *made.problems)] == []


def test_a_soft_hyphen_of_the_text_may_end_a_line(tmp_path: Path) -> None:
    words = ["Donau\u00addampf\u00adschiff\u00adfahrt" + end for end in ("", "s", "en", "\u00ads\u00adgesellschaft")]
    chance = random.Random(1)
    text = " ".join(chance.choice(words) for _ in range(300))
    head = PLACES.partition("# One")[0].replace("WORD", "A").replace("LANGUAGE", "de")
    (tmp_path / "01.md").write_text(f"{head}# One\n\n{text}\n", encoding="utf-8")
    made = build(tmp_path, ("pdf",))
    assert [str(problem) for problem in made.differences] == []


@pytest.mark.parametrize(
    ("shown", "within"),
    [
        (["Some 123456789012", "123456789012", "12345 more"], {1, 2}),
        (["123456789012", "क्षक्षक्षक्षक्षक्षक्षक्षक्षक्षक्षक्ष", "1"], {1, 2}),
        (["/abc.def,", "123456789012", "123456789012"], {1, 2}),
        (["constitution", "Constitution"], set()),
        (["a constitution", "counterrevolutionary"], set()),
        (["123456789012 ", "123456789012", "1 2"], set()),
    ],
)
def test_only_pieces_of_long_words_are_taken_as_such(shown: list[str], within: set[int]) -> None:
    assert within_long_words(shown) == within
