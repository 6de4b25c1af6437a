"""CriticMarkup: changes and remarks written into a plain text (criticmarkup.com, version 0.1).

What is written here is what the expressions of the CriticMarkup toolkit read: no mark inside another, in a
substitution no ``>`` in what is replaced, a remark right behind each highlight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = re.compile(
    r"\{\+\+(?P<added>.*?)\+\+\}"
    r"|\{--(?P<deleted>.*?)--\}"
    r"|\{~~(?P<was>(?:[^~>]|~(?!>))+)~>(?P<reads>(?:[^~]|~(?!~\}))+)~~\}"
    r"|\{==(?P<marked>.*?)==\}"
    r"|\{>>(?P<remark>.*?)<<\}",
    re.DOTALL,
)
_OPENING = re.compile(r"\{(?:\+\+|--|~~|==|>>)")
_DELIMITER = re.compile(rf"{_OPENING.pattern}|(?:\+\+|--|~~|==|<<)\}}|~>")


class CannotBeWritten(ValueError):
    """Words that hold what CriticMarkup takes for a mark of its own; the message says what stands in the way."""


def change(was: str, reads: str) -> str:
    """A substitution, an addition or a deletion: ``was`` becomes ``reads``. Raises CannotBeWritten."""
    if was and reads and ">" not in was:
        markup = f"{{~~{was}~>{reads}~~}}"
    else:
        markup = (f"{{--{was}--}}" if was else "") + (f"{{++{reads}++}}" if reads else "")
    _refuse_marks(was, reads)
    if (rejected(markup), accepted(markup)) != (was, reads):
        raise CannotBeWritten(f"‘{was}’ and ‘{reads}’ end in what CriticMarkup takes for a mark of its own")
    return markup


def remark(words: str) -> str:
    """A remark on what stands before it. Raises CannotBeWritten."""
    _refuse_marks(words)
    return f"{{>>{' '.join(words.split())}<<}}"


def highlight(words: str) -> str:
    """Words that are marked; a remark must follow. Raises CannotBeWritten."""
    _refuse_marks(words)
    return f"{{=={words}==}}"


def _refuse_marks(*texts: str) -> None:
    for text in texts:
        found = _DELIMITER.search(text)
        if found:
            raise CannotBeWritten(f"‘{found[0]}’ stands in the words, which is a mark of CriticMarkup")


def accepted(text: str) -> str:
    """The text with every change made, without remarks."""
    return _MARK.sub(lambda match: match["added"] or match["reads"] or match["marked"] or "", text)


def rejected(text: str) -> str:
    """The text without any change, without remarks."""
    return _MARK.sub(lambda match: match["deleted"] or match["was"] or match["marked"] or "", text)


def openings(text: str) -> Iterator[int]:
    """Where a text that should have no marks holds what begins one."""
    return (match.start() for match in _OPENING.finditer(text))
