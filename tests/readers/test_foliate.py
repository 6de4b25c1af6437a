"""foliate-js, on which the reader Foliate stands, finds its way about each book and shows its notes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from browser import Readers
from shelf import Book, words_in

from octavo.document import Document

PAGE = "foliate.html"
NO_BODY_YET = "Cannot destructure property 'style' of 'el' as it is null."
"""Of Foliate's paginator.js (``setStylesImportant``), on a busy machine: it gives the body of a page its columns at a
moment at which the frame is loaded anew and has none; it does so again when the page is there."""
Tree = list[tuple[str, "Tree"]]


@pytest.fixture(scope="module")
def opened(book: Book, readers: Readers) -> dict[str, Any]:
    """What foliate-js says of a book that it has open."""
    return readers.call(PAGE, "open", f"/{book.path.name}")


@pytest.fixture
def landings(opened: dict[str, Any], readers: Readers) -> Any:
    """A function that says of each address where it leads."""
    return lambda hrefs: readers.call(PAGE, "landings", hrefs)


def headings(document: Document) -> Tree:
    """The chapters, each with the headings of the second level that stand in it."""
    return [
        (chapter.title, [(h.text, []) for h in document.headings if h.chapter == number and h.level == 2])
        for number, chapter in enumerate(document.chapters)
        if chapter.kind == "chapter"
    ]


def tree(entries: list[dict[str, Any]] | None) -> Tree:
    """The contents as foliate-js has them, their labels only."""
    return [(entry["label"], tree(entry["subitems"])) for entry in entries or []]


def flat(entries: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Every entry of the contents, in reading order."""
    return [inner for entry in entries or [] for inner in [entry, *flat(entry["subitems"])]]


def test_it_opens(book: Book, opened: dict[str, Any]) -> None:
    metadata = book.document.edition.metadata
    assert opened["title"] in (metadata.title, {metadata.lang: metadata.title})
    assert opened["language"] == metadata.lang
    assert opened["sections"] == [document.name for document in book.reading.spine]


def test_the_contents_are_the_headings(book: Book, opened: dict[str, Any], landings: Any) -> None:
    assert tree(opened["toc"]) == headings(book.document)
    places = landings([entry["href"] for entry in flat(opened["toc"])])
    assert None not in places
    in_order = [(place["section"], place["order"]) for place in places]
    assert all(before < after for before, after in pairwise(in_order))


def test_the_list_of_pages_is_that_of_the_print(book: Book, opened: dict[str, Any], landings: Any) -> None:
    pagination = book.document.pagination
    assert pagination is not None
    labels = [entry["label"] for entry in opened["pageList"]]
    assert [label for label in labels if label != pagination.contents] == [page.label for page in pagination.pages]
    assert labels.count(pagination.contents) == bool(pagination.contents)
    places = landings([entry["href"] for entry in opened["pageList"]])
    assert [place and place["label"] for place in places] == labels
    assert all("pagebreak" in place["types"] for place in places)
    in_order = [(place["section"], place["order"]) for place in places]
    assert all(before < after for before, after in pairwise(in_order))


def test_landmarks_lead_to_what_they_name(book: Book, opened: dict[str, Any], landings: Any) -> None:
    kinds = [kind for entry in opened["landmarks"] for kind in entry["type"]]
    assert kinds[:4] == ["cover", "titlepage", "toc", "bodymatter"]
    places = landings([entry["href"] for entry in opened["landmarks"]])
    for entry, place in zip(opened["landmarks"], places, strict=True):
        assert place is not None, entry
        assert set(entry["type"]) <= set(place["types"]), (entry, place)
    assert len(set(kinds)) == len(kinds)


def test_each_note_shows_its_own_text(book: Book, opened: dict[str, Any], readers: Readers) -> None:
    found = readers.call(PAGE, "notes")
    notes = book.document.notes
    assert [popup["reference"] for popup in found] == [note.reference_id for note in notes]
    shown = [(popup["reference"], popup.get("type"), popup.get("text")) for popup in found]
    assert shown == [(note.reference_id, "footnote", " ".join([note.mark, *words_in(note.body)])) for note in notes]


def test_every_link_lands(book: Book, opened: dict[str, Any], readers: Readers) -> None:
    links = readers.call(PAGE, "links")
    assert [link for link in links if link["landing"] is None] == []
    for link in links:
        identifier = link["href"].partition("#")[2]
        assert link["landing"]["id"] == identifier or not identifier
    assert len(links) >= 2 * len(book.document.notes) + len(headings(book.document))


def test_it_complains_of_nothing(book: Book, opened: dict[str, Any], readers: Readers) -> None:
    assert [said for said in readers.complaints(PAGE) if said != NO_BODY_YET] == []
