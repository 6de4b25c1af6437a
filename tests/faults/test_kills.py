"""Whatever ends a build, its renditions are those of one state of the text, and nothing is left behind."""

from __future__ import annotations

import signal

import pytest
from kills import Trial, contents, left, moves, rows

pytestmark = pytest.mark.hostile


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("kills"))


def test_a_build_that_is_killed_before_a_move_is_finished_or_undone(trial: Trial) -> None:
    """The list of the moves is the first; some in the middle stand for all, which ``test_kills_without_end`` tries."""
    for move in (1, 4):
        assert trial.killed_at(move)
        trial.hold()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_build_that_is_told_to_end_says_so_and_leaves_nothing(trial: Trial, number: signal.Signals) -> None:
    told = trial.ended_by(number)
    assert told.returncode == 128 + number
    assert told.stderr == ""
    assert contents(trial.out) == {**trial.before, "mine.txt": b"not Octavo's"}
    assert left(trial.out, trial.work) == []


@pytest.mark.long
def test_kills_without_end(trial: Trial) -> None:
    assert sum(1 for _ in moves(trial)) == len(trial.after) + 1
    assert int(rows()[1][1]) > 100
