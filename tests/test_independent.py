"""Every word of the Markdown stands in every rendition, by a comparison that shares no code with Octavo."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builds import Builds
from independent import Fault, _flowing, compare_build, compared
from independent_readers import Lines
from independent_source import source_words
from independent_words import pdf_lines, words_of
from octavo.build import build
from octavo.outfolder import write

HERE = Path(__file__).parent
VALID = sorted(path for path in (HERE / "editions").glob("*/*-valid*") if path.is_dir())
BOOKS = sorted((HERE / "editions" / "books").iterdir())
KINDS = ("epub", "html", "pdf", "txt", "xml")

FRONT = """---
title: A book of all sorts
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000090
version: "1"
published: 2020-02-02
rights: Public domain.
---

"""
SORTS = """# The first chapter

A sentence with *emph*asis, **strong** words, `code(here)` and a note.[^1] The words of old have a no-break
space, and so has p. 7. It was -- as one says -- long ago; the well-known lighthouse-keeper’s daughter knew it.[^2]

[^1]: The body of the first note, which says *nothing* new.

[^2]: Another note.

    It has two paragraphs.

- an apple
- a pear, and
    - a small pear
    - a large one

3. third
4. fourth

(i) roman
(ii) figures

Lamp
:   What gives light.

Wick
:   What burns in it.

| Month | Ships | Storms |
|:------|------:|:------:|
| May   |    12 |   none |
| June  |     7 |  three |

: Ships and storms

## A second heading of it

> A quotation stands here.
>
> It has two paragraphs as well.

```python
def light(lamp):
    return lamp.oil - 1   # one a night
```

| The lamp is lit, the evening comes,
|     and nobody is there;
| the moths come in on velvet drums.

The formula $a^2 + b^2$ stands in a line, and one by itself:

$$E = mc^2$$

# The second chapter

An ending, with the same words as before: a lamp, a wick, a lighthouse.
[Small capitals]{.smallcaps} end it, and ~~struck~~ words too.
"""
RAW = """# Raw markup

A line<br>and another; 10<sup>2</sup> and H<sub>2</sub>O, <b>bold</b>er,
<kbd>Ctrl</kbd>+<kbd>C</kbd>, <q>quoted</q> words.

<details>
<summary>The summary of it</summary>

What is *inside*.

</details>

<table><tr><th>Head</th><td>Cell</td></tr></table>

