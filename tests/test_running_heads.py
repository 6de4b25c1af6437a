"""The rule on running heads sees each way in which one can be wrong; what is wrong is set on purpose."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import EDITIONS
from faults import set_in_another_style
from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write
from settings import words

EDITION = EDITIONS / "typography" / "running-heads-valid"


def misnamed(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """What the rule says of an edition that is set with these changes in print.typ."""
    if changes:
        set_in_another_style(folder, [{"for": wrong, "read": right} for wrong, right in changes])
    else:
        write(build(folder).artifacts, folder / "build")
    found = check(folder, folder / "build")[1]
    return [finding.message for finding in found if finding.rule == "typography/running-heads"]


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("align(marginal(), one-line(head, m.measure))", "none", "is missing"),
        ("one-line(head, m.measure)", "text(30pt, one-line(head, 999pt))", "points wider than the text"),
        ("one-line(head, m.measure)", "[Another book]", "‘Another book’ names nothing that stands there"),
        ('set page(header: none, footer: none)\n  pagebreak(to: "odd"', 'pagebreak(to: "odd"', "on a blank page"),
        ('if main != "" and', "if false and", "is cut short"),
    ],
)
def test_what_is_wrong_with_a_head_is_told(wrong: str, right: str, message: str, tmp_path: Path) -> None:
    shutil.copytree(EDITION, tmp_path / "edition")
    said = misnamed(tmp_path / "edition", (wrong, right))
    assert said
    assert all(message in each for each in said), said


HEAD = """---
title: The Book
creator: Ann Author
lang: {lang}
version: "1"
rights: Public domain.
identifier: urn:uuid:00000000-0000-4000-8000-0000000000f7
published: 2020-02-02
print: {{trim: 3.5x5in{print}}}
---

"""
BOOKS = {
    "parts": ("en", "", f"# Part I. Sea\n\n## 1\n\n{words(300)}\n\n## 2. Land\n\n{words(300)}\n"),
    "run-on": ("en", ", openings: run-on", f"# Story[^1]\n\n{words(150)}\n\n# End\n\n{words(300)}\n\n[^1]: Note.\n"),
    "without headings": ("en", "", words(400)),
    "leftwards": ("he", "", f"# הים הגדול\n\n{words(300)}\n\n# ארץ\n\n{words(300)}\n"),
    "byline": ("en", "", f"# The Sea\\\n[Ann Author]{{.byline}}\n\n{words(300)}\n\n# Land\n\n{words(200)}\n"),
}


@pytest.mark.parametrize("name", BOOKS)
def test_heads_of_every_kind_of_book_are_as_they_should_be(name: str, tmp_path: Path) -> None:
    lang, options, text = BOOKS[name]
    (tmp_path / "1.md").write_text(HEAD.format(lang=lang, print=options) + text, encoding="utf-8")
    assert misnamed(tmp_path) == []
