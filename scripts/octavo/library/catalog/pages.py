"""The pages of a feed: titles by date, in pages that a new title leaves as they are, all but one or two."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from octavo.library.catalog.title import Title

LIMIT = 100
"""Titles on a page."""
_DAYS, _DIGEST = 22, 40
"""Bits of a day’s number, and of an identifier’s digest, by which titles of one day are parted."""
FIRST = "index"
"""The name of the page with the newest titles, which never changes."""


@dataclass(frozen=True)
class Page:
    """Titles of a feed, the newest first, and the names of the pages before and behind."""

    name: str
    titles: tuple[Title, ...]
    before: str = ""
    """The page with newer ones; empty on the first."""
    behind: str = ""


def paged(
    titles: Sequence[Title], day: Callable[[Title], datetime.date] = lambda title: title.issued, limit: int = LIMIT
) -> list[Page]:
    """Part titles into pages, the newest first; there is one page at least.

    A page that is too full is halved by the next bit of its titles' keys, a day and then a digest. The later half keeps
    the name, so whoever links to it need not change. Where one half is empty, the other keeps the name.
    """
    keyed = sorted(((_key(title, day(title)), title) for title in titles), key=lambda pair: pair[0])
    named = _parted(keyed, 0, FIRST, limit) or [(FIRST, [])]
    names = ["", *(name for name, _ in named), ""]
    return [
        Page(name, tuple(_newest_first(pairs, day)), names[number], names[number + 2])
        for number, (name, pairs) in enumerate(named)
    ]


_Keyed = list[tuple[int, Title]]


def _key(title: Title, day: datetime.date) -> int:
    digest = int.from_bytes(hashlib.sha256(title.identifier.encode()).digest()[: _DIGEST // 8])
    return day.toordinal() << _DIGEST | digest


def _parted(keyed: _Keyed, depth: int, name: str, limit: int) -> list[tuple[str, _Keyed]]:
    while len(keyed) > limit and depth < _DAYS + _DIGEST:
        bit = 1 << (_DAYS + _DIGEST - 1 - depth)
        depth += 1
        earlier = [pair for pair in keyed if not pair[0] & bit]
        later = [pair for pair in keyed if pair[0] & bit]
        if earlier and later:
            own = _name_until(earlier[0][0], depth)
            return [*_parted(later, depth, name, limit), *_parted(earlier, depth, own, limit)]
    return [(name, keyed)] if keyed else []


def _name_until(key: int, depth: int) -> str:
    """The name of a page by where it ends: the last day that its titles may have, or a part of that day."""
    last = (key >> (_DAYS + _DIGEST - depth) << (_DAYS + _DIGEST - depth)) | (1 << (_DAYS + _DIGEST - depth)) - 1
    ordinal = min(last >> _DIGEST, datetime.date.max.toordinal())
    name = f"until-{datetime.date.fromordinal(ordinal)}"
    rest = last & (1 << _DIGEST) - 1
    return name if rest == (1 << _DIGEST) - 1 else f"{name}-{rest:0{_DIGEST // 4}x}"


def _newest_first(keyed: _Keyed, day: Callable[[Title], datetime.date]) -> list[Title]:
    titles = [title for _, title in keyed]
    return sorted(titles, key=lambda title: (-day(title).toordinal(), title.metadata.title, title.identifier))
