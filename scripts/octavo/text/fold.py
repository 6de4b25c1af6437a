"""What counts when two versions of a text are compared, and what a user may leave out of account.

Never a difference: soft hyphens, ligatures, the way in which an accent is encoded, which code a hyphen has, marks of
no width, the arrow with which a web page leads back from a note. A hyphen at a line's end
may belong to the word or to the line, a bar to the text or to a table: the other version says which.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from octavo.text.tokens import LIGATURES, PARAGRAPH, SOFT_HYPHEN, UNSEEN, Tokens, is_word

LINE_END = "\x02"
"""A hyphen at the end of a line, of which only another text can say whether it belongs to the word."""

LAYOUT = "\x03"
"""Stands behind a sign of a plain text that may be layout, such as a cell’s bar: only another text can say whether."""

QUOTES, HYPHENS, CASE, PUNCTUATION, SPACES, WORDS = "quotes", "hyphens", "case", "punctuation", "spaces", "words"
IGNORABLE = (QUOTES, HYPHENS, CASE, PUNCTUATION, SPACES)
"""Kinds of difference that may be left out of account; ``words`` may not."""

_SINGLE, _DOUBLE = "‘’‚‛‹›`´′", "“”„‟«»″"
_QUOTES = str.maketrans(dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"'))
_DASHES = frozenset("-‐‑‒–—―−")
_ALWAYS: dict[int, str | None] = {
    **LIGATURES,
    **dict.fromkeys(map(ord, (SOFT_HYPHEN, *"\ufe0e\ufe0f↩")), None),
    **dict.fromkeys(map(ord, "‐‑"), "-"),
}

_RAISED = str.maketrans(
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW0123456789+-=()aehijklmnoprstuvx",
)


def on_the_line(text: str) -> str:
    """A text with its raised and lowered letters as others, as formats have them that say so by their markup."""
    return text if text.isascii() else text.translate(_RAISED)


def as_compared(text: str) -> str:
    """A stretch of text without what never counts."""
    return text if text.isascii() else UNSEEN.sub("", unicodedata.normalize("NFC", text).translate(_ALWAYS))


def without(ignored: Collection[str], words: Sequence[str]) -> list[str]:
    """Tokens as they are compared when some kinds of difference do not count; those that then say nothing are gone."""
    return [word for word in (_folded(word, ignored) for word in words) if word]


def _folded(word: str, ignored: Collection[str]) -> str:
    if (PUNCTUATION in ignored and not is_word(word)) or (HYPHENS in ignored and word in _DASHES):
        return ""
    if QUOTES in ignored or PUNCTUATION in ignored:
        word = word.translate(_QUOTES)
    return word.casefold() if CASE in ignored else word


def kind_of(a: Sequence[str], b: Sequence[str]) -> str:
    """Of what kind a difference is: the first in which the two readings are the same without it, else ``words``."""
    if "".join(a) == "".join(b):
        return SPACES
    for kind in (QUOTES, HYPHENS, CASE, PUNCTUATION):
        bare_a, bare_b = without([kind], a), without([kind], b)
        # A mark inside of a word parts it in two tokens in one version and not in the other.
        if bare_a == bare_b or (kind in (QUOTES, HYPHENS) and "".join(bare_a) == "".join(bare_b)):
            return kind
    return WORDS


@dataclass(frozen=True)
class Vocabulary:
    """The words of a version, and the pairs of words that it joins with a hyphen."""

    words: frozenset[str]
    hyphened: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, tokens: Tokens) -> Vocabulary:
        """Gather them; of a hyphen at a line's end, both what it may be."""
        words, pairs = set(tokens.words), set()
        kept = [word for word in tokens.words if word != PARAGRAPH]
        for number in range(1, len(kept) - 1):
            if kept[number] in ("-", LINE_END):
                before, after = kept[number - 1], kept[number + 1]
                pairs.add((before, after))
                if kept[number] == LINE_END:
                    words.add(before + after)
        return cls(frozenset(words), frozenset(pairs))


