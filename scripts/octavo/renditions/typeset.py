"""The Document's tree → Typst markup: what each element is, not how it looks (that is ``styles/print.typ``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lxml import etree

from octavo.document import Document
from octavo.document.tree import classes, inner_text
from octavo.errors import Notices
from octavo.markdown.vocabulary import BLOCKS
from octavo.renditions.arrangement import Stretches
from octavo.renditions.formula import Formula, formula_of
from octavo.renditions.typstblocks import DIVISIONS, definitions, figure, numbered, table
from octavo.renditions.typstimage import image
from octavo.renditions.typstmarkup import inline_function, language_arguments, typst_string, typst_text

_CLOSE = re.compile(r"[^ \n]*\Z")
_FIRST_WORD = re.compile(r"[^ #\[\]]+ (?=.)")
_FOLLOWING = re.compile(r"[^ \n]* ?")


class Position(NamedTuple):
    """A place on a page (from 0): points from its left and its upper edge."""

    page: int
    x: float
    y: float


def _anchors(element: etree._Element) -> str:
    """The places of errata inside of what is set as a whole, such as program code, put before it."""
    numbers = [inner.get("data-change") for inner in element.iter("span") if inner.get("id")]
    return "".join(f"#erratum-place({number});" for number in numbers)


def _ends_block(element: etree._Element) -> bool:
    """Whether nothing follows an element in its paragraph."""
    while element.tag not in BLOCKS:
        parent = element.getparent()
        if parent is None or " " in (element.tail or "").strip() or element.getnext() is not None:
            return False
        element = parent
    return True


class Typesetter:
    """Writes one Document as Typst markup; what it cannot carry goes into ``notices``."""

    def __init__(
        self, document: Document, image_names: dict[str, str], formulas: Mapping[Formula, str], notices: Notices
    ) -> None:
        self._notes = {note.reference_id: (number, note) for number, note in enumerate(document.notes)}
        self._headings = {id(heading.element): heading for heading in document.headings}
        self._marks = document.marks
        self._language = document.edition.metadata.lang
        self._places: Mapping[str, Position] = {}
        self._undivided: Stretches = {}
        self._short: Mapping[int, int] = {}
        self._raised: Mapping[int, int] = {}
        self._images = image_names
        self._formulas = formulas
        self._notices = notices
        self._blocks: dict[str, Callable[[etree._Element], str]] = {
            "p": self._paragraph,
            "blockquote": lambda e: f"#quote(block: true)[{self._children(e)}]",
            "ul": self._list,
            "ol": lambda e: numbered(e, self._items(e)),
            "dl": lambda e: definitions(e, self._children),
            "pre": lambda e: f"{_anchors(e)}#raw(block: true, {typst_string(inner_text(e).rstrip())})",
            "hr": lambda e: "#section-break()",
            "figure": self._figure,
            "table": lambda e: table(e, self._children),
            "div": self._division,
            "section": self._section,
        }

    def know(self, places: Mapping[str, Position]) -> None:
        """Where the marks of errata stand, by their ids, for the links of the list that is set hereafter."""
        self._places = places

    def arrange(self, undivided: Stretches, short: Mapping[int, int], raised: Mapping[int, int]) -> None:
        """Words that are not parted; blocks (by ``id()``) before which, and notes below which, lines stay empty."""
        self._undivided, self._short, self._raised = undivided, short, raised

    def chapter(self, element: etree._Element) -> str:
        """A chapter's section as Typst content."""
        return self._children(element)

    def _children(self, element: etree._Element) -> str:
        """The inside of an element: blocks parted by empty lines, or a run of text."""
        parts = [self._text(element, False)]
        children = list(element)
        at = 0
        while at < len(children):
            child = children[at]
            marked = [child]
            while child.get("data-change") and not child.tail and at + 1 < len(children):
                if not children[at + 1].get("data-change"):
                    break
                at, child = at + 1, children[at + 1]
                marked.append(child)
            tail = self._text(child, True)
            if child.get("data-change"):
                parts[-1], call, tail = self._marked(marked, parts[-1], tail)
                parts.append(call)
            elif isinstance(child.tag, str):
                block = child.tag in BLOCKS
                early = f"\n\n#run-short({self._short[id(child)]})" if id(child) in self._short else ""
                parts.append(f"{early}\n\n{self._block(child)}\n\n" if block else self._inline(child))
            parts.append(tail)
            at += 1
        return re.sub(r"\s*\n\s*\n\s*", "\n\n", "".join(parts)).strip("\n")

    def _text(self, element: etree._Element, tail: bool) -> str:
        """A text node as markup, with the words that are not to be parted marked so, and what touches them."""
        text = (element.tail if tail else element.text) or ""
        stretches = self._undivided.get((id(element), tail))
        if not stretches:
            return typst_text(text)
        parts, at = [], 0
        for start, end in stretches:
            while start > at and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and not text[end].isspace():
                end += 1
            if start >= at:
                parts += [typst_text(text[at:start]), f"#undivided[{typst_text(text[start:end])}];"]
                at = end
        return "".join([*parts, typst_text(text[at:])])

    def _marked(self, spans: list[etree._Element], before: str, behind: str) -> tuple[str, str, str]:
        """The marks of errata that touch one another, as one link to the entry of the first.

        The link takes what stands close to it from the text ``before`` and ``behind``, and the space behind: Typst does
        not kern across a mark's edge, and drops a space at a line's end only where no mark stands between it and the
        word; a mark must move nothing. Gives the text before, the call, and the text behind.
        """
        content = "".join(self._children(span) for span in spans)
        marks = [(span, self._marks[int(span.get("data-change") or 0)]) for span in spans]
        shown = [(span, mark) for span, mark in marks if mark.shown]
        if not shown:
            return before, content, behind
        close, following = _CLOSE.search(before), _FOLLOWING.match(behind)
        assert close is not None
        assert following is not None
        content = close[0] + content + following[0]
        before, behind = before[: close.start()], behind[following.end() :]
        places = [str(mark.number) for span, mark in shown if span.get("id")]
        if not content or next(spans[0].iterancestors("a"), None) is not None:
            return before, content + "".join(f"#erratum-place({number});" for number in places), behind
        last = ", last: true" if not behind and _ends_block(spans[-1]) else ""
        listed = "".join(f"{number}, " for number in places)
        # Its place is that of its first word; the rest may stand on another page.
        word = _FIRST_WORD.match(content)
        first, rest = (content[: word.end()], content[word.end() :]) if word else (content, "")
        call = f"#erratum({shown[0][1].number}, places: ({listed}){'' if rest else last})[{first}];"
        return before, call + (f"#erratum({shown[0][1].number}{last})[{rest}];" if rest else ""), behind

    def _block(self, element: etree._Element) -> str:
        if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return self._heading(element)
        write = self._blocks.get(element.tag)
        content = write(element) if write else self._children(element)
        identifier = element.get("id")
        if identifier and element.tag != "section":
            content = f"#anchor({typst_string(identifier)});" + content
        language = language_arguments(element, self._language)
        return f"#[#set text({language})\n{content}]" if language else content

    def _section(self, element: etree._Element) -> str:
        return self._children(element)

    def _heading(self, element: etree._Element) -> str:
        heading = self._headings.get(id(element))
        label = f"#label({typst_string(heading.id)})" if heading and heading.id else ""
        return f"#heading(level: {element.tag[1]})[{self._children(element)}]{label}"

    def _paragraph(self, element: etree._Element) -> str:
        return self._children(element).strip()

    def _list(self, element: etree._Element) -> str:
        if "apparatus" in classes(element):
            entries = ", ".join(f"({typst_string(item.get('id') or '')}, [{self._children(item)}])" for item in element)
            return f"#apparatus({entries},)"
        return f"#list({self._items(element)})"

    def _items(self, element: etree._Element) -> str:
        tight = not any(child.tag == "p" for item in element for child in item)
        items = ", ".join(f"[{self._children(item)}]" for item in element if item.tag == "li")
        return f"tight: {str(tight).lower()}, {items}"

    def _division(self, element: etree._Element) -> str:
        function = next((DIVISIONS[name] for name in classes(element) if name in DIVISIONS), None)
        content = self._children(element)
        return f"#{function}[{content}]" if function else content

    def _figure(self, element: etree._Element) -> str:
        inside = "\n".join(self._inline(child) for child in element.iter("img"))
        others = [child for child in element if child.tag not in ("img", "figcaption", "p")]
        inside += "\n\n".join(self._block(child) for child in others)
        return figure(f"[{inside}]", element.find("figcaption"), self._children)

    def _inline(self, element: etree._Element) -> str:
        # The semicolon ends the call, so that a bracket or full stop behind it is text and not code.
        tag, names = element.tag, classes(element)
        if tag == "a":
            return self._link(element, names) + ";"
        if tag == "br":
            return " \\\n"
        if tag == "img":
            return self._image(element) + ";"
        if tag == "code":
            return f"{_anchors(element)}#raw({typst_string(inner_text(element))});"
        if etree.QName(element).localname == "math":
            return self._formula(element) + ";"
        content = self._children(element)
        if element.get("data-page"):
            return ""  # print needs no mark for its own pages
        if element.get("id"):
            content = f"#anchor({typst_string(element.get('id') or '')});" + content
        language = language_arguments(element, self._language)
        if language:
            content = f"#text({language})[{content}];"
        function = inline_function(tag, names)
        if function is None:
            self._notices.warn(f"print cannot set <{tag}>; its text is set without it")
        return f"#{function}[{content}];" if function else content

    def _link(self, element: etree._Element, names: list[str]) -> str:
        if "noteref" in names:
            number, note = self._notes[element.get("id") or ""]
            raised = f", raised: {self._raised[number]}" if number in self._raised else ""
            return f"#note({typst_string(note.mark)}{raised})[{self._children(note.body).strip()}]"
        target = element.get("href") or ""
        content = self._children(element)
        if "place" in names:
            place = self._places.get(target[1:])
            there = f"(page: {place.page + 1}, x: {place.x}pt, y: {place.y}pt)" if place else "none"
            return f"#page-and-line({there})[{content}]"
        to = f"label({typst_string(target[1:])})" if target.startswith("#") else typst_string(target)
        return f"#link({to})[{content}]"

    def _image(self, element: etree._Element) -> str:
        return image(element, self._images[element.get("src") or ""])

    def _formula(self, element: etree._Element) -> str:
        """A formula with its TeX source as the words that stand in for it; that source where print cannot set it."""
        formula = formula_of(element)
        source, block = typst_string(formula.source), str(formula.display).lower()
        content = self._formulas.get(formula)
        if content is None:
            self._notices.warn(f"print sets this formula as its TeX source: {formula.source}")
            return f"#math.equation(block: {block}, alt: {source}, raw({source}))"
        return f"#math.equation(block: {block}, alt: {source}, {content}.body)"
