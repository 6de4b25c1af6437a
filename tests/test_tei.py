"""TEI: valid, and from the one file both texts: the edition's, and the witness's word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from conftest import EDITIONS
from kinds import ERRATA, FRONT_MATTER, TEXT_OF_ALL_KINDS, WITNESS
from octavo.document import Document, Paginated, read_document
from octavo.document.pages import Page, Pagination
from octavo.edition import load_edition
from octavo.errors import Notices
from octavo.readback.reading import ReadBlock
from octavo.readback.tei import read_tei
from octavo.renditions.tei import tei
from octavo.text.collate import compare, compare_words
from octavo.text.layer import Layer

NS = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
VALID = sorted(path for path in EDITIONS.glob("*/*-valid") if path.is_dir())


@pytest.fixture(scope="module")
def all_kinds(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """An edition that departs from its witness in every way."""
    return made(tmp_path_factory.mktemp("kinds"), FRONT_MATTER + TEXT_OF_ALL_KINDS, WITNESS, ERRATA)


def made(folder: Path, markdown: str, witness: str, errata: str) -> Document:
    for name, text in (("01.md", markdown), ("witness.txt", witness), ("errata.yaml", errata)):
        (folder / name).write_text(text, encoding="utf-8")
    document = read_document(load_edition(folder))
    assert document.proof.clean, document.proof.unexplained
    return document


def layer(blocks: list[ReadBlock]) -> Layer:
    return Layer.of("".join(f"{block.text}\n" for block in blocks))


def assert_both_views(document: Document, data: bytes) -> None:
    """The edition's view is the Document; the witness's is the transcript, spaces and paragraphs included."""
    edition, witness = (layer(read_tei(data, Path("x.xml"), view)) for view in ("edition", "witness"))
    assert compare(document.flow.layer(), edition) == []
    if document.proof.collated is not None:
        assert compare(document.proof.collated.transcript.layer, witness) == []
        assert compare_words(document.proof.collated.transcript.layer, witness, spacing=True) == []


def root_of(document: Document) -> etree._Element:
    return etree.fromstring(tei(document, Notices()))


def texts(root: etree._Element, path: str) -> list[str]:
    return [" ".join("".join(found.itertext()).split()) for found in root.xpath(path, namespaces=NS)]


def test_the_edition_and_the_witness_of_the_first_edition(source: Path, tei_schema: etree.RelaxNG) -> None:
    document = read_document(load_edition(source))
    data = tei(document)
    assert tei_schema.validate(etree.fromstring(data)), tei_schema.error_log
    assert_both_views(document, data)
    assert data == tei(read_document(load_edition(source)))


def test_every_kind_of_departure(all_kinds: Document, tei_schema: etree.RelaxNG) -> None:
    data = tei(all_kinds)
    assert tei_schema.validate(etree.fromstring(data)), tei_schema.error_log
    assert_both_views(all_kinds, data)


@pytest.mark.parametrize("folder", VALID, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_edition_is_valid(folder: Path, tei_schema: etree.RelaxNG) -> None:
    document = read_document(load_edition(folder))
    data = tei(document)
    assert tei_schema.validate(etree.fromstring(data)), tei_schema.error_log
    assert_both_views(document, data)


def test_a_view_that_is_tampered_with_is_found_out(all_kinds: Document) -> None:
    data = tei(all_kinds).replace(b"<sic>gama</sic>", b"<sic>gamma</sic>")
    with pytest.raises(AssertionError):
        assert_both_views(all_kinds, data)


def test_choice_where_it_holds_the_change_and_stand_off_where_not(all_kinds: Document) -> None:
    root = root_of(all_kinds)
    assert texts(root, "//t:hi/t:choice/t:sic") == ["gama", "his", "sum", "there"]
    assert texts(root, "//t:choice/t:orig") == ["1914-18", "1939-45", "'yes'", "--", '"no"']
    outside = {app.get("from"): app for app in root.iterfind(".//t:listApp/t:app", NS)}
    both = {"across-a-mark", "join", "part", "headline", "its2", "verse", "one", "x", "box", "ends", "wood"}
    assert {f"#erratum-{name}" for name in both} == set(outside)
    anchors = {anchor.get(XML_ID) for anchor in root.iterfind(".//t:anchor", NS)}
    assert {app.get(end)[1:] for app in outside.values() for end in ("from", "to")} <= anchors
    formula = outside["#erratum-x"]
    assert texts(formula, "t:rdg") == ["x2 + y1"], "two changes in one formula are one entry"
    assert root.xpath("//t:listAnnotation/t:note/@target", namespaces=NS) == ["#erratum-join"]


def test_who_answers_how_certainly_on_what_evidence(all_kinds: Document) -> None:
    root = root_of(all_kinds)
    gamma = root.xpath("//t:corr[.='gamma']", namespaces=NS)[0]
    people = {
        person.get(XML_ID): "".join(person.itertext()).strip() for person in root.iterfind(".//t:titleStmt/*", NS)
    }
    assert "Pro Of" in people[gamma.get("resp")[1:]]
    assert (gamma.get("cert"), gamma.get("type")) == ("low", "misprint")
    assert texts(root, f"//t:bibl[@xml:id='{gamma.get('source')[1:]}']") == ["The MS."]
    assert root.xpath("//t:corr[.='some']/@resp", namespaces=NS) == ["#person.2"], "the editor, where nobody is named"


def test_every_pointer_leads_somewhere(all_kinds: Document) -> None:
    root = root_of(all_kinds)
    ids = [element.get(XML_ID) for element in root.iter() if element.get(XML_ID)]
    assert len(ids) == len(set(ids))
    pointers = " ".join(root.xpath("//@target | //@resp | //@ana | //@corresp | //@from | //@to | //@wit | //@source"))
    assert {pointer[1:] for pointer in pointers.split() if pointer.startswith("#")} <= set(ids)


def test_notes_stand_at_their_marks(all_kinds: Document) -> None:
    notes = root_of(all_kinds).findall(".//t:text//t:note", NS)
    assert [(note.get("n"), note.get("type"), note.get("subtype")) for note in notes] == [
        ("1", "author", None),
        ("a", "editorial", None),
        ("2", "author", "restored"),
        ("1", "author", None),
    ]
    supplied = notes[2].find(".//t:supplied", NS)
    assert supplied is not None
    assert (supplied.get("reason"), supplied.get("evidence")) == ("lost", "external")


def test_the_header(all_kinds: Document) -> None:
    header = root_of(all_kinds).find("t:teiHeader", NS)
    assert texts(header, ".//t:titleStmt/t:title") == ["Both readings", "of every kind"]
    assert texts(header, ".//t:author | .//t:editor | .//t:respStmt/t:resp") == [
        *("Ada Author", "Ed Itor", "Translated by", "Corrections by")
    ]
    assert texts(header, ".//t:publicationStmt/*") == [
        *("The House", "2020-02-02", "2021-03-03", "9780000000002", "None reserved.")
    ]
    assert header.find(".//t:correction", NS).get("status") == "high"
    rules = texts(header, ".//t:normalization/t:p[@xml:id]")
    assert len(rules) == 4
    assert "in 2 places: an en dash joins years" in rules[0]
    witness = header.find(".//t:listWit/t:witness", NS)
    assert (witness.get("n"), witness.get(XML_ID)) == ("W 1", "W-1")
    assert re.fullmatch(r"[0-9a-f]{64}", texts(witness, ".//t:idno[@type='SHA-256']")[0])
    assert "Every line of the file is a paragraph." in texts(witness, ".//t:note")[0]
    assert "passed over (1 time)" in texts(witness, ".//t:note")[0]
    assert header.xpath(".//t:revisionDesc/t:change/@when", namespaces=NS) == ["2021-03-03", "2021-01-01", "2020-02-02"]
    assert texts(header, ".//t:keywords/t:term") == ["Testing", "Texts"]


def test_page_breaks_keep_words_whole_and_in_order(source: Path, tei_schema: etree.RelaxNG) -> None:
    document = read_document(load_edition(source))
    mark = next(span for span in document.chapters[3].element.iter("span") if span.text == "turned from")
    paragraph = next(document.chapters[3].element.iter("p"))
    heading = document.chapters[3].element[0]
    heading.addprevious(page("iv"))
    paragraph.insert(0, page("1"))
    paragraph[0].tail, paragraph.text = paragraph.text, None
    mark.text, inner = "turned ", page("2")
    inner.tail = "from"
    mark.append(inner)
    document.reflow()
    pagination = Pagination("urn:uuid:00000000-0000-4000-8000-000000000001", "5x8in", (Page("iv", 0),), ())
    data = tei(Paginated.by(document, pagination))
    root = etree.fromstring(data)
    assert tei_schema.validate(root), tei_schema.error_log
    assert_both_views(document, data)
    breaks = root.findall(".//t:pb", NS)
    assert [(pb.get("n"), pb.get(XML_ID)) for pb in breaks] == [("iv", "page-iv"), ("1", "page-1"), ("2", "page-2")]
    assert {pb.get("edRef") for pb in breaks} == {"#octavo.printed"}
    assert texts(root, "//t:relatedItem//t:idno") == ["urn:uuid:00000000-0000-4000-8000-000000000001"]


def page(label: str) -> etree._Element:
    return etree.Element("span", {"class": "page", "id": f"page-{label}", "data-page": label})


UNUSUAL = """
# x² y {#editors}

