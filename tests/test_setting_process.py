"""The process that sets a book answers, says Typst’s reasons, and neither hangs nor outlives what started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from octavo import workerprocess
from octavo.errors import OctavoError
from octavo.typesetting.settingprocess import WORKER, SettingProcess
from octavo.workerprocess import Refused


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(workerprocess, "_idle", [])
    path = tmp_path / "main.typ"
    path.write_text("Words. #metadata(7)<x>", encoding="utf-8")
    return path


@pytest.fixture
def compiler(main: Path) -> Iterator[SettingProcess]:
    made = SettingProcess(main, [])
    yield made
    made.close()


def process_of(compiler: SettingProcess) -> subprocess.Popen[bytes]:
    assert compiler._worker._process is not None
    return compiler._worker._process


def test_it_sets_and_is_asked(compiler: SettingProcess) -> None:
    assert compiler.compile(format="pdf").startswith(b"%PDF")
    compiler.forget(everything=False)
    compiler.forget(everything=True)
    assert compiler.eval("query(<x>).map(it => it.value)") == "[7]"


def test_what_typst_refuses_is_told_and_it_goes_on(compiler: SettingProcess, main: Path) -> None:
    main.write_text('#panic("so")', encoding="utf-8")
    with pytest.raises(Refused, match="so"):
        compiler.compile(format="pdf")
    main.write_text("Words.", encoding="utf-8")
    assert compiler.compile(format="pdf").startswith(b"%PDF")


def test_a_fault_of_our_own_says_where_it_was(compiler: SettingProcess) -> None:
    with pytest.raises(Refused, match=r"settingworker\.py"):
        compiler.compile(no_such_option=True)


def test_the_next_book_has_the_same_process(compiler: SettingProcess, main: Path) -> None:
    process = process_of(compiler)
    compiler.close()
    again = SettingProcess(main, [])
    assert process_of(again) is process
    assert again.compile(format="pdf").startswith(b"%PDF")
    again.close()


def test_where_it_has_ended_the_error_says_so(compiler: SettingProcess, main: Path) -> None:
    process_of(compiler).kill()
    with pytest.raises(OctavoError, match="signal 9") as ended:
        compiler.compile(format="pdf")
    assert "memory" in ended.value.problems[0].hint
    again = SettingProcess(main, [])
    assert again.compile(format="pdf").startswith(b"%PDF")
    again.close()


def test_an_unused_one_that_has_ended_is_not_used(compiler: SettingProcess, main: Path) -> None:
    process = process_of(compiler)
    compiler.close()
    process.kill()
    process.wait()
    again = SettingProcess(main, [])
    assert again.compile(format="pdf").startswith(b"%PDF")
    again.close()


def test_one_that_was_forked_has_its_own(compiler: SettingProcess, main: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    process = process_of(compiler)
    compiler.close()
    monkeypatch.setattr(workerprocess.os, "getpid", lambda: 1)
    monkeypatch.setattr(workerprocess, "_started", lambda _: process)
    assert workerprocess._unused(WORKER) is None


def test_what_was_begun_is_found_and_what_is_not_asked_for_is_passed_over(compiler: SettingProcess, main: Path) -> None:
    assert compiler.compile(format="pdf").startswith(b"%PDF")
    compiler.begin_eval("query(<x>).len()")
    assert compiler.eval("query(<x>).len()") == "1"
    compiler.begin_eval("nothing of the kind")
    main.write_text("Other words.", encoding="utf-8")
    assert compiler.compile(format="pdf").startswith(b"%PDF")
    assert compiler.eval("query(<x>).len()") == "0"


ENDS_IN_THE_MIDDLE = """
import os, sys
from pathlib import Path
from octavo.typesetting.settingprocess import SettingProcess
made = SettingProcess(Path(sys.argv[1]), [])
print(made._worker._process.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_it_does_not_outlive_what_started_it(main: Path) -> None:
    command = [sys.executable, "-c", ENDS_IN_THE_MIDDLE, str(main)]
    killed = subprocess.run(command, check=False, capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL
    pid = int(killed.stdout)
    until = time.monotonic() + 60
    while time.monotonic() < until and _is_there(pid):
        time.sleep(0.02)
    assert not _is_there(pid)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # One that has ended and for which nobody waits is there in name only.
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
