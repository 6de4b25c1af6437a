"""What a better witness makes of each entry of an errata list, place by place and in a whole book."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.edition import ErrataList, Erratum
from octavo.errors import Place
from octavo.text.carried import Carried, State, carried
from octavo.text.collate import collate_emended
from octavo.text.draft_list import complete_draft
from octavo.text.fitting import made
from octavo.text.layer import Layer
from program import octavo


def sorted_list(old: str, new: str, text: str, *entries: dict[str, object]) -> list[Carried]:
    errata = [
        Erratum.model_validate({"id": f"e{number}", "kind": "unknown"} | entry) for number, entry in enumerate(entries)
    ]
    canonical = Layer.of(text)
    return carried(errata, [], (Layer.of(old), canonical), (Layer.of(new), canonical))


@pytest.mark.parametrize(
    ("old", "new", "text", "entry", "state"),
    [
        # words that are put in, left out, or said twice
        ("a b c", "a b x c", "a b x c", {"for": "b", "read": "b x"}, State.NEEDLESS),
        ("a b c", "a b c d", "a b x c d", {"for": "b", "read": "b x"}, State.HOLDS),
        ("one the the dog", "one the dog", "one the dog", {"for": "the the", "read": "the"}, State.NEEDLESS),
        ("one the the dog", "one the the cat", "one the dog", {"for": "the the", "read": "the"}, State.HOLDS),
        ("one the the dog", "one tbe the dog", "one the dog", {"for": "the the", "read": "the"}, State.MISFIT),
        ("a xx b", "a b", "a b", {"for": "xx", "read": ""}, State.NEEDLESS),
        ("a xx b", "a yy b", "a b", {"for": "xx", "read": ""}, State.MISFIT),
        ("a xx b", "a xx c", "a b", {"for": "xx", "read": ""}, State.HOLDS),
        # a neighbour that has become wrong or right
        ("by ho fewer", "by no fewcr", "by no fewer", {"for": "ho", "read": "no"}, State.NEEDLESS),
        ("by ho fewcr", "by ho fewer", "by no fewer", {"for": "ho", "read": "no"}, State.HOLDS),
        ("by ho fewer", "bv no few er", "by no fewer", {"for": "ho", "read": "no"}, State.NEEDLESS),
        ("a b c", "a b x d", "a b x c", {"for": "b", "read": "b x"}, State.NEEDLESS),
        ("by ho fewer", "by xx no fewer", "by no fewer", {"for": "ho", "read": "no"}, State.MISFIT),
        # spaces, paragraphs, marks
        ("so —and on", "so — and on", "so — and on", {"for": "so —and", "read": "so — and"}, State.NEEDLESS),
        ("so —and on", "so —and off", "so — and on", {"for": "so —and", "read": "so — and"}, State.HOLDS),
        ("one. two", "one.\ntwo", "one.\ntwo", {"for": "one. two", "read": "one. ¶ two"}, State.NEEDLESS),
        ("one\ntwo", "one\nthree two", "one three two", {"for": "one ¶", "read": "one"}, State.HOLDS),
        ("one, two", "one two", "one two", {"for": "one,", "read": "one"}, State.NEEDLESS),
        # what the edition does not follow is for the editor to see
        ("a ho b", "a ho c", "a ho b", {"for": "ho", "read": "no"}, State.HOLDS),
        ("a ho b", "a no b", "a ho b", {"for": "ho", "read": "no"}, State.MISFIT),
        # an entry that did not fit the old witness
        ("a b c", "a ho c", "a no c", {"for": "ho", "read": "no"}, State.HOLDS),
        ("a b c", "a no c", "a no c", {"for": "ho", "read": "no"}, State.MISFIT),
        ("a b c", "ho ho c", "no no c", {"for": "ho", "read": "no"}, State.MISFIT),
    ],
)
def test_what_becomes_of_an_entry(old: str, new: str, text: str, entry: dict[str, object], state: State) -> None:
    around = "It was {} and nothing else."
    found = sorted_list(around.format(old), around.format(new), around.format(text), entry)
    assert [one.state for one in found] == [state]


def test_contexts_get_more_words_or_others() -> None:
    old, new = "by ho fewer than two", "ho more, by ho fewer then two, ho more"
    (one,) = sorted_list(old, new, "ho more, by no fewer than two, ho more", {"for": "ho", "read": "no"})
    assert one.now.in_ == "ho fewer"
    entry = {"for": "ho", "read": "no", "in": "by ho fewer than"}
    (one,) = sorted_list(old, new, "ho more, by no fewer than two, ho more", entry)
    assert one.now.in_ == "ho fewer"
    same = "ho " * 120
    (one,) = sorted_list(
        f"{same}x ho {same}", same * 2 + "ho", f"{same}x no {same}", {"for": "ho", "read": "no", "in": "x ho"}
    )
    assert one.state is State.MISFIT


def test_a_fault_that_recurs_is_counted_anew_and_told_apart() -> None:
    entry: dict[str, object] = {"for": "cst", "read": "cat", "every": True, "count": 3}
    old, text = "a cst b cst c cst d", "a cat b cat c cat d"
    (one,) = sorted_list(old, "a cat b cst c cst d", text, entry)
    assert (one.state, one.now.count, one.now.in_) == (State.HOLDS, 2, "")
    (one,) = sorted_list(old, text, text, entry)
    assert (one.state, len(one.ranges)) == (State.NEEDLESS, 3)
    (one,) = sorted_list(old, "a cat b cot c cat d", text, entry)
    assert (one.state, one.reads) == (State.MISFIT, "cot")
    # in the new witness it also stands where the edition keeps it
    (one,) = sorted_list(old + " e", "a cst b cat c cat d cst e", text + " cst e", entry)
    assert (one.state, one.now.count, one.now.in_) == (State.HOLDS, 1, "cst b")
    (one,) = sorted_list(old + " e", "a cst b cst c cat d cst e", text + " cst e", entry)
    assert one.state is State.MISFIT
    assert "no context tells these places apart" in one.why
    (one,) = sorted_list("a b", "a b", "a b", entry)
    assert "did not fit the old one" in one.why


def test_another_note_may_be_known_as_one_in_the_new_witness() -> None:
    text, old = "aa bb\nnn oo pp\ncc dd\nqq rr ss", "aa bb\nnn ox pp\ncc dd\nqq rx ss"
    errata = [
        Erratum.model_validate({"id": read, "for": fault, "read": read, "kind": "misread"})
        for fault, read in (("ox", "oo"), ("rx", "rr"))
    ]
    first, second = (text.index("nn"), text.index("cc")), (text.index("qq"), len(text))
    before = tuple(replace(Layer.of(one), cuts=first) for one in (old, text))
    behind = tuple(replace(Layer.of(one), cuts=second) for one in (old.replace("nn", "nm"), text))
    found = carried(errata, [], (before[0], before[1]), (behind[0], behind[1]))
    assert [one.state for one in found] == [State.HOLDS, State.HOLDS]


def test_no_two_entries_that_hold_change_the_same_words() -> None:
    single: dict[str, object] = {"for": "ho more", "read": "no more"}
    every: dict[str, object] = {"for": "ho", "read": "no", "every": True, "count": 1}
    found = sorted_list("ho x and ho more", "ho x and ho more", "no x and no more", every | {"in": "ho x"}, single)
    assert [one.state for one in found] == [State.HOLDS, State.HOLDS]
    found = sorted_list("ho x and hu more", "ho x and ho more", "no x and no more", every, single)
    assert [one.state for one in found] == [State.MISFIT, State.HOLDS]


def book_of(words: int, faults: int) -> tuple[str, str, str, list[Erratum]]:
    """An edition, its witness, a better one that has every fourth of the faults and some new ones, and the list."""
    chance = random.Random(words)
    letters = "abcdefghijklmnopqrstuvwxyz"
    known = ["".join(chance.choices(letters, k=chance.randrange(2, 9))) for _ in range(4_000)]
    text = chance.choices(known, k=words)
    old, new, errata = list(text), list(text), []
    for number, at in enumerate(sorted(chance.sample(range(4, words - 4, 9), faults))):
        fault = old[at] = f"{text[at]}q"
        around = " ".join([*old[at - 2 : at + 1], *text[at + 1 : at + 3]])
        entry = {"id": f"e{number}", "for": fault, "read": text[at], "in": around, "kind": "misread"}
        errata.append(Erratum.model_validate(entry))
        if number % 4 == 0:
            new[at] = fault
        elif number % 40 == 1:
            new[at] = f"{text[at]}z"
        if number % 8 == 0:
            new[at + 2] += "x"  # a word of the context
    return " ".join(text), " ".join(old), " ".join(new), errata


def test_a_book_of_100_000_words_and_2_000_errata_takes_seconds() -> None:
    times = []
    for words, faults in ((25_000, 500), (100_000, 2_000)):
        text, old, new, errata = book_of(words, faults)
        before = time.process_time()
        witness, canonical = Layer.of(new), Layer.of(text)
        found = carried(errata, [], (Layer.of(old), canonical), (witness, canonical))
        times.append(time.process_time() - before)
        states = [one.state for one in found]
        third, touched = len(range(1, faults, 40)), len(range(0, faults, 8))
        assert (states.count(State.HOLDS), states.count(State.MISFIT)) == (faults // 4, third)
        assert sum(one.changed is not None for one in found) == touched
        held = [one.now for one in found if one.state is State.HOLDS]
        left = collate_emended(witness, made(witness, held, []), canonical)
        assert left.unused == ()
        assert len(left.unexplained) == third + touched
    assert times[1] < 20
    assert times[1] < 9 * max(times[0], 0.2), "four times the book took more than about four times as long"


def test_the_files_of_such_a_book_are_changed_in_seconds(tmp_path: Path) -> None:
    text, old, new, errata = book_of(100_000, 2_000)
    keys = "title: Long\nlang: en-GB\nidentifier: urn:uuid:00000000-0000-4000-8000-000000000049\n"
    (tmp_path / "01.md").write_text(f"---\n{keys}witness: {{path: old.txt}}\n---\n\n{text}\n", encoding="utf-8")
    (tmp_path / "old.txt").write_text(old, encoding="utf-8")
    (tmp_path / "new.txt").write_text(new, encoding="utf-8")
    entry = "  - id: {0.id}\n    for: {0.for_}\n    read: {0.read}\n    in: {0.in_}\n    kind: misread\n"
    (tmp_path / "errata.yaml").write_text("errata:\n" + "".join(map(entry.format, errata)), encoding="utf-8")
    before = time.process_time()
    said = octavo("witness", "replace", "W", tmp_path / "new.txt", tmp_path, "--format", "json")
    assert time.process_time() - before < 40
    left = json.loads(said.stdout)["unexplained"]
    shown = json.loads(octavo("collate", tmp_path, "--format", "json").stdout)
    assert (len(shown["unexplained"]), shown["unused"]) == (left, [])
    assert left == 50 + 250


def changed(tokens: list[str], chance: random.Random) -> list[str]:
    """Some tokens of a text become others, go, or are put in."""
    made_of = list(tokens)
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(made_of))
        made_of[at : at + chance.randrange(2)] = chance.choices("abcdexy,\n", k=chance.randrange(3))
        made_of = made_of or ["a"]
    return made_of


def test_of_texts_that_repeat_themselves_every_list_fits_the_new_witness() -> None:
    """Those that hold fit the new witness, and the text follows them, whatever becomes of the others."""
    states: set[State] = set()
    for seed in range(400):
        chance = random.Random(seed)
        words = chance.choices("abcdef,.\n", k=chance.randrange(10, 60))
        witness = changed(words, chance)
        text, old, new = (Layer.of(" ".join(one)) for one in (words, witness, changed(witness, chance)))
        if not (len(old.tokens) and len(new.tokens)):
            continue
        drafts, problems = complete_draft(old, ErrataList(), text, lambda _: Place(Path()))
        if problems:
            continue
        found = carried([one.erratum for one in drafts], [], (old, text), (new, text))
        held = [one.now for one in found if one.state is State.HOLDS]
        assert collate_emended(new, made(new, held, []), text).unused == (), seed
        states |= {one.state for one in found}
    assert states == {*State}
