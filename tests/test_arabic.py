"""Letters of two directions and letters with marks on them, as a PDF shows them, are read back as they were written."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.outputs import NAMES
from octavo.readback.marksonletters import Placed, with_marks_on_letters
from octavo.readback.pdf import open_pdf_reading
from octavo.readback.rightleft import Shown, as_seen, in_reading_order
from settings import HEAD

POINTED = "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ׃"
OTHERS = (
    POINTED.replace("אֵת", "אֶת", 1),  # another vowel
    POINTED.replace("בָּרָא", "בָּרָה"),  # another letter
    POINTED.replace("בָּרָא", "בָּא"),  # a letter left out, with its vowel
    POINTED.replace("בָּרָא", "בָּרָרָא"),  # a letter twice
    POINTED.replace("אֱלֹהִים ", ""),  # a word left out
    POINTED.replace("בָּרָא אֱלֹהִים", "אֱלֹהִים בָּרָא"),  # two words in the other order
)


def _pdf(folder: Path, text: str, language: str = "en-GB") -> bytes:
    folder.mkdir(exist_ok=True)
    head = HEAD.replace("TRIM", "5x8in").replace("en-GB", language)
    (folder / "01.md").write_text(f"{head}# One\n\n{text}\n", encoding="utf-8")
    return next(made.data for made in build(folder, ("pdf",)).artifacts if made.name.endswith("a-book.pdf"))


def _text(data: bytes) -> str:
    return open_pdf_reading(data, Path("a.pdf")).blocks[-1].text


def test_pointed_words_come_back_from_every_rendition(tmp_path: Path) -> None:
    text = (
        f"She wrote [{POINTED}]{{lang=he}} and x̱̄.\n\n::: {{lang=he}}\n{POINTED}\n:::\n\n[{POINTED}]{{lang=he dir=rtl}}."
    )
    (tmp_path / "01.md").write_text(HEAD.replace("TRIM", "5x8in") + f"# One\n\n{text}\n", encoding="utf-8")
    write(build(tmp_path, NAMES).artifacts, tmp_path / "build")
    found = check(tmp_path, tmp_path / "build")[1]
    assert [one.message for one in found if one.rule.startswith(("rendition/", "press/same-words"))] == []


@pytest.mark.parametrize("text", [POINTED, *OTHERS])
def test_what_print_says_is_what_is_read(tmp_path: Path, text: str) -> None:
    """No two of these texts are read as the same, so none of the differences can be hidden."""
    assert _text(_pdf(tmp_path, f"a [{text}]{{lang=he}} b")) == f"a {text} b"
    assert _text(_pdf(tmp_path / "he", text, "he")) == text


def test_whatever_letter_is_taken_out_of_the_file_is_missed(tmp_path: Path) -> None:
    """Of all that is shown, only a mark that stands alone may be absent, as its letter says it too."""
    import pikepdf

    data = _pdf(tmp_path, f"a [{POINTED}]{{lang=he}} b")
    whole, missed = _text(data), 0
    for number in range(_shown(data)):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            has_width = _take_out(pdf, number)
            changed = io.BytesIO()
            pdf.save(changed)
        assert (_text(changed.getvalue()) != whole) == has_width
        missed += has_width
    assert missed > 20


def _shown(data: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pikepdf.parse_content_stream(_page(pdf), "Tj TJ")) - 2  # the heading stands before, the folio behind


def _page(pdf: Any) -> Any:
    return next(page for page in pdf.pages if page.label == "1")


def _take_out(pdf: Any, number: int) -> bool:
    """Take away what one operator of the text shows; whether that had any width."""
    import pikepdf

    from octavo.readback.showncodes import shown_by_codes

    page = _page(pdf)
    has_width = shown_by_codes(page.obj)[number + 1].has_width
    instructions = list(pikepdf.parse_content_stream(page))
    places = [at for at, one in enumerate(instructions) if str(one.operator) in ("Tj", "TJ")]
    del instructions[places[number + 1]]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
    return has_width


def _mark(text: str, start: float) -> Placed:
    return Placed(1, Shown(text, 2.0, start, True), start, start, False)


def _letter(text: str, start: float) -> Placed:
    return Placed(2, Shown(text, 0.0, start, True), start, start + 5, True)


def _said(*objects: Placed) -> list[str]:
    return [placed.shown.text for placed in with_marks_on_letters(objects)]


def test_a_mark_is_silent_only_beside_its_own_letter() -> None:
    assert _said(_mark("רָ", 10), _letter("רָא", 10)) == ["רָא"]
    assert _said(_letter("ax̱", 10), _mark("x̱", 15)) == ["ax̱"]
    assert _said(_mark("רָ", 10), _letter("רָ", 20)) == ["\u05b8", "רָ"]  # the letter stands elsewhere
    assert _said(_mark("רָ", 10), _letter("דָ", 10)) == ["\u05b8", "דָ"]  # it is another letter
    assert _said(_mark("רָ", 10)) == ["\u05b8"]
    assert _said(_letter("רָ", 10), _letter("רָ", 10)) == ["רָ", "רָ"]  # no mark: a letter printed upon a letter


def test_a_letter_that_stands_for_two_is_turned_with_them() -> None:
    assert as_seen("لا") == "ال"
    assert as_seen("רָ") == "רָ"
    assert as_seen("fi") == "fi"


def _read(pieces: list[list[Shown]], leftwards: bool) -> str:
    return " ".join("".join(shown.text for piece in in_reading_order(pieces, leftwards) for shown in piece).split())


LINE = [("هلإ", 10.0), (" ", 30.0), ("،" + as_seen("لا"), 35.0)]
"""The words لا، إله as they are seen, each from a font of its own."""


def test_words_from_several_fonts_are_one_run() -> None:
    pieces = [[Shown(text, 9.0, x, True)] for text, x in LINE]
    assert _read(pieces, True) == "لا، إله"
    assert len(in_reading_order(pieces, True)) == len(pieces)


def test_words_that_stand_the_wrong_way_round_are_read_so() -> None:
    """Each word is right, but they run from left to right."""
    pieces = [[Shown(text, 9.0, 50 - x, True)] for text, x in LINE]
    assert _read(pieces, True) != "لا، إله"


def test_the_way_of_a_line_is_seen_where_words_of_both_ways_meet() -> None:
    """A point behind the last word stays behind it, though most letters of the line run the other way."""
    pieces = [[Shown(text, 9.0, x, True)] for text, x in (("a ", 0.0), ("باتك", 10.0), (". ", 40.0))]
    assert _read(pieces, True) == "a كتاب."


def test_a_point_behind_words_that_all_run_the_other_way(tmp_path: Path) -> None:
    assert _text(_pdf(tmp_path, "שלום.")) == "שלום."
    assert _text(_pdf(tmp_path / "pointed", f"[{POINTED[:-1]}]{{lang=he dir=rtl}}.")) == f"{POINTED[:-1]}."


def test_a_bracket_goes_with_its_fellow() -> None:
    said = [("a ", 0.0), (")", 10.0), ("ميدق", 15.0), ("( ", 30.0), ("باتك", 40.0), (" b", 60.0)]
    pieces = [[Shown(text, 9.0, x, text not in "()")] for text, x in said]
    pieces[3] = [Shown("(", 9.0, 30.0), Shown(" ", 9.0, 35.0, True)]
    assert _read(pieces, False) == "a كتاب (قديم) b"


def test_arabic_digits_are_read_from_left_to_right() -> None:
    pieces = [[Shown("١٢", 9.0, 10.0, True)], [Shown("٫", 9.0, 20.0, True)], [Shown("٥", 9.0, 25.0, True)]]
    assert _read(pieces, True) == "١٢٫٥"


def test_latin_words_in_a_book_whose_pages_turn_the_other_way(tmp_path: Path) -> None:
    data = _pdf(tmp_path, "שלום.", "he")
    front = " ".join(block.text for block in open_pdf_reading(data, Path("a.pdf")).blocks)
    assert "urn:uuid:00000000-0000-4000-8000-000000000017" in front
    assert "For testing only." in front


def test_latin_lines_in_a_book_whose_pages_turn_the_other_way(tmp_path: Path) -> None:
    """Paragraphs of Latin letters alone, turned over: the space at a line's end is kept."""
    words = "in the public domain in the United States of America and in countries of the seventy years "
    text = "\n\n".join([words * times for times in range(1, 6)] + [f"> {words * 3}", f"- {words * 2}"])
    read = open_pdf_reading(_pdf(tmp_path, text, "ar"), Path("a.pdf")).blocks
    assert [block.text for block in read if block.text.startswith("in ")] == [
        (words * times).strip() for times in (1, 2, 3, 4, 5, 3, 2)
    ]
