"""The README shows where each datum goes, as the table in the code has it."""

from __future__ import annotations

import os
import re

from conftest import ROOT
from octavo.renditions.datatable import TABLE, Datum

README = ROOT / "README.md"
BEGIN, END = "<!-- where each datum goes -->\n", "<!-- end of the data -->"
COLUMNS = {
    "EPUB": ("opf", "ncx"),
    "PDF (XMP)": ("xmp",),
    "TEI header": ("tei",),
    "schema.org": ("jsonld",),
    "meta tags": ("dc", "highwire"),
    "reference": ("citation",),
    "CSL": ("csl",),
    "BibTeX": ("bibtex",),
    "RIS": ("ris",),
    "MARC": ("marc",),
}


def shown(carrier: str, place: str) -> str:
    """A place in few letters: the last steps of a path, without the prefixes of namespaces."""
    if carrier == "citation":
        return "cited"
    alternatives = place.removeprefix("//").split("|")
    if carrier in ("opf", "ncx", "tei"):
        property_ = re.fullmatch(r"o:meta\[@property='(.*)'\]", alternatives[0])
        plain = property_[1] if property_ else re.sub(r"\b[tno]:", "", alternatives[0])
        return "/".join(plain.split("/")[-2:])
    if carrier == "jsonld" and len(alternatives) > 2:
        return "sameAs"
    return ", ".join(alternatives)


def row(datum: Datum) -> str:
    cells = [datum.key]
    for carriers in COLUMNS.values():
        places = [shown(carrier, datum.places[carrier]) for carrier in carriers if carrier in datum.places]
        cells.append(" · ".join(f"`{place}`" if place != "cited" else place for place in places))
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def table() -> str:
    head = f"| datum | {' | '.join(COLUMNS)} |\n|---|{'---|' * len(COLUMNS)}\n"
    return head + "".join(f"{row(datum)}\n" for datum in TABLE)


def test_the_readme_has_the_table() -> None:
    """Written anew with OCTAVO_UPDATE_EXPECTED=1."""
    text = README.read_text(encoding="utf-8")
    before, found, rest = text.partition(BEGIN)
    assert found, "the README has a place for the table"
    between, _, after = rest.partition(END)
    if os.environ.get("OCTAVO_UPDATE_EXPECTED"):
        README.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")
        between = table()
    assert between == table()


def test_no_place_is_shown_as_another() -> None:
    places = [(carrier, place) for datum in TABLE for carrier, place in datum.places.items()]
    assert all(shown(carrier, place) for carrier, place in places)
