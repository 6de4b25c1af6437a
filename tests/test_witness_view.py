"""Errata in CriticMarkup: accepted they are the edition, byte for byte; rejected, the witness's words."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from hard_edition import hard_edition
from octavo.document import read_document
from octavo.edition import Edition, ErrataList, load_edition
from octavo.releases.witness_view import WitnessView, witness_view
from octavo.text import criticmarkup
from octavo.text.collate import compare
from octavo.text.criticmarkup import CannotBeWritten
from octavo.text.draft_list import complete_draft
from octavo.text.emend import emend
from octavo.text.layer import Layer
from octavo.text.places import LineIndex
from octavo.text.transcript import read_transcript
from test_bad_input import change, run


def view_of(edition: Edition, *, everything: bool) -> WitnessView:
    return witness_view(read_document(edition), everything=everything)


def rejected(edition: Edition, view: WitnessView) -> Layer:
    """The canonical layer of the files with every change rejected, read as any edition is."""
    chapters = []
    for file, chapter in enumerate(edition.chapters):
        text = criticmarkup.rejected(view.texts[file])
        front = len(chapter.text) - len(chapter.body.lstrip("\n"))
        assert text[:front] == chapter.text[:front], "a change stands in the front matter"
        chapters.append(replace(chapter, text=text, body=text[front:]))
    read = read_document(replace(edition, chapters=tuple(chapters), errata=ErrataList()))
    return read.flow.layer(editorial=False)


def witness_layer(edition: Edition) -> Layer:
    assert edition.witness is not None
    return read_transcript(edition.witness.text, edition.witness.options).layer


@pytest.mark.parametrize("everything", [False, True])
def test_accepted_and_rejected(everything: bool, tmp_path: Path) -> None:
    edition = load_edition(hard_edition(tmp_path / "edition"))
    view = view_of(edition, everything=everything)
    assert view.problems == []
    assert criticmarkup.accepted(view.texts[0]).encode() == edition.chapters[0].path.read_bytes()
    assert compare(witness_layer(edition), rejected(edition, view)) == []


def test_the_first_edition_with_house_rules(source: Path) -> None:
    edition = load_edition(source)
    view = view_of(edition, everything=True)
    assert view.problems == []
    for file, chapter in enumerate(edition.chapters):
        assert criticmarkup.accepted(view.texts[file]) == chapter.text
    assert compare(witness_layer(edition), rejected(edition, view)) == []


def test_without_house_rules_these_stay_made(source: Path) -> None:
    edition = load_edition(source)
    assert edition.witness is not None
    rules = ErrataList(normalise=edition.errata.normalise)
    expected = emend(witness_layer(edition), rules, LineIndex(edition.witness.path, edition.witness.text).place).layer
    assert compare(expected, rejected(edition, view_of(edition, everything=False))) == []


@pytest.mark.parametrize("words", [[], ["--all"]])
def test_what_is_printed(words: list[str], tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    done = run("errata", hard_edition(tmp_path / "edition"), "--witness-view", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == snapshot


@pytest.mark.parametrize("words", [[], ["--all"]])
def test_the_list(words: list[str], tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    done = run("errata", hard_edition(tmp_path / "edition"), "--format", "criticmarkup", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == snapshot


def rewritten(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")


def entry(said: str) -> tuple[str, str, str]:
    """An edit that puts a further erratum at the head of the list."""
    return "errata.yaml", "errata:", f"errata:\n  - {{{said}}}"


@pytest.mark.parametrize(
    "edits",
    [
        [
            ("witness.txt", "at once", "at\n\nonce"),
            entry('id: further, for: ¶, read: "", in: at ¶ once, kind: paragraph'),
        ],
        [
            ("01.md", "He slept", "Marks &amp; He slept"),
            ("witness.txt", "He slept", "Marks and He slept"),
            entry('id: further, for: and, read: "&", in: Marks and He, kind: misread'),
        ],
    ],
    ids=["a paragraph that ends inside of emphasis", "an entity"],
)
def test_what_cannot_be_shown_is_said(edits: list[tuple[str, str, str]], tmp_path: Path) -> None:
    folder = hard_edition(tmp_path / "edition")
    all_others = run("errata", folder, "--witness-view").stdout.count("{~~")
    for name, old, new in edits:
        rewritten(folder, name, (old, new))
    done = run("errata", folder, "--witness-view")
    assert done.returncode == 1
    assert done.stderr.count("warning") == 1
    assert f"{folder}/errata.yaml:2:5: warning: further is not shown: " in done.stderr
    assert f"the witness has it at {folder}/witness.txt:" in done.stderr
    assert done.stdout.count("{~~") == all_others


def test_a_text_that_holds_a_mark_is_left_out(tmp_path: Path) -> None:
    folder = hard_edition(tmp_path / "edition")
    (folder / "02.md").write_text("# The end\n\nA mark {-- ends it.\n", encoding="utf-8")
    (folder / "witness.txt").write_text(
        (folder / "witness.txt").read_text(encoding="utf-8") + "\nThe end\n\nA mark {-- ends it.\n", encoding="utf-8"
    )
    done = run("errata", folder, "--witness-view")
    assert done.returncode == 1
    assert f"{folder}/02.md:3:8: warning: ‘{{--’ would be read as a mark of CriticMarkup" in done.stderr
    assert "==> 02.md <==" not in done.stdout
    assert "{~~Teh~>The~~}" in done.stdout


def test_line_ends_and_byte_order_mark_are_kept(tmp_path: Path) -> None:
    folder = hard_edition(tmp_path / "edition")
    path = folder / "01.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    done = run("errata", folder, "--witness-view", "--out", tmp_path / "view")
    assert (done.returncode, done.stdout) == (0, "")
    written = (tmp_path / "view" / "01.md").read_bytes()
    assert criticmarkup.accepted(written.decode()).encode() == path.read_bytes()
    assert b"{~~Teh~>The~~}" in written


def test_the_edition_itself_is_not_written_over(tmp_path: Path) -> None:
    folder = hard_edition(tmp_path / "edition")
    before = (folder / "01.md").read_bytes()
    done = run("errata", folder, "--witness-view", "--out", folder / ".." / "edition")
    assert done.returncode == 2
    assert "this is the edition itself" in done.stderr
    assert (folder / "01.md").read_bytes() == before


def test_a_text_that_is_not_proved(tmp_path: Path) -> None:
    folder = hard_edition(tmp_path / "edition")
    rewritten(folder, "01.md", ("Snow fell", "Rain fell"))
    done = run("errata", folder, "--witness-view")
    assert done.returncode == 2
    assert "01.md:9:1: error: the view needs a witness and a text that is proved" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--witness-view", "--since", "1"],
        ["--witness-view", "--format", "json"],
        ["--since", "1", "--format", "criticmarkup"],
        ["--since", "1", "--all"],
        ["--out", "x"],
    ],
)
def test_what_does_not_go_together(words: list[str], tmp_path: Path) -> None:
    done = run("errata", hard_edition(tmp_path / "edition"), *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reading_that_holds_a_mark_is_said(tmp_path: Path) -> None:
    folder = hard_edition(tmp_path / "edition")
    entry = 'errata:\n  - {id: sign, for: "a~>b", read: "b", kind: misread}'
    rewritten(folder, "errata.yaml", ("errata:", entry))
    done = run("errata", folder, "--format", "criticmarkup")
    assert done.returncode == 1
    assert "errata.yaml:2:5: warning: sign is not shown: ‘~>’ stands in the words" in done.stderr
    assert done.stdout.startswith("the-good: ")


@pytest.mark.parametrize(
    ("was", "reads", "said"),
    [
        ("ho", "no", "{~~ho~>no~~}"),
        (",", "", "{--,--}"),
        ("", "very ", "{++very ++}"),
        ("> a", "a", "{--> a--}{++a++}"),
        ("a~", "~b~", "{~~a~~>~b~~~}"),
        ("-", "", "{-----}"),
        ("", "+", "{+++++}"),
        ("a\n\nb", "a b", "{~~a\n\nb~>a b~~}"),
    ],
)
def test_a_change(was: str, reads: str, said: str) -> None:
    assert criticmarkup.change(was, reads) == said
    around = f"x {said} y {{>>why<<}}"
    assert criticmarkup.rejected(around) == f"x {was} y "
    assert criticmarkup.accepted(around) == f"x {reads} y "


@pytest.mark.parametrize("words", ["{++", "b++}", "--}", "{--", "{~~", "~~}", "a~>b", "{>>", "<<}", "{==", "==}"])
def test_marks_are_not_put_inside_of_marks(words: str) -> None:
    for write in (lambda: criticmarkup.change(words, "x"), lambda: criticmarkup.change("x", words)):
        with pytest.raises(CannotBeWritten):
            write()
    with pytest.raises(CannotBeWritten):
        criticmarkup.remark(words)
    with pytest.raises(CannotBeWritten):
        criticmarkup.highlight(words)


def test_paragraphs_that_only_the_witness_has_at_its_ends(edition: Path) -> None:
    (edition / "witness.txt").write_text("page 1\n\nChapter\n\nThe text of the chapter.\n\n2\n", encoding="utf-8")
    errata = (
        'errata:\n  - {id: a, for: page 1, read: "", kind: addition}\n  - {id: b, for: "2", read: "", kind: addition}\n'
    )
    (edition / "errata.yaml").write_text(errata, encoding="utf-8")
    loaded = load_edition(edition)
    view = view_of(loaded, everything=False)
    assert view.problems == []
    assert view.texts[0].endswith("# {--page 1\n\n--}Chapter\n\nThe text of the chapter.{--\n\n2--}\n")
    assert compare(witness_layer(loaded), rejected(loaded, view)) == []


@pytest.mark.parametrize("seed", range(4))
def test_texts_that_repeat_themselves_lead_both_ways(seed: int, edition: Path) -> None:
    """Whatever was changed in them, and with what a machine has drafted for an errata list."""
    chance = random.Random(seed)
    words = ["the", "cat", "sat", "on", "it’s", "Mat,"]
    rows = [" ".join(chance.choices(words, k=chance.randrange(3, 12))) + "." for _ in range(12)]
    text = "Chapter\n\n" + "\n\n".join(rows) + "\n"
    witness = list(text.split(" "))
    for _ in range(12):
        at = chance.randrange(1, len(witness) - 1)
        witness[at : at + chance.randrange(1, 3)] = chance.choices(["teh", "cat sat", "on\n\nthe", "", "Mat"])
    received = Layer.of(re.sub(" +", " ", " ".join(witness)))
    drafts, problems = complete_draft(received, ErrataList(), Layer.of(text), LineIndex(edition, received.text).place)
    assert problems == []
    (edition / "errata.yaml").write_text("\n".join(["errata:", *(draft.yaml() for draft in drafts), ""]), "utf-8")
    (edition / "witness.txt").write_text(received.text, encoding="utf-8")
    change(edition, "# Chapter\n\nThe text of the chapter.\n", f"# {text}")
    loaded = load_edition(edition)
    view = view_of(loaded, everything=True)
    assert criticmarkup.accepted(view.texts[0]) == loaded.chapters[0].text
    # What cannot be shown is told by its id, and stays made.
    told = {problem.message.partition(" is not shown: ")[0] for problem in view.problems}
    made = ErrataList(errata=[erratum for erratum in loaded.errata.errata if erratum.id in told])
    assert len(told) <= 2
    expected = emend(witness_layer(loaded), made, LineIndex(edition, received.text).place).layer
    assert compare(expected, rejected(loaded, view)) == []
