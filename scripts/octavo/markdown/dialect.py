"""The dialects of Markdown that an edition may be written in, as pandoc's readers."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from octavo.markdown.notegrammar import LABEL, TEXT_START
from octavo.markdown.rawtags import with_tags_in_lines

Dialect = Literal["pandoc", "commonmark", "gfm"]

_SWITCHED_OFF = (
    # Whatever would change or swallow text without the writer asking for it is off: curly quotes and dashes made of
    # straight ones (smart), blocks read as metadata, TeX, boxes for [ ].
    *("smart", "yaml_metadata_block", "pandoc_title_block", "raw_tex", "latex_macros", "citations", "task_lists"),
)
_SWITCHED_ON = {
    "commonmark": (
        *("footnotes", "pipe_tables", "strikeout", "attributes", "alerts", "definition_lists", "bracketed_spans"),
        *("fenced_divs", "gfm_auto_identifiers", "implicit_header_references", "tex_math_dollars", "task_lists"),
    ),
    "gfm": ("attributes", "bracketed_spans", "fenced_divs", "definition_lists", "implicit_header_references"),
}
READERS = {
    "pandoc": "markdown" + "".join(f"-{name}" for name in _SWITCHED_OFF),
    "commonmark": "commonmark" + "".join(f"+{name}" for name in _SWITCHED_ON["commonmark"]),
    "gfm": "gfm-yaml_metadata_block-emoji" + "".join(f"+{name}" for name in _SWITCHED_ON["gfm"]),
}
"""What each dialect is called in pandoc's ``--from``: that of CommonMark has what mdBook adds to it."""

_LABEL = re.compile(LABEL)
_FENCE = re.compile(r"^(?P<before>[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_CHUNK = re.compile(r"[ \t]*\{[ \t]*(?P<language>[A-Za-z][\w+-]*)(?:[ \t,][^\n]*)?\}[ \t]*")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\w{1,9}[.)]|:)[ \t]")


def reader(dialect: Dialect, markdown: str, *, citations: bool = False) -> str:
    """What pandoc's ``--from`` says for a text in a dialect, with keys of citations read or left as they are written.

    Attributes in braces, which no CommonMark has by itself, are read where the text has some: else braces are text.
    """
    if dialect == "pandoc":
        return READERS[dialect].replace("-citations", "") if citations else READERS[dialect]
    attributed = re.search(r"^#.*\{[ \t]*[#.][^{}\n]*\}[ \t]*#*[ \t]*$|\]\{[ \t]*[#.]|^:{3,}", markdown, re.MULTILINE)
    return READERS[dialect] if attributed else READERS[dialect].replace("+attributes", "")


def as_read(markdown: str, name: str) -> str:
    """The text as a reader of pandoc's is given it; lines keep their numbers.

    Labels of notes that look the same are the same, chunks of Quarto are plain code, tags stay within their lines.
    """
    text = with_plain_fences(with_same_labels(markdown))
    return with_tags_in_lines(text) if name.startswith("markdown") else text


def with_same_labels(markdown: str) -> str:
    """The text with marks of notes written as the labels of their texts are.

    Two ways of writing a letter, composed and not, look the same; to pandoc they are two labels.
    """
    labels = {match[1] for match in _LABEL.finditer(markdown) if not match[1].isascii()}
    if not labels:
        return markdown
    texts = {match[1] for match in TEXT_START.finditer(markdown)}
    composed = {unicodedata.normalize("NFC", label): label for label in texts}

    def same(match: re.Match[str]) -> str:
        label = match[1]
        return f"[^{label if label in texts else composed.get(unicodedata.normalize('NFC', label), label)}]"

    return _LABEL.sub(same, markdown)


def with_plain_fences(markdown: str) -> str:
    """The text with the first lines of Quarto's and R Markdown's chunks (``{r, echo=FALSE}``) as those of plain code.

    pandoc takes such a line for code within a paragraph, and what stands in the chunk for text. Lines keep their
    numbers; what stands inside of code is left as it is.
    """
    if not re.search(r"(?:`{3}|~{3})[ \t]*\{[ \t]*[A-Za-z]", markdown):
        return markdown
    lines = markdown.split("\n")
    open_fence = ""
    in_item = False
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if open_fence:
            if fence and not fence["info"].strip() and fence["fence"].startswith(open_fence):
                open_fence = ""
            continue
        if line[:1] not in ("", " ", "\t"):
            in_item = bool(_ITEM.match(line))
        if fence and (in_item or len(fence["before"].expandtabs(4)) < 4):
            open_fence = fence["fence"]
            chunk = _CHUNK.fullmatch(fence["info"])
            if chunk:
                lines[number] = f"{fence['before']}{fence['fence']} {chunk['language']}"
    return "\n".join(lines)
