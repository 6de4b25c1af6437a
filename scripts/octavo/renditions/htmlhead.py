"""The head of the web page: how it is shown, and what it says of the book to those who look for books.

Dublin Core and Highwire Press tags are what Zotero reads, Google Scholar asks for the latter (its Inclusion Guidelines,
“Indexing”), search engines for schema.org as JSON-LD, and what shows a link asks for Open Graph.
"""

from __future__ import annotations

import base64
import json

from lxml import etree

from octavo.document import Document
from octavo.edition import Metadata
from octavo.renditions.datatable import entries
from octavo.renditions.datavalues import whole_title
from octavo.renditions.htmltree import child
from octavo.renditions.schemaorg import schema_org
from octavo.renditions.style import style

KEYWORDS = "citation_keywords"


def add_head(root: etree._Element, document: Document) -> None:
    """Put in the head, as the first child of the page."""
    metadata = document.edition.metadata
    head = child(root, "head", "\n")
    child(head, "meta", None, {"charset": "utf-8"})
    child(head, "meta", None, {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    authors = [creator.name for creator in metadata.people if creator.role == "aut"]
    child(head, "title", f"{metadata.title} – {', '.join(authors)}" if authors else metadata.title)
    # Without an icon of its own, a browser asks the server for one.
    child(head, "link", None, {"rel": "icon", "href": "data:,"})
    for author in authors:
        child(head, "meta", None, {"name": "author", "content": author})
    child(head, "meta", None, {"name": "color-scheme", "content": "light dark"})
    if metadata.description:
        child(head, "meta", None, {"name": "description", "content": metadata.description})
    if metadata.identifier.startswith(("https://", "http://")):
        # Where the book is to be found, and what its paragraphs are cited by, wherever this copy lies.
        child(head, "link", None, {"rel": "canonical", "href": metadata.identifier})
    child(head, "link", None, {"rel": "schema.DC", "href": "http://purl.org/dc/elements/1.1/"})
    child(head, "link", None, {"rel": "schema.DCTERMS", "href": "http://purl.org/dc/terms/"})
    for name, content in _dublin_core(metadata):
        child(head, "meta", None, {"name": name, "content": content})
    for name, content in _highwire(metadata):
        child(head, "meta", None, {"name": name, "content": content})
    for name, content in _open_graph(document):
        child(head, "meta", None, {"property": name, "content": content})
    script = child(head, "script", None, {"type": "application/ld+json"})
    # "<" is written as an escape: inside of a script element nothing else could end it early.
    script.text = json.dumps(schema_org(document), ensure_ascii=False, indent=1).replace("<", "\\u003c")
    child(head, "style", "\n" + style("html.css") + style("reading.css"))
    # A sheet of its own, as browsers and checkers that do not know what is in it need not read it.
    sidenotes = base64.b64encode(style("sidenotes.css").encode()).decode()
    child(head, "link", None, {"rel": "stylesheet", "href": f"data:text/css;base64,{sidenotes}"})
    # Before anything is drawn, so that the page does not change its colours before the reader's eyes.
    child(head, "script", style("display.js").strip())


def _dublin_core(metadata: Metadata) -> list[tuple[str, str]]:
    dates = [("DC.date", str(metadata.published))] if metadata.published else []
    return [*entries(metadata, "dc"), ("DC.type", "Text"), ("DC.format", "text/html"), *dates]


def _highwire(metadata: Metadata) -> list[tuple[str, str]]:
    """The tags named ``citation_…``, which Google Scholar and Zotero read; both leave out who translated a book.

    None says an ISBN: those of the printed book and of the EPUB are not the page’s.
    """
    pairs = list(entries(metadata, "highwire"))
    keywords = "; ".join(value for name, value in pairs if name == KEYWORDS)
    return [pair for pair in pairs if pair[0] != KEYWORDS] + ([(KEYWORDS, keywords)] if keywords else [])


def _open_graph(document: Document) -> list[tuple[str, str]]:
    """The Open Graph protocol's description of a book; it has no place for a picture that is not fetched."""
    metadata = document.edition.metadata
    pairs: list[tuple[str, str | None]] = [("og:type", "book"), ("og:title", whole_title(metadata))]
    pairs += [("og:description", metadata.description), ("og:locale", metadata.lang.replace("-", "_"))]
    pairs += [("book:author", creator.name) for creator in metadata.people if creator.role == "aut"]
    pairs += [("book:release_date", str(metadata.published or ""))]
    pairs += [("book:tag", subject) for subject in metadata.subject]
    return [(name, content) for name, content in pairs if content]
