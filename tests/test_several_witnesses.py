"""Several witnesses: each is proved, each departure is a variant, and each can be read out of the TEI alone."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from octavo.document import Document, read_document
from octavo.document.proof import Collated
from octavo.edition import load_edition
from octavo.errors import InputError, Notices
from octavo.readback.tei import View, read_tei
from octavo.renditions.tei import tei
from octavo.text.collate import compare, compare_words
from octavo.text.layer import Layer
from program import octavo
from threewitnesses import ERRATA, HEAD, TEXT, write


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return write(tmp_path / "edition")


def read(folder: Path) -> Document:
    return read_document(load_edition(folder))


@pytest.fixture
def proved(edition: Path) -> Path:
    for siglum in ("IS67", "B88"):
        done = octavo("collate", edition, "--witness", siglum, "--draft", "--write")
        assert done.returncode == 1, done.stderr
    return edition


def test_the_base_is_proved_and_the_others_are_told_of(edition: Path) -> None:
    done = octavo("collate", edition)
    assert done.returncode == 0
    assert "clean: every difference is accounted for" in done.stdout
    assert re.search(r"^IS67: variants 0; \d unexplained: octavo collate --witness IS67$", done.stdout, re.MULTILINE)
    assert "MS, The manuscript: cited, not proved: it has no file" in done.stdout


def test_a_reading_of_a_further_witness_is_a_variant_or_unexplained(edition: Path) -> None:
    done = octavo("collate", edition, "--witness", "IS67", "--format", "json")
    assert done.returncode == 1
    differences = [(item["for"], item["read"]) for item in json.loads(done.stdout)["unexplained"]]
    assert ("less", "fewer") in differences
    assert ("an", "the") in differences
    listed = octavo("collate", edition, "--all")
    assert listed.returncode == 1
    assert listed.stdout.count("NOT CLEAN") == 2
    assert listed.stdout.endswith("MS, The manuscript: cited, not proved: it has no file\n")
    assert "MS, The manuscript" not in octavo("collate", edition, "--witness", "IS67").stdout


def test_the_words_of_the_editors_are_counted_once_with_the_base(proved: Path) -> None:
    base, *others = json.loads(octavo("collate", proved, "--all", "--format", "json").stdout)
    assert base["words"]["editorial"] > 0
    assert [other["words"]["editorial"] for other in others] == [None, None]
    assert octavo("collate", proved, "--all").stdout.count("editorial words") == 1


def test_drafted_variants_are_put_into_the_list_and_nothing_else_changes(proved: Path) -> None:
    text = (proved / "errata.yaml").read_text(encoding="utf-8")
    assert text.startswith(ERRATA.rstrip("\n"))
    assert octavo("collate", proved, "--all").returncode == 0
    sigla = [variant.siglum for variant in load_edition(proved).errata.variants]
    assert sorted(set(sigla)) == ["B88", "IS67"]


def test_every_witness_is_read_out_of_the_tei_alone(proved: Path, tei_schema: etree.RelaxNG) -> None:
    document = read(proved)
    assert all(proof.clean for proof in document.proof.further)
    data = tei(document, Notices())
    tei_schema.assertValid(etree.fromstring(data))
    collated = {proof.siglum: proof.collated for proof in document.proof.further}
    assert document.proof.collated is not None
    views: list[tuple[View, str, Collated]] = [("witness", "W", document.proof.collated)]
    views += [("further", siglum, collated[siglum]) for siglum in ("IS67", "B88")]
    for view, siglum, one in views:
        blocks = read_tei(data, Path("x.xml"), view, siglum)
        layer = Layer.of("".join(f"{block.text}\n" for block in blocks))
        assert compare(one.transcript.layer, layer) == [], siglum
        assert compare_words(one.transcript.layer, layer, spacing=True) == [], siglum
    edition = Layer.of("".join(f"{block.text}\n" for block in read_tei(data, Path("x.xml"))))
    assert compare(document.flow.layer(), edition) == []


def test_a_reading_that_two_witnesses_share_is_one_entry_of_the_apparatus(proved: Path) -> None:
    root = etree.fromstring(tei(read(proved), Notices()))
    readings = {
        "".join(rdg.itertext()): rdg.get("wit") for rdg in root.iter("{*}rdg") if "".join(rdg.itertext()).strip()
    }
    assert readings["ho"] == "#W #B88"
    assert readings["attached"] == "#W #B88"
    assert readings["less"] == "#IS67"
    told = "".join(root.find(".//{*}correction").itertext())
    assert "a rdg counts for those alone that its wit names" in told
    listed = [witness.get("{http://www.w3.org/XML/1998/namespace}id") for witness in root.iter("{*}witness")]
    assert listed == ["W", "IS67", "B88", "MS"]


def test_where_another_witness_has_the_editions_reading_the_draft_says_so_first(edition: Path) -> None:
    (edition / "errata.yaml").unlink()
    done = octavo("collate", edition, "--draft")
    lines = done.stdout.split("\n")
    assert lines[0] == "# further witnesses have the edition’s reading at 2 of 2: these first"
    assert '    evidence: {"IS67": "no"}' in lines
    assert '    evidence: {"IS67": "attracted"}' in lines


@pytest.mark.parametrize(
    ("errata", "said"),
    [
        ("{id: a, for: ho, read: x, kind: misread, evidence: {ZZ: a}}", "evidence of ‘ZZ’ is that of no witness"),
        ("{id: a, for: ho, read: x, kind: misread, evidence: {W: a}}", "evidence of ‘W’ is that of the base"),
    ],
)
def test_evidence_of_a_witness_that_is_not_named_is_refused(edition: Path, errata: str, said: str) -> None:
    (edition / "errata.yaml").write_text(f"errata:\n  - {errata}\n", encoding="utf-8")
    with pytest.raises(InputError, match=said) as refused:
        load_edition(edition)
    assert refused.value.problems[0].place is not None
    assert refused.value.problems[0].hint


def test_evidence_that_does_not_stand_in_its_witness_is_told(edition: Path) -> None:
    (edition / "errata.yaml").write_text(ERRATA.replace("IS67: attracted", "IS67: distracted"), encoding="utf-8")
    problems = read(edition).proof.misplaced
    assert [problem.message for problem in problems] == ["attached: ‘distracted’ stands nowhere in IS67"]


@pytest.mark.parametrize(
    ("witnesses", "said"),
    [
        ("[{siglum: A, path: witness/w.txt}, {siglum: A}]", "two witnesses have the siglum ‘A’"),
        ("[{siglum: A}, {siglum: B, path: witness/w.txt}]", "no witness is the base"),
        ("[{siglum: A, role: base}]", "a witness with the role ‘base’ needs a path"),
        (
            "[{siglum: A, path: witness/w.txt, role: base}, {siglum: B, path: witness/w.txt, role: base}]",
            "A and B both have the role ‘base’",
        ),
    ],
)
def test_a_list_of_witnesses_without_one_base_is_refused(edition: Path, witnesses: str, said: str) -> None:
    head = HEAD[: HEAD.index("witnesses:")] + f"witnesses: {witnesses}\n---\n\n"
    (edition / "01.md").write_text(head + TEXT, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        load_edition(edition)


def test_one_witness_is_a_list_of_one(edition: Path) -> None:
    shutil.copytree(edition, alone := edition.with_name("alone"))
    (alone / "errata.yaml").write_text(ERRATA[: ERRATA.index("    evidence")], encoding="utf-8")
    for key in ("witness: {path: witness/w.txt}", "witnesses: [{path: witness/w.txt, siglum: W}]"):
        head = HEAD[: HEAD.index("witnesses:")] + f"{key}\n---\n\n"
        (alone / "01.md").write_text(head + TEXT, encoding="utf-8")
        assert read(alone).proof.clean


def test_every_witness_is_attached_to_the_pdf(edition: Path, tmp_path: Path) -> None:
    assert octavo("build", edition, "--only", "pdf", "--out", tmp_path / "out").returncode == 0
    with pikepdf.open(next((tmp_path / "out").glob("*.pdf"))) as pdf:
        names = {name for name in pdf.attachments if name.startswith("witness/")}
    assert names == {"witness/w.txt", "witness/is67.txt", "witness/b88.txt"}
