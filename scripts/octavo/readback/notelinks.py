"""Notes that only their links or classes give away: a mark that leads to a note, and the note's link back to the mark.

EPUB 2, pages from word processors and hand-made HTML have no roles that say what a note is, nor have the pages of
Project Gutenberg, calibre and Sigil. Here they are given the roles of DPUB-ARIA 1.1, so that one reader serves all.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from octavo.document.tree import classes, inner_text
from octavo.markdown.vocabulary import BLOCKS
from octavo.readback.markup import is_mark, name, note_items

_MARK = re.compile(r"[\[({]?\s*(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,6}|[*†‡§¶‖#]{1,4})\s*[\])}.]?")
_OPENING, _CLOSING = "[({", "])}.:"
_HOLDERS = 3
"""Levels around a link in which the id may stand that it is called by."""
NOTE_CLASSES = frozenset({"endnote", "fn", "footnote", "footnote-body", "footnotebody", "rearnote"})
"""What makers of books call the element of one note."""
_WORD_NOTE = re.compile(r"mso-element\s*:\s*(?:foot|end)note\b(?!-)")
"""What Word says of a note in a page that it has saved."""
MARK_CLASSES = frozenset({"endnote-ref", "fnanchor", "fnref", "footnote-ref", "footnoteref", "noteref"})
LABEL_CLASSES = frozenset({"backlink", "fnlabel", "fnnum", "footnote-back", "footnotelabel", "label"})

Target = tuple[str, str]


@dataclass
class _Links:
    """Every id and every link of a book, by document."""

    targets: dict[Target, etree._Element] = field(default_factory=dict)
    order: dict[etree._Element, int] = field(default_factory=dict)
    links: list[tuple[str, etree._Element]] = field(default_factory=list)


def mark_notes(documents: list[tuple[str, etree._Element]]) -> None:
    """Give marks, notes and links back their roles; ``documents`` are name and root of each, of one book.

    In a book in which marks have roles, what else is linked to and fro is no note; what a mark leads to is one.
    """
    found = _gathered(documents)
    if any(is_mark(link) for _, link in found.links):
        _mark_targets(found, documents)
        return
    names = {id(link): document for document, link in found.links}
    for document, link in found.links:
        if not _MARK.fullmatch(inner_text(link).strip()):
            continue
        target = found.targets.get(_target(document, link))
        note = _block_around(target) if target is not None else None
        if note is None or found.order[link] >= found.order[note] or _block_around(link) is note:
            continue
        back = _link_back(note, target, document, link, names)
        if back is not None:
            _give_roles(link, _whole_note(note), back)
    _mark_by_class(found, documents)


def _gathered(documents: list[tuple[str, etree._Element]]) -> _Links:
    found = _Links()
    for document, root in documents:
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            found.order[element] = len(found.order)
            for identifier in _ids(element):
                found.targets.setdefault((document, identifier), element)
            if name(element) == "a" and element.get("href"):
                found.links.append((document, element))
    return found


def _ids(element: etree._Element) -> Iterator[str]:
    for key in ("id", "name"):
        if element.get(key) and (key == "id" or name(element) == "a"):
            yield element.get(key) or ""


def _target(document: str, link: etree._Element) -> Target:
    path, _, fragment = (link.get("href") or "").partition("#")
    there = posixpath.normpath(posixpath.join(posixpath.dirname(document), unquote(path))) if path else document
    return there, unquote(fragment)


def _block_around(element: etree._Element) -> etree._Element | None:
    """The paragraph, list item or division that an element is or stands in; nothing where that is a whole document."""
    while element is not None:
        if name(element) in BLOCKS:
            return None if name(element) in ("body", "main", "article") else element
        parent = element.getparent()
        if parent is None:
            return None
        element = parent
    return None


def _link_back(
    note: etree._Element, target: etree._Element | None, document: str, mark: etree._Element, names: dict[int, str]
) -> etree._Element | None:
    """The link in a note that leads to its mark."""
    around = [mark, *mark.iter(), *list(mark.iterancestors())[:_HOLDERS], *_empty_beside(mark)]
    called = {(document, identifier) for element in around for identifier in _ids(element)}
    for link in note.iter("{*}a"):
        if link.get("href") and _target(names.get(id(link), document), link) in called:
            return link
    return None


def _empty_beside(mark: etree._Element) -> Iterator[etree._Element]:
    """The anchors without a word that stand directly before a mark, or before an element that begins with it."""
    held: etree._Element | None = mark
    for _ in range(_HOLDERS):
        before = held.getprevious() if held is not None else None
        while before is not None and not inner_text(before) and not (before.tail or "").strip(f" {_OPENING}"):
            yield before
            before = before.getprevious()
        held = held.getparent() if held is not None else None


def _whole_note(note: etree._Element) -> etree._Element:
    """All paragraphs of a note, where its maker has put them into one element and says so."""
    around = list(note.iterancestors())[:_HOLDERS]
    outer = [one for one in around if not NOTE_CLASSES.isdisjoint(classes(one)) or _WORD_NOTE.search(_style(one))]
    return outer[-1] if outer else note


def _style(element: etree._Element) -> str:
    return element.get("style") or ""


def _mark_targets(found: _Links, documents: list[tuple[str, etree._Element]]) -> None:
    """What a mark leads to is a note, also where nothing else says so."""
    known = {element for _, root in documents for note in note_items(root) for element in note.iter()}
    for document, link in found.links:
        if not is_mark(link) or "backlink" in (link.get("role") or "") or not _MARK.fullmatch(inner_text(link).strip()):
            continue
        target = found.targets.get(_target(document, link))
        note = _block_around(target) if target is not None else None
        behind = note is not None and found.order[link] < found.order[note]
        if note is not None and note not in known and behind and not note_items(note):
            note.set("role", "doc-footnote")


def _mark_by_class(found: _Links, documents: list[tuple[str, etree._Element]]) -> None:
    """Notes that have neither roles nor links to and fro, but a class that says what they are."""
    known = {element for _, root in documents for note in note_items(root) for element in note.iter()}
    added: set[etree._Element] = set()
    for element in found.order:
        if element in known or element in added or name(element) not in BLOCKS:
            continue
        if not NOTE_CLASSES.isdisjoint(classes(element)) and not note_items(element):
            element.set("role", "doc-footnote")
            added.update(element.iter())
            _mark_label(element)
    if not added:
        return
    for document, link in found.links:
        if found.targets.get(_target(document, link)) in added and link not in added:
            _mark(link)
    for element in found.order:
        if element not in added and not MARK_CLASSES.isdisjoint(classes(element)):
            _mark(element)


def _mark(element: etree._Element) -> None:
    if _MARK.fullmatch(inner_text(element).strip()) and not is_mark(element):
        _take_brackets(element)
        element.set("role", "doc-noteref")


def _mark_label(note: etree._Element) -> None:
    """The mark with which a note begins, where it stands in an element of its own that says so, or is a link."""
    for element in note.iter():
        is_label = isinstance(element.tag, str) and (
            name(element) == "a" or not LABEL_CLASSES.isdisjoint(classes(element))
        )
        if element is not note and is_label and _MARK.fullmatch(inner_text(element).strip()):
            _take_brackets(element)
            element.set("role", "doc-backlink")
            return
        if (element.text or "").strip(f" \n{_OPENING}"):
            return


def _give_roles(mark: etree._Element, note: etree._Element, back: etree._Element) -> None:
    _take_brackets(mark)
    _take_brackets(back)
    mark.set("role", "doc-noteref")
    back.set("role", "doc-backlink")
    if not note_items(note):
        note.set("role", "doc-footnote")


def _take_brackets(link: etree._Element) -> None:
    """Take away the brackets and the point that stand around a mark and are not part of its link."""
    link.tail = link.tail or ""
    before = link.getprevious()
    parent = link.getparent()
    text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    opened = text[-1:] in _OPENING and text != ""
    if opened and before is not None:
        before.tail = text[:-1]
    elif opened and parent is not None:
        parent.text = text[:-1]
    first_in_note = not text.strip() and before is None
    if opened or first_in_note:
        link.tail = link.tail[1:] if link.tail[:1] in _CLOSING and link.tail else link.tail
