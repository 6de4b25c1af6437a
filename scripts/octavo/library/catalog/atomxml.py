"""What feeds in Atom share (RFC 4287): elements, links, people."""

from __future__ import annotations

from lxml import etree

from octavo.library.catalog.address import as_uri
from octavo.library.catalog.title import Title

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/terms/"
OPDS = "http://opds-spec.org/2010/catalog"
DELETED = "http://purl.org/atompub/tombstones/1.0"
NO_MOMENT = "1980-01-01T00:00:00Z"
"""The date of a feed without entries, as that of an edition without a date."""


def feed_root(identifier: str, title: str, updated: str) -> etree._Element:
    """A feed with what each must have (RFC 4287, 4.1.1)."""
    names: dict[str | None, str] = {None: ATOM, "dcterms": DC, "opds": OPDS, "at": DELETED}
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=names)  # type: ignore[arg-type]
    add(root, "id", identifier)
    add(root, "title", title)
    add(root, "updated", updated)
    return root


def add(parent: etree._Element, name: str, text: str | None = None, space: str = ATOM, **more: str) -> etree._Element:
    """An element of a feed; what no XML can carry is left out of its text."""
    element = etree.SubElement(parent, f"{{{space}}}{name}", {key: value for key, value in more.items() if value})
    element.text = text
    return element


def link(parent: etree._Element, rel: str, href: str, media_type: str, **more: str) -> None:
    """A link (RFC 4287, 4.2.7)."""
    add(parent, "link", None, rel=rel, href=href, type=media_type, **more)


def entry(root: etree._Element, title: Title) -> etree._Element:
    """An entry for a title, with its people, subjects and what it is about."""
    made, metadata = add(root, "entry"), title.metadata
    add(made, "title", title.whole_title)
    add(made, "id", as_uri(title.identifier))
    add(made, "updated", title.updated)
    if title.published:
        add(made, "published", f"{title.published.begins:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0"))
    for person in title.people:
        add(add(made, "author" if person.role == "aut" else "contributor"), "name", person.name)
    if not any(person.role == "aut" for person in title.people):
        add(add(made, "author"), "name", metadata.publisher or "Anonymous")
    if metadata.rights:
        add(made, "rights", metadata.rights)
    if metadata.description:
        add(made, "summary", metadata.description, type="text")
    for subject in metadata.subject:
        add(made, "category", None, term=subject, label=subject)
    for term in metadata.subjects:
        add(made, "category", None, term=term.code or term.words, label=term.words)
    return made


def written(root: etree._Element) -> bytes:
    """A feed as a file."""
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"
