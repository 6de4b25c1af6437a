"""Two files of a book, of any origin: did a word change?"""

from __future__ import annotations

import json
import random
import subprocess
import time
import zipfile
from pathlib import Path

import jsonschema
import pypandoc
import pytest
import typst

from octavo.build import Build
from octavo.markdown.dialect import READERS
from octavo.readback.anyfile import read_any
from octavo.readback.comparison import Comparison, compare_files
from octavo.readback.filetext import FileText
from test_cli import SCHEMAS, octavo

CHANGES = {"savage and futile war,": "savage and futile wars,", "quotes the same words": "quoted these same words"}
"""A word of the text and two of a note, as a typesetter might change them."""
WRITERS = {"docx": "docx", "odt": "odt", "epub2": "epub", "epub3": "epub", "html5": "html", "plain": "txt"}
"""pandoc's writers and the endings of what they write."""
LOOK = """
#set page(width: 120mm, height: 180mm, header: context {
  let number = here().page()
  if calc.even(number) [#number #h(1fr) The revolution] else if number > 1 [#emph[How it was lost] #h(1fr) #number]
})
#set text(lang: "en", size: 10pt)
#set smartquote(enabled: false)
#set par(justify: true, first-line-indent: 1em)
#let blockquote(body) = quote(block: true, text(size: 9pt, body))
"""


def foreign(markdown: str, writer: str, path: Path) -> Path:
    """A file that another program made of some Markdown: by pandoc's writers, or set with Typst, without tags."""
    options = ["--from", READERS["pandoc"], "--to", writer]
    options += ["--wrap", "none"] if writer == "typst" else []
    options += ["--standalone", "--metadata", "title=A title"] if writer not in ("typst", "plain", "odt") else []
    command = [pypandoc.get_pandoc_path(), *options]
    made = subprocess.run([*command, "--output", "-"], input=markdown.encode(), capture_output=True, check=True).stdout
    if writer == "typst":
        made = typst.compile((LOOK + made.decode().replace("'", "’")).encode(), pdf_tags=False)
    path.write_bytes(made)
    return path


def compared(a: Path, b: Path, *ignored: str, everything: bool = False) -> Comparison:
    return compare_files(read_any(a), read_any(b), ignored, everything=everything)


def readings(found: Comparison) -> list[tuple[str, str]]:
    return [(item.a.reading, item.b.reading) for item in found.differences]


