"""A library built by a cluster: a scheduler and two workers, of which one is killed midway."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from librarybooks import library_of
from program import octavo

COUNT = 6
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


def port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Cluster:
    """A scheduler and its workers, each a process."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.address = folder, f"tcp://127.0.0.1:{port()}"
        self._processes = [self._started("scheduler", "--port", self.address.rpartition(":")[2], "--no-dashboard")]
        self.workers = [self._worker(number) for number in range(2)]

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self._folder))
        return self._started("worker", self.address, "--name", str(number), *options)

    def _started(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        with (self._folder / f"{words[0]}.log").open("ab") as log:
            return subprocess.Popen(command, env=ENVIRONMENT, cwd=self._folder, stdout=log, stderr=log)

    def close(self) -> None:
        for process in (*self.workers, *self._processes):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster, ended with the test."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    yield made
    made.close()


def files(library: Path) -> dict[str, bytes]:
    """All that was made, but for the state."""
    build = library / "build"
    paths = (path for path in build.rglob("*") if path.is_file() and ".octavo-library" not in path.parts)
    return {path.relative_to(build).as_posix(): path.read_bytes() for path in paths}


def entries(library: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (library / "build" / ".octavo-library" / "entries").iterdir()}


@pytest.mark.parametrize("exchange", [False, True], ids=["shared-folder", "exchange"])
def test_a_cluster_of_which_a_worker_is_killed_makes_the_same_bytes(
    tmp_path: Path, cluster: Cluster, exchange: bool
) -> None:
    serial = library_of(tmp_path / "serial", COUNT)
    assert octavo("library", "build", serial, "--jobs", "1").returncode == 0
    library = library_of(tmp_path / "library", COUNT)
    if exchange:
        with (library / "library.yaml").open("a", encoding="utf-8") as settings:
            settings.write(f"exchange: file://{tmp_path}/exchange\n")
    words = ["library", "build", str(library), "--scheduler", cluster.address, "--format", "json"]
    command = [sys.executable, "-c", "from octavo.cli.main import main; main()", *words]
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    records = library / "build" / ".octavo-library" / "records"
    until = time.monotonic() + 120
    while not list(records.glob("*.json")) and time.monotonic() < until and process.poll() is None:
        time.sleep(0.05)
    cluster.workers[0].send_signal(signal.SIGKILL)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert {one["state"] for one in json.loads(out)["editions"]} == {"built"}
    assert files(library) == files(serial)
    assert entries(library) == entries(serial)
    assert not exchange or not list((tmp_path / "exchange").iterdir())
    again = octavo("library", "build", library)
    assert f"{COUNT} editions: {COUNT} unchanged" in again.stderr


def test_no_scheduler_answers(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 1)
    done = octavo("library", "build", library, "--scheduler", f"tcp://127.0.0.1:{port()}")
    assert done.returncode == 2
    assert "no scheduler of Dask answers at tcp://127.0.0.1:" in done.stderr
    assert "dask scheduler" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_edition_that_fails_on_a_cluster_is_told_with_its_own_place(tmp_path: Path, cluster: Cluster) -> None:
    library = library_of(tmp_path / "library", 1, f"renditions: [html]\nexchange: file://{tmp_path}/exchange\n")
    path = library / "b0000" / "1.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n![](images/none.png)\n", encoding="utf-8")
    done = octavo("library", "build", library, "--scheduler", cluster.address)
    assert done.returncode == 1
    assert f"{path}:15:" in done.stderr or f"{path}:16:" in done.stderr
    shutil.rmtree(tmp_path / "exchange", ignore_errors=True)
