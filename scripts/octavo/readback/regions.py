"""The regions of a set book's blocks: what stands before the text, the contents, the text."""

from __future__ import annotations

from dataclasses import replace

from octavo.readback.reading import CONTENTS, FRONT, TEXT, ReadBlock


def with_regions(blocks: list[ReadBlock], display: str = "") -> list[ReadBlock]:
    """Pages that are not numbered 1, 2, 3 stand before the text; a heading before the contents is the contents'.

    ``display``: the letters of what is text on the last of these pages, the book's dedication and epigraph.
    """
    result: list[ReadBlock] = []
    for number, block in enumerate(blocks):
        region = block.region
        following = blocks[number + 1].region if number + 1 < len(blocks) else ""
        if region == TEXT and not block.page.isdigit():
            region = CONTENTS if block.level and following == CONTENTS else FRONT
        result.append(replace(block, region=region))
    if display:
        _find_display(result, display)
    return result


def _find_display(blocks: list[ReadBlock], letters: str) -> None:
    """Make the last blocks before the text that have these letters blocks of the text."""
    numbers = []
    for number in reversed(range(len(blocks))):
        own = "".join(blocks[number].text.split())
        if blocks[number].region != FRONT:
            continue
        if not letters.endswith(own):
            return
        letters = letters[: len(letters) - len(own)]
        numbers.append(number)
        if not letters:
            break
    for number in numbers if not letters else ():
        blocks[number] = replace(blocks[number], region=TEXT)
