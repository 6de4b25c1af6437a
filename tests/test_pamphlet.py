"""The first edition, fact by fact: what the issue of the text asks for stands in the source and in the Document."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from octavo.build import Build
from octavo.checks.run import check
from octavo.document import Document
from octavo.document.flow import text_of
from octavo.document.tree import inner_text

WITNESS = "0eee82a0479cb2dbf94bfb03ee6098febed71c68fb82955a91220ba9a66826cf"
INTRODUCTION, ESSAY, NOTE_ON_THE_TEXT = 2, 3, 4

NOTES = {
    "1": "signalising its decline.’",
    "2": "liberation from the uprising …’",
    "3": "– joined it).",
    "4": "Moscow Soviet for over 18 months.",
    "5": "ends from destroying it.",
    "6": "Tsarist mechanism.’",
    "7": "bureaucratic distortions.’",
    "8": "within the party,",
    "9": "conferences and congresses.’",
    "10": "finds himself elected …”",
    "11": "matter of major concern.’",
    "12": "64 per cent non-workers.",
    "13": "orthodoxy in 1923,",
    "14": "prevention of revolution abroad.",
}
"""The words that each of the essay's notes follows."""


@pytest.fixture
def document(pamphlet: tuple[Build, Path]) -> Document:
    return pamphlet[0].document


def test_the_witness_is_kept_byte_for_byte(source: Path) -> None:
    path = source / "witness" / "000_178c7b2e8be2bd83.txt"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == WITNESS


def test_the_proof_is_clean(document: Document) -> None:
    proof = document.proof
    assert proof.clean
    assert proof.collation is not None
    assert proof.collation.words_in_witness == 8943
    assert len(document.edition.errata.errata) == len(proof.collation.emended.applications) == 36


def test_every_departure_has_an_entry(document: Document) -> None:
    readings = {(entry.for_, entry.read) for entry in document.edition.errata.errata}
    assert {("ho", "no"), ("arid", "and"), ("Put", "But"), ("legality", "legally"), ("classed", "classes")} <= readings
    assert all(query.status == "open" for query in document.edition.errata.queries)


def test_parts_and_sections(document: Document) -> None:
    titles = [heading.text for heading in document.headings if heading.chapter == ESSAY and heading.level == 2]
    assert [chapter.title for chapter in document.chapters[2:]] == [
        *("Introduction by Tony Cliff", "How the revolution was lost", "Note on the text"),
        "Errata corrected in this edition",
    ]
    assert len(titles) == 9
    assert {"The divisions in the party 1921–29", "The ‘Right’ and the ‘Centre’", "Counter-revolution"} <= set(titles)


def test_quotations_list_and_lead_ins(document: Document) -> None:
    essay = document.chapters[ESSAY].element
    assert len(list(essay.iter("blockquote"))) == 7
    assert [len(list_) for list_ in essay.iter("ol")] == [3]
    lead_ins = [
        inner_text(span)
        for chapter in document.chapters
        for span in chapter.element.iter("span")
        if span.get("class") == "lead-in"
    ]
    assert lead_ins == ["Only twice in history", "The revolution of 1917"]


def test_each_restored_note_stands_where_it_stood(document: Document) -> None:
    restored = [note for note in document.notes if note.kind == "restored"]
    assert [note.mark for note in restored] == list(NOTES)
    for note in restored:
        block = next(b for b in note.references[0].iterancestors("p"))
        before = "".join(str(text) for text in block.itertext()).replace("\n", " ")
        assert re.search(re.escape(NOTES[note.mark]) + rf"[0-9a-z]*{note.mark}", before), note.mark
        assert "Restored after the text of 1967" in text_of(note.body)


def test_editors_notes_are_told_apart(document: Document) -> None:
    notes = [note for note in document.notes if note.kind == "editorial"]
    assert [note.mark for note in notes] == ["a", "b", "a", "b", "c", "d", "e", "f", "g"]
    assert all(text_of(note.body).endswith("— Ed.") for note in notes)
    assert all(note.kind != "author" for note in document.notes)


def test_paragraphs_cut_at_lost_notes_are_rejoined(document: Document) -> None:
    joins = [entry for entry in document.edition.errata.errata if entry.kind == "paragraph"]
    assert len(joins) == 8
    paragraphs = [text_of(p) for p in document.chapters[ESSAY].element.iter("p")]
    assert any(
        "their failures abroad" in p or "its failures abroad seemed to flow more from bureaucratic" in p
        for p in paragraphs
    )


def test_the_front_matter_is_complete(document: Document) -> None:
    metadata = document.edition.metadata
    assert metadata.title == "How the revolution was lost"
    assert [(c.name, c.role, c.file_as) for c in metadata.creator] == [
        *(("Chris Harman", "aut", "Harman, Chris"), ("Tony Cliff", "aui", "Cliff, Tony")),
    ]
    assert metadata.lang == "en-GB"
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", metadata.identifier
    )
    assert "permission" in metadata.rights
    assert "1967" in (metadata.source or "")


def test_the_counts_in_the_note_on_the_text_are_computed(document: Document, source: Path) -> None:
    written = (source / "3-note-on-the-text.md").read_text(encoding="utf-8")
    assert not re.search(r"\b\d[\d,]*\b", re.sub(r"19\d\d", "", written).replace("numbered from 1", ""))
    assert "It holds 8,943 words." in text_of(document.chapters[NOTE_ON_THE_TEXT].element)


def test_no_finding(pamphlet: tuple[Build, Path], source: Path) -> None:
    assert check(source, pamphlet[1])[1] == []
    assert pamphlet[0].warnings == ()
