"""The head of the web page: how it is shown, and what it says of the book to those who look for books.

Dublin Core and Highwire Press tags are what Zotero reads, Google Scholar asks for the latter (its Inclusion Guidelines,
“Indexing”), search engines for schema.org as JSON-LD, and what shows a link asks for Open Graph.
"""

from __future__ import annotations

import base64
import json

from lxml import etree

from octavo.document import Document
from octavo.edition import Creator, Metadata
from octavo.renditions.access import access_metadata
from octavo.renditions.citation import csl, is_organisation
from octavo.renditions.htmltree import child
from octavo.renditions.style import style


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
    for name, content in _dublin_core(document):
        child(head, "meta", None, {"name": name, "content": content})
    for name, content in _highwire(document):
        child(head, "meta", None, {"name": name, "content": content})
    for name, content in _open_graph(document):
        child(head, "meta", None, {"property": name, "content": content})
    script = child(head, "script", None, {"type": "application/ld+json"})
    # "<" is written as an escape: inside of a script element nothing else could end it early.
    script.text = json.dumps(_schema_org(document), ensure_ascii=False, indent=1).replace("<", "\\u003c")
    child(head, "style", "\n" + style("html.css") + style("reading.css"))
    # A sheet of its own, as browsers and checkers that do not know what is in it need not read it.
    sidenotes = base64.b64encode(style("sidenotes.css").encode()).decode()
    child(head, "link", None, {"rel": "stylesheet", "href": f"data:text/css;base64,{sidenotes}"})
    # Before anything is drawn, so that the page does not change its colours before the reader's eyes.
    child(head, "script", style("display.js").strip())


def _dublin_core(document: Document) -> list[tuple[str, str]]:
    metadata = document.edition.metadata
    pairs: list[tuple[str, str | None]] = [("DC.title", metadata.title), ("DCTERMS.alternative", metadata.subtitle)]
    pairs += [("DC.creator" if c.role == "aut" else "DC.contributor", c.file_as or c.name) for c in metadata.people]
    pairs += [
        ("DC.language", metadata.lang),
        ("DC.identifier", metadata.identifier),
        ("DC.publisher", metadata.publisher),
    ]
    pairs += [("DC.subject", subject) for subject in metadata.subject]
    pairs += [("DC.description", metadata.description), ("DC.source", metadata.source), ("DC.rights", metadata.rights)]
    pairs += [("DCTERMS.isPartOf", metadata.series.spelled if metadata.series else None)]
    pairs += [("DC.type", "Text"), ("DC.format", "text/html")]
    pairs += [(name, str(metadata.published) if metadata.published else None) for name in ("DC.date", "DCTERMS.issued")]
    pairs += [("DCTERMS.modified", str(metadata.revised) if metadata.revised else None)]
    return [(name, content) for name, content in pairs if content]


def _highwire(document: Document) -> list[tuple[str, str]]:
    """The tags named ``citation_…``, which Google Scholar and Zotero read; both leave out who translated a book."""
    metadata = document.edition.metadata
    published = metadata.published.joined("/") if metadata.published else None
    pairs: list[tuple[str, str | None]] = [("citation_title", _whole_title(metadata))]
    names = {"aut": "citation_author", "edt": "citation_editor"}
    pairs += [(names[c.role], _filed(c)) for c in metadata.people if c.role in names]
    pairs += [
        ("citation_publication_date", published),
        ("citation_publisher", metadata.publisher),
        ("citation_language", metadata.lang),
        ("citation_isbn", metadata.print.isbn),
        ("citation_doi", str(csl(metadata).get("DOI", "")) or None),
        ("citation_keywords", "; ".join(metadata.subject)),
    ]
    return [(name, content) for name, content in pairs if content]


def _open_graph(document: Document) -> list[tuple[str, str]]:
    """The Open Graph protocol's description of a book; it has no place for a picture that is not fetched."""
    metadata = document.edition.metadata
    pairs: list[tuple[str, str | None]] = [("og:type", "book"), ("og:title", _whole_title(metadata))]
    pairs += [("og:description", metadata.description), ("og:locale", metadata.lang.replace("-", "_"))]
    pairs += [("book:author", creator.name) for creator in metadata.people if creator.role == "aut"]
    pairs += [("book:isbn", metadata.print.isbn), ("book:release_date", str(metadata.published or ""))]
    pairs += [("book:tag", subject) for subject in metadata.subject]
    return [(name, content) for name, content in pairs if content]


def _whole_title(metadata: Metadata) -> str:
    return f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title


def _filed(creator: Creator) -> str:
    """A name as it is filed, but where readers of these tags would take its two sides for two people."""
    sides = [side.strip() for side in (creator.file_as or "").split(",")]
    return creator.name if len(sides) != 2 or all(" " in side for side in sides) else ", ".join(sides)


def _schema_org(document: Document) -> dict[str, object]:
    metadata = document.edition.metadata
    roles = {"aut": "author", "trl": "translator", "edt": "editor", "ill": "illustrator"}
    people: dict[str, list[dict[str, str]]] = {}
    for creator in metadata.people:
        kind = "Organization" if is_organisation(creator) else "Person"
        people.setdefault(roles.get(creator.role, "contributor"), []).append({"@type": kind, "name": creator.name})
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Book",
        "bookFormat": "https://schema.org/EBook",
        "name": metadata.title,
        "alternativeHeadline": metadata.subtitle,
        **people,
        "inLanguage": metadata.lang,
        "identifier": metadata.identifier,
        "version": metadata.version,
        "datePublished": str(metadata.published) if metadata.published else None,
        "dateModified": str(metadata.revised) if metadata.revised else None,
        "isPartOf": {"@type": "BookSeries", "name": metadata.series.name} if metadata.series else None,
        "position": metadata.series.number if metadata.series else None,
        "publisher": {"@type": "Organization", "name": metadata.publisher} if metadata.publisher else None,
        "about": metadata.subject,
        "description": metadata.description,
        "copyrightNotice": metadata.rights,
        **_accessibility(document),
    }
    return {key: value for key, value in described.items() if value}


def _accessibility(document: Document) -> dict[str, object]:
    """What the EPUB's package says of accessibility, as schema.org would have it said of a web page."""
    properties: dict[str, list[str]] = {}
    for key, value in access_metadata(document):
        properties.setdefault(key.removeprefix("schema:"), []).append(value)
    sufficient = properties.pop("accessModeSufficient", [])
    described: dict[str, object] = {
        key: values[0] if len(values) == 1 else values for key, values in properties.items()
    }
    if sufficient:
        described["accessModeSufficient"] = {"@type": "ItemList", "itemListElement": sufficient}
    return described
