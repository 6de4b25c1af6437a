"""What an edition says of access: only what was found, and conformance only where someone vouches for it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import PIL.Image
import pytest
from lxml import etree

from octavo.build import Build, build
from octavo.checks.accessfaults import accessibility_faults
from octavo.checks.outside import epubcheck
from octavo.checks.run import check
from octavo.edition import load_edition
from octavo.edition.accessibility import is_address
from octavo.errors import InputError
from octavo.outfolder import write
from octavo.readback.epub import EpubReading, read_epub
from octavo.renditions.access import CONFORMANCE, NOT_ASSESSED

HEAD = """---
title: A small edition
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000990
version: "1"
published: 2020-02-02
rights: Public domain.
{more}---

{text}
"""
TEXT = "# Chapter\n\nThe text of the chapter.\n"
ASSESSED = "accessibility: {certifier: The Reading Room, date: 2020-02-01, report: REPORT}\n"
LINKED = ASSESSED.replace("REPORT", "'https://example.org/report'")
SAID = ASSESSED.replace("REPORT", "Read aloud from end to end.")
TABLE = "  ---- ----\n  1917 12\n  1918 13\n  ---- ----\n"

Made = Callable[..., tuple[Build, EpubReading]]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Builds the EPUB of an edition with such a text and such lines of front matter."""

    def make(text: str = TEXT, more: str = "") -> tuple[Build, EpubReading]:
        edition(tmp_path, text, more)
        book = build(tmp_path, ("epub",))
        write(book.artifacts, tmp_path / "build")
        return book, read_epub(book.artifacts[0].data, tmp_path / "book.epub")

    return make


def edition(folder: Path, text: str = TEXT, more: str = "") -> None:
    (folder / "images").mkdir(exist_ok=True)
    PIL.Image.new("RGB", (400, 300), (20, 40, 90)).save(folder / "images" / "square.png")
    (folder / "01.md").write_text(HEAD.format(more=more, text=text), encoding="utf-8")


def said(reading: EpubReading, name: str) -> list[str]:
    """The values of a property of the package, in order."""
    metas = reading.package.iter("{*}meta")
    return [meta.text or "" for meta in metas if meta.get("property") in (name, f"schema:{name}")]


def quiet(tmp_path: Path) -> bool:
    """Whether EPUBCheck has nothing to say of the EPUB that was built, not even of its usage."""
    return epubcheck(list((tmp_path / "build").glob("*.epub")), usage=True) == []


@pytest.mark.outside
def test_a_plain_book_claims_what_it_has_and_no_more(made: Made, tmp_path: Path) -> None:
    _, reading = made()
    features = ["ARIA", "displayTransformability", "pageBreakMarkers", "pageNavigation", "readingOrder"]
    assert said(reading, "accessibilityFeature") == [*features, "structuralNavigation", "tableOfContents"]
    assert said(reading, "accessMode") == said(reading, "accessModeSufficient") == ["textual"]
    assert said(reading, "accessibilityHazard") == ["none"]
    assert said(reading, "accessibilitySummary")[0].endswith(NOT_ASSESSED)
    assert not said(reading, "dcterms:conformsTo") and not said(reading, "a11y:certifiedBy")
    assert quiet(tmp_path)


@pytest.mark.outside
def test_pictures_formulas_and_an_index_are_told_of(made: Made, tmp_path: Path) -> None:
    text = "# Chapter\n\nA picture: ![A blue square](images/square.png)\n\n$x^2$ it is.\n\n# Index {.index}\n\nText.\n"
    _, reading = made(text)
    found = said(reading, "accessibilityFeature")
    assert {"alternativeText", "MathML", "index"} < set(found)
    assert said(reading, "accessMode") == ["textual", "visual"]
    assert said(reading, "accessModeSufficient") == ["textual", "textual,visual"]
    assert "All images have alternative text. Formulas are in MathML" in said(reading, "accessibilitySummary")[0]
    assert quiet(tmp_path)


def test_a_picture_without_words_is_not_passed_over(made: Made) -> None:
    """The name of its file says nothing to anyone."""
    book, reading = made('# Chapter\n\n![A caption](images/square.png){alt="square.png"}\n', LINKED)
    assert "alternativeText" not in said(reading, "accessibilityFeature")
    assert said(reading, "accessModeSufficient") == ["textual,visual"]
    assert "Some images have no description." in said(reading, "accessibilitySummary")[0]
    assert not said(reading, "dcterms:conformsTo")
    (warning,) = book.warnings
    assert str(warning.place).endswith("01.md:14:14")
    assert warning.message == (
        "the claim of accessibility is left out of the EPUB, because the image ‘images/square.png’ is not described"
    )


