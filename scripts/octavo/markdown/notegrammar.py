"""How a note is written (pandoc's manual, “Footnotes”): ``[^label]`` marks it, ``[^label]:`` begins its text.

The one grammar of notes: whoever looks for them in a file takes it from here. What pandoc has read as one, its syntax
tree says; this only finds the place.
"""

from __future__ import annotations

import re

LABEL = r"\[\^([^\]\s]{1,999})\]"
"""A label in its brackets, as part of an expression; its one group is the label."""
TEXT_START = re.compile(rf"^ {{0,3}}{LABEL}:", re.MULTILINE)
"""Where the text of a note begins."""
MARK = re.compile(rf"(?<!\\){LABEL}")
"""A mark, or the label of a note's text."""
INLINE = re.compile(r"(?<!\\)\^\[")
"""Where a note begins that is written within the text, up to the bracket that closes."""
BODY = re.compile(
    rf"[^\n]*(?:\n(?![ \t]*\n)(?! {{0,3}}{LABEL})[^\n]*"  # lines up to an empty one or another note
    r"|\n(?:[ \t]*\n)+(?: {4}|\t)[^\n]*)*"  # and paragraphs that are indented
)
"""All of a note's text, from behind its label."""
