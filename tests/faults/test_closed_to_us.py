"""What the system keeps from the program is never called a fault of it: closed files, closed streams."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest

from program import OCTAVO, octavo

HEAD = """---
title: A book
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000018
witness: {path: w.txt}
---

"""
TEXT = "# One\n\nSome words of the text.\n"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "01.md").write_text(HEAD + TEXT, encoding="utf-8")
    (folder / "w.txt").write_text("One\n\nSome words of the text.\n", encoding="utf-8")
    (folder / "errata.yaml").write_text("errata: []\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["w.txt", "errata.yaml", "01.md"])
@pytest.mark.parametrize("command", [["collate"], ["collate", "--draft", "--write"], ["check"], ["errata", "--all"]])
def test_a_file_that_nobody_may_read_is_told_with_its_path(
    edition: Path, name: str, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root, for whom no file is closed, the test runs too: it is the opening that fails."""
    opened = io.open

    def closed(file: object, *arguments: object, **options: object) -> object:
        if str(file) == str(edition / name):
            raise PermissionError(13, "Permission denied", str(file))
        return opened(file, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", closed)
    done = octavo(*command, edition)
    assert (done.returncode, done.stderr.count("Permission denied")) == (2, 1), done.stderr
    assert done.stderr.startswith(f"{edition / name}: error: cannot ")


def test_a_file_of_the_program_itself_that_is_not_there_is_its_fault(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import octavo as package

    def lost(*_: object, **__: object) -> object:
        raise FileNotFoundError(2, "No such file or directory", str(Path(package.__file__).parent / "rules.toml"))

    monkeypatch.setattr("octavo.edition.load_edition", lost)
    assert octavo("collate", edition).returncode == 70


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["collate", "build --only html,text --no-cache", "errata --all --format json"])
def test_closed_streams_change_nothing(edition: Path, closed: str, command: str) -> None:
    name, _, options = command.partition(" ")
    script = f'"$@" {options} {closed}'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *OCTAVO, name, str(edition)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "fault" in done.stderr) == (0, False), done.stderr
    assert {path.name for path in edition.iterdir() if path.is_file()} == {"01.md", "w.txt", "errata.yaml"}
    assert (edition / "errata.yaml").read_text(encoding="utf-8") == "errata: []\n"
