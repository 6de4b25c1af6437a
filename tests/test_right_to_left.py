"""A book in Hebrew or Arabic: its pages turn the other way, and what stood at the left stands at the right."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from octavo.build import build
from octavo.checks.outside import epubcheck
from octavo.checks.run import check
from octavo.document import read_document
from octavo.edition import Metadata, load_edition
from octavo.outfolder import write
from octavo.outputs import NAMES
from octavo.readback.pdf import open_pdf_reading
from octavo.readback.rightleft import Shown, in_reading_order
from octavo.renditions.style import mirrored, style
from settings import HEAD

TEXT = "# אחת\n\nשלום עולם.[^1] זה ספר קטן.\n\n> ציטוט.\n\n[^1]: הערה.\n"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("he", True), ("ar-EG", True), ("fa", True), ("yi-Latn", False), ("az-Arab", True), ("en-GB", False), ("", False)],
)
def test_which_languages(language: str, expected: bool) -> None:
    assert Metadata(title="A", lang=language).is_right_to_left == expected


@pytest.mark.outside
def test_the_epub_and_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "01.md").write_text(HEAD.replace("en-GB", "he").replace("print: {trim: TRIM}\n", "") + TEXT, "utf-8")
    made = {artifact.name.rpartition(".")[2]: artifact.data for artifact in build(folder, ("epub", "html")).artifacts}
    with zipfile.ZipFile(io.BytesIO(made["epub"])) as book:
        package = book.read("EPUB/content.opf").decode()
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
        assert book.read("EPUB/style.css").decode() == mirrored(style("epub.css"))
    assert 'page-progression-direction="rtl"' in package
    assert all(' dir="rtl"' in page for page in pages)
    assert b' dir="rtl"' in made["html"][:400]
    (tmp_path / "book.epub").write_bytes(made["epub"])
    assert epubcheck([tmp_path / "book.epub"]) == []


def test_a_sheet_turned_twice_is_the_same() -> None:
    sheet = style("epub.css")
    assert mirrored(sheet) != sheet
    assert mirrored(mirrored(sheet)) == sheet
    assert mirrored(".a { margin: 1em 2em 3em 4em; text-align: left; }") == (
        ".a { margin: 1em 4em 3em 2em; text-align: right; }"
    )


def test_lines_begin_at_the_right_in_print(tmp_path: Path) -> None:
    """Contents have their numbers left of the titles, verse stands in the middle, a note’s mark within the measure."""
    text = "# אחת\n\nשלום.[^1]\n\n| שורה\n\n## שתיים\n\nעולם.\n\n[^1]: הערה.\n"
    (tmp_path / "01.md").write_text(HEAD.replace("en-GB", "he").replace("print: {trim: TRIM}\n", "") + text, "utf-8")
    (made,) = (a.data for a in build(tmp_path, ("pdf",)).artifacts if a.name.endswith(".pdf"))
    contents, page = [boxes for boxes in _boxes(made) if boxes][-2:]
    paragraph = max(right for letter, _, right in page if letter in "שלום")
    assert max(right for _, _, right in page) == pytest.approx(paragraph, abs=1)
    assert max(right for letter, _, right in page if letter == "ה") < paragraph - 5  # the line of verse
    first = min(left for letter, left, _ in contents if letter in "אחת")
    assert min(left for letter, left, _ in contents if letter == "1") < first


def test_print_has_the_words_of_the_archive_and_the_binding_is_told(tmp_path: Path) -> None:
    head = HEAD.replace("en-GB", "he").replace("trim: TRIM", "printer: generic, trim: 5x8in")
    (tmp_path / "01.md").write_text(head + TEXT.replace("ספר קטן", "ספר קטן (Public domain, 1921)"), "utf-8")
    made = build(tmp_path, ("pdf", "print"))
    assert ["spine at the right" in problem.message for problem in made.warnings].count(True) == 1
    write(made.artifacts, tmp_path / "build")
    _, found = check(tmp_path, tmp_path / "build")
    assert [finding for finding in found if finding.rule == "press/same-words"] == []


def _boxes(pdf: bytes) -> list[list[tuple[str, float, float]]]:
    """Each letter of each page with its left and right, in points."""
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        letters = [(text.get_text_range(number, 1), *text.get_charbox(number)) for number in range(text.count_chars())]
        pages.append([(letter, left, right) for letter, left, _, right, _ in letters if right > left])
    return pages


PASSAGE = """# One

She wrote [שלום]{lang=he} (peace), and [(שלום) עולם!]{lang=he dir=rtl} as well, and שלום עולם: ‘peace’.[^1]

::: {lang=he}
זה ספר קטן (ראו א, ז) מן השנה 1887, והוא נכתב ביד אחת New York Times על נייר ישן [ולא חדש] במשך שלוש שנים ארוכות.
:::

[^1]: [ד]{lang=he} is no [ר]{lang=he}; [אחד]{lang=he} is no [אחר]{lang=he}.
"""


def test_words_of_both_directions_are_read_back_from_every_rendition(tmp_path: Path) -> None:
    """As they are read and not as they are shown: also brackets, numbers and Latin words among them."""
    (tmp_path / "01.md").write_text(HEAD.replace("TRIM", "5x8in") + PASSAGE, encoding="utf-8")
    made = build(tmp_path, NAMES)
    write(made.artifacts, tmp_path / "build")
    rules = ("rendition/words", "press/same-words", "rendition/headings")
    assert [one.message for one in check(tmp_path, tmp_path / "build")[1] if one.rule in rules] == []
    pdf = next(artifact.data for artifact in made.artifacts if artifact.name.endswith("a-book.pdf"))
    text = " ".join(block.text for block in open_pdf_reading(pdf, Path("a.pdf")).blocks)
    assert "(ראו א, ז) מן השנה 1887, והוא נכתב ביד אחת New York Times על" in text
    assert "ד is no ר; אחד is no אחר." in text
    assert "She wrote שלום (peace), and (שלום) עולם! as well, and שלום עולם: ‘peace’." in text


def test_a_block_in_such_a_language_runs_so(tmp_path: Path) -> None:
    (tmp_path / "01.md").write_text(HEAD.replace("TRIM", "5x8in") + PASSAGE, encoding="utf-8")
    document = read_document(load_edition(tmp_path))
    blocks = [element for chapter in document.chapters for element in chapter.element.iter("div", "span")]
    assert [element.get("dir") for element in blocks if element.get("lang")] == [None, "rtl", "rtl"]


def test_lines_are_put_in_order_whatever_has_been_done_to_them() -> None:
    """Objects as they stand on the page, their letters as they are seen or as they are read."""
    shown = [Shown("םלוע ", 9.0, 0.0, True), Shown("1887 ", 9.0, 30.0, True), Shown(".)םולש", 9.0, 60.0, True)]
    read = [Shown(" עולם", 9.0, 0.0), Shown("1887 ", 9.0, 30.0), Shown("שלום).", 9.0, 60.0)]
    for piece in (shown, read):
        ((line,),) = in_reading_order([piece], True)
        assert line.text == "שלום). 1887 עולם"
    mirrored = [Shown(")םולש(", 9.0, 0.0, True)]
    assert in_reading_order([mirrored], False)[0][0].text == "(שלום)"
    latin = [Shown("as plain ", 9.0), Shown("as day", 9.0)]
    assert in_reading_order([latin], False) == [latin]
