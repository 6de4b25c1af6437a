"""A run over a library: which editions there are, what each of them needs, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from octavo.cache import Cache
from octavo.library.discovery import Found, edition_folders, identified, without_doubles
from octavo.library.editionworker import Task
from octavo.library.engine import executor, records
from octavo.library.keys import all_parts, changed_files, changed_parts, sha256_of, stat_of, stats
from octavo.library.records import ReadOnlyStore, Record, State, Store
from octavo.library.settings import Library


@dataclass(frozen=True)
class Planned:
    """One edition with what is kept of it, and why it is to be built; with no reason it is left as it is."""

    found: Found
    record: Record | None
    reasons: tuple[str, ...]


@dataclass
class Plan:
    """What a run will do."""

    library: Library
    store: Store
    parts: dict[str, str]
    editions: list[Planned] = field(default_factory=list)

    @property
    def stale(self) -> list[Planned]:
        """Those that are to be built."""
        return [one for one in self.editions if one.reasons]


def plan(library: Library, store: Store, *, verify: bool = False, retry: bool = False, read_only: bool = False) -> Plan:
    """Find the editions of a library and hold each against what is kept of it; nothing is built.

    ``verify`` reads every file instead of asking for its size, time and inode; ``retry`` builds those too that are
    failed or quarantined and have not changed since. ``read_only`` writes nothing, not even new times of files that are
    the same.
    """
    if read_only:
        store = ReadOnlyStore(store.folder)
    kept = store.records()
    by_folder = {record.folder: record for record in kept.values()}
    made = Plan(library, store, all_parts(library.settings.renditions))
    compared = [
        _compared(folder, by_folder.get(folder.relative_to(library.folder).as_posix()), verify=verify)
        for folder in edition_folders(library.folder, store.folder)
    ]
    singles = without_doubles([found for found, _, _ in compared])
    for found, (_, record, changed) in zip(singles, compared, strict=True):
        # New here, moved, or its identifier is another; what cannot be read is taken for what was built of its folder.
        if record is None or (record.name != found.name and not found.problems):
            record = kept.get(found.name)
            record, changed = _held(found.folder, record, verify=verify) if record else (None, [])
        reasons = list(_reasons(made, found, record, changed, retry=retry))
        if record and not found.problems:
            record, missing = _outputs(store, record, verify=verify)
            reasons += missing if record.state.is_good else []
            record = replace(record, folder=found.folder.relative_to(library.folder).as_posix())
            if record != kept[record.name]:
                with suppress(OSError):
                    store.write(record)
        made.editions.append(Planned(found, record, tuple(reasons)))
    return made


def _compared(folder: Path, record: Record | None, *, verify: bool) -> tuple[Found, Record | None, list[str]]:
    """An edition and what is kept of this folder; where nothing has changed, its front matter is not read."""
    if record is None:
        return identified(folder), None, []
    record, changed = _held(folder, record, verify=verify)
    return (identified(folder) if changed else Found(folder, record.identifier)), record, changed


def _held(folder: Path, record: Record, *, verify: bool) -> tuple[Record, list[str]]:
    """Which files of an edition are others; where only their times are, the record with these."""
    changed, now = changed_files(folder, {"digests": record.digests, "stats": record.stats}, verify=verify)
    return (record if changed or not record.digests else replace(record, stats=now)), changed


def _outputs(store: Store, record: Record, *, verify: bool) -> tuple[Record, list[str]]:
    """Which of the files that were made are not there, or are others; and the record with the states they have."""
    folder, missing, states = store.built(record.name), [], dict(record.output_stats)
    for name, digest in record.outputs.items():
        state = stat_of(folder / name)
        if verify or not state or state != states.get(name):
            found = sha256_of(folder / name)
            if found == digest:
                states[name] = state
            else:
                missing.append(f"{folder.name}/{name} is {'not what was written' if found else 'not there'}")
    if not store.entry(record.name).is_file():
        missing.append("its entry for catalogues is not there")
    return replace(record, output_stats=states), missing


def _reasons(made: Plan, found: Found, record: Record | None, changed: list[str], *, retry: bool) -> Iterator[str]:
    """In words, why an edition is to be built, but for what is missing of what was made."""
    if found.problems:
        return
    if record is None:
        yield "it was never built"
        return
    yield from changed
    yield from changed_parts(record.parts, made.parts)
    limits = made.library.settings.limits
    is_allowed_more = limits.time > record.limits[0] or limits.memory > record.limits[1]
    if record.state is State.quarantined and is_allowed_more:
        yield "it may take more time or memory than before"
    if retry and not record.state.is_good:
        yield f"it is {record.state}, and is to be tried again"


@dataclass(frozen=True)
class Outcome:
    """What became of one edition in this run."""

    found: Found
    record: Record
    was_known: bool = False
    """Whether nothing was done: it is as the last run left it."""

    @property
    def state(self) -> State:
        """Its state; unchanged where it was built before."""
        return State.unchanged if self.was_known and self.record.state is State.built else self.record.state


Settled = Callable[[Outcome, int, int], None]
"""Hears of each edition that is settled, how many are, and how many will be."""


def build_all(made: Plan, *, jobs: int | None, scheduler: str | None, settled: Settled) -> list[Outcome]:
    """Build what is stale, and tell of each edition when it is settled; gives the outcome of all, by folder."""
    outcomes = [_as_it_was(made, one) for one in made.editions if not one.reasons]
    total = len(made.stale)
    by_name = {one.found.name: one for one in made.stale}
    tasks = [_task(made, one, is_far=scheduler is not None) for one in made.stale]
    if tasks:
        with executor(jobs, scheduler) as pool:
            for number, (task, record) in enumerate(records(_handed_out(tasks), pool), 1):
                one = by_name[task.name]
                if task.exchange:
                    record = _taken_in(made, one, task, record)
                if record.state is State.quarantined:
                    record = _kept(made.store, record, one.found.folder)
                outcome = Outcome(one.found, record)
                outcomes.append(outcome)
                settled(outcome, number, total)
    _bound(made)
    return sorted(outcomes, key=lambda outcome: str(outcome.found.folder))


def _kept(store: Store, record: Record, folder: Path) -> Record:
    """Keep the record of an edition whose process could not do so."""
    states = stats(folder)
    record = replace(record, digests={name: sha256_of(folder / name) for name in states}, stats=states)
    before = store.record(record.name)
    if before:  # what was built before is still there, and known
        record = replace(record, outputs=before.outputs, output_stats=before.output_stats)
    store.write(record)
    return record


def _as_it_was(made: Plan, one: Planned) -> Outcome:
    """The outcome of an edition that is not built: as it was, or why it cannot be."""
    found, record = one.found, one.record
    if found.problems:
        relative = found.folder.relative_to(made.library.folder).as_posix()
        record = Record(found.name, found.identifier, relative, State.failed, problems=found.problems)
        return Outcome(found, record)
    assert record is not None
    return Outcome(found, record, was_known=True)


def _handed_out(tasks: list[Task]) -> Iterator[Task]:
    """The tasks; editions that go through an exchange are put there when it is their turn."""
    for task in tasks:
        if task.exchange:
            from octavo.library.exchange import hand_out

            hand_out(task)
        yield task


def _taken_in(made: Plan, one: Planned, task: Task, record: Record) -> Record:
    """What a cluster has left in an exchange, in its place; the record with the states that its files have here."""
    from octavo.library.exchange import take_in

    take_in(task)
    folder = made.store.built(record.name)
    states = stats(one.found.folder)
    record = replace(record, stats=states, output_stats={name: stat_of(folder / name) for name in record.outputs})
    if record.state is not State.quarantined:
        made.store.write(record)
    return record


def _task(made: Plan, one: Planned, *, is_far: bool) -> Task:
    """What is to be done; for other machines with whole paths, as they stand in other folders."""
    settings, record = made.library.settings, one.record
    paths = [made.library.folder, one.found.folder, made.store.folder, made.store.cache]
    library, folder, out, cache = [path.resolve() for path in paths] if is_far else paths
    known = ((name, record.digests[name], tuple(state)) for name, state in record.stats.items()) if record else ()
    return Task(
        library=library,
        folder=folder,
        name=one.found.name,
        identifier=one.found.identifier,
        out=out,
        renditions=tuple(settings.renditions),
        parts=tuple(made.parts.items()),
        seconds=settings.limits.time,
        most_bytes=settings.limits.memory,
        cache=cache,
        exchange=(settings.exchange or "") if is_far else "",
        known=tuple(known),
    )


def _bound(made: Plan) -> None:
    """Take out of the cache what was used longest ago; once for all, as it takes a look at every file."""
    with suppress(OSError):
        Cache(made.store.cache).bound(made.library.settings.cache_size)
