"""Drafted entries of the errata list, printed or put into the file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from octavo.cli.console import printable, show, voice
from octavo.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from octavo.document import Document
    from octavo.document.proof import Collated
    from octavo.edition import Edition
    from octavo.text.draft import Draft


def show_draft(document: Document, collated: Collated, *, write: bool) -> None:
    """Print the entries that are missing, or add them to the list; exit 1 where the collation is not clean as it is."""
    from octavo.text.draft_list import complete_draft
    from octavo.text.places import LineIndex

    edition, proof, collation = document.edition, document.proof, collated.collation
    canonical = collated.canonical(document.flow.layer(editorial=False))
    lines = LineIndex(collated.witness.path, collated.witness.text)
    if collation.words_in_witness == 0 and proof.unexplained:
        hint = "put the text that the edition follows into it; an entry begins with words of the witness"
        raise InputError("the witness has no words", place=Place(collated.witness.path), hint=hint)
    drafts, problems = complete_draft(collated.transcript.layer, edition.errata, canonical, lines.place)
    _tell_of_truncation(edition)
    voice.warn(*(Problem(f"with these entries: {item.message}", item.place, item.hint) for item in problems))
    if write:
        _write(edition, drafts, collation.unused)
    else:
        show(_text(drafts, collation.unused))
    if not proof.clean:
        raise typer.Exit(1)


def _text(drafts: list[Draft], unused: tuple[str, ...]) -> str:
    lines = [f"# {name} is not followed: remove the entry, or make its correction" for name in unused]
    lines += ["errata:", *(entry.yaml() for entry in drafts)] if drafts else []
    return "\n".join(lines or ["# nothing is unexplained"])


def _write(edition: Edition, drafts: list[Draft], unused: tuple[str, ...]) -> None:
    from octavo.edition.errata_file import with_entries
    from octavo.outfolder import write_own

    for name in unused:
        entry = next((erratum for erratum in edition.errata.errata if erratum.id == name), None)
        hint = "remove the entry, or make its correction in the Markdown"
        voice.warn(Problem(f"{name} is not followed", entry.place if entry else None, hint))
    if not drafts:
        voice.say("nothing is unexplained: the list is left as it is")
        return
    replaced = {identifier for entry in drafts for identifier in entry.replaces}
    lines = [entry.yaml(replaced=True) for entry in drafts]
    files = with_entries(edition, [entry.erratum for entry in drafts], lines, replaced)
    for path, data in files.items():
        write_own(path, data)
        voice.say(f"wrote {path}")
    word = "entry" if len(drafts) == 1 else "entries"
    voice.say(f"{len(drafts)} {word} added; look at each, and say what kind it is where it says unknown")


def _tell_of_truncation(edition: Edition) -> None:
    """A shell that sends the output to the list itself has emptied it before it could be read."""
    try:
        out = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
    for path in edition.errata_files:
        if os.path.samestat(out, path.stat()):
            message = "the output goes into the list itself, which the shell emptied before it was read"
            hint = "what stood there, stet and queries too, is lost but for a copy; use --draft --write the next time"
            voice.warn(Problem(printable(message), Place(Path(path)), hint))
