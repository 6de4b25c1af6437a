"""What a DOCX should say where the text has formulas.

Word has a notation of its own (OMML), from which TeX is read back in pandoc's words and not in the author's. So each
formula of the Document goes the same way once more by itself, and what comes back is what should stand there.
"""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

from lxml import etree

from octavo.document import Document
from octavo.document.flow import Run, is_formula
from octavo.document.parts import Heading
from octavo.readback.docx import read_docx
from octavo.renditions.docx import by_pandoc
from octavo.text.layer import AS_RECEIVED, Edit, Layer

_BEFORE = "x"
"""A word before each formula, so that one in which nothing can be read is a paragraph all the same."""


class DocxFormulas:
    """The formulas of a Document as they are read back from a DOCX."""

    def __init__(self, document: Document) -> None:
        self._flow = document.flow
        runs = [run for run in self._flow.runs if not run.tail and is_formula(run.element)]
        self._runs: list[tuple[Run, str]] = list(zip(runs, _read_back(runs), strict=True))

    def put(self, layer: Layer) -> Layer:
        """A layer over the Document's flow with its formulas as a DOCX has them."""
        edits = []
        for run, text in self._runs:
            at = bisect_left(layer.origins, run.start)
            if at < len(layer.origins) and layer.origins[at] == run.start:
                edits.append(Edit(at, at + run.end - run.start, text))
        return layer.edited(edits, AS_RECEIVED)[0] if edits else layer

    def heading(self, heading: Heading) -> str:
        """What a heading says."""
        if not any(is_formula(inner) for inner in heading.element.iter("{*}*")):
            return heading.text
        return " ".join(self.put(self._flow.layer(lambda block: block.element is heading.element)).text.split())


def _read_back(runs: list[Run]) -> list[str]:
    if not runs:
        return []
    root = etree.Element("body")
    for run in runs:
        paragraph = etree.SubElement(root, "p")
        paragraph.text = _BEFORE
        math = etree.fromstring(etree.tostring(run.element, with_tail=False))
        math.attrib.pop("display", "")
        paragraph.append(math)
    data = by_pandoc(etree.tostring(root, encoding="unicode"))
    blocks = read_docx(data, Path("formulas.docx")).blocks
    return [block.text.removeprefix(_BEFORE) for block in blocks]
