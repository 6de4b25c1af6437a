"""Reading a DOCX: every word of its text, from its XML (ECMA-376, WordprocessingML), as if all changes were accepted.

Whatever is not known is looked into, so that words in it are read; what is passed over stands in a list. Text boxes
and shapes are read behind the paragraph in which they hang. Running heads and comments are no text of the book.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from octavo.errors import InputError, Place
from octavo.readback.container import Container
from octavo.readback.docxfields import OpenFields, chosen_entry, is_note_mark
from octavo.readback.docxnumbers import Numbering
from octavo.readback.docxstyles import Styles, attribute, child, is_on
from octavo.readback.filetext import FileText
from octavo.readback.markup import name
from octavo.readback.reading import FRONT, TEXT
from octavo.readback.wordtext import WordText

PASSED_OVER = frozenset(
    {
        *("annotationRef", "commentReference", "continuationSeparator", "del", "endnoteRef", "footnoteRef"),
        *("moveFrom", "pPr", "pgNum", "rPr", "rubyPr", "sdtEndPr", "sdtPr", "sectPr", "separator", "tblGrid", "tblPr"),
        *("tblPrEx", "tcPr", "trPr", "customXmlPr", "smartTagPr", "fldData", "delText", "delInstrText"),
    }
)
"""Elements without a word of the text: what is deleted, marks of notes and comments, properties."""
SPACES = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
BOXES = frozenset({"txbxContent", "txBody"})
"""What holds paragraphs of its own within one: text boxes, and text in a drawing."""
TITLES = frozenset({"title", "subtitle", "author", "date", "title page", "imprint"})
"""Styles of a title page and an imprint, where they stand before all other text."""
_SYMBOLS = re.compile("[\uf020-\uf0ff]")
"""Where Word has the letters of a font of symbols, in the area for private use."""
_SAVE = "open the file in a word processor, put the text where it stands, and save it anew"


def read_docx(data: bytes, file: Path) -> FileText:
    """Read a DOCX; raises InputError where it is damaged or none."""
    container = Container(data, file, "DOCX")
    main = next((target for kind, target in container.relations("").values() if kind == "officeDocument"), "")
    main = main if main in container else "word/document.xml"
    if main not in container:
        hint = "open the file in a word processor and save it anew"
        raise InputError("this DOCX file cannot be read: it has no document part", place=Place(file), hint=hint)
    return _DocxReader(container, main).read()


class _DocxReader:
    """Walks the document and then its notes."""

    def __init__(self, container: Container, main: str) -> None:
        self.container, self.main = container, main
        self.parts = {kind: target for kind, target in container.relations(main).values() if target in container}
        self.targets = container.relations(main)
        self.text = WordText(container.file)
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"), self.styles)
        self.fields = OpenFields(self.text)
        self._notes: list[tuple[str, str, str]] = []
        self._seen: set[tuple[str, str]] = set()
        self._boxes: list[etree._Element] | None = None
        self._opening = True
        self._mark = self._font = ""
        self._handlers: dict[str, Callable[[etree._Element], None]] = {
            "p": self._paragraph,
            "r": self._run,
            "t": self._words,
            "tr": self._row,
            "ruby": self._ruby,
            "sym": self._symbol,
            "AlternateContent": self._alternatives,
            "oMath": self.text.formula,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "fldChar": self._field,
            "instrText": self._instruction,
            "fldSimple": self._simple_field,
            "textpath": self._word_art,
            **dict.fromkeys(BOXES, self._box),
            **dict.fromkeys(("altChunk", "subDoc", "OLEObject", "relIds", "chart", "control"), self._foreign),
        }

    def _part(self, kind: str) -> etree._Element | None:
        return self.container.xml(self.parts[kind]) if kind in self.parts else None

    def read(self) -> FileText:
        """The text of the document, then of each note that it refers to, in their order."""
        root = self.container.xml(self.main)
        body = child(root, "body")
        self._inside(root if body is None else body)
        self.text.close()
        self.fields.end()
        notes = {kind: self._part(f"{kind}s") for kind in ("footnote", "endnote")}
        known = {
            (kind, attribute(note, "id")): note
            for kind, root in notes.items()
            for note in (root if root is not None else ())
            if name(note)
        }
        for kind, identifier, mark in self._notes:
            note = known.get((kind, identifier))
            if note is not None and attribute(note, "type") in ("", "normal"):
                self.text.note, self._mark = self.text.note + 1, mark
                self._inside(note)
                self.text.close()
                self.fields.end()
        return self.text.result("DOCX", self.text.note)

    def _visit(self, element: etree._Element) -> None:
        tag = name(element)
        if not tag or tag in PASSED_OVER:
            return
        handler = self._handlers.get(tag)
        if handler is not None:
            handler(element)
        elif tag in SPACES:
            self.fields.add(SPACES[tag])
        else:
            self._inside(element)

    def _inside(self, element: etree._Element) -> None:
        for inner in element:
            self._visit(inner)

    def _paragraph(self, element: etree._Element) -> None:
        properties = child(element, "pPr")
        style = self.styles.paragraph(properties)
        level = style.level
        if self._boxes is None and not level:
            label = self.numbering.label(properties, style)
            self.text.add(f"{label} " if label else "")
        outer, self._boxes = self._boxes, []
        self._inside(element)
        boxes, self._boxes = self._boxes, outer
        if self._goes_on(properties):
            self._opening = False
        else:
            self._opening = self._opening and (style.name in TITLES or not self.text.has_words)
            region = FRONT if self._opening and style.name in TITLES else TEXT
            self.text.close(region, level, entry=style.name.startswith("toc "))
        for box in boxes:
            self._inside(box)
            self.text.close()

    def _goes_on(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph's end is deleted, or it is a large initial that belongs to the next paragraph."""
        frame = child(properties, "framePr")
        if frame is not None and attribute(frame, "dropCap") in ("drop", "margin"):
            return True
        mark = child(properties, "rPr")
        return child(mark, "del") is not None or child(mark, "moveFrom") is not None

    def _run(self, element: etree._Element) -> None:
        outer = self.text.hidden
        properties = child(element, "rPr")
        hidden = is_on(child(properties, "vanish"))
        if hidden is None:
            hidden = self.styles.is_hidden(attribute(child(properties, "rStyle"), "val")) or outer
        paragraph = element.getparent()
        if not hidden and paragraph is not None and child(properties, "vanish") is None:
            hidden = self.styles.is_hidden(attribute(child(child(paragraph, "pPr"), "pStyle"), "val"))
        self.text.hidden = hidden
        fonts = child(properties, "rFonts")
        self._font = attribute(fonts, "hAnsi") or attribute(fonts, "ascii")
        self._inside(element)
        self.text.hidden = outer

    def _words(self, element: etree._Element) -> None:
        words = element.text or ""
        if self._mark:
            # A mark of the author's own stands before its note as well; behind a reference it is no word.
            words = words.lstrip().removeprefix(self._mark)
            self._mark = ""
        if _SYMBOLS.search(words):
            words = _SYMBOLS.sub(lambda found: self.text.symbol(self._font, found[0]), words)
        self.fields.add(words)

    def _row(self, element: etree._Element) -> None:
        if child(child(element, "trPr"), "del") is not None:
            return
        for cell in element:
            if child(child(cell, "tcPr"), "cellDel") is None:
                self._visit(cell)

    def _ruby(self, element: etree._Element) -> None:
        base = child(element, "rubyBase")
        words = "".join(str(text) for text in base.itertext()) if base is not None else ""
        between = " " if words.strip()[-1:].isalpha() and words.strip()[-1:] < "\u2e80" else ""
        for part in ("rubyBase", "rt"):
            inner = child(element, part)
            if inner is not None:
                self._inside(inner)
                self.fields.add(between)

    def _symbol(self, element: etree._Element) -> None:
        code = attribute(element, "char")
        # Not a control character, nor half of a pair; else any, those for private use among them.
        if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) and unicodedata.category(chr(int(code, 16))) not in ("Cc", "Cs"):
            self.fields.add(self.text.symbol(attribute(element, "font"), chr(int(code, 16))))

    def _alternatives(self, element: etree._Element) -> None:
        """One of several ways to say the same: the first that has any words, or drawing, in it."""
        ways = [inner for inner in element if name(inner) in ("Choice", "Fallback")]
        chosen = next((way for way in ways if any(name(t) in ("t", "sym", "textpath") for t in way.iter())), None)
        chosen = chosen if chosen is not None else next(iter(ways), None)
        if chosen is not None:
            self._inside(chosen)

    def _note(self, element: etree._Element) -> None:
        kind, identifier = name(element).removesuffix("Reference"), attribute(element, "id")
        mark = ""
        if attribute(element, "customMarkFollows") in ("1", "true", "on"):
            following = element.getnext()
            mark = (following.text or "").strip() if following is not None and name(following) == "t" else ""
            self._mark = mark
        if (kind, identifier) not in self._seen:
            self._seen.add((kind, identifier))
            self._notes.append((kind, identifier, mark))

    def _field(self, element: etree._Element) -> None:
        self.fields.add(chosen_entry(element))
        self.fields.character(attribute(element, "fldCharType"))

    def _instruction(self, element: etree._Element) -> None:
        self.fields.instruction(element.text or "")

    def _simple_field(self, element: etree._Element) -> None:
        if not is_note_mark(attribute(element, "instr")):
            self._inside(element)

    def _word_art(self, element: etree._Element) -> None:
        if element.get("string"):
            self.text.add(f" {element.get('string')} ")

    def _box(self, element: etree._Element) -> None:
        if self._boxes is not None:
            self._boxes.append(element)
        else:
            self._inside(element)
            self.text.close()

    def _foreign(self, element: etree._Element) -> None:
        """What stands in a part of another kind: nothing reads it here."""
        references = [value for key, value in element.attrib.items() if str(key).rpartition("}")[2] in ("id", "dm")]
        targets = [self.targets[str(one)][1] for one in references if str(one) in self.targets]
        words = ""
        for target in targets:
            if target in self.container and target.endswith(".xml"):
                root = self.container.xml(target)
                words += " ".join(inner.text or "" for inner in root.iter("{*}t", "{*}v"))
        what = {
            "altChunk": "an inserted document",
            "subDoc": "a subdocument",
            "OLEObject": f"an embedded object of the kind {element.get('ProgID') or 'OLE'}",
            "relIds": "a diagram",
            "chart": "a chart",
            "control": "a control",
        }[name(element)]
        self.text.cannot_read(f"{what}{f' ({targets[0]})' if targets else ''}", words, _SAVE)
