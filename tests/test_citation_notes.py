"""Styles of citations that make notes: they are the editors' notes, and their words are in every rendition."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.build import build
from octavo.checks.run import check
from octavo.document import Document, read_document
from octavo.document.flow import text_of
from octavo.edition import load_edition
from octavo.outfolder import write
from settings import HEAD

WORKS = """@book{doe, author={Doe, Jane}, title={The Boats}, year={2020}}
@book{roe, author={Roe, Richard}, title={The Tides}, year={2019}, doi={10.1000/xyz}}
"""
LIST = """<bibliography entry-spacing="0"><layout><names variable="author"/> <text variable="title"/></layout>
</bibliography>"""
STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="CLASS" version="1.0">
<info><title>Made for a test</title><id>made-for-a-test</id><updated>2020-01-01T00:00:00Z</updated></info>
<citation><layout delimiter="; " suffix="END">
<group delimiter=", "><names variable="author"/><text variable="title" font-style="italic"/>
<text variable="DOI" prefix="https://doi.org/"/><group delimiter=" "><label variable="locator" form="short"/>
<text variable="locator"/></group></group></layout></citation>LIST</style>
"""
TEXT = """# One

He has “boats” [@doe, pp. 12-14]. She has boats [see @roe; also @doe, chapter 3], and *more [@doe]*![^1]

[^1]: So she said [@roe].

## Of boats [@doe]

> Quoted. [@doe]

| a | b [@doe] |
|---|---|
| 1 | 2 [@roe] |
"""
WITNESS = "One\n\nHe has “boats”. She has boats, and more!\n\nOf boats\n\nQuoted.\n\na\n\nb\n\n1\n\n2\n\nSo she said.\n"


def edition(folder: Path, kind: str, listed: str) -> Path:
    style = STYLE.replace("CLASS", kind).replace("LIST", listed).replace("END", "." if kind == "note" else "")
    head = HEAD.replace("print: {trim: TRIM}", "bibliography: works.bib\ncsl: made.csl\nwitness: {path: witness.txt}")
    for name, text in (("works.bib", WORKS), ("made.csl", style), ("1.md", head + TEXT), ("witness.txt", WITNESS)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def notes(document: Document) -> list[tuple[str, str]]:
    return [(note.kind, text_of(note.body)) for note in document.notes]


@pytest.mark.parametrize("listed", [LIST, ""])
@pytest.mark.parametrize("kind", ["note", "in-text"])
def test_nothing_is_found_in_any_rendition(tmp_path: Path, kind: str, listed: str) -> None:
    """Neither is the author's text another than the witness, though a full stop stands before the note now."""
    folder = edition(tmp_path, kind, listed)
    made = build(folder)
    assert made.warnings == ()
    assert made.proof.clean
    write(made.artifacts, folder / "build")
    assert [str(finding) for finding in check(folder, folder / "build")[1]] == []


def test_citations_are_the_editors_notes(tmp_path: Path) -> None:
    document = read_document(load_edition(edition(tmp_path, "note", LIST)))
    assert notes(document) == [
        ("editorial", "Jane Doe, The boats, pp. 12–14."),
        ("editorial", "See Richard Roe, The tides, https://doi.org/10.1000/xyz; also Jane Doe, The boats, ch. 3."),
        ("editorial", "Jane Doe, The boats."),
        ("author", "So she said (Richard Roe, The tides, https://doi.org/10.1000/xyz)."),
        *(("editorial", "Jane Doe, The boats."),) * 3,
        ("editorial", "Richard Roe, The tides, https://doi.org/10.1000/xyz."),
    ]
    assert text_of(document.chapters[2].element).startswith("One He has “boats”. She has boats, and more!")
    assert "Doe" not in document.flow.layer(editorial=False).text


def test_the_address_of_a_work_stands_in_no_other_link(tmp_path: Path) -> None:
    document = read_document(load_edition(edition(tmp_path, "note", LIST)))
    links = [link for note in document.notes for link in note.body.iter("a")]
    assert {link.get("href") for link in links} == {"#ref-doe", "#ref-roe", "https://doi.org/10.1000/xyz"}
    assert not [link for link in links if next(link.iterancestors("a"), None) is not None]


def test_without_a_list_of_works_nothing_leads_to_it(tmp_path: Path) -> None:
    document = read_document(load_edition(edition(tmp_path, "note", "")))
    links = [link.get("href") for note in document.notes for link in note.body.iter("a")]
    assert set(links) == {"https://doi.org/10.1000/xyz"}
    assert document.faults == []
