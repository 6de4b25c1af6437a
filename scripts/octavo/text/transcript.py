"""A witness's raw text → its flow, by the reading rules that the front matter gives; each application is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from octavo.edition import WitnessOptions
from octavo.edition.dictionary import NO_LANGUAGE, Language
from octavo.edition.expressions import matches
from octavo.text.hyphens import AT_LINE_END, LineEndHyphens
from octavo.text.layer import AS_RECEIVED, Edit, Layer
from octavo.text.seams import healed

_FORM_FEED = re.compile(r"\f|\\f|\\x0[cC]|\\014|\\u000[cC]")
_FORMER_LINE_END = re.compile(r"(?<=\w)(-)([ \t]*\n[ \t]*)(?=\w)")


@dataclass(frozen=True)
class Transcript:
    """The witness as a layer over its file, and how often each reading rule was applied."""

    layer: Layer
    applied: dict[str, int]
    raw: str = ""
    """The file's text, the source of the layer."""
    language: Language = NO_LANGUAGE
    joins_hyphens: bool = False

    @cached_property
    def hyphens(self) -> LineEndHyphens:
        """What decides on hyphens at line ends of this text."""
        return LineEndHyphens(self.raw, self.language.tag, self.language.frequency)


class Reading(IntEnum):
    """As which Octavo a transcript is read: there may be records of how earlier ones did."""

    TODAY = 0
    FEEDS_WITHIN_LINES = 1
    """For ``skip``, a form feed began no line."""
    WITH_GAPS = 2
    """This, and lines that were skipped left their gaps, and every word was joined at a hyphen."""


def read_transcript(
    raw: str, options: WitnessOptions, language: Language = NO_LANGUAGE, *, reading: Reading = Reading.TODAY
) -> Transcript:
    """Read a witness: skip page furniture, join line-end hyphens, find the paragraphs, as the options say."""
    layer = Layer.of(raw)
    applied: dict[str, int] = {}
    layer = _without_furniture(raw, layer, options, applied, reading)
    joins = options.line_end_hyphens == "join"
    transcript = Transcript(layer, applied, raw, language, joins)
    if joins:
        layer = _with_joined_words(layer, None if reading is Reading.WITH_GAPS else transcript.hyphens, applied)
    if options.paragraphs != "line":
        within = (
            r"[ \t\r\f]*\n(?![ \t\r\f]*\n)(?<!\n\n)[ \t]*" if options.paragraphs == "blank-line" else r"[ \t]*\n(?!\s)"
        )
        found = [Edit(m.start(), m.end(), " ") for m in _line_ends(within, layer.text)]
        layer, _ = layer.edited(found, AS_RECEIVED)
        applied["line ends within paragraphs"] = len(found)
    return Transcript(layer, applied, raw, language, joins)


def _without_furniture(
    raw: str, layer: Layer, options: WitnessOptions, applied: dict[str, int], reading: Reading
) -> Layer:
    """The text without what the front matter skips, and without the gaps that lines leave which are skipped whole."""
    taken: list[tuple[int, int]] = []
    for expression in options.skip:
        # A page begins behind its form feed, and with it a line; an expression may mean the form feed itself.
        feeds_begin_lines = reading is Reading.TODAY and not _FORM_FEED.search(expression)
        text = layer.text.replace("\f", "\n") if feeds_begin_lines else layer.text
        found = [Edit(m.start(), m.end(), "") for m in matches(expression, text, options.place, by_line=True) if m[0]]
        taken += [(layer.origin(edit.start), layer.origin(edit.end - 1) + 1) for edit in found]
        layer, _ = layer.edited(found, AS_RECEIVED)
        applied[f"skip {expression}"] = len(found)
    if taken and reading is not Reading.WITH_GAPS:
        gaps = healed(raw, layer, taken, options.paragraphs)
        layer, _ = layer.edited(gaps, AS_RECEIVED)
        if gaps:
            applied["gaps closed where lines were skipped"] = len(gaps)
    return layer


def _with_joined_words(layer: Layer, hyphens: LineEndHyphens | None, applied: dict[str, int]) -> Layer:
    """The text without line ends within words; the hyphen stays where it is of the word."""
    edits, joined = [], 0
    text = layer.text
    for found in (AT_LINE_END if hyphens else _FORMER_LINE_END).finditer(text):
        joins = hyphens is None or hyphens.joins(
            text[max(found.start() - 60, 0) : found.start()], found[1], text[found.end() : found.end() + 60]
        )
        joined += joins
        edits.append(Edit(found.start(1 if joins else 2), found.end(2), ""))
    layer, _ = layer.edited(edits, AS_RECEIVED)
    applied["line-end hyphens joined"] = joined
    if joined < len(edits):
        applied["line-end hyphens kept, as the word has one"] = len(edits) - joined
    return layer


def _line_ends(pattern: str, text: str) -> list[re.Match[str]]:
    """Line ends inside paragraphs: not those next to an empty line."""
    found = []
    for match in re.finditer(pattern, text):
        before = text.rfind("\n", 0, match.start())
        if text[before + 1 : match.start()].strip():
            found.append(match)
    return found
