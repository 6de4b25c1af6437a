"""How an errata slip is printed: in the words of the book, but for what only its editor needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octavo.cli.console import voice
from octavo.errors import InputError

if TYPE_CHECKING:
    from octavo.edition import Metadata
    from octavo.edition.housewords import HouseWords
    from octavo.edition.releases import Release
    from octavo.reissue import FileChange
    from octavo.releases.slip import Correction

Files = Sequence["FileChange"]


def errata_since(folder: Path, version: str, form: str) -> str:
    """The errata slip of an issued version as text, md or json.

    Raises InputError where the version is not recorded, or today's text is not proved.
    """
    from octavo import __version__
    from octavo.build import build
    from octavo.cli.report import proof_line
    from octavo.edition import load_edition
    from octavo.edition.releases import read_releases
    from octavo.reissue import changes, impressions
    from octavo.releases.record import PrintedLines, issued_text, issued_witness
    from octavo.releases.slip import slip

    edition = load_edition(folder)
    release = read_releases(edition).of(version)
    place = edition.place_of("witness")
    issued = issued_text(release, issued_witness(edition, release))
    made = build(folder)
    made.refuse_unmade()
    if made.proof.collation is None or not made.proof.clean:
        hint = "a slip tells readers what is certain; octavo collate shows what is not accounted for"
        raise InputError(proof_line(made.proof), place=place, hint=hint)
    lines = PrintedLines(release.lines, issued.layer.text)
    corrections = slip(issued, made.proof.collation.emended, lines.at)
    now = {artifact.name: artifact.data for artifact in made.artifacts}
    digests = {artifact.name: artifact.sha256 for artifact in made.artifacts}
    files = changes(release.artifacts, digests, release.seen, impressions(edition.metadata.slug, now))
    voice.warn(*made.warnings)
    if files and release.octavo != __version__:
        voice.say(f"octavo {release.octavo} made what was issued and this is {__version__}: files may differ for that")
    return _FORMS[form](edition.metadata, release, corrections, files)


def _heading(metadata: Metadata, release: Release) -> str:
    values = {"title": metadata.title, "version": release.version, "trim": release.setting.trim}
    if release.date:
        return metadata.words.text("slip-title-dated", date=release.date, **values)
    return metadata.words.text("slip-title", **values)


def entry_line(item: Correction, for_: str, read: str, words: HouseWords) -> str:
    line = item.line
    if line.note:
        place = words.text("slip-note", page=line.page, note=line.note)
    else:
        place = words.text("slip-line", page=line.page, line=line.number)
    return words.text("slip-entry", place=place, **{"for": for_, "read": read or words.text("slip-nothing")})


def _text(metadata: Metadata, release: Release, corrections: list[Correction], files: Files) -> str:
    words = metadata.words

    def quoted(reading: str) -> str:
        return words.text("slip-reading", reading=reading) if reading else ""

    lines = [_heading(metadata, release), ""]
    lines += [entry_line(item, quoted(item.for_), quoted(item.read), words) for item in corrections]
    if not corrections:
        lines.append(words.text("slip-none"))
    anew, kept = _parted(files)
    lines += ["", "upload anew:", *(f"  {item.name} ({item.in_words})" for item in anew)] if anew else []
    lines += ["", "as issued, but for metadata or dates:", *(f"  {item.name}" for item in kept)] if kept else []
    return "\n".join(lines)


def _markdown(metadata: Metadata, release: Release, corrections: list[Correction], files: Files) -> str:
    words = metadata.words

    def quoted(reading: str) -> str:
        return "*" + re.sub(r"([\\`*_\[\]<>~^$|#])", r"\\\1", reading) + "*" if reading else ""

    lines = [f"# {_heading(metadata, release)}", ""]
    for item in corrections:
        note = f"{words.text('entry-stop')}{item.note}" if item.note else ""
        lines.append(f"- {entry_line(item, quoted(item.for_), quoted(item.read), words)}{note}")
    if not corrections:
        none = words.text("slip-none")
        lines.append(f"{none[:1].upper()}{none[1:]}{words.text('imprint-stop')}")
    anew, kept = _parted(files)
    lines += ["", "## Upload anew", "", *(f"- `{item.name}` ({item.in_words})" for item in anew)] if anew else []
    head = "## As issued, but for metadata or dates"
    lines += ["", head, "", *(f"- `{item.name}`" for item in kept)] if kept else []
    return "\n".join(lines)


def _parted(files: Files) -> tuple[list[FileChange], list[FileChange]]:
    """Files that a reader can tell from what was issued, and those that differ in metadata or dates only."""
    from octavo.reissue import visible

    anew = visible(files)
    return anew, [item for item in files if item not in anew]


def file_as_json(item: FileChange) -> dict[str, Any]:
    """A changed file in its stable shape; ``class`` counts from 1 (metadata or dates only) to 4 (words)."""
    return {"name": item.name, "state": item.state, "class": None if item.change is None else int(item.change)}


def _json(metadata: Metadata, release: Release, corrections: list[Correction], files: Files) -> str:
    """The slip in its stable shape (schemas/slip.json)."""
    slip: Mapping[str, Any] = {
        "title": metadata.title,
        "version": release.version,
        "date": str(release.date) if release.date else None,
        "setting": {"id": release.setting.id, "trim": release.setting.trim},
        "corrections": [
            {
                "page": item.line.page,
                "line": None if item.line.note else item.line.number,
                "footnote": item.line.note or None,
                "for": item.for_,
                "read": item.read,
                "errata": [erratum.id for erratum in item.made],
                "withdrawn": [erratum.id for erratum in item.withdrawn],
                "note": item.note,
            }
            for item in corrections
        ],
        "files": [file_as_json(item) for item in files],
    }
    return json.dumps(slip, ensure_ascii=False, indent=2)


_FORMS = {"text": _text, "md": _markdown, "json": _json}
