"""Front matter as a table and back: what is not changed stays, byte for byte, and one bad row changes nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from librarybooks import identifier, library_of
from program import octavo

FRONT = """---
# The house's own order of keys.
title: 'One: a book'   # as on the title page
lang:   en-GB
identifier: {identifier}
creator:
  - {{name: Ada Example, file-as: "Example, Ada"}}  # the author
subject:
  - Sea
  - Salt
series: {{name: Coast,  number: 2}}
published:  2024-03-05
description: |
  Two
  lines.
version: "1.0"
---

# One

Text.
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two editions whose front matter is written by hand."""
    library = library_of(tmp_path / "library", 2)
    for number in range(2):
        path = library / f"b{number:04}" / "1.md"
        path.write_bytes(FRONT.format(identifier=identifier(number)).encode().replace(b"\n", [b"\n", b"\r\n"][number]))
    return library


def table(library: Path, *words: str) -> list[list[str]]:
    done = octavo("library", "table", library, *words)
    assert done.returncode == 0, done.stderr
    return list(csv.reader(io.StringIO(done.stdout)))


def given(library: Path, text: str) -> Path:
    path = library / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def texts(library: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(library.glob("b*/1.md"))]


def test_the_table_has_the_columns_that_are_asked_for(library: Path) -> None:
    assert table(library, "--columns", "title,creator,subject,series.name,products.epub.isbn") == [
        ["identifier", "title", "creator", "subject", "series.name", "products.epub.isbn"],
        [identifier(0), "One: a book", "Ada Example", "Sea; Salt", "Coast", ""],
        [identifier(1), "One: a book", "Ada Example", "Sea; Salt", "Coast", ""],
    ]
    assert table(library)[0][:4] == ["identifier", "folder", "title", "subtitle"]


def test_a_table_written_back_as_it_is_changes_nothing(library: Path) -> None:
    before = texts(library)
    shown = octavo("library", "table", library).stdout
    done = octavo("library", "set", given(library, shown), library)
    assert (done.returncode, done.stdout) == (0, "")
    assert texts(library) == before


def test_only_what_is_set_is_another(library: Path) -> None:
    before = texts(library)
    rows = f"identifier,title,lang,subject,series.name,series.issn,products.epub.isbn,published\n{identifier(0)},"
    file = given(library, rows + "A “new” one,,Sea; Sky,Shore,0020-8736,978-0-14-044289-2,2025\n")
    dry = octavo("library", "set", file, library, "--dry-run")
    assert texts(library) == before
    assert f"{library}/b0000/1.md: title: ‘One: a book’ → ‘A “new” one’" in dry.stdout
    assert "would change 1 edition" in dry.stderr
    done = octavo("library", "set", file, library)
    assert done.stdout == dry.stdout
    expected = (
        before[0]
        .replace(b"'One: a book'   #", '"A “new” one"   #'.encode())
        .replace(b"  - Sea\n  - Salt\n", b"  [Sea, Sky]\n")
        .replace(b"{name: Coast,  number: 2}", b"{name: Shore,  issn: 0020-8736, number: 2}")
        .replace(b"published:  2024-03-05", b"published:  2025")
        .replace(b"version:", b"products: {epub: {isbn: 978-0-14-044289-2}}\nversion:")
    )
    assert texts(library) == [expected, before[1]]
    assert table(library, "--columns", "products.epub.isbn")[1][1] == "978-0-14-044289-2"


def test_line_ends_stay_what_they_are(library: Path) -> None:
    before = texts(library)
    file = given(library, f"identifier;description;access\n{identifier(1)};One line;open\n")
    assert octavo("library", "set", file, library).returncode == 0
    expected = before[1].replace(b"|\r\n  Two\r\n  lines.\r\n", b'"One line"\r\n')
    assert texts(library)[1] == expected.replace(b"version:", b"access: open\r\nversion:")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{1},yesterday", "table.csv:3: error: ‘published’: ‘yesterday’ is not a date (in {library}/b0001/1.md)"),
        ("urn:none,2025", "table.csv:3: error: ‘urn:none’ is that of no edition"),
        ("{0},2025", "table.csv:3: error: this edition has a row already, line 2"),
        (",2025", "table.csv:3: error: this row names no edition"),
        ("{1},2025,more", "table.csv:3: error: this row has 3 cells, and the head 2"),
        ('{1},"2025', "table.csv:3: error: this is not CSV"),
    ],
)
def test_one_bad_row_changes_nothing(library: Path, row: str, said: str) -> None:
    before = texts(library)
    row = row.format(identifier(0), identifier(1))
    file = given(library, f"identifier,published\n{identifier(0)},2025\n{row}\n")
    done = octavo("library", "set", file, library)
    assert done.returncode == 2
    assert said.format(library=library) in done.stderr
    assert texts(library) == before


@pytest.mark.parametrize(
    ("head", "value", "said"),
    [
        ("titel", "A", "table.csv:1: error: unknown column ‘titel’: there is no key ‘titel’\n  did you mean ‘title’?"),
        ("x}: {y", "A", "table.csv:1: error: ‘x}: {y’ is no name of a column"),
        (".", "A", "table.csv:1: error: ‘.’ is no name of a column"),
        (".".join("a" * 3000), "A", "table.csv:1: error: ‘a.a."),
        ("title", '"A', "table.csv:2: error: this is not CSV: unexpected end of data\n  put quotation marks"),
        ("creator", "Bea Other", "‘creator’ is more than one value in"),
        ("lang.tag", "en", "unknown column ‘lang.tag’: there is no key ‘tag’ below ‘lang’"),
        ("series.isbn", "", "there is no key ‘isbn’ below ‘series’\n  did you mean ‘issn’?"),
        ("identifier,identifier", "a", "the column ‘identifier’ is there twice"),
    ],
)
def test_a_column_that_cannot_be_set_is_told(library: Path, head: str, value: str, said: str) -> None:
    before = texts(library)
    done = octavo("library", "set", given(library, f"identifier,{head}\n{identifier(0)},{value}\n"), library)
    assert done.returncode == 2
    assert said in done.stderr
    assert texts(library) == before


def test_a_table_that_names_no_edition(library: Path) -> None:
    done = octavo("library", "set", given(library, "title\nA\n"), library)
    assert (done.returncode, "table.csv:1: error: nothing says which edition a row is of" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "text",
    [
        '\ufeffsep=;\r\nidentifier;title;;\r\n{0};"A; ""B""";;\r\n;;;\r\n',
        'identifier\ttitle\n{0}\tA; ""B""\n'.replace('""', '"'),
        'folder,title,\nb0000,"A; ""B""",\n',
    ],
)
def test_what_spreadsheets_write_is_read(library: Path, text: str) -> None:
    before = texts(library)
    done = octavo("library", "set", given(library, text.format(identifier(0))), library)
    assert (done.returncode, done.stderr) == (0, "changed 1 edition\n")
    assert texts(library) == [before[0].replace(b"'One: a book'", rb'"A; \"B\""'), before[1]]


