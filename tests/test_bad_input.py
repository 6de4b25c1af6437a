"""Bad input: one clear line with its place and what to do, exit 2, no traceback, nothing half-written."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from program import octavo


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does, outside of a terminal."""
    return octavo(*words, environment=environment)


def refused(edition: Path, *said: str) -> str:
    """Building is refused with exit 2, says these things, and leaves what was built before as it was."""
    build = edition / "build"
    build.mkdir(exist_ok=True)
    before = {path.name: path.read_bytes() for path in build.iterdir() if path.is_file()}
    done = run("build", edition)
    message = done.stderr.replace(f"{edition}/", "")
    assert done.returncode == 2, message
    assert "Traceback" not in message
    for words in said:
        assert words in message
    assert {path.name: path.read_bytes() for path in build.iterdir() if path.is_file()} == before
    return message


def change(edition: Path, old: str, new: str) -> None:
    path = edition / "01.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_missing_folder(tmp_path: Path) -> None:
    done = run("build", tmp_path / "gone")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no folder" in done.stderr
    assert "octavo new" in done.stderr


def test_no_markdown(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Not of the book\n", encoding="utf-8")
    done = run("build", tmp_path)
    assert done.returncode == 2
    assert "there is no Markdown in" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: A small edition", 'title: "A small', ("01.md:6:", "this is not YAML")),
        ("title: A small edition", "title: [", ("01.md:", "this is not YAML")),
        (
            "title: A small edition",
            "titel: A small edition",
            ("01.md:2:1: error: unknown key ‘titel’", "did you mean ‘title’?"),
        ),
        ("title: A small edition\n", "", ("01.md:2:1: error: the key ‘title’ is missing",)),
        ("version:", "title: Twice\nversion:", ("01.md:6:1: error: the key ‘title’ is given twice",)),
        ("published: 2020-02-02", "published: yesterday", ("01.md:7:1: error: ‘published’:",)),
        (
            "{path: witness.txt}",
            "{path: witness.txt, paragraf: line}",
            ("01.md:9:", "unknown key ‘paragraf’", "‘paragraphs’"),
        ),
        ("{path: witness.txt}", "{path: gone.txt}", ("01.md:9:11: error: the witness ‘gone.txt’ is not there",)),
        ("{path: witness.txt}", "{path: ../../secret}", ("01.md:9:11: error: the witness ‘../../secret’ is outside",)),
        ("---\n\n# Chapter", "\n\n# Chapter", ("01.md:1:1: error: the front matter is not closed", "---")),
        ("The text of", "The text[^1] of", ("01.md:14:9: error: the note [^1] has no text", "[^1]: …")),
        ("The text of", "![x](gone.png) The text of", ("01.md:14:6: error: the image ‘gone.png’ is not there",)),
        ("The text of", "![x](../gone.png) The text of", ("01.md:14:6: error: the image ‘../gone.png’ is outside",)),
        (
            "The text of",
            "[The]{#a} [text]{#a} [of](#a)",
            ("01.md:14:18: error: the id ‘a’ is used twice", "01.md:14:7; a link could mean either"),
        ),
        ("The text of", "The \x07text of", ("01.md:14:5: error: a control character (U+0007)",)),
        ("The text of", "The \x93text of", ("01.md:14:5: error: a control character (U+0093)", "‘“’: write that")),
        ("The text of", "The \x9dtext of", ("01.md:14:5: error: a control character (U+009D)", "wrong encoding")),
        (
            "The text of",
            "The text[^1] of\n\n[^1]: [A note[^2].]{.editorial}\n\n[^2]: Lost.\n\nand",
            ("a note stands inside",),
        ),
        ("The text of", "The text^[] of", ("01.md: error: a note of this file has no text",)),
        ("The text of", "[The]{#titlepage} of", ("01.md:14:7: error: the id ‘titlepage’ is one of Octavo’s own",)),
        ("# Chapter", "# {#empty}", ("01.md:12:1: error: a heading has no words",)),
        ("lang: en-GB", "lang: klingon", ("01.md:4:1: error: ‘lang’: ‘klingon’ is no language tag",)),
        ("title: A small edition", 'title: "A\\x01"', ("01.md:2:8: error:", "control character")),
        (
            "version:",
            "ignore: [{rule: text/collation-clean, why: x}]\nversion:",
            ("01.md:6:", "is the proof of the text"),
        ),
        ("version:", "print: {trim: 50x80in}\nversion:", ("01.md:6:9: error: ‘print.trim’: ‘50x80in’ is outside",)),
        ("version:", "cover-image: ../c.png\nversion:", ("01.md:6:1: error: the cover image ‘../c.png’ is outside",)),
    ],
)
def test_what_the_markdown_gets_wrong(edition: Path, old: str, new: str, said: tuple[str, ...]) -> None:
    change(edition, old, new)
    refused(edition, *said)


