"""The new and revised titles as Atom, the last changed first, and what is there no longer (RFC 4287, RFC 6721)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from octavo.library.catalog.address import Addresses, as_uri
from octavo.library.catalog.atomxml import ATOM, DELETED, NO_MOMENT, add, entry, feed_root, link, written
from octavo.library.catalog.pages import FIRST, Page
from octavo.library.settings import Settings

FOLDER = "atom"
MEDIA_TYPE = "application/atom+xml"


@dataclass(frozen=True)
class Tombstone:
    """A title that was in the catalogue and is not any more: by its identifier alone, as it may be restricted now."""

    identifier: str
    when: str
    """When that was first seen, in ISO 8601 and UTC."""


def feed(
    page: Page, tombstones: Sequence[Tombstone], settings: Settings, addresses: Addresses, identifier: str
) -> bytes:
    """One page of the feed; the first has the tombstones, the last ones first (RFC 6721, 3)."""
    here = f"{FOLDER}/{page.name}.xml"
    gone = tombstones if page.name == FIRST else ()
    updated = max([*(title.updated for title in page.titles), *(one.when for one in gone)], default=NO_MOMENT)
    root = feed_root(f"{identifier}:atom:{page.name}", f"{settings.title}: new and revised", updated)
    link(root, "self", addresses.to(here, here), MEDIA_TYPE)
    for rel, name in (("first", FIRST), ("previous", page.before), ("next", page.behind)):
        if name:
            link(root, rel, addresses.to(here, f"{FOLDER}/{name}.xml"), MEDIA_TYPE)
    link(root, "alternate", addresses.to(here, ""), "text/html")
    add(add(root, "author"), "name", settings.publisher or settings.title)
    for one in sorted(gone, key=lambda one: (one.when, one.identifier), reverse=True):
        grave = etree.SubElement(root, f"{{{DELETED}}}deleted-entry", {"ref": as_uri(one.identifier), "when": one.when})
        add(grave, "comment", "no longer in the catalogue", DELETED)
    for title in page.titles:
        made = entry(root, title)
        link(made, "alternate", addresses.to(here, title.address), "text/html")
        for summary in made.iterfind(f"{{{ATOM}}}summary"):
            made.append(summary)
        versions = title.entry["versions"]
        latest = next((one for one in versions if one["is-latest"]), None)
        if latest and latest["why"]:
            add(made, "content", f"Version {latest['version']}: {latest['why']}", type="text")
    return written(root)
