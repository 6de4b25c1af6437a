"""Verify a bag: its files, its words, its proof, and that the edition can be made again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import one_line, show, voice

NAME = "verify"


def command(
    bag: Annotated[Path, typer.Argument(metavar="BAG", help="The folder that octavo archive has written.")],
) -> None:
    """Verify a bag: its files, its words, its proof, and that the edition can be made again."""
    from octavo.archive.verification import verified
    from octavo.archive.verify import SIGNATURES

    found = verified(bag)
    lines = [one_line(str(damage)) for damage in found.damages]
    lines += [one_line(remark) for remark in found.remarks]
    if lines:
        show("\n".join(lines))
    signed = (bag / SIGNATURES[0]).is_file()
    voice.say("signed: HOWTO.txt in the bag says how that is verified" if signed else _UNSIGNED)
    if found.damages:
        voice.say(f"{len(found.damages)} damages")
        raise typer.Exit(1)
    voice.say("sound: every file and every word is as it was proved")


_UNSIGNED = "not signed: shows damage, not forgery"
