"""Formulas for print: TeX → Typst by pandoc, all of a book in one run, each tried before it goes into the book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from octavo import children
from octavo.document import Document
from octavo.document.flow import formula_source
from octavo.errors import OctavoError
from octavo.markdown.pandoc import pandoc_path
from octavo.typesetting.compiler import compiled, compiler
from octavo.workfolder import work_folder


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
    lines = []
    for mark, (source, display) in zip(marks, formulas, strict=False):
        lines.append(f"{mark}\n\n" + (f"\\[{source}\\]" if display else f"${source}$"))
    command = [pandoc_path(), "--sandbox", "--from", "latex", "--to", "typst", "--wrap", "none"]
    output = children.run(command, "\n\n".join([*lines, marks[-1]]).encode()).stdout.decode("utf-8", "replace")
    found = re.split(r"^FORMULA\d{5}$", output, flags=re.MULTILINE)[1:-1]
    if len(found) != len(formulas):
        return {} if len(formulas) == 1 else {k: v for one in formulas for k, v in _by_pandoc([one]).items()}
    # What pandoc cannot turn it gives back as text.
    return {
        formula: text.strip() for formula, text in zip(formulas, found, strict=True) if text.strip().startswith("$")
    }


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
