"""The page as a file: what its script needs stands in it, and nothing of that is among its words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html

from hard_edition import WITNESS, hard_edition
from octavo.build import Build, build
from octavo.checks.run import check
from octavo.document.emendations import shown
from octavo.document.tree import classes, ids, inner_text
from octavo.outfolder import write
from octavo.readback.html import read_html
from octavo.readback.reading import NOTE, TEXT
from octavo.renditions.html import html
from octavo.renditions.style import style
from octavo.text.tokens import PARAGRAPH, as_reading, tokenise

SCRIPTS = ("display.js", "reading.js", "errata.js")
HOSTILE = """</script><!-- "double" 'single' & <b>bold</b> é ¶ ]]>"""


def page_of(made: Build) -> etree._Element:
    (page,) = (artifact for artifact in made.artifacts if artifact.name.endswith(".html"))
    return unpacked(lxml_html.document_fromstring(page.data, parser=lxml_html.HTMLParser(encoding="utf-8")))


def unpacked(page: etree._Element) -> etree._Element:
    """The page with what stands in blocks of data for its script put into templates, to be looked at."""
    for block in list(page.iter("script")):
        if block.get("type") == "text/html":
            template = lxml_html.fragment_fromstring(block.text or "", create_parent="template")
            template.tail = block.tail
            block.getparent().replace(block, template)  # type: ignore[union-attr]
    return page


def marked(page: etree._Element) -> dict[str, list[etree._Element]]:
    """The pieces of each mark, by its id."""
    found: dict[str, list[etree._Element]] = {}
    for element in page.iter("a", "span"):
        if "erratum" in classes(element):
            found.setdefault(element.get("data-part") or element.get("id") or "", []).append(element)
    return found


def reads(page: etree._Element) -> list[str]:
    """The tokens of its text and notes, without paragraph breaks."""
    reading = read_html(etree.tostring(page, method="html", encoding="utf-8"), Path("page.html"))
    text = "\n".join(block.text for block in reading.blocks if block.region in (TEXT, NOTE))
    return [word for word in tokenise(text).words if word not in (PARAGRAPH, "¶")]


@pytest.fixture
def hard(tmp_path: Path) -> Build:
    """An edition with marks in several pieces, all of them shown."""
    folder = hard_edition(tmp_path / "hard")
    text = (folder / "01.md").read_text(encoding="utf-8")
    text = text.replace("---\n\n#", "apparatus: {include: [paragraph, spacing, normalise]}\n---\n\n#", 1)
    (folder / "01.md").write_text(text, encoding="utf-8")
    return build(folder, ("html",))


@pytest.fixture(params=["pamphlet", "hard"])
def made(request: pytest.FixtureRequest) -> Build:
    found = request.getfixturevalue(request.param)
    return found[0] if request.param == "pamphlet" else found


def test_each_mark_that_is_shown_tells_what_the_witness_reads(made: Build) -> None:
    found = marked(page_of(made))
    assert list(found) == [emendation.id for emendation in shown(made.document.emendations)]
    for emendation in shown(made.document.emendations):
        first, *others = found[emendation.id]
        assert first.get("id") == emendation.id
        assert first.get("data-was") == emendation.witness_text
        assert first.get("data-reading", as_reading(emendation.witness_text)) == emendation.printed.witness_reading
        assert first.get("data-lemma", as_reading(inner_text(first))) == emendation.printed.lemma
        assert first.get("data-note", "") == emendation.note
        assert not [other for other in others if other.get("id") or other.get("data-was")]
        words = "".join(inner_text(piece) for piece in found[emendation.id])
        assert "".join(words.split()) == "".join(emendation.edition_text.split())
    assert "data-change" not in str(etree.tostring(page_of(made)))


def test_marks_entries_and_pages_can_be_gone_to(made: Build) -> None:
    page = page_of(made)
    known = ids(page)
    assert len(known) == len(set(known))
    assert {(link.get("href") or "")[1:] for link in page.iter("a") if link.get("href")} <= set(known)
    for emendation in shown(made.document.emendations):
        (first, *_), entry = marked(page)[emendation.id], page.get_element_by_id(emendation.entry_id)
        assert first.get("href") == f"#{emendation.entry_id}"
        assert entry.find("a").get("href") == f"#{emendation.id}"
    pagination = made.document.pagination
    assert pagination is not None
    breaks = [span for span in page.iter("span") if span.get("role") == "doc-pagebreak"]
    labels = {*(page.label for page in pagination.pages), pagination.contents} - {
        ""
    }  # of numbers alone, none are there
    assert {span.get("title") for span in breaks} == labels
    assert all(span.get("id") == f"page-{span.get('title')}" and not inner_text(span) for span in breaks)


def test_with_the_witness_s_readings_put_in_it_reads_as_the_witness(hard: Build) -> None:
    page = page_of(hard)
    for pieces in marked(page).values():
        for number, piece in enumerate(pieces):
            piece.text = "" if number else piece.get("data-was")
            assert not len(piece)
    for element in list(page.iter("section", "div")):
        if "editorial" in classes(element) and element.getparent() is not None:
            element.drop_tree()
    assert reads(page) == [word for word in tokenise(WITNESS).words if word != PARAGRAPH]


def test_its_words_are_the_edition_s_and_nothing_of_the_switch(hard: Build) -> None:
    write(hard.artifacts, hard.edition.folder / "build")
    _, findings = check(hard.edition.folder, hard.edition.folder / "build")
    assert [finding for finding in findings if finding.rule in ("rendition/words", "html/self-contained")] == []
    page = page_of(hard)
    templates = list(page.iter("template"))
    assert [inner.get("class") for inner in page.iter("aside")] == ["tools", "cite", "note-box", "reading-box"]
    assert all(aside.getparent() in templates for aside in page.iter("aside") if aside.get("class") != "cite")
    assert len(list(page.iter("input"))) == len([i for t in templates for i in t.iter("input")]) == 12
    assert len(list(page.iter("button"))) == len([i for t in templates for i in t.iter("button")])


def test_what_an_editor_writes_cannot_break_out(edition: Path) -> None:
    (edition / "witness.txt").write_text("Chapter\n\nThe text <off> the chapter.\n", encoding="utf-8")
    entry = {"id": "one", "for": "<off>", "read": "of", "kind": "misread", "note": HOSTILE}
    (edition / "errata.yaml").write_text(json.dumps({"errata": [entry]}), encoding="utf-8")
    page = page_of(build(edition, ("html",)))
    (pieces,) = marked(page).values()
    assert (pieces[0].get("data-was"), pieces[0].get("data-note")) == ("<off>", HOSTILE)
    assert [script.get("type") for script in page.iter("script")] == ["application/ld+json", None, None, None]
    assert not [name for name in SCRIPTS if "</" in style(name)]


@pytest.mark.parametrize(("language", "ours"), [("en-GB", None), ("de", None), ("eu", "en")])
def test_each_language_is_said(hard: Build, language: str, ours: str | None) -> None:
    path = hard.edition.folder / "01.md"
    path.write_text(path.read_text(encoding="utf-8").replace("lang: en-GB", f"lang: {language}"), encoding="utf-8")
    page = page_of(build(hard.edition.folder, ("html",)))
    assert [aside.get("lang") for aside in page.iter("aside")] == [ours] * 4
    assert [span.get("lang") for span in page.iter("span") if span.get("class") == "words"] == [language] * 5


def test_without_errata_and_notes_there_is_nothing_of_them(edition: Path) -> None:
    page = page_of(build(edition, ("html",)))
    assert [(script.text or "").strip() for script in page.iter("script")][1:] == [
        style(name).strip() for name in ("display.js", "reading.js")
    ]
    assert [inner.get("class") for inner in page.iter("aside")] == ["tools", "cite"]
    buttons = [button.get("class") for button in page.iter("button") if button.get("popovertarget")]
    assert buttons == ["opens-contents", "opens-display", "opens-cite"]


def test_the_style_sheet_adds_no_words_but_those_of_attributes() -> None:
    sheets = "".join(style(name) for name in ("html.css", "reading.css", "sidenotes.css"))
    added = re.findall(r"(?<![-\w])content:\s*([^;]+);", re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL))
    assert set(added) == {'""', "none", "attr(title)", "attr(data-said)", '"¶"'}


def test_the_scripts_ask_for_nothing_that_the_page_has_not(hard: Build) -> None:
    """Their selectors and data are written here and there: what one side forgets, the other looks for in vain."""
    page = page_of(hard)
    script = "".join(style(name) for name in SCRIPTS)
    strings = " ".join(re.findall(r'"[^"\n]*"', re.sub(r"/\*.*?\*/|//[^\n]*", "", script, flags=re.DOTALL)))
    names = set(re.findall(r"[\"' ,]\.([a-z][a-z-]+)", strings))
    assert names >= {"tools", "reading-box", "note-box", "erratum", "was", "reads", "words", "why", "permalink", "told"}
    of_scripts = {"cited", "shown", "number", "open", "unlisted"}
    assert names - of_scripts <= {name for element in page.iter("*") for name in classes(element)}
    views = {button.get("value") for button in page.iter("input") if button.get("name") == "view"}
    assert views == set(re.findall(r"^    (\w+): \(own", script, re.MULTILINE))
    chosen = {button.get("name") for button in page.iter("input")} - {"view"}
    assert chosen == set(re.findall(r'"(\w+)"', style("display.js").partition("]")[0]))


def test_each_paragraph_can_be_gone_to(made: Build) -> None:
    page = page_of(made)
    (main,) = page.iter("main")
    links = [link for link in main.iter("a") if link.get("class") == "permalink"]
    assert [link.get("href") for link in links] == [
        f"#{paragraph.get('id')}" for link in links for paragraph in [link.getparent()]
    ]
    notes = {note.id for note in made.document.notes}
    for paragraph in main.iter("p"):
        in_note = any(outer.get("id") in notes for outer in paragraph.iterancestors())
        assert in_note or paragraph.get("class") == "picture" or paragraph[0] in links
    # No stop for the keyboard, nothing to be heard, and no word of the text.
    assert {(link.get("tabindex"), link.get("aria-hidden"), inner_text(link)) for link in links} == {("-1", "true", "")}


def test_an_address_lasts_when_another_paragraph_comes_before_it(edition: Path) -> None:
    def addresses(text: str) -> list[str]:
        source = (edition / "01.md").read_text(encoding="utf-8")
        (edition / "01.md").write_text(f"{source.partition('# ')[0]}# Chapter {{.editorial}}\n\n{text}\n", "utf-8")
        (edition / "witness.txt").write_text("", encoding="utf-8")
        page = page_of(build(edition, ("html",)))
        return [link.get("href") or "" for link in page.iter("a") if link.get("class") == "permalink"]

    before = addresses("It was so, and it was.\n\nAnd then.\n\nAnd then.")
    assert before == ["#chapter-it-was-so-and", "#chapter-and-then", "#chapter-and-then-2"]
    assert addresses("New.\n\nIt was so, and it was.\n\nAnd then.\n\nAnd then.")[1:] == before


def test_notes_that_are_longer_than_their_chapter_stay_behind_it(edition: Path) -> None:
    source = (edition / "01.md").read_text(encoding="utf-8")
    text = "# Chapter {.editorial}\n\nShort.[^1]\n\n[^1]: " + "Long. " * 40
    (edition / "01.md").write_text(f"{source.partition('# ')[0]}{text}\n", encoding="utf-8")
    (edition / "witness.txt").write_text("", encoding="utf-8")
    page = page_of(build(edition, ("html",)))
    assert not [element for element in page.iter("a", "div") if "--name" in (element.get("style") or "")]


def test_each_note_is_named_after_its_mark(made: Build) -> None:
    page = page_of(made)
    for number, note in enumerate(made.document.notes, 1):
        assert page.get_element_by_id(note.reference_id).get("style") == f"--name:--r{number}"
        expected = f"--name:--n{number};--at:--r{number};--after:--n{number - 1}"
        assert page.get_element_by_id(note.id).get("style") == expected


def test_what_a_search_engine_and_a_reference_manager_read(pamphlet: tuple[Build, object]) -> None:
    page = page_of(pamphlet[0])
    tags = [(meta.get("name") or meta.get("property"), meta.get("content")) for meta in page.iter("meta")]
    assert [tag for tag in tags if (tag[0] or "").startswith("citation_")] == [
        ("citation_title", "How the revolution was lost"),
        ("citation_author", "Harman, Chris"),
        ("citation_editor", "the Octavo editors"),
        ("citation_publication_date", "2026/11/22"),
        ("citation_publisher", "Octavo"),
        ("citation_language", "en-GB"),
        ("citation_keywords", "Russian Revolution of 1917; Soviet Union; Stalinism; Marxism"),
    ]
    assert ("og:type", "book") in tags and ("book:author", "Chris Harman") in tags


def test_an_empty_mark_has_a_name_and_a_place(hard: Build) -> None:
    spans = [span for chapter in hard.document.chapters for span in chapter.element.iter("span")]
    (span,) = (span for span in spans if span.get("id") == "erratum-home")
    span.text = None
    (piece,) = marked(unpacked(lxml_html.document_fromstring(html(hard.document))))["erratum-home"]
    assert (piece.tag, piece.get("aria-label")) == ("a", "correction")
    assert (piece.get("href") or "").startswith("#entry-")
