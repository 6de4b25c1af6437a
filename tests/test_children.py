"""The programs that Octavo starts: what they write comes back, and they end when it does, whatever ends it."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from octavo import children
from program import OCTAVO
from settings import HEAD

pytestmark = pytest.mark.hostile

SLEEPER = "from octavo import children; c = children.start(['sleep', '600']); print(c.pid, flush=True); "
SECONDS = 180
"""Until a test gives up waiting; what is waited for takes a few milliseconds, on an idle machine."""


def is_running(pid: int) -> bool:
    """Whether a process is there and is more than a record of its end."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip()) and not done.stdout.strip().startswith("Z")


def ends(pid: int) -> bool:
    until = time.monotonic() + SECONDS
    while is_running(pid):
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_child_ends_with_the_process_that_started_it(ended_by: signal.Signals) -> None:
    # A shell's background job, such as these tests may be, ignores the signal of Ctrl-C unless told otherwise.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); " + SLEEPER
    command = [sys.executable, "-c", heeding + "c.wait()"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.send_signal(ended_by)
        assert ends(parent.pid)
    assert ends(child)


@pytest.mark.parametrize("last", ["", "raise SystemExit(3)", "import os; os._exit(0)"])
def test_a_child_that_was_forgotten_ends_too(last: str) -> None:
    done = subprocess.run([sys.executable, "-c", SLEEPER + last], capture_output=True, text=True, check=False)
    assert ends(int(done.stdout))


def test_pandoc_ends_with_a_build_that_is_killed(tmp_path: Path) -> None:
    """A text at which pandoc reads until its time is up; the build is killed while it does."""
    folder = tmp_path / "slow"
    folder.mkdir()
    (folder / "01.md").write_text(HEAD.replace("TRIM", "5x8in") + "# One\n\n" + "&a" * 100_000 + "\n", encoding="utf-8")
    with subprocess.Popen([*OCTAVO, "build", folder], stderr=subprocess.DEVNULL) as build:
        until, pandoc = time.monotonic() + SECONDS, 0
        while not pandoc and time.monotonic() < until:
            listed = subprocess.run(["ps", "-eo", "pid=,ppid=,comm="], capture_output=True, text=True, check=True)
            rows = [row.split(None, 2) for row in listed.stdout.splitlines()]
            pandoc = next((int(pid) for pid, parent, name in rows if parent == str(build.pid) and "pandoc" in name), 0)
        assert pandoc
        build.kill()
    assert ends(pandoc)


def test_what_is_written_comes_back_whole_from_many_at_once() -> None:
    data = [bytes([65 + number]) * 300_000 for number in range(12)]
    with ThreadPoolExecutor(max_workers=6) as pool:
        found = list(pool.map(lambda each: children.run(["cat"], each), data))
    assert [done.stdout for done in found] == data
    assert {done.returncode for done in found} == {0}


def test_one_that_works_too_long_is_ended_however_long_it_may_wait() -> None:
    with pytest.raises(subprocess.TimeoutExpired) as expired:
        children.run([sys.executable, "-c", "while True: pass"], b"", 300, processor_seconds=1)
    assert expired.value.timeout == 1
    assert children.run(["cat"], b"a", 300, processor_seconds=1).stdout == b"a"


def test_one_that_takes_too_long_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        children.run(["sleep", "600"], b"", 0.2)


def test_a_forked_process_and_its_children_end_by_themselves() -> None:
    """When it ends, its children end, and those of the process from which it was forked go on."""
    script = (
        f"{SLEEPER}import os, sys\n"
        "if os.fork() == 0:\n"
        "    print(children.start(['sleep', '600']).pid, flush=True)\n"
        "    os._exit(0)\n"
        "os.wait()\n"
        "sys.stdin.readline()\n"
        "print(c.poll(), flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        ours, of_the_forked = (int(parent.stdout.readline()) for _ in range(2))
        assert ends(of_the_forked)
        assert is_running(ours)
        parent.stdin.write("\n")
        parent.stdin.close()
        assert parent.stdout.readline() == "None\n"
    assert ends(ours)


def test_a_thread_may_change_the_environment_while_programs_are_started() -> None:
    """As libraries do that are imported while pandoc and Typst start; a sixth of the starts failed."""
    is_done = threading.Event()

    def change() -> None:
        for number in itertools.cycle(range(500)):
            if is_done.is_set():
                break
            os.environ[f"OCTAVO_TEST_{number}"] = "words " * 20
            os.environ.pop(f"OCTAVO_TEST_{(number - 250) % 500}", None)

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for _ in range(100):
            with children.start(["true"]) as child:
                assert child.wait() == 0
    finally:
        is_done.set()
        changing.join()
        for number in range(500):
            os.environ.pop(f"OCTAVO_TEST_{number}", None)
