"""All editions of a library made again beside what was built of them: what an upgrade has changed, worst first."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octavo.library.engine import executor
from octavo.library.isolation import End, run
from octavo.library.reproofworker import MODULE, ReproofTask
from octavo.library.run import Plan, Planned
from octavo.reissue.changeclass import ChangeClass

if TYPE_CHECKING:
    from octavo.archive.reproof import Reproof


@dataclass(frozen=True)
class Reproofed:
    """What became of one edition."""

    one: Planned
    reproof: Reproof | None = None
    trouble: str = ""
    """Why nothing can be said of it."""

    @property
    def worst(self) -> ChangeClass:
        """The largest class of its files; what cannot be made again is taken for lost words."""
        return self.reproof.worst if self.reproof else ChangeClass.WORDS


def reproof_all(made: Plan, jobs: int | None) -> Iterator[Reproofed]:
    """Each edition that was built, in the order in which they are known; those that were not are left out."""
    limits = made.library.settings.limits
    with executor(jobs, None) as pool:
        waiting = {}
        for one in made.editions:
            if one.record is None or not one.record.outputs:
                continue
            if one.found.problems:
                yield Reproofed(one, trouble=str(one.found.problems[0]))
                continue
            task = ReproofTask(one.found.folder, made.store.built(one.found.name), limits.time, limits.memory)
            waiting[pool.submit(_isolated, task)] = one
        for done in as_completed(waiting):
            answer = done.result()
            told = {"trouble": answer} if isinstance(answer, str) else {"reproof": answer}
            yield Reproofed(waiting[done], **told)


def _isolated(task: ReproofTask) -> Reproof | str:
    """Make one again in a process of its own; what ends that is told."""
    ended = run(MODULE, task, task.seconds, task.most_bytes)
    if ended.end is End.answered and ended.answer[0]:
        answer: Reproof | str = ended.answer[1]
        return answer
    how = ended.answer[1] if ended.answer else f"{ended.end.value.replace('-', ' ')} {ended.how}".strip()
    return f"it could not be made again: {how}"


def worst_first(found: list[Reproofed]) -> list[Reproofed]:
    """In the order in which somebody should look at them."""
    return sorted(found, key=lambda each: (not each.trouble, -each.worst, str(each.one.found.folder)))
