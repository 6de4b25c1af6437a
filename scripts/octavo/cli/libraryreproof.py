"""Make all editions of a library again beside what was built of them, and say on one page what is another."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.console import print_json, show, voice
from octavo.cli.folder import Format
from octavo.cli.libraryfolder import Jobs, LibraryFolder, LibraryOut, opened
from octavo.errors import InputError

if TYPE_CHECKING:
    from octavo.library.reproofing import Reproofed

ROWS = 50
"""Lines about single editions, so that the report stays on a page."""


def reproof(
    folder: LibraryFolder = Path(),
    out: LibraryOut = None,
    jobs: Jobs = None,
    accept_moves: Annotated[
        bool, typer.Option("--accept-moves", help="Lines and pages may have moved: nobody cites them yet.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", help="Text for people, JSON for programs.")] = Format.text,
) -> None:
    """Make all editions of a library again beside what was built of them, and say on one page what is another.

    After an upgrade, before octavo library build. Nothing is written. How many are in each class (0 the same, 1
    metadata or dates only, 2 looks different, 3 lines or pages moved, 4 words differ), then the editions, worst first.
    """
    from octavo.archive.reproof import UPHELD
    from octavo.library.reproofing import reproof_all, worst_first
    from octavo.library.run import plan
    from octavo.reissue.changeclass import ChangeClass

    library, store = opened(folder, out)
    made = plan(library, store, read_only=True)
    found = worst_first(list(reproof_all(made, jobs)))
    if not found:
        hint = "octavo library build, with the version that they are to be held against"
        raise InputError(f"no edition below {folder} was built", hint=hint)
    if format is Format.json:
        print_json([_as_json(each, library.folder) for each in found])
    else:
        show("\n".join(_page(found, library.folder)))
    worst = found[0].worst if not found[0].trouble else ChangeClass.WORDS
    if worst <= UPHELD:
        voice.say("upheld: every word, line and page is where it was")
    elif not (accept_moves and worst is ChangeClass.LINES):
        raise typer.Exit(1)


def _page(found: list[Reproofed], library: Path) -> list[str]:
    counts = Counter("cannot be told" if each.trouble else f"{each.worst:d}  {each.worst.in_words}" for each in found)
    lines = [f"{count:7,}  {what}" for what, count in sorted(counts.items(), reverse=True)]
    tools = Counter(tool for each in found if each.reproof for tool in each.reproof.tools)
    if tools:
        lines += ["", f"made with others: {'; '.join(tool for tool, _ in tools.most_common(6))}"]
    shown = [each for each in found if each.trouble or each.worst > 0]
    lines += ["", *(_line(each, library) for each in shown[:ROWS])] if shown else []
    if len(shown) > ROWS:
        lines.append(f"and {len(shown) - ROWS:,} more, none of them worse; --format json lists all")
    return lines


def _line(each: Reproofed, library: Path) -> str:
    name = each.one.found.folder.relative_to(library).as_posix()
    if each.reproof is None:
        return f"-  {name}: {each.trouble.splitlines()[0]}"
    worst = [file.name for file in each.reproof.files if file.change == each.worst or file.state == "gone"]
    own = f"; changed since: {', '.join(each.reproof.sources)}" if each.reproof.sources else ""
    return f"{each.worst:d}  {name}: {', '.join(worst)}{own}"


def _as_json(each: Reproofed, library: Path) -> dict[str, Any]:
    """One edition in its stable shape (schemas/library-reproof.json)."""
    found = each.reproof
    return {
        "identifier": each.one.found.identifier or None,
        "folder": each.one.found.folder.relative_to(library).as_posix(),
        "worst": None if each.trouble else int(each.worst),
        "trouble": each.trouble,
        "files": {file.name: file.in_words for file in found.files} if found else {},
        "sources-changed": list(found.sources) if found else [],
        "tools-changed": list(found.tools) if found else [],
    }


COMMANDS = {"reproof": reproof}
