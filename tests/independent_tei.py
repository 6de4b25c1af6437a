"""The words of a TEI file, for the independent comparison."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from independent_source import LABEL, LABEL_END, LEVEL, NOTE, SUB, SUP, TEX, TEX_END, Words

_TEI_INLINE = frozenset(
    [
        "hi",
        "ref",
        "seg",
        "code",
        "foreign",
        "emph",
        "choice",
        "corr",
        "sic",
        "reg",
        "orig",
        "add",
        "del",
        "note",
        "formula",
        "figure",
        "graphic",
        "figDesc",
        "pb",
        "lb",
        "anchor",
        "c",
        "abbr",
        "expan",
        "name",
        "title",
        "q",
        "soCalled",
        "mentioned",
        "term",
        "gi",
        "ident",
        "ptr",
        "space",
        "metamark",
        "supplied",
        "surplus",
        "unclear",
        "subst",
    ]
)
_TEI_BESIDE = frozenset(["sic", "orig", "rdg", "titlePage", "figDesc"])


def tei_words(path: Path) -> Words:
    """The text of a TEI file with its corrections made (``corr``), notes and pictures' texts apart."""
    words = Words()
    root = etree.parse(path).getroot()
    main: list[str] = []
    for text in root.iter("{*}text"):
        _tei(text, main, words)
    words.main = "".join(main)
    return words


def _tei(element: etree._Element, out: list[str], words: Words) -> None:
    if not isinstance(element.tag, str):
        return
    name = etree.QName(element).localname
    inside: list[str] = []
    inline = name in _TEI_INLINE or (name == "quote" and element.get("rend") == "inline")
    for text, child in [(element.text, None), *((child.tail, child) for child in element)]:
        if child is not None:
            _tei(child, inside, words)
        inside.append(text or "")
    body = "".join(inside)
    if name in _TEI_BESIDE or (name == "div" and element.get("type") in ("imprint", "errata", "bibliography")):
        if name == "figDesc":
            words.alts.append(body)
        return
    if name == "seg" and element.get("rend") == "caption-label":
        return
    if name == "note":
        words.notes.append(body)
    body = _marked(element, name, body)
    out.append(body if inline else f"\n{body}\n")


def _marked(element: etree._Element, name: str, body: str) -> str:
    """The words of an element with the signs of what they are."""
    parent = element.getparent()
    if name == "note" or element.get("type") == "noteAnchor":
        return NOTE
    if name == "formula":
        return TEX + body + TEX_END
    if name == "hi" and (element.get("rend") or "") in ("superscript", "subscript", "sup", "sub"):
        return (SUP if str(element.get("rend")).startswith("sup") else SUB) + body + LEVEL
    if name == "label" and parent is not None and parent.get("type") == "numbered":
        return LABEL + body.strip() + LABEL_END
    return "\n" if name == "lb" else body
