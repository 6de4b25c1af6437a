"""The house words: what Octavo itself writes into a book, in the book's language (``styles/words/``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from octavo.edition.dates import Date
from octavo.edition.language import is_right_to_left

FALLBACK = "en"
"""The language of what has no words in the book's own."""
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR (UTS 35, part 3, 5.1)."""
Word = str | dict[str, str] | list[str]
"""A text, the forms of one by plural category, or the twelve months."""

_PLACEHOLDER = re.compile(r"\{([a-z-]+)\}")
_PARENT = "parent"
"""A catalogue's key that names the one which it only adds to, where that is not the one of the shorter tag."""
_AND_BEFORE = "names-and-before"
"""Other words for ‘and’, by what the name behind begins with (an expression); few languages have any."""


@dataclass(frozen=True)
class HouseWords:
    """The words of one book: those of its language, or English ones, and over them those that the edition gives."""

    book: str
    """The tag of the book's language; empty where none is given."""
    language: str
    """The tag of the catalogue."""
    is_foreign: bool
    """Whether this is not the language of the book, which has no catalogue."""
    words: Mapping[str, Any]
    own: frozenset[str]
    """The keys whose words the edition gives."""

    @classmethod
    def of(cls, tag: str, own: Mapping[str, Word]) -> HouseWords:
        """The words for a book whose language has this tag (BCP 47; it may be empty)."""
        found = catalogue_for(tag)
        language, words = found or (FALLBACK, _merged(FALLBACK))
        return cls(tag, language, found is None, {**words, **own}, frozenset(own))

    def text(self, key: str, **values: object) -> str:
        """The words of a key, with values in their placeholders."""
        return filled(str(self.words[key]), values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """The words of a key in the form that a number asks for; ``{count}`` is this number."""
        return filled(self._form(key, count), {"count": count, **values})

    def pieces(self, key: str, count: int | None = None) -> list[str]:
        """The words of a key parted at its placeholders: text and a placeholder's name in turn, text at both ends."""
        return _PLACEHOLDER.split(str(self.words[key]) if count is None else self._form(key, count))

    def _form(self, key: str, count: int) -> str:
        forms = self.words[key]
        if isinstance(forms, str):
            return forms
        # Only where there is something to choose: babel takes a while to load.
        language = self.book if key in self.own else self.language
        category = plural_category(language, count) if len(forms) > 1 else "other"
        return str(forms.get(category, forms["other"]))

    def joined(self, names: Sequence[str]) -> str:
        """Names as they stand in a sentence: Ada, Bea and Cy."""
        if len(names) == 1:
            return names[0]
        return self.text("names-comma").join(names[:-1]) + self._and(names[-1]) + names[-1]

    def _and(self, name: str) -> str:
        for expression, word in self.words.get(_AND_BEFORE, {}).items():
            if "names-and" not in self.own and re.match(expression, name):
                return str(word)
        return self.text("names-and")

    @property
    def joints(self) -> tuple[str, ...]:
        """All that may stand before the last of several names."""
        return self.text("names-and"), *self.words.get(_AND_BEFORE, {}).values()

    def date(self, date: Date) -> str:
        """A date as a sentence has it, as precisely as it is known: 22 November 2026, May 1867, 1867."""
        if date.month is None:
            return self.text("date-year", year=date.year)
        if date.day is None:
            return self.text("date-month", month=self.words["months"][date.month - 1], year=date.year)
        key = "date-first-day" if date.day == 1 else "date-day"
        return self.text(key, day=date.day, month=self.words["months-in-date"][date.month - 1], year=date.year)

    def attributes(self, *keys: str) -> dict[str, str]:
        """What is to be said of an element that holds words of these keys: their language, where it is not the book's.

        Where the edition gives all of these words, they are the book's.
        """
        if not self.is_foreign or (keys and self.own.issuperset(keys)):
            return {}
        return {"lang": self.language, **({"dir": "ltr"} if is_right_to_left(self.book) else {})}

    @property
    def missing(self) -> int:
        """How many words are in English for want of any in the book's language."""
        return len(set(self.words) - self.own) if self.is_foreign else 0


def filled(text: str, values: Mapping[str, object]) -> str:
    """A text with values in its placeholders; raises KeyError where one is not given."""
    return _PLACEHOLDER.sub(lambda match: str(values[match[1].replace("-", "_")]), text)


def placeholders(text: str) -> frozenset[str]:
    """The placeholders of a text."""
    return frozenset(_PLACEHOLDER.findall(text))


def plural_category(language: str, count: int) -> str:
    """The plural category that a number has in a language (CLDR, by babel); ‘other’ where that is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language, sep="-").plural_form(count))
    except (UnknownLocaleError, ValueError):
        return "other"


def catalogue_for(tag: str) -> tuple[str, Mapping[str, Any]] | None:
    """The tag and the words of the catalogue that fits a language tag best (RFC 4647, 3.4); nothing where none does."""
    found = _lookup(tag)
    if not found and tag:
        import langcodes

        try:  # other names of a language, such as iw and heb for he
            found = _lookup(langcodes.standardize_tag(tag, macro=True))
        except ValueError:
            return None
    return (found, _merged(found)) if found else None


def _lookup(tag: str) -> str:
    language, *subtags = tag.split("-")
    parts = [language.lower()]
    for subtag in subtags:
        parts.append(subtag.title() if len(subtag) == 4 else subtag.upper() if len(subtag) == 2 else subtag.lower())
    while parts:
        if _catalogue("-".join(parts)) is not None:
            return "-".join(parts)
        if len(parts[-1]) == 4 and parts[-1].isalpha() and parts[-1] != _usual_script(parts[0]):
            return ""  # words in other letters are no help: Chinese in Latin ones has no use for Chinese characters
        del parts[-1]
    return ""


def _usual_script(language: str) -> str:
    """The script in which a language is written where its tag names none (CLDR, likely subtags)."""
    import langcodes

    return str(langcodes.get(language).maximize().script)


@cache
def _catalogue(tag: str) -> Mapping[str, Any] | None:
    """One file as it is; nothing where there is none of this tag."""
    import tomllib

    file = files("octavo.styles").joinpath("words", f"{tag}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if tag and file.is_file() else None


@cache
def _merged(tag: str) -> Mapping[str, Any]:
    """The words of a catalogue over those of the language that it is a variant of."""
    words = dict(_catalogue(tag) or {})
    parent = words.pop(_PARENT, "") or _lookup(tag.rpartition("-")[0])
    return {**_merged(parent), **words} if parent else words
