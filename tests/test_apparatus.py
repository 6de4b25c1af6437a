"""The list of errata: its form in every rendition, what it leaves out, and the figures that all who give them share."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from lxml import html as lxml_html

from octavo.build import Build, build
from octavo.checks.run import check
from octavo.document import Document, read_document
from octavo.document.apparatus import appendix
from octavo.document.entries import LONGEST, written
from octavo.document.tree import inner_text
from octavo.edition import load_edition
from octavo.errors import InputError
from octavo.outfolder import write
from octavo.outputs import output_named
from octavo.readback.reading import TEXT
from program import octavo

HEAD = """---
title: A list
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000171
version: "1"
published: 2020-02-02
rights: For testing only.
witness: {path: witness.txt, siglum: W}
APPARATUS---

"""
BOOK = """# The chapter

By no fewer[^n] than fourteen he went on. The machine. In 1918–19 it stood still.

It was so, and all of it was said.

[^n]: A note of the author’s on it.

# Note on the text {.editorial}

[]{count="errata"} corrections, []{count="house-rule-changes"} by rule, []{count="errata-misread"} misread,
[]{count="corrections"} in all, []{count="errata-listed"} listed, []{count="errata-left-out"} not.
"""
WITNESS = """The chapter

By ho fewer than fourteen he went on. The machine, In 1918-19 it stood still. It was so,
and all of ti was said.

A note of the authors on it.
"""
ERRATA = """errata:
  - {id: ho, for: ho, read: "no", kind: misread, note: The stem of the n is broken.}
  - {id: machine, for: "machine,", read: machine., kind: punctuation}
  - {id: so, for: "still. It", read: "still. ¶ It", kind: paragraph}
  - {id: ti, for: of ti, read: of it, kind: misread}
  - {id: authors, for: authors, read: author’s, kind: misprint}
normalise:
  - {for: '(\\d)-(\\d)', read: '\\1–\\2', why: ranges, count: 1}
"""


def edition(folder: Path, apparatus: str = "") -> Path:
    line = f"apparatus: {apparatus}\n" if apparatus else ""
    (folder / "01.md").write_text(HEAD.replace("APPARATUS", line) + BOOK, encoding="utf-8")
    (folder / "witness.txt").write_text(WITNESS, encoding="utf-8")
    (folder / "errata.yaml").write_text(ERRATA, encoding="utf-8")
    return folder


def said_by(made: Build, name: str, folder: Path) -> str:
    """The words of one rendition's text, as they are read back."""
    output = output_named(name)
    assert output.reader is not None
    (artifact,) = (one for one in made.artifacts if one.name.endswith(output.ending))
    if name == "text":
        return artifact.data.decode()
    reading = output.reader(artifact.data, folder / artifact.name)
    return "\n".join(block.text for block in reading.blocks if block.region == TEXT)


def list_of(document: Document) -> list[str]:
    chapter = appendix(document)
    return [" ".join(inner_text(item).split()) for item in chapter.element.iter("li")] if chapter else []


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


FIGURES = {
    "as it comes": ("", 4, {"paragraph": 1, "normalise": 1}),
    "without misreadings": ("{exclude: [misread]}", 2, {"misread": 2, "paragraph": 1, "normalise": 1}),
    "with paragraphs": ("{include: paragraph, exclude: punctuation}", 4, {"punctuation": 1, "normalise": 1}),
    "with all": ("{include: [paragraph, normalise]}", 6, {}),
    "nothing of it": (
        "{exclude: emendations}",
        0,
        {"misread": 2, "misprint": 1, "punctuation": 1, "paragraph": 1, "normalise": 1},
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_tool_bar_note_and_list_give_the_same_figures(name: str, tmp_path: Path) -> None:
    apparatus, listed, left_out = FIGURES[name]
    made = build(edition(tmp_path, apparatus), ("epub", "pdf", "html", "text"))
    write(made.artifacts, tmp_path / "build")
    words = made.document.edition.metadata.words
    told = {words.text(f"kind-{kind}"): count for kind, count in left_out.items()}
    for rendition in ("epub", "pdf", "html", "text"):
        said = " ".join(said_by(made, rendition, tmp_path).split())
        noted = [
            int(number) for number in re.findall(r"(\d+) (?:corrections,|by rule|misread,|in all|listed|not)", said)
        ]
        by_errata, by_rule, misread, in_all, shown, hidden = noted
        assert (by_errata + by_rule, shown, hidden) == (in_all, listed, sum(left_out.values())), rendition
        assert misread == 2
        entries = re.findall(r"\d(?:\.\d+| n\. \d+) [^\]]+\] ", said[said.index("Errata corrected") :])
        assert len(entries) == shown, rendition
        sentence = re.search(r"The list leaves out (\d+) corrections?: ([^.]*)\.", said)
        assert (int(sentence[1]) if sentence else 0) == hidden, rendition
        kinds = (
            {kind: int(count) for kind, count in re.findall(r"([^,:]+?) \((\d+)\)", sentence[2])} if sentence else {}
        )
        assert {kind.strip(): count for kind, count in kinds.items()} == told, rendition
    (page,) = (artifact.data.decode() for artifact in made.artifacts if artifact.name.endswith(".html"))
    counts = [" ".join(count.split()) for count in re.findall(r'<p class="count">(.*?)</p>', page, re.DOTALL)]
    if not listed:
        assert counts == []
        return
    assert int(counts[0].split()[0]) == listed
    assert counts[1:] == ([sentence[0]] if sentence else [])
    assert len(re.findall(r"data-was=", page)) == listed
    _, findings = check(tmp_path, tmp_path / "build")
    assert [finding for finding in findings if finding.rule != "rendition/present"] == []


def test_what_is_left_out_is_still_in_the_tei(tmp_path: Path) -> None:
    made = build(edition(tmp_path, "{exclude: [misread]}"), ("tei",))
    (artifact,) = (one for one in made.artifacts if one.name.endswith(".xml"))
    root = etree.fromstring(artifact.data)
    assert {sic.text for sic in root.iter("{*}sic")} >= {"ho", "ti"}
    assert "misread" in {corr.get("type") for corr in root.iter("{*}corr")}
    assert not any(" ho " in entry for entry in list_of(made.document))


def test_a_list_without_entries_is_made_where_something_was_excluded(tmp_path: Path) -> None:
    """What it leaves out unasked, such as paragraphs, makes none by itself."""
    folder = edition(tmp_path)
    (folder / "witness.txt").write_text("One\n\nIt was.\n\nIt went.\n", encoding="utf-8")
    entry = "errata:\n  - {id: one, for: was. ¶ It, read: was. It, kind: paragraph}\n"
    (folder / "errata.yaml").write_text(entry, encoding="utf-8")
    said = {}
    for apparatus in ("", "apparatus: {exclude: misread}\n"):
        (folder / "01.md").write_text(HEAD.replace("APPARATUS", apparatus) + "# One\n\nIt was. It went.\n", "utf-8")
        chapter = appendix(read_document(load_edition(folder)))
        said[apparatus] = inner_text(chapter.element) if chapter else ""
    assert said.popitem()[1].endswith("The list leaves out 1 correction: paragraph breaks (1).")
    assert said == {"": ""}


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
