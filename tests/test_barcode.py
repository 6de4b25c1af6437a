"""The barcode of an ISBN: its modules by hand for one, and read by a machine off the printed cover for many."""

from __future__ import annotations

import random
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from octavo.presswork.barcode import Barcode
from octavo.printers import Sheet
from test_cover import USUAL, edition_of, letters_of, said_by, sheet_of, words_in, wrap_of


def valid_isbns(count: int) -> list[str]:
    """Random ISBNs, the same in every run."""
    chance = random.Random(13)
    made = []
    for _ in range(count):
        digits = [9, 7, chance.choice((8, 9)), *(chance.randrange(10) for _ in range(9))]
        check = -sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10
        made.append("".join(map(str, [*digits, check])))
    return made


def test_modules_of_one_isbn() -> None:
    """9 780306 406157, by the tables of GS1 General Specifications, 5.2.1: the 9 stands in the sets A B B A B A."""
    left = "0111011 0001001 0100111 0111101 0100111 0101111"
    right = "1011100 1110010 1010000 1100110 1001110 1000100"
    expected = f"G0G{left}0G0G0{right}G0G".replace(" ", "")
    assert Barcode("9780306406157").modules == expected


def test_modules_of_one_add_on() -> None:
    """52495, the example of many handbooks: its check value is 1, the sets are B A B A A."""
    expected = "1011 0111001 01 0010011 01 0011101 01 0001011 01 0110001".replace(" ", "")
    assert (3 * (5 + 4 + 5) + 9 * (2 + 9)) % 10 == 1
    assert Barcode("9780306406157", "52495").add_on_modules == expected
    assert Barcode("9780306406157").add_on_modules == ""


@pytest.mark.parametrize(
    ("isbn", "said"),
    [
        ("9780306406157", "ISBN 978-0-306-40615-7"),
        ("9783161484100", "ISBN 978-3-16-148410-0"),
        ("9798008063600", "ISBN 9798008063600"),
    ],
)
def test_the_isbn_is_hyphenated_by_its_group(isbn: str, said: str) -> None:
    assert Barcode(isbn).line == said


def read(pdf: bytes, dpi: int, add_on: bool, sheet: Sheet | None = None) -> str:
    """The digits that a scanner reads off the cover at so many dots an inch; with the add-on if it waits for one.

    With a sheet, it looks only at the barcode's place on it and an inch around.
    """
    document = pypdfium2.PdfDocument(pdf)
    crop = (0.0, 0.0, 0.0, 0.0)
    if sheet and sheet.barcode:
        box = sheet.barcode
        beside = (box.left, sheet.height - box.bottom, sheet.width - box.right, box.top)
        crop = tuple(max(0.0, edge - 1) * 72 for edge in beside)
    picture = document[0].render(scale=dpi / 72, grayscale=True, crop=crop).to_pil()
    document.close()
    symbol = zxingcpp.EanAddOnSymbol.Require if add_on else zxingcpp.EanAddOnSymbol.Read
    (found,) = zxingcpp.read_barcodes(picture, ean_add_on_symbol=symbol)
    return str(found.text).replace(" ", "")


@pytest.mark.parametrize("printer", ["kdp", "ingram", "generic"])
@pytest.mark.parametrize("isbn", valid_isbns(8))
def test_a_scanner_reads_it(isbn: str, printer: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    price = f"5{isbn[6:10]}"
    for add_on in ("", price):
        settings = {"printer": printer, "isbn": isbn} | ({"add-on": add_on} if add_on else {})
        document = edition_of(tmp_path_factory.mktemp("edition"), print=settings)
        pdf = wrap_of(document)
        assert read(pdf, 300, bool(add_on)) == isbn + add_on
        assert read(pdf, 600, bool(add_on), sheet_of(document, 200)) == isbn + add_on


def test_the_barcode_adds_its_digits(tmp_path: Path) -> None:
    settings = {"printer": "kdp", "isbn": "9780306406157", "add-on": "51299"}
    document = edition_of(tmp_path, **(USUAL | {"print": settings}))
    said = "".join(letter for letter, *_ in letters_of(wrap_of(document, 400)))
    digits = f"{Barcode('9780306406157').line}978030640615751299"
    assert words_in(said) == words_in(said_by(document, spine=True) + digits)


@pytest.mark.parametrize("left", [True, False])
def test_nothing_stands_in_the_place_of_the_barcode(left: bool, tmp_path: Path) -> None:
    """KDP puts a barcode of its own there; others leave the place to the book."""
    document = edition_of(tmp_path, **(USUAL | {"print": {"printer": "kdp" if left else "generic"}}))
    sheet = sheet_of(document, 200)
    place = sheet.barcode
    assert place
    inside = [
        letter
        for letter, x, y, right, bottom in letters_of(wrap_of(document))
        if right > place.left and x < place.right and bottom > place.top and y < place.bottom
    ]
    assert not inside
