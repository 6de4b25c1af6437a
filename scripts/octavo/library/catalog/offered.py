"""Which editions a catalogue offers: those that were built, unless they say by now that not everybody may have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from octavo.errors import OctavoError
from octavo.library.discovery import read_front_matter
from octavo.library.records import Record
from octavo.library.run import Plan, Planned

_CLOSED = re.compile(r"""(?m)^\s*["']?access["']?\s*:\s*["']?(restricted|dark)\b""")


def offered(made: Plan) -> Iterator[Record]:
    """The records of editions that everybody may have, each once.

    One that cannot be built any more stays as it was, so that a fault in its YAML does not take it out of the shops;
    one that has become restricted goes at once, built or not.
    """
    seen = set()
    for one in made.editions:
        if one.record and one.record.name not in seen and not (_is_other(one) and _is_closed(one)):
            seen.add(one.record.name)
            yield one.record


def _is_other(one: Planned) -> bool:
    """Whether its entry may not say what its front matter does."""
    return bool(one.reasons or one.found.problems or (one.record and not one.record.state.is_good))


def _is_closed(one: Planned) -> bool:
    try:
        value = read_front_matter(one.found.folder)[1].value
        return isinstance(value, dict) and value.get("access") in ("restricted", "dark")
    except (OctavoError, OSError):
        return any(map(_seems_closed, one.found.folder.glob("*.md")))


def _seems_closed(path: Path) -> bool:
    """Whether front matter that cannot be read has a line by which not everybody has the text."""
    try:
        return bool(_CLOSED.search(path.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return True  # nobody can tell
