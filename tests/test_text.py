"""Words, places and collation: pure functions over made-up texts."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from octavo.edition import ErrataList, Erratum, HouseRule, WitnessOptions
from octavo.errors import InputError, Place
from octavo.text.align import differences
from octavo.text.collate import collate, compare, compare_words
from octavo.text.draft import draft
from octavo.text.emend import emend
from octavo.text.layer import AS_RECEIVED, EMENDED, Edit, Layer
from octavo.text.places import LineIndex
from octavo.text.tokens import PARAGRAPH, reading_tokens, tokenise
from octavo.text.transcript import read_transcript


def place(offset: int) -> Place:
    return Place(Path("witness.txt"), 1, offset + 1)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("hope arid inspiration.", ["hope", "arid", "inspiration", "."]),
        ("it’s the workers’ state", ["it’s", "the", "workers", "’", "state"]),
        ("‘Left’ 4,700 of 1918–19", ["‘", "Left", "’", "4,700", "of", "1918", "–", "19"]),
        ("by .1928, turned-from", ["by", ".", "1928", ",", "turned", "-", "from"]),
        ("\n one\n\n  two \n", ["one", PARAGRAPH, "two"]),
        ("vis-à-vis e\u0301te\u0301", ["vis", "-", "à", "-", "vis", "e\u0301te\u0301"]),
        ("日本 word", ["日", "本", "word"]),
        ("", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    found = tokenise(text)
    assert found.words == tokens
    assert all(
        PARAGRAPH in (word, text[start:end].strip(" ")[:1]) or text[start:end] == word
        for word, start, end in zip(found.words, found.starts, found.ends, strict=True)
    )


def test_pilcrow_in_a_reading_is_a_paragraph_break() -> None:
    assert reading_tokens("more ¶ from") == ["more", PARAGRAPH, "from"]


def test_line_index() -> None:
    lines = LineIndex(Path("a.txt"), "ab\n\nçd")
    assert [str(lines.place(offset)) for offset in (0, 2, 3, 4, 5, 99)] == [
        *("a.txt:1:1", "a.txt:1:3", "a.txt:2:1", "a.txt:3:1", "a.txt:3:2", "a.txt:3:3"),
    ]


def patched(a: list[str], b: list[str]) -> list[str]:
    """b, made of a and the differences: so these are in order, complete and at the right places."""
    result, at = [], 0
    for a_start, a_end, b_start, b_end in differences(a, b):
        result += a[at:a_start]
        assert len(result) == b_start
        result += b[b_start:b_end]
        at = a_end
    return result + a[at:]


@pytest.mark.parametrize("seed", range(40))
def test_differences_lead_from_one_text_to_the_other(seed: int) -> None:
    chance = random.Random(seed)
    vocabulary = [str(number) for number in range(chance.choice([3, 40, 4000]))]
    a = [chance.choice(vocabulary) for _ in range(chance.choice([0, 5, 300, 4000]))]
    b = list(a)
    for _ in range(chance.choice([0, 1, 30])):
        at = chance.randrange(len(b) + 1)
        b[at : at + chance.choice([0, 1, 3, 500])] = [
            chance.choice(vocabulary) for _ in range(chance.choice([0, 1, 4]))
        ]
    assert patched(a, b) == b


def test_a_text_that_repeats_itself_is_aligned_without_anchors() -> None:
    a = [str(number % 7) for number in range(60_000)]
    b = [*a[:20_000], "x", *a[20_000:40_000], *a[40_003:]]
    assert patched(a, b) == b
    assert sum((s[1] - s[0]) + (s[3] - s[2]) for s in differences(a, b)) <= 10


def test_one_changed_word_is_one_difference() -> None:
    a = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog"]
    b = list(a)
    b[3] = "cat"
    assert differences(a, b) == [(3, 4, 3, 4)]


def test_an_edited_layer_knows_where_its_characters_come_from() -> None:
    layer, spans = Layer.of("for ho read").edited([Edit(4, 6, "no")], EMENDED)
    assert layer.text == "for no read"
    assert spans == [(4, 6)]
    assert [layer.origin(i) for i in (0, 4, 5, 6)] == [0, 4, 5, 6]
    assert layer.states == bytes([0, 0, 0, 0, EMENDED, 0, 0, 0, 0, 0, 0])
    shorter, _ = layer.edited([Edit(0, 4, "")], AS_RECEIVED)
    assert shorter.origin(0) == 4


def listed(*errata: dict[str, object], rules: tuple[HouseRule, ...] = ()) -> ErrataList:
    return ErrataList(errata=[Erratum.model_validate({"kind": "unknown", **e}) for e in errata], normalise=list(rules))


def proof(witness: str, edition: str, errata: ErrataList | None = None):
    return collate(Layer.of(witness), Layer.of(edition), errata or ErrataList(), place)


def test_equal_texts_are_clean() -> None:
    result = proof("One two.\nThree", "One two.\nThree")
    assert result.clean
    assert (result.words_in_witness, result.words_as_received, result.differences) == (3, 3, 0)


@pytest.mark.parametrize(
    ("witness", "edition", "for_", "read"),
    [
        ("by ho fewer", "by no fewer", "ho", "no"),
        ("the end, Then", "the end. Then", ",", "."),
        ("said: The", "said: ‘The", "", "‘"),
        ("more\nfrom", "more from", "¶", ""),
        ("more from", "more\nfrom", "", "¶"),
        ("Sailors", "sailors", "Sailors", "sailors"),
        ("“ …the", "“…the", "“ …", "“…"),
        ("word word", "word", "word", ""),
    ],
)
def test_every_kind_of_difference_is_shown(witness: str, edition: str, for_: str, read: str) -> None:
    result = proof(witness, edition)
    assert not result.clean
    assert [(u.for_, u.read) for u in result.unexplained] == [(for_, read)]


def test_an_erratum_accounts_for_its_difference() -> None:
    result = proof("by ho fewer", "by no fewer", listed({"id": "a", "for": "ho", "read": "no"}))
    assert result.clean
    assert (result.differences, result.accounted, result.words_emended, result.words_as_received) == (1, 1, 1, 2)


def test_an_erratum_that_the_edition_does_not_follow_is_unused() -> None:
    result = proof("by ho fewer", "by ho fewer", listed({"id": "a", "for": "ho", "read": "no"}))
    assert result.unused == ("a",)
    assert (result.differences, result.accounted) == (1, 0)


def test_a_third_reading_is_unexplained_not_unused() -> None:
    result = proof("by ho fewer", "by so fewer", listed({"id": "a", "for": "ho", "read": "no"}))
    assert [(u.for_, u.read, u.erratum) for u in result.unexplained] == [("no", "so", "")]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"id": "a", "for": "ha", "read": "no"}, "stands nowhere in the witness"),
        ({"id": "a", "for": "ho", "read": "no"}, "stands 2 times in the witness, not 1"),
        ({"id": "a", "for": "ho", "read": "no", "every": True, "count": 3}, "stands 2 times in the witness, not 3"),
        ({"id": "a", "for": "ho", "read": "no", "in": "by ho less"}, "‘ho’ in ‘by ho less’ stands nowhere"),
    ],
)
def test_an_erratum_that_does_not_fit_is_an_error(entry: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as error:
        proof("by ho fewer and ho more", "by no fewer and ho more", listed(entry))
    assert message in str(error.value)


def test_an_ambiguous_reading_shows_its_places() -> None:
    with pytest.raises(InputError) as error:
        proof("ho and ho", "ho and ho", listed({"id": "a", "for": "ho", "read": "no"}))
    assert "witness.txt:1:1, witness.txt:1:8" in str(error.value)


def test_errata_that_overlap_are_an_error() -> None:
    entries = listed({"id": "a", "for": "one two", "read": "1 2"}, {"id": "b", "for": "two three", "read": "2 3"})
    with pytest.raises(InputError, match="b: it changes words that a changes too"):
        proof("one two three", "1 2 3", entries)


def test_a_house_rule_is_counted() -> None:
    rule = HouseRule.model_validate({"for": r"(\d{4})-(\d\d)", "read": r"\1–\2", "why": "dash", "count": 2})
    assert proof("1918-19, 1921-28", "1918–19, 1921–28", listed(rules=(rule,))).emended.house_rule_counts == (2,)
    with pytest.raises(InputError, match="applies 1 times, its count says 2"):
        proof("1918-19", "1918–19", listed(rules=(rule,)))


def test_errata_and_house_rules_together() -> None:
    rule = HouseRule.model_validate({"for": "ise", "read": "ize", "why": "house", "count": 2})
    entries = listed({"id": "a", "for": "teh", "read": "the"}, {"id": "b", "for": "¶", "read": ""}, rules=(rule,))
    result = proof("realise teh\nprise", "realize the prize", entries)
    assert result.clean
    assert (result.words_as_received, result.words_emended, result.words_normalised) == (0, 1, 2)


@pytest.mark.parametrize(
    ("paragraphs", "flow"),
    [
        ("line", ["One", "two", PARAGRAPH, "three", PARAGRAPH, "four"]),
        ("blank-line", ["One", "two", "three", PARAGRAPH, "four"]),
        ("indented", ["One", "two", "three", PARAGRAPH, "four"]),
    ],
)
def test_paragraphs_of_a_witness(paragraphs: str, flow: list[str]) -> None:
    raw = {"indented": "One two\nthree\n  four"}.get(paragraphs, "One two\nthree\n\nfour\n")
    settings = WitnessOptions.model_validate({"path": "w", "paragraphs": paragraphs})
    assert read_transcript(raw, settings).layer.tokens.words == flow


def test_furniture_and_line_end_hyphens_of_a_witness() -> None:
    settings = WitnessOptions.model_validate({"path": "w", "line-end-hyphens": "join", "skip": [r"^\[p\. \d+\]\n"]})
    transcript = read_transcript("a revo-\nlution\n[p. 2]\nhere\n", settings)
    assert transcript.layer.tokens.words == ["a", "revolution", "here"]
    assert transcript.applied["line-end hyphens joined"] == 1
    assert transcript.layer.origin(transcript.layer.text.index("here")) == 22


@pytest.mark.parametrize("seed", range(25))
def test_drafted_entries_account_for_any_edit(seed: int, source: Path) -> None:
    """Edit the text freely; the entries that are drafted for it make the collation clean."""
    chance = random.Random(seed)
    witness = (source / "witness" / "000_178c7b2e8be2bd83.txt").read_text(encoding="utf-8")[2000:22000]
    edition = witness
    for _ in range(25):
        at = chance.randrange(len(edition) - 20)
        edition = (
            edition[:at] + chance.choice(["", " ", "\n", ", ", "xyz", "‘", "-"]) + edition[at + chance.randrange(9) :]
        )
    before = collate(Layer.of(witness), Layer.of(edition), ErrataList(), place)
    layer = Layer.of(witness)
    entries = draft([u.span for u in before.unexplained], layer, before.emended, Layer.of(edition), [])
    errata = listed(*({"id": e.id, "for": e.for_, "read": e.read, "in": e.context, "kind": e.kind} for e in entries))
    assert collate(layer, Layer.of(edition), errata, place).clean


@pytest.mark.parametrize("seed", range(25))
def test_drafted_entries_take_the_place_of_errata_that_they_touch(seed: int, source: Path) -> None:
    """Edit a text that has errata already; drafts, and the errata that they do not replace, make it clean again."""
    chance = random.Random(seed)
    witness = Layer.of((source / "witness" / "000_178c7b2e8be2bd83.txt").read_text(encoding="utf-8")[2000:12000])
    first = [
        ("ho fewer", "no fewer"),
        ("hope arid", "hope and"),
        ("turned-from", "turned from"),
        ("army.’\n ‘It", "army.’ ‘It"),
    ]
    errata = [Erratum(id=f"e{n}", for_=a.replace("\n", " ¶"), read=b, kind="unknown") for n, (a, b) in enumerate(first)]
    edition = emend(witness, ErrataList(errata=errata), place).layer.text
    for near in ("no fewer", "and inspiration", "turned from", "‘It is"):
        at = edition.index(near) + chance.randrange(-2, len(near))
        edition = edition[:at] + chance.choice(["x", " ", ",", "", "\n", " the "]) + edition[at + chance.randrange(5) :]
    before = collate(witness, Layer.of(edition), ErrataList(errata=errata), place)
    spans = [u.span for u in before.unexplained if not u.erratum]
    entries = draft(spans, witness, before.emended, Layer.of(edition), [e.id for e in errata])
    gone = {name for entry in entries for name in entry.replaces} | set(before.unused)
    kept = [erratum for erratum in errata if erratum.id not in gone]
    kept += [Erratum(id=e.id, for_=e.for_, read=e.read, in_=e.context, kind="unknown") for e in entries]
    assert collate(witness, Layer.of(edition), ErrataList(errata=kept), place).clean


def test_spacing_is_compared_where_words_agree() -> None:
    assert compare(Layer.of("a b . c"), Layer.of("a b. c")) == [(1, 3, 1, 3)]


def test_a_number_between_ideographs_is_one_word_with_spaces_or_without() -> None:
    """Print may set a narrow space between Latin and Japanese."""
    close, wide = Layer.of("として1.5以前、1,500円"), Layer.of("として 1.5 以前、 1,500 円")
    assert compare_words(close, wide, spacing=False) == []
    assert close.tokens.words == wide.tokens.words
