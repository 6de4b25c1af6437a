"""OPDS 1.2: the catalogue as Atom, for reading apps and e-ink readers (OPDS Catalog 1.2)."""

from __future__ import annotations

from octavo.library.catalog.address import Addresses
from octavo.library.catalog.atomxml import DC, NO_MOMENT, add, entry, feed_root, link, written
from octavo.library.catalog.opds2 import FOLDER
from octavo.library.catalog.pages import FIRST, Page
from octavo.library.catalog.title import COVER
from octavo.library.settings import READABLE, Settings

MEDIA_TYPE = "application/atom+xml;profile=opds-catalog;kind=acquisition"


def feed(page: Page, settings: Settings, addresses: Addresses, identifier: str) -> bytes:
    """One page of the acquisition feed; ``identifier`` is that of the catalogue."""
    here = f"{FOLDER}/{page.name}.xml"
    updated = max((title.updated for title in page.titles), default=NO_MOMENT)
    root = feed_root(f"{identifier}:opds:{page.name}", settings.title, updated)
    link(root, "self", addresses.to(here, here), MEDIA_TYPE)
    link(root, "start", addresses.to(here, f"{FOLDER}/{FIRST}.xml"), MEDIA_TYPE)
    for rel, name in (("previous", page.before), ("next", page.behind)):
        if name:
            link(root, rel, addresses.to(here, f"{FOLDER}/{name}.xml"), MEDIA_TYPE)
    link(root, "alternate", addresses.to(here, ""), "text/html")
    add(add(root, "author"), "name", settings.publisher or settings.title)
    for title in page.titles:
        made = entry(root, title)
        if title.metadata.lang:
            add(made, "language", title.metadata.lang, DC)
        if title.metadata.publisher:
            add(made, "publisher", title.metadata.publisher, DC)
        if title.published:
            add(made, "issued", str(title.published), DC)
        link(made, "alternate", addresses.to(here, title.address), "text/html")
        cover = title.file(COVER)
        if cover:
            href = addresses.to(here, f"{title.address}{cover.name}")
            link(made, "http://opds-spec.org/image", href, cover.media_type)
            link(made, "http://opds-spec.org/image/thumbnail", href, cover.media_type)
        for file in title.files:
            if file.rendition in READABLE:
                href = addresses.to(here, f"{title.address}{file.name}")
                size = {"title": file.label, "length": str(file.size)}
                link(made, "http://opds-spec.org/acquisition/open-access", href, file.media_type, **size)
    return written(root)
