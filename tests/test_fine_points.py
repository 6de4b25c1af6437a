"""The fine points of the set page: capitals, marks within marks, marks that hang, the first words of a chapter."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write
from test_hostile import edition

TEXT = """# On the USSR[^1]

The house stood on the hill, and the NKVD’s men under Louis XIV saw it: “‘No,’ he said, ‘never’” and ‘“Yes”’.

> “The opening mark hangs, and the letters of all lines of it are in line, as far as this quotation has lines.

# Second

[“Typed lead-ins]{.lead-in} stay as they are, and are not doubled.

# Third

*Emphasis* begins this one.

[^1]: A note on a title with the USSR in it.
"""


def letters_of(data: bytes) -> dict[str, list[tuple[str, float, float]]]:
    """For each page with text its letters, each with its left edge and its height."""
    file, found = pypdfium2.PdfDocument(data), {}
    for number, page in enumerate(file):
        text = page.get_textpage()
        letters = []
        for at in range(text.count_chars()):
            left, bottom, _, top = text.get_charbox(at)
            if letter := text.get_text_range(at, 1).strip():
                letters.append((letter, left, top - bottom))
        found[str(number)] = letters
    return found


def size_of_first(letters: list[tuple[str, float, float]], word: str) -> float:
    """The height of the first letter of a word."""
    text = "".join(letter for letter, _, _ in letters)
    return letters[text.index(word)][2]


@pytest.mark.parametrize("style", ["default", "classic", "plain"])
@pytest.mark.parametrize("initials", ["plain", "raised"])
def test_no_word_is_changed(tmp_path: Path, style: str, initials: str) -> None:
    folder = edition(tmp_path, TEXT, print={"trim": "5x8in", "style": style, "initials": initials})
    made = build(folder)
    assert made.differences == ()
    write(made.artifacts, folder / "build")
    rules = ("rendition/", "pdf/", "typography/", "pages/")
    found = [finding for finding in check(folder, folder / "build")[1] if finding.rule.startswith(rules)]
    assert [str(finding) for finding in found if finding.severity != "note"] == []


@pytest.mark.parametrize(("style", "initials"), [("default", "plain"), ("classic", "raised"), ("plain", "plain")])
def test_what_they_look_like(tmp_path: Path, style: str, initials: str) -> None:
    folder = edition(tmp_path, TEXT, print={"trim": "5x8in", "style": style, "initials": initials})
    data = next(artifact.data for artifact in build(folder, ("pdf",)).artifacts if artifact.name.endswith(".pdf"))
    page = next(letters for letters in letters_of(data).values() if "NKVD" in "".join(one[0] for one in letters))
    usual, capital = size_of_first(page, "Louis"), size_of_first(page, "NKVD")
    assert (capital < 0.8 * usual) == (style != "plain")
    assert (size_of_first(page, "Thehouse") > 1.8 * usual) == (initials == "raised")
    assert (size_of_first(page, "house") < 0.8 * size_of_first(page, "hill")) == (style == "classic")
    text = "".join(one[0] for one in page)
    mark, letter = page[text.index("“Theopening")], page[text.index("“Theopening") + 1]
    behind = next(one for one in page[text.index("“Theopening") + 2 :] if one[1] < letter[1] + 2 and one[0] not in "“")
    assert mark[1] < letter[1] - 2
    assert abs(behind[1] - letter[1]) < 1.5


@pytest.mark.parametrize(("trim", "size"), [("5x8in", 10.2), ("6x9in", 11.4), ("4.25x6.87in", 9.7), ("8.5x11in", 12.0)])
def test_type_grows_with_the_trim(tmp_path: Path, trim: str, size: float) -> None:
    folder = edition(tmp_path, TEXT, print={"trim": trim})
    data = next(artifact.data for artifact in build(folder, ("pdf",)).artifacts if artifact.name.endswith(".pdf"))
    import pypdfium2.raw as pdfium

    sizes: list[float] = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        sizes += [round(pdfium.FPDFText_GetFontSize(text, at), 1) for at in range(text.count_chars())]
    assert max(set(sizes), key=sizes.count) == size


def test_a_stapled_book_has_its_inner_margin_narrower(tmp_path: Path) -> None:
    def left(name: str, binding: str) -> float:
        folder = edition(tmp_path / name, TEXT, print={"trim": "a5", "binding": binding})
        pages = letters_of(build(folder, ("pdf",)).artifacts[0].data).values()
        return min(left for letters in pages if "NKVD" in "".join(one[0] for one in letters) for _, left, _ in letters)

    assert left("stapled", "saddle") < left("glued", "paperback") - 5


@pytest.mark.parametrize("direction", [1, -1])
def test_on_a_screen_the_margins_are_those_of_a_book_that_lies_open_flat(tmp_path: Path, direction: int) -> None:
    text = TEXT if direction > 0 else "# פרק\n\nשלום עולם, זה ספר קטן.\n"
    options = {"trim": "a5", "printer": "kdp"}
    folder = edition(tmp_path, text, print=options, lang="en-GB" if direction > 0 else "he")
    data = next(artifact.data for artifact in build(folder, ("pdf",)).artifacts)
    with pikepdf.open(io.BytesIO(data)) as file:
        for number, page in enumerate(file.pages):
            left, _, right, _ = (float(edge) for edge in page.artbox)
            start, _, end, _ = (float(edge) for edge in page.mediabox)
            assert end - start == pytest.approx(148 / 25.4 * 72, abs=0.01)
            inner, outer = (left - start, end - right)[:: direction if number % 2 == 0 else -direction]
            assert inner / (inner + outer) == pytest.approx(0.44, abs=0.001)
