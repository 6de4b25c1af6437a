"""Random texts that repeat themselves, and what an editor may do to them: the strategies of the property tests.

The same examples are tried on every machine and in every run.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

WORDS = ("the", "cat", "sat", "on", "it’s", "1914", "日", "Mat")
GAPS = (" ", " ", " ", " ", "\n", ", ", ". ", "-", "", " ‘")


def tried(examples: int) -> settings:
    """How a property is tried: so many examples, always the same, however long one of them takes."""
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=slow)


def sequences(most: int, words: str = "abc") -> st.SearchStrategy[list[str]]:
    """Tokens from a small vocabulary, made of a few passages that come again and again."""
    passage = st.lists(st.sampled_from(words), max_size=9)
    passages = st.lists(passage, min_size=1, max_size=3)

    def repeated(parts: list[list[str]]) -> st.SearchStrategy[list[str]]:
        order = st.lists(st.sampled_from(range(len(parts))), max_size=12)
        return order.map(lambda numbers: [word for number in numbers for word in parts[number]][:most])

    return passages.flatmap(repeated)


@st.composite
def texts(draw: st.DrawFn, most: int = 14) -> str:
    """A flow of a few different words, with every kind of gap between them."""
    pieces = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), min_size=1, max_size=most))
    return "".join(word + gap for word, gap in pieces)


@st.composite
def pairs_of_texts(draw: st.DrawFn, most: int = 14) -> tuple[str, str]:
    """A flow, and what is left of it after a few edits at any of its characters."""
    before = after = draw(texts(most))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(after)))
        put_in = draw(st.sampled_from(["", "\n", " ", "on ", "¶", ", ", "the cat", "’"]))
        after = after[:at] + put_in + after[at + draw(st.integers(0, 5)) :]
    return before, after
