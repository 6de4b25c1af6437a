"""The imprint ends with the ISBN of the product at hand, and moves nothing in the others."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pymupdf
import pytest
from lxml import etree

from cataloguedata import FRONT_MATTER, edition_with_everything
from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write

EPUB, PAPERBACK, PDF = "ISBN 978-0-306-40615-7", "ISBN 978-0-14-103614-4", "ISBN 978-3-16-148410-0"


def imprints(folder: Path) -> dict[str, str]:
    """The imprint of each product, and the web page's, by ending; the build is checked, and nothing is found."""
    made = build(folder, ("epub", "pdf", "html", "text", "print"))
    assert made.warnings == made.differences == ()
    write(made.artifacts, folder / "build")
    assert [str(finding) for finding in check(folder, folder / "build")[1]] == []
    found = {}
    for artifact in made.artifacts[:-1]:
        name = artifact.name.removeprefix("the-sea-wall-its-keepers")
        if name == ".epub":
            with zipfile.ZipFile(io.BytesIO(artifact.data)) as book:
                page = etree.fromstring(book.read("EPUB/imprint.xhtml"))
            found[name] = " ".join("".join(page.find(".//{*}body").itertext()).split())
        elif name.endswith(".pdf"):
            with pymupdf.open(stream=artifact.data) as pdf:
                found[name] = " ".join(pdf[3].get_text().split())
        else:
            found[name] = artifact.data.decode()
    return found


def test_each_product_has_its_own(tmp_path: Path) -> None:
    found = imprints(edition_with_everything(tmp_path))
    assert [found[name][-len(EPUB) :] for name in (".epub", ".pdf", "-print.pdf")] == [EPUB, PDF, PAPERBACK]
    assert all(found[name].count("ISBN") == 1 for name in (".epub", ".pdf", "-print.pdf"))
    assert "ISBN" not in found[".txt"]


@pytest.mark.parametrize(
    "without",
    [
        "  pdf: {isbn: 978-3-16-148410-0, status: withdrawn}\n",
        "  paperback: {isbn: 978-0-14-103614-4, price: {GBP: 12}, status: forthcoming}\n",
    ],
)
def test_a_product_without_one_has_none(tmp_path: Path, without: str) -> None:
    folder = edition_with_everything(tmp_path)
    assert without in FRONT_MATTER
    (folder / "1.md").write_text(FRONT_MATTER.replace(without, ""), encoding="utf-8")
    found = imprints(folder)
    ending = ".pdf" if "pdf" in without else "-print.pdf"
    assert "ISBN" not in found[ending]
    assert found[ending].endswith("000000000014")
    assert "ISBN" in found["-print.pdf" if ending == ".pdf" else ".pdf"]


def test_another_one_is_found(tmp_path: Path) -> None:
    folder = edition_with_everything(tmp_path)
    write(build(folder, ("epub", "pdf", "print")).artifacts, folder / "build")
    changed = FRONT_MATTER.replace("978-3-16-148410-0", "978-1-4028-9462-6").replace(
        "978-0-14-103614-4", "978-0-19-852663-6"
    )
    (folder / "1.md").write_text(changed, encoding="utf-8")
    findings = check(folder, folder / "build")[1]
    words = [finding.message for finding in findings if finding.rule == "rendition/words"]
    assert words and all("the PDF reads" in message and "on page iv" in message for message in words)
    printed = [finding.message for finding in findings if finding.rule == "press/same-words"]
    assert any("9780198526636" in message for message in printed)


def test_the_imprint_says_whose_the_book_is_and_how_it_was_made(tmp_path: Path) -> None:
    folder = edition_with_everything(tmp_path)
    making = "imprint: {place: Ely, typeface: Libertinus Serif, printed-by: Ada Printer}\n"
    (folder / "1.md").write_text(FRONT_MATTER.replace("---\n", f"---\n{making}", 1), encoding="utf-8")
    found = imprints(folder)
    assert "Fen & Marsh, Ely© 2020 Holders Ltd" in found[".epub"]
    assert "Set in Libertinus Serif." in found[".pdf"]
    assert "Printed by Ada Printer." in found["-print.pdf"]
    assert all("Printed by" not in found[name] for name in (".epub", ".pdf", ".txt"))
    assert "Set in" not in found[".epub"]
