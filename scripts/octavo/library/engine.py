"""Many editions at a time: as ``concurrent.futures`` has it, by threads here that each wait for one killable process.

A pool of processes is not used: it gives up all of its tasks when one of its processes dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from octavo.errors import InputError, Place, Problem, ToolMissing
from octavo.library.editionworker import MODULE, Task
from octavo.library.isolation import End, Ended, run
from octavo.library.records import Record, State

WORKER = MODULE
"""The module that builds."""
TRIES = 2
"""How often an edition is tried whose process was ended from outside, or crashed."""


def build_isolated(task: Task, module: str) -> Record:
    """Build one edition in a process of its own, here; what ends the process is told in the record, and kept by others.

    This is what an executor is given, of whatever kind it is. Where the task names an exchange, the edition comes from
    there and its renditions go there.
    """
    if task.exchange:
        from octavo.library.exchange import built_through

        return built_through(task, lambda here: _built_here(here, module))
    return _built_here(task, module)


def _built_here(task: Task, module: str) -> Record:
    ended = run(module, task, task.seconds, task.most_bytes)
    for _ in range(TRIES - 1):
        if ended.end not in (End.killed, End.crashed):
            break
        # In a Python of its own: should the way in which it was forked be what it died of, it does not die again.
        ended = run(module, task, task.seconds, task.most_bytes, is_forked=False)
    if ended.end is End.answered and ended.answer[0]:
        record: Record = ended.answer[1]
        return replace(record, memory=ended.memory)
    return quarantined(task, _what(task, ended), ended.seconds, ended.memory)


def quarantined(task: Task, problem: Problem, seconds: float = 0.0, memory: int = 0) -> Record:
    """The record of an edition whose process came to no answer."""
    return Record(
        task.name,
        task.identifier,
        task.relative,
        State.quarantined,
        parts=dict(task.parts),
        limits=(task.seconds, task.most_bytes),
        problems=(problem,),
        seconds=seconds,
        memory=memory,
    )


def _what(task: Task, ended: Ended) -> Problem:
    place = Place(task.folder)
    if ended.end is End.out_of_time:
        hint = (
            "look for what takes so long with octavo build --verbose, or allow more in library.yaml: limits: {time: …}"
        )
        return Problem(f"the build took longer than {task.seconds:,.0f} s, and was ended", place, hint)
    if ended.end is End.out_of_memory or (ended.end is End.answered and "MemoryError" in str(ended.answer[1])):
        hint = "look for a very large picture or table, or allow more in library.yaml: limits: {memory: …}"
        return Problem(
            f"the build took more than {task.most_bytes / 2**20:,.0f} MB of memory, and was ended", place, hint
        )
    if ended.end is End.answered:
        return Problem(f"a fault of octavo itself: {ended.answer[1]}", place, "please report it")
    if ended.end is End.killed:
        hint = "where nobody did it, the system had no memory left: build fewer at a time with --jobs"
        return Problem(f"its process was killed {TRIES} times from outside ({ended.how})", place, hint)
    hint = "please report it with the edition; it is tried again when it changes, or with --retry"
    return Problem(f"its process crashed {TRIES} times ({ended.how})", place, hint)


@contextmanager
def executor(jobs: int | None, scheduler: str | None) -> Iterator[Executor]:
    """Who builds: threads of this process, as many as there are cores, or a cluster of Dask at an address.

    Raises ToolMissing where Dask is not installed, InputError where no scheduler answers.
    """
    if scheduler is None:
        pool = ThreadPoolExecutor(max_workers=jobs or cores(), thread_name_prefix="edition")
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return
    with _cluster(scheduler) as there:
        yield there


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        hint = "pip install 'octavo[distributed]', here and where the workers are"
        raise ToolMissing("Dask is not installed", hint=hint) from None
    try:
        connect: Any = Client
        client = connect(address, timeout="30s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        hint = "start one with: dask scheduler; and workers with: dask worker ADDRESS"
        raise InputError(f"no scheduler of Dask answers at {address}: {error}", hint=hint) from None
    with client:
        # ``pure=False``: an edition whose task is the same may have changed. What a dead worker had is tried elsewhere.
        yield cast(Executor, client.get_executor(pure=False))


def records(tasks: Iterable[Task], pool: Executor, most_waiting: int = 1024) -> Iterator[tuple[Task, Record]]:
    """What became of each task, in the order in which they end; only some are handed out at a time."""
    waiting = iter(tasks)
    pending: dict[Future[Record], Task] = {}
    while True:
        for task in waiting:
            pending[pool.submit(build_isolated, task, WORKER)] = task
            if len(pending) >= most_waiting:
                break
        if not pending:
            return
        done = next(as_completed(pending))
        task = pending.pop(done)
        try:
            yield task, done.result()
        except CancelledError:
            raise
        except Exception as error:  # the worker of a cluster died again and again, or could not read the folder
            hint = "see that all machines have the same version of Octavo, and the library at the same place"
            message = f"no worker could build it: {type(error).__name__}: {error}"
            yield task, quarantined(task, Problem(message, Place(task.folder), hint))
