"""Reading an ODT: every word of its text, from its XML (OpenDocument 1.3, part 3), as if all changes were accepted.

Whatever is not known is looked into, so that words in it are read; what is passed over stands in a list. Frames and
shapes are read behind the paragraph in which they hang. Running heads and annotations are no text of the book.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from octavo.errors import InputError, Place
from octavo.readback.container import Container
from octavo.readback.docxstyles import attribute, child
from octavo.readback.filetext import FileText
from octavo.readback.markup import name
from octavo.readback.odtlists import Lists
from octavo.readback.wordtext import WordText

PASSED_OVER = frozenset(
    {
        *("annotation", "annotation-end", "desc", "event-listeners", "forms", "note-citation", "sequence-decls"),
        *("soft-page-break", "title", "tracked-changes", "user-field-decls", "variable-decls", "dde-connection-decls"),
        *("glue-point", "enhanced-geometry", "image-map", "binary-data", "soft-hyphen", "script", "scripts"),
        *("alphabetical-index-auto-mark-file", "named-expressions", "table-source", "shadow", "content-validations"),
    }
)
"""Elements without a word of the text: what is deleted, marks of notes, descriptions of pictures, declarations."""
SHAPES = frozenset(
    {
        *(
            "caption",
            "circle",
            "connector",
            "custom-shape",
            "ellipse",
            "frame",
            "g",
            "line",
            "measure",
            "page-thumbnail",
        ),
        *("path", "polygon", "polyline", "rect", "regular-polygon", "scene", "control", "a"),
    }
)
"""What is drawn, and may hold paragraphs of its own."""
_DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_SAVE = "open the file in a word processor, put the text where it stands, and save it anew"


def read_odt(data: bytes, file: Path) -> FileText:
    """Read an ODT; raises InputError where it is damaged or none."""
    container = Container(data, file, "ODT")
    if "content.xml" not in container:
        hint = "open the file in a word processor and save it anew"
        raise InputError("this ODT file cannot be read: it has no content.xml", place=Place(file), hint=hint)
    return _OdtReader(container).read()


class _OdtReader:
    """Walks the document and then its notes."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self.text = WordText(container.file)
        self.root = container.xml("content.xml")
        roots = [self.root, *([container.xml("styles.xml")] if "styles.xml" in container else [])]
        self.lists = Lists(roots)
        self._hidden_styles = {
            attribute(style, "name")
            for root in roots
            for style in root.iter("{*}style")
            if attribute(child(style, "text-properties"), "display") == "none"
        }
        self._notes: list[etree._Element] = []
        self._shapes: list[etree._Element] | None = None
        self._in_contents = False
        self._handlers: dict[str, Callable[[etree._Element], None]] = {
            "p": self._paragraph,
            "h": self._paragraph,
            "s": self._spaces,
            "tab": self._space,
            "line-break": self._space,
            "span": self._span,
            "note": self._notes.append,
            "list": self._list,
            "numbered-paragraph": self._numbered,
            "ruby": self._ruby,
            "math": self.text.formula,
            "object": self._object,
            "object-ole": self._object,
            "section": self._section,
            "table-of-content": self._contents,
            "hidden-text": self._hidden_text,
            "hidden-paragraph": self._hidden_text,
            "covered-table-cell": self._covered,
        }

    def read(self) -> FileText:
        """The text of the document, then of each note, in their order."""
        body = child(child(self.root, "body"), "text")
        if body is None:
            hint = "save it as a text document"
            raise InputError("this file is no text document", place=Place(self.container.file), hint=hint)
        self._inside(body)
        self.text.close()
        for note in self._notes:
            self.text.note += 1
            for part in note:
                self._visit(part)
            self.text.close()
        return self.text.result("ODT", self.text.note)

    def _visit(self, element: etree._Element) -> None:
        tag = name(element)
        if not tag or tag in PASSED_OVER or tag.endswith("-source"):
            return
        drawn = tag in SHAPES and etree.QName(element).namespace == _DRAWING
        if drawn and self._shapes is not None and child(element, "object") is None:
            self._shapes.append(element)
        elif tag in self._handlers:
            self._handlers[tag](element)
        else:
            self._inside(element)

    def _inside(self, element: etree._Element) -> None:
        """The words of an element: its own and those between its children, where it stands in a paragraph."""
        mixed = self._shapes is not None
        if mixed:
            self.text.add(element.text)
        for inner in element:
            self._visit(inner)
            if mixed:
                self.text.add(inner.tail)

    def _paragraph(self, element: etree._Element) -> None:
        heading = name(element) == "h"
        self.text.close()
        if self.lists.label and not heading:
            self.text.add(f"{self.lists.label} ")
        self.lists.label = ""
        outer, self._shapes = self._shapes, []
        was_hidden = self.text.hidden
        self.text.hidden = was_hidden or attribute(element, "style-name") in self._hidden_styles
        self._inside(element)
        self.text.hidden = was_hidden
        shapes, self._shapes = self._shapes, outer
        level = attribute(element, "outline-level")
        level = level if level.isascii() and level.isdigit() else "1"
        self.text.close(level=int(level) if heading and not self._in_contents else 0, entry=self._in_contents)
        outer, self._shapes = self._shapes, None
        for shape in shapes:
            self._inside(shape)
            self.text.close()
        self._shapes = outer

    def _spaces(self, element: etree._Element) -> None:
        self.text.add(" ")

    _space = _spaces

    def _span(self, element: etree._Element) -> None:
        outer = self.text.hidden
        self.text.hidden = outer or attribute(element, "style-name") in self._hidden_styles
        self._inside(element)
        self.text.hidden = outer

    def _list(self, element: etree._Element) -> None:
        with self.lists.begun(element):
            for item in element:
                if name(item) == "list-item":
                    self.lists.count(item)
                self._visit(item)
                if self.lists.label:  # an item without a word has a number too
                    self.text.add(self.lists.label)
                    self.text.close()
                    self.lists.label = ""

    def _numbered(self, element: etree._Element) -> None:
        self.lists.numbered(element)
        self._inside(element)
        self.lists.label = ""

    def _ruby(self, element: etree._Element) -> None:
        base = child(element, "ruby-base")
        words = "".join(str(text) for text in base.itertext()) if base is not None else ""
        between = " " if words.strip()[-1:].isalpha() and words.strip()[-1:] < "\u2e80" else ""
        for part in ("ruby-base", "ruby-text"):
            inner = child(element, part)
            if inner is not None:
                self._inside(inner)
                self.text.add(between)

    def _object(self, element: etree._Element) -> None:
        """A formula, or something that another program shows here."""
        formula = child(element, "math")
        target = posixpath.normpath(attribute(element, "href") or "-")
        root = None
        if formula is None and f"{target}/content.xml" in self.container:
            root = self.container.xml(f"{target}/content.xml")
            formula = root if name(root) == "math" else None
        if formula is not None:
            self.text.formula(formula)
            return
        words = "" if root is None else " ".join(str(t) for p in root.iter("{*}p") for t in p.itertext())
        self.text.cannot_read(f"an embedded object ({target})", words, _SAVE)

    def _section(self, element: etree._Element) -> None:
        outer = self.text.hidden
        self.text.hidden = outer or attribute(element, "display") == "none" or _is_hidden(element)
        self._inside(element)
        self.text.hidden = outer

    def _contents(self, element: etree._Element) -> None:
        self._in_contents = True
        self._inside(element)
        self._in_contents = False

    def _hidden_text(self, element: etree._Element) -> None:
        if not _is_hidden(element):
            self._inside(element)
            return
        outer, self.text.hidden = self.text.hidden, True
        self.text.add(attribute(element, "string-value"))
        self._inside(element)
        self.text.hidden = outer

    def _covered(self, element: etree._Element) -> None:
        """A cell behind another that spans its place: what it holds is not shown."""
        outer, self.text.hidden = self.text.hidden, True
        self._inside(element)
        self.text.hidden = outer


def _is_hidden(element: etree._Element) -> bool:
    return attribute(element, "is-hidden") == "true"
