"""The DOCX for an author's review: Word's own headings and notes, the same words, the same bytes each time."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from conftest import EDITIONS, ROOT
from octavo.build import build, usual_renditions
from octavo.checks import table
from octavo.checks.run import check
from octavo.checks.subject import Subject
from octavo.document import Document, read_document
from octavo.document.parts import FATAL
from octavo.edition import load_edition
from octavo.errors import InputError
from octavo.outfolder import write
from octavo.outputs import output_named
from octavo.readback.anyfile import read_any
from octavo.readback.comparison import compare_files
from octavo.readback.filetext import FileText
from octavo.renditions.docx import docx
from octavo.renditions.docxparts import W
from wordfiles import docx as word_file
from wordfiles import paragraph, run

MOMENT = datetime.datetime(2024, 3, 1, tzinfo=datetime.UTC)
BOOKS = sorted(path for path in (EDITIONS / "books").iterdir() if path.is_dir())
CASES = sorted(path for path in (ROOT / "tests" / "cases").iterdir() if path.is_dir())
VALID = sorted(path for room in ("rendition", "source", "errata") for path in EDITIONS.glob(f"{room}/*-valid*"))


def subject_of(document: Document, data: bytes) -> Subject:
    """A build folder in which nothing but the DOCX is."""
    name = output_named("docx").file_name(document.edition.metadata.slug)
    return Subject(document, Path("build"), files={name: data})


def said(document: Document, data: bytes) -> list[str]:
    """What the rules on all renditions say of a DOCX."""
    subject = subject_of(document, data)
    rules = [table()[f"rendition/{name}"] for name in ("readable", "words", "headings", "notes", "verse")]
    return [finding.message for rule in rules for finding in rule.findings(subject)]


@pytest.mark.parametrize("folder", [*BOOKS, *VALID, *CASES], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_edition_keeps_words_headings_and_notes(folder: Path) -> None:
    document = read_document(load_edition(folder))
    if any(fault.kind in FATAL for fault in document.faults):
        with pytest.raises(InputError):
            document.refuse_fatal()
        return
    data = docx(document, MOMENT)
    assert said(document, data) == []
    reading = subject_of(document, data).reading("docx")
    assert isinstance(reading, FileText) and reading.unread == ()


TEXT = """# One[^1]

[Before]{.lead-in} a note[^1] and the editors’[^e], a [link](#two), [another](https://example.org/a?b=1) and *slanted*.

| All is calm,
|   all is bright.

1) first
2) second

![A dot](dot.webp){alt="A dot"}

| a | b |
|---|---|
| c | d |

: Letters

## Two

Again[^2], $x^2$, H~2~O.

[^1]: The first *note*.

    It has two paragraphs.
