"""Editions are built in processes forked from one that has all modules loaded; whichever ends, the others go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT
from librarybooks import book, library_of, name
from octavo.library import editionworker, engine, forkserver
from octavo.library.isolation import End, run
from octavo.library.records import State, Store
from program import octavo

pytestmark = pytest.mark.skipif(not forkserver.is_possible(), reason="processes are forked on Linux alone")

LOADED = """
import json, os, sys
from pathlib import Path
from octavo.library import editionworker, forkserver
from octavo.library.records import Store
forkserver.load()
before, threads = set(sys.modules), len(os.listdir("/proc/self/task"))
library = Path(sys.argv[1])
Store(library / "build").prepare()
task = editionworker.Task(library, library / "b0000", "x", "y", library / "build", (), (), 300, 2**32, None)
state = editionworker.answer(task).state
print(json.dumps([state, threads, sorted(name for name in set(sys.modules) - before if name.startswith("octavo."))]))
"""


@pytest.fixture(autouse=True)
def _misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that do what an edition asks them to."""
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'tests'}{os.pathsep}{ROOT / 'scripts'}")
    monkeypatch.setattr(engine, "WORKER", "misbehaving")


def task_of(library: Path, number: int, seconds: float = 120) -> editionworker.Task:
    """What a run would hand out."""
    Store(library / "build").prepare()
    folder = library / f"b{number:04}"
    return editionworker.Task(
        library, folder, name(number), "y", library / "build", ("text",), (), seconds, 2**31, None
    )


def server() -> int:
    """The process that forks for this one."""
    return forkserver._servers[(os.getpid(), "misbehaving")].process.pid


def test_all_that_a_build_needs_is_loaded_before_and_no_thread_runs(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 1)
    done = subprocess.run([sys.executable, "-c", LOADED, library], capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == ["built", 1, ["octavo.styles"]]


def test_each_is_a_process_of_its_own_below_one(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 0)
    book(library, 2, misbehaves="hang")
    first, second = forkserver.forked("misbehaving"), forkserver.forked("misbehaving")
    try:
        assert len({first.pid, second.pid, os.getpid()}) == 3
        stat = Path(f"/proc/{first.pid}/stat").read_text(encoding="ascii")
        assert int(stat.rpartition(")")[2].split()[1]) == server()
    finally:
        first.kill()
        second.kill()
    assert (first.wait(), second.wait()) == (-signal.SIGKILL, -signal.SIGKILL)
    first.kill()  # of what has ended, nothing is killed


def test_the_folder_and_the_environment_are_those_of_the_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library_of(tmp_path / "library", 1, "renditions: [html]\n")
    forkserver.forked(editionworker.MODULE).kill()
    monkeypatch.chdir(tmp_path)
    found = []
    for moment in ("1", "1000000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        assert octavo("library", "build", "library").returncode == 0
        found.append((tmp_path / "library" / "build" / ".octavo-library" / "entries" / f"{name(0)}.json").read_bytes())
    assert b"1970-01-01" in found[0] and b"2001-09-09" in found[1]


def test_a_process_that_crashed_tells_how(tmp_path: Path) -> None:
    book(tmp_path, 4, misbehaves="crash")
    ended = run("misbehaving", task_of(tmp_path, 4), 60, 2**31)
    assert (ended.end, ended.how) == (End.crashed, "SIGABRT")


def killed_server() -> list[Path]:
    """Kill the one that forks when it has; gives where its processes are seen."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        children = Path(f"/proc/{server()}/task/{server()}/children").read_text(encoding="ascii").split()
        if children:
            os.kill(server(), signal.SIGKILL)
            return [Path(f"/proc/{child}") for child in children]
        time.sleep(0.01)
    raise AssertionError("nothing was forked")


def test_where_the_one_that_forks_is_killed_nothing_is_lost(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 2)
    first = forkserver.forked("misbehaving")  # it has loaded everything when this is there
    first.kill()
    first.wait()
    with ThreadPoolExecutor() as pool:
        building = pool.submit(engine.build_isolated, task_of(library, 0), "misbehaving")
        killed_server()
        assert building.result().state is State.built
        assert engine.build_isolated(task_of(library, 1), "misbehaving").state is State.built


def test_what_hangs_is_ended_where_the_one_that_forked_it_is_killed(tmp_path: Path) -> None:
    book(tmp_path, 2, misbehaves="hang")
    first = forkserver.forked("misbehaving")
    first.kill()
    first.wait()
    with ThreadPoolExecutor() as pool:
        building = pool.submit(run, "misbehaving", task_of(tmp_path, 2), 2, 2**31)
        processes = killed_server()
        assert building.result().end is End.out_of_time
    until = time.monotonic() + 30
    while not all(map(has_ended, processes)) and time.monotonic() < until:
        time.sleep(0.05)
    assert all(map(has_ended, processes))


def has_ended(process: Path) -> bool:
    """Whether a process is there no longer, or only until somebody asks how it ended."""
    try:
        return (process / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_edition_whose_process_is_ended_from_outside_is_tried_once_more(tmp_path: Path, number: int) -> None:
    library = library_of(tmp_path / "library", 1)
    task = replace(task_of(library, 0), known=())
    with ThreadPoolExecutor() as pool:
        forkserver.forked(editionworker.MODULE).kill()
        building = pool.submit(engine.build_isolated, task, editionworker.MODULE)
        pid = forkserver._servers[(os.getpid(), editionworker.MODULE)].process.pid
        until, children = time.monotonic() + 60, list[str]()
        while not children and time.monotonic() < until:
            time.sleep(0.05)  # it has begun its work by then, or sets the signal at its beginning
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        for child in children:
            os.kill(int(child), number)
        assert building.result().state is State.built


def test_a_module_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    book(tmp_path, 1)
    record = engine.build_isolated(task_of(tmp_path, 1), "octavo.no_such_module")
    assert record.state is State.quarantined
    assert "crashed 2 times (exit code 1)" in record.problems[0].message


def test_without_forks_the_same_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for is_possible in (True, False):
        monkeypatch.setattr("octavo.library.isolation.is_possible", lambda possible=is_possible: possible)
        library = library_of(tmp_path / str(is_possible), 1)
        assert octavo("library", "build", library).returncode == 0
        made.append({path.name: path.read_bytes() for path in (library / "build" / name(0)).iterdir()})
    assert made[0] == made[1]
