"""The page of one title: where to read it, what it is, how accessible, which versions there were, and its checksums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from octavo.edition.dates import MONTHS, Date
from octavo.edition.identifiers import hyphenated_isbn
from octavo.library.catalog.accessstatement import statement
from octavo.library.catalog.address import Addresses
from octavo.library.catalog.linkset import MEDIA_TYPE, links
from octavo.library.catalog.markup import Content, Node, data_block, el, inline, link, page
from octavo.library.catalog.title import COVER, HTML, GivenFile, Title
from octavo.library.settings import Feed, Settings
from octavo.outputs import Audience, output_named

_ROLES = {
    "edt": "Edited by",
    "trl": "Translated by",
    "ill": "Illustrated by",
    "com": "Compiled by",
    "ann": "Annotated by",
    "aui": "Introduced by",
    "aft": "Afterword by",
}
_FORMATS = {
    "epub": ("EPUB", "for reading apps and e-readers"),
    "pdf": ("PDF", "the printed pages, tagged for screen readers"),
    "html": ("Web page", "one page that needs no network"),
    "tei": ("TEI", "the text with every correction marked, for scholars"),
    "text": ("Plain text", "words and lines"),
}
_PRODUCTS = {"epub": "EPUB", "paperback": "Paperback", "hardcover": "Hardcover", "pdf": "PDF"}


def title_page(title: Title, settings: Settings, addresses: Addresses, feeds: tuple[Feed, ...]) -> bytes:
    """The page."""
    here, metadata = f"{title.address}index.html", title.metadata
    head = [el("link", rel=rel, href=href, type=kind or None) for rel, href, kind in links(title, addresses, here)]
    head.append(el("link", rel="linkset", href="linkset.json", type=MEDIA_TYPE))
    head.append(data_block(title.entry["schema.org"]))
    main: list[Content] = [
        el("div", _cover(title), el("div", *_top(title), class_="top"), class_="opening"),
        el("h2", "Download"),
        _downloads(title),
        el("h2", "About this edition"),
        _facts(title),
        el("h2", "Accessibility", id="accessibility"),
        *statement(title.access, has_pdf=title.file("pdf") is not None),
        *_versions(title),
        el("h2", "How to cite it"),
        el("p", *inline(title.entry["cited"]), class_="reference"),
        _records(title),
        el("h2", "Checksums"),
        el("p", "SHA-256 of each file, as it was when the edition was proved."),
        _checksums(title),
    ]
    return page(here, title.whole_title, main, settings, addresses, feeds, head=head, description=metadata.description)


def pictures(title: Title) -> Iterator[tuple[str, Path]]:
    """The small cover for lists."""
    if title.file(COVER):
        yield f"{title.address}thumbnail.jpg", title.thumbnail


def people_line(title: Title) -> str:
    """Who wrote it, in one line."""
    names = title.by
    return ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")


def _cover(title: Title) -> Node | None:
    cover = title.file(COVER)
    if not cover:
        return None
    alt = title.metadata.cover_image_alt or f"Cover: {title.metadata.title}"
    return el("p", link(el("img", src="thumbnail.jpg", alt=alt), cover.name), class_="cover")


def _top(title: Title) -> Iterator[Content]:
    metadata, lang = title.metadata, title.metadata.lang or None
    yield el("h1", metadata.title, lang=lang, data_pagefind_meta="title")
    if metadata.subtitle:
        yield el("p", metadata.subtitle, class_="subtitle", lang=lang)
    if title.authors:
        yield el("p", people_line(title), class_="author")
    for role, words in _ROLES.items():
        names = [person.name for person in title.people if person.role == role]
        if names:
            yield el("p", f"{words} {', '.join(names)}", class_="contributor")
    if metadata.description:
        yield el("p", metadata.description, class_="description", lang=lang)
    page_file = next((file for file in title.files if file.media_type == HTML), None)
    epub = title.file("epub")
    buttons = el("p", class_="buttons")
    if page_file:
        buttons.append(link("Read it here", page_file.name, class_="button"))
    if epub:
        buttons.append(link("Download the EPUB", epub.name, class_="button other", download=""))
    if len(buttons):
        yield buttons


def _downloads(title: Title) -> Node:
    listed = el("ul", class_="downloads")
    for file in title.files:
        if file.rendition in _FORMATS:
            name, what = _FORMATS[file.rendition]
            listed.append(
                el("li", link(name, file.name, type=file.media_type), f", {size_of(file)}: ", el("span", what))
            )
    return listed


def size_of(file: GivenFile) -> str:
    """The size of a file as people say it."""
    kilobytes = file.size / 1024
    return f"{kilobytes / 1024:.1f} MB" if kilobytes >= 1000 else f"{max(1, round(kilobytes))} KB"


def dated(date: Date) -> str:
    """A date in words: 5 March 2024."""
    parts = [str(date.day) if date.day else "", MONTHS[date.month - 1] if date.month else "", str(date.year)]
    return " ".join(part for part in parts if part)


def _facts(title: Title) -> Node:
    metadata = title.metadata
    listed = el("dl", class_="facts")
    facts: list[tuple[str, Content | list[Content]]] = [
        ("Published", _published(title)),
        ("Version", metadata.version),
        ("Last changed", dated(metadata.revised) if metadata.revised else None),
        ("Series", metadata.series.spelled if metadata.series else None),
        ("Language", _language(metadata.lang)),
        ("Length", _length(title)),
        ("Text", _proved(title)),
        ("Source", metadata.source),
        ("Subjects", ", ".join([*metadata.subject, *(subject.words for subject in metadata.subjects)])),
        ("Rights", metadata.rights),
        ("Licence", link(metadata.rights_uri, metadata.rights_uri) if metadata.rights_uri else None),
        ("DOI", link(metadata.known_doi, f"https://doi.org/{metadata.known_doi}") if metadata.known_doi else None),
        ("ISBN", _isbns(title)),
        ("Identifier", el("code", metadata.identifier)),
    ]
    for name, value in facts:
        if value is not None and value != "":  # an element without others in it is false
            inside = el("dd", *(value if isinstance(value, list) else [value]))
            listed.append(el("div", el("dt", name), " ", inside))  # the space is for who reads on without a grid
    return listed


def _published(title: Title) -> str:
    by = title.metadata.publisher or ""
    when = dated(title.published) if title.published else ""
    return ", ".join(part for part in (by, when) if part)


def _language(tag: str) -> str:
    if not tag:
        return ""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(tag, sep="-").get_display_name("en") or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def _length(title: Title) -> str:
    pages = f"{title.entry['pages']} pages" if title.entry["pages"] else ""
    words = f"about {title.entry['words']:,} words" if title.entry["words"] else ""
    return ", ".join(part for part in (pages, words) if part)


def _proved(title: Title) -> str:
    proof = title.entry["proof"]
    if not proof["against"]:
        return "There is no older text with which it could be compared"
    changes = proof["differences"]
    told = "no change" if not changes else f"{changes:,} change{'s' if changes != 1 else ''}, each accounted for"
    return f"Compared word by word with its source ({proof['words']:,} words): {told}"


def _isbns(title: Title) -> str:
    numbers = ((name, title.metadata.isbn_of(name)) for name in _PRODUCTS)
    return ", ".join(f"{hyphenated_isbn(number)} ({_PRODUCTS[name]})" for name, number in numbers if number)


def _versions(title: Title) -> Iterator[Content]:
    """The versions that were issued, and what is wrong in the copies of each: its errata slip."""
    versions = title.entry["versions"]
    if not versions:
        return
    yield el("h2", "Versions and errata")
    for version in versions:
        head = el("h3", f"Version {version['version']}")
        if version["date"]:
            fill_date = Date.read(version["date"])
            head.append(el("span", f", {dated(fill_date)}", class_="when"))
        yield head
        if version["withdrawn"]:
            yield el("p", f"Withdrawn: {version['withdrawn']}")
        if version["why"]:
            yield el("p", version["why"])
        if version["errors"]:
            yield _slip(version["errors"], is_latest=version["is-latest"])
        elif version["errors"] is not None:
            yield el("p", "No error in it is known.")


def _slip(errors: list[dict[str, object]], *, is_latest: bool) -> Node:
    where = "the next version" if is_latest else "the latest version"
    count = f"{len(errors)} error{'s' if len(errors) != 1 else ''}"
    listed = el("ul", class_="slip")
    for error in errors:
        place = f"note {error['note']}" if error["note"] else f"line {error['line']}"
        after: Content = el("q", str(error["read"])) if error["read"] else "nothing"
        listed.append(el("li", f"page {error['page']}, {place}: for ", el("q", str(error["for"])), " read ", after))
    return el("details", el("summary", f"Errata slip: {count} that {where} corrects"), listed)


def _records(title: Title) -> Node:
    listed = el("ul", class_="records")
    for file in _of(title, Audience.CATALOGUE):
        listed.append(el("li", link(file.label, file.name, type=file.media_type)))
    return listed


def _of(title: Title, audience: Audience) -> Iterable[GivenFile]:
    return (file for file in title.files if output_named(file.rendition).audience is audience)


def _checksums(title: Title) -> Node:
    body = el("tbody")
    for file in title.files:
        body.append(
            el(
                "tr",
                el("th", link(file.name, file.name), scope="row"),
                el("td", size_of(file)),
                el("td", el("code", file.sha256)),
            )
        )
    head = el("thead", el("tr", *(el("th", text, scope="col") for text in ("File", "Size", "SHA-256"))))
    table = el("table", head, body)
    return el(
        "div", table, class_="table", role="region", tabindex="0", aria_label="Checksums", data_pagefind_ignore="all"
    )
