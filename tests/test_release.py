"""What was issued is recorded, and its errata slip speaks of the pages and lines that a reader holds."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from conftest import ROOT
from hard_edition import hard_edition
from octavo.build import Build, build
from octavo.document.pages import Line
from octavo.edition import ErrataList, load_edition
from octavo.edition.releases import read_releases, with_release
from octavo.edition.yamlfile import read_yaml, validated
from octavo.errors import Place
from octavo.reissue import changes
from octavo.releases.record import PrintedLines, digest, issued_text, line_table, release_of
from octavo.releases.slip import slip
from octavo.text.emend import Emended, emend
from octavo.text.layer import Layer
from test_bad_input import run
from test_witness_view import rewritten

SCHEMA = ROOT / "scripts" / "octavo" / "cli" / "schemas" / "slip.json"


def corrected(folder: Path) -> None:
    """Everything that can happen to a text after its issue."""
    rewritten(
        folder,
        "01.md",
        ('version: "1"', 'version: "2"'),
        ("He said", "Then he spoke and said"),  # words put in
        ("two words", "tow words"),  # a correction that is withdrawn
        ("which is long", "witch is long"),  # a reading that is changed
        ("was paid", "paid"),  # a word left out
        ("with a fault in it", "with faults in it"),  # in a note
        ("Snow fell. A line", "Snow fell.\n\nA line"),  # a paragraph
        ("broken fell too", "broken, fell too"),  # a comma
    )
    rewritten(
        folder,
        "errata.yaml",
        ("  - {id: two, for: tow, read: two, kind: misread}\n", ""),
        ("for: wich, read: which", "for: wich, read: witch"),
        ("for: paid. This, read: paid. ¶ This", "for: was paid. This, read: paid. ¶ This"),
        ("for: falt, read: fault", "for: a falt, read: faults"),
        ("for: brokken, read: broken,", 'for: brokken, read: "broken,",'),
        (
            "stet:",
            "  - {id: then, for: He said, read: Then he spoke and said, kind: omission, note: So the manuscript.}\n"
            "  - {id: line, for: fell. A, read: fell. ¶ A, kind: paragraph}\nstet:",
        ),
    )


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_the_slip(form: str, book: Path, snapshot: SnapshotAssertion) -> None:
    corrected(book)
    assert run("collate", book).returncode == 0
    done = run("errata", book, "--since", "1", "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == snapshot
    if form == "json":
        jsonschema.validate(json.loads(done.stdout), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_nothing_to_correct(book: Path) -> None:
    done = run("errata", book, "--since", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n\nnothing: the text is as it was issued\n")


def test_pages_and_lines_are_those_of_the_issue(source: Path, pamphlet: tuple[Build, Path], tmp_path: Path) -> None:
    """Words put in at the beginning move every later line of the new setting, and none of the slip."""
    document = pamphlet[0].document
    assert document.pagination is not None
    folder = tmp_path / "edition"
    subprocess.run(["cp", "-r", source, folder], check=True)
    (folder / "releases.yaml").write_bytes(with_release(load_edition(folder), release_of(document, {}, "")))
    word = "dictatorship can only have stability"
    line = document.pagination.line_at(document.flow.text.index(word) + len(word) - len("stability"))
    assert line is not None
    assert int(line.page) > 5
    chapter = "2-how-the-revolution-was-lost.md"
    rewritten(folder, chapter, (word, word.replace("stability", "solidity")))
    begins = "Yet today the government of the USSR"
    more = f"{'A good many words, of which none was there. ' * 9}{begins}"
    rewritten(folder, chapter, (begins, more))
    first = "  - {id: s, for: stability, read: solidity, in: have stability, kind: misread}\n"
    last = f'  - {{id: n, for: {begins}, read: "{more}", kind: omission, why: a lost page}}\n'
    rewritten(folder, "errata.yaml", ("errata:\n", f"errata:\n{first}{last}"))
    now = build(folder).document
    assert now.pagination is not None
    assert now.pagination.line_at(now.flow.text.index("solidity")) != line
    done = run("errata", folder, "--since", document.edition.metadata.version)
    assert done.returncode == 0, done.stderr
    assert f"page {line.page}, line {line.number}: for ‘stability’ read ‘solidity’\n" in done.stdout
    assert done.stdout.count("page ") == 2


def test_files_to_upload_anew(book: Path) -> None:
    release = read_releases(load_edition(book)).of("1")
    now = dict(release.artifacts)
    assert changes(release.artifacts, now, {}, {}) == []
    name = next(name for name in now if name.endswith(".epub"))
    del now[name]
    changed = next(name for name in now if name.endswith(".pdf"))
    now[changed] = "0" * 64
    now["manifest.json"] = "0" * 64  # no file that readers get
    now["a-hard-edition.mobi"] = "1" * 64
    found = [(item.name, item.state, item.change) for item in changes(release.artifacts, now, {}, {})]
    assert found == [(name, "gone", None), ("a-hard-edition.mobi", "new", None), (changed, "changed", None)]


def test_the_record(book: Path) -> None:
    edition = load_edition(book)
    release = read_releases(edition).of("1")
    made = build(book)
    assert release.artifacts == {artifact.name: artifact.sha256 for artifact in made.artifacts}
    assert release.sources == edition.digests()
    assert "releases.yaml" not in release.sources
    assert str(release.date) == "2020-02-02"
    assert [erratum.id for erratum in release.errata] == [erratum.id for erratum in edition.errata.errata]
    assert edition.witness is not None
    text = issued_text(release, edition.witness).layer.text
    assert text.split() == made.document.flow.layer(editorial=False).text.split()
    assert sum(sum(part.lines) for part in release.lines) == len("".join(text.split()))
    for path in (book / "build").iterdir():
        assert path.read_bytes() == next(a.data for a in made.artifacts if a.name == path.name)


def test_every_word_stands_on_the_line_of_the_setting(pamphlet: tuple[Build, Path]) -> None:
    document = pamphlet[0].document
    assert document.pagination is not None
    canonical = document.flow.layer(editorial=False)
    lines = PrintedLines(line_table(document), canonical.text)
    for start in canonical.tokens.starts:
        if not canonical.text[start].isspace():
            assert lines.at(start) == document.pagination.line_at(canonical.origin(start))


def test_words_of_notes_stand_in_their_notes(issued: Path) -> None:
    document = build(issued).document
    canonical = document.flow.layer(editorial=False)
    lines = PrintedLines(line_table(document), canonical.text)
    assert lines.at(canonical.text.index("fault")) == Line("1", 0, "1")
    assert lines.at(canonical.text.index("second note")) == Line("1", 0, "2")
    assert lines.at(canonical.text.index("The second chapter")) == Line("3", 1)


@pytest.mark.parametrize(
    ("version", "edits", "said"),
    [
        ("2", [], ("01.md:6:1: error: the front matter says version ‘1’, not ‘2’", 'write version: "2" there')),
        ("1", [('version: "1"\n', "")], ("error: the front matter has no version",)),
        ("1", [("Snow fell", "Rain fell")], ("01.md:37:1: error: unexplained: ", "[text/collation-clean]")),
        ("1", [("witness: {path: witness.txt}\n", "")], ("an edition without a witness cannot be recorded",)),
    ],
)
def test_what_is_not_recorded(
    version: str, edits: list[tuple[str, str]], said: tuple[str, ...], tmp_path: Path
) -> None:
    folder = hard_edition(tmp_path / "edition")
    rewritten(folder, "errata.yaml", ("queries:\n  - {id: snow, reading: Snow fell, why: In which year?}\n", ""))
    rewritten(folder, "01.md", *edits)
    done = run("release", version, folder)
    assert (done.returncode, done.stdout) == (2, "")
    for words in said:
        assert words in done.stderr
    assert not (folder / "releases.yaml").exists()
    assert not (folder / "build").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("witness.txt", "Snow fell", "Snow  fell", ("witness.txt: error: this is not the text that version 1",)),
        (
            "releases.yaml",
            "read: The good",
            "read: A good",
            ("releases.yaml:5:5: error: the text of version 1 cannot",),
        ),
        ("releases.yaml", "id: the-good, for: Teh", "id: the-good, for: Tee", ("releases.yaml:", "stands nowhere")),
        ("releases.yaml", "    octavo:", "    oktavo:", ("releases.yaml:7:5: error: unknown key ‘oktavo’", "‘octavo’")),
        ("releases.yaml", "'1 ", "'one ", ("releases.yaml:",)),
        ("releases.yaml", "version: '1'", "version: '0.9'", ("the version ‘1’ is not recorded", "recorded are: 0.9")),
        ("01.md", "Snow fell", "Rain fell", ("01.md:9:1: error: proof: NOT CLEAN",)),
    ],
)
def test_what_no_slip_is_made_of(name: str, old: str, new: str, said: tuple[str, ...], book: Path) -> None:
    if old == "'1 ":
        text = (book / name).read_text(encoding="utf-8")
        (book / name).write_text(re.sub(r"lines: \d+", "lines: one", text, count=1), encoding="utf-8")
    else:
        if name == "01.md":
            rewritten(book, "errata.yaml", ("queries:\n  - {id: snow, reading: Snow fell, why: In which year?}\n", ""))
        rewritten(book, name, (old, new))
    done = run("errata", book, "--since", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    for words in said:
        assert words in done.stderr, done.stderr


def test_no_release_at_all(tmp_path: Path) -> None:
    done = run("errata", hard_edition(tmp_path / "edition"), "--since", "1")
    assert done.returncode == 2
    assert "the version ‘1’ is not recorded" in done.stderr
    assert "octavo release" in done.stderr


def test_spaces_are_no_part_of_the_digest() -> None:
    assert digest("a  b\n\n c ") == digest("a b\nc")
    assert digest("a b\nc") != digest("a b c")


def emended(witness: str, *entries: str) -> Emended:
    text = "errata:\n" + "".join(
        f"  - {{id: e{number}, kind: unknown, {entry}}}\n" for number, entry in enumerate(entries)
    )
    errata = validated(ErrataList, read_yaml(text if entries else "", Path("errata.yaml")), "the list")
    return emend(Layer.of(witness), errata, lambda offset: Place(Path("witness.txt"), 1, offset + 1))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        # A word that stands twice on its line is shown with the one beside it.
        ([], ["for: the, read: a, in: and the"], [(1, "and the", "and a")]),
        ([], ["for: the, read: a, in: the end"], [(2, "the end", "a end")]),
        ([], ["for: end, read: close, in: the end"], [(2, "the end", "the close")]),
        # What is left out is read as nothing; what is put in takes a word to stand by.
        ([], ["for: dog, read: ''"], [(1, "dog", "")]),
        ([], ["for: dog, read: old dog"], [(1, "and the", "and the old")]),
        ([], ["for: The cat, read: Look! The cat"], [(1, "The", "Look! The")]),
        # Marks, spaces and breaks have a word at their sides.
        ([], ["for: slept, read: 'slept,'"], [(1, "slept", "slept,")]),
        ([], ["for: ;, read: ','"], [(2, "fell;", "fell,")]),
        ([], ["for: week - end, read: week-end"], [(2, "week - end", "week-end")]),
        ([], ["for: ¶, read: '', in: day. ¶ Snow"], [(2, "day. ¶ Snow", "day. Snow")]),
        # Withdrawn; changed; the same entry under another name; two places of one entry, which are one correction.
        (["for: dog, read: fox"], [], [(1, "fox", "dog")]),
        (["for: dog, read: fox"], ["for: dog, read: hen"], [(1, "fox", "hen")]),
        (["for: dog, read: fox"], ["for: Snow, read: Rain", "for: dog, read: fox"], [(2, "Snow", "Rain")]),
        ([], ["for: The cat and, read: A cat or"], [(1, "The cat and", "A cat or")]),
        (["for: dog, read: fox"], ["for: dog, read: fox"], []),
    ],
)
def test_how_a_correction_is_worded(before: list[str], after: list[str], said: list[tuple[int, str, str]]) -> None:
    witness = "The cat and the dog slept all the day.\nSnow fell; the end of the week - end."
    issue, now = emended(witness, *before), emended(witness, *after)
    end = issue.layer.text.index("Snow") - 5
    found = slip(issue, now, lambda offset: Line("1", 1 if offset < end else 2))
    assert [(item.line.number, item.for_, item.read) for item in found] == said
    assert all(item.made or item.withdrawn for item in found)