def texts(folder: Path, a: str, b: str, ending: str = "txt") -> tuple[Path, Path]:
    """Two small files."""
    paths = folder / f"a.{ending}", folder / f"b.{ending}"
    for path, text in zip(paths, (a, b), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def essay(source: Path, tmp_path_factory: pytest.TempPathFactory) -> FileText:
    """The essay of the first edition as one Markdown file, read."""
    path = tmp_path_factory.mktemp("essay") / "essay.md"
    path.write_text((source / "2-how-the-revolution-was-lost.md").read_text(encoding="utf-8"), encoding="utf-8")
    return read_any(path)


def test_the_edition_and_its_renditions_have_the_same_words(source: Path, pamphlet: tuple[Build, Path]) -> None:
    for_press = ("-print.pdf", "-cover.pdf", "-booklet.pdf", ".json")
    built = [path for path in sorted(pamphlet[1].iterdir()) if path.is_file() and not path.name.endswith(for_press)]
    files = [read_any(path) for path in [source, *built]]
    assert {"edition", "EPUB", "HTML", "tagged PDF"} <= {file.format for file in files}
    for file in files[1:]:
        found = compare_files(files[0], file)
        assert readings(found) == []
        assert found.a.count_words("text") > 9000 and found.a.file.notes == found.b.file.notes > 20


@pytest.mark.parametrize("writer", [*WRITERS, "typst"])
def test_what_another_program_made(writer: str, essay: FileText, tmp_path: Path) -> None:
    text = essay.file.read_text(encoding="utf-8")
    lines = text.split("\n")
    same = compare_files(essay, read_any(foreign(text, writer, tmp_path / f"same.{WRITERS.get(writer, 'pdf')}")))
    assert readings(same) == []
    assert same.a.file.notes == same.b.file.notes == text.count("]: ") > 20

    for old, new in CHANGES.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    found = compare_files(essay, read_any(foreign(text, writer, tmp_path / f"changed.{WRITERS.get(writer, 'pdf')}")))
    assert readings(found) == [("war", "wars"), ("quotes the", "quoted these")]
    assert [item.region for item in found.differences] == ["text", "note"]
    for item, old in zip(found.differences, CHANGES, strict=True):
        assert item.a.place == f"{essay.file}:{next(n for n, line in enumerate(lines, 1) if old in line)}"
    places = {
        "docx": ("changed.docx, paragraph 3", "changed.docx, note 6"),
        "odt": ("changed.odt, paragraph 2", "changed.odt, note 6"),
        "plain": ("changed.txt:", "changed.txt:"),
        "html5": ("changed.html:", "changed.html:"),
        "typst": ("changed.pdf (page 1, line 4)", "changed.pdf (page "),
    }.get(writer, ("changed.epub/EPUB/text/ch001.xhtml:", "changed.epub/EPUB/text/ch001.xhtml:"))
    for item, place in zip(found.differences, places, strict=True):
        assert item.b.place.startswith(f"{tmp_path}/{place}")
    at = [item.b.place.rpartition(":")[2] for item in found.differences]
    if writer == "plain":
        lines = (tmp_path / "changed.txt").read_text(encoding="utf-8").split("\n")
        assert "wars" in lines[int(at[0]) - 1] and "quoted" in lines[int(at[1]) - 1]


def test_the_command_prints_both_places(tmp_path: Path) -> None:
    texts(tmp_path, "It was grey.\n\nAll of it.\n", "It was gray.\n\nAll of it, he said.\n")
    said = octavo("compare", "a.txt", "b.txt", folder=tmp_path)
    assert said == (
        "exit 1\n--- stdout\n"
        "a.txt:1: … It was [grey] . All of it …\n  b.txt:1: … It was [gray] . All of it …\n"
        "b.txt:3: only here: … . All of it [, he said] . …\n  missing at a.txt:3\n\n"
        "A  a.txt (plain text): 6 words of text, no notes known as such\n"
        "B  b.txt (plain text): 8 words of text, no notes known as such\n"
        "differences   2\n  words       2\n--- stderr\n"
    )
    assert octavo("compare", "a.txt", "a.txt", folder=tmp_path).startswith("exit 0\n")
    assert "exit 2" in octavo("compare", "a.txt", "b.txt", "--ignore", "commas", folder=tmp_path)


def test_json_has_its_schema(tmp_path: Path) -> None:
    first, second = "<p>One two three four five six.</p>", "<p>Seven eight nine ten eleven twelve thirteen.</p>"
    texts(tmp_path, f"{first}{second}<p>x</p>", f"{second}{first}<p>y</p>", "html")
    said = octavo("compare", "a.html", "b.html", "--format", "json", folder=tmp_path)
    result = json.loads(said.split("--- stdout\n")[1].split("--- stderr")[0])
    jsonschema.validate(result, json.loads((SCHEMAS / "compare.json").read_text(encoding="utf-8")))
    assert [run["a"]["reading"] for run in result["moved"]] == ["One two three four five six."]
    assert [(item["a"]["reading"], item["b"]["reading"]) for item in result["differences"]] == [("x", "y")]


HTML_NOTES = (
    "<p>A sea<sup><a id='r1' href='#n1'>1</a></sup> of sand.</p>"
    "<p>And a road<a id='r2' href='#n2'>[2]</a> through it.</p>"
    "<h2>Wells</h2><p>They were dry.</p><p id='n1'><a href='#r1'>1</a>. Not of water, as one might think.</p>"
    "<p><a id='n2' href='#r2'>[2]</a> The old one, from the coast.</p>"
)


def test_notes_may_stand_anywhere(tmp_path: Path) -> None:
    inside = (
        "A sea of sand.\n\n[1] Not of water, as one might think.\n\nAnd a road through it.\n\nThe old one, from the "
        "coast.\n\nWells\n\nThey were dry.\n"
    )
    a, b = tmp_path / "a.html", tmp_path / "b.txt"
    a.write_text(HTML_NOTES, encoding="utf-8")
    b.write_text(inside, encoding="utf-8")
    found = compared(a, b)
    assert (readings(found), len(found.moved), found.a.file.notes) == ([], 2, 2)

    b.write_text(inside.replace("one might think", "many might think"), encoding="utf-8")
    found = compared(a, b)
    assert readings(found) == [("one", "many")]
    assert found.differences[0].a.place.startswith(f"{a}:")
    assert found.differences[0].b.place == f"{b}:3"


def test_endnotes_of_an_epub_and_its_page_numbers(tmp_path: Path) -> None:
    page = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'
    files = {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
        "book.opf": '<package><manifest><item id="a" href="a.xhtml"/><item id="b" href="b.xhtml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        "a.xhtml": page.format(
            '<p>A sea<a href="b.xhtml#n" epub:type="noteref">1</a> of<span role="doc-pagebreak">3</span> sand.</p>'
            '<p hidden="">Not seen.</p>'
        ),
        "b.xhtml": page.format(
            '<section epub:type="endnotes"><h2>Endnotes</h2><ol><li epub:type="endnote" id="n"><p>Not of water. '
            '<a href="a.xhtml" epub:type="backlink">back</a></p></li></ol></section>'
        ),
    }
    with zipfile.ZipFile(tmp_path / "a.epub", "w") as container:
        for name, text in files.items():
            container.writestr(name, text)
    (tmp_path / "b.txt").write_text("A sea[1] of sand.\n\n[1] Not of water.\n", encoding="utf-8")
    found = compared(tmp_path / "a.epub", tmp_path / "b.txt")
    assert (readings(found), found.a.file.notes, found.b.file.notes) == ([], 1, 1)


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    made, path = foreign("One two three.", "docx", tmp_path / "a.docx"), tmp_path / "b.docx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                said = 'w:id="1" w:author="E" w:date="2020-02-02T00:00:00Z"'
                text = '<w:r><w:{0} xml:space="preserve"> {1}</w:{0}></w:r>'
                change = f"<w:del {said}>{text.format('delText', 'four')}</w:del>"
                change += f"<w:ins {said}>{text.format('t', 'five')}</w:ins>"
                body, _, rest = data.rpartition("</w:p>")
                data = f"{body}{change}</w:p>{rest}"
            new.writestr(name, data.encode("utf-8", "surrogateescape"))
    assert readings(compared(made, path)) == [("", "five")]


