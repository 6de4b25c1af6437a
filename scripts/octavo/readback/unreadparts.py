"""What a browser shows of a page and a reader of words does not read: frames, words in drawings, and the like."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from pathlib import Path

from lxml import etree

from octavo.document.tree import line
from octavo.errors import Place, Problem
from octavo.readback.markup import name
from octavo.text.tokens import tokenise

_FRAMES = frozenset({"frame", "iframe"})
_FIELDS = frozenset({"input"})
_NO_WORDS = frozenset({"title", "desc", "metadata", "style", "script", "defs"})
"""What says something of a drawing and is not drawn where it stands."""


def unread_parts(root: etree._Element, file: Path) -> Iterator[Problem]:
    """Of each such thing in a page, that it is not read, once, with the place of the first."""
    hint = "compare these files by themselves"
    frames = [element for element in root.iter() if name(element) in _FRAMES]
    if frames:
        shown = ", ".join(sorted({element.get("src") or "srcdoc" for element in frames})[:3])
        yield Problem(f"what stands in frames is not read ({shown})", Place(file, line(frames[0])), hint)
    hint = "look at these words by themselves"
    yield from _told("words in drawings are not read", root, file, hint, ("svg",), _drawn)
    yield from _told("what stands for readers without scripts is not read", root, file, hint, ("noscript",), _all)
    yield from _told("what stands in fields of forms is not read", root, file, hint, _FIELDS, _given)


def _told(
    what: str, root: etree._Element, file: Path, hint: str, names: Container[str], words_of: Callable[..., str]
) -> Iterator[Problem]:
    words, first = 0, 0
    for element in root.iter():
        if name(element) in names:
            count = tokenise(words_of(element)).count_words()
            first = first if words or not count else line(element)
            words += count
    if words:
        shown = "a word" if words == 1 else f"{words:,} words"
        yield Problem(f"{what} ({shown})", Place(file, first), hint)


def _drawn(svg: etree._Element) -> str:
    """The words that a drawing shows; one within another counts with that."""
    if any(name(outer) == "svg" for outer in svg.iterancestors()):
        return ""
    silent = {part for element in svg.iter() if name(element) in _NO_WORDS for part in element.iter()}
    return " ".join(element.text or "" for element in svg.iter() if element not in silent and name(element))


def _all(element: etree._Element) -> str:
    return " ".join(str(text) for text in element.itertext())


def _given(field: etree._Element) -> str:
    """What a field of a form shows: the words on a button, or what is filled in already."""
    return "" if field.get("type") in ("hidden", "checkbox", "radio", "color", "range") else field.get("value") or ""
