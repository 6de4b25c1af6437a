"""The table of rules: a function names itself; severity, wording and standard stand in ``rules.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from lxml import etree

from octavo.checks.finding import Breach, Finding
from octavo.document import Document
from octavo.edition import Edition
from octavo.errors import InputError, shortened
from octavo.readback.canonical import canonical_regions
from octavo.readback.epub import EpubReading
from octavo.readback.epubparts import Part, Styled
from octavo.readback.filetext import FileText
from octavo.readback.html import HtmlReading
from octavo.readback.pdf import PdfReading
from octavo.readback.teidocument import TeiReading
from octavo.readback.textblock import Stray
from octavo.readback.typography import Flaw
from octavo.text.layer import Layer

if TYPE_CHECKING:
    from octavo.checks.plaintext import PlainText
    from octavo.checks.press.job import PressJob, PressRule

Reading = TypeVar("Reading")
MODULES = ("source", "text", "rendition", "pages", "errata", "epub", "html", "pdf", "typography", "access")
KINDLE_MODULES = tuple(f"kindle.{name}" for name in ("package", "content", "pictures", "styles"))
"""The rules on what Amazon asks of an EPUB, all of which are named ``kindle/…``."""
PRESS_MODULES = tuple(
    f"press.{name}"
    for name in ("document", "paper", "margins", "type", "colour", "pdfx", "cover", "coverbarcode", "words")
)
"""The rules on files for the press, all of which are named ``press/…``."""
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Subject:
    """What the rules look at: the Document, and the files of the build folder as they were found there."""

    document: Document
    folder: Path
    manifest: dict[str, object] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    """Renditions that could not be read, and why."""
    jobs: list[PressJob] = field(default_factory=list)
    """The files for the press that are there."""

    @property
    def edition(self) -> Edition:
        """The edition that is checked."""
        return self.document.edition

    def path(self, ending: str, name: str = "") -> Path:
        """The path of a rendition by its ending; ``name`` is what follows the slug, such as ``print``."""
        slug = self.edition.metadata.slug
        return self.folder / f"{slug}{f'-{name}' if name else ''}.{ending}"

    def data(self, ending: str, name: str = "") -> bytes | None:
        """The bytes of a rendition, or nothing where it is not there."""
        return self.files.get(self.path(ending, name).name)

    @cached_property
    def canonical(self) -> dict[str, Layer]:
        """The Document's words by region: the pages before the text, the text, the notes."""
        return canonical_regions(self.document)

    @cached_property
    def body(self) -> Layer:
        """All words but those of the notes."""
        return self.document.flow.layer(lambda block: block.note < 0)

    @cached_property
    def epub(self) -> EpubReading | None:
        """The EPUB, read back."""
        from octavo.readback.epub import read_epub

        return self._read("epub", read_epub)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The files that the EPUB's manifest names; none where it cannot be read."""
        from octavo.readback.epubparts import read_parts

        data = self.data("epub")
        return read_parts(data, self.epub) if self.epub and data is not None else ()

    @cached_property
    def styles(self) -> list[Styled]:
        """Every rule of the EPUB's style sheets."""
        from octavo.readback.epubparts import styles

        return list(styles(self.epub, self.parts)) if self.epub else []

    @cached_property
    def html(self) -> HtmlReading | None:
        """The HTML page, read back."""
        from octavo.readback.html import read_html

        return self._read("html", read_html)

    @cached_property
    def pdf(self) -> PdfReading | None:
        """The PDF, read back."""
        from octavo.readback.pdf import read_pdf

        return self._read("pdf", read_pdf)

    @cached_property
    def tei(self) -> TeiReading | None:
        """The TEI document, read back."""
        from octavo.readback.teidocument import parse_tei

        return self._read("xml", parse_tei)

    @cached_property
    def text(self) -> FileText | None:
        """The plain text, read back."""
        from octavo.readback.plain import read_plain

        return self._read("txt", lambda _, path: read_plain(path))

    @cached_property
    def plain_text(self) -> PlainText | None:
        """The plain text as it should be and as it is, by its words and lines."""
        from octavo.checks.plaintext import PlainText

        data = self.data("txt")
        return PlainText(self.document, data, self.path("txt")) if self.text and data is not None else None

    def trees(self) -> Iterator[tuple[str, Path, list[etree._Element]]]:
        """The renditions that are marked up: name, path, and the trees of their files in order."""
        if self.epub:
            yield "EPUB", self.path("epub"), [document.root for document in self.epub.spine]
        if self.html:
            yield "HTML", self.path("html"), [self.html.root]
        if self.tei:
            yield "TEI", self.path("xml"), [self.tei.root]

    @cached_property
    def flaws(self) -> list[Flaw]:
        """What a typesetter would mend in the set book."""
        from octavo.readback.typography import flaws

        return flaws(self.pdf) if self.pdf else []

    @cached_property
    def strays(self) -> list[Stray]:
        """What stands outside of its page's text block, or over other words, in the archival PDF."""
        from octavo.readback.textblock import strays

        data = self.data("pdf")
        return list(strays(data)) if self.pdf and data is not None else []

    def _read(self, ending: str, reader: Callable[[bytes, Path], Reading]) -> Reading | None:
        """Read a rendition back; what cannot be read is noted in ``unreadable`` and passed over by all other rules."""
        import zipfile

        import pikepdf

        data = self.data(ending)
        if data is None:
            return None
        try:
            return reader(data, self.path(ending))
        except (InputError, zipfile.BadZipFile, etree.LxmlError, pikepdf.PdfError, KeyError, ValueError) as error:
            said = error.problems[0].message if isinstance(error, InputError) else str(error)
            self.unreadable[self.path(ending).name] = said
            return None


