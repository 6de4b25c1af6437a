"""Writes a site and its feeds: only what is another than it was, and nothing over a file that is not its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from octavo.errors import InputError, Place, Problem
from octavo.library.catalog import (
    assets,
    atom,
    linkset,
    marcfile,
    onix,
    onixproduct,
    opds1,
    opds2,
    site,
    sitelists,
    sitemap,
)
from octavo.library.catalog.address import Addresses
from octavo.library.catalog.allcores import on_all_cores
from octavo.library.catalog.memory import Memory, recall, remember, today
from octavo.library.catalog.pages import Page, paged
from octavo.library.catalog.title import Title
from octavo.library.records import Store, locked
from octavo.library.settings import Library

File = tuple[str, bytes | Path]
"""Its name from the site's root, and its contents, or the file that it is a copy of."""
MARK = ".octavo-site"
"""The file by which a folder is known that we may write into."""
NO_TITLES = "every edition is restricted, dark, or not built; octavo library status says which"


@dataclass
class Published:
    """What was done to a site."""

    titles: int = 0
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    """What was left out of a feed, and why."""


def publish(library: Library, store: Store, titles: list[Title], target: Path) -> Published:
    """Write the site of a library's titles into a folder; raises InputError where it cannot.

    Also writes the feeds that library.yaml asks for. What is no longer of the site is taken away.
    """
    library.refuse_incomplete()
    _refuse_others(store, target)
    try:
        if not (target / MARK).exists():
            target.mkdir(parents=True, exist_ok=True)
            (target / MARK).write_text("octavo library catalog writes this folder.\n", encoding="utf-8")
        with locked(target / MARK, target):
            return _published(library, store, titles, target)
    except OSError as error:
        hint = "mend the permissions of the folder, make room on its disk, or choose another with --site"
        raise InputError(f"cannot write here: {error.strerror}", place=Place(target), hint=hint) from None


def _published(library: Library, store: Store, titles: list[Title], target: Path) -> Published:
    memory = recall(store, target)
    memory.meet(titles)
    done, names = Published(len(titles)), list[str]()
    if "onix" in library.feeds:
        done.problems += onixproduct.double_isbns(titles)
    addresses = Addresses(library.settings.base_url)

    def written(files: Iterable[File]) -> list[tuple[str, bool]]:
        return [(name, _write(target / name, contents)) for name, contents in files]

    of_titles = on_all_cores(titles, lambda title: written(_files_of(title, library, addresses)))
    for name, is_new in (*chain.from_iterable(of_titles), *written(_files(library, titles, memory, target))):
        names.append(name)
        done.written += [name] if is_new else []
        done.same += not is_new
    for name in sorted(set(memory.files) - set(names)):
        _remove(target, name)
        done.removed.append(name)
    memory.files = names
    remember(store, target, memory)
    return done


def _refuse_others(store: Store, target: Path) -> None:
    """Raise InputError where a folder holds what no run of this library has written there."""
    if target.resolve().is_relative_to(store.state.resolve()) or target.resolve() == store.folder.resolve():
        raise InputError("the site cannot go here", place=Place(target), hint="choose a folder of its own with --site")
    if target.exists() and not target.is_dir():
        raise InputError("this is not a folder", place=Place(target), hint="choose another with --site")
    if target.is_dir() and not (target / MARK).exists() and any(target.iterdir()):
        hint = "choose an empty folder with --site, or empty this one"
        raise InputError("this folder holds files that are not of the site", place=Place(target), hint=hint)


def _files(library: Library, titles: list[Title], memory: Memory, target: Path) -> Iterator[File]:
    """Every file of the site that is not a title's own."""
    settings, feeds = library.settings, library.feeds
    addresses = Addresses(settings.base_url)
    yield from assets.files()
    yield from sitelists.files(titles, settings, addresses, feeds)
    pages = paged(titles)
    if "opds2" in feeds or "opds1" in feeds:
        yield from _opds(library, titles, addresses)
    if "atom" in feeds:
        identifier = catalogue_identifier(library)
        for page in paged(titles, lambda title: title.changed):
            data = atom.feed(page, memory.tombstones(), settings, addresses, identifier)
            yield f"{atom.FOLDER}/{page.name}.xml", data
    if "sitemap" in feeds:
        yield sitemap.INDEX, sitemap.index(pages, addresses)
        yield "robots.txt", sitemap.robots(addresses)
        yield from ((f"{sitemap.FOLDER}/{page.name}.xml", sitemap.part(page, addresses)) for page in pages)
    if "marc" in feeds:
        for ending, data in zip(("xml", "mrc"), marcfile.files(titles, addresses), strict=True):
            yield f"{marcfile.FOLDER}/records.{ending}", data
    if "onix" in feeds:
        yield from _onix(library, titles, addresses, memory, target)


