"""The README's commands are run; what it says of make stands in the Makefile."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT
from octavo.edition.accessibility import Accessibility
from octavo.edition.metadata import Metadata, PrintOptions, WitnessOptions
from program import OCTAVO

pytestmark = pytest.mark.outside

README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    """Every octavo command of the README's shell blocks, in order."""
    lines = "\n".join(re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)).splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("octavo ")]


def test_the_commands_work_one_after_the_other(tmp_path: Path) -> None:
    assert len(commands()) >= 6
    for words in commands():
        if words[0] == "archive":  # which asks for it, as the README says
            chapter = tmp_path / "my-book" / "1-first-chapter.md"
            chapter.write_text(chapter.read_text("utf-8").replace("\nlang:", "\npublisher: A Press\nlang:", 1), "utf-8")
        if words[0] == "library" and not (tmp_path / "books").exists():
            ignored = shutil.ignore_patterns("build")
            shutil.copytree(tmp_path / "my-book", tmp_path / "books" / "my-book", ignore=ignored)
        done = subprocess.run([*OCTAVO, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (words, done.stderr)
    assert (tmp_path / "my-book" / "build" / "my-book.epub").is_file()


def test_every_key_of_the_front_matter_is_named() -> None:
    for model in (Metadata, WitnessOptions, PrintOptions, Accessibility):
        for name, field in model.model_fields.items():
            assert f"`{field.alias or name}`" in README, field.alias or name


def test_the_targets_and_files_that_the_documents_name_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        for target in re.findall(r"^make ([a-z-]+)", text, re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        for link in re.findall(r"\]\(([^)#:]+)\)", re.sub(r"`[^`\n]+`", "", text)):
            assert (ROOT / link).exists(), link
