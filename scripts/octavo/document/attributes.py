"""Attributes that a text may carry: those that say what a thing is, none that hides words or asks for anything."""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.parts import Fault
from octavo.document.picturesize import is_sizing
from octavo.document.substance import SOURCE, has_source
from octavo.errors import Problem
from octavo.markdown.names import written
from octavo.markdown.scan import MarkdownScan

ANYWHERE = frozenset({"id", "class", "lang", "dir", "role", "title", "data-count", "data-level", "data-cites"})
ALLOWED = {
    "href": {"a"},
    "src": {"img"},
    "alt": {"img"},
    "width": {"img"},
    "height": {"img"},
    "start": {"ol"},
    "type": {"ol"},
    "reversed": {"ol"},
    "data-delimiter": {"ol"},
    "value": {"li"},
    "colspan": {"td", "th"},
    "rowspan": {"td", "th"},
    "scope": {"th"},
    "cite": {"blockquote", "del", "ins"},
    "open": {"details"},
    # The alignment of a table's columns, and the width that pandoc computes for them.
    "style": {"td", "th", "col", "table"},
}
"""Attributes → the elements that HTML knows them of (HTML, index of attributes)."""
_COUNT = re.compile(r"[1-9][0-9]{0,2}|1000")
_VALUES = {
    "start": re.compile(r"-?[0-9]{1,100}"),
    "value": re.compile(r"-?[0-9]{1,100}"),
    "colspan": _COUNT,
    "rowspan": _COUNT,
    "type": re.compile(r"[1aAiI]"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "cite": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+"),
    "role": re.compile(
        r"note|group|region|figure|img|math|none|presentation|separator|term|definition|article|complementary|main"
        r"|doc-(?:abstract|acknowledgments|afterword|appendix|bibliography|chapter|colophon|conclusion|cover|credits?"
        r"|dedication|epigraph|epilogue|errata|example|foreword|glossary|index|introduction|notice|pagelist|part"
        r"|preface|prologue|pullquote|qna|tip|subtitle|toc)"
    ),
    "lang": re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
}
"""What the value of an attribute may be (HTML, 2.3): any other is dropped with a word."""
DESCRIBED = "data-longdesc"
"""What pandoc makes of a picture's ``longdesc``."""
OURS = frozenset({"noteref", "footnote-ref", "computed", "line-block"})
"""Classes that mean something to the program, by the element on which pandoc writes them."""


def drop_attributes(body: etree._Element, scan: MarkdownScan) -> list[Fault]:
    """Take what a text may not carry off every element; each kind of attribute is named at its first place."""
    dropped: dict[str, list[str]] = {}
    for element in body.iter("*"):
        if "}" in str(element.tag):
            continue  # MathML is pandoc's own
        for name in [str(key) for key in element.keys() if not _allowed(element, str(key))]:  # noqa: SIM118
            dropped.setdefault(name, []).append(str(element.attrib.pop(name)))
        if element.tag == "span":
            _drop_our_classes(element)
        if element.get(DESCRIBED):
            # What assistive technology reads today (ARIA 1.3, 6.6); HTML has given up the attribute longdesc.
            element.set("aria-details", str(element.attrib.pop(DESCRIBED))[1:])
    return [_fault(written(name), values, scan) for name, values in dropped.items()]


def _fault(name: str, values: list[str], scan: MarkdownScan) -> Fault:
    value = values[0]
    shown = value if len(value) < 40 else value[:39] + "…"
    times = f" ({len(values)} times in this file)" if len(values) > 1 else ""
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}\s*=\s*[\"']?{re.escape(value)}", re.IGNORECASE)
    place = scan.place_of_match(pattern, value or name)
    hint = "looks are decided in styles/; words are never hidden"
    return Fault("raw-markup", Problem(f'the attribute {name}="{shown}" is dropped{times}', place, hint))


def _allowed(element: etree._Element, name: str) -> bool:
    value = element.get(name) or ""
    if name in _VALUES and not _VALUES[name].fullmatch(value):
        return False
    if name == "style" and element.tag == "img":
        return is_sizing(value)  # which ``picturesize`` takes apart
    if name == DESCRIBED:
        return element.tag == "img" and value.startswith("#")
    if name == SOURCE:
        return has_source(element)
    if name == "value":
        parent = element.getparent()
        return element.tag == "li" and parent is not None and parent.tag == "ol"
    return name in ANYWHERE or element.tag in ALLOWED.get(name, ())


def _drop_our_classes(element: etree._Element) -> None:
    kept = [name for name in (element.get("class") or "").split() if name not in OURS]
    if kept:
        element.set("class", " ".join(kept))
    elif element.get("class") is not None:
        element.attrib.pop("class")
