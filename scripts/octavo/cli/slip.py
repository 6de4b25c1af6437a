"""How an errata slip is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octavo.cli.console import voice
from octavo.errors import InputError

if TYPE_CHECKING:
    from octavo.document.pages import Line
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
    return _FORMS[form](edition.metadata.title, release, corrections, files)


def _heading(title: str, release: Release) -> str:
    dated = f" ({release.date})" if release.date else ""
    return f"Errata of {title}, version {release.version}{dated}, pages of {release.setting.trim}"


def _spot(line: Line) -> str:
    return f"page {line.page}, note {line.note}" if line.note else f"page {line.page}, line {line.number}"


def _text(title: str, release: Release, corrections: list[Correction], files: Files) -> str:
    lines = [_heading(title, release), ""]
    for item in corrections:
        read = f"‘{item.read}’" if item.read else "nothing"
        lines.append(f"{_spot(item.line)}: for ‘{item.for_}’ read {read}")
    if not corrections:
        lines.append("nothing: the text is as it was issued")
    lines += ["", "upload anew:", *(f"  {name} ({state})" for name, state in files)] if files else []
    return "\n".join(lines)


def _markdown(title: str, release: Release, corrections: list[Correction], files: Files) -> str:
    def quoted(reading: str) -> str:
        return "*" + re.sub(r"([\\`*_\[\]<>~^$|#])", r"\\\1", reading) + "*" if reading else "nothing"

    lines = [f"# {_heading(title, release)}", ""]
    for item in corrections:
        note = f". {item.note}" if item.note else ""
        lines.append(f"- {_spot(item.line)}: for {quoted(item.for_)} read {quoted(item.read)}{note}")
    if not corrections:
        lines.append("Nothing: the text is as it was issued.")
    lines += ["", "## Upload anew", "", *(f"- `{name}` ({state})" for name, state in files)] if files else []
    return "\n".join(lines)


def _json(title: str, release: Release, corrections: list[Correction], files: Files) -> str:
    """The slip in its stable shape (schemas/slip.json)."""
    said: Mapping[str, Any] = {
        "title": title,
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
    return json.dumps(said, ensure_ascii=False, indent=2)


_FORMS = {"text": _text, "md": _markdown, "json": _json}
