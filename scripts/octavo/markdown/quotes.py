"""The quotation marks of languages, outer and inner, for words that raw HTML puts into ``q`` (CLDR, delimiters)."""

from __future__ import annotations

_MARKS = {
    "“”‘’": "en ga gd cy zh th vi id ms tr ko hi bn ta te eo sw pt nl af ar ur",
    "„“‚‘": "de cs sk sl lb is et lt bg ka sr-Cyrl",
    "«»“”": "es it ca pt-PT eu gl el la ast",
    "« »“”": "fr br",
    "„”«»": "pl ro",
    "„”»«": "hu",
    "«»„“": "ru uk be",
    "””’’": "sv fi",
    "«»‘’": "nb no nn",
    "»«›‹": "da",
    "„”’’": "hr bs sr",
    "”„’‚": "he",
    "«»‹›": "de-CH hy az fa sq",
    "「」『』": "ja",
}
_BY_LANGUAGE = {language: marks for marks, languages in _MARKS.items() for language in languages.split()}
_NARROW = "\u202f"


def quotation_marks(language: str, depth: int) -> tuple[str, str]:
    """What opens and closes a quotation in a language; ``depth`` counts the quotations around it from 0.

    French parts its outer marks from the words with a narrow no-break space.
    """
    parts = language.split("-")
    marks = next(
        (_BY_LANGUAGE[tag] for size in range(len(parts), 0, -1) if (tag := "-".join(parts[:size])) in _BY_LANGUAGE),
        "“”‘’",
    )
    spaced = " " in marks
    marks = marks.replace(" ", "")
    opening, closing = (marks[0], marks[1]) if depth % 2 == 0 else (marks[2], marks[3])
    return (opening + _NARROW, _NARROW + closing) if spaced and depth % 2 == 0 else (opening, closing)