def test_what_only_one_file_has_is_one_difference(tmp_path: Path) -> None:
    words = [f"word{n}" for n in range(400)]
    chapters = [" ".join(["Chapter", *words[n : n + 100]]) for n in range(0, 400, 100)]
    contents = "\n\n".join(["Contents", *(" ".join(chapter.split()[:4]) for chapter in chapters)])
    a, b = texts(tmp_path, "\n\n".join(chapters), "\n\n".join([contents, *chapters]))
    found = compared(a, b)
    assert len(found.differences) == 1
    assert found.differences[0].b.reading.startswith("Contents Chapter word0")
    assert (found.differences[0].a.reading, found.differences[0].b.words) == ("", 17)


def test_title_pages_count_only_with_all(tmp_path: Path) -> None:
    page = "<header><h1>{}</h1></header><nav><ol><li>One</li></ol></nav><main><p>The text itself.</p></main>"
    a, b = texts(tmp_path, page.format("A book"), page.format("Another book"), "html")
    assert readings(compared(a, b)) == []
    assert readings(compared(a, b, everything=True)) == [("A", "Another")]
    b.write_text("<p>A book</p><p>The text itself.</p>", encoding="utf-8")
    assert readings(compared(a, b)) == []  # its title stands in the text here


@pytest.mark.parametrize(
    ("kind", "a", "b"),
    [
        ("quotes", "“It’s so,” he said.", '"It\'s so," he said.'),
        ("hyphens", "A well-known man — to-day.", "A wellknown man – today."),
        ("case", "The SOVIETS of 1917", "The Soviets of 1917"),
        ("punctuation", "Now, then: go!", "Now then go."),
        ("spaces", "any one , there", "anyone, there"),
    ],
)
def test_kinds_may_be_ignored(kind: str, a: str, b: str, tmp_path: Path) -> None:
    paths = texts(tmp_path, a, b)
    assert {item.kind for item in compared(*paths).differences} == {kind}
    assert readings(compared(*paths, kind)) == []
    paths[1].write_text(b.replace("a", "e").replace("o", "u"), encoding="utf-8")
    assert [item.kind for item in compared(*paths, kind).differences].count("words") > 0


