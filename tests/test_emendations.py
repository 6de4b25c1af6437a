"""The marks of errata: around just these words, wherever they stand, and none of the edition's words is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.document import Document, read_document
from octavo.document.emendations import shown
from octavo.document.tree import inner_text
from octavo.document.wrap import Wrapping, wrap
from octavo.edition import load_edition

HEAD = """---
title: Marks
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000070
version: "1"
published: 2020-02-02
rights: For testing only.
witness: {path: witness.txt}
---

"""


def read(folder: Path, text: str, witness: str, errata: str, more: str = "") -> Document:
    (folder / "01.md").write_text(HEAD.replace("---\n\n", f"{more}---\n\n") + text, encoding="utf-8")
    (folder / "witness.txt").write_text(witness, encoding="utf-8")
    (folder / "errata.yaml").write_text(errata, encoding="utf-8")
    document = read_document(load_edition(folder))
    assert document.proof.clean, document.proof.unexplained
    return document


CASES = {
    "a word": ("by no fewer", "by ho fewer", '{for: ho, read: "no"}', ("no", "by ", " fewer", "ho")),
    "a point": (
        "the machine. In time",
        "the machine, In time",
        "{for: ',', read: .}",
        ("machine.", "the ", " In", "machine,"),
    ),
    "a mark left out": ("the army here", "the, army here", "{for: ',', read: ''}", ("the", "", " army", "the,")),
    "a word left out": (
        "in the end so",
        "in the the end so",
        "{for: the the, read: the}",
        ("the", "in ", " end", "the the"),
    ),
    "a word put in": ("in the end so", "in end so", "{for: in, read: in the}", ("in the", "", " end", "in")),
    "an opening quotation mark": (
        "said ‘The end’ so",
        "said The end’ so",
        "{for: The, read: ‘The}",
        ("‘The", "said ", " end", "The"),
    ),
    "a hyphen": (
        "it turned from us",
        "it turned-from us",
        "{for: '-', read: ' '}",
        ("turned from", "it ", " us", "turned-from"),
    ),
    "across emphasis": (
        "the *great leap* forward it",
        "the grate leep back it",
        "{for: grate leep back, read: great leap forward}",
        ("great leap forward", "the ", " it", "grate leep back"),
    ),
    "across a note’s mark": (
        "the great[^n] leap it\n\n[^n]: [A note.]{.editorial}",
        "the grate leep it",
        "{for: grate leep, read: great leap}",
        ("great leap", "the ", " it", "grate leep"),
    ),
    "within a link": (
        "the [great leap](#x) it {#x}",
        "the grate leap it {#x}",
        "{for: grate, read: great}",
        ("great", "the ", " leap", "grate"),
    ),
    "within code": (
        "the `great leap` it",
        "the grate leap it",
        "{for: grate, read: great}",
        ("great", "the ", " leap", "grate"),
    ),
    "at a paragraph’s end": (
        "all of it\n\nNext.",
        "all of ti\n\nNext.",
        "{for: ti, read: it}",
        ("it", "of ", "", "ti"),
    ),
    "in a quotation": (
        "> all of *it*, he said",
        "all of ti, he said",
        "{for: ti, read: it}",
        ("it", "of ", ", he", "ti"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_marked_and_what_is_said(name: str, tmp_path: Path) -> None:
    text, witness, entry, (lemma, before, after, reading) = CASES[name]
    text = text.replace(" {#x}", "")
    errata = f"errata:\n  - {entry.replace('{', '{id: one, kind: misprint, ')}\n"
    document = read(tmp_path, f"# Chapter {{#x}}\n\n{text}\n", f"Chapter\n\n{witness.replace(' {#x}', '')}\n", errata)
    (emendation,) = shown(document.emendations)
    assert emendation.printed == (before, lemma, after, reading)
    marked = [
        inner_text(span) for span in document.chapters[2].element.iter("span") if span.get("data-change") is not None
    ]
    assert "".join("".join(marked).split()) == "".join(emendation.edition_text.split())
    assert document.flow.text[emendation.start : emendation.end] == emendation.edition_text


def test_paragraphs_spaces_and_house_rules_are_shown_where_the_front_matter_says_so(tmp_path: Path) -> None:
    text, witness = "# Chapter\n\nIn 1918–19 it went on.\n", "Chapter\n\nIn 1918-19 it\n\nwent on.\n"
    errata = "errata:\n  - {id: one, for: it ¶ went, read: it went, kind: paragraph}\n"
    errata += "normalise:\n  - {for: '(\\d)-(\\d)', read: '\\1–\\2', why: ranges, count: 1}\n"
    document = read(tmp_path, text, witness, errata)
    assert len(document.emendations) == 2
    assert list(shown(document.emendations)) == []
    assert len(document.chapters) == 3
    document = read(tmp_path, text, witness, errata, "apparatus: {include: [paragraph, normalise]}\n")
    assert [emendation.printed.witness_reading for emendation in shown(document.emendations)] == [
        "1918-19",
        "it ¶ went",
    ]
    assert document.chapters[-1].title == "Errata corrected in this edition"


def test_stet_and_queries_are_published_only_on_demand(tmp_path: Path) -> None:
    errata = "stet:\n  - {id: kept, reading: went on, why: So in both.}\n"
    errata += "queries:\n  - {id: asked, reading: it went, why: Who did?}\n"
    text, witness = "# Chapter\n\nThen it went on.\n", "Chapter\n\nThen it went on.\n"
    assert len(read(tmp_path, text, witness, errata).chapters) == 3
    document = read(tmp_path, text, witness, errata, "apparatus: {publish: [stet, queries]}\n")
    said = inner_text(document.chapters[-1].element)
    assert "went on So in both." in said
    assert "it went Who did?" in said


def test_computed_numbers_before_a_mark_do_not_move_it(tmp_path: Path) -> None:
    text = '# About {.editorial}\n\n[]{count="words-witness"} words, []{count="words-editorial"} of ours.\n\n'
    text += "# Chapter\n\nBy no fewer.\n"
    document = read(
        tmp_path, text, "Chapter\n\nBy ho fewer.\n", 'errata:\n  - {id: one, for: ho, read: "no", kind: misread}\n'
    )
    (emendation,) = document.emendations
    assert document.flow.text[emendation.start : emendation.end] == "no"


def test_a_fault_that_recurs_has_a_place_each(tmp_path: Path) -> None:
    errata = 'errata:\n  - {id: ho, for: ho, read: "no", kind: misread, every: true, count: 2}\n'
    document = read(tmp_path, "# Chapter\n\nNot no and no.\n", "Chapter\n\nNot ho and ho.\n", errata)
    assert [emendation.id for emendation in document.emendations] == ["erratum-ho.1", "erratum-ho.2"]
    entries = [item.get("id") for item in document.chapters[-1].element.iter("li")]
    assert entries == ["entry-ho.1", "entry-ho.2"]


def test_a_place_that_a_formula_begins_is_before_the_formula(tmp_path: Path) -> None:
    """As the page break is that falls before it; no other word is near enough."""
    document = read(tmp_path, "# One\n\nLet $x^2$ be, and $y$.\n", "One\n\nLet x^2 be, and y.\n", "errata: []\n")
    formulas = [run for run in document.flow.runs if not run.literal]
    wrap(document.flow, [Wrapping(run.start, run.start, {"id": f"p{n}"}) for n, run in enumerate(formulas)])
    (paragraph,) = (
        p for chapter in document.chapters for p in chapter.element.iter("p") if p.find("{*}math") is not None
    )
    inside = [element for element in paragraph if isinstance(element.tag, str)]
    assert [element.get("id") or "formula" for element in inside] == ["p0", "formula", "p1", "formula"]
    assert [element.text for element in inside if element.get("id")] == [None, None]


def test_a_text_that_the_errata_take_out_whole_is_proved(tmp_path: Path) -> None:
    """Of a book of pictures whose witness has words: nothing is left at which a reader could be shown so."""
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    (tmp_path / "x.svg").write_text(picture, encoding="utf-8")
    entry = 'errata:\n  - {id: all, for: "Word.", read: "", kind: addition}\n'
    document = read(tmp_path, '![](x.svg){alt=""}\n', "Word.\n", entry)
    assert document.emendations == []
