"""Printers come from printers.toml alone: a table there is all that the program knows of one."""

from __future__ import annotations

import copy
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
from octavo.edition.printing import PrintOptions
from octavo.printers import printer, printer_names
from octavo.printers.printer import _tables, _text
from printershape import faults


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
    assert printer_names()[0] == PrintOptions().printer == "generic"


def test_nothing_but_the_file_names_a_printer() -> None:
    named = re.compile(rf"[\"'](?:{'|'.join(printer_names())})[\"']")
    for path in (ROOT / "scripts" / "octavo").rglob("*.py"):
        assert not named.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("name", printer_names())
def test_every_table_is_whole(name: str) -> None:
    tables, sources = _tables()
    assert faults(tables[name], sources) == []


def test_what_is_missing_in_a_table_is_told_by_its_name() -> None:
    tables, sources = _tables()
    shop = copy.deepcopy(tables["lulu"])
    del shop["pdfx"], shop["cover"]["safe"], shop["rules"]["margins"], shop["pages"][1]["most"]
    shop["rules"]["gutters"] = shop["rules"].pop("gutter")
    shop["rules"]["image-resolution"] = {"level": "must", "source": "lulu-pfd"}
    assert sorted(faults(shop, sources)) == [
        "cover.safe is missing",
        "pages 2.most is missing",
        "pdfx is missing",
        "rules.gutters means nothing",
        "rules.image-resolution.level cannot be ‘must’",
        "rules.image-resolution.source cannot be ‘lulu-pfd’",
        "rules.image-resolution.value is missing",
        "rules.margins is missing",
    ]


@pytest.mark.parametrize("name", printer_names())
def test_every_printer_binds_what_it_offers(name: str) -> None:
    found = printer(name)
    for binding in found.bindings:
        assert any(found.page_limits(binding, paper, trim) for paper in found.papers for trim in found.trims.values())


def test_a_table_more_is_a_printer_more(newcomer: str, tmp_path: Path) -> None:
    assert printer_names()[-1] == newcomer
    assert PrintOptions(printer=newcomer, trim="6x9in").for_press.name == "The Corner Shop"
    assert given_printer(newcomer) == newcomer
    path = tmp_path / "book.pdf"
    path.write_bytes(as_pdfx(book(23)))
    specs = {finding.spec for finding in preflight(foreign_job(path, newcomer))}
    assert specs and all("The Corner Shop: " in spec for spec in specs)


def test_the_readme_names_every_printer() -> None:
    (row,) = re.findall(r"^\| `printer` \|.*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in printer_names() if f"`{name}`" not in row] == []
