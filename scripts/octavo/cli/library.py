"""Build, check and list a library: many editions at once."""

from __future__ import annotations

import typer

from octavo.cli import librarybuild, librarycatalog, librarycheck, libraryreproof, librarystatus, librarytable

NAME = "library"

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """Build, check and list a library: many editions at once."""


for module in (librarybuild, librarycheck, librarystatus, librarycatalog, librarytable, libraryreproof):
    for name, command in module.COMMANDS.items():
        app.command(name)(command)