::: {.box}
::: {.inner .editorial}
Nested [words]{lang=fr}.
:::

> A quotation.

## A heading inside of a box

Its text.
:::

What follows, ~~struck~~ H~2~O [key]{.kbd} [a link](#W){title="Title"} and $$\\sum_i x_i$$ and\\
a line, with `code`.

``` python
x = 1
```

***

1.  one

    > in an item

    -   nested[^n]
2.

# W {#W .restored}

-   a restored item

[^n]: Note *one*.

    Its second paragraph.
"""


def test_whatever_pandoc_writes_is_valid_and_keeps_its_words(tmp_path: Path, tei_schema: etree.RelaxNG) -> None:
    head = "---\ntitle: Unusual\ncreator: A\nlang: de\nidentifier: urn:x:y\nversion: '1'\nrights: none\n---\n"
    (tmp_path / "01.md").write_text(head + UNUSUAL, encoding="utf-8")
    document = read_document(load_edition(tmp_path))
    document.refuse_fatal()
    data = tei(document)
    root = etree.fromstring(data)
    assert tei_schema.validate(root), tei_schema.error_log
    assert_both_views(document, data)
    levels = [block.level for block in read_tei(data, Path("x.xml")) if block.level]
    assert levels == [heading.level for heading in document.headings]
    assert {"editors-2", "W"} <= {element.get(XML_ID) for element in root.iterfind(".//t:div", NS)}


def test_a_control_character_of_the_witness_is_told(tmp_path: Path) -> None:
    errata = "normalise:\n  - {for: '\\x07', read: Bell, why: a bell, count: 1}\n"
    front = FRONT_MATTER.replace("skip: '^\\[page \\d+\\]$'", "skip: []")
    document = made(tmp_path, front + "\n# One\n\nBell rings.\n", "One\n\a rings.\n", errata)
    notices = Notices()
    assert "\ufffd rings" in tei(document, notices).decode()
    assert [problem.message for problem in notices.items] == [
        "the witness has a control character at erratum-house-rule, which XML cannot carry: TEI has U+FFFD for it"
    ]
