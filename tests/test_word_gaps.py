"""The colour of the text: the gaps between words of the first edition, at three trims."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
import typst

from octavo.build import build
from octavo.readback.pdf import open_pdf_reading
from octavo.setbook.typography import HYPHENS, by_kind, flaws
from octavo.setbook.wordgaps import LEAST_GAPS, word_gaps

MOST_VARIATION, MOST_WIDE = 0.19, 0.37
LINE = "wide enough to be a line of the running text of a book that is set in this size"


@pytest.mark.parametrize("trim", ["5x8in", "a5", "6x9in"])
def test_the_first_edition_is_of_even_colour(source: Path, tmp_path: Path, trim: str) -> None:
    folder = tmp_path / "e"
    shutil.copytree(source, folder)
    first = folder / "1-introduction.md"
    text = first.read_text(encoding="utf-8")
    assert "trim: 5x8in" in text
    first.write_text(text.replace("trim: 5x8in", f"trim: {trim}"), encoding="utf-8")
    pdf = next(made for made in build(folder, ("pdf",)).artifacts if made.name.endswith(".pdf")).data
    gaps = word_gaps(pdf)
    assert gaps is not None
    assert gaps.variation <= MOST_VARIATION
    assert gaps.wide <= MOST_WIDE
    assert HYPHENS not in by_kind(flaws(open_pdf_reading(pdf, Path("a.pdf"))))


def test_gaps_are_as_wide_as_they_were_set() -> None:
    """Lines that are not justified have the font's own space, which another measure tells."""
    page = '#set page(width: 9in, height: 8in)\n#set text(font: "Libertinus Serif", size: 10pt, hyphenate: false)\n'
    made = typst.compile((page + "\\ ".join([LINE] * 40)).encode(), format="pdf")
    assert isinstance(made, bytes)
    gaps = word_gaps(made)
    assert gaps is not None
    assert gaps.variation < 0.02
    document = pypdfium2.PdfDocument(made)
    boxes = document[0].get_textpage()
    at = LINE.index(" ")
    left, right = boxes.get_charbox(at - 1, loose=True)[2], boxes.get_charbox(at + 1, loose=True)[0]
    assert gaps.mean == pytest.approx((right - left) / 10, abs=0.01)
    document.close()


def test_of_few_words_nothing_is_said() -> None:
    made = typst.compile(f"{LINE} {LINE}".encode(), format="pdf")
    assert isinstance(made, bytes)
    assert LINE.count(" ") < LEAST_GAPS
    assert word_gaps(made) is None
