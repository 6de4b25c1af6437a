"""The site map, for search engines: an index and pages of addresses (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from octavo.library.catalog.address import Addresses
from octavo.library.catalog.atomxml import written
from octavo.library.catalog.pages import Page
from octavo.library.catalog.title import HTML

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
FOLDER = "sitemaps"
INDEX = "sitemap.xml"


def index(pages: Sequence[Page], addresses: Addresses) -> bytes:
    """The index of all pages. It says no dates, so that a new title does not change it."""
    root = etree.Element(f"{{{NAMESPACE}}}sitemapindex", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    for page in pages:
        _add(_add(root, "sitemap"), "loc", addresses.whole(f"{FOLDER}/{page.name}.xml"))
    return written(root)


def part(page: Page, addresses: Addresses) -> bytes:
    """The addresses of a page's titles, and of the books to be read there; with the day of the last change."""
    root = etree.Element(f"{{{NAMESPACE}}}urlset", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    for title in page.titles:
        found = [title.address, *(f"{title.address}{file.name}" for file in title.files if file.media_type == HTML)]
        for address in found:
            url = _add(root, "url")
            _add(url, "loc", addresses.whole(address))
            _add(url, "lastmod", title.updated[:10])
    return written(root)


def robots(addresses: Addresses) -> bytes:
    """robots.txt: everything may be read, and where the site map is (RFC 9309)."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {addresses.whole(INDEX)}\n".encode()


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text
    return element
