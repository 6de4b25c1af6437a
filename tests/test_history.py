"""Each version stands under its own date, and the archival PDF holds what it was made of, with checksums."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from cataloguedata import NAMESPACES
from conftest import EDITIONS
from octavo.build import Build, build
from octavo.document.tree import inner_text
from octavo.edition.history import earlier_record, earlier_versions
from octavo.edition.kept import records
from octavo.edition.releases import NAME, with_release
from octavo.errors import InputError
from octavo.releases.record import release_of
from program import octavo

FIRST = """\
---
title: A dated edition
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000015
version: "1.0"
published: 2020-02-02
rights: Public domain.
witness: {path: witness.txt}
---

# Chapter

The text of the chapter.
"""
SECOND = FIRST.replace('"1.0"', '"1.1"').replace("rights:", "revised: 2021-03-04\nrights:")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "1.md").write_text(FIRST, encoding="utf-8")
    (tmp_path / "witness.txt").write_text("Chapter\n\nThe text of the chapter.\n", encoding="utf-8")
    (tmp_path / "RIGHTS.md").write_text("# Rights\n\nNobody holds any.\n", encoding="utf-8")
    return tmp_path


def issue(folder: Path) -> Build:
    """Build an edition and record it as issued."""
    made = build(folder, ("epub", "pdf", "tei"))
    date = made.edition.metadata.revised or made.edition.metadata.published
    release = release_of(made.document, {item.name: item.sha256 for item in made.artifacts}, str(date))
    (folder / NAME).write_bytes(with_release(made.edition, release))
    return made


def files(made: Build) -> dict[str, bytes]:
    return {Path(artifact.name).suffix: artifact.data for artifact in made.artifacts}


def attached(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for name, specification in file.attachments.items():
            parameters, data = specification.obj.EF.F.Params, specification.get_file().read_bytes()
            assert bytes(parameters.CheckSum) == hashlib.md5(data).digest(), name
            assert int(parameters.Size) == len(data)
        return {name: specification.get_file().read_bytes() for name, specification in file.attachments.items()}


def test_a_book_is_made_alike_before_and_after_its_release(folder: Path) -> None:
    before = issue(folder)
    after = build(folder, ("epub", "pdf", "tei"))
    assert [item.sha256 for item in after.artifacts] == [item.sha256 for item in before.artifacts]
    assert earlier_versions(after.edition) == []
    assert earlier_record(after.edition) == b""


def test_each_version_stands_under_its_own_date(folder: Path, tei_schema: etree.RelaxNG) -> None:
    issue(folder)
    (folder / "1.md").write_text(SECOND, encoding="utf-8")
    made = build(folder, ("epub", "pdf", "tei"))
    (imprint,) = (chapter.element for chapter in made.document.chapters if chapter.kind == "imprint")
    assert [inner_text(line) for line in imprint.iter("p") if line.get("class") == "edition"] == [
        "Edition 1.0, published 2 February 2020.",
        "Edition 1.1, published 4 March 2021.",
    ]
    header = etree.fromstring(files(made)[".xml"])
    tei_schema.assertValid(header)
    changes = header.findall(".//t:revisionDesc/t:change", NAMESPACES)
    assert [(change.get("when"), change.text) for change in changes] == [
        ("2021-03-04", "Edition 1.1: published."),
        ("2020-02-02", "Edition 1.0: published."),
    ]
    package = etree.fromstring(zipfile.ZipFile(io.BytesIO(files(made)[".epub"])).read("EPUB/content.opf"))
    (former,) = package.xpath("//o:meta[@property='dcterms:replaces']", namespaces=NAMESPACES)
    dates = package.xpath(f"//o:meta[@refines='#{former.get('id')}']/text()", namespaces=NAMESPACES)
    assert (former.text, dates) == ("Edition 1.0", ["2020-02-02"])


def test_without_a_record_the_new_version_is_not_under_the_old_date(folder: Path) -> None:
    (folder / "1.md").write_text(SECOND, encoding="utf-8")
    header = etree.fromstring(files(build(folder, ("tei",)))[".xml"])
    changes = header.findall(".//t:revisionDesc/t:change", NAMESPACES)
    assert [(change.get("when"), change.text) for change in changes] == [
        ("2021-03-04", "Edition 1.1: revised."),
        ("2020-02-02", "This edition: published."),
    ]


def test_what_the_pdf_was_made_of_is_attached(folder: Path) -> None:
    issue(folder)
    (folder / "1.md").write_text(SECOND, encoding="utf-8")
    record = (folder / NAME).read_bytes()
    made = issue(folder)
    held = attached(files(made)[".pdf"])
    assert held.keys() == {"1.md", "witness.txt", "RIGHTS.md", "releases.yaml", "manifest.json"}
    assert held["RIGHTS.md"] == (folder / "RIGHTS.md").read_bytes()
    assert held["releases.yaml"] == record
    assert attached(files(build(folder, ("pdf",)))[".pdf"]) == held  # also with its own record behind the first
    manifest, own = json.loads(files(made)[".json"]), json.loads(held["manifest.json"])
    assert own == {key: manifest[key] for key in own}
    assert own["sources"].keys() == {"1.md", "witness.txt", "RIGHTS.md"}
    tools = own["tools"]
    assert tools["pandoc"][0].isdigit() and tools["typst"].startswith("0.")
    assert {"fonts/LibertinusSerif-Regular.otf"} <= tools["fonts"].keys()
    assert {"print.typ", "epub.css", "tei.xsl", "words/en.toml"} <= tools["styles"].keys()


def test_a_transcript_that_an_earlier_version_followed_is_attached_and_watched(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EDITIONS / "source" / "issued-witness-kept-valid", tmp_path / "edition"))
    (folder / "replaced" / "W-1").mkdir(parents=True)
    (folder / "replaced" / "W-1" / "errata.yaml").write_text("errata: []\n", encoding="utf-8")
    former = folder / "witness.txt"
    made = build(folder, ("pdf",))
    assert attached(files(made)[".pdf"])["witness.txt"] == former.read_bytes()
    assert "witness.txt" not in made.edition.digests()
    kept = [path.relative_to(folder).as_posix() for path in records(made.edition)]
    assert kept == ["releases.yaml", "witness.txt", "replaced/W-1/errata.yaml"]
    assert octavo("build", folder, "--only", "pdf").returncode == 0
    former.write_text("Another text.\n", encoding="utf-8")
    assert "unchanged" not in octavo("build", folder, "--only", "pdf").stderr
    assert "witness.txt" not in attached((folder / "build" / "three-issues.pdf").read_bytes())


def test_a_record_that_is_at_fault_is_told(folder: Path) -> None:
    issue(folder)
    (folder / NAME).write_text((folder / NAME).read_text(encoding="utf-8").replace("version: '1.0'", "verzion: 1.0"))
    with pytest.raises(InputError, match="verzion"):
        build(folder, ("tei",))