<!-- a comment is no text --> After the comment.
"""


def edition(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "01-sorts.md").write_text(FRONT + text, encoding="utf-8")
    return folder


def built(folder: Path) -> Path:
    write(build(folder).artifacts, folder / "build")
    return folder / "build"


def case(path: Path) -> object:
    return pytest.param(path, id=f"{path.parent.name}/{path.name}")


@pytest.mark.parametrize("folder", [case(path) for path in (*VALID, *BOOKS)])
def test_small_editions(folder: Path, builds: Builds, tmp_path: Path) -> None:
    copy = builds.copy(folder, tmp_path / folder.name)
    found = compare_build(copy, copy / "build")
    assert set(map(kind, found)) >= set(KINDS)
    if folder.name == "overprinted-valid":
        # PDFium reads across the narrow columns of its table, in which words are divided.
        found = {name: faults for name, faults in found.items() if kind(name) != "pdf"}
    assert [str(fault) for faults in found.values() for fault in faults] == []


@pytest.fixture(scope="module")
def sorts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = edition(tmp_path_factory.mktemp("whole") / "sorts", SORTS)
    built(folder)
    return folder


def kind(name: str) -> str:
    return name.rpartition(".")[2]


@pytest.mark.parametrize("rendition", ["txt", "epub", "html", "pdf", "xml"])
def test_all_sorts(rendition: str, sorts: Path) -> None:
    found = compare_build(sorts, sorts / "build")
    assert [str(fault) for name, faults in found.items() if kind(name) == rendition for fault in faults] == []


def test_raw_markup(tmp_path: Path) -> None:
    folder = edition(tmp_path / "raw", RAW)
    assert [str(fault) for faults in compare_build(folder, built(folder)).values() for fault in faults] == []


MUTATIONS = {
    "dropped": ("the evening comes", "the comes", "evening"),
    "changed": ("What gives light", "What gives sight", "light"),
    "fused": ("A quotation stands here", "A quotationstands here", "quotation"),
    "parted": ("well-known lighthouse", "well-known light house", "house"),
    "doubled": ("An ending, with", "An ending, ending, with", "ending,"),
    "swapped": ("velvet drums", "drums velvet", "velvet|drums"),
    "paragraph lost": ("It has two paragraphs as well.", "", "well."),
    "cell lost": ("|  three |", "|        |", "three"),
    "word of a note changed": ("Another note", "Another vote", "note"),
    "word of a note lost": ("body of the first note", "body of first note", "the"),
    "note lost": (" knew it.[^2]", " knew it.", "Another"),
    "code changed": ("lamp.oil - 1", "lamp.oil - 2", "1"),
    "list number": ("3. third\n4.", "5. third\n6.", r"3\."),
    "emphasis parted": ("*emph*asis", "*emph* asis", "emphasis"),
    "no-break space": ("of\u00a0old", "of old", "old"),
    "narrow no-break space": ("p.\u202f7", "p. 7", "7"),
    "heading": ("## A second heading of it", "## A second of it", "heading"),
    "formula": ("E = mc^2", "E = mc^3", r"mc\^?2"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_wrong_is_found(name: str, sorts: Path, tmp_path: Path) -> None:
    """A rendition of an altered text is held against the Markdown as it was."""
    was, becomes, word = MUTATIONS[name]
    assert SORTS.count(was) == 1
    altered = SORTS.replace(was, becomes)
    if name == "note lost":
        altered = altered.replace("[^2]: Another note.\n\n    It has two paragraphs.\n\n", "")
    folder = built(edition(tmp_path / "altered", altered))
    source = source_words([sorts / "01-sorts.md"])
    for path in sorted(path for path in folder.iterdir() if kind(path.name) in KINDS):
        if (name, kind(path.name)) == ("formula", "pdf"):
            continue  # a set formula’s glyphs are in no order that could be compared
        faults = compared(source, path)
        assert any(says(fault, word) for fault in faults), f"{path.suffix}: {[str(fault) for fault in faults]}"


def says(fault: Fault, word: str) -> bool:
    return re.search(word, fault.words) is not None


def test_damaged_files(sorts: Path, tmp_path: Path) -> None:
    """Damage done to the files themselves, behind the back of the writer."""
    source = source_words([sorts / "01-sorts.md"])
    target = tmp_path / "build"
    shutil.copytree(sorts / "build", target)
    for suffix, was, becomes in (
        (".txt", "burns in", "burnsin"),
        (".html", "burns in", "burnsin"),
        (".xml", "burns in", "burns in in"),
    ):
        path = next(path for path in target.iterdir() if path.suffix == suffix)
        text = path.read_text(encoding="utf-8")
        assert text.count(was) == 1
        before = len(compared(source, path))
        path.write_text(text.replace(was, becomes), encoding="utf-8")
        assert len(compared(source, path)) > before


@pytest.mark.parametrize("text", ["true. Git will", "true. Git Git will", "true. It Git will"])
def test_a_word_of_the_head_beside_the_same_word_of_the_text(text: str) -> None:
    """A page ends, or begins, with a word that the head has too: the text's is the source's, whichever was paired."""
    for lines in (
        [("set to true. Git", 0, ""), ("267", 0, "foot"), ("Pro Git", 1, "head"), ("will do it", 1, "top")],
        [("set to true.", 0, ""), ("267", 0, "foot"), ("Pro Git", 1, "head"), ("Git will do it", 1, "top")],
    ):
        found = pdf_lines(Lines(lines=lines))
        faults = _flowing(words_of(f"set to {text} do it", "pdf"), [], found, "pdf", ["Pro Git"])
        lacks = [fault for fault in faults if fault.kind == "missing"]
        assert (not faults) == (text == "true. Git will"), [str(fault) for fault in faults]
        assert len(lacks) == len(faults)


def test_the_front_matter_may_stand_in_a_later_file(tmp_path: Path) -> None:
    front = FRONT.replace("---\n\n", "markdown: gfm\nchapters: [02.md, 01.md]\n---\n\n")
    (tmp_path / "01.md").write_text(front + "# One\n\nA line:\n- an item\n", encoding="utf-8")
    (tmp_path / "02.md").write_text("# Two\n\nMore.\n", encoding="utf-8")
    found = compare_build(tmp_path, built(tmp_path))
    assert {kind(name): [str(fault) for fault in faults] for name, faults in found.items()} == {
        name: [] for name in KINDS
    }


def test_as_a_script(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    shutil.copytree(HERE / "editions" / "html" / "language-valid", folder)
    target = built(folder)
    command = [sys.executable, str(HERE / "independent.py"), str(folder), str(target)]
    assert subprocess.run(command, check=False).returncode == 0
    path = folder / "01.md"
    path.write_text(path.read_text(encoding="utf-8").replace("chapter", "chapters"), encoding="utf-8")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.count("‘chapters") == len(KINDS)
