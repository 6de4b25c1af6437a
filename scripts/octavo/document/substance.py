"""What the editors say in words of their own of what the author wrote and the witness has lost: ``.in-substance``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from lxml import etree

from octavo.document.parts import Fault
from octavo.document.tree import classes
from octavo.errors import Problem
from octavo.markdown.scan import MarkdownScan

IN_SUBSTANCE = "in-substance"
"""The class of words that give the substance of others, in the editors' own."""
RESTORED = "restored"
"""The class of the author's own words, restored from elsewhere."""
SOURCE = "data-source"
"""What pandoc makes of the ``source`` of both: the siglum of the witness from which the words are known."""


def has_source(element: etree._Element) -> bool:
    """Whether an element is one of those whose words are known from another witness."""
    return not {IN_SUBSTANCE, RESTORED}.isdisjoint(classes(element))


def witness_of(element: etree._Element) -> str:
    """The siglum of the witness from which the words of an element are known; empty where none is named."""
    return element.get(SOURCE) or ""


def uncited(roots: Iterable[etree._Element], scan: MarkdownScan, sigla: Sequence[str]) -> list[Fault]:
    """Words given in substance that name no listed witness, and restored ones that name a wrong one.

    Each is told once for a file, with its first place.
    """
    found: Counter[tuple[str, str]] = Counter()
    for element in (element for root in roots for element in root.iter("*")):
        names, siglum = classes(element), witness_of(element)
        if IN_SUBSTANCE in names and siglum not in sigla:
            found[IN_SUBSTANCE, siglum] += 1
        elif RESTORED in names and siglum and siglum not in sigla:
            found[RESTORED, siglum] += 1
    return [_fault(name, siglum, number, scan, sigla) for (name, siglum), number in found.items()]


def _fault(name: str, siglum: str, number: int, scan: MarkdownScan, sigla: Sequence[str]) -> Fault:
    times = f" ({number} times)" if number > 1 else ""
    if siglum:
        message = f"no witness has the siglum ‘{siglum}’{times}"
        pattern = re.compile(rf"\bsource\s*=\s*[\"']?{re.escape(siglum)}(?![\w-])")
    else:
        message = f"words given in substance name no witness{times}"
        pattern = re.compile(rf"\{{(?![^{{}}]*\bsource\s*=)[^{{}}]*\.{name}(?![\w-])[^{{}}]*\}}")
    if sigla:
        written = f'{{.{name} source="{sigla[-1]}"}}'
        hint = f"name the one from which they are known: {written}; listed are {', '.join(sigla)}"
    else:
        hint = f'list it in the front matter under ‘witnesses’ and name it: {{.{name} source="SIGLUM"}}'
    return Fault("words-uncited", Problem(message, scan.place_of_match(pattern, siglum or name), hint))
