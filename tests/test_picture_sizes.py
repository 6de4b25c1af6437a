"""Width and height that the text asks for: kept where they are sound, told where they are not, never over the edge."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest

from octavo.build import Build, build
from octavo.checks.outside import epubcheck, nu
from octavo.checks.run import check
from octavo.document.picturesize import size_of
from octavo.outfolder import write
from pictured import PLAIN_HEAD, artifact, carried, quartered

MEASURE = 3.71
"""Inches: the lines of the page of the house style at 5 by 8 inches."""


def sized(folder: Path, attributes: str, before: str = "", behind: str = "") -> Build:
    """A book with one picture of 960 by 480 pixels, which is 10 by 5 inches where nothing else is said."""
    quartered((960, 480)).save(folder / "a.png", dpi=(96, 96))
    picture = f'![A thing](a.png){{alt="It" {attributes}}}'
    (folder / "01.md").write_text(f"{PLAIN_HEAD}# One {{.editorial}}\n\n{before}{picture}{behind}\n", encoding="utf-8")
    return build(folder, ("epub", "html", "pdf", "tei"))


def inches(made: Build) -> tuple[float, float]:
    """Width and height of the picture in print; it must lie on its page."""
    file = pypdfium2.PdfDocument(artifact(made, ".pdf"))
    for page in file:
        for item in page.get_objects():
            if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
                left, low, right, high = item.get_bounds()
                width, height = page.get_size()
                assert left > 0 and right < width and low > 0 and high < height
                return (right - left) / 72, (high - low) / 72
    raise AssertionError("no picture")


def attributes(made: Build, ending: str, tag: str) -> str:
    data = artifact(made, ending)
    if ending == ".epub":
        import zipfile

        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = next(book.read(name) for name in book.namelist() if "001-" in name)
    (found,) = re.findall(rf"<{tag} [^>]*>", data.decode())
    return re.sub(r'src="data:[^"]*"', "", str(found))


@pytest.mark.parametrize(
    ("said", "width", "page", "tei"),
    [
        ("width=50%", MEASURE / 2, 'style="width: 50%"', 'width="50%"'),
        ("width=2in", 2.0, 'width="192"', 'width="2in"'),
        ("width=5.08cm", 2.0, 'width="192"', 'width="5.08cm"'),
        ("width=50.8mm", 2.0, 'width="192"', 'width="50.8mm"'),
        ("width=144pt", 2.0, 'width="192"', 'width="144pt"'),
        ("width=12pc", 2.0, 'width="192"', 'width="12pc"'),
        ("width=192px", 2.0, 'width="192"', 'width="192px"'),
        ("width=192", 2.0, 'width="192"', 'width="192px"'),
        ("width=10em", 102 / 72, 'style="width: 10em"', 'width="10em"'),
        ("height=1in", 2.0, 'height="96"', 'height="1in"'),
        ("width=3in height=1in", 2.0, 'width="192"', 'width="192px"'),
        ("width=2in height=3in", 2.0, 'width="192"', 'width="2in"'),
        ("width=90cm", MEASURE, 'width="3402"', 'width="90cm"'),
    ],
)
def test_a_size_is_kept_in_every_rendition(said: str, width: float, page: str, tei: str, tmp_path: Path) -> None:
    """A picture in a box that is too wide for it keeps its shape."""
    made = sized(tmp_path, said)
    assert made.warnings == ()
    assert "height" not in attributes(made, ".epub", "img") or "width" not in attributes(made, ".epub", "img")
    wide, high = inches(made)
    assert (wide, high) == (pytest.approx(width, abs=0.03), pytest.approx(width / 2, abs=0.03))
    assert page in attributes(made, ".epub", "img") and page in attributes(made, ".html", "img")
    assert tei in attributes(made, ".xml", "graphic")
    assert carried(made)[1] == (tmp_path / "a.png").read_bytes()


@pytest.mark.parametrize("said", ["width=50%", "width=2in", "height=1in", "width=90cm"])
def test_a_size_within_a_line_is_kept(said: str, tmp_path: Path) -> None:
    made = sized(tmp_path, said, "Words before ", " and words behind.")
    wide = {"width=50%": MEASURE / 2, "width=90cm": MEASURE}.get(said, 2.0)
    assert inches(made) == (pytest.approx(wide, abs=0.03), pytest.approx(wide / 2, abs=0.03))
    assert made.warnings == ()


@pytest.mark.parametrize("said", ["width=90cm", "width=100%"])
def test_a_size_in_a_list_stays_in_its_column(said: str, tmp_path: Path) -> None:
    assert inches(sized(tmp_path, said, "- One\n- Two\n\n  "))[0] < MEASURE


@pytest.mark.parametrize(
    ("said", "why", "left"),
    [
        ("width=wide", "is no size", ""),
        ("width=0", "is no size", ""),
        ("width=-3cm", "is no size", ""),
        ("width=3furlong", "is no size", ""),
        ('width="50%;color:red"', "is no size", ""),
        ("width=1e9cm", "is no size", ""),
        (r"width=0.5\\hsize", "is no size", ""),
        ("height=50%", "is a part of nothing", ""),
        ("width=250%", "is more than there is", 'style="width: 100%"'),
    ],
)
def test_a_size_that_is_none_is_told_with_its_place(said: str, why: str, left: str, tmp_path: Path) -> None:
    made = sized(tmp_path, said)
    (told,) = made.warnings
    assert why in told.message and told.hint
    assert str(told.place).endswith(f"01.md:{PLAIN_HEAD.count(chr(10)) + 3}:28")
    found = attributes(made, ".epub", "img")
    assert (left in found) if left else ("width" not in found and "height" not in found)


def test_parts_of_the_measure_are_read_as_tex_writes_them() -> None:
    assert [str(size_of(text)) for text in (r"0.5\textwidth", r"\linewidth", r".25\columnwidth", "1.5 CM")] == [
        "50%",
        "100%",
        "25%",
        "1.5cm",
    ]


@pytest.mark.outside
def test_sizes_are_sound_for_every_validator(tmp_path: Path) -> None:
    quartered((960, 480)).save(tmp_path / "a.png")
    pictures = "\n\n".join(
        f'![A thing](a.png){{alt="It" {said}}}' for said in ("width=50%", "width=3cm height=20px", "width=4em")
    )
    (tmp_path / "01.md").write_text(f"{PLAIN_HEAD}# One {{.editorial}}\n\n{pictures}\n", encoding="utf-8")
    write(build(tmp_path, ("epub", "html", "pdf", "tei", "text")).artifacts, tmp_path / "build")
    assert epubcheck(list((tmp_path / "build").glob("*.epub")), usage=True) == []
    assert nu(list((tmp_path / "build").glob("*.html"))) == []
    found = check(tmp_path, tmp_path / "build")[1]
    assert {finding.rule for finding in found} <= {"source/witness-named"}
