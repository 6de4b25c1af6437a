"""What the program says: one message for a kind, long readings shortened, nothing that steers a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.cli.console import FEW, Voice, like_it, one_line, pattern, printable
from octavo.errors import InputError, Notices, Place, Problem, shortened
from test_bad_input import change, refused, run


def with_raw_html(edition: Path, count: int) -> None:
    """Raw HTML that nothing stands for, in so many places."""
    marks = " ".join(f"<blink{number}>word{number}</blink{number}>" for number in range(count))
    change(edition, "The text of", f"{marks} The text of")
    words = " ".join(f"word{number}" for number in range(count))
    (edition / "witness.txt").write_text(f"Chapter\n\n{words} The text of the chapter.\n", encoding="utf-8")


def test_one_message_for_a_kind_with_count_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [
        Problem(f"raw html dropped: <b{n}>", Place(Path(f"0{n % 3}.md"), n, 1), "write it") for n in range(1, 9)
    ]
    Voice().warn(*problems, Problem("something else", Place(Path("01.md"))))
    assert capsys.readouterr().err == (
        "01.md:1:1: warning: raw html dropped: <b1>\n  write it\n"
        "  7 more like it in 3 files, at 02.md:2:1, 00.md:3:1, 01.md:4:1, 02.md:5:1, 00.md:6:1, …; "
        "list them with --verbose\n"
        "01.md: warning: something else\n"
    )
    Voice(verbose=True).warn(*problems)
    assert capsys.readouterr().err.count("warning: raw html dropped") == 8
    Voice().warn(*problems[:FEW])
    assert capsys.readouterr().err.count("warning: raw html dropped") == FEW


def test_the_same_is_said_but_once(capsys: pytest.CaptureFixture[str]) -> None:
    Voice().warn(*[Problem("a picture is too small", Place(Path("01.md"), 3))] * 2)
    assert capsys.readouterr().err.count("a picture is too small") == 1


def test_a_kind_may_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    notices = Notices()
    for word in ("one", "two", "three", "four"):
        notices.warn(f"{word} is odd", kind="odd")
    Voice().warn(*notices.items)
    assert capsys.readouterr().err == "warning: one is odd\n  3 more like it; list them with --verbose\n"


def test_errors_of_a_kind_are_one(capsys: pytest.CaptureFixture[str]) -> None:
    Voice().fail(
        InputError.of([Problem(f"the link to ‘#a{n}’ leads nowhere", Place(Path("a.md"), n)) for n in range(9)])
    )
    assert capsys.readouterr().err.count("leads nowhere") == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the link to ‘#a’ leads nowhere", "the link to ‘#it’s’ leads nowhere"),
        ("raw html dropped: <b>", "raw html dropped: </span>"),
        ("the note [^1] has no text", "the note [^abc] has no text"),
        ("3 words on page 12", "14 words on page 1,200"),
        ('the attribute style="a" is dropped', 'the attribute style="b: c" is dropped'),
    ],
)
def test_what_is_quoted_makes_no_kind(one: str, other: str) -> None:
    assert pattern(one) == pattern(other)
    assert pattern(one) != pattern("the page has no number")


def test_findings_of_a_kind_are_one_for_a_person_and_complete_for_a_program(edition: Path) -> None:
    with_raw_html(edition, 6)
    assert run("build", edition).returncode == 0
    said = run("check", edition).stdout
    rows = json.loads(run("check", edition, "--format", "json").stdout)
    alike = [row for row in rows if row["rule"] == "source/raw-markup"]
    assert len(alike) > FEW
    assert said.count("[source/raw-markup]") == 1
    assert f"  {len(alike) - 1} more like it, at " in said
    assert run("--verbose", "check", edition).stdout.count("[source/raw-markup]") == len(alike)


def test_places_are_counted() -> None:
    assert like_it([]) == ""
    assert like_it([None, None]) == "2 more like it; list them with --verbose"


@pytest.mark.parametrize(
    ("reading", "short"),
    [
        ("a short one", "a short one"),
        ("It was the best of times, it was the worst of times, as some had been", "It was the best … as some had been"),
        ("a" * 100, "aaaaaaaaaaaaaaaaaa … aaaaaaaaaaaaaaaaaa"),
    ],
)
def test_long_readings_are_shortened_in_the_middle(reading: str, short: str) -> None:
    assert shortened(reading, 40) == short
    assert len(shortened(reading, 40)) <= 41


def test_collation_and_findings_shorten_what_is_long(edition: Path) -> None:
    lost = "something that was lost in the setting of this book and that nobody missed for a hundred years or more"
    (edition / "witness.txt").write_text(f"Chapter\n\nThe {lost} text of the chapter.\n", encoding="utf-8")
    assert run("build", edition).returncode == 1
    for words in (["collate"], ["check"]):
        said = run(*words, edition).stdout
        assert "something that was lost in the … " in said
        assert lost not in said
    assert lost in run("collate", "--verbose", edition).stdout
    assert lost in run("check", "--format", "json", edition).stdout
    assert lost in run("collate", "--format", "json", edition).stdout


HOSTILE = "\x1b[31m\x9b2J\u202egnp\u2066\u2028"
UNSEEN = set("\x1b\x9b\u202e\u2066\u2028")


def test_nothing_that_steers_a_terminal_is_shown(edition: Path) -> None:
    assert printable(f"a{HOSTILE}\nb") == "a\\x1b[31m\\x9b2J\\u202egnp\\u2066\\u2028\nb"
    assert one_line("a\nb\tc\udce4") == "a\\nb\\tc\\xe4"
    witness = f"Chapter\n\nThe {HOSTILE} text of the chapter.\n"
    (edition / "witness.txt").write_text(witness, encoding="utf-8")
    for words in (["collate"], ["collate", "--format", "json"], ["collate", "--draft"], ["check"], ["build"]):
        done = run(*words, edition)
        assert done.returncode == 1, done.stderr
        assert not UNSEEN & set(done.stdout + done.stderr), words
    (row,) = json.loads(run("collate", "--format", "json", edition).stdout)["unexplained"]
    assert set(row["for"]) >= UNSEEN - {"\u2028"}


def test_a_key_with_escapes(edition: Path) -> None:
    change(edition, "version:", '"bo\\egus\\e[31m\\n": x\nversion:')
    message = refused(edition, "01.md:6:1: error: unknown key ‘bo\\x1bgus\\x1b[31m\\n’")
    assert "\x1b" not in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{path: witness.txt}", '{path: witness.txt, skip: ["^\\d+$"]}', "put single ones around expressions"),
        ("{path: witness.txt}", '{path: witness.txt, skip: "\\bx"}', "put single ones around expressions"),
        ("version:", "subject: @x\nversion:", "put quotation marks around the value"),
        ("creator: Ada Author", "author: Ada Author", "it is ‘creator’ here"),
        ("creator: Ada Author", "creator: {name: A, role: writer}", "three small letters: aut, edt"),
        ("{path: witness.txt}", "{path: witness.txt, paragraphs: lines}", "did you mean ‘line’? choose from: "),
        ("{path: witness.txt}", "witness.txt", "write it as witness: {path: witness.txt}"),
        ("{path: witness.txt}", "{path: witness.txt, sha256: abc}", "the 64 figures and small letters"),
        ("title: A small edition", "title: [A, B]", "write one value behind the colon"),
    ],
)
def test_what_is_wrong_in_yaml_is_said_in_plain_words(edition: Path, old: str, new: str, said: str) -> None:
    change(edition, old, new)
    refused(edition, said)
