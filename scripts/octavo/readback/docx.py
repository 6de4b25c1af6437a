"""Reading a word processor's file, DOCX or ODT, with pandoc: tracked changes as if all of them were accepted.

Such a file has no pages and no lines; the place of a word is the number of its paragraph, counting those with text.
"""

from __future__ import annotations

import subprocess
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path

from octavo.document.tree import line
from octavo.errors import InputError, Place
from octavo.markdown.pandoc import LONGEST_READING
from octavo.readback.filetext import FileText
from octavo.readback.html import HtmlReading, read_html
from octavo.readback.markup import note_items
from octavo.readback.reading import NOTE, ReadBlock


def read_docx(data: bytes, file: Path, kind: str = "docx") -> FileText:
    """Read a file of a kind that pandoc knows (docx, odt); raises InputError where pandoc cannot."""
    page = read_html(_as_html(data, file, kind), file)
    return FileText(file, kind.upper(), _numbered(page), len(note_items(page.root)))


def _as_html(data: bytes, file: Path, kind: str) -> bytes:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", kind, "--to", "html5", "--wrap", "none", "--mathml"]
    command += ["--track-changes", "accept", "--standalone", "--metadata", "pagetitle=-", "--quiet"]
    hint = "open the file in a word processor and save it anew"
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=LONGEST_READING)
    except subprocess.TimeoutExpired:
        message = f"pandoc has not read this file within {LONGEST_READING} seconds"
        raise InputError(message, place=Place(file), hint=hint) from None
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise InputError(f"this {kind.upper()} file cannot be read: {said}", place=Place(file), hint=hint)
    return done.stdout


def _numbered(page: HtmlReading) -> list[ReadBlock]:
    notes = [line(item) for item in note_items(page.root)]
    blocks: list[ReadBlock] = []
    count = 0
    for block in page.blocks:
        if block.region == NOTE:
            where = f"note {max(bisect_right(notes, block.place.line), 1)}"
        else:
            count += 1
            where = f"paragraph {count}"
        file = page.file.with_name(f"{page.file.name}, {where}")
        blocks.append(replace(block, place=Place(file)))
    return blocks
