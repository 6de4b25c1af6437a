"""Faults made in a build on purpose, as an edition's fault.yaml describes them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pikepdf
import yaml

from octavo.build import build
from octavo.outfolder import write
from octavo.renditions.style import style
from octavo.setting import rounds
from octavo.typesetting import typstbook
from pressfaults import broken


def make_faults(folder: Path) -> None:
    """Break the build of an edition as its fault.yaml says; the manifest then vouches for the broken files."""
    for fault in yaml.safe_load((folder / "fault.yaml").read_text(encoding="utf-8")):
        if "source" in fault:
            (folder / fault["source"]).write_text(fault["text"], encoding="utf-8")
            continue
        if "restyled" in fault:
            set_in_another_style(folder, fault["restyled"])
            continue
        if "press" in fault:
            path = next((folder / "build").glob(f"*-{fault['press']}.pdf"))
            path.write_bytes(broken(path.read_bytes(), fault["fault"]))
            _record(folder / "build" / "manifest.json", path)
            continue
        path = next((folder / "build").glob(f"*.{fault['rendition']}"))
        if fault.get("remove"):
            path.unlink()
        elif "built-from" in fault:
            _build_from_another_text(folder, path, fault["built-from"])
        elif "truncate" in fault:
            path.write_bytes(path.read_bytes()[: fault["truncate"]])
        elif fault["rendition"] == "epub":
            path.write_bytes(_in_zip(path.read_bytes(), fault, folder))
        elif fault["rendition"] in ("html", "xml", "txt"):
            path.write_bytes(_replaced(path.read_bytes(), fault))
        else:
            path.write_bytes(_in_pdf(path.read_bytes(), fault))
        if path.exists() and not fault.get("unrecorded"):
            _record(folder / "build" / "manifest.json", path)


def _replaced(data: bytes, fault: dict[str, Any]) -> bytes:
    wrong, right = fault["for"].encode(), fault["read"].encode()
    assert wrong in data, f"the fault’s ‘{fault['for']}’ does not stand in the file: {data.decode()}"
    return data.replace(wrong, right, 1)


def _in_zip(data: bytes, fault: dict[str, Any], folder: Path) -> bytes:
    """Change a file of a container: replace in it, ``append`` to it, or ``add`` it, a file of the edition or a text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        assert ("add" in fault) != (fault["file"] in before.namelist()), before.namelist()
        for name in before.namelist():
            content = before.read(name)
            if name == fault["file"]:
                more = fault.get("append")
                content = content + more.encode() if more else _replaced(content, fault)
            after.writestr(name, content)
        if "add" in fault:
            source = folder / fault["add"]
            after.writestr(fault["file"], source.read_bytes() if source.is_file() else fault["add"].encode())
    return out.getvalue()


def _in_pdf(data: bytes, fault: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        if "delete" in fault:
            del file.Root[fault["delete"]]
        elif fault["drop"] == "font-programs":
            for item in file.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                        if key in item:
                            del item[key]
        file.save(out)
    return out.getvalue()


def _build_from_another_text(folder: Path, path: Path, change: dict[str, str]) -> None:
    source = folder / "01.md"
    text = source.read_text(encoding="utf-8")
    assert change["for"] in text
    source.write_text(text.replace(change["for"], change["read"]), encoding="utf-8")
    made = build(folder, (path.suffix[1:],))
    source.write_text(text, encoding="utf-8")
    write(made.artifacts[:1], path.parent)


def set_in_another_style(folder: Path, changes: list[dict[str, str]]) -> None:
    """Build everything anew from print.typ with these changes, and mend nothing of what is set."""
    text = style("print.typ")
    for change in changes:
        assert change["for"] in text, change
        text = text.replace(change["for"], change["read"])
    restyled = patch.object(typstbook, "style", lambda name: text if name == "print.typ" else style(name))
    with restyled, patch.object(rounds._Rounds, "repaired", lambda _, __, latest, ___, ____: latest.arrangement):
        write(build(folder).artifacts, folder / "build")


def _record(manifest: Path, path: Path) -> None:
    said = json.loads(manifest.read_text(encoding="utf-8"))
    for artifact in said["artifacts"]:
        if artifact["name"] == path.name:
            artifact["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(said), encoding="utf-8")
