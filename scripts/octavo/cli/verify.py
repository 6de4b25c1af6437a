"""Verify a bag: its files, its words, its proof, and that the edition can be made again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import one_line, show, voice

NAME = "verify"


def command(
    bag: Annotated[
        Path, typer.Argument(metavar="BAG", help="The folder, or the zip file, that octavo archive has written.")
    ],
    signers: Annotated[
        Path | None,
        typer.Option("--signers", metavar="FILE", help="Who may sign it: an allowed_signers file of ssh-keygen."),
    ] = None,
) -> None:
    """Verify a bag: its files, its words, its proof, and that the edition can be made again."""
    from octavo.archive.opened import opened
    from octavo.archive.signature import examined
    from octavo.archive.verification import verified

    with opened(bag) as folder:
        found = verified(folder)
        damages, told = examined(folder, signers)
    lines = [one_line(str(damage)) for damage in (*found.damages, *damages)]
    lines += [one_line(remark) for remark in found.remarks]
    if lines:
        show("\n".join(lines))
    for message in told:
        voice.say(message)
    count = len(found.damages) + len(damages)
    if count:
        voice.say(f"{count} damage{'s' if count > 1 else ''}")
        raise typer.Exit(1)
    voice.say("sound: every file and every word is as it was proved")
