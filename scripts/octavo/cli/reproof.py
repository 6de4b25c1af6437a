"""Make an edition again beside what was made before, and say how much of each file is another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cli.console import print_json, show, voice
from octavo.cli.folder import Format

if TYPE_CHECKING:
    from octavo.archive.reproof import Kept, Reproof

NAME = "reproof"


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR|BAG", help="The edition folder, or a bag that octavo archive has written.")
    ] = Path(),
    out: Annotated[
        Path | None,
        typer.Option("--against", metavar="DIR", help="Where the renditions of before are; DIR/build by default."),
    ] = None,
    accept_moves: Annotated[
        bool, typer.Option("--accept-moves", help="Lines and pages may have moved: nobody cites them yet.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", help="Text for people, JSON for programs.")] = Format.text,
) -> None:
    """Make an edition again beside what was made before, and say how much of each file is another.

    After an upgrade of Octavo. Nothing is written. Of each file: (0) the same, (1) metadata or dates only, (2) looks
    different, (3) lines or pages moved, (4) words differ. 0 to 2 pass; 3 asks, as what cites a page leads elsewhere
    now; 4 stops.
    """
    from octavo.archive.opened import is_bag, opened
    from octavo.archive.reproof import kept_in_bag, kept_in_folder, reproof
    from octavo.archive.verification import reassembled
    from octavo.outfolder import output_folder, settle
    from octavo.workfolder import work_folder

    if is_bag(folder):
        with opened(folder) as bag, work_folder() as work:
            kept = kept_in_bag(bag, folder)
            found, _ = reproof(reassembled(bag, work), kept)
    else:
        target = output_folder(folder, out)
        settle(target)
        kept = kept_in_folder(target)
        found, _ = reproof(folder, kept)
    _report(found, kept, format)
    _end(found, accept_moves=accept_moves, asks=format is Format.text)


def _report(found: Reproof, kept: Kept, format: Format) -> None:
    if format is Format.json:
        print_json(
            {
                "against": str(kept.place),
                "worst": int(found.worst),
                "files": [
                    {"name": file.name, "state": file.state, "class": file.change, "in-words": file.in_words}
                    for file in found.files
                ],
                "sources-changed": list(found.sources),
                "tools-changed": list(found.tools),
            }
        )
        return
    width = max(len(file.name) for file in found.files)
    for file in found.files:
        show(f"{'-' if file.change is None else int(file.change)}  {file.name:{width}}  {file.in_words}")
    if found.tools:
        voice.say(f"made with others: {'; '.join(found.tools)}")
    if found.sources:
        voice.say(f"not of the tools alone: since then were changed {', '.join(found.sources)}")


def _end(found: Reproof, *, accept_moves: bool, asks: bool) -> None:
    from octavo.archive.reproof import UPHELD
    from octavo.reissue.changeclass import ChangeClass

    if found.worst <= UPHELD:
        voice.say("upheld: every word, line and page is where it was")
        return
    if found.worst is ChangeClass.LINES:
        if accept_moves:
            voice.say("lines or pages moved, which is accepted")
            return
        if (
            asks
            and sys.stdin.isatty()
            and typer.confirm("Lines or pages moved: what cites them leads elsewhere. Take it?")
        ):
            return
        voice.say("lines or pages moved: what cites them leads elsewhere; --accept-moves takes that")
    else:
        voice.say("words differ, or a file is made no more: find out why before anything is given out")
    raise typer.Exit(1)


_QUESTION = "Lines or pages moved: what cites them leads elsewhere. Take it?"
