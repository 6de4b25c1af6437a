"""What a site was given last: which of its files are ours, which titles it had, and which products were announced."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from octavo.cache import read_whole, write_beside
from octavo.edition.dates import written_moment
from octavo.library.catalog.atom import Tombstone
from octavo.library.catalog.title import Title
from octavo.library.records import Store


@dataclass
class Memory:
    """Of one site."""

    titles: list[str] = field(default_factory=list)
    """Their identifiers."""
    gone: dict[str, str] = field(default_factory=dict)
    """Identifiers of those that are there no longer, and when that was first seen."""
    sent: dict[str, str] = field(default_factory=dict)
    """Digests of ONIX records by reference."""
    numbers: dict[str, str] = field(default_factory=dict)
    """Their ISBNs."""
    files: list[str] = field(default_factory=list)
    """What was written, from the site's root."""

    def tombstones(self) -> list[Tombstone]:
        """The titles that are gone."""
        return [Tombstone(identifier, when) for identifier, when in self.gone.items()]

    def meet(self, titles: Iterable[Title]) -> None:
        """Take in which titles there are now: those that are missing are gone from today."""
        now = dict.fromkeys(title.identifier for title in titles)
        for identifier in [identifier for identifier in self.gone if identifier in now]:
            del self.gone[identifier]
        for identifier in self.titles:
            if identifier not in now:
                self.gone.setdefault(identifier, today())
        self.titles = list(now)


def today() -> str:
    """The moment: SOURCE_DATE_EPOCH, else the clock's. Only what happens to a catalogue is dated so, and no book."""
    import datetime

    from octavo.build import source_date_epoch

    return written_moment(source_date_epoch() or datetime.datetime.fromtimestamp(int(time.time()), datetime.UTC))


def _path(store: Store, site: Path) -> Path:
    # By its way from the build folder, so that both can be moved together.
    name = hashlib.sha256(os.fsencode(os.path.relpath(site.resolve(), store.folder.resolve()))).hexdigest()[:12]
    return store.state / "sites" / f"{name}.json"


def recall(store: Store, site: Path) -> Memory:
    """What is remembered of a site; nothing of one that is not there."""
    data = read_whole(_path(store, site)) if site.is_dir() else None
    try:
        return Memory(**json.loads(data)) if data is not None else Memory()
    except (ValueError, TypeError):
        return Memory()


def remember(store: Store, site: Path, memory: Memory) -> None:
    """Keep it, whole or not at all."""
    path = _path(store, site)
    path.parent.mkdir(exist_ok=True)
    write_beside(path, json.dumps(asdict(memory)).encode())
