"""Links within the book as paper shows them, indexes, and lists of illustrations and tables."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2
from lxml import etree

from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write

TEXT = """---
title: The Book
creator: Ann Author
lang: en
version: "1"
rights: Public domain.
identifier: urn:uuid:00000000-0000-4000-8000-0000000000f2
published: 2020-02-02
print: {lists: tables}
---

# The sea {#sea}

See [the land](#land) and [page 3](#land), and [this](#sea).

# The land {#land}

: What grows

| a | b |
|---|---|
| 1 | 2 |

# Index {.index}

- chain, [weight of](#sea)
- grass
  - [green](#land), [dry](#sea)
- [moss](#land)
"""


def pages(folder: Path, text: str) -> list[str]:
    """The text of each page, whose build is checked: the pages are for the eye, and the proof holds."""
    (folder / "1.md").write_text(text, encoding="utf-8")
    made = build(folder)
    write(made.artifacts, folder / "build")
    assert {finding.rule for finding in check(folder, folder / "build")[1]} <= {"source/witness-named"}
    pdf = pypdfium2.PdfDocument(next(item.data for item in made.artifacts if item.name.endswith(".pdf")))
    return [pdf[number].get_textpage().get_text_range().replace("\xa0", " ") for number in range(len(pdf))]


def test_a_link_says_its_page_where_that_is_another(tmp_path: Path) -> None:
    found = pages(tmp_path, TEXT)
    assert any("See the land, p. 3 and page 3, and this." in page for page in found)
    index = next(page for page in found if "grass" in page)
    assert [line for line in index.splitlines() if "," in line] == [
        "chain, weight of, 1",
        "green, 3, dry, 1",
        "moss, 3",
    ]
    assert "•" not in index


def test_pages_can_be_left_out(tmp_path: Path) -> None:
    assert not any(", p. " in page for page in pages(tmp_path, TEXT.replace("lists: tables", "page-references: false")))


def test_lists_lead_to_what_they_list(tmp_path: Path) -> None:
    found = pages(tmp_path, TEXT)
    assert any(page.splitlines()[:2] == ["Tables", "What grows 3"] for page in found)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "build" / "the-book.epub").read_bytes())) as book:
        nav = etree.fromstring(book.read("EPUB/nav.xhtml"))
        (link,) = nav.xpath("//*[@id='lot']//*[local-name()='a']")
        name, _, identifier = link.get("href").partition("#")
        assert etree.fromstring(book.read(f"EPUB/{name}")).xpath(f"//*[@id='{identifier}']")
