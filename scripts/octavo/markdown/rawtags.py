"""Tags of blocks within one line of pandoc's Markdown, written so that they do not end what they stand in.

In a cell of a table whose columns bars part, a line of verse or a heading, pandoc's reader takes a tag such as ``<ul>``
for the beginning of a block: of a cell it drops what follows, and a heading is none any more.
"""

from __future__ import annotations

import re

from octavo.markdown.vocabulary import BLOCKS, RENAMED

_TAGS = "|".join(sorted({"hr", *BLOCKS, *(name for name, plain in RENAMED.items() if plain == "div")}))
_TAG = re.compile(
    rf"(?P<code>(?P<signs>`+)(?!`).*?(?<!`)(?P=signs)(?!`))|\\<|(?P<tag></?(?:{_TAGS})(?:\s[^<>`\n]*)?/?>)",
    re.IGNORECASE,
)
_LINE = re.compile(rf"^[ >]{{0,6}}[|#].*</?(?:{_TAGS})\b", re.MULTILINE | re.IGNORECASE)
_PART = re.compile(
    "|".join(
        (
            r"<!--.*?-->|<(?P<name>pre|script|style|textarea)\b.*?</(?P=name)\s*>",
            r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)",
            r"(?P<rows>(?:^ {0,3}(?:> ?)?[|+][^\n]*(?:\n|\Z))+)",
            r"(?P<heading>^(?:> ?)?#{1,6}[ \t][^\n]*$)",
        )
    ),
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_GRID = re.compile(r"^ {0,3}(?:> ?)?\+[-=:+]+\+", re.MULTILINE)


def with_tags_in_lines(markdown: str) -> str:
    """The text with such tags as raw HTML within their lines; lines keep their numbers.

    What is code, a comment, or a table drawn with a grid, whose cells may hold blocks, is left as it is.
    """
    return _PART.sub(_rewritten, markdown) if _LINE.search(markdown) else markdown


def _rewritten(part: re.Match[str]) -> str:
    if not (part["rows"] or part["heading"]) or _GRID.search(part["rows"] or ""):
        return part[0]
    return _TAG.sub(lambda match: f"`{match['tag']}`{{=html}}" if match["tag"] else match[0], part[0])
