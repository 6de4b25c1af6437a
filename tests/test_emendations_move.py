"""A mark moves nothing: the same words on the same lines as in a setting without marks."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lxml import etree

from octavo.build import edition_moment
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.errors import Notices
from octavo.readback.pdf import open_pdf_reading
from octavo.setbook.pagination import read_pagination
from octavo.typesetting.typeset import Typesetter
from octavo.typesetting.typstbook import TypstBook
from settings import HEAD, TRIMS, copied, words


@pytest.mark.parametrize("trim", TRIMS)
def test_marks_move_no_word(source: Path, tmp_path: Path, trim: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of the first edition on the same pages and lines, word by word, with marks and without."""
    folder = copied(source, tmp_path, trim)
    assert_marks_move_nothing(folder, monkeypatch)


def assert_marks_move_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set an edition as it is, and without a mark in its text: the same words on the same lines."""
    with_marks = rows_of(folder)
    link = Typesetter._link
    monkeypatch.setattr(Typesetter, "_marked", unmarked)
    monkeypatch.setattr(Typesetter, "_link", lambda self, e, names: "" if "place" in names else link(self, e, names))
    without = rows_of(folder)
    last = next(at for at, (_, words) in enumerate(without) if words.startswith("Errata corrected"))
    assert with_marks[:last] == without[:last]
    assert last > 500


def unmarked(setter: Typesetter, spans: list[etree._Element], before: str, behind: str) -> tuple[str, str, str]:
    return before, "".join(setter._children(span) for span in spans), behind


def rows_of(folder: Path) -> list[tuple[str, str]]:
    """Each line of the book as it was set: its place and its words."""
    document = read_document(load_edition(folder))
    with TypstBook(document, edition_moment(document.edition), Notices([])) as typst_book:
        pagination = read_pagination(document, open_pdf_reading(typst_book.draft(), folder))
    ends = [row.offset for row in pagination.rows[1:]] + [len(document.flow.text)]
    return [
        (str(row.line), document.flow.text[row.offset : end][:40])
        for row, end in zip(pagination.rows, ends, strict=True)
    ]


def test_thousands_of_marks_move_no_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks on one word in six, at the ends of lines and paragraphs, before points, within and across emphasis."""
    chance = random.Random(7)
    received, read, errata = [], [], []
    for paragraph in range(40):
        text = words(160, 200 * paragraph).split(" ")
        wrong = list(text)
        for at in range(len(text)):
            if chance.random() < 0.17 or at in (0, len(text) - 1):
                number = len(errata)
                wrong[at] = f"x{number}x"
                text[at] = f"good{number}" if at % 3 else text[at] + f"y{number}"
                errata.append(f"  - {{id: e{number}, for: x{number}x, read: {text[at]}, kind: misread}}")
            if chance.random() < 0.1:
                text[at], wrong[at] = f"‘{text[at]}’", f"‘{wrong[at]}’"
        received.append(" ".join(wrong[:50]) + ", " + " ".join(wrong[50:]) + ".")
        marked = [f"*{word}*" if at % 11 == 0 else word for at, word in enumerate(text)]
        read.append(" ".join(marked[:50]) + ", " + " ".join(marked[50:]) + ".")
    head = HEAD.replace("print: {trim: TRIM}", "witness: {path: witness.txt, paragraphs: line}")
    folder = tmp_path / "marks"
    folder.mkdir()
    (folder / "01.md").write_text(head + "# Marks\n\n" + "\n\n".join(read) + "\n", encoding="utf-8")
    (folder / "witness.txt").write_text("Marks\n" + "\n".join(received) + "\n", encoding="utf-8")
    (folder / "errata.yaml").write_text("errata:\n" + "\n".join(errata) + "\n", encoding="utf-8")
    assert_marks_move_nothing(folder, monkeypatch)
