"""A Document as a book that Typst sets: one compiler, as many settings as it takes, and the PDFs that come of it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any

from lxml import etree

from octavo.document import Document
from octavo.document.apparatus import appendix
from octavo.errors import Notices, OctavoError, Problem
from octavo.renditions.style import style
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.bookorder import (
    APPENDIX,
    ATTACHED,
    CHAPTER,
    LENGTHS,
    MAIN,
    PRODUCT,
    attachments,
    chapter_files,
    chapter_source,
    chapter_sources,
    main_source,
    metadata_arguments,
    product_source,
)
from octavo.typesetting.compiler import families, font_folders, refusal
from octavo.typesetting.finishedpdf import Margins, finished, standards
from octavo.typesetting.lengths import lengths_source
from octavo.typesetting.letters import (
    letter_without_font,
    needs_signs,
    refuse_letter,
    refuse_letters,
    rules_for_letters,
)
from octavo.typesetting.pictures import copy_images, refuse_undrawable
from octavo.typesetting.printlimits import refuse_endless, refuse_long_names, refuse_long_strings
from octavo.typesetting.settingprocess import SettingProcess
from octavo.typesetting.trial import TRIAL, trial_source
from octavo.typesetting.typeset import Typesetter
from octavo.typesetting.typstformulas import typst_formulas
from octavo.typesetting.typstinline import Position
from octavo.typesetting.typstmarkup import typst_string
from octavo.workerprocess import Refused
from octavo.workfolder import work_folder

POINTS = 72
"""To the inch."""
_CALLED = (
    "query(footnote).filter(e => type(e.body) != label).map(e => {"
    "let p = e.location().position(); (p.page - 1, p.y.pt())})"
)


class TypstBook:
    """Sets one Document, as often as it takes, with one compiler, letting go of what is in memory of earlier ones.

    To be used as a context manager: the files that Typst reads stand in a folder that goes with it. In this order:
    ``write_sources`` and ``draft``, as often as it takes; ``locate_emendations``; ``set_list_and_locate_entries``, when
    the Document has its pages; ``book``.
    """

    def __init__(self, document: Document, moment: datetime.datetime, notices: Notices) -> None:
        self._document, self._moment, self._notices = document, moment, notices
        self._entries: dict[str, Position] = {}
        self._untold = Notices()
        self._arranged: dict[str, Arrangement | None] = {}
        """How the chapters are arranged whose files are written, by the files' names."""
        self.bare_digests: dict[int, bytes] = {}
        """By the numbers of the chapters that have files, a digest of each file as it is without an arrangement."""
        self._opened = ExitStack()
        self.folder = self._opened.enter_context(work_folder())
        """What Typst reads."""
        self._called: list[tuple[int, float]] = []
        self._gutter = 0.0
        self.times_set = 0
        """How often the pages were made."""

    def __enter__(self) -> TypstBook:
        """Raises InputError with every letter that print lacks, before anything is set."""
        try:
            self._lay_out()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _lay_out(self) -> None:
        refuse_endless(self._document)
        options = self._document.edition.metadata.print
        self._write("print.typ", style("print.typ"))
        self._write("house.typ", style(f"{options.style}.typ"))
        fonts = self._document.edition.fonts
        self._families = families(fonts, self.folder)
        images = copy_images(self._document, self.folder, self._untold)
        self._attached = attachments(self._document, self.folder, self._moment)
        formulas = typst_formulas(self._document)
        refuse_letters(self._document, formulas, fonts)
        self._rules = rules_for_letters(self._document.flow.text, fonts)
        self._typesetter = Typesetter(self._document, images, formulas, self._untold)
        self.write_sources(Arrangement(options.for_press.gutter(0)))  # until pages are known, the least gutter
        self._write_appendix()
        self._write(PRODUCT, product_source(self._document, "pdf"))
        signs = needs_signs(self._document, formulas, fonts)
        self._fonts = font_folders(self.folder / MAIN, fonts, look=options.style, signs=signs)
        self._compiler = SettingProcess(self.folder / MAIN, self._fonts)
        self._opened.callback(self._compiler.close)

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def write_sources(self, arrangement: Arrangement) -> None:
        """Write all files that Typst reads for an arrangement, and free what Typst keeps of older settings."""
        if self.times_set:
            # Another gutter is another measure: no line is found again.
            self._compiler.forget(everything=arrangement.gutter != self._gutter)
        self._gutter = arrangement.gutter
        self._write(LENGTHS, self._lengths(arrangement.gutter))
        words, blocks = arrangement.words(self._document), arrangement.blocks(self._document)
        self._typesetter.arrange(words, blocks, arrangement.raised)
        main = main_source(self._document, self._moment, self._typesetter, self._attached)
        self._write(MAIN, self._rules + main)
        parts = arrangement.parted(self._document)
        for name, number in chapter_files(self._document).items():
            part = parts.get(number)
            if name not in self._arranged or self._arranged[name] != part:
                sources = chapter_sources(name, self._document.chapters[number], self._typesetter)
                for file, source in sources.items():
                    self._write(file, source)
                self._arranged[name] = part
                if part is None:
                    self.bare_digests[number] = hashlib.sha256("".join(sources.values()).encode()).digest()
        self._tell_what_is_new()

    def shared_by_chapters(self, gutter: float) -> Iterator[str | bytes]:
        """All that decides how a chapter is set, with this gutter in inches, beside the chapter's own file."""
        yield from (self._lengths(gutter), self._rules, metadata_arguments(self._document, self._moment))
        others = {MAIN, LENGTHS, APPENDIX, PRODUCT, TRIAL}
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_file() and name not in others and not name.startswith((ATTACHED, CHAPTER)):
                yield from (name, path.read_bytes())

    def _lengths(self, gutter: float) -> str:
        return lengths_source(self._document, gutter, self._families)

    def _tell_what_is_new(self) -> None:
        """Pass on what the writing of the files has told: it tells the same each time, and is passed on once."""
        self._notices.items += [item for item in dict.fromkeys(self._untold.items) if item not in self._notices.items]
        self._untold.items.clear()

    def draft(self) -> bytes:
        """The book without page and line in its list of errata.

        Raises InputError where print lacks a letter, or cannot hold what the front matter says.
        """
        if not self.times_set:
            refuse_long_names(self._document)
            refuse_long_strings(self._document)
        try:
            made = self._compile()
        except OctavoError as error:
            refuse_letter(self._document, letter_without_font(str(error)))
            refuse_undrawable(self._document, self.folder, str(error))
            raise
        self._called = []
        if self._document.notes:
            self._compiler.begin_eval(_CALLED)  # while the pages are read
        return made

    def trial(self, arrangement: Arrangement, runs: list[list[etree._Element]]) -> bytes | None:
        """Blocks of chapters by themselves, in such runs as ``trial_blocks`` gives; nothing where they need others."""
        self._typesetter.arrange(arrangement.words(self._document), {}, {})
        self._write(TRIAL, self._rules + trial_source(self._document, self._moment, self._typesetter, runs))
        try:
            return self._compiler.compile_other(self.folder / TRIAL, self._fonts, timestamp=self._timestamp)
        except Refused:  # such as a link to a place that is not there
            return None

    def locate_emendations(self) -> dict[str, Position]:
        """Where Typst has put the emendations, by their ids; from then on, the list's entries lead there."""
        found = {self._document.emendations[number].id: place for number, place in self._positions("<erratum>")}
        self._typesetter.know(found)
        return found

    def set_list_and_locate_entries(self) -> dict[str, Position]:
        """Where Typst puts the entries of the list, set anew with the pages and lines that the Document has by now."""
        self._write_appendix()
        self._entries = dict(self._positions("<entry>"))
        return self._entries

    def notes_called(self) -> list[tuple[int, float]]:
        """Where each note is called: the page, from 0, and how many points above the foot of its sheet.

        ``footnote(label)`` calls an earlier note again and is none; the others come in the order of their numbers.
        """
        if not self._called:
            height = POINTS * self._document.edition.metadata.print.trim_inches[1]
            found = json.loads(self._compiler.eval(_CALLED))
            self._called = [(page, height - below) for page, below in found]
        return self._called

    def lines_above_notes(self) -> float:
        """How high the rule and the white above the notes of a page are, in lines of text."""
        return float(json.loads(self._compiler.eval("query(<above-notes>).first().value")))

    def tables_without_room(self) -> Iterator[Problem]:
        """The tables that are wider than the page, each with what is done about it and its place in the Markdown."""
        for number, turned, small, broken, points in json.loads(
            self._compiler.eval("query(<table-plan>).map(it => it.value)")
        ):
            done = ["turns it on its side"] if turned else []
            done += [f"sets it in letters of {points:.1f} points"] if small else []
            done += ["parts words within it anywhere"] if broken else []
            message = f"this table is wider than the page: print {' and '.join(done)}"
            hint = "fewer columns, shorter words, or a wider trim give it room"
            yield Problem(message, self._typesetter.place_of_table(number), hint)

    def _positions(self, label: str) -> list[tuple[Any, Position]]:
        place = "let p = e.location().position(); (e.value, p.page - 1, p.x.pt(), p.y.pt())"
        found = json.loads(self._compiler.eval(f"query({label}).map(e => {{{place}}})"))
        return [(value, Position(*where)) for value, *where in found]

    def _margins(self) -> Margins:
        """The white around the text block, on the sides of spine and fore edge, above and below."""
        return Margins(*json.loads(self._compiler.eval("query(<text-block>).first().value")))

    def pages_of(self, names: Iterable[str]) -> dict[str, int]:
        """The pages, from 0, on which Typst has put the places of some names."""
        names = list(names)
        listed = "".join(f"{typst_string(name)}, " for name in names)
        pages = self._compiler.eval(f"({listed}).map(name => query(label(name)).first().location().page() - 1)")
        return dict(zip(names, json.loads(pages), strict=True))

    def book(self) -> bytes:
        """The finished book: PDF/A-3 (ISO 19005-3) and, where all pictures have words, PDF/UA-1 (ISO 14289-1)."""
        self._write_appendix()
        self._write(PRODUCT, product_source(self._document, "pdf"))
        return finished(self._compile(), self._document, self._entries, self._margins())

    def plain_pages(self) -> bytes:
        """The same pages as PDF 1.4 without tags, of which a printer's files are made (``presswork``)."""
        self._write_appendix()
        self._write(PRODUCT, product_source(self._document, "paperback"))
        return self._compiled(pdf_standards=["1.4"], pdf_tags=False)

    @property
    def _timestamp(self) -> int:
        return int(self._moment.timestamp())

    def _compile(self) -> bytes:
        self.times_set += 1
        return self._compiled(pdf_standards=standards(self._document))

    def _compiled(self, **options: Any) -> bytes:
        try:
            return self._compiler.compile(timestamp=self._timestamp, **options)
        except Refused as refused:
            raise refusal(refused.reason) from None

    def _write_appendix(self) -> None:
        """Write the list of errata into its own file, without mending: its figures are not the last ones yet.

        Leaves the typesetter without an arrangement.
        """
        self._typesetter.arrange({}, {}, {})
        chapter = appendix(self._document)
        self._write(APPENDIX, chapter_source(chapter, self._typesetter, is_list=True) if chapter else "")

    def _write(self, name: str, text: str) -> None:
        """Write a file for Typst; an unchanged file is left alone."""
        path = self.folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
