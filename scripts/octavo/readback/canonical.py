"""What a rendition should say, region by region, and where what is read back of it says something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from octavo.document import Block, Document
from octavo.document.titlepage import product_text
from octavo.readback.reading import FRONT, NOTE, TEXT, ReadBlock, Reading
from octavo.text.collate import compare_words
from octavo.text.layer import AS_RECEIVED, Edit, Layer
from octavo.text.tokens import as_reading


class WordDifference(NamedTuple):
    """Words of the Document for which a rendition reads others; either may be none."""

    canonical: str
    read: str
    offset: int
    """Where they stand in the Document's flow."""
    block: ReadBlock | None
    """Where they stand, or should, in the rendition."""


def canonical_regions(document: Document, product: str = "") -> dict[str, Layer]:
    """The Document's words by region: the pages before the text, the text, the notes.

    With a ``product``, the imprint ends with its own lines, such as its ISBN.
    """
    chapters, flow = document.chapters, document.flow

    def in_text(block: Block) -> bool:
        return block.note < 0 and chapters[block.chapter].kind == "chapter"

    def in_front(block: Block) -> bool:
        return block.note < 0 and chapters[block.chapter].kind != "chapter"

    front, last = flow.layer(in_front), product_text(document.edition.metadata, product)
    if last:
        front, _ = front.edited([Edit(len(front.text), len(front.text), f"\n{last}")], AS_RECEIVED)
    return {FRONT: front, TEXT: flow.layer(in_text), NOTE: flow.layer(lambda block: block.note >= 0)}


def word_differences(
    expected: Layer, blocks: Sequence[ReadBlock], region: str, *, spacing: bool
) -> Iterator[WordDifference]:
    """Where the blocks of a region read other words than the Document has there; ``spacing`` counts spaces too."""
    reading = Reading.of(blocks, region)
    if " ".join(expected.text.split()) == " ".join(reading.layer.text.split()):
        return
    for a_start, a_end, b_start, b_end in compare_words(expected, reading.layer, spacing=spacing):
        a, b = expected.tokens, reading.layer.tokens
        offset = a.starts[a_start] if a_start < len(a) else len(expected.text)
        there = b.starts[b_start] if b_start < len(b) else len(reading.layer.text)
        yield WordDifference(
            as_reading(expected.text[a.starts[a_start] : a.ends[a_end - 1]]) if a_end > a_start else "",
            as_reading(reading.layer.text[b.starts[b_start] : b.ends[b_end - 1]]) if b_end > b_start else "",
            expected.origin(offset),
            reading.block_at(there),
        )
