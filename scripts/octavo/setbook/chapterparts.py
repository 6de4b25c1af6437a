"""Where the chapters of a set book stand among the elements of its structure tree, so that one can be read alone."""

from __future__ import annotations

from bisect import bisect_right

from octavo.document import Document
from octavo.readback.pdf import PdfReading
from octavo.readback.reading import TEXT
from octavo.text.tokens import UNSEEN


def chapter_parts(document: Document, reading: PdfReading) -> dict[int, range]:
    """By the chapters' numbers, the elements right below the Document's that hold each; found by counting letters.

    The same holds for each further setting of the Document, as no element comes or goes. Empty where the letters that
    were read are not the Document's, or an element holds words of two chapters.
    """
    blocks_before = reading.blocks_before_element
    if not blocks_before:
        return {}
    texts = [(number, block.text) for number, block in enumerate(reading.blocks) if block.region == TEXT]
    found: dict[int, range] = {}
    at = end = 0
    for chapter in range(len(document.chapters)):
        letters = _letters(document, chapter)
        first = at
        while letters and at < len(texts):
            letters -= len("".join(texts[at][1].split()))
            at += 1
            if letters < 0:
                return {}
        if letters:
            return {}
        if at > first:
            part = range(
                bisect_right(blocks_before, texts[first][0]) - 1, bisect_right(blocks_before, texts[at - 1][0])
            )
            if part.start < end:
                return {}
            end, found[chapter] = part.stop, part
    return found


def _letters(document: Document, chapter: int) -> int:
    """How many letters the text of a chapter has; none, where it is a page before the text."""
    if document.chapters[chapter].kind != "chapter":
        return 0
    layer = document.flow.layer(lambda block: block.note < 0, chapter=chapter)
    return len("".join(layer.without(UNSEEN).text.split()))
