"""List what was issued, and who is behind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.console import print_json, show
from octavo.cli.folder import Folder, Format

if TYPE_CHECKING:
    from octavo.edition.housewords import HouseWords
    from octavo.reissue.standing import Standing
    from octavo.releases.slip import Correction

NAME = "releases"


def command(
    folder: Folder = Path(),
    format: Annotated[Format, typer.Option("--format", help="Text for people, JSON for programs.")] = Format.text,
) -> None:
    """List what was issued, and who is behind.

    Of each version: who has it and what they must be given anew, and which errors its readers' copies hold that the
    latest version corrects; of the latest, those that only today's errata list does.
    """
    from octavo.edition import load_edition
    from octavo.edition.releases import read_releases
    from octavo.reissue.standing import standings

    edition = load_edition(folder)
    record = read_releases(edition)
    found = standings(edition, record)
    latest = record.latest.version if record.latest else None
    if format is Format.json:
        print_json({"latest": latest, "where": record.where, "versions": [_as_json(item) for item in found]})
    elif not found:
        show("nothing is recorded: octavo release VERSION does it on the day of issue")
    else:
        lines = [line for item in reversed(found) for line in _as_text(item, latest, edition.metadata.words)]
        show("\n".join(lines).strip("\n"))


def _as_text(item: Standing, latest: str | None, words: HouseWords) -> list[str]:
    release = item.release
    head = [release.version, str(release.date or ""), *_state(item, latest)]
    lines = ["  ".join(part for part in head if part)]
    if release.why:
        lines.append(f"  why: {release.why}")
    if item.shops and release.version != latest:
        files = ", ".join(f"{file.name} ({file.in_words})" for file in item.files)
        lines.append(f"  {', '.join(item.shops)}: give out anew {files or 'nothing; only metadata or dates differ'}")
    return [*lines, *_errors(item, latest, words), ""]


def _state(item: Standing, latest: str | None) -> list[str]:
    found = ["latest"] if item.release.version == latest else []
    if item.withdrawn:
        found.append(f"withdrawn: {item.withdrawn}")
    if item.shops:
        has = f"{', '.join(item.shops)} {'have' if len(item.shops) > 1 else 'has'} it"
        late = f", {item.behind} version{'s' if item.behind > 1 else ''} behind" if item.behind else ""
        found.append(has + late)
    return found


def _errors(item: Standing, latest: str | None, words: HouseWords) -> list[str]:
    from octavo.cli.slip import entry_line

    if item.errors is None:
        return [f"  what its readers hold cannot be told: {item.doubt}"]
    if not item.errors:
        return []
    count = f"{len(item.errors)} error{'s' if len(item.errors) > 1 else ''}"
    by = "today’s errata list, in no version yet," if item.release.version == latest else f"version {latest}"
    lines = [f"  its copies hold {count} that {by} corrects:"]
    for error in item.errors:
        readings = [words.text("slip-reading", reading=text) if text else "" for text in (error.for_, error.read)]
        lines.append(f"    {entry_line(error, readings[0], readings[1], words)}")
    return lines


def _as_json(item: Standing) -> dict[str, Any]:
    """A version in its stable shape (schemas/releases.json)."""
    from octavo.cli.slip import file_as_json

    release = item.release
    return {
        "version": release.version,
        "date": str(release.date) if release.date else None,
        "identifier": release.identifier or None,
        "why": release.why,
        "withdrawn": item.withdrawn or None,
        "shops": list(item.shops),
        "behind": item.behind,
        "errors": None if item.errors is None else [_error_as_json(error) for error in item.errors],
        "files": [file_as_json(file) for file in item.files],
    }


def _error_as_json(error: Correction) -> dict[str, Any]:
    line = error.line
    return {
        "page": line.page,
        "line": None if line.note else line.number,
        "footnote": line.note or None,
        "for": error.for_,
        "read": error.read,
    }
