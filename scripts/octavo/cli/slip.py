"""How an errata slip is printed: in the words of the book, but for what only its editor needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octavo.cli.console import voice
from octavo.errors import InputError

if TYPE_CHECKING:
    from octavo.edition import Metadata
    from octavo.edition.housewords import HouseWords
    from octavo.edition.releases import Release
    from octavo.releases.slip import Correction

Files = list[tuple[str, str]]


def errata_since(folder: Path, version: str, form: str) -> str:
    """The errata slip of an issued version as text, md or json.

    Raises InputError where the version is not recorded, or today's text is not proved.
    """
    from octavo import __version__
    from octavo.build import build
    from octavo.cli.report import proof_line
    from octavo.edition import load_edition
    from octavo.edition.releases import read_releases
    from octavo.releases.record import PrintedLines, issued_text
    from octavo.releases.slip import changed_files, slip

    edition = load_edition(folder)
    release = read_releases(edition).of(version)
    place = edition.place_of("witness")
    if edition.witness is None:
        raise InputError("the edition names no witness any more", place=place, hint="put back the key ‘witness’")
    issued = issued_text(release, edition.witness)
    made = build(folder)
    made.refuse_unmade()
    if made.proof.collation is None or not made.proof.clean:
        hint = "a slip tells readers what is certain; octavo collate shows what is not accounted for"
        raise InputError(proof_line(made.proof), place=place, hint=hint)
    lines = PrintedLines(release.lines, issued.layer.text)
    corrections = slip(issued, made.proof.collation.emended, lines.at)
    files = changed_files(release, {artifact.name: artifact.sha256 for artifact in made.artifacts})
    voice.warn(*made.warnings)
    if files and release.octavo != __version__:
        voice.say(f"octavo {release.octavo} made what was issued and this is {__version__}: files may differ for that")
    return _FORMS[form](edition.metadata, release, corrections, files)


def _heading(metadata: Metadata, release: Release) -> str:
    values = {"title": metadata.title, "version": release.version, "trim": release.setting.trim}
    if release.date:
        return metadata.words.text("slip-title-dated", date=release.date, **values)
    return metadata.words.text("slip-title", **values)


def _entry(item: Correction, for_: str, read: str, words: HouseWords) -> str:
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
    lines += [_entry(item, quoted(item.for_), quoted(item.read), words) for item in corrections]
    if not corrections:
        lines.append(words.text("slip-none"))
    lines += ["", "upload anew:", *(f"  {name} ({state})" for name, state in files)] if files else []
    return "\n".join(lines)


def _markdown(metadata: Metadata, release: Release, corrections: list[Correction], files: Files) -> str:
    words = metadata.words

    def quoted(reading: str) -> str:
        return "*" + re.sub(r"([\\`*_\[\]<>~^$|#])", r"\\\1", reading) + "*" if reading else ""

    lines = [f"# {_heading(metadata, release)}", ""]
    for item in corrections:
        note = f"{words.text('entry-stop')}{item.note}" if item.note else ""
        lines.append(f"- {_entry(item, quoted(item.for_), quoted(item.read), words)}{note}")
    if not corrections:
        none = words.text("slip-none")
        lines.append(f"{none[:1].upper()}{none[1:]}{words.text('imprint-stop')}")
    lines += ["", "## Upload anew", "", *(f"- `{name}` ({state})" for name, state in files)] if files else []
    return "\n".join(lines)


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
        "files": [{"name": name, "state": state} for name, state in files],
    }
    return json.dumps(slip, ensure_ascii=False, indent=2)


_FORMS = {"text": _text, "md": _markdown, "json": _json}
