"""Text as Typst reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from lxml import etree

from octavo.document.direction import direction
from octavo.document.tree import inner_text
from octavo.markdown.vocabulary import BLOCKS

_ESCAPE = re.compile(r"[\\#*_`$<>@\[\]~\-\"'/=+{}]|(?<=[\d.])\.")


def typst_text(text: str) -> str:
    """Text as Typst markup that means just this text."""
    return _ESCAPE.sub(r"\\\g<0>", re.sub(r"[ \t\n\r]+", " ", text))


def typst_string(text: str) -> str:
    """Text as a Typst string literal."""
    return json.dumps(text, ensure_ascii=False)


_INLINE = {"em": "emph", "i": "emph", "strong": "strong", "b": "strong", "sup": "super", "sub": "sub", "del": "strike"}
_INLINE |= {"s": "strike", "u": "underline", "ins": "underline", "mark": "highlight", "cite": "emph", "dfn": "emph"}
_SPANS = {"lead-in": "lead-in", "smallcaps": "small-capitals", "byline": "byline", "underline": "underline"}
_SPANS |= {"speaker": "speaker", "stage-direction": "aside", "attribution": "attribution"}
_PLAIN_INLINE = frozenset({"span", "abbr", "q", "time", "data", "bdi", "bdo", "small", "var", "samp", "kbd"})


def inline_function(tag: str, names: Sequence[str]) -> str | None:
    """The function of ``styles/print.typ`` that sets an element within a line; "" for none, None for one unknown."""
    found = _INLINE.get(tag) or next((_SPANS[name] for name in names if name in _SPANS), "")
    return found or ("" if tag in _PLAIN_INLINE else None)


def language_arguments(element: etree._Element, language: str) -> str:
    """The language and direction of an element as arguments of Typst's ``text``, in a book of this language; else "".

    Typst takes the region of what is around for the language's own unless told, and puts marks of direction around
    words that run another way. Some programs then read their letters backwards, so that is done only where the words
    begin or end with a mark, whose side is to be decided.
    """
    said = element.get("lang")
    if not said or not re.match("[A-Za-z]{2,3}(?:-|$)", said):
        return f"dir: {element.get('dir')}" if element.get("dir") in ("ltr", "rtl") else ""
    name, *subtags = said.split("-")
    region = next((typst_string(subtag) for subtag in subtags if re.fullmatch("[A-Z]{2}", subtag)), "none")
    text = inner_text(element).strip()
    turned = element.tag in BLOCKS or not (text[:1].isalpha() and text[-1:].isalpha())
    parent = element.getparent()
    way = "auto" if turned or parent is None else direction(parent, language)
    given = element.get("dir")
    return f"lang: {typst_string(name.lower())}, region: {region}, dir: {given if turned and given else way}"
