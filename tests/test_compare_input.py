"""What cannot be compared: one clear message with its place and what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
import typst

from conftest import EDITIONS
from octavo.errors import InputError
from octavo.readback.anyfile import read_any
from test_cli import octavo


def _zip(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        for name, text in files.items():
            container.writestr(name, text)
    return made.getvalue()


def _locked() -> bytes:
    pdf, made = pikepdf.Pdf.open(io.BytesIO(typst.compile(b"Words."))), io.BytesIO()
    pdf.save(made, encryption=pikepdf.Encryption(owner="o", user="u"))
    return made.getvalue()


UNREADABLE = {
    "empty.txt": (b" \n", "this file is empty", "name another file"),
    "latin.txt": ("café".encode("latin-1"), "not UTF-8", "save the file as UTF-8"),
    "scan.pdf": (typst.compile(b"#rect(width: 100%, height: 50%)"), "has no text", "text recognition"),
    "locked.pdf": (_locked(), "locked with a password", "save a copy without the password"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj", "this PDF is damaged", "export it anew"),
    "cut.epub": (_zip(mimetype="application/epub+zip")[:60], "this file is damaged", "cut off on its way"),
    "hollow.epub": (_zip(mimetype="application/epub+zip"), "this EPUB cannot be read", "EPUBCheck"),
    "broken.docx": (_zip(**{"word/document.xml": "<w>"}), "this DOCX file cannot be read", "save it anew"),
    "other.zip": (_zip(a="b"), "no book", "EPUB, HTML, PDF"),
    "named.docx": (b"Only words.", "this is no DOCX file", "download or save it anew"),
    "old.doc": (b"\xd0\xcf\x11\xe0rest", "an old Word file", "save it as DOCX"),
    "other.xml": (b"<?xml version='1.0'?><a>b</a>", "unknown kind", "TEI"),
    "open.xml": (b"<?xml version='1.0'?>\n<TEI><p></TEI>", "not well-formed", "mend the tag"),
    "blank.html": (b"<!doctype html><title>Only a title</title>", "has no text", "right file"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_says_why(name: str, tmp_path: Path) -> None:
    data, message, hint = UNREADABLE[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_any(tmp_path / name)
    problem = caught.value.problems[0]
    assert problem.place and problem.place.file == tmp_path / name
    assert message in problem.message and hint in problem.hint


def test_what_is_not_there_ends_with_2(tmp_path: Path) -> None:
    said = octavo("compare", "gone.pdf", "gone.md", folder=tmp_path)
    assert said == (
        "exit 2\n--- stdout\n--- stderr\ngone.pdf: error: there is no such file\n  look at the name and its folder\n"
    )
    with pytest.raises(InputError, match="there is no Markdown"):
        read_any(EDITIONS)
