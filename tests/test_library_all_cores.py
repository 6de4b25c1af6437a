"""Work that is shared among cores comes out as if one had done it, whatever becomes of the processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from octavo.library.catalog import allcores
from octavo.library.catalog.allcores import on_all_cores


@pytest.fixture(autouse=True)
def _three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that has three."""
    monkeypatch.setattr(allcores, "FEW", 2)
    monkeypatch.setattr(allcores, "cores", lambda: 3)


def in_others(does: Callable[[], object]) -> Callable[[int], int]:
    """Work that squares a number, and does something else before in another process than this one."""
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != here:
            does()
        return number**2

    return work


def test_each_is_done_once_in_its_order_and_by_several() -> None:
    made = on_all_cores(range(20), lambda number: (number, os.getpid()))
    assert [number for number, _ in made] == list(range(20))
    assert len({process for _, process in made}) == 3
    assert {process for _, process in on_all_cores(range(3), lambda number: (number, os.getpid()))} == {os.getpid()}
    assert on_all_cores([], str) == []


def test_what_a_process_has_not_done_is_done_all_the_same() -> None:
    squares = [number**2 for number in range(20)]
    for does in (lambda: os._exit(3), lambda: os.kill(os.getpid(), signal.SIGKILL), _full):
        assert on_all_cores(range(20), in_others(does)) == squares


def _full() -> None:
    raise OSError("no space left")


def test_a_fault_of_the_work_is_raised() -> None:
    with pytest.raises(OSError, match="no space left"):
        on_all_cores(range(20), lambda number: _full() if number > 10 else None)
