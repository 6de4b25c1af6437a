"""What the independent comparison finds between the words of a source and those of a rendition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from independent_align import align
from independent_source import (
    SUB,
    SUP,
    TEX,
)
from independent_words import (
    _RAISED,
    NO_BREAK,
    WILD,
    Fault,
    Word,
)


def _against(wanted: list[Word], found: list[Word], kind: str) -> list[Fault]:
    """For renditions whose notes stand apart: every word, in order, and no other."""
    pairs = align([word.key for word in wanted], [word.key for word in found])
    faults = _spaces(wanted, found, pairs, kind) + _levels(wanted, found, pairs, kind)
    before = (-1, -1)
    for pair in [*pairs, (len(wanted), len(found))]:
        missing = [word for word in wanted[before[0] + 1 : pair[0]] if not word.maybe]
        added = found[before[1] + 1 : pair[1]]
        if missing or added:
            near = " ".join(word.shown for word in wanted[max(0, before[0] - 4) : before[0] + 1])
            faults += _gap(wanted[before[0] + 1 : pair[0]], missing, added, kind, near)
        before = pair
    return faults


def _gap(wanted: list[Word], missing: list[Word], added: list[Word], kind: str, near: str) -> Iterator[Fault]:
    if any(word.key.startswith(TEX) for word in wanted):
        bare = ["".join(word.key for word in side).replace(TEX, "") for side in (missing, added)]
        if bare[0] == bare[1]:
            return  # a formula that could not be made stands as it is written
    if any(word.key == WILD for word in wanted):
        left = iter(word.key for word in added)
        if all(word.key in left for word in missing if word.key != WILD):
            return
    one, other = " ".join(word.shown for word in missing), " ".join(word.shown for word in added)
    if not added:
        yield Fault(kind, "missing", one, near)
    elif not missing:
        yield Fault(kind, "added", other, near)
    elif "".join(word.key for word in missing) == "".join(word.key for word in added):
        yield Fault(kind, "fused" if len(added) < len(missing) else "parted", f"{one} → {other}", near)
    else:
        yield Fault(kind, "changed", f"{one} → {other}", near)


def _spaces(wanted: list[Word], found: list[Word], pairs: list[tuple[int, int]], kind: str) -> list[Fault]:
    """No-break spaces of the source that the rendition has not."""
    faults = []
    places = dict(pairs)
    for at, word in enumerate(wanted):
        if word.space in NO_BREAK and places.get(at, 0) == places.get(at - 1, -9) + 1 and not word.maybe:
            got = found[places[at]].space
            if got != word.space:
                near = " ".join(other.shown for other in wanted[max(0, at - 5) : at])
                faults.append(Fault(kind, f"no-break space U+{ord(word.space):04X} lost before", word.shown, near))
    return faults


def _levels(wanted: list[Word], found: list[Word], pairs: list[tuple[int, int]], kind: str) -> list[Fault]:
    """What stands raised or lowered in the source and level with the line in the rendition."""
    faults = []
    for at, place in pairs if kind != "pdf" else []:
        shown = wanted[at].shown
        if (SUP in shown or SUB in shown) and re.search(rf"[{SUP}{SUB}]\w", shown):
            raised = (
                _RAISED.search(found[place].shown) if kind == "txt" else re.search(f"[{SUP}{SUB}]", found[place].shown)
            )
            if not raised:
                faults.append(
                    Fault(kind, "raised or lowered signs on the line", found[place].shown, wanted[at - 1].shown)
                )
    return faults