def test_what_never_counts(tmp_path: Path) -> None:
    a = "The of\u00adfice of a caf\u00e9 in 1917, un\u200bread.\n\n* * *\n\nAnd after.\n"
    b = "The o\ufb03ce of a cafe\u0301 in 1917, unread.\n\nAnd\u00a0after.\n"
    assert readings(compared(*texts(tmp_path, a, b))) == []


def test_the_other_text_decides_on_hyphens_at_line_ends(tmp_path: Path) -> None:
    rng = random.Random(7)
    words = ["co-operation", "half-hearted", "revolutionary", "international", "counter-revolution", "unimaginable"]
    text = " ".join(rng.choice(words) for _ in range(400))
    page = tmp_path / "narrow.pdf"
    look = '#set page(width: 45mm, height: 150mm, margin: 6mm)\n#set text(lang: "en")\n#set par(justify: true)\n'
    page.write_bytes(typst.compile((look + text).encode(), pdf_tags=False))
    plain = tmp_path / "a.txt"
    plain.write_text(text, encoding="utf-8")
    assert sum(block.text.endswith("\x02") for block in read_any(page).blocks) > 100
    assert readings(compared(plain, page)) == []
    plain.write_text(text.replace("co-operation", "cooperation"), encoding="utf-8")
    found = readings(compared(plain, page))
    assert 0 < len(found) < text.count("co-operation")  # those within a line are seen to be changed
    assert {word for reading in found for word in reading[0].split()} == {"cooperation"}
    assert {word for reading in found for word in reading[1].split()} == {"co-operation"}


def test_tei(tmp_path: Path) -> None:
    tei = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>No</title></titleStmt></fileDesc>'
        "</teiHeader><text><body><div><head>Wells</head><p>They were <choice><sic>dri</sic><corr>dry</corr></choice>."
        "<note place='foot'>All of them.</note></p></div></body></text></TEI>"
    )
    xml, page = tmp_path / "a.xml", tmp_path / "b.html"
    xml.write_text(tei, encoding="utf-8")
    page.write_text(
        "<h1>Wells</h1><p>They were dry.</p><aside role='doc-footnote'>All of them.</aside>", encoding="utf-8"
    )
    found = compared(xml, page)
    assert (readings(found), found.a.file.notes) == ([], 1)
    xml.write_text(tei.replace("<corr>dry", "<corr>wet"), encoding="utf-8")
    assert readings(compared(xml, page)) == [("wet", "dry")]


def test_a_hundred_thousand_words_take_seconds(tmp_path: Path) -> None:
    rng = random.Random(1)
    paragraphs = [" ".join(f"w{int(rng.paretovariate(0.6)) % 20000}" for _ in range(100)) for _ in range(1000)]
    changed = [text.replace(" w1 ", " v1 ", 1) if n % 5 == 0 else text for n, text in enumerate(paragraphs)]
    changed.insert(300, changed.pop(800))
    a, b = texts(tmp_path, "\n\n".join(paragraphs), "\n\n".join(changed))
    begun = time.process_time()
    found = compared(a, b)
    assert time.process_time() - begun < 15  # it takes two; a quadratic comparison would take minutes
    assert 190 <= len(found.differences) <= 205
    assert sum(run.a.words for run in found.moved) >= 90
