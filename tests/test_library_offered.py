"""A fault in an edition takes it out of no shop; one that has become restricted goes, whatever else is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from librarybooks import name
from program import octavo
from publishedlibrary import contents, indexed

MISSING = "\n![](images/none.png)\n"


def changed(library: Path, number: int, old: str, new: str, more: str = "") -> None:
    path = library / f"b{number:04}" / "1.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new) + more, encoding="utf-8")


@pytest.mark.parametrize("fault", ["yaml", "double", "text", "identifier"])
def test_what_cannot_be_built_any_more_stays_as_it_was(library_copy: Path, fault: str) -> None:
    before = contents(library_copy / "site")
    if fault == "yaml":
        changed(library_copy, 1, "title: Full", "title: [Full")
    elif fault == "double":
        shutil.copytree(library_copy / "b0001", library_copy / "b0001 (copy)")
    elif fault == "identifier":
        changed(library_copy, 1, "identifier: urn", "identifer: urn")
    else:
        changed(library_copy, 1, "title: Full", "title: Full", MISSING)
    done = octavo("library", "catalog", library_copy)
    assert done.returncode == 1
    assert "b0001" in done.stderr
    assert contents(library_copy / "site") == before
    assert b"deleted-entry" not in before["atom/index.xml"]


@pytest.mark.parametrize("access", ["access: restricted", "access: 'dark'", '"access" :  "restricted"  # for now'])
@pytest.mark.parametrize("fault", ["none", "not built", "yaml", "text"])
def test_what_has_become_restricted_goes_built_or_not(library_copy: Path, access: str, fault: str) -> None:
    more = MISSING if fault == "text" else ""
    title = "title: [Full" if fault == "yaml" else "title: Full"
    changed(library_copy, 1, "access: open\n", "")
    changed(library_copy, 1, "title: Full", f"{access}\n{title}", more)
    done = octavo("library", "catalog", library_copy, *(["--no-build"] if fault == "not built" else []))
    assert done.returncode == (0 if fault in ("none", "not built") else 1)
    site = library_copy / "site"
    for path, data in contents(site).items():
        assert name(1) not in path
        assert b"A Short Book" not in data, path
    assert b"A Short Book" not in indexed(site)
