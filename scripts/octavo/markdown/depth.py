"""How deep a text may stand within other text: what lies deeper is refused with its place, before anything walks it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from lxml import etree

from octavo.edition import Chapter
from octavo.errors import InputError
from octavo.markdown.pandoc import Node
from octavo.markdown.scan import MarkdownScan

DEEPEST = 150
"""Elements within one another; what reads XML stops at 256 (libxml2), and an EPUB adds some of its own."""
_DEEP = etree.XPath(f"(//*[ancestor::*[{DEEPEST}]])[1]")
_TEXTS = etree.XPath(".//text()")


def refuse_deep_tree(roots: Sequence[etree._Element], chapter: Chapter) -> None:
    """Raise InputError where elements stand within more others than anything can read or set."""
    for root in roots:
        found: Any = _DEEP(root)
        if found:
            raise _too_deep(_words_to(root, found[0]), chapter)


def too_deep(blocks: list[Node], chapter: Chapter) -> InputError:
    """What is said of blocks whose tree cannot be built, so deep are they."""
    words: list[str] = []
    deepest, reached = -1, 0
    for depth, word in _words(blocks):
        words.append(word)
        if depth > deepest:
            deepest, reached = depth, len(words)
    return _too_deep(words[:reached], chapter)


def _too_deep(words: Sequence[str], chapter: Chapter) -> InputError:
    """``words`` are those of the file up to the first that stands too deep."""
    last = words[-1] if words else ""
    pattern = re.compile(rf"(?<!\w){re.escape(last)}(?!\w)")
    place = MarkdownScan(chapter).place_of_nth(pattern, words.count(last) - 1, last)
    hint = f"{DEEPEST} elements may be inside of one another, a list with its items being two: end some, or indent less"
    return InputError("lists, quotations or tags stand too deep inside of others here", place=place, hint=hint)


def _words_to(root: etree._Element, deep: etree._Element) -> list[str]:
    words: list[str] = []
    texts: Any = _TEXTS(root)
    for text in texts:
        parent = text.getparent()
        holder = parent.getparent() if text.is_tail else parent
        inside = holder is deep or any(outer is deep for outer in holder.iterancestors())
        found = str(text).split()
        words += found[:1] if inside else found
        if inside and found:
            break
    return words


def _words(blocks: list[Node]) -> Iterator[tuple[int, str]]:
    """The words of pandoc's syntax tree, each with its depth; without recursion, which such a tree would exhaust."""
    waiting: list[Iterator[Any]] = [iter(blocks)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif isinstance(node, dict) and node.get("t") == "Str":
            yield len(waiting), node["c"]
        elif isinstance(node, dict):
            waiting.append(chain([node.get("c")] if node.get("c") is not None else []))
        elif isinstance(node, list):
            waiting.append(iter([inner for inner in node if inner is not None]))