@pytest.mark.outside
def test_conformance_is_claimed_with_all_that_belongs_to_it(made: Made, tmp_path: Path) -> None:
    book, reading = made(more=LINKED.replace("date", "credential: A badge, date"))
    metas = {meta.get("property"): meta for meta in reading.package.iter("{*}meta")}
    assert metas["dcterms:conformsTo"].text == CONFORMANCE == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    assert metas["a11y:certifiedBy"].text == "The Reading Room"
    assert metas["a11y:certifiedBy"].get("refines") == f"#{metas['dcterms:conformsTo'].get('id')}"
    for name, text in (("dcterms:date", "2020-02-01"), ("a11y:certifierCredential", "A badge")):
        assert (metas[name].text, metas[name].get("refines")) == (text, f"#{metas['a11y:certifiedBy'].get('id')}")
    (report,) = reading.package.iter("{*}link")
    assert report.get("rel") == "a11y:certifierReport"
    assert report.get("href") == "https://example.org/report"
    assert said(reading, "accessibilitySummary")[0].endswith(
        "The Reading Room assessed it on 1 February 2020 and found that it conforms to EPUB Accessibility 1.1 and "
        "WCAG 2.2 Level AA; the report is at https://example.org/report."
    )
    assert book.warnings == ()
    assert quiet(tmp_path)
    assert [finding for finding in check(tmp_path, tmp_path / "build")[1] if finding.rule.startswith("access/")] == []


@pytest.mark.outside
def test_a_report_in_words_comes_with_the_book(made: Made, tmp_path: Path) -> None:
    book, reading = made(more=SAID)
    (link,) = reading.package.iter("{*}link")
    with zipfile.ZipFile(io.BytesIO(book.artifacts[0].data)) as container:
        assert container.read(f"EPUB/{link.get('href')}") == b"Read aloud from end to end.\n"
    assert said(reading, "dcterms:conformsTo") == [CONFORMANCE]
    assert quiet(tmp_path)


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        (f"# Chapter\n\nThe text.\n\n{TABLE}", "01.md:17:3", "the table ‘1917 12 1918 13’ has no headings"),
        (
            "# Chapter\n\nThe [](https://a.example) text.\n",
            "01.md:14",
            "the link to ‘https://a.example’ has no words",
        ),
    ],
)
def test_the_claim_is_left_out_where_a_fault_is_found(made: Made, text: str, place: str, why: str) -> None:
    book, reading = made(text, LINKED)
    assert not said(reading, "dcterms:conformsTo") and not said(reading, "a11y:certifiedBy")
    assert said(reading, "accessibilitySummary")[0].endswith(NOT_ASSESSED)
    (warning,) = book.warnings
    assert warning.message == f"the claim of accessibility is left out of the EPUB, because {why}"
    assert place in str(warning.place) and warning.hint
    assert [fault for fault in accessibility_faults(reading) if fault.file]


def test_what_is_missing_of_an_assessment_is_named(made: Made) -> None:
    book, reading = made(more="accessibility: {certifier: The Reading Room}\n")
    assert not said(reading, "dcterms:conformsTo")
    (warning,) = book.warnings
    assert str(warning.place).endswith("01.md:9:1")
    assert "‘date’ and ‘report’ not given" in warning.message


@pytest.mark.outside
def test_an_exemption_is_written_down(made: Made, tmp_path: Path) -> None:
    book, reading = made(more="accessibility: {exemption: eaa-disproportionate-burden}\n")
    assert said(reading, "a11y:exemption") == ["eaa-disproportionate-burden"]
    assert "The publisher claims an exemption" in said(reading, "accessibilitySummary")[0]
    assert not said(reading, "dcterms:conformsTo") and book.warnings == ()
    assert quiet(tmp_path)


