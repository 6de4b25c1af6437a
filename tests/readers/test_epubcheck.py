"""EPUBCheck with everything it can say, also remarks on usage: each is mended, or allowed here with a reason."""

from __future__ import annotations

from pathlib import Path

from rezipped import rezipped
from shelf import Book

from octavo.checks.outside import epubcheck

ALLOWED: dict[str, str] = {}
"""Remarks on usage that a careful publisher would sign: the name of each, and why. There are none."""


def test_nothing_is_said(book: Book) -> None:
    found = epubcheck([book.path], usage=True)
    assert [said for said in found if said.rule not in ALLOWED or said.severity != "note"] == []
    unused = set(ALLOWED) - {said.rule for said in found} if book.name == "pamphlet" else set()
    assert not unused


def test_remarks_on_usage_are_heard(book: Book, tmp_path: Path) -> None:
    """Silence means something only where a fault is not met with it."""
    fixed = rezipped(book.path, tmp_path / "fixed.epub", ".css", lambda text: text + "p { position: fixed; }\n")
    assert [(said.rule, said.severity) for said in epubcheck([fixed], usage=True) if "CSS" in said.rule] == [
        ("CSS-006", "note")
    ]
