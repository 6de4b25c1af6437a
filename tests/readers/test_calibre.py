"""calibre makes of each book one for a Kindle and a plain text, and no word is lost on the way there or back."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from rezipped import rezipped
from shelf import Book, program, words

from octavo.readback.anyfile import read_any
from octavo.readback.comparison import compare_files
from octavo.readback.epub import read_epub
from octavo.text.align import differences

LIST_TYPES = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I", "decimal": "1"}
"""Values of list-style-type and of HTML’s ``type`` that say the same (HTML, 15.3.8)."""


def converted(source: Path, target: Path, *options: str) -> Path:
    """Convert with calibre, as it comes: without windows, and with no settings of the user’s."""
    settings = {"QT_QPA_PLATFORM": "offscreen", "CALIBRE_CONFIG_DIRECTORY": str(target.parent / "calibre")}
    command = [program("ebook-convert", "calibre"), str(source), str(target), *options]
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="module")
def returned(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The EPUB that calibre makes of the AZW3 that it has made of ours."""
    folder = tmp_path_factory.mktemp("calibre")
    # Without the option, calibre puts contents of its own behind the book.
    azw3 = converted(book.path, folder / "book.azw3", "--no-inline-toc")
    return with_list_types(converted(azw3, folder / "back.epub"))


def with_list_types(path: Path) -> Path:
    """A copy in which lists say again how they are numbered: calibre turns ``type`` into classes of its style sheet."""
    with zipfile.ZipFile(path) as container:
        sheet = container.read("stylesheet.css").decode("utf-8")
    styles = re.findall(r"\.([\w-]+) \{[^}]*list-style(?:-type)?: ([\w-]+)", sheet)
    unnumbered = {name for name, style in styles if style == "none"}
    types = {name: LIST_TYPES[style] for name, style in styles if style in LIST_TYPES}

    def named(found: re.Match[str]) -> str:
        return found[0].replace(f'"{found[1]}"', '"in-brackets"') if found[1] in unnumbered else found[0]

    def typed(text: str) -> str:
        # A list that writes its numbers itself: its first item begins with a bracket.
        text = re.sub(r'<ol\b[^>]*?class="([\w-]+)"(?=[^>]*>(?:\s*<[^>]+>)+\s*\()', named, text)
        return re.sub(r'<ol\b(?=[^>]*class="([\w-]+)")', lambda found: f'<ol type="{types.get(found[1], "1")}"', text)

    return rezipped(path, path.with_name("typed.epub"), ".html", typed)


def test_a_kindle_book_has_every_word(book: Book, returned: Path) -> None:
    found = compare_files(read_any(book.path), read_any(returned), everything=True)
    assert [(item.a.reading, item.b.reading, item.a.place) for item in found.differences] == []
    assert found.moved == ()
    assert found.b.file.notes == len(book.document.notes)


def test_and_every_mark_of_a_note(book: Book, returned: Path) -> None:
    """What ``compare`` takes for no words of the text: the marks, on both sides of the link."""
    ours = [word for document in book.reading.spine for word in words(document)]
    theirs = [word for document in read_epub(returned.read_bytes(), returned).spine for word in words(document)]
    assert [(ours[a:b], theirs[c:d]) for a, b, c, d in differences(ours, theirs)] == []


def test_a_plain_text_has_every_word(book: Book, tmp_path: Path) -> None:
    """But for formulas, which calibre leaves out of every plain text; it writes a break as three asterisks."""
    ours = [word for document in book.reading.spine for word in words(document, formulas=False)]
    text = converted(book.path, tmp_path / "book.txt").read_text(encoding="utf-8")
    theirs = re.sub(r"^\s*\* \* \*\s*$", "", text, flags=re.MULTILINE).split()
    assert [(ours[a:b], theirs[c:d]) for a, b, c, d in differences(ours, theirs)] == []