[^e]: [Ours.]{.editorial}
[^2]: The second.
"""


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    """An edition of all that Word has a way of its own for."""
    head = "---\ntitle: A & B\ncreator: [Ada Author, Bo Bell]\nlang: en-GB\nidentifier: urn:x:y\n"
    (tmp_path / "01.md").write_text(f"{head}published: 2020-02-02\n---\n{TEXT}", encoding="utf-8")
    Image.new("RGB", (6, 4), "red").save(tmp_path / "dot.webp", lossless=True)
    return tmp_path


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def test_it_says_by_styles_what_is_what(hard: Path) -> None:
    found = parts(docx(read_document(load_edition(hard)), MOMENT))
    root = etree.fromstring(found["word/document.xml"])
    styled = [
        (style.get(f"{W}val"), "".join(str(text.text) for text in paragraph.iter(f"{W}t")))
        for paragraph in root.iter(f"{W}p")
        for style in paragraph.iter(f"{W}pStyle")
    ]
    assert styled[:3] == [
        ("Title", "A & B"),
        ("Author", "Ada Author and Bo Bell"),
        ("Imprint", "This edition, published 2 February 2020."),
    ]
    assert {
        ("Heading1", "One"),
        ("Heading2", "Two"),
        ("Verse", "All is calm,\u00a0\u00a0all is bright."),
        ("TableCaption", "Letters"),
    } < set(styled)
    assert ("Numbered1", "1) first") in styled
    assert len(list(root.iter(f"{W}tbl"))) == 1
    anchors = {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")} - {None}
    assert anchors and anchors <= {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    assert b"https://example.org/a?b=1" in found["word/_rels/document.xml.rels"]
    assert [data[:4] for name, data in found.items() if "media/" in name] == [b"\x89PNG"]
    assert b"base64" not in found["word/document.xml"]
    assert [element.tag.endswith("oMath") for element in root.iter("{*}oMath")] == [True]


def test_notes_are_words_own_and_keep_their_marks(hard: Path) -> None:
    document = read_document(load_edition(hard))
    assert [note.mark for note in document.notes] == ["1", "a", "2"]
    found = parts(docx(document, MOMENT))
    root, notes = (etree.fromstring(found[f"word/{name}.xml"]) for name in ("document", "footnotes"))
    references = list(root.iter(f"{W}footnoteReference"))
    custom = [reference.get(f"{W}customMarkFollows") for reference in references]
    assert custom == [None, "1", None], "Word counts the author’s notes, the editors’ have a mark of their own"
    following = references[1].getnext()
    assert following is not None and following.text == "a"
    texts = {note.get(f"{W}id"): note for note in notes.iter(f"{W}footnote")}
    marked = [
        next(texts[reference.get(f"{W}id")].iter(f"{W}footnoteRef"), None) is not None for reference in references
    ]
    assert marked == [True, False, True]
    (field,) = root.iter(f"{W}instrText")
    bookmark = str(field.text).split()[1]
    named = [mark.getnext() for mark in root.iter(f"{W}bookmarkStart") if mark.get(f"{W}name") == bookmark]
    assert [run is not None and references[0] in list(run) for run in named] == [True]


def test_the_same_bytes_each_time_and_no_clock(hard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = docx(read_document(load_edition(hard)), MOMENT)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert docx(read_document(load_edition(hard)), MOMENT) == first
    core = parts(first)["docProps/core.xml"].decode()
    assert core.count("2024-03-01T00:00:00Z") == 2
    assert "<dc:title>A &amp; B</dc:title><dc:creator>Ada Author; Bo Bell</dc:creator>" in core
    with zipfile.ZipFile(io.BytesIO(first)) as container:
        assert {entry.date_time for entry in container.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert container.namelist()[0] == "[Content_Types].xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "message"),
    [
        ("word/document.xml", "slanted", "slanting", "for ‘slanted’ the DOCX reads ‘slanting’"),
        ("word/document.xml", "<m:t>2</m:t>", "<m:t>3</m:t>", "for ‘2’ the DOCX reads ‘3’"),
        ("word/footnotes.xml", "The second.", "The third.", "for ‘second’ the DOCX reads ‘third’"),
        ("word/document.xml", '"Heading2"', '"Heading3"', "‘Two’ (level 2) here and has ‘Two’ (level 3)"),
        (
            "word/document.xml",
            'w:customMarkFollows="1"',
            'w:customMarkFollows="0"',
            "for ‘editors’’ the DOCX reads ‘editors’a’",
        ),
    ],
)
def test_what_is_changed_in_it_is_found(part: str, old: str, new: str, message: str, hard: Path) -> None:
    document = read_document(load_edition(hard))
    data = docx(document, MOMENT)
    assert said(document, data) == []
    found = parts(data)
    text = found[part].decode()
    assert text.count(old) == 1
    found[part] = text.replace(old, new).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, bytes_ in found.items():
            container.writestr(name, bytes_)
    (told, *_) = said(document, out.getvalue())
    assert message in told


def test_a_note_too_few_is_told(hard: Path) -> None:
    document = read_document(load_edition(hard))
    data = docx(document, MOMENT)
    document.notes.append(document.notes[0])
    assert "DOCX: 3 notes are tagged; there should be 4" in said(document, data)


def test_it_is_made_only_when_it_is_asked_for(hard: Path) -> None:
    """And then it is what the record says, is checked with the rest, and has the words of the edition."""
    assert "docx" not in usual_renditions(load_edition(hard))
    (hard / "dot.webp").rename(hard / "images.webp")
    (hard / "01.md").write_text((hard / "01.md").read_text().replace("dot.webp", "images.webp").replace("$x^2$", "x"))
    made = build(hard, ("docx",))
    assert [artifact.name for artifact in made.artifacts] == ["a-b.docx", "manifest.json"]
    write(made.artifacts, hard / "build")
    assert [found for found in check(hard, hard / "build")[1] if found.rule.startswith("rendition/")] == []
    found = compare_files(read_any(hard), read_any(hard / "build" / "a-b.docx"), [])
    assert (found.differences, found.moved) == ((), ())


def test_a_usual_build_does_not_load_it() -> None:
    code = (
        "import sys, pathlib; from octavo.build import build;"
        f"build(pathlib.Path({str(EDITIONS / 'html' / 'language-valid')!r}), ('html', 'text'));"
        "print(sorted(name for name in sys.modules if 'docx' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("simple", [True, False])
def test_a_field_with_a_notes_mark_is_no_word_where_it_is_a_mark(tmp_path: Path, simple: bool) -> None:
    def field(instruction: str) -> str:
        if simple:
            return f'<w:fldSimple w:instr="{instruction}">{run("7")}</w:fldSimple>'
        ends = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
        return f"{ends[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{ends[1]}{run('7')}{ends[2]}"

    body = paragraph(run("Again") + field(r" NOTEREF _Ref1 \f \h ") + run("; see note ") + field(r" NOTEREF _Ref1 \h "))
    found = read_any(word_file(tmp_path / "a.docx", body))
    assert [block.text for block in found.blocks] == ["Again; see note 7"]
