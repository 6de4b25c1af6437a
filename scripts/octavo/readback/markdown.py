"""Reading Markdown: one file by itself, or an edition folder as Octavo reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from octavo.document import read_document
from octavo.document.places import MarkdownPlaces
from octavo.edition import Chapter, load_edition
from octavo.edition.textfile import read_text
from octavo.errors import Place
from octavo.markdown.file import MarkdownFile, read_files
from octavo.readback.filetext import FileText
from octavo.readback.lines import placed, split_at_lines
from octavo.readback.markup import MarkupReader, note_items, region_by_kind
from octavo.readback.reading import FRONT, NOTE, TEXT, ReadBlock
from octavo.text.places import LineIndex
from octavo.text.tokens import tokenise

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SHOWN = ("title", "subtitle", "author", "creator", "date", "publisher")
"""What of the front matter stands on a title page."""


def read_markdown(file: Path) -> FileText:
    """Read one file with pandoc, in the dialect of an edition; raises InputError where it cannot be read."""
    text = read_text(file)
    match = _FRONT_MATTER.match(text)
    body = "\n" * match[0].count("\n") + text[match.end() :] if match else text
    chapter = Chapter(file, text, body)
    tree = _with_notes(read_files([chapter])[0])
    blocks = MarkupReader(file, region_by_kind).read(tree, TEXT)
    front = [ReadBlock(line, FRONT, 0, Place(file, 1)) for line in _title_page(match[1])] if match else []
    return FileText(file, "Markdown", front + placed(blocks, LineIndex(file, body), body), len(note_items(tree)))


def _with_notes(file: MarkdownFile) -> etree._Element:
    """A file's tree with its notes in a list at the end, as pages of the web have them."""
    if file.notes:
        collected = {"id": "footnotes", "class": "footnotes", "role": "doc-endnotes"}
        listed = etree.SubElement(etree.SubElement(file.body, "section", collected), "ol")
        listed.extend(file.notes.values())
    return file.body


def _title_page(front_matter: str) -> Iterator[str]:
    import yaml

    try:
        read = yaml.load(front_matter, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return
    if isinstance(read, dict):
        for key in _SHOWN:
            yield from _strings(read.get(key))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield " ".join(value.split())
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        yield from _strings(value.get("name"))


def read_folder(folder: Path) -> FileText:
    """Read an edition folder; raises InputError where it is none or something in it is at fault."""
    document = read_document(load_edition(folder))
    flow, places = document.flow, MarkdownPlaces(document)
    blocks: list[ReadBlock] = []
    for block in flow.blocks:
        chapter = document.chapters[block.chapter]
        # What no file holds was made of the front matter or of the errata list, and its numbers are not known here.
        front = chapter.kind != "chapter" or block.file < 0
        text = flow.text[block.start : block.end]
        starts = [block.start + start for start in tokenise(text).starts]
        region = FRONT if front else NOTE if block.note >= 0 else TEXT
        code = any(True for _ in block.element.iterancestors("pre")) or block.element.tag == "pre"
        read = ReadBlock(text, region, 0, places.place(block.start), code=code)
        pieces = split_at_lines(read, [places.place(start) for start in starts].__getitem__)
        blocks += [replace(piece, text=" ".join(piece.text.split())) for piece in pieces]
    return FileText(folder, "edition", blocks, len(document.notes))
