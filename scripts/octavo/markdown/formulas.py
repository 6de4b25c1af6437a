"""Formulas as MathML: all of a book in one run of pandoc, which keeps their TeX in an annotation (MathML Core, 6)."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from octavo.markdown.pandoc import run
from octavo.markdown.sink import carried

MATHML = "http://www.w3.org/1998/Math/MathML"

DEEPEST = 60
"""Braces of a formula within one another."""
_BRACE = re.compile(r"(?<!\\)[{}]")

Formula = tuple[str, bool]
"""TeX, and whether it stands alone."""


def fill_formulas(placeholders: Iterable[tuple[etree._Element, str, bool]]) -> list[str]:
    """Put MathML in the place of each placeholder; gives the TeX of those that pandoc cannot turn.

    These are left as their source: words are not lost.
    """
    places = list(placeholders)
    formulas = list(dict.fromkeys((source, display) for _, source, display in places))
    if not formulas:
        return []
    flat = [formula for formula in formulas if not _is_deep(formula[0])]
    made = dict.fromkeys(formulas) | dict(zip(flat, _mathml(flat), strict=True))
    for element, source, display in places:
        math = made[source, display]
        parent = element.getparent()
        if math is None or parent is None:
            element.text = carried(source)
            continue
        math = copy.deepcopy(math)
        math.tail = element.tail
        parent.replace(element, math)
    return [source for (source, _), math in made.items() if math is None]


def _is_deep(source: str) -> bool:
    """Whether braces stand so far within one another that no reader of XML goes down as far."""
    depth = deepest = 0
    for brace in _BRACE.findall(source):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest > DEEPEST


def _mathml(formulas: list[Formula]) -> Iterator[etree._Element | None]:
    blocks = [
        {"t": "Para", "c": [{"t": "Math", "c": [{"t": "DisplayMath" if display else "InlineMath"}, source]}]}
        for source, display in formulas
    ]
    document = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    html, _ = run(["--from", "json", "--to", "html5", "--mathml", "--wrap", "none"], json.dumps(document))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    for paragraph in etree.fromstring(b"<body>" + html + b"</body>", parser):
        math = paragraph.find(f"{{{MATHML}}}math")
        if math is not None:
            math.tail = None
        yield math
