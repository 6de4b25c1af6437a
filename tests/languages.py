"""A small book in each language that has house words, made of these words, so that it is prose of the language."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
from lxml import etree, html

from conftest import ROOT
from octavo.edition.housewords import HouseWords
from octavo.renditions import Artifact

FONTS = {"ja": ROOT / "tests" / "fonts" / "NotoSerifJP-subset.ttf", "zh": None}
"""Languages with letters that print has not, and a font of the tests for each; without one, no book is built in it."""
SHOWN = frozenset(
    {
        *(
            "aria-label",
            "title",
            "alt",
            "alttext",
            "data-said",
            "data-resumed",
            "data-page",
            "data-pages",
            "data-words",
        ),
        *("data-correction", "data-nothing"),
    }
)
"""Attributes whose text is read, shown or spoken."""
HEAD = """---
title: "{title}"
creator: [{{name: Ada, role: aut}}, {{name: Bo, role: trl}}, {{name: Cy, role: trl}}, {{name: Dee, role: aui}}]
lang: {lang}
identifier: urn:uuid:00000000-0000-4000-8000-0000000000cb
version: "1"
published: 2024-05-01
revised: 2024-11
rights: CC0
witness: {{path: witness.txt}}
{more}---

"""
TEXT = """# {heading} {{#one}}

Qux. {first}[^1]

::: editorial
@fig-a, @tbl-a.
:::

![{title}](a.svg){{#fig-a alt="{title}"}}

| {heading} | {title} |
|----|----|
| 1 | 2 |

: {title} {{#tbl-a}}

$$x + 1$$

## {title} {{#two}}

{second}

[^1]: {first}
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30"><rect width="30" height="30"/></svg>'


def edition(folder: Path, lang: str, prose: HouseWords, more: str = "") -> Path:
    """An edition of a language, with prose in it: a correction, notes, a figure, a table, a formula."""
    said = {"title": prose.text("text-begins"), "heading": prose.text("note")}
    said |= {"first": prose.text("tei-punctuation"), "second": prose.text("tei-rule-line")}
    folder.mkdir(exist_ok=True)
    (folder / "1.md").write_text(HEAD.format(lang=lang, more=more, **said) + TEXT.format(**said), encoding="utf-8")
    (folder / "a.svg").write_text(SQUARE, encoding="utf-8")
    table = "\n\n".join([said["heading"], said["title"], "1", "2"])
    witness = [said["heading"], f"Quux. {said['first']}", said["title"], said["title"], table, "x + 1"]
    witness += [said["title"], said["second"], said["first"]]
    (folder / "witness.txt").write_text("\n\n".join(witness) + "\n", encoding="utf-8")
    (folder / "errata.yaml").write_text("errata:\n  - {id: qux, for: Quux, read: Qux, kind: misread}\n", "utf-8")
    font = FONTS.get(lang.partition("-")[0])
    if font:
        (folder / "fonts").mkdir(exist_ok=True)
        (folder / "fonts" / font.name).write_bytes(font.read_bytes())
    return folder


def shown(artifact: Artifact) -> str:
    """All words of a file that somebody reads, sees or hears: its text, and attributes that say something."""
    kind = artifact.name.rpartition(".")[2]
    if kind == "epub":
        with zipfile.ZipFile(io.BytesIO(artifact.data)) as book:
            names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
            return "\n".join(_of_tree(etree.fromstring(book.read(name))) for name in names)
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(artifact.data)) as book:
            names = ["word/document.xml", "word/footnotes.xml", "docProps/core.xml"]
            return "\n".join(_of_tree(etree.fromstring(book.read(name))) for name in names)
    if kind == "html":
        return _of_page(html.fromstring(artifact.data.decode()))
    if kind == "xml":
        return _of_tree(etree.fromstring(artifact.data))
    return _of_pdf(artifact.data) if kind == "pdf" else artifact.data.decode()


def _of_tree(root: etree._Element) -> str:
    attributes = [str(value) for element in root.iter("*") for name, value in element.items() if name in SHOWN]
    return "\n".join([*map(str, root.itertext()), *attributes])


def _of_page(root: etree._Element) -> str:
    parts = []
    for script in list(root.iter("script", "style")):
        if script.get("type") == "text/html":
            parts += [_of_tree(element) for element in html.fragments_fromstring(script.text or "") if len(element)]
        elif script.get("type") == "application/ld+json":
            parts.append(json.loads(script.text or "")["accessibilitySummary"])
        script.drop_tree()
    return "\n".join([_of_tree(root), *parts])


def _of_pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    parts = [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in document]
    with pikepdf.open(io.BytesIO(data)) as file:
        parts += [attached.description for attached in file.attachments.values()]
        parts += [str(link.get("/Contents", "")) for page in file.pages for link in page.obj.get("/Annots", ())]
    return "\n".join(parts)
