"""The fine points of the cover, measured on the sheet: cuts of the typeface, edges, middles and levels, in inches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.printers import Sheet
from test_cover import edition_of, letters_of, sheet_of, wrap_of
from test_fonts import fonts_of

ISBN = "978-0-14-103614-4"
PAGES = 400


def made(folder: Path, style: str = "plain", **front_matter: Any) -> tuple[list[tuple[str, Any]], Sheet, bytes]:
    """The letters of a cover, each with its box; the sheet; the file."""
    said: dict[str, Any] = {"title": "HOME", "creator": "Helen Hill", "publisher": "Test Press"}
    document = edition_of(folder, print={"printer": "generic", "style": style, "isbn": ISBN}, **(said | front_matter))
    pdf = wrap_of(document, PAGES)
    return [(letter, box) for letter, *box in letters_of(pdf)], sheet_of(document, PAGES), pdf


@pytest.mark.parametrize(
    ("style", "title", "face"),
    [
        ("default", "The Book", "LibertinusSerifDisplay"),
        ("plain", "The Book", "SourceSerif4Display"),
        ("plain", "Maŧter", "SourceSerif4-Regular"),
        ("classic", "The Book", "EBGaramond"),
    ],
)
def test_the_title_is_set_in_the_cut_for_large_sizes_where_it_has_all_letters(
    style: str, title: str, face: str, tmp_path: Path
) -> None:
    _, _, pdf = made(tmp_path, style, title=title)
    names = fonts_of(pdf)
    assert any(face in name for name in names), names
    assert any("Display" in name for name in names) == ("Display" in face)


@pytest.mark.parametrize("style", ["default", "plain"])
def test_title_and_author_begin_at_one_edge(style: str, tmp_path: Path) -> None:
    """The stems of H stand on the margin at any size, and round letters and slants a little outside of it."""
    letters, sheet, _ = made(tmp_path, style, title="Oversight Hillsides")
    front = [(letter, box) for letter, box in letters if box[0] > sheet.front.left]
    margin = sheet.front.left + 0.085 * sheet.front.width
    stems = [box[0] for letter, box in front if letter == "H" and box[0] < margin + 0.1]
    assert len(stems) == 2
    assert all(abs(stem - margin) < 0.006 for stem in stems)
    curve = next(box[0] for letter, box in front if letter == "O")
    assert -0.02 < curve - margin < 0


@pytest.mark.parametrize(("title", "slack"), [("HOME", 0.004), ("Typography", 0.03), ("snow", 0.004)])
def test_the_title_stands_in_the_middle_of_the_spine_and_fills_it(title: str, slack: float, tmp_path: Path) -> None:
    letters, sheet, _ = made(tmp_path, title=title)
    spine, safe = sheet.spine, sheet.safe_areas["spine"]
    edges = [
        edge
        for letter, box in letters
        if spine.left < box[0] and box[2] < spine.left + spine.width and box[1] < 4 and letter in title
        for edge in (box[0], box[2])
    ]
    assert abs((min(edges) + max(edges)) / 2 - (spine.left + spine.width / 2)) < slack
    assert min(edges) > safe.left
    assert max(edges) < safe.left + safe.width
    if title == "HOME":  # of letters 0.8 of that room high, capitals have two thirds
        assert 0.48 < (max(edges) - min(edges)) / safe.width < 0.62


def test_the_publisher_the_barcodes_digits_and_the_front_are_level(tmp_path: Path) -> None:
    letters, sheet, _ = made(tmp_path)
    feet = [
        (letter, box[3]) for letter, box in letters if box[1] > 7 and not sheet.spine.left < box[0] < sheet.front.left
    ]
    digits = [foot for letter, foot in feet if letter in "2457"]
    publisher = [foot for letter, foot in feet if letter == "T"]
    assert len(publisher) == 2
    assert digits
    assert max(publisher + digits) - min(publisher + digits) < 0.015


@pytest.mark.parametrize(("length", "least", "most"), [(90, 0.08, 0.4), (500, 0.5, 0.85), (1300, 0.8, 1.0)])
def test_the_back_fills_its_field_by_its_length(length: int, least: float, most: float, tmp_path: Path) -> None:
    text = ("It follows the masters and their journeymen, and the readers who mended their mistakes. " * 20)[:length]
    letters, sheet, _ = made(tmp_path, "default", description=text.strip())
    back = [box for _, box in letters if box[0] < sheet.spine.left and box[1] < 0.618 * 8]
    head = min(box[1] for box in back)
    field = 0.618 * 8 + sheet.bleed - 0.3 - head
    assert least < (max(box[3] for box in back) - head) / field <= most


def test_a_title_of_any_length_is_whole(tmp_path: Path) -> None:
    title = "An inquiry into the nature and causes of the wealth of nations in nine books. " * 30
    letters, sheet, _ = made(tmp_path, "default", title=title.strip())
    front = "".join(letter for letter, box in letters if box[0] > sheet.front.left and box[3] < 0.618 * 8 + sheet.bleed)
    assert "".join(title.split()) == front
