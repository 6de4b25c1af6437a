"""Words in the place of pictures: alternative texts that are missing or empty on purpose, pictures of the network."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from octavo.build import Build, build
from octavo.checks.outside import epubcheck, nu, verapdf
from octavo.checks.run import check
from octavo.checks.validators import outside_findings
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.errors import InputError
from octavo.outfolder import write
from pictured import PLAIN_HEAD, artifact

FIRST = PLAIN_HEAD.count("\n") + 3
ALL = ("epub", "html", "pdf", "tei", "text")
NO_WITNESS = "source/witness-named"


def edition(folder: Path, *texts: str) -> Path:
    """An edition of a file a text, with pictures a.png to c.png beside them."""
    for name, colour in {"a": "red", "b": "green", "c": "blue"}.items():
        Image.new("RGB", (60, 40), colour).save(folder / f"{name}.png")
    for number, text in enumerate(texts, 1):
        head = PLAIN_HEAD if number == 1 else ""
        (folder / f"{number:02}.md").write_text(f"{head}# Part {number} {{.editorial}}\n\n{text}\n", encoding="utf-8")
    return folder


def page(made: Build) -> str:
    """The first chapter of the EPUB."""
    with zipfile.ZipFile(io.BytesIO(artifact(made, ".epub"))) as book:
        return next(book.read(name).decode() for name in book.namelist() if "001-" in name)


def package(made: Build) -> str:
    with zipfile.ZipFile(io.BytesIO(artifact(made, ".epub"))) as book:
        return book.read("EPUB/content.opf").decode()


def claims(made: Build) -> dict[str, str]:
    """What the PDF says that it is."""
    with pikepdf.open(io.BytesIO(artifact(made, ".pdf"))) as file:
        said = {key.rpartition("}")[2]: str(value) for key, value in file.open_metadata().items() if "aiim" in key}
        said["title"] = str(bool(file.Root.ViewerPreferences.DisplayDocTitle))
    return said


@pytest.mark.outside
def test_pictures_without_words_are_told_once_and_nothing_claims_them(tmp_path: Path) -> None:
    folder = edition(tmp_path, "A ![](a.png) and ![](b.png)\n\n![](a.png)", "![](c.png)\n\n![Words](c.png)")
    made = build(folder, ALL)
    (told,) = made.warnings
    assert told.message == (
        f"4 images have no alternative text: ‘a.png’ (01.md:{FIRST}), ‘b.png’ (01.md:{FIRST}), ‘c.png’ (02.md:3)"
    )
    assert str(told.place).endswith(f"01.md:{FIRST}:7") and "is not PDF/UA-1" in told.hint
    assert re.findall(r"<img [^>]*>", page(made)) == [
        '<img src="images/1.png" alt=""/>',
        '<img src="images/2.png" alt=""/>',
        '<img src="images/1.png" alt=""/>',
    ]
    assert ">alternativeText<" not in package(made) and 'accessModeSufficient">textual<' not in package(made)
    assert claims(made) == {"part": "3", "conformance": "U", "title": "True", "schemas": claims(made)["schemas"]}
    write(made.artifacts, tmp_path / "build")
    subject, findings = check(tmp_path, tmp_path / "build")
    assert {(finding.rule, finding.severity) for finding in findings} == {
        ("source/images-described", "warning"),
        (NO_WITNESS, "note"),
    }
    assert outside_findings(subject) == []


@pytest.mark.outside
def test_what_only_decorates_is_passed_over_by_every_reader(tmp_path: Path) -> None:
    folder = edition(tmp_path, 'Text ![](a.png){alt=""} in a line.\n\n![](b.png){alt="" width=20%}\n\n![Words](c.png)')
    made = build(folder, ALL)
    assert made.warnings == ()
    assert re.findall(r"<img [^>]*>", page(made))[:2] == [
        '<img src="images/1.png" alt="" role="presentation"/>',
        '<img src="images/2.png" alt="" role="presentation" style="width: 20%"/>',
    ]
    assert ">alternativeText<" in package(made)
    assert (claims(made)["conformance"], claims(made)["part"]) == ("A", "1")  # of PDF/UA, the last that it names
    write(made.artifacts, tmp_path / "build")
    findings = check(tmp_path, tmp_path / "build")[1]
    assert {finding.rule for finding in findings} == {NO_WITNESS}
    assert verapdf(list((tmp_path / "build").glob("*.pdf")), ("3a", "ua1")) == []
    assert epubcheck(list((tmp_path / "build").glob("*.epub")), usage=True) == []
    assert nu(list((tmp_path / "build").glob("*.html"))) == []


def test_a_book_whose_pictures_all_decorate_is_one_of_text(tmp_path: Path) -> None:
    made = build(edition(tmp_path, '![](a.png){alt=""}'), ("epub",))
    assert 'schema:accessMode">visual' not in package(made) and ">alternativeText<" not in package(made)
    write(made.artifacts, tmp_path / "build")
    assert {f.rule for f in check(tmp_path, tmp_path / "build")[1] if f.rule.startswith("access/")} == set()


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        (
            "[![build](https://ci.example/b.svg)![docs](http://ci.example/d.svg)](https://ci.example) here",
            '<a href="https://ci.example"><span class="editorial picture-words">[build]</span><span '
            'class="editorial picture-words">[docs]</span></a> here',
            "[build][docs] here",
        ),
        ("Words ![](//x.example/a%20b.png) go on", "[a b.png]</span> go on", "Words [a b.png] go on"),
        ("Words ![](https://x.example/){alt=''} go on", "Words  go on", "Words go on"),
        ("![A *caption*](https://x.example/a.png)", "<p>A <em>caption</em></p>", "A caption"),
        ('![A caption](https://x.example/a.png){alt="It shows"}', "<p>A caption</p>", "[It shows]\n\nA caption"),
    ],
)
def test_words_stand_for_a_picture_of_the_network(text: str, html: str, words: str, tmp_path: Path) -> None:
    made = build(edition(tmp_path, text), ALL)
    (told,) = made.warnings
    assert "not in the edition, and words stand in" in told.message and "save " in told.hint
    assert f"01.md:{FIRST}" in str(told.place)
    assert html in re.sub(r"\s+id=\"[^\"]*\"", "", page(made)) and "<img" not in page(made)
    assert words in artifact(made, ".txt").decode()
    assert "example" not in re.sub(r"https://ci\.example", "", artifact(made, ".html").decode().partition("<main")[2])
    write(made.artifacts, tmp_path / "build")
    found = check(tmp_path, tmp_path / "build")[1]
    assert {finding.rule for finding in found} == {"source/images-from-network", NO_WITNESS}


def test_pictures_of_the_network_are_told_once(tmp_path: Path) -> None:
    texts = ["\n\n".join(f"![x](https://x.example/{name}{n}.png) y" for n in range(4)) for name in "pq"]
    (fault,) = read_document(load_edition(edition(tmp_path, *texts))).faults
    assert fault.problem.message.startswith("8 images are not in the edition, and words stand in their places: ")
    assert fault.problem.message.count("https://") == 5 and fault.problem.message.endswith(", …")


def test_every_file_that_is_not_there_is_named_at_once(tmp_path: Path) -> None:
    folder = edition(tmp_path, "![x](no.png) y\n\n![x](no2.png) y ![](a.png)", "![x](../no3.png) y")
    with pytest.raises(InputError) as refused:
        build(folder, ("epub",))
    assert [problem.message for problem in refused.value.problems] == [
        "the image ‘no.png’ is not there",
        "the image ‘no2.png’ is not there",
        "the image ‘../no3.png’ is outside the edition folder",
    ]
    assert all(problem.place and problem.place.line and problem.hint for problem in refused.value.problems)


def test_the_second_time_a_picture_is_named_is_a_place_of_its_own(tmp_path: Path) -> None:
    folder = edition(tmp_path, "The file a.png.\n\n![x](a.png) y\n\n![x](a.png) y\n\n![](a.png)")
    images = read_document(load_edition(folder)).images
    assert [image.place.line - FIRST for image in images] == [2, 4, 6]
