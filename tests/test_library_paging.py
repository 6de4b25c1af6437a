"""The pages of a feed: a new title leaves them as they are, all but one or two."""

from __future__ import annotations

import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from octavo.library.catalog.pages import paged
from octavo.library.catalog.title import Title


def titles(count: int, step: int, start: datetime.date = datetime.date(1990, 1, 1)) -> list[Title]:
    """Titles of which one is published every ``step`` days."""
    made = []
    for number in range(count):
        day = start + datetime.timedelta(days=number * step)
        metadata = {"title": f"T{number:05}", "identifier": f"urn:x:{number}", "published": str(day)}
        made.append(Title({"name": str(number), "metadata": metadata, "moment": f"{day}T00:00:00Z"}, Path(), Path()))
    return made


@pytest.mark.parametrize(("count", "step"), [(0, 1), (1, 1), (100, 1), (101, 1), (1500, 3), (1500, 0), (900, 400)])
def test_pages_have_each_title_once_the_newest_first(count: int, step: int) -> None:
    made = titles(count, step)
    pages = paged(made)
    assert pages[0].name == "index"
    assert len({page.name for page in pages}) == len(pages)
    assert all(0 < len(page.titles) <= 100 for page in pages) or count == 0
    assert sorted(title.identifier for page in pages for title in page.titles) == sorted(t.identifier for t in made)
    days = [title.issued for page in pages for title in page.titles]
    assert days == sorted(days, reverse=True)
    for before, page in pairwise(pages):
        assert (before.behind, page.before) == (page.name, before.name)


@pytest.mark.parametrize("step", [0, 1, 30, 200])
def test_one_new_title_touches_at_most_three_pages(step: int) -> None:
    """Whatever its date is: newest, oldest or between; and also when a page becomes too full."""
    made = titles(420, step)
    first = datetime.date(1990, 1, 1)
    order = sorted(range(420), key=lambda number: (number * 7919) % 421)
    known: list[Title] = []
    before: dict[str, object] = {}
    most = 0
    for number in order:
        known.append(made[number])
        now: dict[str, object] = {page.name: (page.titles, page.before, page.behind) for page in paged(known, limit=20)}
        touched = [key for key in now.keys() | before.keys() if now.get(key) != before.get(key)]
        assert len(touched) <= 3, (number, touched)
        most = max(most, len(touched))
        before = now
    assert most > 1
    assert first == made[0].issued
