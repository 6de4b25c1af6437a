"""How memory is given back: set for the processes that are started too, and where the user has not said otherwise."""

from __future__ import annotations

import os

import pytest

from octavo.cli.memory import give_back_memory

pytestmark = pytest.mark.hostile

NAMES = ("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_ARENA_MAX")


def test_processes_that_are_started_give_memory_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("MALLOC_ARENA_MAX", "4")
    give_back_memory()
    assert [os.environ[name] for name in NAMES] == ["65536", "65536", "4"]
