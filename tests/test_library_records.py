"""The records of a library for shops and library catalogues: ONIX 3.1, and MARC 21 in both of its forms."""

from __future__ import annotations

import shutil
from pathlib import Path

import onixcheck
import pymarc
from lxml import etree
from stdnum import isbn

from librarybooks import name
from publishedlibrary import again, contents

ONIX = {"o": "http://ns.editeur.org/onix/3.1/reference"}


# ---- ONIX


def faults(path: Path) -> list[object]:
    found: list[object] = list(onixcheck.validate(str(path)))
    return found


def test_onix_is_valid_and_its_isbns_are(published: Path) -> None:
    path = published / "site" / "onix" / "full.xml"
    assert faults(path) == []
    tree = etree.parse(path)
    numbers = tree.xpath("//o:ProductIdentifier[o:ProductIDType='15']/o:IDValue/text()", namespaces=ONIX)
    assert sorted({isbn.validate(str(number)) for number in numbers}) == [
        *("9780140442892", "9780306406157", "9783161484100")
    ]
    forms = tree.xpath("//o:Product/o:DescriptiveDetail/o:ProductForm/text()", namespaces=ONIX)
    assert sorted(map(str, forms)) == ["BC", "ED", "ED"]
    related = tree.xpath("//o:Product[1]//o:RelatedProduct/o:ProductRelationCode/text()", namespaces=ONIX)
    assert sorted(map(str, related)) == ["06", "13"]
    codes = tree.xpath("//o:Product[1]//o:ProductFormFeature/o:ProductFormFeatureValue/text()", namespaces=ONIX)
    assert {"04", "82", "85", "52", "90", "91", "94"} <= set(map(str, codes))
    assert tree.xpath("//o:Extent[o:ExtentType='05']/o:ExtentValue/text()", namespaces=ONIX)
    prices = tree.xpath("//o:Product[1]//o:Price/o:PriceAmount/text()", namespaces=ONIX)
    assert list(map(str, prices)) == ["4.99", "6"]


def test_the_check_of_onix_can_fail(published: Path, tmp_path: Path) -> None:
    text = (published / "site" / "onix" / "full.xml").read_text(encoding="utf-8")
    broken = tmp_path / "broken.xml"
    broken.write_text(text.replace("<ProductForm>ED<", "<ProductForm>XX<"), encoding="utf-8")
    assert faults(broken)


def test_the_delta_has_what_changed_alone(library_copy: Path) -> None:
    site = library_copy / "site"
    assert contents(site)["onix/delta.xml"].count(b"<NotificationType>03<") == 3
    first = contents(site)["onix/delta.xml"]
    assert again(library_copy, day=20_000)["onix/delta.xml"] == first  # nothing has changed: it stands
    path = library_copy / "b0001" / "1.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("GBP: 9.99", "GBP: 8.99").replace("978-3-16-148410-0", ""), encoding="utf-8")
    again(library_copy)
    assert faults(site / "onix" / "delta.xml") == []
    tree = etree.parse(site / "onix" / "delta.xml")
    kinds = {
        str(product.findtext("o:RecordReference", namespaces=ONIX)): product.findtext(
            "o:NotificationType", namespaces=ONIX
        )
        for product in tree.iterfind("o:Product", ONIX)
    }
    assert kinds == {f"{name(1)}.epub": "04", f"{name(1)}.paperback": "04", f"{name(1)}.pdf": "05"}


def test_what_is_withdrawn_from_sale_says_so(library_copy: Path) -> None:
    path = library_copy / "b0001" / "1.md"
    path.write_text(path.read_text(encoding="utf-8").replace("status: available", "status: withdrawn"), "utf-8")
    again(library_copy)
    for name_, count in (("full", 3), ("delta", 1)):
        assert faults(library_copy / "site" / "onix" / f"{name_}.xml") == []
        products = etree.parse(library_copy / "site" / "onix" / f"{name_}.xml").findall("o:Product", ONIX)
        assert len(products) == count
        epub = next(one for one in products if one.findtext("o:RecordReference", "", ONIX) == f"{name(1)}.epub")
        assert epub.findtext("o:PublishingDetail/o:PublishingStatus", "", ONIX) == "11"  # withdrawn from sale (List 64)
        assert epub.findtext(".//o:ProductAvailability", "", ONIX) == "46"  # the same (List 65)
    assert epub.findtext("o:NotificationType", "", ONIX) == "04"


def test_a_library_without_isbns_has_an_onix_message_that_says_so(tmp_path: Path, published: Path) -> None:
    library = Path(shutil.copytree(published, tmp_path / "library"))
    shutil.rmtree(library / "b0001")
    again(library)
    assert faults(library / "site" / "onix" / "full.xml") == []
    assert b"<NoProduct" in (library / "site" / "onix" / "full.xml").read_bytes()


# ---- MARC


def test_marc_is_read_alike_in_both_forms(published: Path) -> None:
    site = published / "site"
    with (site / "marc" / "records.mrc").open("rb") as file:
        packed = list(pymarc.MARCReader(file))
    unpacked = pymarc.parse_xml_to_array(str(site / "marc" / "records.xml"))
    assert [record["245"]["a"] for record in packed if record] == [record["245"]["a"] for record in unpacked]
    assert len(unpacked) == 3
    for record, other in zip(packed, unpacked, strict=True):
        assert record is not None
        assert list(map(str, record.fields)) == list(map(str, other.fields))
        assert record["856"]["u"].startswith("https://books.example/titles/")
