"""The page in its view “as in the witness”: its words, paragraphs and spaces are the transcript's."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from shelf import Book

from octavo.build import build
from octavo.document.collatewitness import read_witness
from octavo.text.align import differences
from octavo.text.tokens import PARAGRAPH, tokenise

Visit = Callable[..., Page]
FRONT = """---
title: A Book
lang: en-GB
identifier: urn:uuid:7e0bb4ef-6ed3-4c20-a8c8-5f5e5ecb7a06
witness: {path: witness/a.txt}
---

"""
TEXT = """# One

The first sentence of the book is here. It was a colour that nobody knew.

A second paragraph, which the witness has joined to the first.

Two more, of which the second

has been joined to the first as well.

A third one with a misprint in it, and today a colour again. Behind this the witness begins another paragraph, here.

The last word is *one word* and no more.
"""
WITNESS = """One

The first sentence of the book is here. It was a color that nobody knew. A second paragraph, which the witness has
joined to the first.

Two more, of which the second has been joined to the first as well.

A third one with a misprlnt in it, and to day a color again. Behind this the witness begins

another paragraph, here.

The very last word is one word and more.
"""
ERRATA = """errata:
  - {id: e1, for: misprlnt, read: misprint, kind: misread}
  - {id: e2, for: very last, read: last, kind: misread}
  - {id: e3, for: and more, read: and no more, kind: misread}
  - {id: e4, for: to day, read: today, kind: spacing}
  - {id: e5, for: "knew. A second", read: "knew.¶A second", kind: paragraph}
  - {id: e7, for: second has, read: second¶has, kind: paragraph}
  - {id: e6, for: "begins¶another", read: "begins another", kind: paragraph}
normalise:
  - {for: color, read: colour, why: the house spells so, count: 2}
"""


def paragraphs(page: Page) -> list[str]:
    """The paragraphs of the text as a reader sees them, without what the editors wrote."""
    seen = page.evaluate("""() => {
      const edited = "main > section.errata, .notes, .noteref, .permalink";
      for (const element of document.querySelectorAll(edited)) element.remove();
      // Whatever it looks like, innerText ends a line behind each p.
      for (const p of document.querySelectorAll("main p")) {
        if (getComputedStyle(p).display !== "inline") continue;
        const begins = getComputedStyle(p, "::before").display === "block";
        const span = document.createElement("span");
        if (begins) span.append(document.createElement("br"));
        span.append(...p.childNodes);
        p.replaceWith(span);
      }
      return document.querySelector("main").innerText;
    }""")
    plain = re.sub("[\u2060\u200b]", "", seen).replace("\u00a0", " ")
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition with a change of each kind."""
    (tmp_path / "witness").mkdir()
    (tmp_path / "1.md").write_text(FRONT + TEXT, encoding="utf-8")
    (tmp_path / "witness" / "a.txt").write_text(WITNESS, encoding="utf-8")
    (tmp_path / "errata.yaml").write_text(ERRATA, encoding="utf-8")
    return tmp_path


def test_words_paragraphs_and_spaces_are_the_transcript_s(edition: Path, visit: Visit) -> None:
    data = next(artifact.data for artifact in build(edition, ("html",)).artifacts if artifact.name.endswith(".html"))
    path = edition / "page.html"
    path.write_bytes(data)
    page = visit(path)
    as_edited = page.evaluate("document.querySelector('main').innerHTML")
    page.locator(".opens-errata").click()
    page.locator('input[value="witness"]').check()
    again = visit(path, again=page)
    wanted = [" ".join(block.split()) for block in WITNESS.split("\n\n")]
    assert paragraphs(again) == wanted
    page.locator('input[value="corrected"]').check()
    assert page.evaluate("document.querySelector('main').innerHTML").replace(' class=""', "") == as_edited


def test_the_first_edition_s_words_are_its_witness_s(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page)
    page.locator(".opens-errata").click()
    page.locator('input[value="witness"]').check()
    for editorial in pamphlet.document.chapters:
        if editorial.editorial:
            page.evaluate("id => document.getElementById(id)?.remove()", editorial.id)
    seen = _words("\n\n".join(paragraphs(page)))
    read = read_witness(pamphlet.document.edition)
    assert read
    assert len(seen) > 5000
    # The notes, which the transcript has as well, were taken out of the page; nothing else may differ.
    assert [seen[a:b] for a, b, _, _ in differences(seen, _words(read.transcript.layer.text)) if b > a] == []


def _words(text: str) -> list[str]:
    return [word for word in tokenise(text).words if word != PARAGRAPH]
