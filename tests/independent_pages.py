"""What print sets beside a text, or elsewhere: running heads, heads of tables said again, captions, cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from independent_align import align
from independent_words import _TEXT_FURNITURE, Lost, Word


def off_heads(pairs: list[tuple[int, int]], found: list[Word], heads: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs without words of a running head of which other words are not the source's.

    Where a page ends or begins with a word that the head has too, either could be taken for the source's.
    """
    taken = {place for _, place in pairs}
    kept = []
    for at, place in pairs:
        if found[place].place == "head" and is_furniture(found, place, "pdf", heads):
            line = [near for near in range(max(0, place - 30), place + 30) if _on_line(found, near, found[place].line)]
            if not taken.issuperset(line):
                taken.discard(place)
                near = _beside(place, found, taken)
                if near is None:
                    continue
                taken.add(near)
                place = near
        kept.append((at, place))
    return kept


def _on_line(found: list[Word], place: int, line: int) -> bool:
    return place < len(found) and found[place].line == line


def _beside(place: int, found: list[Word], taken: set[int]) -> int | None:
    """The nearest word of the text, on one side or the other, that is the same and is not taken."""
    for step in (-1, 1):
        near = place + step
        while 0 <= near < len(found) and near not in taken:
            if found[near].key == found[place].key and found[near].place != "head":
                return near
            near += step
    return None


def floated(lost: list[Lost], rest: list[int], found: list[Word]) -> tuple[list[Lost], set[int]]:
    """Without the words of captions and cells that stand on another page than what is before, and the places of those.

    A cell goes on on the next page only behind the first lines of all others of its row.
    """
    there: set[int] = set()
    moved: set[int] = set()
    for _, run in groupby((one for one in lost if one.words[one.at].floats), key=lambda one: one.words[one.at].floats):
        parts, left = list(run), [at for at in rest if at not in moved]
        pairs = align([one.words[one.at].key for one in parts], [found[at].key for at in left])
        there |= {id(parts[one]) for one, _ in pairs}
        moved |= {left[place] for _, place in pairs}
    # A word that a page's head has too may have been paired with that.
    for head in [place for place in moved if found[place].place == "head"]:
        same = (place for place in rest if place not in moved and found[place].key == found[head].key)
        instead = next((place for place in same if {place - 1, place + 1} & moved), None)
        if instead is not None:
            moved = (moved - {head}) | {instead}
    return [one for one in lost if id(one) not in there], moved


def is_furniture(found: list[Word], at: int, kind: str, heads: Sequence[str]) -> bool:
    """Whether a word that no source has is one of those that a page has beside its text."""
    word = found[at]
    if _numbers_caption(found, at):
        return True
    if kind == "txt":
        return bool(_TEXT_FURNITURE.fullmatch(word.key))
    if word.place == "foot" and word.key.isdigit():
        return True
    if re.fullmatch(r"\d{1,3}|[a-z*†‡•‣◦–⁂]", word.key):
        return True
    if word.place in ("head", "top"):
        line = " ".join(other.key for other in found[max(0, at - 30) : at + 30] if other.line == word.line)
        cut = (f"{line}:", line[:-3].rstrip() if line.endswith("...") else f"{line}:")  # before a colon, or with points
        return any(line == head or head.startswith(cut) for head in heads)
    return False


def _numbers_caption(found: list[Word], at: int) -> bool:
    """Whether the word is of ‘Figure 1:’ or ‘Table 2:’ before a caption."""
    named = [at] if found[at].key in ("Figure", "Table") else [at - 1]
    shown = [word.key for one in named for word in found[one : one + 2]]
    return len(shown) == 2 and shown[0] in ("Figure", "Table") and bool(re.fullmatch(r"\d+:", shown[1]))


def without_repeated_heads(extra: list[int], found: list[Word], heads: Sequence[str]) -> list[int]:
    """The places of words too many without those of a table's head that a page says again, however its cells fuse."""
    kept = list(extra)
    for head in heads:
        target = _compact(head)
        at = 0
        while at < len(kept):
            made, end = "", at
            while end < len(kept) and kept[end] - kept[at] == end - at and target.startswith(made) and made != target:
                made += _compact(found[kept[end]].key)
                end += 1
            if made == target and " " in head:
                del kept[at:end]
            else:
                at += 1
    return kept


def _compact(words: str) -> str:
    return re.sub(r"[\s-]", "", words)
