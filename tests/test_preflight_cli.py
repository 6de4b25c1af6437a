"""The command octavo preflight: what it prints, and with which code it ends."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from foreign import as_pdfx, book
from test_cli import SCHEMAS, octavo


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plain.pdf").write_bytes(book(23))
    (tmp_path / "good.pdf").write_bytes(as_pdfx(book()))
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "book.docx").write_bytes(b"PK\x03\x04")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["plain.pdf", "--printer", "kdp"],
        ["good.pdf", "--printer", "ingram", "--trim", "5x8in"],
        ["good.pdf", "--printer", "kdp", "--strict"],
        ["good.pdf", "--kind", "cover", "--printer", "lulu"],
        ["good.pdf", "--trim", "huge"],
        ["good.pdf", "--printer", "kdp", "--direction", "rtl"],
        ["empty.pdf"],
        ["book.docx"],
        ["nowhere.pdf"],
        ["good.pdf", "--printer", "lulu", "--format", "sarif"],
    ],
    ids=" ".join,
)
def test_preflight(words: list[str], folder: Path, snapshot: SnapshotAssertion) -> None:
    assert octavo("preflight", *words, folder=folder) == snapshot


def test_json(folder: Path) -> None:
    said = octavo("preflight", "plain.pdf", "--printer", "ingram", "--format", "json", folder=folder)
    findings = json.loads(said.partition("--- stdout\n")[2].partition("--- stderr\n")[0])
    jsonschema.validate(findings, json.loads((SCHEMAS / "check.json").read_text(encoding="utf-8")))
    assert {finding["rule"] for finding in findings} >= {"press/page-count", "press/pdfx"}
    assert all(finding["file"] == "plain.pdf" and finding["spec"] for finding in findings)