def test_a_line_is_counted_with_that_of_the_spreadsheet(library: Path) -> None:
    text = f"sep=;\nidentifier;published\n{identifier(0)};05.03.2024\n"
    done = octavo("library", "set", given(library, text), library)
    assert "table.csv:3: error: ‘published’: ‘05.03.2024’ is not a date" in done.stderr


def test_a_key_that_may_have_several_values_gets_them(library: Path) -> None:
    file = given(library, f"identifier,alternative-title,products.epub.stores\n{identifier(0)},A; B,kobo; kdp\n")
    assert octavo("library", "set", file, library).returncode == 0
    assert b"alternative-title: [A, B]\n" in texts(library)[0]
    assert b"products: {epub: {stores: [kobo, kdp]}}\n" in texts(library)[0]
    assert table(library, "--columns", "alternative-title")[1] == [identifier(0), "A; B"]


def test_a_row_with_two_names_of_an_edition_must_mean_one(library: Path) -> None:
    before = texts(library)
    done = octavo("library", "set", given(library, f"identifier,folder,lang\n{identifier(0)},b0001,fr\n"), library)
    assert (done.returncode, texts(library)) == (2, before)
    assert f"‘{identifier(0)}’ is not the edition in ‘b0001’" in done.stderr


@pytest.mark.parametrize("rows", ["{0},{n},\n{1},{n},\n", "{1},,{n}\n"])
def test_two_products_cannot_be_given_one_isbn(library: Path, rows: str) -> None:
    number = "978-0-14-044289-2"
    one = given(library, f"identifier,print.isbn\n{identifier(0)},{number}\n")
    assert octavo("library", "set", one, library).returncode == 0
    before = texts(library)
    text = "identifier,products.epub.isbn,products.pdf.isbn\n" + rows.format(identifier(0), identifier(1), n=number)
    done = octavo("library", "set", given(library, text), library)
    assert (done.returncode, texts(library)) == (2, before)
    assert "the ISBN 9780140442892 would be that of more than one product" in done.stderr


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("978-0-14-044289-3", "is no ISBN: its last digit does not fit the others"),
        ("0306406152", "is an ISBN of ten digits"),
        ("080442957X", "is an ISBN of ten digits"),
        ("0306406153", "is no ISBN: its last digit does not fit the others"),
        ("9.78014E+12", "is no ISBN"),
        ("977-0-14-044289-5", "is no ISBN"),
    ],
)
def test_an_isbn_has_its_digits(library: Path, number: str, said: str) -> None:
    before = texts(library)
    file = given(library, f"identifier,products.epub.isbn\n{identifier(0)},{number}\n")
    done = octavo("library", "set", file, library)
    assert (done.returncode, texts(library)) == (2, before)
    assert said in done.stderr


def test_a_column_of_the_table_is_a_key(library: Path) -> None:
    done = octavo("library", "table", library, "--columns", "title,publishd")
    assert (done.returncode, done.stdout) == (2, "")
    assert "unknown column ‘publishd’: there is no key ‘publishd’\n  did you mean ‘published’?" in done.stderr
