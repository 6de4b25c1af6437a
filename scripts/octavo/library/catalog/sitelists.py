"""The pages of a site that list titles: the newest first, by author, and the search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from octavo.library.catalog.address import Addresses
from octavo.library.catalog.markup import Content, Node, el, link, page
from octavo.library.catalog.pages import FIRST, Page, paged
from octavo.library.catalog.site import people_line
from octavo.library.catalog.title import COVER, Title
from octavo.library.settings import Feed, Settings

LIMIT = 60
"""Titles on a page that shows their covers."""
OTHERS = "0"
"""Where names are listed that begin with no letter."""
LATER = 6
"""Covers that a browser loads at once; those below wait until they are near."""


def files(
    titles: Sequence[Title], settings: Settings, addresses: Addresses, feeds: tuple[Feed, ...]
) -> Iterator[tuple[str, bytes | Path]]:
    """All of them, by their names from the site's root."""
    for part in paged(titles, limit=LIMIT):
        here = _name(part.name)
        yield here, page(here, _heading(part, settings), _newest(part, here, settings, addresses), settings, addresses,
                         feeds, description=settings.description, is_found=False)  # fmt: skip
    letters = _by_letter(titles)
    here = "authors/index.html"
    main: list[Content] = [el("h1", "Authors"), _letters(here, letters, addresses, "")]
    main += [_author_list(here, titles, addresses)] if len(titles) <= LIMIT else []
    yield here, page(here, "Authors", main, settings, addresses, feeds, is_found=False)
    for letter, found in letters.items():
        here = f"authors/{letter.casefold()}.html"
        head = f"Authors: {_shown(letter)}"
        main = [el("h1", head), _letters(here, letters, addresses, letter), _author_list(here, found, addresses)]
        yield here, page(here, head, main, settings, addresses, feeds, is_found=False)
    if settings.search:
        here = "search/index.html"
        yield here, page(here, "Search", _search(), settings, addresses, feeds, is_found=False)


def _name(name: str) -> str:
    return "index.html" if name == FIRST else f"titles/{name}.html"


def _heading(part: Page, settings: Settings) -> str:
    return settings.title if part.name == FIRST else "Earlier titles"


def _newest(part: Page, here: str, settings: Settings, addresses: Addresses) -> list[Content]:
    """Covers and titles, the newest first."""
    main: list[Content] = [el("h1", _heading(part, settings))]
    if part.name == FIRST and settings.description:
        main.append(el("p", settings.description, class_="lead"))
    listed = el("ul", class_="titles")
    for number, title in enumerate(part.titles):
        listed.append(_card(title, here, addresses, is_lazy=number >= LATER))
    main.append(listed if part.titles else el("p", "There is no title yet."))
    around = el("nav", class_="around", aria_label="Pages")
    for text, name, rel in (("Newer titles", part.before, "prev"), ("Earlier titles", part.behind, "next")):
        if name:
            around.append(link(text, addresses.beside(here, _name(name)), rel=rel))
    return [*main, around if len(around) else None]


def _card(title: Title, here: str, addresses: Addresses, *, is_lazy: bool) -> Node:
    picture = None
    if title.file(COVER):
        source = addresses.beside(here, f"{title.address}thumbnail.jpg")
        picture = el("img", src=source, alt="", **({"loading": "lazy"} if is_lazy else {}))
    lang = title.metadata.lang or None
    return el(
        "li",
        el(
            "a",
            el("span", picture, class_="cover"),
            el("span", title.metadata.title, class_="title", lang=lang),
            href=addresses.beside(here, title.address),
        ),
        el("span", people_line(title), class_="by"),
        el("span", str(title.published.year) if title.published else "", class_="year"),
    )


def _by_letter(titles: Sequence[Title]) -> dict[str, list[Title]]:
    found: dict[str, list[Title]] = {}
    for title in sorted(titles, key=_filed):
        found.setdefault(_letter(title), []).append(title)
    return dict(sorted(found.items()))


def _filed(title: Title) -> tuple[str, str, str]:
    return _plain(title.filed_by), _plain(title.metadata.title), title.identifier


def _plain(text: str) -> str:
    """A text in small letters of the Latin alphabet, by which all scripts are in one order."""
    from anyascii import anyascii

    return str(anyascii(text)).casefold()


def _letter(title: Title) -> str:
    first = re.sub(r"[^a-z]", "", _plain(title.filed_by)[:1]).upper()
    return first or OTHERS


def _shown(letter: str) -> str:
    return "others" if letter == OTHERS else letter


def _letters(here: str, letters: dict[str, list[Title]], addresses: Addresses, current: str) -> Node:
    listed = el("ul")
    for letter in letters:
        href = addresses.beside(here, f"authors/{letter.casefold()}.html")
        mark = "page" if letter == current else None
        listed.append(el("li", link(_shown(letter), href, aria_current=mark)))
    return el("nav", listed, class_="letters", aria_label="Authors by letter")


def _author_list(here: str, titles: Sequence[Title], addresses: Addresses) -> Node:
    listed = el("dl", class_="authors")
    last = None
    for title in sorted(titles, key=_filed):
        name = title.filed_by or "Without an author"
        if name != last:
            listed.append(el("dt", name))
            last = name
        year = f", {title.published.year}" if title.published else ""
        href = addresses.beside(here, title.address)
        listed.append(el("dd", link(title.metadata.title, href, lang=title.metadata.lang or None), year))
    return listed


def _search() -> list[Content]:
    return [
        el("h1", "Search"),
        el("p", "Searches the text of all books, in this browser alone: no word leaves it.", class_="lead"),
        el("div", id="search", data_bundle="../pagefind/"),
        el(
            "p",
            "Browsers do not let a page that was opened from a file read others. Put the folder on a web server, or "
            "run ",
            el("code", "python3 -m http.server"),
            " in it and open ",
            el("code", "http://localhost:8000/search/"),
            ".",
            id="search-needs-server",
            hidden="",
        ),
        el("noscript", el("p", "The search needs JavaScript.")),
    ]
