"""What a harvester that others wrote reads in the head of the page: schema.org, Open Graph, Dublin Core."""

from __future__ import annotations

from typing import Any

import extruct
import pytest
from shelf import Book

SYNTAXES = ["json-ld", "opengraph", "dublincore"]


@pytest.fixture
def harvest(book: Book) -> dict[str, Any]:
    """What extruct finds, by syntax."""
    found: dict[str, Any] = extruct.extract(book.page.read_text(encoding="utf-8"), syntaxes=SYNTAXES)
    return found


def test_search_engines_find_a_book(book: Book, harvest: dict[str, Any]) -> None:
    metadata = book.document.edition.metadata
    (described,) = harvest["json-ld"]
    assert described["@context"] == "https://schema.org"
    assert (described["@type"], described["name"], described["inLanguage"]) == ("Book", metadata.title, metadata.lang)
    authors = [creator.name for creator in metadata.creator if creator.role == "aut"]
    assert [person["name"] for person in described.get("author", [])] == authors
    assert described.get("datePublished") == (str(metadata.published) if metadata.published else None)
    assert "readingOrder" in described["accessibilityFeature"]


def test_a_shared_link_names_the_book(book: Book, harvest: dict[str, Any]) -> None:
    metadata = book.document.edition.metadata
    (described,) = harvest["opengraph"]
    properties = dict(described["properties"])
    assert properties["og:type"] == "book"
    assert properties["og:title"].startswith(metadata.title)
    assert properties.get("og:description") == metadata.description


def test_libraries_find_dublin_core(book: Book, harvest: dict[str, Any]) -> None:
    metadata = book.document.edition.metadata
    (described,) = harvest["dublincore"]
    said = {item["name"]: item["content"] for item in (*described["elements"], *described["terms"])}
    assert said["DC.title"] == metadata.title
    assert said["DC.identifier"] == metadata.identifier
    assert said["DC.language"] == metadata.lang
    if metadata.published:
        assert said["DCTERMS.issued"] == str(metadata.published)