def _opds(library: Library, titles: list[Title], addresses: Addresses) -> Iterator[File]:
    readable = [title for title in titles if opds2.is_readable(title)]
    pages: list[Page] = paged(readable)
    settings, feeds = library.settings, library.feeds
    for page in pages:
        if "opds2" in feeds:
            yield f"{opds2.FOLDER}/{page.name}.json", opds2.feed(page, settings, addresses)
        if "opds1" in feeds:
            data = opds1.feed(page, settings, addresses, catalogue_identifier(library))
            yield f"{opds2.FOLDER}/{page.name}.xml", data


def _files_of(title: Title, library: Library, addresses: Addresses) -> Iterator[File]:
    """The files in a title's own folder."""
    feeds = library.feeds
    yield f"{title.address}index.html", site.title_page(title, library.settings, addresses, feeds)
    yield f"{title.address}linkset.json", linkset.linkset(title, addresses)
    yield from ((f"{title.address}{file.name}", title.built / file.built) for file in title.files)
    yield from site.pictures(title)
    if "opds2" in feeds and opds2.is_readable(title):
        yield f"{title.address}publication.json", opds2.publication_file(title, addresses)


def _onix(library: Library, titles: list[Title], addresses: Addresses, memory: Memory, target: Path) -> Iterator[File]:
    settings = library.settings
    messages = onix.Messages(memory.sent, memory.numbers)
    several = onixproduct.in_several(titles)
    for product in onixproduct.products(titles):
        if product.isbn not in several:
            messages.add(product, settings, addresses)
    messages.end()
    name = f"{onix.FOLDER}/delta.xml"
    if messages.changed or not (target / name).is_file():
        yield name, onix.message(messages.changed, settings, today())
    else:
        yield name, target / name  # what was announced last stands until there is more to announce
    moments = [*(title.updated for title in titles), *(grave.when for grave in memory.tombstones())]
    yield f"{onix.FOLDER}/full.xml", onix.message(messages.full, settings, max(moments, default=today()))
    memory.sent, memory.numbers = messages.digests, messages.references


def catalogue_identifier(library: Library) -> str:
    """The identifier of the catalogue itself: its address, else one made of its title (RFC 4151, 2)."""
    base = library.settings.base_url
    if base:
        return base.rstrip("/")
    from urllib.parse import quote

    return f"tag:octavo,1980:{quote(library.settings.title, safe='')}"


def _write(path: Path, contents: bytes | Path) -> bool:
    """Write a file where it is another than it was; gives whether it was written."""
    if isinstance(contents, Path):
        return _copy(contents, path)
    with suppress(OSError):
        if path.stat().st_size == len(contents) and path.read_bytes() == contents:
            return False
    beside = _beside(path)
    beside.write_bytes(contents)
    beside.replace(path)
    return True


def _beside(path: Path) -> Path:
    """Where a file is written before it is moved to its place, in a folder that is there."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}.new")


def _copy(source: Path, path: Path) -> bool:
    """The same of a rendition: another name of its file where the disk allows it, as builds never write into one."""
    if source == path:
        return False
    state = source.stat()
    with suppress(OSError):
        there = path.stat()
        if (there.st_dev, there.st_ino) == (state.st_dev, state.st_ino):
            return False
        if there.st_size == state.st_size and path.read_bytes() == source.read_bytes():
            return False
    beside = _beside(path)
    beside.unlink(missing_ok=True)
    try:
        os.link(source, beside)
    except OSError:
        shutil.copyfile(source, beside)
    beside.replace(path)
    return True


def _remove(target: Path, name: str) -> None:
    (target / name).unlink(missing_ok=True)
    for folder in (target / name).parents:
        if folder == target:
            return
        try:
            folder.rmdir()
        except OSError:
            return
