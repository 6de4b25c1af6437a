"""Test editions with what an archive needs, and their bags."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from octavo.archive.bag import write_bag
from octavo.archive.contents import archived
from octavo.build import build

ROOT = Path(__file__).parent.parent
DATA = "creator: Ann Author\npublisher: Octavo\npublished: 2026-01-02\nprint: {printer: generic, trim: 5x8in}\n"


def with_data(edition: str, folder: Path) -> Path:
    """A copy of a test edition whose front matter has what an archive needs."""
    shutil.copytree(ROOT / "tests" / "editions" / edition, folder)
    path = min(folder.glob("*.md"))
    text = path.read_text(encoding="utf-8")
    keys = [line for line in DATA.splitlines(keepends=True) if f"\n{line.partition(':')[0]}:" not in text]
    path.write_text(text.replace("---\n", "---\n" + "".join(keys), 1), encoding="utf-8")
    return folder


def bag_files(folder: Path) -> dict[str, bytes]:
    """The files of the bag of an edition, built now."""
    return archived(build(folder), datetime.datetime.now(datetime.UTC))[0]


def bag_of(folder: Path, bag: Path) -> Path:
    """The same, written."""
    write_bag(bag, bag_files(folder))
    return bag
