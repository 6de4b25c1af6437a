"""Pictures of every kind that a text may show: what each rendition makes of them, and what is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from octavo.build import Build, build
from octavo.checks.outside import epubcheck, nu, verapdf
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.outfolder import write
from settings import HEAD

LINE = HEAD.count("\n") + 3


def made_of(folder: Path, text: str) -> Path:
    (folder / "images").mkdir(exist_ok=True)
    Image.new("RGB", (40, 30), "red").save(folder / "images" / "a.png")
    head = HEAD.replace("print: {trim: TRIM}\n", "")
    (folder / "01.md").write_text(f"{head}# One {{.editorial}}\n\n{text}\n", encoding="utf-8")
    return folder


def pages(made: Build) -> dict[str, str]:
    """The chapter as EPUB and HTML have it."""
    data = {artifact.name.rpartition(".")[2]: artifact.data for artifact in made.artifacts}
    with zipfile.ZipFile(io.BytesIO(data["epub"])) as book:
        (chapter,) = [book.read(name).decode() for name in book.namelist() if "001-" in name]
        package = book.read("EPUB/content.opf").decode()
    return {"epub": chapter, "package": package, "html": data["html"].decode()}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
@pytest.mark.parametrize("kind", ["png", "jpg", "gif"])
def test_every_kind_of_picture_is_carried(mode: str, kind: str, tmp_path: Path) -> None:
    ability = {"png": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}, "jpg": {"L", "RGB", "CMYK"}, "gif": {"1", "L", "P"}}
    shown = mode if mode in ability[kind] else "L"
    folder = made_of(tmp_path, f'![A caption](images/b.{kind}){{alt="It shows a thing"}}')
    Image.new(shown, (60, 40)).save(folder / "images" / f"b.{kind}")
    made = build(folder, ("epub", "pdf", "html", "text"))
    told = [(str(warning.place).rpartition("/")[2], warning.message) for warning in made.warnings]
    message = (
        f"the picture ‘images/b.{kind}’ is in four inks (CMYK), and EPUB, HTML and PDF show it in red, green and blue"
    )
    assert told == ([(f"01.md:{LINE - 1}:14", message)] if shown == "CMYK" else [])


@pytest.mark.outside
def test_an_empty_alternative_text_gives_way_to_the_caption(tmp_path: Path) -> None:
    folder = made_of(tmp_path, '![A red field](images/a.png){alt=""}')
    write(build(folder, ("epub", "pdf", "html")).artifacts, folder / "build")
    assert verapdf(sorted((folder / "build").glob("*.pdf")), ("3a", "ua1")) == []


@pytest.mark.outside
def test_a_long_description_is_referred_to_where_it_stands(tmp_path: Path) -> None:
    text = '![Red](images/a.png){alt="A field" longdesc="#how"}\n\n::: {#how}\nIt is red from side to side.\n:::'
    made = build(made_of(tmp_path, text), ("epub", "pdf", "html"))
    found = pages(made)
    for name in ("epub", "html"):
        assert 'aria-details="how"' in found[name] and 'id="how"' in found[name]
        assert "longdesc" not in found[name]
    assert ">longDescription<" in found["package"]
    write(made.artifacts, tmp_path / "build")
    assert epubcheck(sorted((tmp_path / "build").glob("*.epub")), usage=True) == []
    assert nu(sorted((tmp_path / "build").glob("*.html"))) == []


@pytest.mark.parametrize("text", ["", "\n\n# Two {.editorial}\n\n::: {#how}\nFar away.\n:::"])
def test_one_that_does_not_stand_there_is_told(text: str, tmp_path: Path) -> None:
    folder = made_of(tmp_path, f'![Red](images/a.png){{alt="A field" longdesc="#how"}}{text}')
    (fault,) = read_document(load_edition(folder)).faults
    assert (fault.kind, str(fault.problem.place).rpartition("/")[2]) == ("broken-link", f"01.md:{LINE - 1}:36")
    assert "in the chapter of its picture" in fault.problem.message
    made = build(folder, ("epub", "html"))
    assert fault.problem.message in [problem.message for problem in made.warnings]
    assert b"aria-details" not in next(artifact.data for artifact in made.artifacts if artifact.name.endswith(".html"))


def test_a_description_elsewhere_on_the_web_is_not_taken(tmp_path: Path) -> None:
    folder = made_of(tmp_path, '![Red](images/a.png){alt="A field" longdesc="https://example.org/how"}')
    (fault,) = read_document(load_edition(folder)).faults
    assert fault.problem.message.startswith('the attribute longdesc="https')
