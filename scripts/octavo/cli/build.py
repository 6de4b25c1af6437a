"""Make every rendition, and prove the text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import show, voice
from octavo.cli.folder import Folder, Out
from octavo.errors import InputError

NAME = "build"
MOST = 10
"""Differences that are shown before the rest is only counted."""


def command(
    folder: Folder = Path(),
    only: Annotated[
        str, typer.Option(help="Just these, parted by commas: epub,pdf,html,tei,text,print,cover,booklet,2up.")
    ] = "",
    proof: Annotated[bool, typer.Option("--proof", help="Also write the cover with its template.")] = False,
    out: Out = None,
) -> None:
    """Make every rendition, and prove the text."""
    from octavo.build import RENDITIONS, build, output_folder, write
    from octavo.cli.report import proof_line

    started = time.perf_counter()
    wanted = tuple(name.strip() for name in only.split(",") if name.strip())
    for name in wanted:
        if name not in RENDITIONS:
            raise InputError(f"there is no rendition ‘{name}’", hint=f"choose from: {', '.join(RENDITIONS)}")
    made = build(folder, wanted, proof=proof)
    target = output_folder(folder, out)
    write(made.artifacts, target)
    for problem in made.warnings:
        voice.warn(problem)
    for artifact in made.artifacts:
        voice.say(f"wrote {target / artifact.name} ({len(artifact.data) / 1024:,.0f} KB)")
        voice.detail(f"  sha256 {artifact.sha256}")
    voice.say(f"in {time.perf_counter() - started:.1f} s")
    voice.say(proof_line(made.proof))
    for problem in made.differences[:MOST]:
        show(problem, "error", "31")
    if len(made.differences) > MOST:
        voice.say(f"print differs from the text in {len(made.differences) - MOST} more places: octavo check shows them")
    if made.differences:
        raise typer.Exit(1)
    if made.proof.collation and not made.proof.clean:
        raise typer.Exit(1)
