"""Numbered lists as they were written: every rendition has the brackets that stand around or behind their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.build import build
from octavo.checks.outside import epubcheck, nu, verapdf
from octavo.checks.run import check
from octavo.outfolder import write
from settings import HEAD

WRITTEN = """(a) Oil *the* chain.
(b) Count.

Between.

A) Loose.

    Of two paragraphs.

B) Another.

    1. With a full stop.
    2. Likewise.

Between.

(4) Four

    (iv) deep

> (@) An example,
> (@ref) another.

As (@ref) says.[^n]

[^n]: A note:

    a) in it
"""
SAID = ["(a) Oil the chain.", "(b) Count.", "A) Loose.", "B) Another.", "1. With a full stop.", "(4) Four", "(iv) deep"]
SAID += ["(1) An example,", "(2) another.", "a) in it"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with lists of every kind, built."""
    made = tmp_path_factory.mktemp("lists")
    head = HEAD.replace("print: {trim: TRIM}\n", "")
    (made / "01.md").write_text(f"{head}# One {{.editorial}}\n\n{WRITTEN}", encoding="utf-8")
    write(build(made).artifacts, made / "build")
    return made


def test_every_rendition_says_the_brackets(folder: Path) -> None:
    subject, findings = check(folder, folder / "build")
    assert [finding for finding in findings if finding.rule.startswith("rendition/")] == []
    assert [output.label for output, _ in subject.readings()] == ["EPUB", "HTML", "PDF", "TEI", "text"]
    for _, reading in subject.readings():
        said = " ".join(block.text for block in reading.blocks)
        assert [text for text in SAID if text not in said] == [], reading


@pytest.mark.outside
def test_the_validators_say_nothing(folder: Path) -> None:
    built = folder / "build"
    assert epubcheck(list(built.glob("*.epub")), usage=True) == []
    assert verapdf(list(built.glob("*.pdf")), ("3a", "ua1")) == []
    assert nu(list(built.glob("*.html"))) == []