def test_the_editors_own_summary_stands(made: Made, tmp_path: Path) -> None:
    _, reading = made(more="accessibility: {summary: Alles ist Text.}\n")
    assert said(reading, "accessibilitySummary") == [f"Alles ist Text. {NOT_ASSESSED}"]
    (tmp_path / "01.md").unlink()
    _, reading = made(more=LINKED.replace("{certifier", "{summary: All is text., certifier"))
    assert said(reading, "accessibilitySummary") == ["All is text."]


def test_our_words_in_a_book_of_another_language_say_that_they_are_english(tmp_path: Path) -> None:
    edition(tmp_path)
    text = (tmp_path / "01.md").read_text(encoding="utf-8")
    (tmp_path / "01.md").write_text(text.replace("lang: en-GB", "lang: de"), encoding="utf-8")
    reading = read_epub(build(tmp_path, ("epub",)).artifacts[0].data, tmp_path / "book.epub")
    (meta,) = (m for m in reading.package.iter("{*}meta") if m.get("property") == "schema:accessibilitySummary")
    assert meta.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


@pytest.mark.parametrize(
    ("more", "place", "message"),
    [
        ("accessibility: {certifer: X}", ":9:17", "unknown key ‘certifer’"),
        ("accessibility: {date: soon}", ":9:17", "‘accessibility.date’"),
        ("accessibility: {exemption: small}", ":9:17", "eaa-fundamental-alteration"),
        ("accessibility: {certifier: X, exemption: eaa-microenterprise}", ":9:31", "a book is exempt or it conforms"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, more: str, place: str, message: str) -> None:
    edition(tmp_path, more=f"{more}\n")
    with pytest.raises(InputError) as caught:
        load_edition(tmp_path)
    assert place in str(caught.value) and message in str(caught.value)
    if "certifer" in more:
        assert "did you mean ‘certifier’?" in str(caught.value)


def test_an_address_is_told_from_words() -> None:
    assert is_address("https://example.org/a?b=c") and is_address("http://example.org")
    for words in ("Read at https://example.org", "example.org", "mailto:a@example.org", "https://", "https://[", ""):
        assert not is_address(words)


def test_faults_are_found_in_files_of_any_origin(tmp_path: Path) -> None:
    """Each of the faults is found alone, and none where there is none."""
    whole = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en-GB"><head><title>Chapter</title></head><body><h1>One</h1>'
        '<h2>Two</h2><p><img src="a.png" alt="A square"/><a href="#n">word</a></p><table><tr><th scope="col">Year</th>'
        '</tr><tr><td>1917</td></tr></table><p id="n">Note</p></body></html>'
    )
    assert [fault.what for fault in accessibility_faults(_reading(whole, tmp_path))] == []
    breaks = {
        '<th scope="col">Year</th>': ("<td>Year</td>", "a table has no headings of columns or rows"),
        ' lang="en-GB"': ("", "the file does not say its language"),
        "<title>Chapter</title>": ("<title/>", "the file has no title"),
        "<h2>Two</h2>": ("<h4>Two</h4>", "the heading ‘Two’ is of level 4, the one before it of level 1"),
        ' alt="A square"': ("", "the picture a.png has no alternative text"),
        '<a href="#n">word</a>': ('<a href="#n"/>', "the link to ‘#n’ has no words"),
        "<h1>One</h1>": ("<h1/>", "a heading has no words"),
        '<a href="#n">': ('<a href="#m" role="doc-noteref">', "the note reference to ‘#m’ leads to no note"),
        '<p id="n">': (
            '<p id="n"><span id="p" role="doc-pagebreak"/>',
            "pages are marked, but there is no list of them",
        ),
    }
    for right, (wrong, what) in breaks.items():
        found = accessibility_faults(_reading(whole.replace(right, wrong), tmp_path))
        assert [fault.what for fault in found] == [what]


def _reading(page: str, folder: Path) -> EpubReading:
    """An EPUB of one page and its navigation, made by hand."""
    out = io.BytesIO()
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>T</dc:title><dc:language>en</dc:language></metadata><manifest>"
        '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    nav = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
        '<nav epub:type="toc"><ol><li><a href="a.xhtml">One</a></li></ol></nav></body></html>'
    )
    root = '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
    with zipfile.ZipFile(out, "w") as file:
        for name, text in {"META-INF/container.xml": root, "p.opf": package, "nav.xhtml": nav, "a.xhtml": page}.items():
            etree.fromstring(text)
            file.writestr(name, text)
    return read_epub(out.getvalue(), folder / "book.epub")
