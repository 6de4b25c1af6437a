"""What is shown to those who wait: on a terminal the steps under way, nothing of which stays; with --verbose, times."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from octavo.cli import waiting
from octavo.progress import heard_by, step
from program import OCTAVO
from test_bad_input import run

SCRIPT = """
import threading
from octavo.cli import waiting
from octavo.progress import step
from rich.live import Live

drawn, refresh = threading.Semaphore(0), Live.refresh
Live.refresh = lambda self: (refresh(self), drawn.release())

def wait_until_drawn():
    for _ in range(TIMES):
        drawn.acquire(timeout=60)

waiting._PATIENCE = PATIENCE
with waiting.watched():
    with step("setting the book"):
        wait_until_drawn()
        with step("making PDF"):
            wait_until_drawn()
    print("a result")
"""
"""Steps that last until the line which shows them has been drawn so many times."""


def script(times: int, patience: float) -> str:
    return SCRIPT.replace("TIMES", str(times)).replace("PATIENCE = PATIENCE", f"PATIENCE = {patience}")


def on_terminal(*command: str | Path, **environment: str) -> str:
    """What a terminal gets of a command, with the signs that steer it."""
    ours, theirs = pty.openpty()
    around = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CI")} | environment
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=around) as child:
        os.close(theirs)
        shown = b""
        while True:
            try:
                read = os.read(ours, 4096)
            except OSError:  # Linux says so that nobody writes any more
                read = b""
            if not read:
                break
            shown += read
        child.wait()
    os.close(ours)
    return shown.decode("utf-8", "replace")


def screen(text: str) -> list[str]:
    """The lines that stand on a terminal in the end: what was erased and written over is gone."""
    lines, at = [""], 0
    for sign in re.findall(r"\x1b\[[\d;?]*[A-Za-z]|.|\n", text):
        if sign == "\n":
            at += 1
            lines += [""] * (at + 1 - len(lines))
        elif sign.endswith("A") and sign.startswith("\x1b["):
            at -= int(sign[2:-1] or 1)
        elif sign == "\x1b[2K":
            lines[at] = ""
        elif not sign.startswith("\x1b") and sign != "\r":
            lines[at] += sign
    return [line for line in lines if line.strip()]


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_steps_are_shown_while_they_last(term: str) -> None:
    shown = on_terminal(sys.executable, "-c", script(3, 0), TERM=term)
    if term != "dumb":
        assert "setting the book" in shown
        assert "setting the book · making PDF" in shown
    assert screen(shown)[-1] == "a result"


def test_what_is_short_shows_nothing_but_its_result() -> None:
    shown = on_terminal(sys.executable, "-c", script(0, 1000), TERM="xterm-256color")
    assert shown.split() == ["a", "result"]


def test_nothing_of_it_is_written_where_no_terminal_is() -> None:
    command = [sys.executable, "-c", script(0, 0)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("a result\n", "")


def test_a_build_on_a_terminal_ends_with_what_it_says(edition: Path) -> None:
    lines = screen(on_terminal(*OCTAVO, "build", edition, TERM="xterm-256color"))
    assert lines[-1].startswith("proof: clean")
    assert sum(line.startswith("wrote ") for line in lines) == 6


def test_the_line_is_opened_once_however_late_a_timer_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    class Line:
        def __init__(self, text: str, console: object) -> None:
            self.start, self.stop = (lambda: done.append(f"open {text}")), (lambda: done.append("close"))

    monkeypatch.setattr("rich.status.Status", Line)
    monkeypatch.setattr(waiting, "_PATIENCE", 1000)
    steps = waiting._Steps(on_terminal=True)
    steps.begun("one")
    steps.ended("one", 0)
    steps.begun("two")
    steps._open()  # the first step's timer, which was about to do so when it was called off
    steps._open()
    steps.close()
    assert done == ["open two", "close"]


def test_verbose_says_how_long_each_step_took(edition: Path) -> None:
    told = run("--verbose", "build", edition).stderr
    steps = re.findall(r"^ +\d+\.\d\d s  (.+)$", told, re.MULTILINE)
    assert steps[:2] == ["reading the text and proving it", "setting the book"]
    assert {"making EPUB", "making PDF", "making HTML", "making TEI", "making text"} <= set(steps)
    assert re.search(r"^ +\d+\.\d\d s ", run("build", edition, "--no-cache").stderr, re.MULTILINE) is None
    checked = run("check", edition, "--verbose").stderr
    assert re.search(r" s  looking at 6 files by \d+ rules$", checked, re.MULTILINE)


class Heard:
    """Writes down what it hears."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def begun(self, step: str) -> None:
        self.told.append(f"begun {step}")

    def ended(self, step: str, seconds: float) -> None:
        self.told.append(f"ended {step}")
        assert seconds >= 0


def test_a_step_that_fails_ends_and_whoever_has_gone_hears_nothing() -> None:
    heard = Heard()
    with pytest.raises(ValueError, match="why"), heard_by(heard), step("one"):
        raise ValueError("why")
    with step("two"):
        pass
    assert heard.told == ["begun one", "ended one"]


def test_steps_of_several_threads_are_all_heard() -> None:
    heard = Heard()

    def work(number: int) -> None:
        for _ in range(50):
            with step(f"{number}"):
                pass

    with heard_by(heard):
        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(heard.told) == 6 * 50 * 2
