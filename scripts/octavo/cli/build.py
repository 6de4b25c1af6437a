"""Make every rendition, and prove the text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cache import CACHE_FOLDER, Cache
from octavo.cli.console import voice
from octavo.cli.folder import Folder, Out
from octavo.cli.given import listed
from octavo.errors import InputError, Problem
from octavo.lastbuild import LastBuild, Made, Report
from octavo.outfolder import output_folder, settle
from octavo.outputs import NAMES

if TYPE_CHECKING:
    from octavo.build import Build

NAME = "build"


def command(
    folder: Folder = Path(),
    only: Annotated[str, typer.Option(help=f"Just these, parted by commas: {', '.join(NAMES)}.")] = "",
    template: Annotated[
        bool, typer.Option("--template", help="Also write the cover with the printer’s template over it.")
    ] = False,
    proof: Annotated[bool, typer.Option("--proof", hidden=True, help="Its former name.")] = False,
    out: Out = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Make all anew, also where nothing has changed.")
    ] = False,
) -> None:
    """Make every rendition, and prove the text."""
    started, began = time.perf_counter(), time.time_ns()
    wanted = tuple(listed("--only", only, ",".join(NAMES[:2])))
    for name in wanted:
        if name not in NAMES:
            raise InputError(f"there is no rendition ‘{name}’", hint=f"choose from: {', '.join(NAMES)}")
    target = output_folder(folder, out)
    settle(target)
    last = LastBuild(folder, target, [*wanted, "template" if template or proof else ""])
    report = None if no_cache else last.report()
    done = "unchanged" if report else "wrote"
    if not report:
        from octavo.build import build
        from octavo.edition.kept import records
        from octavo.outfolder import refuse_unwritable

        refuse_unwritable(target)
        cache = Cache(None if no_cache else target / CACHE_FOLDER)
        made = build(folder, wanted, with_template=template or proof, cache=cache)
        report = _write(made, target)
        cache.write()
        last.remember(report, made.edition.folder, [*made.edition.files(), *records(made.edition)], began)
    _tell(report, done, target)
    voice.say(f"in {time.perf_counter() - started:.1f} s")
    voice.say(report.proof)
    if report.differences:
        voice.fail(InputError.of(list(report.differences)))
    if report.errors or report.differences or not report.is_clean:
        raise typer.Exit(1)


def _write(made: Build, target: Path) -> Report:
    """Write the renditions into a folder; gives what is to be told of them."""
    from octavo.cli.report import proof_line
    from octavo.outfolder import write

    gone = [name for name in made.former if (target / name).is_file()]
    write(made.artifacts, target, made.edition.files(), made.former)
    return Report(
        warnings=made.warnings,
        errors=(*made.problems, _unmade(made, gone)) if made.unmade else (),
        differences=made.differences,
        files=tuple(Made(artifact.name, len(artifact.data), artifact.sha256) for artifact in made.artifacts),
        left=tuple(path.name for path in made.edition.left),
        proof=proof_line(made.proof),
        is_clean=made.proof.collation is None or made.proof.clean,
    )


def _tell(report: Report, done: str, target: Path) -> None:
    """Say what was found and what was ``done``: files written, or left as they are."""
    voice.warn(*report.warnings)
    if report.errors:
        voice.fail(InputError.of(list(report.errors)))
    if report.left:
        voice.say(f"not of the book, as its name says: {_listed(list(report.left))}")
    for file in report.files:
        voice.say(f"{done} {target / file.name} ({max(1, round(file.size / 1024)):,} KB)")
        voice.detail(f"  sha256 {file.sha256}")


def _unmade(made: Build, gone: list[str]) -> Problem:
    """That renditions are not there, what that means for the others, and which files of an earlier build are gone."""
    pages = "" if made.document.pagination else "; the other renditions carry no page numbers"
    message = f"{_listed([unmade.names[0] for unmade in made.unmade])} could not be made{pages}"
    return Problem(message, None, f"taken away, as of an earlier build: {_listed(gone)}" if gone else "")


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
