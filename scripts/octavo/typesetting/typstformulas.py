"""Formulas for print: TeX → Typst by pandoc, all of a book in one run, each tried before it goes into the book."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from octavo.document import Document
from octavo.document.flow import formula_source
from octavo.errors import OctavoError
from octavo.markdown.pandoc import Node, run
from octavo.typesetting.compiler import compiled, compiler
from octavo.workfolder import work_folder

_ALONE = re.compile(r"""\$(?:[^$\\"]|\\.|"(?:[^\\"]|\\.)*")*\$(?=(?:\#label\("(?:[^\\"]|\\.)*"\))?\Z)""", re.DOTALL)
"""One formula and nothing else but a label behind it, which is left off: it stands among Typst's code, where anything
more would be code. What pandoc cannot turn it gives back as text, which is no formula."""


class Formula(NamedTuple):
    """A formula as it was written in TeX, and whether it stands on a line of its own."""

    source: str
    display: bool


def formula_of(element: etree._Element) -> Formula:
    """What a ``math`` element says."""
    return Formula(formula_source(element), element.get("display") == "block")


def typst_formulas(document: Document) -> dict[Formula, str]:
    """The formulas of a Document in Typst's markup; those are missing that pandoc or Typst cannot set."""
    formulas = list(dict.fromkeys(formula_of(math) for tree in document.trees for math in tree.iter("{*}math")))
    if not formulas:
        return {}
    return _that_typst_sets(_by_pandoc(formulas), document.edition.fonts)


def _by_pandoc(formulas: Sequence[Formula]) -> dict[Formula, str]:
    """What pandoc makes of each; where one swallows the text behind it, each is asked for by itself."""
    marks = [f"FORMULA{number:05}" for number in range(len(formulas) + 1)]
    blocks: list[Node] = [_paragraph("Str", marks[0])]
    for mark, (source, display) in zip(marks[1:], formulas, strict=True):
        kind = {"t": "DisplayMath" if display else "InlineMath"}
        blocks += [_paragraph("Math", [kind, source]), _paragraph("Str", mark)]
    tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    output, _ = run(["--from", "json", "--to", "typst", "--wrap", "none"], json.dumps(tree))
    found = re.split(r"^FORMULA\d{5}$", output.decode("utf-8", "replace"), flags=re.MULTILINE)[1:-1]
    if len(found) != len(formulas):
        return {} if len(formulas) == 1 else {k: v for one in formulas for k, v in _by_pandoc([one]).items()}
    alone = {formula: _ALONE.match(text.strip()) for formula, text in zip(formulas, found, strict=True)}
    return {formula: match[0] for formula, match in alone.items() if match}


def _paragraph(kind: str, content: Any) -> Node:
    return {"t": "Para", "c": [{"t": kind, "c": content}]}


def _that_typst_sets(formulas: Mapping[Formula, str], fonts: Sequence[Path] = ()) -> dict[Formula, str]:
    """Those that Typst sets: one that it does not know would stop the whole book."""
    if not formulas or _sets(formulas.values(), fonts):
        return dict(formulas)
    return {formula: text for formula, text in formulas.items() if _sets([text], fonts)}


def _sets(formulas: Iterable[str], fonts: Sequence[Path]) -> bool:
    with work_folder() as folder:
        main = folder / "main.typ"
        main.write_text("\n\n".join(formulas), encoding="utf-8")
        try:
            compiled(compiler(main, fonts), format="svg")
        except OctavoError:
            return False
    return True
