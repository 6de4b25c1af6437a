"""Let a better transcript take the place of a witness."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.console import print_json, show, voice
from octavo.cli.folder import Folder, Format
from octavo.progress import step

if TYPE_CHECKING:
    from octavo.errors import Place
    from octavo.replacement.result import Entry, Replacement, Written

NAME = "witness"

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


class Paragraphs(StrEnum):
    """How a transcript parts paragraphs."""

    blank_line = "blank-line"
    line = "line"
    indented = "indented"


class Hyphens(StrEnum):
    """What becomes of hyphens at line ends."""

    kept = "keep"
    joined = "join"


@app.callback()
def group() -> None:
    """Let a better transcript take the place of a witness."""


@app.command("replace")
def replace(
    siglum: Annotated[str, typer.Argument(metavar="SIGLUM", help="The witness’s siglum; W where none is given.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The better transcript, a text in UTF-8.")],
    folder: Folder = Path(),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and write nothing.")] = False,
    paragraphs: Annotated[
        Paragraphs | None, typer.Option("--paragraphs", help="How the new transcript parts paragraphs, if otherwise.")
    ] = None,
    hyphens: Annotated[
        Hyphens | None, typer.Option("--line-end-hyphens", help="What becomes of its hyphens, if otherwise.")
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How the result is printed.")] = Format.text,
) -> None:
    """Carry the errata list over to a better transcript of a witness.

    Entries that hold stay, with another context or count where they need it; those that are needless, as the new
    transcript reads as the edition does, and those that no longer fit become comments. The former list is kept in
    replaced/, the former transcript where it is.
    """
    from octavo.edition import load_edition
    from octavo.edition.folder import edition_folder
    from octavo.outfolder import own_files
    from octavo.replacement.files import files
    from octavo.replacement.replace import replacement
    from octavo.replacement.report import report

    given = {"paragraphs": paragraphs, "line_end_hyphens": hyphens}
    reading = {key: value.value for key, value in given.items() if value is not None}
    with own_files(edition_folder(folder)) as write_one:
        edition = load_edition(folder)
        with step("reading the text and both transcripts"):
            result, next_one = replacement(edition, siglum, new, reading)
        made = files(edition, result, next_one)
        for path, data in () if dry_run else made.files.items():
            write_one(path, data)
    if format is Format.json:
        print_json(as_json(result, made, is_written=not dry_run))
    else:
        show(report(result).rstrip("\n"))
    for path in made.files:
        voice.say(f"{'would write' if dry_run else 'wrote'} {path}")
    if result.unexplained:
        option = "" if result.base else f" --witness {siglum}"
        voice.say(f"octavo collate{option} shows what is unexplained{' then' if dry_run else ''}")
    if not result.clean:
        raise typer.Exit(1)


def as_json(result: Replacement, made: Written, *, is_written: bool) -> dict[str, Any]:
    """The replacement in its stable shape (schemas/witness-replace.json)."""
    return {
        "siglum": result.siglum,
        "old": {"path": result.old.options.path, "sha256": result.old.sha256},
        "new": {"path": result.new.options.path, "sha256": result.new.sha256},
        "written": is_written,
        "files": [str(path) for path in made.files],
        "kept": str(made.kept),
        "entries": [_entry(entry) for entry in result.entries],
        "normalise": [
            {"for": one.rule.for_, "place": _place(one.rule.place), "before": one.rule.count, "count": one.count}
            for one in result.rules
        ],
        "skip": [{"for": one.expression, "before": one.before, "count": one.count} for one in result.skipped],
        "touched": [
            {
                "id": one.entry.id,
                "reading": one.entry.reading,
                "place": _place(one.entry.place),
                "witness_place": _place(one.place),
                "reads": one.reads,
            }
            for one in result.touched
        ],
        "evidence": [
            {"id": one.entry.id, "reading": one.reading, "place": _place(one.entry.place)} for one in result.evidence
        ],
        "unexplained": result.unexplained,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    one = entry.carried
    changed = {
        key: getattr(one.now, name)
        for key, name in (("in", "in_"), ("count", "count"))
        if getattr(one.now, name) != getattr(one.erratum, name)
    }
    return {
        "id": one.erratum.id,
        "state": one.state.value,
        "for": one.erratum.for_,
        "read": one.erratum.read,
        "place": _place(one.erratum.place),
        "witness_places": [str(place) for place in entry.places],
        "changed": changed,
        "reads": one.reads,
        "why": one.why,
    }


def _place(place: Place | None) -> str | None:
    return str(place) if place else None
