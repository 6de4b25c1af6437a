"""Files of an edition folder: odd names, links, pipes; each refused with its place, none followed out or for ever."""

from __future__ import annotations

import os
import shutil
import unicodedata
from pathlib import Path

import pytest

from conftest import EDITIONS
from octavo.edition import WitnessOptions, load_edition
from octavo.edition.expressions import matches
from octavo.errors import Place
from octavo.text.transcript import read_transcript
from test_bad_input import change, refused, run

PICTURE = EDITIONS / "source" / "images-described-valid"


@pytest.mark.parametrize(("in_text", "on_disk"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_is_the_same_in_either_normalisation(edition: Path, in_text: str, on_disk: str) -> None:
    picture = next(path for path in PICTURE.rglob("*.png"))
    folder = edition / "images" / unicodedata.normalize(on_disk, "Bücher")  # type: ignore[arg-type]
    folder.mkdir(parents=True)
    shutil.copy(picture, folder / unicodedata.normalize(on_disk, "bild-ä.png"))  # type: ignore[arg-type]
    named = unicodedata.normalize(in_text, "images/Bücher/bild-ä.png")  # type: ignore[arg-type]
    change(edition, "The text of", f'![A picture]({named}){{alt="x"}}\n\nThe text of')
    (edition / "witness.txt").write_text("Chapter\n\nA picture\n\nThe text of the chapter.\n", encoding="utf-8")
    done = run("build", edition)
    assert done.returncode == 0, done.stderr
    assert run("check", edition).returncode == 0


def test_the_exact_name_comes_first(edition: Path) -> None:
    for form in ("NFC", "NFD"):
        (edition / unicodedata.normalize(form, "é.txt")).write_text(form, encoding="utf-8")  # type: ignore[arg-type]
    if len(list(edition.glob("?*.txt"))) < 3:
        return  # a system of files that knows one of the two only
    loaded = load_edition(edition)
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "é.txt")  # type: ignore[arg-type]
        assert loaded.resolve(name, Place(edition), "the file").read_text(encoding="utf-8") == form


def test_a_name_that_is_not_utf8(edition: Path) -> None:
    (edition / "images").mkdir()
    with open(os.fsencode(edition / "images") + b"/\xe4.png", "wb") as file:  # noqa: PTH123
        file.write(b"x")
    refused(edition, "images/\\xe4.png: error: the name of this file is not UTF-8", "rename it")
    shutil.rmtree(edition / "images")
    with open(os.fsencode(edition) + b"/02-\xe4.md", "wb") as file:  # noqa: PTH123
        file.write(b"More.\n")
    refused(edition, "02-\\xe4.md: error: the name of this file is not UTF-8")


@pytest.mark.parametrize("name", ["images", "fonts", "errata"])
def test_a_folder_that_is_a_link_out_of_the_edition(edition: Path, name: str) -> None:
    (edition / name).symlink_to("/", target_is_directory=True)
    refused(edition, f"{name}: error: this is ", "edition folder")


@pytest.mark.parametrize("name", ["02.md", "errata.yaml"])
def test_links_that_lead_nowhere(edition: Path, name: str) -> None:
    (edition / name).unlink(missing_ok=True)
    (edition / name).symlink_to("nothing-here")
    refused(edition, f"{name}: error: this is a link to nothing")
    (edition / name).unlink()
    (edition / name).symlink_to(name)
    refused(edition, f"{name}: error: this is a link that leads back to itself")


def test_a_record_of_releases_that_leads_nowhere(edition: Path) -> None:
    (edition / "releases.yaml").symlink_to("nothing-here")
    done = run("release", "1", edition)
    assert done.returncode == 2
    assert "releases.yaml: error: this is a link to nothing" in done.stderr
    assert (edition / "releases.yaml").is_symlink()


def test_a_picture_and_a_witness_that_lead_to_themselves(edition: Path) -> None:
    (edition / "a.png").symlink_to("a.png")
    change(edition, "The text of", "![x](a.png) The text of")
    refused(edition, "01.md:14:6: error: the image ‘a.png’ leads nowhere")
    change(edition, "![x](a.png) ", "")
    (edition / "witness.txt").unlink()
    (edition / "witness.txt").symlink_to("witness.txt")
    refused(edition, "01.md:9:11: error: the witness ‘witness.txt’ leads nowhere")


@pytest.mark.parametrize("name", ["%00.png", f"{'a' * 300}.png"])
def test_names_that_no_file_can_have(edition: Path, name: str) -> None:
    change(edition, "The text of", f"![x]({name}) The text of")
    refused(edition, "01.md:14:6: error: the image ‘")


@pytest.mark.parametrize("name", ["02.md", "errata.yaml"])
def test_a_pipe_is_not_waited_for(edition: Path, name: str) -> None:
    (edition / name).unlink(missing_ok=True)
    os.mkfifo(edition / name)
    refused(edition, f"{name}: error: this is not a file", "a pipe or a device may never end")


def test_a_pipe_or_folder_as_witness(edition: Path) -> None:
    (edition / "witness.txt").unlink()
    os.mkfifo(edition / "witness.txt")
    refused(edition, "01.md:9:11: error: the witness ‘witness.txt’ is not a file")
    (edition / "witness.txt").unlink()
    (edition / "witness.txt").mkdir()
    refused(edition, "01.md:9:11: error: the witness ‘witness.txt’ is a folder", "name a file in it")


@pytest.mark.parametrize("through_a_link", [False, True])
def test_no_rendition_is_written_over_a_file_of_the_edition(edition: Path, through_a_link: bool) -> None:
    witness = (edition / "witness.txt").read_bytes()
    target = edition
    (edition / "witness.txt").rename(edition / "a-small-edition.txt")
    change(edition, "{path: witness.txt}", "{path: a-small-edition.txt}")
    if through_a_link:
        target = edition.parent / "elsewhere"
        target.symlink_to(edition, target_is_directory=True)
    before = sorted(edition.iterdir())
    done = run("build", edition, "--out", target)
    assert done.returncode == 2
    assert "a-small-edition.txt: error: a file of the edition stands where a rendition goes" in done.stderr
    assert "--out" in done.stderr
    assert (edition / "a-small-edition.txt").read_bytes() == witness
    assert sorted(edition.iterdir()) == before


def test_a_key_that_is_a_list(edition: Path) -> None:
    change(edition, "version:", "? [a, b]\n: c\nversion:")
    said = refused(edition, "01.md:6:3: error: a list or a group of keys stands where a key should")
    assert "Node" not in said


def test_an_expression_that_would_never_end_elsewhere_finds_nothing_at_once() -> None:
    settings = WitnessOptions(path="w", skip=["(a|aa)+$"])
    assert read_transcript("a" * 60 + "!", settings).applied["skip (a|aa)+$"] == 0


def test_expressions_match_as_pythons_do() -> None:
    found = matches(r"^\d+$", "one\n12\ntwo 3\n4", None, by_line=True)
    assert [(m.start(), m[0]) for m in found] == [(4, "12"), (13, "4")]
    (found,) = matches(r"(\d{4})-(\d{1,4})", "in 1914-18", None)
    assert found.expand(r"\1–\2") == "1914–18"


@pytest.mark.parametrize("expression", ["x{99999999999999999999}", "(" * 3000 + "x" + ")" * 3000])
def test_expressions_past_all_bounds(edition: Path, expression: str) -> None:
    change(edition, "{path: witness.txt}", f"{{path: witness.txt, skip: '{expression}'}}")
    refused(edition, "01.md:9:", "is not a regular expression")


def test_byte_order_marks_within_a_text_are_left_out_and_told_once(edition: Path) -> None:
    """As where files were joined: a heading behind one is a heading, a word around one is a word.

    A witness keeps its own, which a rule of the house accounts for.
    """
    path = edition / "01.md"
    text = path.read_text(encoding="utf-8").replace("The text of", "The te\ufeffxt of")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode().replace(b"\n", b"\r\n") + "\n\ufeff# Another\n\nEnd.\n".encode())
    (edition / "02.md").write_text("\ufeff# Last\n\nA \ufeffword.\n", encoding="utf-8")
    witness = "Chapter\n\nThe te\ufeffxt of the chapter.\n\nAnother\n\nEnd.\n\nLast\n\nA \ufeffword.\n"
    (edition / "witness.txt").write_text(witness, encoding="utf-8")
    rule = "normalise: [{for: '\\ufeff', read: '', count: 2, why: The file was joined of several.}]\n"
    (edition / "errata.yaml").write_text(rule, encoding="utf-8")
    loaded = load_edition(edition)
    assert loaded.witness
    assert loaded.witness.text == witness
    [told] = loaded.warnings
    assert told.message == "a byte order mark (U+FEFF) stands within the text 3 times in 2 files and is left out"
    assert told.place == Place(path, 14, 7)
    done = run("build", edition)
    assert done.returncode == 0, done.stderr
    assert run("check", edition).returncode == 0
    made = {
        path.suffix: path.read_bytes().decode("utf-8", "replace")
        for path in (edition / "build").iterdir()
        if path.is_file()
    }
    assert "\ufeff" not in made[".txt"] + made[".html"]
    assert "\nAnother\n" in made[".txt"]
    assert "<orig>te\ufeffxt</orig>" in made[".xml"]


def test_a_mark_at_the_beginning_of_a_file_is_not_told(edition: Path) -> None:
    path = edition / "01.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_edition(edition).warnings == ()
