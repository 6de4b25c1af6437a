"""The list of errata: its form in every rendition, its layers, and what those are told who hear it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from lxml import html as lxml_html

from listed import HEAD, edition, list_of, said_by
from octavo.build import build
from octavo.checks.run import check
from octavo.document import read_document
from octavo.document.apparatus import appendix
from octavo.document.entries import LONGEST, written
from octavo.document.tree import inner_text
from octavo.edition import load_edition
from octavo.errors import InputError
from octavo.outfolder import write
from program import octavo

RENDITIONS = ("epub", "pdf", "html", "tei", "text", "docx")


def test_the_form_of_an_entry_in_every_rendition(tmp_path: Path) -> None:
    made = build(edition(tmp_path), RENDITIONS)
    wanted = [
        "1.2 no] ho W (By no fewer) The stem of the n is broken.",
        "1 n. 1 author’s] authors W (the author’s on)",
        "1.2 machine.] machine, W (The machine. In)",
        "1.4 it] ti W (of it was)",
    ]
    assert list_of(made.document) == wanted
    for name in RENDITIONS:
        said = " ".join(said_by(made, name, tmp_path).split())
        behind = 0
        for entry in wanted:
            at = said.find(entry, behind)
            assert at >= behind, (name, entry, said[behind:])
            behind = at + len(entry)


def test_what_is_left_out_is_still_in_the_tei(tmp_path: Path) -> None:
    made = build(edition(tmp_path, "{exclude: [misread]}"), ("tei",))
    (artifact,) = (one for one in made.artifacts if one.name.endswith(".xml"))
    root = etree.fromstring(artifact.data)
    assert {sic.text for sic in root.iter("{*}sic")} >= {"ho", "ti"}
    assert "misread" in {corr.get("type") for corr in root.iter("{*}corr")}
    assert not any(" ho " in entry for entry in list_of(made.document))


@pytest.mark.parametrize(
    ("apparatus", "message", "hint"),
    [
        ("{exclude: [misred]}", "‘misred’ is not one of the words known here", "did you mean ‘misread’?"),
        ("{include: variant}", "‘variant’ is not one of the words known here", "did you mean ‘variants’?"),
        ("{excluded: misread}", "unknown key ‘excluded’", "did you mean ‘exclude’?"),
        ("{include: stet, exclude: stet}", "‘stet’ is both included and excluded", ""),
    ],
)
def test_a_name_that_is_not_known_is_refused(apparatus: str, message: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        load_edition(edition(tmp_path, apparatus))
    (problem,) = refused.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert problem.place is not None
    assert problem.place.line == 10


def test_publish_is_the_former_name_of_include(tmp_path: Path) -> None:
    apparatus = load_edition(edition(tmp_path, "{publish: [stet, queries]}")).metadata.apparatus
    assert apparatus.shows("stet")
    assert apparatus.shows("queries")


def test_what_has_no_words_is_said_in_words(tmp_path: Path) -> None:
    """Paragraphs, and what a witness has or lacks."""
    folder = edition(tmp_path, "{include: [paragraph]}")
    assert "0.0 still. (new paragraph) It] still. It W (stood … was)" in list_of(read_document(load_edition(folder)))
    (folder / "01.md").write_text(HEAD.replace("APPARATUS", "") + "# One\n\nIt was.\n\nAll of it.\n", "utf-8")
    (folder / "witness.txt").write_text("One\n\nIt was.\n", encoding="utf-8")
    errata = 'errata:\n  - {id: all, for: "was.", read: "was. ¶ All of it.", kind: omission}\n'
    (folder / "errata.yaml").write_text(errata, encoding="utf-8")
    (entry,) = list_of(read_document(load_edition(folder)))
    assert "¶" not in entry
    assert "(new paragraph) All of it.] " in entry


def test_those_who_hear_the_list_are_told_it_in_words(tmp_path: Path) -> None:
    made = build(edition(tmp_path), ("html", "epub", "pdf"))
    wanted = [
        "1.2: for ‘ho’ W read ‘no’",
        "1 n. 1: for ‘authors’ W read ‘author’s’",
        "1.2: for ‘machine,’ W read ‘machine.’",
        "1.4: for ‘ti’ W read ‘it’",
    ]
    for artifact in made.artifacts:
        if artifact.name.endswith(".html"):
            roots = [lxml_html.document_fromstring(artifact.data.decode())]
        elif artifact.name.endswith(".epub"):
            with zipfile.ZipFile(BytesIO(artifact.data)) as parts:
                roots = [etree.fromstring(parts.read(n)) for n in parts.namelist() if "errata" in n]
        elif artifact.name.endswith(".pdf"):
            with pikepdf.open(BytesIO(artifact.data)) as pdf:
                links = [str(link.get("/Contents")) for page in pdf.pages for link in page.get("/Annots", [])]
            assert [label for label in links if "read ‘" in label] == wanted
            continue
        else:
            continue
        links = [link for root in roots for link in root.iter("{*}a") if link.get("class") == "place"]
        assert [link.get("aria-label") for link in links] == wanted
        for link in links:
            assert (link.get("aria-label") or "").startswith(link.text or "-")
            reading = link.getnext()
            assert reading is not None
            assert reading.get("aria-hidden") == "true"


def test_a_long_reading_is_given_by_its_ends(tmp_path: Path) -> None:
    folder = edition(tmp_path)
    long = " ".join(f"word{number}" for number in range(2 * LONGEST))
    (folder / "01.md").write_text(HEAD.replace("APPARATUS", "") + f"# One\n\nIt was {long} so.\n", "utf-8")
    (folder / "witness.txt").write_text(f"One\n\nIt was {long.replace('word', 'ward')} so.\n", encoding="utf-8")
    words = long.replace("word", "ward")
    entry = f"errata:\n  - {{id: long, for: {words}, read: {long}, kind: misread, why: all of it}}\n"
    (folder / "errata.yaml").write_text(entry, encoding="utf-8")
    (listed,) = list_of(read_document(load_edition(folder)))
    assert "word0 word1 " in listed
    assert " … " in listed
    assert f"ward{2 * LONGEST - 1} W (was … so) all of it" in listed
    assert "word30" not in listed


def test_hyphens_kept_from_line_ends_are_a_layer_of_the_list(tmp_path: Path) -> None:
    folder = edition(tmp_path, "{include: line-end-hyphens}")
    head = (folder / "01.md").read_text(encoding="utf-8").partition("# The chapter")[0]
    head = head.replace("siglum: W}", "siglum: W, line-end-hyphens: join}")
    text = (
        "# One\n\nThe Blue-books of the revolution, and other Blue-books.[^n]\n\n[^n]: On re-election, a re-election.\n"
    )
    (folder / "01.md").write_text(head + text, encoding="utf-8")
    witness = (
        "One\n\nThe Blue-\nbooks of the revo-\nlution, and other Blue-books.\n\nOn re-\nelection, a re-election.\n"
    )
    (folder / "witness.txt").write_text(witness, encoding="utf-8")
    (folder / "errata.yaml").write_text("", encoding="utf-8")
    made = build(folder, ("text", "tei"))
    assert list_of(made.document) == [
        "1.2 Blue-books] Blue- (line end) books W",
        "1 n. 1 re-election] re- (line end) election W",
    ]
    assert "line end" not in " ".join(list_of(read_document(load_edition(edition(tmp_path)))))


def test_markdown_lists_every_correction_whatever_the_book_shows(tmp_path: Path) -> None:
    done = octavo("errata", edition(tmp_path, "{exclude: misread}"), "--format", "md")
    assert done.stdout.splitlines() == [
        "| Place | Reading | In | Kind | Note |",
        "|---|---|---|---|---|",
        "| ch. 1, par. 1 | no] ho W | By no fewer | misread | The stem of the n is broken. |",
        "| ch. 1, n. 1 | author’s] authors W | the author’s on | misprint |  |",
        "| ch. 1, par. 1 | machine.] machine, W | The machine. In | punctuation |  |",
        "| ch. 1, par. 1 | still. (new paragraph) It] still. It W | stood … was | paragraph |  |",
        "| ch. 1, par. 2 | it] ti W | of it was | misread |  |",
    ]


def test_what_the_text_does_not_follow_is_in_the_markdown_without_a_place(tmp_path: Path) -> None:
    folder = edition(tmp_path)
    text = (folder / "01.md").read_text(encoding="utf-8")
    (folder / "01.md").write_text(text.replace("By no", "By ho"), encoding="utf-8")
    rows = octavo("errata", folder, "--format", "md").stdout.splitlines()
    assert rows[-1] == "|  | no] ho W |  | misread | The stem of the n is broken. |"
    assert len(rows) == 2 + 5


def test_an_entry_is_written_as_it_stands_in_the_tree(tmp_path: Path) -> None:
    document = read_document(load_edition(edition(tmp_path, "{include: paragraph}")))
    chapter = appendix(document)
    assert chapter is not None
    words = document.edition.metadata.words
    for item in chapter.element.iter("li"):
        entry = document.entries[str(item.get("id"))]
        reading = next(span for span in item.iter("span") if "reading" in str(span.get("class")))
        assert inner_text(reading) == written(entry, words)


def test_words_that_are_heard_and_are_not_the_entrys_are_found(tmp_path: Path) -> None:
    folder = edition(tmp_path)
    write(build(folder, ("html",)).artifacts, tmp_path / "build")
    page = tmp_path / "build" / "a-list.html"
    page.write_text(page.read_text("utf-8").replace("for ‘ho’ W read ‘no’", "for ‘ho’ W read ‘nay’"), "utf-8")
    _, findings = check(folder, tmp_path / "build")
    (finding,) = (finding for finding in findings if finding.rule == "errata/linked")
    assert "the entry of ‘erratum-ho’ is heard as ‘1.2: for ‘ho’ W read ‘nay’’" in finding.message
