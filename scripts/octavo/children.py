"""Programs that Octavo starts, such as pandoc: none outlives the process that started it, whatever ended that."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

_SHELL = "/bin/sh"
_WATCH = "read -r _; kill -9 0"
"""Waits for the end of a pipe that our process alone holds open, then kills all of its process group."""
_lock = threading.Lock()
_groups: dict[int, int] = {}
"""The process group of our children, by the id of the process: one that was forked from ours has its own."""


def run(
    command: Sequence[str],
    data: bytes,
    seconds: float | None = None,
    processor_seconds: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Give a program bytes to read, and what it has written when it has ended.

    Raises subprocess.TimeoutExpired where that takes longer, in which case it is killed. Seconds of the processor are
    the same on a machine that has much else to do; where there is no POSIX shell, they are not bounded. The program has
    our ``environment``, if no other is given.
    """
    bounded = processor_seconds is not None and os.name == "posix" and Path(_SHELL).exists()
    if bounded:
        command = [_SHELL, "-c", f'ulimit -t {processor_seconds} && exec "$@"', _SHELL, *command]
    options = _together() | ({"env": environment} if environment is not None else {})
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=seconds, **options)
    if bounded and done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise subprocess.TimeoutExpired(command, processor_seconds or 0)
    return done


def answer(command: Sequence[str]) -> str:
    """What a program writes that is given nothing to read: text, with a mark for each byte that is none.

    Raises OSError where it cannot be started.
    """
    return run(command, b"").stdout.decode(errors="replace")


def start(command: Sequence[str], *, has_input: bool = False, source: int | None = None) -> subprocess.Popen[bytes]:
    """Start a program that writes to a pipe, and may read from one, or from an open file that is its ``source``."""
    given = subprocess.PIPE if has_input else source
    return subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **_together())


def end() -> None:
    """Kill all programs that we have started; no other can be started after that, as their group is gone."""
    group = _groups.get(os.getpid())
    if group is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _together() -> dict[str, Any]:
    """The options that give a child its environment, and put it into the group that is killed when we end.

    A killed process cannot take its children with it. So a shell waits beside us until the pipe from us ends, as it
    does however we end, and kills the group that it leads. (The other ways: Linux alone sends a signal when a parent
    dies, and only to a child that asks for it between fork and exec, where Python must not run beside threads.)
    """
    # A copy: what a thread puts into the environment while another starts a program is read half put there (EFAULT).
    environment = {"env": os.environ.copy()}
    if os.name != "posix" or not Path(_SHELL).exists():
        return environment
    with _lock:
        group = _groups.get(os.getpid())
        if group is None:
            group = _groups[os.getpid()] = _watcher()
    return {"process_group": group, **environment}


def _watcher() -> int:
    """Start the shell that watches over our children; gives its process id, which is that of its group too."""
    reading, _ = os.pipe()  # the other end stays open as long as we are there
    nothing = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, reading, 0), *((os.POSIX_SPAWN_DUP2, nothing, number) for number in (1, 2))]
    try:
        return os.posix_spawn(_SHELL, ["sh", "-c", _WATCH], {}, file_actions=actions, setpgroup=0)
    finally:
        os.close(reading)
        os.close(nothing)
