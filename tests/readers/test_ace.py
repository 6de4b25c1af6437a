"""Ace, by the DAISY Consortium, looks into each book as it is drawn, and finds nothing that shuts a reader out."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from rezipped import rezipped
from shelf import Book, npm_package, program


def report(path: Path, folder: Path) -> dict[str, Any]:
    """What Ace reports of an EPUB (Evaluation and Report Language 1.0); its exit code says nothing of it."""
    command = [program("node"), str(npm_package("@daisy/ace-cli") / "bin" / "ace.js")]
    browser = {"PUPPETEER_EXECUTABLE_PATH": program("chromium", "chromium-browser")}
    command += ["--force", "--silent", "--outdir", str(folder), str(path)]
    done = subprocess.run(command, env=os.environ | browser, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return found


def violations(found: dict[str, Any]) -> list[str]:
    """Each violation of a report: the file, the rule, what is wrong."""
    return [
        f"{file['earl:testSubject']['url']}: {said['earl:test']['dct:title']}: {said['earl:result']['dct:description']}"
        for file in found["assertions"]
        for said in file["assertions"]
    ]


def test_nothing_is_violated(book: Book, tmp_path: Path) -> None:
    found = report(book.path, tmp_path)
    assert violations(found) == []
    assert found["earl:result"] == {"earl:outcome": "pass"}
    assert found["a11y-metadata"]["empty"] == []
    assert len(found["outlines"]["toc"]) > 0


def test_a_fault_is_found(hard: Book, tmp_path: Path) -> None:
    """Silence means something only where a fault is not met with it."""
    broken = rezipped(hard.path, tmp_path / "broken.epub", ".xhtml", lambda text: text.replace(' alt="', ' data-alt="'))
    found = report(broken, tmp_path / "report")
    assert found["earl:result"] == {"earl:outcome": "fail"}
    assert any("image-alt" in said for said in violations(found))