def test_invalid_utf8(edition: Path) -> None:
    path = edition / "01.md"
    path.write_bytes(path.read_bytes().replace(b"The text", b"The t\xe9xt"))
    refused(edition, "01.md:14:6: error: this is not UTF-8: the byte 0xe9", "Latin-1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("erratta: []\n", ("errata.yaml:1:1: error: unknown key ‘erratta’", "‘errata’")),
        ("errata:\n  - {id: a, four: b, read: c, kind: misread}\n", ("errata.yaml:2:", "unknown key ‘four’", "‘for’")),
        ("errata:\n  - {id: a, for: text, read: b, kind: typo}\n", ("errata.yaml:2:", "‘errata.0.kind’")),
        ("errata:\n  - {id: a, for: The, read: A, every: true, kind: misread}\n", ("errata.yaml:2:", "count")),
        ("errata:\n  - {id: a, for: chapter, read: part, kind: misread}\n", ("errata.yaml:2:", "nowhere")),
        (
            "errata:\n  - {id: a, for: the, read: a, kind: misread}\n",
            ("errata.yaml:2:", "2 times", "witness.txt:1:1, witness.txt:3:5"),
        ),
        ("errata: [\n", ("errata.yaml:", "this is not YAML")),
        ("errata: &a []\nstet: *a\n", ("errata.yaml:1:", "aliases (*name) are not read here", "write the value out")),
        ("normalise:\n  - {for: 'x', read: '\\q', why: y, count: 1}\n", ("errata.yaml:2:", "cannot be put in")),
        ("errata:\n  - {id: a, for: The, read: ' The ', kind: misread}\n", ("errata.yaml:2:", "are the same")),
        ("normalise:\n  - {for: '(', read: x, why: y, count: 1}\n", ("errata.yaml:2:", "is not a regular expression")),
        ("normalise:\n  - {for: 'x', read: '\\1', why: y, count: 1}\n", ("errata.yaml:2:", "cannot be put in")),
    ],
)
def test_what_the_errata_list_gets_wrong(edition: Path, text: str, said: tuple[str, ...]) -> None:
    (edition / "witness.txt").write_text("the Chapters\n\nThe the\n", encoding="utf-8")
    (edition / "errata.yaml").write_text(text, encoding="utf-8")
    refused(edition, *said)


def test_readings_are_never_coerced(edition: Path) -> None:
    change(edition, "The text of", "1921 true no of")
    (edition / "witness.txt").write_text("Chapter\n\n1920 false on of the chapter.\n", encoding="utf-8")
    entries = "errata:\n"
    for identifier, wrong, right in (("a", "1920", "1921"), ("b", "false", "true"), ("c", "on", "no")):
        entries += f"  - {{id: {identifier}, for: {wrong}, read: {right}, kind: misread}}\n"
    (edition / "errata.yaml").write_text(entries, encoding="utf-8")
    done = run("collate", edition)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_line_of_fifty_megabytes(edition: Path) -> None:
    path = edition / "01.md"
    path.write_text(path.read_text(encoding="utf-8") + "word " * 10_000_000, encoding="utf-8")
    refused(edition, "01.md:15:1: error: this line has 50,000,000 characters", "break it into paragraphs")


def test_a_build_folder_that_cannot_be_written(edition: Path) -> None:
    (edition / "build").write_text("a file in the way", encoding="utf-8")
    done = run("build", edition)
    assert done.returncode == 2
    assert "cannot write here" in done.stderr
    assert "--out" in done.stderr
    assert (edition / "build").read_text(encoding="utf-8") == "a file in the way"


def test_a_failing_build_leaves_the_last_one_alone(edition: Path) -> None:
    assert run("build", edition).returncode == 0
    change(edition, "The text of", "![x](gone.png) of")
    refused(edition, "gone.png")
    assert [path.name for path in (edition / "build").glob(".octavo-*")] == [".octavo-cache"]


