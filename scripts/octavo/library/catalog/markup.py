"""HTML for the site's pages: elements are made by lxml, so that nothing of a text is markup."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lxml import etree, html

from octavo.library.catalog.address import Addresses
from octavo.library.settings import Feed, Settings

Node = etree._Element
Content = Node | str | None

FEED_LINKS: dict[str, tuple[str, str, str]] = {
    "opds2": ("opds/index.json", "OPDS 2.0", "application/opds+json"),
    "opds1": ("opds/index.xml", "OPDS 1.2", "application/atom+xml;profile=opds-catalog;kind=acquisition"),
    "atom": ("atom/index.xml", "New and revised (Atom)", "application/atom+xml"),
    "onix": ("onix/full.xml", "ONIX 3.1", "application/onix+xml"),
    "marc": ("marc/records.mrc", "MARC 21", "application/marc"),
    "sitemap": ("sitemap.xml", "Site map", "application/xml"),
}
"""Feed → its file, what it is called, its media type."""
_ALTERNATE = ("opds2", "opds1", "atom")
"""Feeds that a browser or reader finds by a link in each page's head."""


def el(name: str, /, *inside: Content, **attributes: str | None) -> Node:
    """An element with texts and elements in it; ``class_`` is its class, ``_`` in other names stands for a hyphen."""
    made = etree.Element(name)
    for key, value in attributes.items():
        if value is not None:
            made.set(key.rstrip("_").replace("_", "-"), value)
    return fill(made, inside)


def fill(element: Node, inside: Iterable[Content]) -> Node:
    """Put texts and elements behind what is in an element."""
    for each in inside:
        if each is None:
            continue
        if not isinstance(each, str):
            element.append(each)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + each
        else:
            element.text = (element.text or "") + each
    return element


def link(text: Content, href: str, **attributes: str | None) -> Node:
    """A link."""
    return el("a", text, href=href, **attributes)


def data_block(value: object) -> Node:
    """Data for search engines (JSON-LD); no text in it ends the element."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return el("script", text, type="application/ld+json")


def page(
    here: str,
    title: str,
    main: list[Content],
    settings: Settings,
    addresses: Addresses,
    feeds: Iterable[Feed],
    *,
    head: Iterable[Node] = (),
    description: str | None = None,
    is_found: bool = True,
) -> bytes:
    """A page of the site; ``is_found`` says whether the full-text search looks into it."""
    feeds = tuple(feeds)
    root = el("html", lang="en")
    root.append(_head(here, title, settings, addresses, feeds, head, description))
    content = el("main", *main, id="main", **({} if is_found else {"data_pagefind_ignore": "all"}))
    body = el(
        "body",
        link("To the content", "#main", class_="skip"),
        _banner(here, settings, addresses),
        content,
        _footer(here, settings, addresses, feeds),
    )
    root.append(body)
    written: bytes = etree.tostring(root, method="html", encoding="UTF-8", doctype="<!DOCTYPE html>")
    return written + b"\n"


def _head(
    here: str,
    title: str,
    settings: Settings,
    addresses: Addresses,
    feeds: tuple[Feed, ...],
    more: Iterable[Node],
    description: str | None,
) -> Node:
    shown = title if title == settings.title else f"{title} · {settings.title}"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("title", shown),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="description", content=description) if description else None,
        el("link", rel="icon", href="data:,"),
        el("link", rel="stylesheet", href=addresses.beside(here, "assets/site.css")),
        el("script", src=addresses.beside(here, "assets/site.js"), defer=""),
        *more,
    )
    for feed in _ALTERNATE:
        if feed in feeds:
            name, label, media_type = FEED_LINKS[feed]
            href = addresses.beside(here, name)
            head.append(el("link", rel="alternate", type=media_type, href=href, title=f"{settings.title}: {label}"))
    return head


def _banner(here: str, settings: Settings, addresses: Addresses) -> Node:
    return el(
        "header",
        el("p", link(settings.title, addresses.beside(here, "")), class_="library"),
        el(
            "nav",
            link("New titles", addresses.beside(here, "")),
            link("Authors", addresses.beside(here, "authors/")),
            el(
                "span",
                link("Search", addresses.beside(here, "search/")),
                class_="to-search",
            )
            if settings.search
            else None,
            aria_label="Library",
        ),
        class_="banner",
        data_pagefind_ignore="all",
    )


def _footer(here: str, settings: Settings, addresses: Addresses, feeds: tuple[Feed, ...]) -> Node:
    listed = el("ul")
    for feed in feeds:
        name, label, media_type = FEED_LINKS[feed]
        listed.append(el("li", link(label, addresses.beside(here, name), type=media_type)))
    by = f"Published by {settings.publisher}. " if settings.publisher else ""
    return el(
        "footer",
        el("p", f"{by}The page of each book says how its text was proved."),
        el("nav", el("h2", "Feeds and records"), listed, aria_label="Feeds and records") if feeds else None,
        data_pagefind_ignore="all",
    )


def inline(markup: str) -> list[Content]:
    """Markup that our own modules made of a reference, as content of an element."""
    fragment = html.fragment_fromstring(markup, create_parent="span")
    return [fragment.text, *list(fragment)] if len(fragment) or fragment.text else []
