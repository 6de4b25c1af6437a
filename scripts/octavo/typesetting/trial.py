"""Some blocks of a Document set by themselves, to see how their lines come out without setting the book."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator

from lxml import etree

from octavo.document import Document
from octavo.typesetting.bookorder import metadata_arguments
from octavo.typesetting.typeset import Typesetter
from octavo.typesetting.typstmarkup import language_arguments

TRIAL = "trial.typ"
_HYPHENS = "#page(pdf.artifact[\\- _-_ *-* _*-*_])"
"""A real hyphen in each face, in front of all others: a font’s hyphen means what it was first used for, and only by
that are hyphens at the ends of lines known where a font has a second one, such as that of small capitals."""


def trial_blocks(document: Document, numbers: Collection[int]) -> list[list[etree._Element]]:
    """What must be set to see these blocks of the flow as they stand in the book, in runs of neighbours.

    That is each as a whole with what it stands in, such as a quotation, behind the block before, on which its indent
    may depend. A block whose language is that of a section around it is left out.
    """
    language, needed = document.edition.metadata.lang, dict[etree._Element, None]()
    for number in sorted(numbers):
        top = document.flow.blocks[number].element
        while (parent := top.getparent()) is not None and parent.tag != "section":
            top = parent
        if parent is None or any(language_arguments(each, language) for each in top.iterancestors("section")):
            continue
        before = top.getprevious()
        if before is not None and before.tag != "section":
            needed[before] = None
        needed[top] = None
    runs: list[list[etree._Element]] = []
    for element in needed:
        if runs and runs[-1][-1] is element.getprevious():
            runs[-1].append(element)
        else:
            runs.append([element])
    return runs


def blocks_within(document: Document, runs: list[list[etree._Element]]) -> Iterator[int]:
    """The numbers of the blocks of the flow that these elements hold, without their notes."""
    tops = {element for run in runs for element in run}
    for number, block in enumerate(document.flow.blocks):
        if block.note < 0 and (block.element in tops or any(each in tops for each in block.element.iterancestors())):
            yield number


def trial_source(
    document: Document, moment: datetime.datetime, typesetter: Typesetter, runs: list[list[etree._Element]]
) -> str:
    """A file for Typst with these blocks alone, each run of them on a page of its own."""
    lines = ['#import "print.typ": *', f"#show: book.with(\n  {metadata_arguments(document, moment)},\n)"]
    lines += ["#show: body-matter", _HYPHENS]
    lines += [f'#chapter(title: "")[\n{typesetter.blocks(run)}\n]' for run in runs]
    return "\n\n".join(lines) + "\n"
