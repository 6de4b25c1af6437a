"""All checks on all editions of a library, each in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import as_completed

from octavo.checks.finding import Finding
from octavo.errors import Place
from octavo.library.checkworker import MODULE, CheckTask, unread
from octavo.library.engine import executor
from octavo.library.isolation import End, run
from octavo.library.run import Plan, Planned


def check_all(made: Plan, jobs: int | None) -> Iterator[tuple[Planned, list[Finding]]]:
    """The findings on each edition, in the order in which they are known; one that cannot be checked has one."""
    limits = made.library.settings.limits
    with executor(jobs, None) as pool:
        waiting = {}
        for one in made.editions:
            if one.found.problems:
                yield one, [unread(p.message, p.place or Place(one.found.folder), p.hint) for p in one.found.problems]
                continue
            task = CheckTask(one.found.folder, made.store.built(one.found.name), limits.time, limits.memory)
            waiting[pool.submit(check_isolated, task)] = one
        for done in as_completed(waiting):
            yield waiting[done], done.result()


def check_isolated(task: CheckTask) -> list[Finding]:
    """Check one edition in a process of its own; what ends that is a finding."""
    ended = run(MODULE, task, task.seconds, task.most_bytes)
    if ended.end is End.answered and ended.answer[0]:
        findings: list[Finding] = ended.answer[1]
        return findings
    how = ended.answer[1] if ended.answer else f"{ended.end.value.replace('-', ' ')} {ended.how}".strip()
    hint = "look into it alone with octavo check, or allow more in library.yaml: limits"
    return [unread(f"the checks could not be run: {how}", Place(task.folder), hint)]
