"""Each datum of the front matter stands wherever the table of data says, and nowhere as what it is not."""

from __future__ import annotations

import pytest
from lxml import etree

from cataloguedata import Carriers, edition_with_everything
from octavo.build import build
from octavo.edition import Edition, load_edition
from octavo.outputs import NAMES
from octavo.renditions.datatable import TABLE, Datum

CARRIERS = (*("opf", "ncx", "xmp", "tei", "jsonld", "dc", "highwire", "citation", "csl", "bibtex", "ris", "marc"),)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return load_edition(edition_with_everything(tmp_path_factory.mktemp("everything")))


@pytest.fixture(scope="module")
def carriers(edition: Edition) -> Carriers:
    made = build(edition.folder, tuple(name for name in NAMES if name not in ("booklet", "2up", "docx")))
    assert made.warnings == ()
    return Carriers({artifact.name: artifact.data for artifact in made.artifacts})


@pytest.mark.parametrize("datum", TABLE, ids=lambda datum: datum.key)
def test_every_carrier_has_what_the_table_assigns_to_it(edition: Edition, carriers: Carriers, datum: Datum) -> None:
    assert datum.places
    assert set(datum.places) <= set(CARRIERS)
    for carrier, place in datum.places.items():
        values = datum.carried(edition.metadata, carrier)
        assert values, (datum.key, carrier)  # the edition has everything
        found = carriers.found(carrier, place)
        for value in values:
            if carrier == "citation":
                assert all(word in found[0].casefold() for word in value.casefold().split())
            else:
                assert value in found, (carrier, place, found)


def test_every_key_that_tells_of_the_book_is_in_the_table(edition: Edition) -> None:
    told = {
        *("markdown", "chapters", "bibliography", "csl", "witness", "print", "apparatus", "accessibility", "words"),
        *("ignore", "cover-image", "cover-image-alt", "witnesses", "scope", "imprint"),
    }
    roles = {"editor", "translator", "illustrator", "compiler", "annotator", "introduction-by", "afterword-by"}
    keys = {info.alias or name for name, info in type(edition.metadata).model_fields.items()} - told
    in_table = {part.strip() for datum in TABLE for part in datum.key.replace(",", ":").split(":")}
    assert keys - roles - {"contributor"} <= in_table


def test_authors_and_others_are_the_same_in_each(carriers: Carriers) -> None:
    authors, filed = ["Ann Moor", "Ben Fenn"], ["Moor, Ann", "Fenn, Ben"]
    others = {"Ivo Painter", "Nora Dike", "the Marsh Society", "Jan de Wit", "Tess Lator"}
    for carrier, place in (("opf", "//dc:creator"), ("xmp", "dc:creator"), ("jsonld", "author/name")):
        assert carriers.found(carrier, place) == authors, carrier
    for carrier, place in (("csl", "author"), ("bibtex", "author"), ("ris", "AU"), ("dc", "DC.creator")):
        assert carriers.found(carrier, place) == filed, carrier
    for carrier, place in (("opf", "//dc:contributor"), ("xmp", "dc:contributor")):
        assert set(carriers.found(carrier, place)) == others, carrier
    assert str(carriers.pdf.docinfo["/Author"]) == "Ann Moor; Ben Fenn"
    assert carriers.found("tei", "//t:author/t:name") == authors


def test_the_page_claims_no_isbn_of_a_book(carriers: Carriers) -> None:
    assert "isbn" not in carriers.jsonld
    assert not carriers.page.xpath("//meta[contains(@name, 'isbn') or contains(@property, 'isbn')]")
    (imprint,) = carriers.page.xpath("//*[@id='imprint']")
    assert "ISBN" not in imprint.text_content()


def test_the_title_keeps_its_capitals_in_bibtex(carriers: Carriers) -> None:
    assert "  title = {{The Sea-wall \\& its Keepers: a History in Letters}},\n" in carriers.bibtex


def test_it_is_octavo_that_made_them(carriers: Carriers) -> None:
    (generator,) = carriers.opf.xpath("//*[local-name()='meta'][@name='generator']/@content")
    assert generator.startswith("Octavo ")
    assert carriers.found("xmp", "xmp:CreatorTool")[0].startswith("Octavo ")


def test_the_header_is_valid(carriers: Carriers, tei_schema: etree.RelaxNG) -> None:
    tei_schema.assertValid(carriers.tei)
    (availability,) = carriers.found("tei", "//t:availability/@status")
    assert availability == "restricted"
    assert carriers.found("tei", "//t:extent/t:measure[@unit='pages']") == ["iv, 2"]
    assert carriers.found("tei", "//t:extent/t:measure/@quantity") == ["6", "6", "3"]
