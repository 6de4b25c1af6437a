"""Reading TEI that others have made: no word lost, none joined, everything in its region."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.errors import InputError
from octavo.readback.reading import CONTENTS, FRONT, NOTE, TEXT, ReadBlock
from octavo.readback.tei import View, read_tei

HEAD = (
    "<teiHeader><fileDesc><titleStmt><title>Not the text</title></titleStmt><publicationStmt><p/></publicationStmt>"
    "<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
)


def read(body: str, view: View = "edition", front: str = "", back: str = "") -> list[ReadBlock]:
    text = f"<text>{front}<body>{body}</body>{back}</text>"
    data = f'<?xml version="1.0"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEAD}{text}</TEI>'
    return read_tei(data.encode(), Path("x.xml"), view)


def said(blocks: list[ReadBlock]) -> list[str]:
    return [block.text for block in blocks]


def test_breaks_part_words_unless_they_say_that_they_do_not() -> None:
    assert said(read('<p>one<lb/>two<pb n="3"/>three hy<lb break="no"/>phen<cb/> four</p>')) == [
        "one two three hyphen four"
    ]


def test_a_choice_is_read_as_the_view_has_it() -> None:
    body = (
        "<p><choice><sic>teh</sic><corr>the</corr></choice> <choice><orig>vp</orig><reg>up</reg></choice> "
        "<choice><abbr>Dr</abbr><expan>D<ex>octo</ex>r</expan></choice> <del>gone</del><add>new</add> "
        "<app><lem>lemma</lem><rdg>reading</rdg></app> <surplus>twice </surplus><supplied>lost</supplied></p>"
    )
    assert said(read(body)) == ["the up Doctor new lemma lost"]
    assert said(read(body, "witness")) == ["teh vp Dr new reading twice"]


def test_regions_and_levels() -> None:
    front = (
        "<front><titlePage><docTitle><titlePart>T</titlePart></docTitle><docAuthor>A</docAuthor></titlePage>"
        '<div type="contents"><list><item>One</item></list></div><div type="preface"><head>Preface</head></div></front>'
    )
    body = "<div><head>One</head><p>x<note>note</note>y</p><div><head>Two</head><p>z</p></div></div>"
    blocks = read(body, front=front, back="<back><div1><head>Back</head></div1></back>")
    assert [(block.text, block.region, block.level) for block in blocks] == [
        ("T", FRONT, 0),
        ("A", FRONT, 0),
        ("One", CONTENTS, 0),
        ("Preface", TEXT, 1),
        ("One", TEXT, 1),
        ("xy", TEXT, 0),
        ("Two", TEXT, 2),
        ("z", TEXT, 0),
        ("note", NOTE, 0),
        ("Back", TEXT, 1),
    ]
    assert blocks[0].place.line == 2


def test_verse_drama_lists_and_tables() -> None:
    body = (
        "<div><lg><lg><l>one</l><l>two</l></lg><lg><l>three</l></lg></lg>"
        "<sp><speaker>HAMLET.</speaker><l>To be</l><l>or not</l><stage>Exit.</stage></sp>"
        "<list><label>1.</label> <item><p>first</p></item><label>2.</label><item/></list>"
        '<list type="gloss"><label>term</label><item>meaning</item></list>'
        "<table><head>Title</head><row><cell>a</cell><cell>b</cell></row></table>"
        "<p>He said <q>yes</q>: <quote>no</quote>.<quote><p>apart</p></quote></p>"
        "<figure><figDesc>A cat</figDesc><head>Fig. 1</head></figure></div>"
    )
    assert said(read(body)) == [
        *("one two three", "HAMLET.", "To be or not", "Exit.", "1. first", "2.", "term", "meaning", "Title", "a", "b"),
        *("He said yes: no.", "apart", "Fig. 1"),
    ]


def test_tokens_and_running_heads() -> None:
    body = '<p><fw>Running head</fw><w>To</w><w>be</w><pc>,</pc> <w>or</w><ref type="noteAnchor">1</ref></p>'
    assert said(read(body)) == ["To be, or"]


def test_characters_of_a_document_type() -> None:
    data = (
        '<!DOCTYPE TEI [<!ENTITY dash "&#8212;">]><TEI xmlns="http://www.tei-c.org/ns/1.0">'
        "<text><body><p>a&dash;b&#160;c&apos;</p></body></text></TEI>"
    )
    assert said(read_tei(data.encode(), Path("x.xml"))) == ["a—b c'"]


def test_older_files_without_a_namespace_and_collections() -> None:
    text = "<text><body><p>{}</p></body></text>"
    data = f"<teiCorpus><TEI.2>{text.format('one')}</TEI.2><TEI>{text.format('two')}</TEI></teiCorpus>"
    assert said(read_tei(data.encode(), Path("x.xml"))) == ["one", "two"]


def test_what_is_not_well_formed_has_a_place() -> None:
    with pytest.raises(InputError) as error:
        read_tei(b"<TEI>\n<text></TEI>", Path("x.xml"))
    place = error.value.problems[0].place
    assert place is not None
    assert (place.file, place.line) == (Path("x.xml"), 2)
