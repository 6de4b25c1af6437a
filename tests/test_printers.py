"""Printers come from printers.toml alone: a table there is all that the program knows of one."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from foreign import as_pdfx, book
from octavo.checks.press.foreign import foreign_job
from octavo.checks.press.preflight import preflight
from octavo.cli.preflight import _printer as given_printer
from octavo.edition.printing import PrintSettings
from octavo.printers import printer, printer_names
from octavo.printers.printer import _tables, _text


@pytest.fixture
def newcomer(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A printer that is added to the file: as another, under a name and key of its own."""
    tables = re.findall(r"^\[{1,2}lulu[].].*?(?=^\[(?!\[?lulu[].])|\Z)", _text(), re.MULTILINE | re.DOTALL)
    table = "".join(tables).replace("[lulu", "[corner-shop")
    text = _text() + "\n" + table.replace('name = "Lulu"', 'name = "The Corner Shop"')
    forget()
    monkeypatch.setattr(sys.modules["octavo.printers.printer"], "_text", lambda: text)
    yield "corner-shop"
    forget()


def forget() -> None:
    for known in (printer, printer_names, _tables):
        known.cache_clear()


def test_the_names_are_those_of_the_tables() -> None:
    assert list(printer_names()) == list(_tables()[0])
    assert printer_names()[0] == PrintSettings().printer == "generic"


def test_nothing_but_the_file_names_a_printer() -> None:
    named = re.compile(rf"[\"'](?:{'|'.join(printer_names())})[\"']")
    for path in (ROOT / "scripts" / "octavo").rglob("*.py"):
        assert not named.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("name", printer_names())
def test_every_printer_says_all_that_is_asked_of_one(name: str) -> None:
    found = printer(name)
    assert found.name and found.asker and found.pdfx and found.printing_condition and found.papers and found.trims
    for binding in found.bindings:
        assert any(found.page_limits(binding, paper, trim) for paper in found.papers for trim in found.trims.values())
    for kind in ("interior", "cover"):
        assert found.bleed(kind) > 0
    assert all(found.requirement(rule) for rule in ("page-size", "margins", "colour", "pdfx", "cover-sheet"))


def test_a_table_more_is_a_printer_more(newcomer: str, tmp_path: Path) -> None:
    assert printer_names()[-1] == newcomer
    assert PrintSettings(printer=newcomer, trim="6x9in").for_press.name == "The Corner Shop"
    assert given_printer(newcomer) == newcomer
    path = tmp_path / "book.pdf"
    path.write_bytes(as_pdfx(book(23)))
    specs = {finding.spec for finding in preflight(foreign_job(path, newcomer))}
    assert specs and all("The Corner Shop: " in spec for spec in specs)


def test_the_readme_names_every_printer() -> None:
    (row,) = re.findall(r"^\| `printer` \|.*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in printer_names() if f"`{name}`" not in row] == []
