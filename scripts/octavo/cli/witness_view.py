"""How errata are printed in CriticMarkup: as a list, or in the Markdown itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from octavo.cli.console import printable, show, voice
from octavo.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from octavo.edition import Chapter, Edition


def show_witness_view(folder: Path, out: Path | None, *, everything: bool) -> None:
    """Print the Markdown with its errata as changes, or write it to ``out``; exit 1 where one cannot be shown."""
    from octavo.document import read_document
    from octavo.edition import load_edition
    from octavo.outfolder import write
    from octavo.releases.witness_view import witness_view
    from octavo.renditions import Artifact

    edition = load_edition(folder)
    if out is not None and out.resolve() == edition.folder.resolve():
        hint = "name another folder: the view has the names of the files that it shows"
        raise InputError("this is the edition itself", place=Place(out), hint=hint)
    document = read_document(edition)
    document.refuse_fatal()
    view = witness_view(document, everything=everything)
    texts = {edition.chapters[file]: text for file, text in view.texts.items()}
    if out is None:
        for chapter, text in texts.items():
            print(printable(f"==> {chapter.path.name} <=="))
            text = printable(text) if sys.stdout.isatty() else text  # to a file it goes as it is
            print(text, end="" if text.endswith("\n") else "\n")
    else:
        made = [Artifact(chapter.path.name, "text/markdown", _bytes(chapter, text)) for chapter, text in texts.items()]
        write(tuple(made), out, edition.files())
        for artifact in made:
            voice.say(f"wrote {out / artifact.name}")
    voice.warn(*view.problems)
    if view.problems:
        raise typer.Exit(1)


def _bytes(chapter: Chapter, text: str) -> bytes:
    """A text with the line ends and the byte order mark of the file that it shows."""
    from octavo.edition.keptlines import with_line_ends

    return with_line_ends(text, chapter.path.read_bytes())


def show_list(edition: Edition, *, everything: bool) -> None:
    """Print the list, an entry a line: ``id: context {~~for~>read~~} context``; exit 1 where one cannot be shown."""
    from octavo.text.criticmarkup import CannotBeWritten
    from octavo.text.errata_lines import errata_lines

    lines, problems = [], []
    for entry, line in errata_lines(edition, everything=everything):
        if isinstance(line, CannotBeWritten):
            problems.append(Problem(f"{entry.id} is not shown: {line}", entry.place))
        else:
            lines.append(f"{entry.id}: {line}")
    show("\n".join(lines) if lines else "the errata list is empty")
    voice.warn(*problems)
    if problems:
        raise typer.Exit(1)
