"""One title as all feeds see it: its entry, made when it was built. What not everybody may have is left out here."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from octavo.cache import read_whole
from octavo.edition.dates import Date
from octavo.edition.metadata import Metadata
from octavo.edition.people import Creator
from octavo.library.entry import FORMAT
from octavo.library.records import Record, Store

EPUB, PDF, HTML, JPEG = "application/epub+zip", "application/pdf", "text/html", "image/jpeg"
COVER = "jpg"
OWN = ("index.html", "linkset.json", "publication.json", "thumbnail.jpg")
"""Files of the site in the folder of each title."""


@dataclass(frozen=True)
class GivenFile:
    """One file that readers or catalogues get."""

    rendition: str
    label: str
    name: str
    """On the site, beside the title's page, which is another file in any case."""
    media_type: str
    size: int
    """Bytes."""
    sha256: str
    built: str
    """What the build has called it."""


@dataclass(frozen=True)
class Title:
    """One title of the catalogue."""

    entry: dict[str, Any]
    built: Path
    """The folder with its renditions."""
    thumbnail: Path
    """The file of its cover, made small."""

    @property
    def name(self) -> str:
        """What its folder is called, in the build folder and on the site."""
        return str(self.entry["name"])

    @property
    def address(self) -> str:
        """Its page on the site, from the site’s root."""
        return f"titles/{self.name}/"

    @cached_property
    def metadata(self) -> Metadata:
        """Its front matter."""
        return Metadata.model_validate(self.entry["metadata"])

    @property
    def identifier(self) -> str:
        """By which it is known."""
        return self.metadata.identifier

    @property
    def published(self) -> Date | None:
        """When this edition was published."""
        return self.metadata.published

    @cached_property
    def issued(self) -> datetime.date:
        """The day by which it is filed among the new ones: that of its publication, else the first of all days."""
        return self.published.begins.date() if self.published else datetime.date.min

    @cached_property
    def updated(self) -> str:
        """When it was changed last, in ISO 8601 and UTC."""
        return str(self.entry["moment"])

    @cached_property
    def changed(self) -> datetime.date:
        """The day of that."""
        return datetime.date.fromisoformat(self.updated[:10])

    @cached_property
    def files(self) -> tuple[GivenFile, ...]:
        """The files that are given out, in the order in which a build lists them."""
        return tuple(
            GivenFile(file["rendition"], file["label"], _on_site(file["name"]), file["type"], file["size"],
                      file["sha256"], file["name"])
            for file in self.entry["files"]
        )  # fmt: skip

    def file(self, rendition: str) -> GivenFile | None:
        """The file of a rendition."""
        return next((file for file in self.files if file.rendition == rendition), None)

    @property
    def access(self) -> dict[str, Any]:
        """What its EPUB says of access to it."""
        found: dict[str, Any] = self.entry["access"]
        return found

    @property
    def whole_title(self) -> str:
        """Title and subtitle."""
        metadata = self.metadata
        return f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title

    @cached_property
    def people(self) -> list[Creator]:
        """All who had part in it."""
        return self.metadata.people

    @property
    def authors(self) -> list[str]:
        """The names of those who wrote it."""
        return [person.name for person in self.people if person.role == "aut"]

    @property
    def by(self) -> list[str]:
        """Who wrote it; where nobody did, who else had part in it."""
        return self.authors or [person.name for person in self.people[:1]]

    @property
    def filed_by(self) -> str:
        """The name under which it is filed."""
        writers = [person for person in self.people if person.role == "aut"] or self.people
        return writers[0].filed if writers else ""


def _on_site(name: str) -> str:
    """What a file is called on the site: that of a book whose title is *Index* is not its page."""
    return f"book-{name}" if name in OWN else name


def read_titles(store: Store, records: Iterable[Record]) -> list[Title]:
    """The titles of a catalogue, the newest first: those that were built, and that everybody may have.

    What is ``restricted`` or ``dark`` is in no feed, since nothing else reads entries.
    """
    titles = [title for title in _entries(store, records) if title.metadata.access in (None, "open")]
    return sorted(titles, key=lambda title: (-title.issued.toordinal(), title.metadata.title, title.identifier))


def _entries(store: Store, records: Iterable[Record]) -> Iterator[Title]:
    for record in records:
        data = read_whole(store.entry(record.name))
        entry = json.loads(data) if data is not None else {}
        if entry.get("format") == FORMAT:
            yield Title(entry, store.built(record.name), store.thumbnail(record.name))