Rule = Callable[[Subject], Iterable[Breach]]


@dataclass(frozen=True)
class Entry:
    """A rule with what ``rules.toml`` says of it."""

    name: str
    function: Rule | PressRule
    is_for_press: bool
    """Whether it is a rule on one file for the press."""
    severity: str
    message: str
    hint: str
    spec: str

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Run the rule and word its breaches; a rule on files for the press is run on each of them."""
        if not self.is_for_press:
            yield from self._worded(cast(Rule, self.function)(subject))
        for job in subject.jobs if self.is_for_press else ():
            yield from self.findings_in(job)

    def findings_in(self, job: PressJob) -> Iterator[Finding]:
        """Run a rule for the press on one file."""
        yield from self._worded(cast("PressRule", self.function)(job))

    def _worded(self, breaches: Iterable[Breach]) -> Iterator[Finding]:
        for breach in breaches:
            message = breach.message or self.message.format(**breach.values)
            hint = breach.hint or ("" if breach.message else self.hint.format(**breach.values))
            severity, spec = breach.severity or self.severity, breach.spec or self.spec
            yield Finding(self.name, severity, message, breach.place, hint, spec, self._brief(breach))

    def _brief(self, breach: Breach) -> str:
        """The message with long readings shortened in the middle, where there are such."""
        values = {key: shortened(value) if isinstance(value, str) else value for key, value in breach.values.items()}
        return "" if breach.message or values == breach.values else self.message.format(**values)


def rule(function: Rule) -> Rule:
    """Mark a function as a rule; its name is its module's and its own: ``epub/nav-complete``."""
    function.is_rule = True  # type: ignore[attr-defined]
    return function


@cache
def table() -> dict[str, Entry]:
    """All rules by name; raises ValueError where a rule has no wording, a wording no rule, or a name is taken twice."""
    wording = tomllib.loads(files("octavo.checks").joinpath("rules.toml").read_text(encoding="utf-8"))
    entries: dict[str, Entry] = {}
    for module_name in MODULES + KINDLE_MODULES + PRESS_MODULES:
        module = import_module(f"octavo.checks.{module_name}")
        for function in list(vars(module).values()):
            kinds = [getattr(function, kind, False) for kind in ("is_rule", "is_press_rule")]
            if any(kinds) and function.__module__ == module.__name__:
                name = f"{module_name.partition('.')[0]}/{function.__name__.replace('_', '-')}"
                if name in entries:
                    raise ValueError(f"two rules are called {name}")
                entries[name] = _entry(name, function, wording, kinds[1])
    without = set(wording) - set(entries)
    if without:
        raise ValueError(f"rules.toml words rules that are not there: {sorted(without)}")
    return entries


def _entry(name: str, function: Rule, wording: dict[str, dict[str, str]], is_for_press: bool) -> Entry:
    if name not in wording:
        raise ValueError(f"rules.toml has no wording for {name}")
    words = wording[name]
    if words["severity"] not in SEVERITIES:
        raise ValueError(f"rules.toml: {name} has the severity {words['severity']}")
    return Entry(
        name, function, is_for_press, words["severity"], words["message"], words.get("hint", ""), words.get("spec", "")
    )


def run_rules(subject: Subject) -> list[Finding]:
    """Every finding of every rule, without those that the front matter says to ignore; an unused ``ignore`` is one."""
    findings = [finding for entry in table().values() for finding in entry.findings(subject)]
    kept = findings
    for number, ignored in enumerate(subject.edition.metadata.ignore):
        rest = [f for f in kept if f.rule != ignored.rule or ignored.holding not in f.message]
        if len(rest) == len(kept):
            place = subject.edition.front_matter.place("ignore", number)
            message = f"nothing is found by {ignored.rule}, which the front matter says to ignore"
            rest.append(Finding("source/ignore-used", "warning", message, place, "remove the entry", ""))
        kept = rest
    return by_gravity(kept)


def by_gravity(findings: list[Finding]) -> list[Finding]:
    """Errors first, then warnings, then notes; within each, in the order in which they were found."""
    order = {severity: number for number, severity in enumerate(SEVERITIES)}
    return sorted(findings, key=lambda f: order[f.severity])
