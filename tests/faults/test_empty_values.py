"""An option or argument that is given and empty, as ``"$NAME"`` of a variable that is not set, is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from program import octavo

pytestmark = pytest.mark.hostile

COMMANDS = [
    ("build", "--only", ","),
    ("build", "--only", ""),
    ("build", "--only", " , "),
    ("build", "--out", ""),
    ("build", ""),
    ("check", ""),
    ("check", "--out", ""),
    ("collate", ""),
    ("collate", "--witness", ""),
    ("compare", "", "01.md"),
    ("compare", "01.md", ""),
    ("compare", "01.md", "01.md", "--ignore", ","),
    ("errata", ""),
    ("errata", "--since", ""),
    ("errata", "--witness-view", "--out", ""),
    ("fonts", ""),
    ("fonts", "add", ""),
    ("fonts", "add", "Libertinus", ""),
    ("new", ""),
    ("new", "x", "--title", ""),
    ("build", "--only="),
    ("build", " "),
    ("preflight", ""),
    ("preflight", "a.pdf", "--printer", ""),
    ("preflight", "a.pdf", "--trim", ""),
    ("preflight", "a.pdf", "--spine", ""),
    ("preflight", "a.pdf", "--isbn", ""),
    ("release", ""),
    ("release", "1", "--where", ","),
    ("release", "1", "--why", ""),
    ("release", "1", "--withdraw", ""),
    ("releases", ""),
    ("witness", "replace", "A", ""),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_empty_value_is_told_and_nothing_is_made(words: tuple[str, ...], tmp_path: Path) -> None:
    head = "---\ntitle: A\ncreator: B\nlang: en\nidentifier: urn:x:1\nversion: '1'\nrights: C\n---\n\n# One\n\nA.\n"
    (tmp_path / "01.md").write_text(head, encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n")
    done = octavo(*words, folder=tmp_path)
    assert done.returncode == 2
    assert "write" in done.stderr or "octavo" in done.stderr.lower()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["01.md", "a.pdf"]


def test_without_the_option_nothing_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Some words.\n", encoding="utf-8")
    assert octavo("compare", "a.txt", "a.txt", "--ignore", "case,,case", folder=tmp_path).returncode == 0
