"""Where no printed edition can be set, each other file says that it carries no page numbers, and claims none."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from kinds import ERRATA, FRONT_MATTER, TEXT_OF_ALL_KINDS, WITNESS
from octavo.build import Build, build
from octavo.checks.run import check
from octavo.document import read_document
from octavo.document.paginate import without_pages
from octavo.edition import load_edition
from octavo.edition.housewords import HouseWords
from octavo.errors import Notices
from octavo.outfolder import write
from octavo.outputs import Audience, outputs_for
from octavo.readback.tei import read_tei
from octavo.renditions.tei import tei
from octavo.text.collate import compare
from octavo.text.layer import Layer

HEAD = """---
title: A book
creator: Ada Author
lang: LANG
identifier: urn:uuid:00000000-0000-4000-8000-000000000017
version: "1"
published: 2020-02-02
rights: For testing only.
witness: {path: witness.txt}
---

"""
READERS_GET = tuple(output.name for output in outputs_for(Audience.READERS))
READERS = ("epub", "html", "xml", "txt")
WITHOUT_PAGES = HouseWords.of("en-GB", {}).text("without-pages")


def edition(folder: Path, letter: str = "𓀀", lang: str = "en-GB") -> Path:
    """A book with one erratum, and one in its note; print has no letter for a hieroglyph."""
    text = f"# One\n\nThe door is shut {letter} tonight.[^1]\n\n[^1]: So it was said.\n"
    (folder / "01.md").write_text(HEAD.replace("LANG", lang) + text, encoding="utf-8")
    (folder / "witness.txt").write_text(f"One\n\nThe door it shut {letter} tonight.\n\nSo it vas said.\n", "utf-8")
    errata = "errata:\n  - {id: it-shut, for: it shut, read: is shut, kind: misread}\n"
    (folder / "errata.yaml").write_text(errata + "  - {id: vas, for: vas, read: was, kind: misread}\n", "utf-8")
    return folder


def files(made: Build) -> dict[str, str]:
    """What each file says, by its ending; of an EPUB all its parts."""
    said = {}
    for artifact in made.artifacts:
        data = artifact.data
        if artifact.name.endswith(".epub"):
            with zipfile.ZipFile(BytesIO(data)) as parts:
                names = [name for name in parts.namelist() if name.endswith(("html", "opf", "ncx"))]
                data = b"\n".join(parts.read(name) for name in names)
        said[artifact.name.rpartition(".")[2]] = " ".join(data.decode("utf-8", "replace").split())
    return said


@pytest.mark.parametrize("lang", ["en-GB", "de"])
@pytest.mark.parametrize("only", [(), READERS_GET, ("epub", "html", "tei", "text")])
def test_each_file_says_so_in_its_imprint(tmp_path: Path, lang: str, only: tuple[str, ...]) -> None:
    folder = edition(tmp_path, lang=lang)
    made = build(folder, only)
    said, words = files(made), HouseWords.of(lang, {})
    for ending in READERS:
        assert words.text("without-pages") in said[ending], ending
        assert not re.search(r"(?<![\w.])0(?:[.,]0| (?:n\.|Anm\.) 0)(?![\w.])", said[ending]), ending
        assert words.pieces("errata-explanation")[0] not in said[ending], ending
        assert words.text("errata-explanation-unplaced") in said[ending], ending
    assert words.text("tei-without-pages") in said["xml"].partition("</teiHeader>")[0]
    for claim in ("pageNavigation", "pageBreakMarkers", "pageBreakSource", "page-list", "pageList", "pagebreak"):
        assert claim not in said["epub"], claim
    assert words.text("access-pages") not in said["epub"] + said["html"]
    write(made.artifacts, folder / "build", (), made.former)
    found = [finding for finding in check(folder, folder / "build")[1] if finding.severity != "note"]
    assert [finding.rule for finding in found] == (["rendition/present"] if "pdf" in only or not only else [])


@pytest.mark.parametrize("only", [(), ("epub", "html", "tei", "text")])
def test_where_print_is_set_nothing_is_said_of_it(tmp_path: Path, only: tuple[str, ...]) -> None:
    """Print is set in every build, also where its PDF is not asked for: the pages are there."""
    said = files(build(edition(tmp_path, "now"), only))
    for ending in READERS:
        assert "no page numbers" not in said[ending], ending
        assert "no printed edition" not in said[ending], ending
        assert "page and line of the printed edition" in said[ending], ending
    assert "pageNavigation" in said["epub"]
    assert "page-list" in said["epub"]


def test_the_words_are_the_editors_and_the_check_misses_them(tmp_path: Path) -> None:
    folder = edition(tmp_path)
    made = build(folder)
    assert WITHOUT_PAGES in made.document.flow.text
    assert WITHOUT_PAGES not in made.document.flow.layer(editorial=False).text
    write(made.artifacts, folder / "build", (), made.former)
    page = next((folder / "build").glob("*.html"))
    page.write_text(page.read_text(encoding="utf-8").replace("no page numbers, as", "page numbers, as"), "utf-8")
    found = [finding for finding in check(folder, folder / "build")[1] if finding.rule == "rendition/words"]
    assert [finding.message for finding in found]


def test_both_texts_can_be_computed_from_the_tei(tmp_path: Path) -> None:
    """The marks of errata move with the text behind what is added to the imprint."""
    for name, text in (
        ("01.md", FRONT_MATTER + TEXT_OF_ALL_KINDS),
        ("witness.txt", WITNESS),
        ("errata.yaml", ERRATA),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    document = read_document(load_edition(tmp_path))
    marked = [document.flow.text[emendation.start : emendation.end] for emendation in document.emendations]
    document = without_pages(document)
    assert [document.flow.text[emendation.start : emendation.end] for emendation in document.emendations] == marked
    data = tei(document, Notices())
    assert document.proof.collated
    assert "".join(etree.fromstring(data).itertext()).count(WITHOUT_PAGES) == 1
    blocks = read_tei(data, Path("a.xml"), view="witness")
    read = Layer.of("".join(f"{block.text}\n" for block in blocks))
    assert compare(document.proof.collated.transcript.layer, read) == []
