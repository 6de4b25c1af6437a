"""A book that is read from right to left is bound at the right: its interior, its cover, its booklet."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2

from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.printers import printer, wrap_sheet
from octavo.setbook.pagewords import half_texts
from test_right_to_left import HEAD

WORDS = "# פרק\n\n" + "\n\n".join("שלום עולם, זה ספר קטן ובו מילים אחדות. " * 9 for _ in range(12)) + "\n"


def made_files(tmp_path: Path) -> dict[str, bytes]:
    """The files of a Hebrew book, written and checked: nothing is wrong with them for the press."""
    head = HEAD.replace("en-GB", "he").replace("trim: TRIM", 'printer: generic, trim: 5x8in, isbn: "9783161484100"')
    (tmp_path / "01.md").write_text(head.replace("---\n\n", "description: תיאור.\n---\n\n") + WORDS, "utf-8")
    made = build(tmp_path, ("pdf", "print", "cover", "booklet", "2up"))
    write(made.artifacts, tmp_path / "build")
    _, found = check(tmp_path, tmp_path / "build")
    assert [finding.message for finding in found if finding.rule.startswith(("press/", "typography/inside"))] == []
    slug = made.edition.metadata.slug
    return {artifact.name.removeprefix(slug): artifact.data for artifact in made.artifacts}


def test_the_printers_files_are_bound_at_the_right(tmp_path: Path) -> None:
    files = made_files(tmp_path)
    for ending in ("-print.pdf", "-cover.pdf", "-booklet.pdf"):
        with pikepdf.open(io.BytesIO(files[ending])) as file:
            assert file.Root.ViewerPreferences.Direction == "/R2L", ending
    archive = pikepdf.open(io.BytesIO(files[".pdf"]))
    left, _, right, _ = (float(edge) for edge in archive.pages[4].ArtBox)
    assert left < 360 - right, "as printed, the wide margin of a page with an odd number is at the right, by the spine"
    start, _, end, _ = (float(edge) for edge in archive.pages[4].MediaBox)
    assert end - right < left - start, "and on a screen the narrow one"
    # The first page of the proof stands at the left, alone; then the second is at the right.
    sides = half_texts(files["-2up.pdf"])
    assert sides[0][1] == "" and sides[1][0] + sides[1][1] != ""


def test_the_front_is_the_left_half_of_the_cover(tmp_path: Path) -> None:
    data = made_files(tmp_path)["-cover.pdf"]
    page = pypdfium2.PdfDocument(data)[0]
    text = page.get_textpage()
    bars = wrap_sheet(printer("generic"), (5, 8), 20, "white", right_bound=True)
    assert bars.front.right == bars.spine.left and bars.back.left == bars.spine.right
    assert bars.barcode is not None and bars.back.holds(bars.barcode)
    assert bars.barcode.left - bars.back.left < 0.5
    places = [text.get_charbox(number) for number in range(text.count_chars())]
    isbn = text.get_text_range().find("ISBN")
    assert places[isbn][0] > bars.spine.right * 72 - 1
    assert min(left for left, *_ in places) < bars.front.right * 72 / 2


def test_the_words_of_the_cover_begin_at_the_right(tmp_path: Path) -> None:
    page = pypdfium2.PdfDocument(made_files(tmp_path)["-cover.pdf"])[0]
    sheet = wrap_sheet(printer("generic"), (5, 8), 20, "white", right_bound=True)
    text = page.get_textpage()
    boxes = [text.get_charbox(number) for number in range(text.count_chars()) if text.get_text_range(number, 1).strip()]
    for panel in (sheet.front, sheet.back):
        inside = [right for left, _, right, _ in boxes if panel.left * 72 < left < panel.right * 72]
        assert panel.right * 72 - max(inside) < 0.6 * 72


def test_a_sheet_turned_over_holds_the_same() -> None:
    at_left, at_right = (wrap_sheet(printer("kdp"), (6, 9), 200, "cream", right_bound=side) for side in (False, True))
    assert (at_left.width, at_left.spine) == (at_right.width, at_right.spine)
    assert (at_left.front, at_left.back) == (at_right.back, at_right.front)