@dataclass(frozen=True)
class Version:
    """One of two texts, as it is compared with the other."""

    text: str
    tokens: Tokens
    parted: frozenset[int]
    """Tokens about which a hyphen at a line's end leaves a doubt."""
    breaks: frozenset[int]
    """Tokens with which a paragraph, a note or a line begins."""
    layout: frozenset[int] = frozenset()
    """Tokens that may be layout."""

    def reading(self, start: int, end: int) -> str:
        """The text of some of its tokens, with single spaces and hyphens for those of a line's end."""
        if start >= end:
            return ""
        text = self.text[self.tokens.starts[start] : self.tokens.ends[end - 1]]
        return " ".join(text.replace(LAYOUT, "").replace(LINE_END + "\n", LINE_END).replace(LINE_END, "-").split())

    def same_but_for_line_ends(self, span: range, other: Version, other_span: range) -> bool:
        """Whether two readings part only in hyphens of which one stands at a line's end."""
        if self.parted.isdisjoint(span) and other.parted.isdisjoint(other_span):
            return False
        a = "".join(self.tokens.words[span.start : span.stop]).replace("-", "")
        return a == "".join(other.tokens.words[other_span.start : other_span.stop]).replace("-", "")

    def same_but_for_layout(self, span: range, other: Version, other_span: range) -> bool:
        """Whether two readings part only in signs of which each may be layout, such as a cell’s bar."""
        if self.layout.isdisjoint(span) and other.layout.isdisjoint(other_span):
            return False
        return self._without_layout(span) == other._without_layout(other_span)

    def _without_layout(self, span: range) -> str:
        return "".join(self.tokens.words[token] for token in span if token not in self.layout)


def version_of(text: str, tokens: Tokens, ignored: Collection[str], other: Vocabulary) -> Version:
    """A text (``tokenise``d from what ``as_compared`` made) ready for comparison with one of another vocabulary."""
    # A paragraph's first token is known by the break before it, which itself is no token of the comparison.
    marks = [n for n, word in enumerate(tokens.words) if word == PARAGRAPH]
    first = {tokens.starts[n + 1] for n in marks if n + 1 < len(tokens)} | set(tokens.starts[:1])
    tokens, laid_out = _without_layout_marks(tokens)
    joined, parted_at = _line_ends_decided(tokens, other)
    known: dict[str, str] = {}
    for word in set(joined.words):
        known[word] = _folded(word, ignored)
    kept = [n for n, word in enumerate(joined.words) if known[word]]
    words = [known[joined.words[n]] for n in kept]
    chosen = Tokens(words, [joined.starts[n] for n in kept], [joined.ends[n] for n in kept])
    parted = frozenset(n for n, start in enumerate(chosen.starts) if start in parted_at)
    breaks = frozenset(n for n, start in enumerate(chosen.starts) if start in first)
    layout = frozenset(n for n, start in enumerate(chosen.starts) if start in laid_out)
    return Version(text, chosen, parted, breaks, layout)


def _without_layout_marks(tokens: Tokens) -> tuple[Tokens, set[int]]:
    """The tokens without the marks that say that the one before may be layout, and the offsets of those."""
    if LAYOUT not in tokens.words:
        return tokens, set()
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    laid_out = set()
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        if word == LAYOUT and words:
            laid_out.add(starts[-1])
            ends[-1] = end  # so that what stands behind it touches it
            continue
        words.append(word)
        starts.append(start)
        ends.append(end)
    return Tokens(words, starts, ends), laid_out


def _line_ends_decided(tokens: Tokens, other: Vocabulary) -> tuple[Tokens, set[int]]:
    """The tokens without breaks and line ends, and the offsets of those that a line's end has made."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    doubtful: set[int] = set()

    def put(word: str, start: int, end: int) -> None:
        words.append(word)
        starts.append(start)
        ends.append(end)

    pending = -1
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        if word == PARAGRAPH:
            continue
        if pending >= 0 and is_word(word) and _belongs_together(words[-1], word, other):
            words[-1] += word
            ends[-1] = end
            doubtful.add(starts[-1])
            pending = -1
            continue
        if pending >= 0:
            doubtful.add(pending)
            put("-", pending, pending + 1)
            pending = -1
        if word == LINE_END and words and is_word(words[-1]) and ends[-1] == start:
            pending = start
        else:
            put("-" if word == LINE_END else word, start, end)
    if pending >= 0:
        put("-", pending, pending + 1)
    return Tokens(words, starts, ends), doubtful


def _belongs_together(before: str, after: str, other: Vocabulary) -> bool:
    if before + after in other.words:
        return True
    return (before, after) not in other.hyphened and after[0].islower()
