"""The first edition, fact by fact: what the issue of the text asks for stands in the source and in the Document."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from lxml import etree

from octavo.build import Build
from octavo.checks.run import check
from octavo.document import Document
from octavo.document.flow import text_of
from octavo.document.tree import inner_text
from octavo.renditions.citation import citation
from octavo.renditions.tei import tei

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


def test_each_note_in_substance_stands_where_the_authors_stood(document: Document) -> None:
    in_substance = [note for note in document.notes if note.kind == "in-substance"]
    assert [note.mark for note in in_substance] == list(NOTES)
    for note in in_substance:
        block = next(b for b in note.references[0].iterancestors("p"))
        before = "".join(str(text) for text in block.itertext()).replace("\n", " ")
        assert re.search(re.escape(NOTES[note.mark]) + rf"[0-9a-z]*{note.mark}", before), note.mark
        assert text_of(note.body).endswith("— Ed., after the text of 1967.")
        assert text_of(note.body).count("Ed.") == 1, "remarks of the editors stand in notes of their own"


def test_editors_notes_are_told_apart(document: Document) -> None:
    notes = [note for note in document.notes if note.kind == "editorial"]
    assert [note.mark for note in notes] == [*"ab", *"abcdefghijkl"]
    assert all(text_of(note.body).endswith("— Ed.") for note in notes)
    assert {note.kind for note in document.notes} == {"editorial", "in-substance"}


def test_what_the_notes_say_of_other_books(document: Document) -> None:
    notes = [text_of(note.body) for note in document.notes]
    (eighth,) = (text_of(note.body) for note in document.notes if note.mark == "8")
    assert "neither the party nor the members of the central committee" in eighth
    assert any("vol. 32 (Moscow: Progress, 1965)" in note for note in notes)
    assert any("p. 104 is a page that is cited" in note for note in notes)
    for name in ("Brendel", "Hallas", "Cliff"):
        assert all("Lenin, vol. 3" in note for note in notes if name in note), "nobody is named without a work"


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
    assert [(person.name, person.is_corporate) for person in metadata.editor] == [("the Octavo editors", True)]
    assert metadata.publisher and metadata.access == "restricted"
    assert metadata.alternative_title == ["Russia: How the revolution was lost"]
    original = metadata.original
    assert original is not None
    assert (original.title, original.container) == (
        *("Russia: How the Revolution was Lost", "International Socialism (1st series)"),
    )
    assert (original.issue, original.pages, str(original.date)) == ("30", "8–17", "1967")
    assert str(metadata.revised) > str(metadata.published)


def test_it_is_cited_with_both_years(document: Document) -> None:
    cited = citation(document.edition.metadata)
    assert cited.in_text == "(Harman 1967/2026)"
    assert "International Socialism (1st series) 30, 8–17, 1967" in inner_text(cited.reference)


SAME_IN_1967 = {
    *("that-class-forced", "eight-months", "main-drives", "kronstadt-in-1920", "workers-opposition", "by-1922"),
    *("alone-to-resign", "conscious-effort", "common-intent", "different-intensities", "really-controlled"),
    *("left-oppositions", "novo-cherkassk"),
}
OTHER_IN_1967 = {
    "been-attached": "attracted",
    "whole-heartedly": "wholeheartedly",
    "wholeheartedly": "whole-heartedly",
    "counter-posed": "counterposed",
    "re-invigorated": "reinvigorated",
    "nonexistent": "non-existent",
    "it-imposed": "control. It imposed",
    "by-1919": "In 1919",
}


def test_the_text_of_1967_is_cited_at_single_places(document: Document) -> None:
    base, cited = document.edition.metadata.witnesses
    assert base.is_base and not cited.path
    assert "web transcription" in cited.title and "not the journal itself" in cited.title
    errata = document.edition.errata
    entries = {entry.id: entry for entry in (*errata.stet, *errata.queries)}
    for name in SAME_IN_1967:
        ((siglum, reading),) = entries[name].evidence
        assert siglum == "IS67"
        assert reading.casefold() in entries[name].reading.casefold()
    assert {name: dict(entries[name].evidence)["IS67"] for name in OTHER_IN_1967} == OTHER_IN_1967
    known = {name for name, entry in entries.items() if entry.evidence}
    assert known == SAME_IN_1967 | set(OTHER_IN_1967) | {"in-as-much-as"}
    longest = max((reading for entry in entries.values() for _, reading in entry.evidence), key=len)
    assert len(longest.split()) <= 4, "readings, never passages"


def test_readers_see_what_stands_and_what_is_asked(document: Document) -> None:
    errata = document.edition.errata
    listed = {item.get("id") for item in document.chapters[-1].element.iter("li")}
    assert {f"stet-{entry.id}" for entry in errata.stet} <= listed
    assert {f"query-{entry.id}" for entry in errata.queries} <= listed
    assert "kronstadt-in-1920" in {query.id for query in errata.queries}, "a doubtful fact is not settled"


def test_tei_says_whose_the_words_of_the_notes_are(document: Document, tei_schema: etree.RelaxNG) -> None:
    root = etree.fromstring(tei(document))
    assert tei_schema.validate(root), tei_schema.error_log
    names = {"t": "http://www.tei-c.org/ns/1.0"}
    notes = root.findall(".//t:note[@subtype='in-substance']", names)
    assert [note.get("n") for note in notes] == list(NOTES)
    assert {(note.get("type"), note.get("source"), note.get("resp")) for note in notes} == {
        ("editorial", "#IS67", "#person.3")
    }
    assert root.find(".//t:supplied", names) is None
    assert root.xpath("//t:witness[@xml:id='IS67']", namespaces=names)
    assert root.xpath("string(//t:editor[@xml:id='person.3']/t:name)", namespaces=names) == "the Octavo editors"
    assert root.xpath("string(//t:availability/@status)", namespaces=names) == "restricted"


def test_the_counts_in_the_note_on_the_text_are_computed(document: Document, source: Path) -> None:
    written = (source / "3-note-on-the-text.md").read_text(encoding="utf-8")
    for known in ("numbered from 1", "(1st series), no. 30", "pp. 8–17", "25 November 2026", "Platform of the 46"):
        assert written.count(known) == 1
        written = written.replace(known, "")
    assert not re.search(r"\b\d[\d,]*\b", re.sub(r"19\d\d", "", written))
    assert "It holds 8,943 words." in text_of(document.chapters[NOTE_ON_THE_TEXT].element)


def test_no_finding(pamphlet: tuple[Build, Path], source: Path) -> None:
    assert check(source, pamphlet[1])[1] == []
    assert pamphlet[0].warnings == ()
