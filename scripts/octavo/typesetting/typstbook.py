"""A Document as a book that Typst sets: one compiler, as many settings as it takes, and the PDFs that come of it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any

from octavo.document import Document
from octavo.document.apparatus import appendix
from octavo.errors import Notices, OctavoError, Problem
from octavo.renditions.style import style
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.bookorder import (
    APPENDIX,
    ATTACHED,
    LENGTHS,
    MAIN,
    PRODUCT,
    attachments,
    chapter_files,
    chapter_source,
    main_source,
    metadata_arguments,
    product_source,
)
from octavo.typesetting.compiler import families, font_folders, refusal
from octavo.typesetting.finishedpdf import Margins, finished, standards
from octavo.typesetting.letters import (
    letter_without_font,
    needs_signs,
    refuse_letter,
    refuse_letters,
    rules_for_letters,
)
from octavo.typesetting.pictures import copy_images, refuse_undrawable
from octavo.typesetting.printlimits import refuse_endless, refuse_long_names, refuse_long_strings
from octavo.typesetting.settingprocess import Refused, SettingProcess
from octavo.typesetting.typeset import Typesetter
from octavo.typesetting.typstformulas import typst_formulas
from octavo.typesetting.typstinline import Position
from octavo.typesetting.typstmarkup import typst_string
from octavo.workfolder import work_folder

PLACE_WIDTH = 2.7
"""Ems that page and line take in the list of errata."""
WIDTH_OF_FURTHER_LETTER = 0.45
"""Ems that are added for each letter by which the language's word for a note is longer than ‘n.’."""
POINTS = 72
"""To the inch."""
THIN = 0.4
"""Points: a thin rule, where the printer asks for none that is thicker."""


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
        folders = font_folders(self.folder / MAIN, fonts, look=options.style, signs=signs)
        self._compiler = SettingProcess(self.folder / MAIN, folders)
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
                source = chapter_source(self._document.chapters[number], self._typesetter)
                self._write(name, source)
                self._arranged[name] = part
                if part is None:
                    self.bare_digests[number] = hashlib.sha256(source.encode()).digest()
        self._tell_what_is_new()

    def shared_by_chapters(self, gutter: float) -> Iterator[str | bytes]:
        """All that decides how a chapter is set, with this gutter in inches, beside the chapter's own file."""
        yield from (self._lengths(gutter), self._rules, metadata_arguments(self._document, self._moment))
        others = {MAIN, LENGTHS, APPENDIX, PRODUCT, *chapter_files(self._document)}
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_file() and name not in others and not name.startswith(ATTACHED):
                yield from (name, path.read_bytes())

    def _lengths(self, gutter: float) -> str:
        """The lengths of which the style knows nothing, as a file for Typst."""
        options = self._document.edition.metadata.print
        binder = options.for_press.page_limits(options.binding, options.paper, options.trim_inches)
        # How many pages come together: the printer says so; else 4 where they are stapled, 2 where they are leaves.
        multiple = max(2, binder.multiple if binder else 4 if options.binding == "saddle" else 2)
        thin = options.for_press.requirement("line-weight")
        in_note = self._document.edition.metadata.words.text("place-note", page="", note="")
        further = max(0, len(in_note.strip()) - len("n."))
        lengths = {
            "least-inside": f"{gutter}in",
            "least-margin": f"{options.for_press.margin()}in",
            "opens-flat": str(options.binding == "saddle").lower(),
            "raised-initials": str(options.initials == "raised").lower(),
            "thin-rule": f"{max(THIN, thin.value if thin else 0)}pt",
            "pages-together": str(multiple),
            "last-blank": "true" if binder and binder.last_blank else "false",
            "place-width": f"{PLACE_WIDTH + WIDTH_OF_FURTHER_LETTER * further}em",
            "more-fonts": f"({''.join(typst_string(family) + ', ' for family in self._families)})",
        }
        return "".join(f"#let {name} = {value}\n" for name, value in lengths.items())

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
            return self._compile()
        except OctavoError as error:
            refuse_letter(self._document, letter_without_font(str(error)))
            refuse_undrawable(self._document, self.folder, str(error))
            raise

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
        place = "let p = e.location().position(); (p.page - 1, p.y.pt())"
        found = self._compiler.eval(f"query(footnote).filter(e => type(e.body) != label).map(e => {{{place}}})")
        height = POINTS * self._document.edition.metadata.print.trim_inches[1]
        return [(page, height - below) for page, below in json.loads(found)]

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
