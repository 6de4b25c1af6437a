"""Files that chance has damaged are read or refused, with a place or a hint, and within seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz import STARTING, Kind, fuzz, kinds, mutant

pytestmark = pytest.mark.hostile

NAMES = ("HTML", "TEI", "EPUB", "DOCX", "ODT", "PDF", "preflight", "text", "front matter", "errata", "Markdown")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kind]:
    return kinds(tmp_path_factory.mktemp("seeds"))


@pytest.mark.parametrize("name", NAMES)
def test_some_of_each_kind(made: dict[str, Kind], tmp_path: Path, name: str) -> None:
    count = 8 if name in STARTING else 40
    tally = fuzz(made[name], range(count), tmp_path)
    assert tally.faults == []
    assert tally.ends.total() == count
    assert tally.ends["read"] > 0


def test_every_kind_is_tried(made: dict[str, Kind]) -> None:
    assert set(made) == set(NAMES)
    for kind in made.values():
        for seed in kind.seeds:
            assert mutant(kind, 3) == mutant(kind, 3) != seed


def test_what_is_not_damaged_is_read(made: dict[str, Kind], tmp_path: Path) -> None:
    for kind in made.values():
        for seed in kind.seeds:
            kind.tried(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_many_of_each_kind(made: dict[str, Kind], tmp_path: Path, name: str) -> None:
    assert fuzz(made[name], range(1000 if name in STARTING else 10_000), tmp_path).faults == []
