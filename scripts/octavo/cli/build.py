"""Make every rendition, and prove the text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cli.console import voice
from octavo.cli.folder import Folder, Out
from octavo.errors import InputError, Problem
from octavo.outputs import NAMES

if TYPE_CHECKING:
    from octavo.build import Build

NAME = "build"


def command(
    folder: Folder = Path(),
    only: Annotated[str, typer.Option(help=f"Just these, parted by commas: {','.join(NAMES)}.")] = "",
    proof: Annotated[bool, typer.Option("--proof", help="Also write the cover with its template.")] = False,
    out: Out = None,
) -> None:
    """Make every rendition, and prove the text."""
    from octavo.build import build
    from octavo.cli.report import proof_line
    from octavo.outfolder import output_folder, write

    started = time.perf_counter()
    wanted = tuple(name.strip() for name in only.split(",") if name.strip())
    for name in wanted:
        if name not in NAMES:
            raise InputError(f"there is no rendition ‘{name}’", hint=f"choose from: {', '.join(NAMES)}")
    made = build(folder, wanted, proof=proof)
    target = output_folder(folder, out)
    gone = [name for name in made.former if (target / name).is_file()]
    write(made.artifacts, target, made.edition.files(), made.former)
    voice.warn(*made.warnings)
    if made.unmade:
        voice.fail(InputError.of([*made.problems, _unmade(made, gone)]))
    if made.edition.left:
        voice.say(f"not of the book, as its name says: {_listed([path.name for path in made.edition.left])}")
    for artifact in made.artifacts:
        voice.say(f"wrote {target / artifact.name} ({len(artifact.data) / 1024:,.0f} KB)")
        voice.detail(f"  sha256 {artifact.sha256}")
    voice.say(f"in {time.perf_counter() - started:.1f} s")
    voice.say(proof_line(made.proof))
    if made.differences:
        voice.fail(InputError.of(list(made.differences)))
    if made.unmade or made.differences or (made.proof.collation and not made.proof.clean):
        raise typer.Exit(1)


def _unmade(made: Build, gone: list[str]) -> Problem:
    """That renditions are not there, what that means for the others, and which files of an earlier build are gone."""
    pages = "" if made.document.pagination else "; the other renditions carry no page numbers"
    message = f"{_listed([unmade.names[0] for unmade in made.unmade])} could not be made{pages}"
    return Problem(message, None, f"taken away, as of an earlier build: {_listed(gone)}" if gone else "")


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