def test_a_link_out_of_the_folder_is_followed_and_refused(edition: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (edition / "inside.png").symlink_to(tmp_path / "secret.png")
    change(edition, "The text of", "![x](inside.png) The text of")
    refused(edition, "01.md:14:6: error: the image ‘inside.png’ is outside the edition folder")


def test_a_letter_that_print_does_not_have(edition: Path) -> None:
    change(edition, "The text of", "The 日本 text of")
    (edition / "witness.txt").write_text("Chapter\n\nThe 日本 text of the chapter.\n", encoding="utf-8")
    done = run("build", edition)
    assert done.returncode == 1
    for said in ("01.md:14:5: error: print has no letter for ‘日’ (U+65E5)", "octavo fonts add", "01.md:14:6", "‘本’"):
        assert said in done.stderr
    assert "a-small-edition.pdf could not be made; the other renditions carry no page numbers" in done.stderr
    assert sorted(path.suffix for path in (edition / "build").glob("*.*") if path.is_file()) == [
        ".epub",
        ".html",
        ".json",
        ".txt",
        ".xml",
    ]
    assert run("build", edition, "--only", "epub,html").returncode == 0


def test_a_mark_that_print_does_not_have(edition: Path) -> None:
    change(edition, "The text of", "The א\u05a3ב text of")
    done = run("build", edition)
    assert done.returncode == 1
    assert "01.md:14:6: error: print has no letter for ‘◌\u05a3’ (U+05A3)" in done.stderr


def test_quotations_nested_beyond_reason(edition: Path) -> None:
    change(edition, "The text of", "> " * 3000 + "The text of")
    done = run("build", edition)
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_entities_and_outside_files_are_not_read(edition: Path) -> None:
    change(edition, "The text of", "&xxe; `<!ENTITY xxe SYSTEM 'file:///etc/passwd'>` text of")
    done = run("build", edition)
    assert done.returncode == 1
    assert "root:x:" not in (edition / "build" / "a-small-edition.html").read_text(encoding="utf-8")


def test_a_wrong_epoch(edition: Path) -> None:
    done = run("build", edition, SOURCE_DATE_EPOCH="tomorrow")
    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH is ‘tomorrow’" in done.stderr


def test_an_unknown_option() -> None:
    done = run("build", "--frobnicate")
    assert done.returncode == 2
    assert "No such option" in done.stderr


def test_a_number_that_is_not_computed(edition: Path) -> None:
    change(edition, "The text of", '[[]{count="wrods"}]{.editorial} The text of')
    refused(edition, "01.md:14:5: error: there is no computed number ‘wrods’", "words-witness")


def test_a_kind_of_errata_without_its_prefix_is_no_number(edition: Path) -> None:
    change(edition, "The text of", '[[]{count="errata-misread"} and []{count="misread"}]{.editorial} The text of')
    refused(edition, "01.md:14:36: error: there is no computed number ‘misread’", "words-witness")


def test_a_damaged_image(edition: Path) -> None:
    (edition / "a.png").write_bytes(b"no picture")
    change(edition, "The text of", "![x](a.png) The text of")
    refused(
        edition,
        "01.md:14:6: error: the image ‘a.png’ is not what its name says, or of a kind that no rendition can show",
    )


def test_a_chapter_that_is_a_link_out_of_the_folder(edition: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (edition / "02.md").symlink_to(tmp_path / "secret.md")
    refused(edition, "02.md: error: this is a link to a file outside the edition folder")


def test_attributes_that_would_hide_words_are_dropped(edition: Path) -> None:
    change(edition, "The text of", '[The]{style="display:none"} [text]{hidden="hidden"} of')
    done = run("build", edition)
    assert done.returncode == 0
    assert 'the attribute style="display:none" is dropped' in done.stderr
    page = (edition / "build" / "a-small-edition.html").read_text(encoding="utf-8")
    assert 'style="display' not in page
    assert " hidden=" not in page


def test_a_folder_where_a_rendition_goes(edition: Path) -> None:
    (edition / "build" / "a-small-edition.html").mkdir(parents=True)
    done = run("build", edition)
    assert done.returncode == 2
    assert "a folder stands where a rendition goes" in done.stderr
    assert [path.name for path in (edition / "build").iterdir()] == ["a-small-edition.html"]


def test_a_witness_that_was_changed_is_no_proof(edition: Path) -> None:
    change(edition, "{path: witness.txt}", "{path: witness.txt, sha256: " + "0" * 64 + "}")
    done = run("build", edition)
    assert done.returncode == 1
    assert "the witness is not the file that the front matter vouches for" in done.stderr
