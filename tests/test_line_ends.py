"""What a page's end has broken: hyphens, paragraphs around lines that are skipped; and files that are no plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.edition import WitnessOptions
from octavo.edition.dictionary import NO_LANGUAGE, Language
from octavo.edition.transcriptformat import refuse_bytes, refuse_other_formats
from octavo.errors import InputError
from octavo.text.layer import EMENDED, Edit, Layer
from octavo.text.seams import goes_on
from octavo.text.transcript import Reading, read_transcript

ENGLISH = Language.of("en-GB")


def flow(raw: str, language: Language = NO_LANGUAGE, **keys: object) -> str:
    settings = {"path": "w", "line-end-hyphens": "join", **keys}
    return read_transcript(raw, WitnessOptions.model_validate(settings), language).layer.text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("the to-\nday of it", "the today of it"),
        ("the Blue-\nbooks say", "the Blue-books say"),
        ("a well-\nknown man", "a well-known man"),
        ("the rail-\nway train", "the railway train"),
        ("rail-way and rail-\nway", "rail-way and rail-way"),
        ("railway, rail-way and rail-\nway", "railway, rail-way and railway"),
        ("Bluebooks! the Blue-\nbooks", "Bluebooks! the Bluebooks"),
        ("from Jean-\nPaul", "from Jean-Paul"),
        ("in 1914-\n18 and", "in 1914-18 and"),
        ("mother-in-\nlaw", "mother-in-law"),
        ("CHAP-\nTER", "CHAPTER"),
        ("the Blue¬\nbooks", "the Bluebooks"),
        ("the Blue\u00ad\nbooks", "the Bluebooks"),
        ("the rail-\n\n\f\nway", "the railway"),
        ("the rail-\f\nway", "the railway"),
        ("the rail⸗\nway", "the railway"),
        ("a gröb-\nlix of", "a gröblix of"),
        ("he said -\nand went", "he said - and went"),
    ],
)
def test_a_hyphen_at_a_line_end(raw: str, expected: str) -> None:
    assert flow(raw, ENGLISH) == expected


def test_compounds_are_one_word_in_languages_that_write_them_so() -> None:
    assert flow("mit Moos-\nhütte und", Language.of("de")) == "mit Mooshütte und"
    assert flow("mit Moos-\nHütte und", Language.of("de")) == "mit Moos-Hütte und"


def test_without_a_dictionary_a_word_is_joined() -> None:
    assert flow("the Blue-\nbooks say") == "the Bluebooks say"
    assert flow("the Blue-\nbooks say", Language.of("qaa")) == "the Bluebooks say"


FURNITURE = [r"^\d+ [A-Z ]+$", r"^\[p\. \d+\]$"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("the ship went ge-\n\n43 A SHIP\n\nther home", ["the ship went gether home"]),
        ("the ship\n\n43 A SHIP\n\nwent home", ["the ship went home"]),
        ("the ship\n43 A SHIP\nWent home", ["the ship Went home"]),
        ("the ship,\n\n[p. 3]\n43 A SHIP\n\nPeter and I", ["the ship, Peter and I"]),
        ("the end.\n\n43 A SHIP\n\nThe next", ["the end.", "The next"]),
        ("He said ‘no.’\n\n43 A SHIP\n\nand went", ["He said ‘no.’", "and went"]),
        (
            "went home to be with\n\n43 A SHIP\n\nPeter and all the others",
            ["went home to be with Peter and all the others"],
        ),
        ("Short\n\n43 A SHIP\n\nPeter and all the other people", ["Short", "Peter and all the other people"]),
        ("43 A SHIP\n\nthe ship\n\n44 A SHIP\n", ["the ship"]),
        ("the ship [p. 3] went", ["the ship [p. 3] went"]),
    ],
)
def test_a_line_that_is_skipped_goes_with_its_gap(raw: str, expected: list[str]) -> None:
    assert [line.strip() for line in flow(raw, skip=FURNITURE).split("\n") if line.strip()] == expected


def test_a_gap_in_an_indented_text_ends_a_paragraph_where_the_next_line_is_indented() -> None:
    raw = "  The ship\n\n43 A SHIP\n\nWent home.\n\n44 A SHIP\n\n  It came.\n"
    lines = flow(raw, skip=FURNITURE, paragraphs="indented").split("\n")
    assert [line.strip() for line in lines if line.strip()] == ["The ship Went home.", "It came."]


def test_each_character_still_knows_its_place() -> None:
    raw = "the ship went ge-\n\n43 A SHIP\n\nther home"
    options = WitnessOptions.model_validate({"path": "w", "line-end-hyphens": "join", "skip": FURNITURE})
    layer = read_transcript(raw, options).layer
    assert all(raw[layer.origin(at)] in (letter, "\n") for at, letter in enumerate(layer.text))


def test_a_paragraph_goes_on_where_something_shows_it() -> None:
    assert goes_on("the ship", "went home", 40)
    assert not goes_on("", "went home", 40)
    assert not goes_on("THE SHIP", "THE SEA", 8)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<?xml version='1.0'?>\n<html>\n<div class='ocr_page'>the</div>", "hOCR"),
        ("<alto xmlns='x'>", "ALTO"),
        ("<?xml version='1.0'?><PcGts>", "PAGE"),
        ("<!DOCTYPE html>\n<p>x", "HTML"),
        ("{\\rtf1 x}", "RTF"),
        ("<TEI xmlns='x'>", "TEI"),
    ],
)
def test_a_witness_is_plain_text(text: str, name: str) -> None:
    with pytest.raises(InputError, match=f"the witness is {name}, not a plain text"):
        refuse_other_formats(Path("w.txt"), text)


@pytest.mark.parametrize("text", ["<Three stars> he said", "The <html> tag of 1993", "a class='ocr_page' b", ""])
def test_words_in_brackets_are_no_markup(text: str) -> None:
    refuse_other_formats(Path("w.txt"), text)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    for data, name in ((b"%PDF-1.7 x", "a PDF"), (b"PK\x03\x04 x", "a zip archive")):
        (tmp_path / "w").write_bytes(data)
        with pytest.raises(InputError, match=f"the witness is {name}"):
            refuse_bytes(tmp_path / "w")


def test_cuts_go_along_with_edits() -> None:
    layer = Layer("one two three", Layer.of("one two three").origins, bytes(13), (4, 8))
    edited, _ = layer.edited([Edit(0, 3, "fourteen"), Edit(8, 13, "3")], EMENDED)
    assert [edited.text[cut:] for cut in edited.cuts] == ["two 3", "3"]
    across, _ = layer.edited([Edit(5, 9, "_")], EMENDED)
    assert (across.text, [across.text[cut:] for cut in across.cuts]) == ("one t_hree", ["t_hree", "hree"])


def test_a_word_goes_on_over_a_line_that_is_skipped_where_each_line_is_a_paragraph() -> None:
    raw = "the ship ge-\n43 A SHIP\nther\nwent home\n"
    assert flow(raw, skip=FURNITURE, paragraphs="line").split() == ["the", "ship", "gether", "went", "home"]


def test_a_witness_can_be_read_as_it_was_for_a_release_of_before() -> None:
    raw = "the Blue-\nbooks and\n\n43 A SHIP\n\nthe ship"
    options = WitnessOptions.model_validate({"path": "w", "line-end-hyphens": "join", "skip": FURNITURE})
    words = read_transcript(raw, options, ENGLISH, reading=Reading.WITH_GAPS).layer.tokens.words
    assert words == ["the", "Bluebooks", "and", "\n", "the", "ship"]


@pytest.mark.parametrize("expression", [r"^\d+$", r"^\f?\d+$", r"^\s*\d+$"])
def test_a_page_begins_a_line_behind_its_form_feed(expression: str) -> None:
    raw = "They went on with communi-\n\f13\ncation for days."
    assert flow(raw, skip=[expression]) == "They went on with communication for days."
    assert flow("one\n\n\f13 men came\n\n\f14", skip=[expression]).split() == ["one", "13", "men", "came"]


def test_an_issue_of_before_form_feeds_began_lines_can_be_made_again() -> None:
    options = WitnessOptions.model_validate({"path": "w", "skip": [r"^\d+$"]})
    read = read_transcript("one\n\n\f13\n\ntwo", options, reading=Reading.FEEDS_WITHIN_LINES)
    assert "13" in read.layer.text
    assert read.applied["skip ^\\d+$"] == 0
