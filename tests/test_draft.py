"""Drafted entries: with them the collation is clean; put into the list, nothing that stands there is lost."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from octavo.edition import ErrataList, HouseRule, load_edition
from octavo.text.collate import collate
from octavo.text.draft import Draft
from octavo.text.draft_list import complete_draft
from octavo.text.emend import emend
from octavo.text.layer import Layer
from octavo.text.tokens import as_flow, as_reading, reading_tokens
from program import OCTAVO
from test_bad_input import change, run
from test_text import listed, place

KEPT = """\
# My list. # Not YAML:
stet:
  - {id: as-much, reading: the chapter, why: "seen, \\u2019tis right"}   # stands

errata:
    # the first
    -   id: teh-text      # typed
        for: teh
        read: The
        kind: misprint
        note: >
          a note
          of lines

    # behind the last

queries:
  - {id: asked, reading: text of, why: who says so}
# the end
"""


def drafted(witness: str, edition: str, errata: ErrataList | None = None) -> list[Draft]:
    """What is drafted for two texts, after seeing that it accounts for all."""
    errata = errata or ErrataList()
    a, b = Layer.of(witness), Layer.of(edition)
    drafts, problems = complete_draft(a, errata, b, place)
    assert problems == []
    gone = {identifier for draft in drafts for identifier in draft.replaces}
    kept = [erratum for erratum in errata.errata if erratum.id not in gone]
    together = ErrataList(errata=[*kept, *(draft.erratum for draft in drafts)], normalise=errata.normalise)
    found = collate(a, b, together, place)
    assert found.clean, (witness, edition, [draft.yaml() for draft in drafts])
    return drafts


@pytest.mark.parametrize(
    "words", [("the", "on", "sat", "a", "日本", "¶"), ("日", "本", "日本"), ("cat", "\\", "¶", "-")]
)
def test_any_edit_of_a_text_that_repeats_itself(words: list[str]) -> None:
    for seed in range(400):
        chance = random.Random(seed)
        pieces = [
            chance.choice(words) + chance.choice([" ", " ", "\n", "", ", "]) for _ in range(chance.randrange(1, 14))
        ]
        witness = edition = words[0] + " ".join(pieces)
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(edition) + 1)
            edition = (
                edition[:at] + chance.choice(["", "\n", " ", "on ", "¶", ", "]) + edition[at + chance.randrange(4) :]
            )
        drafted(witness, edition)


def test_edits_beside_errata_and_rules_of_the_house() -> None:
    for seed in range(300):
        chance = random.Random(seed)
        witness = " ".join(chance.choice(["teh", "on", "sat", "1914-18", "cat", ",", "\n"]) for _ in range(40))
        witness = f"teh beginning {witness} mat"
        count = witness.count("1914-18")
        rules = [HouseRule(for_="-(18)", read=r"–\1", why="ranges", count=count)] if count else []
        errata = listed(
            {"id": "begin", "for": "teh beginning", "read": "the beginning", "kind": "misprint"},
            {"id": "end", "for": "mat", "read": "mats", "kind": "misprint"},
        ).model_copy(update={"normalise": rules})
        edition = emend(Layer.of(witness), errata, place).layer.text
        words = edition.split(" ")
        for _ in range(3):
            at = chance.choice([n for n, word in enumerate(words) if "1914" not in word])
            words[at] = chance.choice(["", "x", "cat", words[at] + " sat"])
        drafted(witness, " ".join(words), errata)


def test_a_fault_that_recurs_is_one_entry() -> None:
    (entry,) = drafted("the cat sat on tha mat.\n" * 200, "the cat sat on a mat.\n" * 200)
    assert (entry.for_, entry.read, entry.context, entry.count) == ("tha", "a", "", 200)
    assert entry.yaml().endswith("    every: true\n    count: 200")


def test_a_fault_that_recurs_beside_what_is_right_has_its_words_around_it() -> None:
    (entry,) = drafted("on tha mat.\non tha rat.\n" * 50, "on the mat.\non tha rat.\n" * 50)
    assert (entry.for_, entry.read, entry.context, entry.count) == ("tha", "the", "tha mat", 50)


def test_drafting_takes_about_as_long_as_there_is_text() -> None:
    def seconds(lines: int) -> float:
        started = time.perf_counter()
        drafted("the cat sat on tha mat.\n" * lines, "the cat on a mat.\n" * lines)
        return time.perf_counter() - started

    seconds(50)
    assert seconds(1600) < 30 * max(seconds(200), 0.02)


@pytest.mark.parametrize("flow", ["a ¶ b", "a\n¶ b", "¶", "a \\¶ b", "a ¶¶ b\nc", "\\"])
def test_the_sign_of_a_paragraph_may_be_of_the_text(flow: str) -> None:
    reading = as_reading(flow)
    assert reading_tokens(reading) == Layer.of(flow).tokens.words
    assert as_flow(reading) == flow


def list_of(edition: Path) -> ErrataList:
    return load_edition(edition).errata


@pytest.fixture
def differing(edition: Path) -> Path:
    """An edition whose witness has a word that errata.yaml accounts for, and two that it does not."""
    (edition / "witness.txt").write_text("Chapter\n\nteh tekst of the chaptre.\n", encoding="utf-8")
    return edition


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_entries_are_put_into_a_list_that_someone_wrote(differing: Path, line_end: str) -> None:
    path = differing / "errata.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + KEPT.replace("\n", line_end).encode())
    before = list_of(differing)
    done = run("collate", differing, "--draft", "--write")
    assert done.returncode == 1
    assert "2 entries added" in done.stderr
    added = path.read_bytes().decode("utf-8-sig").split(line_end)
    assert [line for line in added if line in KEPT.split("\n")] == KEPT.split("\n")
    after = list_of(differing)
    kept = after.model_copy(update={"errata": after.errata[:1]})
    assert kept.model_dump() == before.model_dump()
    assert [(entry.for_, entry.read) for entry in after.errata[1:]] == [("tekst", "text"), ("chaptre", "chapter")]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("collate", differing).returncode == 0
    again = run("collate", differing, "--draft", "--write")
    assert (again.returncode, again.stderr) == (0, "nothing is unexplained: the list is left as it is\n")


@pytest.mark.parametrize(
    "text", ["", "errata:\n", "errata: []\n", "errata: []   # none yet\nstet: []\n", "stet: []", "# a comment\n", None]
)
def test_entries_are_put_into_a_list_that_is_empty(edition: Path, text: str | None) -> None:
    (edition / "witness.txt").write_text("Chapter\n\nThe tekst of the chapter.\n", encoding="utf-8")
    path = edition / "errata.yaml"
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert run("collate", edition, "--draft", "--write").returncode == 1
    assert run("collate", edition).returncode == 0
    assert "# none yet" not in (text or "") or "# none yet" in path.read_text(encoding="utf-8")


def test_an_entry_that_another_takes_the_place_of_becomes_a_comment(differing: Path) -> None:
    (differing / "errata.yaml").write_text(KEPT, encoding="utf-8")
    change(differing, "The text", "Thee text")
    done = run("collate", differing, "--draft", "--write")
    assert done.returncode == 1, done.stderr
    text = (differing / "errata.yaml").read_text(encoding="utf-8")
    assert "    # -   id: teh-text      # typed\n    #     for: teh\n" in text
    assert "# in the place of teh-text\n" in text
    assert run("collate", differing).returncode == 0


def test_a_list_that_cannot_be_added_to_is_left_alone(differing: Path) -> None:
    path = differing / "errata.yaml"
    path.write_text("errata: [{id: a, for: teh, read: The, kind: misprint}]\n", encoding="utf-8")
    before = path.read_bytes()
    done = run("collate", differing, "--draft", "--write")
    assert done.returncode == 2
    assert "errata.yaml:1: error: entries cannot be put into this list as it is laid out" in done.stderr
    assert path.read_bytes() == before


def test_output_that_goes_into_the_list_itself_is_told(differing: Path) -> None:
    path = differing / "errata.yaml"
    with path.open("w", encoding="utf-8") as out:
        words = [*OCTAVO, "collate", "--draft", str(differing)]
        done = subprocess.run(words, stdout=out, stderr=subprocess.PIPE, text=True, check=False)
    assert "the output goes into the list itself" in done.stderr
    assert "--draft --write" in done.stderr
    assert run("collate", differing).returncode == 0


def test_a_witness_without_words_is_told(edition: Path) -> None:
    (edition / "witness.txt").write_text("\n", encoding="utf-8")
    for words in (["--draft"], ["--draft", "--write"]):
        done = run("collate", edition, *words)
        assert done.returncode == 2
        assert "witness.txt: error: the witness has no words" in done.stderr
    assert run("collate", edition, "--write").returncode == 2
