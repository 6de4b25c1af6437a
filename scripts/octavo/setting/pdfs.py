"""The PDFs that are made from one setting: the archival one, and the files for the printer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.document import Document
from octavo.document.places import MarkdownPlaces
from octavo.errors import InputError, Notices, OctavoError
from octavo.outputs import Audience, output_named, outputs_for, usual_outputs
from octavo.pdfpage.pdffile import PdfFile
from octavo.presswork.booklet import STAPLED, Imposed, SheetSize, booklet, two_up
from octavo.presswork.cover import wrap
from octavo.presswork.interior import interior
from octavo.presswork.press_ready import press_ready, without_claim
from octavo.printers import wrap_sheet
from octavo.progress import step
from octavo.renditions import Artifact, Unmade
from octavo.setbook.textblock import Stray, strays
from octavo.setbook.typography import by_kind
from octavo.setting.pages import Setting
from octavo.setting.pictures import tell_of_coarse_pictures
from octavo.setting.readingprocess import ReadingProcess
from octavo.typesetting.typstbook import TypstBook

MOST_STRAYS = 20
"""How many places where words run out of the text are told."""
_FLAWS = {
    "widow": "a paragraph’s last line stands alone at the head of",
    "orphan": "a paragraph’s first line stands alone at the foot of",
    "heading-at-foot": "a heading stands at the foot of",
    "divided-over-page": "a word is divided at the head of",
    "hyphens-in-a-row": "more than two hyphens stand below one another on",
    "facing-pages": "the facing page ends higher or lower than",
    "short-last-page": "a chapter ends with a few lines on",
}


@dataclass(frozen=True)
class MadePdfs:
    """The PDFs that were made, by the names of renditions, and those that could not be."""

    files: dict[str, list[Artifact]]
    unmade: tuple[Unmade, ...] = ()


@dataclass(frozen=True)
class PdfMaker:
    """Makes the PDFs of one Document from its setting; what is to be told goes into ``notices``."""

    typst_book: TypstBook
    document: Document
    setting: Setting
    moment: datetime.datetime
    notices: Notices
    elsewhere: ReadingProcess | None = None
    """What looks through the pages of a long book."""

    def files(self, wanted: frozenset[str], *, with_template: bool = False) -> MadePdfs:
        """The PDFs that are wanted, each by itself: one that cannot be made keeps no other from being made.

        ``with_template`` adds the cover with the printer's template over it.
        """
        makers: dict[str, Callable[[], list[Artifact]]] = {"pdf": lambda: [self._book()]}
        for_press = wanted.intersection(output.name for output in outputs_for(Audience.PRINTER))
        if not for_press:
            return self._made(makers, wanted)
        try:
            plain_pages = self.typst_book.plain_pages()
            interior_file = self._artifact("print", interior(plain_pages, self.document.edition.metadata, self.moment))
        except OctavoError as error:
            others = self._made(makers, wanted)
            return MadePdfs(others.files, (*others.unmade, *(self._unmade(name, error) for name in for_press)))
        pages = page_count(interior_file.data)
        self._tell_of_flaws()
        self._tell_of_binding()
        with ThreadPoolExecutor(max_workers=1) as pool:
            is_checked = "print" in wanted and _is_bound(self.document, pages)
            checked = pool.submit(self._checked_interior, interior_file) if is_checked else None
            # The preflight runs in a thread beside the others: Typst lets Python go on while it sets them.
            makers["cover"] = lambda: self._covers(pages, with_template=with_template)
            makers["booklet"] = lambda: self._booklet(interior_file)
            makers["2up"] = lambda: self._two_up(interior_file)
            makers["print"] = lambda: [checked.result()] if checked else self._refuse(pages)
            return self._made(makers, wanted)

    def _made(self, makers: Mapping[str, Callable[[], list[Artifact]]], wanted: frozenset[str]) -> MadePdfs:
        made, unmade = {}, []
        for name, make in makers.items():
            if name in wanted:
                try:
                    with step(f"making {output_named(name).label}"):
                        made[name] = make()
                except OctavoError as error:
                    unmade.append(self._unmade(name, error))
        return MadePdfs(made, tuple(unmade))

    def _unmade(self, name: str, error: OctavoError) -> Unmade:
        return output_named(name).unmade(self.document.edition.metadata.slug, error.problems)

    def _artifact(self, name: str, data: bytes, ending: str = "") -> Artifact:
        return output_named(name).artifact(self.document.edition.metadata.slug, data, ending)

    def _refuse(self, pages: int) -> list[Artifact]:
        """Raises InputError, as ``refuse_unbound`` does, and gives no file."""
        refuse_unbound(self.document, pages)
        return []

    def _book(self) -> Artifact:
        """The archival PDF; what runs out of its text block there is told, by its place in the text."""
        made = self._artifact("pdf", self.typst_book.book())
        places = MarkdownPlaces(self.document)
        found = self.elsewhere.strays(made.data) if self.elsewhere else list(strays(made.data))
        for stray in found[:MOST_STRAYS]:
            page = self.setting.reading.page_labels[stray.page]
            does = (
                f"is printed over ‘{stray.over}’" if stray.over else f"runs {stray.beyond:.0f} points out of the text"
            )
            hint = "write it shorter, or give it places where it may be broken"
            self.notices.warn(f"on page {page} {stray.what} {does}", places.place(self._offset(page, stray)), hint)
        return made

    def _offset(self, page: str, stray: Stray) -> int:
        """Where in the flow the words stand that were found on a page, or else the page itself."""
        start = next((known.offset for known in self.setting.pagination.pages if known.label == page), 0)
        words = max(stray.words.split(), key=len, default="")
        found = self.document.flow.text.find(words, start) if words else -1
        return found if found >= 0 else start

    def _tell_of_binding(self) -> None:
        """Tell that the printer must know of a binding at the right: no file can choose it."""
        if self.document.edition.metadata.is_right_to_left:
            message = "the printer’s files have the spine at the right, as this book is read from right to left"
            hint = "choose that reading direction where you send them, or ask first: not every printer binds so"
            self.notices.warn(message, self.document.edition.place_of("lang"), hint)

    def _checked_interior(self, interior_file: Artifact) -> Artifact:
        """Tell of its coarse pictures, and check its claim; its pages are looked at once for both."""
        file = PdfFile(interior_file.data, Path(interior_file.name), measures=False)
        tell_of_coarse_pictures(self.document, file, self.notices)
        return self._with_checked_claim(interior_file, file, "interior")

    def _with_checked_claim(self, artifact: Artifact, file: PdfFile, kind: str) -> Artifact:
        """Run the preflight for PDF/X, and take the file's claim to be PDF/X away where that finds something."""
        from octavo.checks.press.job import PressJob
        from octavo.checks.press.pdfx import pdfx

        options = self.document.edition.metadata.print
        doubts = list(pdfx(PressJob(file, kind, options.for_press, options.trim_inches)))
        if not doubts:
            return artifact
        reasons = "; ".join(str(doubt.values.get("fault", doubt.values["what"])) for doubt in doubts[:3])
        message = f"{artifact.name} does not say that it is {options.for_press.pdfx}: {reasons}"
        self.notices.warn(message, hint="octavo check says on which pages; the picture there is the place to look")
        return replace(artifact, data=without_claim(artifact.data))

    def _covers(self, pages: int, *, with_template: bool) -> list[Artifact]:
        """The wrap, and where asked for another with the printer's template over it."""
        refuse_unbound(self.document, pages)
        metadata = self.document.edition.metadata
        options, printer = metadata.print, metadata.print.for_press
        if printer.template_spine and not options.spine and options.binding != "saddle":
            message = f"{printer.name} gives the width of the spine itself, and this cover rests on an estimate"
            hint = "make its template for the page count, and write its figure: print: {spine: 0.142in, …}"
            self.notices.warn(message, self.document.edition.place_of("print"), hint)
        sheet = wrap_sheet(
            printer,
            options.trim_inches,
            pages,
            options.paper,
            binding=options.binding,
            spine=options.spine_inches,
            spine_text=options.spine_text,
            right_bound=metadata.is_right_to_left,
        )
        plain = wrap(self.document, sheet, self.moment, pages=pages, notices=self.notices)
        data = press_ready(
            plain,
            printer=printer,
            title=metadata.title,
            moment=self.moment,
            kind="cover",
            bleed=sheet.bleed,
            right_bound=sheet.right_bound,
        )
        cover = self._artifact("cover", data)
        made = [self._with_checked_claim(cover, PdfFile(data, Path(cover.name), measures=False), "cover")]
        if with_template:
            under_template = wrap(self.document, sheet, self.moment, pages=pages, notices=Notices(), with_template=True)
            made.append(self._artifact("cover", under_template, output_named("cover").further[0]))
        return made

    @property
    def _sheet(self) -> SheetSize:
        """The paper on which a booklet or a proof is printed."""
        metadata = self.document.edition.metadata
        american = metadata.lang.upper().endswith(("-US", "-CA"))
        return metadata.print.booklet or ("letter" if american else "a4")

    def _booklet(self, interior_file: Artifact) -> list[Artifact]:
        """The sheets of a booklet."""
        options = self.document.edition.metadata.print
        caliper = options.for_press.caliper(options.paper)
        imposed = booklet(interior_file.data, sheet=self._sheet, caliper=caliper)
        self._tell_of_booklet(imposed, self._sheet)
        return [self._artifact("booklet", imposed.data)]

    def _two_up(self, interior_file: Artifact) -> list[Artifact]:
        """A proof with the pages that face each other."""
        return [self._artifact("2up", two_up(interior_file.data, sheet=self._sheet).data)]

    def _tell_of_booklet(self, imposed: Imposed, sheet: str) -> None:
        shown = sheet.upper() if sheet == "a4" else sheet.capitalize()
        if imposed.scale < 1:
            hint = "a trim of 5x8in or a5 needs no change"
            self.notices.warn(
                f"two pages side by side are too large for {shown}: the booklet shows them at {imposed.scale:.0%}",
                self.document.edition.place_of("print"),
                hint,
            )
        if imposed.gatherings > 1:
            message = f"a booklet of more than {STAPLED} pages cannot be stapled through its fold"
            hint = f"it is imposed as {imposed.gatherings} gatherings, each folded by itself, to be sewn together"
            self.notices.warn(message, hint=hint)

    def _tell_of_flaws(self) -> None:
        """Tell what a typesetter would still mend, once a kind, by its pages."""
        for kind, found in by_kind(self.setting.flaws).items():
            pages = list(dict.fromkeys(flaw.place.page for flaw in found))
            shown = f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(pages)}"
            self.notices.warn(f"{_FLAWS[kind]} {shown}", hint="a word more or less on that page may mend it")


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def _is_bound(document: Document, pages: int) -> bool:
    """Whether the printer binds a book of so many pages."""
    options = document.edition.metadata.print
    limits = options.for_press.page_limits(options.binding, options.paper, options.trim_inches)
    return bool(limits and limits.least <= pages <= limits.most)


def refuse_unbound(document: Document, pages: int) -> None:
    """Raise InputError, with what is offered, where the printer does not bind a book of so many pages."""
    if _is_bound(document, pages):
        return
    options = document.edition.metadata.print
    printer, trim = options.for_press, options.trim_inches
    place = document.edition.place_of("print")
    offered = []
    for binding in printer.bindings:
        for paper in printer.papers:
            limits = printer.page_limits(binding, paper, trim)
            if limits:
                offered.append(f"{limits} in {binding} on {paper} paper")
    message = f"{printer.name} does not bind {pages} pages in {options.binding} on {options.paper} paper"
    rest = ",".join(output.name for output in usual_outputs(options, Audience.READERS))
    hint = f"at {options.trim_written} it offers {'; '.join(offered) or 'nothing'}; or build the rest: --only {rest}"
    raise InputError(message, place=place, hint=hint)
