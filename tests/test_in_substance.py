"""Words of the editors that give the substance of what the witness has lost, and the witness from which it is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from octavo.build import build
from octavo.document import Document, read_document
from octavo.document.flow import text_of
from octavo.edition import load_edition
from octavo.readback.tei import read_tei
from octavo.renditions.tei import tei

HEAD = """---
title: Lost words
creator: Ada Author
editor: {name: the Readers’ Club, corporate: true}
lang: en-GB
identifier: urn:uuid:72c16a6b-8be3-4ab1-889b-3019bc776f19
version: "1"
published: 2020-02-02
rights: Public domain.
witnesses:
  - {siglum: W, path: witness.txt, role: base}
  - {siglum: J 67, title: A journal, date: "1967"}
  - {siglum: B, title: A book}
---

"""
TEXT = """# The chapter

The text[^1] of the chapter,[^2] and more.[^a]

::: {.in-substance source="J 67"}
A page is lost here; it told of the sea.

And of the land.
:::

It ends[^3] here. [As it should.]{.restored source=B}

# A lost chapter {.in-substance source="J 67"}

It told how they came home.

[^1]: [A book, p. 7. — *Ed., after J 67*]{.in-substance source="J 67"}

[^2]: [Another, p. 8,]{.in-substance source="J 67"} [as B says as well. — *Ed.*]{.in-substance source=B}

[^3]: [What the author noted.]{.restored source=B}

[^a]: [Our own. — *Ed.*]{.editorial}
"""
WITNESS = "The chapter\n\nThe text of the chapter, and more.\n\nIt ends here.\n"
NS = {"t": "http://www.tei-c.org/ns/1.0"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "01.md").write_text(HEAD + TEXT, encoding="utf-8")
    (tmp_path / "witness.txt").write_text(WITNESS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def document(folder: Path) -> Document:
    return read_document(load_edition(folder))


def test_a_note_in_substance_keeps_its_number_among_the_authors(document: Document) -> None:
    assert [(note.mark, note.kind) for note in document.notes] == [
        *(("1", "in-substance"), ("2", "in-substance"), ("a", "editorial"), ("3", "restored")),
    ]
    assert document.faults == []


def test_its_words_are_the_editors(document: Document) -> None:
    proof = document.proof
    assert proof.clean
    assert proof.collation is not None
    assert proof.collation.words_in_witness == proof.collation.words_as_received == len(WITNESS.split())
    in_book = document.flow.layer().tokens.count_words()
    assert proof.editorial_words == in_book - proof.collation.words_in_witness


def test_tei_has_them_as_the_editors_known_from_a_listed_witness(document: Document, tei_schema: etree.RelaxNG) -> None:
    data = tei(document)
    root = etree.fromstring(data)
    assert tei_schema.validate(root), tei_schema.error_log
    listed = {
        witness.get("n"): f"#{witness.get('{http://www.w3.org/XML/1998/namespace}id')}"
        for witness in root.iterfind(".//t:listWit/t:witness", NS)
    }
    notes = root.findall(".//t:text//t:note", NS)
    said = [(note.get("n"), note.get("type"), note.get("subtype"), note.get("source")) for note in notes]
    journal, book = listed["J 67"], listed["B"]
    assert said == [
        ("1", "editorial", "in-substance", journal),
        ("2", "editorial", "in-substance", f"{journal} {book}"),
        ("a", "editorial", None, None),
        ("3", "author", "restored", None),
    ]
    assert all(note.get("resp") == "#person.2" for note in notes[:3])
    assert not root.xpath("//t:note[@type='editorial']//t:supplied", namespaces=NS)
    supplied = root.findall(".//t:supplied", NS)
    assert [("".join(one.itertext()), one.get("source")) for one in supplied] == [
        *(("What the author noted.", book), ("As it should.", book)),
    ]
    sourced = root.xpath("//t:text//t:p[@source] | //t:text//t:div[@source]", namespaces=NS)
    assert [element.get("source") for element in sourced] == [journal] * 3
    assert all(element.get("ana") == "#octavo.editorial" for element in sourced)


def test_tei_says_so_where_there_are_any_and_what_is_only_cited(document: Document, folder: Path) -> None:
    header = etree.fromstring(tei(document)).find("t:teiHeader", NS)
    interpretation = "".join(header.find(".//t:interpretation", NS).itertext())
    assert "give the substance of what the author wrote" in interpretation
    notes = ["".join(note.itertext()) for note in header.iterfind(".//t:listWit//t:note", NS)]
    assert notes[1:] == ["Cited for single readings; its text was not collated."] * 2
    assert "every rdg whose wit names a witness other" not in "".join(header.itertext()), "none other can be computed"
    plain = re.sub(r"\[[^\]]*\]\{\.in-substance [^}]*\}", "[Ours.]{.editorial}", TEXT).replace(
        ".in-substance", ".editorial"
    )
    (folder / "01.md").write_text(HEAD + re.sub(r' source=("J 67"|B)', "", plain), encoding="utf-8")
    without = tei(read_document(load_edition(folder)))
    assert "give the substance" not in without.decode()


def test_the_witness_is_read_out_of_the_tei_without_them(document: Document) -> None:
    blocks = read_tei(tei(document), Path("x.xml"), "witness")
    assert [block.text for block in blocks] == [line for line in WITNESS.splitlines() if line]


def test_reading_renditions_mark_them_as_they_mark_the_editors(folder: Path) -> None:
    made = build(folder, ("html", "epub"))
    page = next(artifact.data for artifact in made.artifacts if artifact.name.endswith(".html")).decode()
    assert page.count('class="noteref in-substance"') == 2
    note = etree.HTML(page).find(".//*[@id='note-2-1']")
    assert text_of(note).endswith("Ed., after J 67")
    styles = Path(__file__).parent.parent / "styles"
    for name in ("html.css", "epub.css"):
        rules = [
            line for line in (styles / name).read_text(encoding="utf-8").splitlines() if "font-style: italic" in line
        ]
        assert any("editorial" in rule and "in-substance" in rule for rule in rules if rule.startswith(".noteref"))


def test_without_a_witness_there_is_nothing_to_name(folder: Path) -> None:
    head = HEAD[: HEAD.index("witnesses:")] + "---\n\n"
    (folder / "01.md").write_text(head + TEXT, encoding="utf-8")
    document = read_document(load_edition(folder))
    root = etree.fromstring(tei(document))
    assert not root.xpath("//@source")
    assert [note.get("subtype") for note in root.findall(".//t:text//t:note", NS)][:2] == ["in-substance"] * 2
    hints = [str(fault.problem.hint) for fault in document.faults]
    assert len(hints) == 3, "two of one kind are one"
    assert all("list it in the front matter under ‘witnesses’ and name it: {." in hint for hint in hints)


def test_a_source_belongs_to_these_words_alone(folder: Path) -> None:
    (folder / "01.md").write_text(HEAD + TEXT.replace("{.editorial}", "{.editorial source=B}"), encoding="utf-8")
    document = read_document(load_edition(folder))
    assert [fault.problem.message for fault in document.faults] == ['the attribute source="B" is dropped']
