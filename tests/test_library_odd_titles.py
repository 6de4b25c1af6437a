"""Books with odd titles, names and identifiers in a catalogue: nothing of them is markup, a path or another's file."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import onixcheck
import pytest
from lxml import etree
from lxml import html as lxml_html

from librarybooks import book, identifier, library_of, name
from program import octavo

ATOM = "{http://www.w3.org/2005/Atom}"
ISBN = "products: {epub: {isbn: 978-3-16-148410-0}}\n"
SETTINGS = """title: Odd & <Other> Books
base-url: https://books.example/a library/
sender: {name: "A & <B>"}
renditions: [epub, html]
"""
TITLES = {
    1: "Index",
    2: "'<script>alert(1)</script> & \"quotes\" ]]>'",
    3: "Linkset",
    4: "茶の舟",
    5: "Poems",
    6: "Poems",
    7: "'# % ? / .. \\ ~'",
}
IDENTIFIERS = {
    2: "https://a.example/x?y=<z>&v=ü",
    3: "../../../etc/passwd",
    4: "'a \"b\" <c>'",
    7: "urn:isbn:9780140442892",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was published of them."""
    library = library_of(tmp_path_factory.mktemp("odd") / "library", 0, SETTINGS.replace("a library", "a-library"))
    for number, title in TITLES.items():
        path = book(library, number, ISBN if number in (5, 6) else "", title=title) / "1.md"
        text = path.read_text(encoding="utf-8").replace("Ada Example", "Ædelþryð “Ó” <i>")
        path.write_text(text.replace(identifier(number), IDENTIFIERS.get(number, identifier(number))), encoding="utf-8")
    done = octavo("library", "catalog", library, "--site", library.parent / "site")
    assert done.returncode == 1
    told = "the ISBN 978-3-16-148410-0 is that of 2 products, and none is in ONIX: ‘Poems’ (" + identifier(5)
    assert told in done.stderr
    return library.parent / "site"


def test_each_has_a_page_and_a_book_of_its_own(site: Path) -> None:
    pages = sorted(site.glob("titles/*/index.html"))
    titles = [lxml_html.parse(str(page)).findtext(".//h1") for page in pages]
    assert sorted(titles) == sorted(title.strip("'") for title in TITLES.values())
    for page in pages:
        tree = lxml_html.parse(str(page))
        assert [script.get("type") or script.get("src") for script in tree.iter("script")] == [
            "../../assets/site.js",
            "application/ld+json",
        ]
        for href in tree.xpath("//main//a/@href"):
            if not re.match("[a-z]+:|#", href):
                assert (page.parent / unquote(href)).is_file(), (page, href)
    book_ = site / "titles" / name(1) / "book-index.html"
    assert "and it is short" in lxml_html.parse(str(book_)).getroot().text_content()


def test_identifiers_in_feeds_are_uris(site: Path) -> None:
    ids = {entry.findtext(f"{ATOM}id") for entry in etree.parse(site / "atom" / "index.xml").iter(f"{ATOM}entry")}
    assert {one for one in ids if not str(one).startswith("urn:uuid:")} == {
        "https://a.example/x?y=%3Cz%3E&v=%C3%BC",
        "urn:octavo:..%2F..%2F..%2Fetc%2Fpasswd",
        "urn:octavo:a%20%22b%22%20%3Cc%3E",
        "urn:isbn:9780140442892",
    }
    publications = json.loads((site / "opds" / "index.json").read_text(encoding="utf-8"))["publications"]
    assert {one["metadata"]["identifier"] for one in publications} == ids


def test_every_address_in_a_feed_is_a_file(site: Path) -> None:
    found = 0
    for path in (*site.rglob("*.xml"), *site.rglob("*.json")):
        for address in re.findall(rb"https://books\.example/a-library/([^\"<\s]*)", path.read_bytes()):
            here = site / unquote(unescape(address.decode()))
            found += 1
            assert here.is_file() or (here / "index.html").is_file(), (path, address)
    assert found > 100


def test_an_isbn_that_two_books_have_is_announced_of_neither(site: Path) -> None:
    data = (site / "onix" / "full.xml").read_bytes()
    assert b"9783161484100" not in data and b"<NoProduct/>" in data
    assert list(onixcheck.validate(str(site / "onix" / "full.xml"))) == []
