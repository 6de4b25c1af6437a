"""Formulas in print: set as formulas, read back as their TeX source; what cannot be set is told, and is the source."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from octavo.build import Build, build
from octavo.checks.outside import verapdf
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.typesetting import typstbook
from octavo.typesetting.typstformulas import Formula, _by_pandoc, _that_typst_sets
from settings import HEAD

INLINE = r"\frac{a}{b} \le \mathbb{R}"
DISPLAY = r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}"
MATRIX = r"\begin{pmatrix} a & b \\ c & d\end{pmatrix}"


def made_of(folder: Path, text: str) -> Build:
    folder.mkdir()
    head = HEAD.replace("print: {trim: TRIM}", "witness: {path: witness.txt}")
    (folder / "01.md").write_text(head + f"# One {{.editorial}}\n\n{text}\n", encoding="utf-8")
    (folder / "witness.txt").write_text("", encoding="utf-8")
    return build(folder)


@pytest.mark.outside
def test_formulas_are_set_as_formulas(tmp_path: Path) -> None:
    text = f"Let ${INLINE}$ be.[^1]\n\n$${DISPLAY}$$\n\nAnd ${MATRIX}$.\n\n[^1]: With $e^{{i\\pi}}$."
    made = made_of(tmp_path / "e", text)
    assert not made.warnings
    write(made.artifacts, tmp_path / "e" / "build")
    found = [finding for finding in check(tmp_path / "e", tmp_path / "e" / "build")[1] if finding.severity == "error"]
    assert [finding for finding in found if finding.rule.startswith(("rendition/", "pdf/"))] == []
    (path,) = (tmp_path / "e" / "build").glob("*book.pdf")
    with pikepdf.open(path) as file:
        fonts = {str(font.BaseFont) for page in file.pages for font in page.Resources.get("/Font", {}).values()}
    assert any("LibertinusMath" in font for font in fonts)
    assert verapdf([path]) == []


def test_what_cannot_be_set_stands_as_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typstbook, "typst_formulas", lambda _: {})
    made = made_of(tmp_path / "e", f"Let ${INLINE}$ be.")
    assert [warning.message for warning in made.warnings] == [f"print sets this formula as its TeX source: {INLINE}"]
    pdf = next(artifact.data for artifact in made.artifacts if artifact.name.endswith("book.pdf"))
    document = pypdfium2.PdfDocument(pdf)
    assert INLINE in "".join(page.get_textpage().get_text_range() for page in document)
    document.close()


@pytest.mark.parametrize("bad", ["a}", "{a", r"\end{document}", r"\foo"])
def test_one_that_breaks_off_spoils_no_other(bad: str) -> None:
    formulas = [Formula(INLINE, False), Formula(bad, True), Formula(DISPLAY, True)]
    turned = _by_pandoc(formulas)
    assert {formulas[0], formulas[2]} <= set(turned)
    assert all(text.startswith("$") and text.endswith("$") for text in turned.values())


def test_one_that_typst_does_not_know_spoils_no_other() -> None:
    good, bad = Formula("a", False), Formula("b", False)
    assert _that_typst_sets({good: "$a$", bad: "$nosuchthing(b)$"}) == {good: "$a$"}
