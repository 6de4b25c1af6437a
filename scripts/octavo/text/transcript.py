"""A witness's raw text → its flow, by the reading rules that the front matter gives; each application is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from octavo.edition import WitnessOptions
from octavo.edition.expressions import matches
from octavo.text.layer import AS_RECEIVED, Edit, Layer


@dataclass(frozen=True)
class Transcript:
    """The witness as a layer over its file, and how often each reading rule was applied."""

    layer: Layer
    applied: dict[str, int]


def read_transcript(raw: str, options: WitnessOptions) -> Transcript:
    """Read a witness: skip page furniture, join line-end hyphens, find the paragraphs, as the options say."""
    layer = Layer.of(raw)
    applied: dict[str, int] = {}
    for expression in options.skip:
        found = [
            Edit(m.start(), m.end(), "") for m in matches(expression, layer.text, options.place, by_line=True) if m[0]
        ]
        layer, _ = layer.edited(found, AS_RECEIVED)
        applied[f"skip {expression}"] = len(found)
    if options.line_end_hyphens == "join":
        found = [Edit(m.start(1), m.end(1), "") for m in re.finditer(r"(?<=\w)(-[ \t]*\n[ \t]*)(?=\w)", layer.text)]
        layer, _ = layer.edited(found, AS_RECEIVED)
        applied["line-end hyphens joined"] = len(found)
    if options.paragraphs != "line":
        within = (
            r"[ \t\r\f]*\n(?![ \t\r\f]*\n)(?<!\n\n)[ \t]*" if options.paragraphs == "blank-line" else r"[ \t]*\n(?!\s)"
        )
        found = [Edit(m.start(), m.end(), " ") for m in _line_ends(within, layer.text)]
        layer, _ = layer.edited(found, AS_RECEIVED)
        applied["line ends within paragraphs"] = len(found)
    return Transcript(layer, applied)


def _line_ends(pattern: str, text: str) -> list[re.Match[str]]:
    """Line ends inside paragraphs: not those next to an empty line."""
    found = []
    for match in re.finditer(pattern, text):
        before = text.rfind("\n", 0, match.start())
        if text[before + 1 : match.start()].strip():
            found.append(match)
    return found
