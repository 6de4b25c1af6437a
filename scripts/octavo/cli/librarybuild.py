"""Build every edition of a library that is not built yet, or has changed."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.console import print_json, voice
from octavo.cli.folder import Format
from octavo.cli.libraryfolder import Jobs, LibraryFolder, LibraryOut, RunProgress, Verify, in_words, opened
from octavo.errors import InputError

if TYPE_CHECKING:
    from octavo.library.known import KnownFailures
    from octavo.library.records import Store
    from octavo.library.run import Outcome
    from octavo.library.settings import Library

Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A cluster of Dask that builds: tcp://HOST:8786.")
]
Retry = Annotated[
    bool, typer.Option("--retry", help="Try those again that failed or are quarantined, and are unchanged.")
]
CacheSize = Annotated[
    str | None, typer.Option("--cache-size", metavar="SIZE", help="How much is kept from build to build: 500 MB, 2 GB.")
]


def build(
    folder: LibraryFolder = Path(),
    out: LibraryOut = None,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    verify: Verify = False,
    retry: Retry = False,
    cache_size: CacheSize = None,
    format: Annotated[Format, typer.Option("--format", help="Text for people, JSON for programs.")] = Format.text,
) -> None:
    """Build every edition of a library that is not built yet, or has changed.

    Each is built in a process of its own, in limits of time and memory. Ends with 1 where one fails that known.yaml
    does not list.
    """
    from octavo.library.known import read_known, verdict

    library, store = opened(folder, out)
    known = read_known(folder)
    outcomes = built(library, store, jobs=jobs, scheduler=scheduler, verify=verify, retry=retry, cache_size=cache_size)
    result = verdict((one.record for one in outcomes if not one.state.is_good), known)
    if format is Format.json:
        print_json(as_json(outcomes, known))
    voice.warn(*result.unused)
    if result.new:
        raise typer.Exit(1)


def built(
    library: Library,
    store: Store,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    verify: bool = False,
    retry: bool = False,
    cache_size: str | None = None,
) -> list[Outcome]:
    """Build what is stale, and tell of it."""
    from octavo.library.run import build_all, plan

    library = _with_cache_size(library, cache_size)
    began = time.monotonic()
    store.prepare()
    with store.alone():
        made = plan(library, store, verify=verify, retry=retry)
        if not made.editions:
            hint = "an edition’s first Markdown file opens with a line --- and has an identifier; octavo new makes one"
            raise InputError(f"there is no edition below {library.folder}", hint=hint)
        progress = RunProgress()
        for one in made.stale:
            voice.detail(f"{one.found.folder}: {'; '.join(one.reasons)}")
        try:
            outcomes = build_all(
                made,
                jobs=jobs or library.settings.jobs,
                scheduler=scheduler or library.settings.scheduler,
                settled=progress.settled,
            )
        finally:
            progress.clear()
    _tell(outcomes, time.monotonic() - began)
    return outcomes


def _with_cache_size(library: Library, cache_size: str | None) -> Library:
    from dataclasses import replace

    from octavo.edition.strict import Unfit
    from octavo.library.settings import size

    if cache_size is None:
        return library
    try:
        settings = library.settings.model_copy(update={"cache_size": size(cache_size)})
    except Unfit as error:
        raise InputError(f"--cache-size: {error}", hint=error.hint) from None
    return replace(library, settings=settings)


def _tell(outcomes: list[Outcome], seconds: float) -> None:
    """What is wrong with editions of which nothing was done, then how many there are in each state."""
    for outcome in outcomes:
        if not outcome.state.is_good and (outcome.was_known or outcome.found.problems):
            still = "still " if outcome.was_known else ""
            voice.say(f"{still}{outcome.state.value}: {outcome.record.folder}")
            voice.fail(InputError.of(list(outcome.record.problems)))
    counts = Counter(outcome.state for outcome in outcomes)
    parts = [f"{count:,} {state.value}" for state, count in sorted(counts.items())]
    editions = f"{len(outcomes):,} edition{'s' if len(outcomes) != 1 else ''}"
    voice.say(f"{editions}: {', '.join(parts)}; in {in_words(seconds) if seconds >= 10 else f'{seconds:.1f} s'}")


def as_json(outcomes: list[Outcome], known: KnownFailures) -> dict[str, Any]:
    """The run in its stable shape (schemas/library-build.json)."""
    return {
        "counts": {state.value: count for state, count in sorted(Counter(one.state for one in outcomes).items())},
        "editions": [
            {
                "identifier": one.record.identifier or None,
                "folder": one.record.folder,
                "name": one.record.name,
                "state": one.state.value,
                "known": any(entry.is_of(one.record) for entry in known.known),
                "seconds": round(one.record.seconds, 3),
                "memory": one.record.memory,
                "problems": [
                    {"message": p.message, "place": str(p.place) if p.place else None, "hint": p.hint}
                    for p in one.record.problems
                ],
                "files": dict(one.record.outputs),
            }
            for one in outcomes
        ],
    }


COMMANDS = {"build": build}
