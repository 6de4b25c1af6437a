"""A Word file (ISO/IEC 29500) for whoever reviews the text: words, notes, verse, tables and pictures, no looks.

pandoc makes it of the Document as HTML in which the roles of notes stand as ``epub:type``, so that a note is one of
Word's own. A word processor tracks what is changed in it; ``octavo compare`` says which words.
"""

from __future__ import annotations

import base64
import copy
import datetime
import io
import os
import subprocess
from collections.abc import Iterator

from lxml import etree

from octavo.document import Chapter, Document
from octavo.document.flow import formula_source, list_label
from octavo.document.parts import Image
from octavo.document.picture import Picture
from octavo.document.tree import classes, inner_text
from octavo.errors import Notices, OctavoError

LONGEST = 300
"""Seconds for pandoc; a long book takes three."""
FRONT_STYLES = {"title": "Title", "subtitle": "Subtitle", "author": "Author", "contributor": "Author"}
"""Word's styles for the lines of the title page, by their classes; what else stands there has that of a date."""
_OPS = "http://www.idpf.org/2007/ops"
_EPUB_TYPE = f"{{{_OPS}}}type"
_PICTURES_OF_WORD = frozenset({"image/png", "image/jpeg", "image/gif"})


def docx(document: Document, moment: datetime.datetime, notices: Notices) -> bytes:
    """The whole text as a Word file, dated ``moment``; what Word cannot hold is told in ``notices``."""
    page = _Page(document, notices).written()
    return _by_pandoc(page, moment)


class _Page:
    """Writes a Document as the HTML of which pandoc makes a Word file."""

    def __init__(self, document: Document, notices: Notices) -> None:
        self._document, self._notices = document, notices
        self._called: set[str] = set()
        """The notes that have their mark by now: in Word, a note has one."""

    def written(self) -> bytes:
        """The page, with the notes behind the text."""
        metadata = self._document.edition.metadata
        root = etree.Element("html", {"lang": metadata.lang}, nsmap={"epub": _OPS})
        head = etree.SubElement(root, "head")
        etree.SubElement(head, "meta", {"charset": "utf-8"})
        etree.SubElement(head, "title").text = metadata.title
        for name in metadata.author_names:
            etree.SubElement(head, "meta", {"name": "creator", "content": name})
        body = etree.SubElement(root, "body")
        body.extend(self._front())
        body.extend(self._chapter(chapter) for chapter in self._document.chapters if chapter.kind == "chapter")
        for note in self._document.notes:
            aside = self._adapted(note.body)
            aside.tag = "aside"
            aside.set(_EPUB_TYPE, "footnote")
            aside.set("id", note.id)
            body.append(aside)
        return etree.tostring(root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")

    def _front(self) -> Iterator[etree._Element]:
        """Title page and imprint, but for the title, which pandoc takes from the page's head."""
        for chapter in self._document.chapters:
            for line in chapter.element.iter("p") if chapter.kind != "chapter" else ():
                if line.get("class") == "title":
                    continue
                style = FRONT_STYLES.get(line.get("class") or "", "Date")
                division = etree.Element("div", {"data-custom-style": style})
                division.append(self._adapted(line))
                yield division

    def _chapter(self, chapter: Chapter) -> etree._Element:
        return self._adapted(chapter.element)

    def _adapted(self, element: etree._Element) -> etree._Element:
        """A copy of a part of the tree in which notes, pictures and numbers are as pandoc reads them."""
        part = copy.deepcopy(element)
        part.tail = "\n"
        for mark in [mark for mark in part.iter("a") if "noteref" in classes(mark)]:
            self._call(mark)
        for image in list(part.iter("img")):
            self._show(image)
        for quotation in part.iter("q"):
            quotation.tag = "span"  # its marks are in the text already
        for formula in list(part.iter("{*}math")):
            _write_formula(formula)
        for numbered in [numbered for numbered in part.iter("ol") if _is_numbered_otherwise(numbered)]:
            _write_numbers(numbered)
        return part

    def _call(self, mark: etree._Element) -> None:
        """A mark at which Word has the note; where the text refers to one again, its mark is left out and told."""
        target = (mark.get("href") or "")[1:]
        if target not in self._called:
            self._called.add(target)
            mark.set(_EPUB_TYPE, "noteref")
            return
        note = next(note for note in self._document.notes if note.id == target)
        message = f"note {note.mark} is referred to again, which Word cannot say: the mark is left out there"
        self._notices.warn(message, hint="in the other renditions both marks lead to the note")
        mark.tag, mark.text = "span", None
        for name in list(mark.attrib):
            del mark.attrib[name]

    def _show(self, image: etree._Element) -> None:
        """A picture within the page; one of a kind that Word does not show stands there as PNG, a drawing as words."""
        name = image.get("src") or ""
        picture = self._document.pictures[name]
        if picture.is_drawing:
            self._tell_of_drawing(name)
            image.tag, image.text = "span", None
            image.attrib.clear()
            return
        kind, data = (picture.media_type, picture.data) if _fits(picture) else ("image/png", _as_png(picture))
        image.set("src", f"data:{kind};base64,{base64.b64encode(data).decode()}")
        image.set("alt", image.get("alt") or "")

    def _tell_of_drawing(self, name: str) -> None:
        image: Image = next(image for image in self._document.images if image.name == name)
        message = f"the drawing ‘{name}’ is not in the Word file, which takes pictures of pixels alone"
        self._notices.warn(message, image.place, "give it as PNG as well, if a reviewer is to see it")


def _fits(picture: Picture) -> bool:
    return picture.media_type in _PICTURES_OF_WORD


def _as_png(picture: Picture) -> bytes:
    from PIL import Image as Pixels

    out = io.BytesIO()
    with Pixels.open(io.BytesIO(picture.data)) as pixels:
        pixels.save(out, "PNG")
    return out.getvalue()


def _write_formula(formula: etree._Element) -> None:
    """Write a formula as its TeX source, which is what the author has written and can mend."""
    source = formula_source(formula)
    tail = formula.tail
    formula.clear()
    formula.tag, formula.text, formula.tail = "span", source, tail


def _is_numbered_otherwise(numbered: etree._Element) -> bool:
    """Whether a list has numbers that pandoc does not read from HTML: in brackets, out of turn, with nothing else."""
    items = list(numbered.iterchildren("li"))
    return bool(numbered.get("data-delimiter")) or any(i.get("value") or not inner_text(i).strip() for i in items)


def _write_numbers(numbered: etree._Element) -> None:
    """Write the numbers of a list as words."""
    labels = [(item, list_label(item)) for item in numbered.iterchildren("li")]
    for item, label in labels:
        first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        first.text = f"{label} {(first.text or '').lstrip()}"
        item.tag = "div"
    numbered.tag = "div"
    numbered.attrib.clear()


def _by_pandoc(page: bytes, moment: datetime.datetime) -> bytes:
    """Raises OctavoError where pandoc fails."""
    import pypandoc

    command = [
        pypandoc.get_pandoc_path(),
        "--sandbox",
        "--from",
        "html+epub_html_exts",
        "--to",
        "docx",
        "--output",
        "-",
    ]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(moment.timestamp()))}
    try:
        done = subprocess.run(command, input=page, capture_output=True, env=environment, check=False, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise OctavoError(f"pandoc has not made the Word file within {LONGEST} seconds") from None
    if done.returncode:
        raise OctavoError(f"pandoc cannot make the Word file: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout
