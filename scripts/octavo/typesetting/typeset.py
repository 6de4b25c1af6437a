"""The Document's tree → Typst markup: what each element is, not how it looks (that is ``styles/print.typ``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import etree

from octavo.document import Document
from octavo.document.apparatus import is_long_entry
from octavo.document.chapternumbers import CHAPTER, PART, is_chapter_of_part
from octavo.document.displaypages import DISPLAY
from octavo.document.flow import list_label
from octavo.document.structure import HEADINGS
from octavo.document.tree import classes, inner_text, keeps_with_next
from octavo.errors import Notices, Place
from octavo.typesetting.contents import unlisted
from octavo.typesetting.nested import DEEPEST
from octavo.typesetting.poems import LongestLines
from octavo.typesetting.typstblocks import bulleted, definitions, figure, numbered
from octavo.typesetting.typstformulas import Formula
from octavo.typesetting.typstinline import PASSAGE_ENDS, InlineTypesetter
from octavo.typesetting.typstmarkup import DIVISIONS, language_arguments, typst_code_block, typst_string, typst_text
from octavo.typesetting.typsttables import Surroundings, own_cells, table

RANGED = frozenset({"aside", "li", "dd", "td", "th", "dedication", "drama", "figcaption"})
"""In these, by tag or class, verse begins where the lines of the text do, and is not centred."""
BLOCKS_IN_PASSAGE = 4
"""In a file of their own. Typst lays a paragraph out anew where its file has changed on both sides of it; with fewer
blocks in a file there are more files than it pays for."""


def _headings_above(element: etree._Element) -> int:
    """How many headings stand right before a block, with nothing between."""
    before = element.getprevious()
    if before is None:
        parent = element.getparent()
        return _headings_above(parent) if parent is not None and parent.tag in ("section", "div") else 0
    return 1 + _headings_above(before) if before.tag in HEADINGS else 0


def _has_loose_words(figure: etree._Element) -> bool:
    """Whether a figure holds words that are neither in a block of their own nor its one caption."""
    captions = figure.findall("figcaption")
    texts = [figure.text, *(child.tail for child in figure), *(inner_text(p) for p in figure.findall("p"))]
    return len(captions) > 1 or any((text or "").strip() for text in texts)


def _open_sections(section: etree._Element, language: str) -> Iterator[etree._Element]:
    """A section and those inside of it whose markup stands in no call of Typst's."""
    if not language_arguments(section, language):
        yield section
        for child in section.iterchildren("section"):
            yield from _open_sections(child, language)


def _is_attribution(paragraph: etree._Element) -> bool:
    """Whether a paragraph says who said something, and nothing else."""
    words = ((paragraph.text or "") + (paragraph[0].tail or "")).strip() if len(paragraph) == 1 else "several"
    return not words and "attribution" in classes(paragraph[0])


def _is_verse(epigraph: etree._Element) -> bool:
    """Whether an epigraph ends its own lines, all of them: verse, and who said it."""
    return all(
        _is_attribution(paragraph) or paragraph.find(".//br") is not None for paragraph in epigraph.iter("p")
    ) and any(True for _ in epigraph.iter("div", "br"))


def _is_index(list_: etree._Element) -> bool:
    """Whether a list is the outermost one of an index."""
    outer = list(list_.iterancestors())
    return any("index" in classes(each) for each in (list_, *outer)) and all(each.tag != "ul" for each in outer)


