"""House words that the front matter gives in place of the catalogue's, each held against what it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from octavo.edition.housewords import CATEGORIES, FALLBACK, catalogue_for, placeholders
from octavo.edition.strict import Unfit

MAY_BE_EMPTY = frozenset({"imprint-stop", "inch", "sentence-space"})
"""Keys for which not every language has something."""


def checked(value: object) -> object:
    """The words that are given, if each has a key that is known, the form of its kind, and its placeholders.

    Raises ValidationError with the location of each that has not.
    """
    if not isinstance(value, dict):
        return value  # the model says what should stand here
    found = catalogue_for(FALLBACK)
    assert found is not None
    known = found[1]
    faults = []
    for key, given in value.items():
        for fault in faults_of(key, given, known):
            details = PydanticCustomError("value_error", "{message}", {"message": str(fault), "error": fault})
            faults.append(InitErrorDetails(type=details, loc=(key,), input=given))
    if faults:
        raise ValidationError.from_exception_data("words", faults)
    return value


def faults_of(key: str, given: object, known: Mapping[str, Any]) -> Iterator[Unfit]:
    """What is wrong with the words of a key; ``known`` are those of the English catalogue."""
    pattern = known.get(key)
    if pattern is None:
        near = get_close_matches(key, known, 1)
        hint = f"did you mean ‘{near[0]}’?" if near else "styles/words/en.toml lists them all"
        yield Unfit("no house word has this name", hint)
    elif isinstance(pattern, list):
        if not isinstance(given, list) or len(given) != len(pattern) or not all(isinstance(it, str) for it in given):
            yield Unfit(f"{len(pattern)} words are needed", f"write a list of them: [{pattern[0]}, {pattern[1]}, …]")
    elif isinstance(pattern, str) and not isinstance(given, str):
        yield Unfit("one text is needed, since no number goes with it", f"for instance: {pattern}")
    elif isinstance(given, str):
        needed = pattern if isinstance(pattern, str) else pattern["other"]
        yield from _faults_of_text(given, str(needed), exactly=True, may_be_empty=key in MAY_BE_EMPTY)
    elif not isinstance(given, dict):
        yield Unfit("a text is needed, or its forms by number", "write them as {one: …, other: …}")
    else:
        yield from _faults_of_forms(given, str(pattern["other"]))


def _faults_of_forms(given: dict[str, object], pattern: str) -> Iterator[Unfit]:
    unknown = [name for name in given if name not in CATEGORIES]
    if unknown:
        yield Unfit(f"‘{unknown[0]}’ is no plural category", f"those of CLDR are: {', '.join(CATEGORIES)}")
    elif "other" not in given:
        yield Unfit("the form ‘other’ is missing", "it is used where no other form fits")
    for name, text in given.items():
        if not isinstance(text, str):
            yield Unfit(f"‘{name}’ should be a text", f"for instance: {pattern}")
        else:
            yield from _faults_of_text(text, pattern, exactly=name == "other")


def _faults_of_text(text: str, pattern: str, *, exactly: bool, may_be_empty: bool = False) -> Iterator[Unfit]:
    """A form for one number only (not ``exactly``) may say it in words: ‘one correction’."""
    there, needed = placeholders(text), placeholders(pattern)
    for name in sorted(there - needed):
        hint = f"those known here: {', '.join(f'{{{it}}}' for it in sorted(needed))}" if needed else "leave it out"
        yield Unfit(f"nothing is put into {{{name}}} here", hint)
    for name in sorted(needed - there - (frozenset() if exactly else {"count"})):
        yield Unfit(f"{{{name}}} is missing", f"put it where its value is to stand: {pattern}")
    if not text.strip() and pattern.strip() and not may_be_empty:
        yield Unfit("there is nothing here", f"write what is to stand for: {pattern}")
