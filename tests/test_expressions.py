"""What a user's expression finds is what Python's ``re`` finds, in any script; what takes too long is refused."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.edition import load_edition
from octavo.edition.expressions import Match, matches, refuse_malformed, refuse_malformed_template
from octavo.edition.strict import Unfit
from octavo.errors import InputError, Place
from test_hostile import edition

TEXTS = [
    "élan vital_x ñ_é\nПривет, мир_1! Мир и ёж.\nשָׁלוֹם עולם 漢字 かな\n",
    "a\n\nb\n",
    "",
    "\n",
    "aaaa bbb 123 ٣٤ x\u3000y\n_é__b_é_",
    "e\u0301lan \u212a K ſ s İ ı ß ẞ ǅ",
    "\U0010ffff_é\U0010fffe\n",
]
EXPRESSIONS = [
    *(r"\w+", r"\b\w+\b", r"\b", r"\B", r"\w*", "$", "^", "^|$", r".+$", r"(?s).+\Z", r"\A.", r"\d+", r"\s+", r"\W+"),
    *(r"[^\w\s]+", r"[\W_]", r"[\d.]+", r"[^\D1]", r"\S", "(a|b)*", "(?:(a)|b)*", "(?:a*)*", r"\bм\w+", "_", "[^_]+"),
    *(r"(\w)(\W)", "(?i)ПРИВЕТ", r"(?i)é+\b", "(?i)[a-z]+", "(?i)ß", "(?i)ſ", r"é\b.", r"\Bl", r"(?x) a \s* b # c"),
    *(r"(?a)\w+", r"(?a:\b)\w", r"(?P<x>\w)(?:\s|$)", r"[а-яё]+", r"[א-ת]+\b", r"\u6f22", "a{2,}?", "(?m)^.", "[^a]$"),
    *(
        r"\b(?:b|(?i:k))",
        r"\b(?:\s|(?i:s))",
        "\\n\\Z",
        r"\b_|_\b",
        "(?-i:K)|(?i:k)",
        r"(\d)|(\w)",
        r"[]a]+",
        r"[\]\-^]",
    ),
    *(".", r"(\d)|(\w)", r"(?a)\b\w+", r"(?a)\B"),
]


def found(expression: str, text: str, by_line: bool) -> list[tuple[tuple[int, int], ...]]:
    return [match.spans for match in matches(expression, text, None, by_line=by_line)]


def found_by_python(expression: str, text: str, by_line: bool) -> list[tuple[tuple[int, int], ...]]:
    compiled = re.compile(expression, re.MULTILINE if by_line else 0)
    return [tuple(match.span(group) for group in range(compiled.groups + 1)) for match in compiled.finditer(text)]


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("by_line", [False, True])
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_is_found_is_what_python_finds(expression: str, by_line: bool) -> None:
    for text in TEXTS:
        assert found(expression, text, by_line) == found_by_python(expression, text, by_line), text


ONE = st.sampled_from(
    [
        *"abé мא字_.^$",
        *(rf"\{letter}" for letter in "wdsWDSbBAZn"),
        "[^a]",
        r"[\w ]",
        r"[^\w]",
        r"[^\W_]",
        "[а-я]",
        "(?i:k)",
    ]
)
REPEATED = st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}"])
WHOLE = st.recursive(
    ONE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        inner.map(lambda one: f"({one})"),
        st.tuples(inner, REPEATED).map(lambda one: f"(?:{one[0]}){one[1]}"),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(WHOLE, st.text("aabé_мא字 \n\nkK\u212a1٣\u0301", max_size=14), st.booleans())
def test_what_any_expression_finds_is_what_python_finds(expression: str, text: str, by_line: bool) -> None:
    try:
        refuse_malformed(expression, by_line=by_line)
    except Unfit:
        return
    assert found(expression, text, by_line) == found_by_python(expression, text, by_line)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (r"(?<=\w)-\n", "looks ahead or behind"),
        (r"a(?!b)", "looks ahead or behind"),
        (r"(a)\1", "asks for what a group has found"),
        (r"(?P<x>a)(?P=x)", "asks for what a group has found"),
        (r"(a)?(?(1)b|c)", "asks whether a group has found"),
        (r"(?>a+)b", "atomic group"),
        (r"a++b", "without giving back"),
        (r"a{2000}", "2,000 times"),
        (r"(\w{1,1000}x){1,1000}", "too large"),
        (r"|a", "rather find nothing"),
        (r"a*?", "rather find nothing"),
        (r"(a*)*", "a group in what may be empty"),
        (r"$(?m:$)", "two things by ‘$’"),
        (r"\b(?a:\b)", "two things by ‘\\b’"),
        (r"x{99999999999999999999}", "is not a regular expression"),
        ("(" * 5000, "is not a regular expression"),
        ("a" * 10_001, "10,001 characters"),
        ("[", "is not a regular expression"),
    ],
)
def test_what_cannot_be_bounded_is_refused_with_a_hint(expression: str, message: str) -> None:
    begin = time.monotonic()
    with pytest.raises(Unfit, match=re.escape(message)) as refused:
        refuse_malformed(expression)
    assert refused.value.hint
    assert time.monotonic() - begin < 5


def test_the_place_of_a_refused_expression_is_told(tmp_path: Path) -> None:
    (tmp_path / "w.txt").write_text("A word.\n", encoding="utf-8")
    edition(tmp_path, "# One\n\nA word.\n", witness={"path": "w.txt", "skip": [r"a(?=b)"]})
    with pytest.raises(InputError, match="looks ahead or behind") as refused:
        load_edition(tmp_path)
    (problem,) = refused.value.problems
    assert problem.place is not None
    assert (Path(problem.place.file).name, problem.place.line > 1) == ("01.md", True)
    assert problem.hint


def test_expressions_that_try_all_ways_find_at_once() -> None:
    text = "a" * 200_000 + "!"
    for expression in ("(a+)+$", "(?:a|a)*b", "(?:a?){50}a{50}b", r"(.*)(.*)(.*)(.*)[^a!]"):
        assert found(expression, text, False) == []


def test_a_sum_that_grows_with_the_square_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.edition.expressions.LONGEST", 0.2)
    place = Place(tmp_path / "errata.yaml", 3, 5)
    with pytest.raises(InputError, match="takes longer than") as refused:
        matches("(?s)a.*z|a", "a" * 400_000, place)
    assert refused.value.problems[0].place == place


@pytest.mark.parametrize(
    "template", [r"\1", r"\g<1>\2", r"\g<x>-\1", r"\n\t\\", r"\0", r"\101", r"\.", "plain", r"\g<0>"]
)
def test_replacements_are_what_python_makes(template: str) -> None:
    expression, text = r"(?P<x>\w)(\d)?", "é1 м"
    refuse_malformed_template(expression, template)
    made = [match.expand(template) for match in matches(expression, text, None)]
    assert made == [match.expand(template) for match in re.finditer(expression, text)]


@pytest.mark.parametrize("template", [r"\3", r"\g<y>", r"\g<", "\\", r"\q", r"\g<-1>", r"\g<>"])
def test_replacements_that_python_refuses_are_refused(template: str) -> None:
    with pytest.raises(re.error if template != r"\g<y>" else IndexError):
        re.sub(r"(?P<x>\w)(\d)?", template, "a")
    with pytest.raises(Unfit, match="cannot be put in"):
        refuse_malformed_template(r"(?P<x>\w)(\d)?", template)


def test_a_group_says_what_it_has_found() -> None:
    (match,) = matches(r"(\d{4})-(\d\d)?", "in 1914-18", None)
    assert isinstance(match, Match)
    assert (match[0], match[1], match[2], match.start(), match.end()) == ("1914-18", "1914", "18", 3, 10)


def test_without_an_expression_nothing_for_it_is_imported() -> None:
    code = "import sys, octavo.edition, octavo.text.emend, octavo.text.transcript; print('re2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"
