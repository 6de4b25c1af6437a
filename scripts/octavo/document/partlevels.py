"""Parts and their chapters whose headings are written at one level: the chapters are put under the parts.

``# Part One`` and ``# Chapter 1`` are both of the first level. Contents, navigation and TEI show what stands in what;
so headings between a part's and the next part's go down a level, with all below them, and no word is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from octavo.document.chapternumbers import CHAPTER, PART, heading_text, words_of_chapters
from octavo.document.flow import is_editorial, text_of
from octavo.document.parts import PURPOSES
from octavo.document.tree import classes
from octavo.markdown.file import MarkdownFile
from octavo.markdown.vocabulary import HEADINGS
from octavo.text.chapternumbers import chapter_number

_DEEPEST = 6


@dataclass
class _First:
    """A heading of the first level, and the headings and text below it up to the next."""

    heading: etree._Element
    is_part: bool
    is_numbered: bool
    stays: bool
    """Whether it is what stands in no part, such as an appendix."""
    below: list[etree._Element]
    has_text: bool = False


def put_chapters_under_parts(files: Iterable[MarkdownFile], language: str) -> None:
    """Lower the headings of chapters that follow a part without text of its own, in all files of a book.

    A chapter has a number, or stands before one that has, or before the next part. What is said to be an appendix and
    the like, or is the editors', stays where it is, and so does all that follows.
    """
    firsts = list(_of_first_level(files, language))
    parts = [at for at, first in enumerate(firsts) if first.is_part]
    for at, following in pairwise([*parts, len(firsts)]):
        if not firsts[at].has_text and not any(heading.tag == "h2" for heading in firsts[at].below):
            for first in _chapters(firsts[at + 1 : following], is_last=following == len(firsts)):
                for heading in (first.heading, *first.below):
                    heading.tag = f"h{min(int(heading.tag[1]) + 1, _DEEPEST)}"


def _chapters(firsts: Sequence[_First], *, is_last: bool) -> Sequence[_First]:
    """Those that belong to a part, of the headings up to the next part's, or the book's end."""
    end = next((at for at, first in enumerate(firsts) if first.stays), len(firsts))
    numbered = [at for at, first in enumerate(firsts[:end]) if first.is_numbered]
    if not numbered:
        return ()
    return firsts[: numbered[-1] + 1 if is_last or end < len(firsts) else end]


def _of_first_level(files: Iterable[MarkdownFile], language: str) -> Iterable[_First]:
    words, current = words_of_chapters(language), None
    for file in files:
        for block in file.body:
            if block.tag == "h1":
                if current:
                    yield current
                number = chapter_number(heading_text(block), words)
                names = set(classes(block))
                is_part = PART in names or (number is not None and number.is_part)
                stays = bool(PURPOSES & names - {PART, CHAPTER}) or is_editorial(block)
                current = _First(block, is_part, number is not None and not is_part, stays, [])
            elif current and block.tag in HEADINGS:
                current.below.append(block)
            elif current:
                current.below += block.iter(*HEADINGS)
                is_epigraph = "epigraph" in classes(block)
                current.has_text = current.has_text or (not current.below and not is_epigraph and bool(text_of(block)))
    if current:
        yield current
