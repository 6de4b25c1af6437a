"""House styles: small files of one shape; the same words on the same grid, in another look."""

from __future__ import annotations

import re
import shutil
import typing
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from conftest import ROOT
from octavo.build import Build, build
from octavo.checks.run import check
from octavo.edition.printing import PrintOptions
from octavo.outfolder import write
from octavo.readback.pdf import open_pdf_reading
from octavo.readback.reading import TEXT
from settings import HEAD

STYLES = typing.get_args(PrintOptions.model_fields["style"].annotation)


def keys(style: str) -> list[str]:
    """What a style file decides."""
    return re.findall(r"^  ([a-z-]+):", (ROOT / "styles" / f"{style}.typ").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_a_small_file_that_decides_what_the_default_does(style: str) -> None:
    assert sorted(keys(style)) == sorted(keys("default"))
    assert len((ROOT / "styles" / f"{style}.typ").read_text(encoding="utf-8").splitlines()) < 60


@pytest.fixture(scope="module")
def books(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Build]]:
    """The first edition in each style."""
    made = {}
    for style in STYLES:
        folder = tmp_path_factory.mktemp("styles") / style
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("build"))
        first = folder / "1-introduction.md"
        text = first.read_text(encoding="utf-8")
        settings = f"print: {{printer: kdp, trim: 5x8in, style: {style}}}"
        first.write_text(re.sub(r"\nprint: .*", f"\n{settings}", text), encoding="utf-8")
        made[style] = folder, build(folder)
    return made


@pytest.fixture(params=STYLES)
def made(request: pytest.FixtureRequest, books: dict[str, tuple[Path, Build]]) -> tuple[Path, Build]:
    return books[request.param]


def test_every_check_holds_in_every_style(made: tuple[Path, Build]) -> None:
    """But that two pages may not end level, which the build has said as well."""
    folder, book = made
    write(book.artifacts, folder / "build")
    found = [finding for finding in check(folder, folder / "build")[1] if finding.rule != "typography/facing-pages"]
    assert found == []
    assert all("ends higher or lower" in warning.message for warning in book.warnings)


def test_lines_stand_on_the_grid(made: tuple[Path, Build]) -> None:
    """Base lines of the text are whole lines apart, on every page and from page to page."""
    _, book = made
    (pdf,) = (artifact for artifact in book.artifacts if artifact.name.endswith("lost.pdf"))
    reading = open_pdf_reading(pdf.data, Path(pdf.name))
    heights = [
        stretch.base_line
        for block in reading.blocks
        if block.region == TEXT and not block.level and len(block.text) > 200
        for stretch in block.stretches
    ]
    line = Counter(round(a - b, 1) for a, b in pairwise(heights)).most_common(1)[0][0]
    off = Counter(round((heights[0] - height) / line % 1, 2) for height in heights)
    on_grid = sum(count for part, count in off.items() if min(part, 1 - part) < 0.03)
    # Superiors and inferiors have base lines of their own.
    assert on_grid > 0.97 * len(heights)


@pytest.mark.parametrize("style", STYLES)
def test_a_break_between_sections_takes_whole_lines(tmp_path: Path, style: str) -> None:
    """Whatever it is drawn with, what stands behind it is level with the lines of the facing page."""
    words = "Many words make a paragraph of some lines. " * 8
    head = HEAD.replace("TRIM", f"5x8in, style: {style}")
    (tmp_path / "1.md").write_text(f"{head}# One\n\n{words}\n\n* * *\n\n{words}\n")
    made = next(artifact for artifact in build(tmp_path, ("pdf",)).artifacts if artifact.name.endswith(".pdf"))
    reading = open_pdf_reading(made.data, Path(made.name))
    before, behind = ([s.base_line for s in block.stretches] for block in reading.blocks if block.text == words.strip())
    lines = (before[-1] - behind[0]) / (before[0] - before[1])
    assert lines == pytest.approx(round(lines), abs=0.02)
    assert lines >= 3


def test_the_styles_look_different(books: dict[str, tuple[Path, Build]]) -> None:
    seen = set()
    for _, book in books.values():
        (pdf,) = (artifact for artifact in book.artifacts if artifact.name.endswith("lost.pdf"))
        document = pypdfium2.PdfDocument(pdf.data)
        seen.add(document[6].render(scale=1).to_pil().tobytes())
        document.close()
    assert len(seen) == len(STYLES)