class Typesetter(InlineTypesetter):
    """Writes one Document as Typst markup; what it cannot carry goes into ``notices``."""

    def __init__(
        self, document: Document, image_names: dict[str, str], formulas: Mapping[Formula, str], notices: Notices
    ) -> None:
        super().__init__(document, image_names, formulas, notices)
        self._headings = {id(heading.element): heading for heading in document.headings}
        self._chapters_open = document.edition.metadata.print.openings.chapters or "next"
        self._unlisted = unlisted(document)
        self._longest_lines = LongestLines(document)
        tables = (table for root in document.trees for table in root.iter("table"))
        self._tables = {table: number for number, table in enumerate(tables, 1)}
        """The number of each table, by which its repeated head knows the first of its copies."""
        self._blocks: dict[str, Callable[[etree._Element], str]] = {
            "p": self._paragraph,
            "blockquote": lambda e: f"#quote(block: true)[{self._children(e)}]",
            "ul": self._list,
            "ol": lambda e: numbered(e, self._content),
            "dl": lambda e: definitions(e, self._content),
            "pre": self._code_block,
            "hr": lambda e: "#section-break()",
            "figure": self._figure,
            "table": lambda e: self._table(e, e.find("caption")),
            "summary": self._summary,
            "div": self._division,
            "section": self._section,
        }

    def place_of_table(self, number: int) -> Place | None:
        """Where the table with this number stands in the Markdown."""
        return self._place(next(table for table, its in self._tables.items() if its == number))

    @property
    def document(self) -> Document:
        """The Document whose text is set."""
        return self._document

    def chapter(self, element: etree._Element, *, is_text: bool = False) -> str:
        """A chapter's section as Typst content; the book's own text (``is_text``) has fine points."""
        with self._within_chapter(element, is_text=is_text):
            return self._section(element)

    def blocks(self, elements: Sequence[etree._Element]) -> str:
        """Some blocks of a chapter of the text as Typst content, as they are written with all of it."""
        *_, chapter = elements[0].iterancestors("section")
        with self._within_chapter(chapter, is_text=True):
            return "\n\n".join(map(self._block, elements))

    def passages(self, element: etree._Element) -> list[str]:
        """A chapter of the text as Typst content, a few blocks each; together they are what ``chapter`` gives.

        How the chapter is arranged changes nothing in where they are parted.
        """
        self._parted = frozenset(_open_sections(element, self._language))
        try:
            blocks = self.chapter(element, is_text=True).split(PASSAGE_ENDS)
        finally:
            self._parted = frozenset()
        return ["".join(blocks[at : at + BLOCKS_IN_PASSAGE]) for at in range(0, len(blocks), BLOCKS_IN_PASSAGE)]

    def _block(self, element: etree._Element) -> str:
        if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return self._heading(element)
        with self._within(element) as has_room:
            write = self._blocks.get(element.tag) if has_room else self._flat
            content = write(element) if write else self._children(element)
        if element.tag != "section":
            content = self._place_of(element) + content
        language = language_arguments(element, self._language)
        return f"#[#set text({language})\n{content}]" if language else content

    def _flat(self, element: etree._Element) -> str:
        """A block without a look of its own: its paragraphs, and the numbers of its items."""
        if element.tag != "ol":
            parts = own_cells(element) if element.tag == "table" else [element]
            return "\n\n".join(self._content(part) for part in parts)
        items = (f"{typst_text(list_label(item))} {self._content(item)}" for item in element)
        return "\n\n".join(items)

    def _section(self, element: etree._Element) -> str:
        """A section, whose id is its heading's unless each has one of its own."""
        content = self._children(element)
        if "colophon" in classes(element) and "level1" in classes(element):
            content = f"#colophon[\n{content}\n]"
        first = next(iter(element), None)
        heading = self._headings.get(id(first)) if first is not None else None
        own = element.get("id")
        return f"#anchor({typst_string(own)});{content}" if own and heading and heading.id != own else content

    def _summary(self, element: etree._Element) -> str:
        """The words of something folded; where another such follows at once, a paragraph keeps the two apart."""
        content, behind = self._children(element), element.getnext()
        return (
            f"#summary[#par[{content}]]" if behind is not None and behind.tag == "details" else f"#summary[{content}]"
        )

    def _heading(self, element: etree._Element) -> str:
        heading = self._headings.get(id(element))
        label = f"#label({typst_string(heading.id)})" if heading and heading.id else ""
        unlisted = ", outlined: false, bookmarked: true" if heading and heading.id in self._unlisted else ""
        with self._running(False):
            content = f"#heading(level: {element.tag[1]}{unlisted})[{self._children(element)}]{label}"
        section = element.getparent()
        if section is not None and section[0] is element and element.tag == "h1" and PART in classes(section):
            return f"#part-title[{content}]"
        if section is not None and is_chapter_of_part(element):
            is_first = all(CHAPTER not in classes(before) for before in section.itersiblings(preceding=True))
            opens = "recto" if is_first else self._chapters_open
            return f'#chapter-of-part(opens: "{opens}")[{content}]'
        return content

    def _paragraph(self, element: etree._Element) -> str:
        content = self._children(element).strip()
        if _is_attribution(element):
            return content.replace("#attribution[", "#attribution-line[", 1)
        if keeps_with_next(element):
            return f"#with-next[{content}]"
        alone = len(element) == 1 and element[0].tag == "img" and not inner_text(element).strip()
        return f"#picture(under: {_headings_above(element)}, [{content}])" if alone else content

    def _list(self, element: etree._Element) -> str:
        if "apparatus" in classes(element):
            return f"#apparatus({''.join(map(self._entry, element))})"
        if element.tag == "ul" and _is_index(element):
            return f"#index-list({bulleted(element, self._content).removeprefix('#')})"
        return bulleted(element, self._content)

    def _entry(self, item: etree._Element) -> str:
        """An entry of the list of errata: its name, what it says, and whether it may be parted by a page's end."""
        long = "true" if is_long_entry(item) else "false"
        return f"({typst_string(item.get('id') or '')}, [{self._children(item)}], {long}), "

    def _code_block(self, element: etree._Element) -> str:
        return f"{self._anchors(element)}{typst_code_block(inner_text(element).rstrip())}"

    def _table(self, element: etree._Element, caption: etree._Element | None) -> str:
        """A table; what its head holds of links, notes and places stands in the first of its copies alone."""
        language = next((e.get("lang") for e in (element, *element.iterancestors()) if e.get("lang")), self._language)
        around = Surroundings(self._tables[element], self._is_of_page(element), str(language))
        return table(element, caption, self._content, self._repeated_content, around)

    def _is_of_page(self, element: etree._Element) -> bool:
        """Whether a block stands on the page itself, and in nothing that is set as one with it."""
        parent = element.getparent()
        while parent is not None and parent.tag in ("figure", "div"):
            if any(name in DIVISIONS for name in classes(parent)):
                return False
            parent = parent.getparent()
        return parent is not None and parent.tag == "section" and not self._room.nested > DEEPEST["table"]

    def _repeated_content(self, element: etree._Element) -> str:
        """A part of a block as it stands on further pages: an artifact, which may hold no link (ISO 14289-1, 7.1)."""
        before, self._repeated = self._repeated, True
        try:
            return self._children(element)
        finally:
            self._repeated = before

    def _division(self, element: etree._Element) -> str:
        function = next((DIVISIONS[name] for name in classes(element) if name in DIVISIONS), None)
        if function == "verse" and next(element.iterdescendants("div"), None) is not None:
            function = None  # verse is set by its lines, and what divides it further has none
        content = self._children(element)
        if function == "verse" and any("epigraph" in classes(outer) for outer in element.iterancestors("div")):
            function = "epigraph-verse"
        if function == "closing" and keeps_with_next(element):
            return f"#closing(goes-on: true)[{content}]"
        if function == "epigraph":
            alone = any(DISPLAY in classes(section) for section in element.iterancestors("section"))
            given = [*(["of-verse: true"] if _is_verse(element) else []), *(["where: center"] if alone else [])]
            function = f"epigraph.with({', '.join(given)})" if given else function
            return f"#({function})[{content}]"
        if function == "verse":
            longest = "".join(typst_string(line) + ", " for line in self._longest_lines.of(element))
            around = {name for outer in element.iterancestors() for name in (str(outer.tag), *classes(outer))}
            given = [
                *([f"as-wide-as: ({longest})"] if longest else []),
                *(["centred: false"] if around & RANGED else []),
            ]
            function = f"verse({', '.join(given)})" if given else function
        return f"#{function}[{content}]" if function else content

    def _figure(self, element: etree._Element) -> str:
        others = [child for child in element if child.tag not in ("img", "figcaption", "p")]
        pictures = list(element.iter("img"))
        if _has_loose_words(element):
            return self._children(element)
        if len(others) == 1 and others[0].tag == "table" and not pictures:
            caption = element.find("figcaption")
            return self._place_of(others[0]) + self._table(
                others[0], others[0].find("caption") if caption is None else caption
            )
        if not pictures or (
            any(inner_text(other).strip() for other in others) and element.find("figcaption") is not None
        ):
            return self._children(element)  # print knows a figure as a picture, whose caption is told before it
        inside = "\n".join(self._inline(child) for child in pictures)
        inside += "\n\n".join(self._block(child) for child in others)
        content = f"[{inside}]"
        under = _headings_above(element)
        if pictures and under:
            content = f"picture(under: {under}, {content})"
        return figure(content, element.find("figcaption"), self._content)
