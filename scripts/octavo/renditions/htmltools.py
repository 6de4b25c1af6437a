"""The tools of the web page: contents at hand, errata, display, citing. They stand in blocks of data.

Without scripts nothing of them is there: the page is the book, with its contents and how to cite it, and no control
that does nothing. What the script shows stands in the page all the same, and not in the script. Not in ``template``
elements: text browsers show what is in these.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from octavo.document import Document
from octavo.renditions.citation import Citation
from octavo.renditions.htmltree import child, free
from octavo.renditions.xhtml import in_english

VIEWS = (
    ("corrected", "as corrected", "The text is shown as corrected."),
    ("witness", "as in the witness", "The text is shown as in the witness."),
    ("both", "show both", "Both readings are shown."),
)
"""The ways to read the text: how the script calls each, what its button says, and what is said once it is chosen."""
DISPLAY = (
    ("theme", "Colours", (("", "as the system"), ("light", "light"), ("sepia", "sepia"), ("dark", "dark"))),
    ("measure", "Lines", (("narrow", "narrow"), ("", "medium"), ("wide", "wide"))),
    ("hyphens", "Words at line ends", (("", "divided"), ("none", "left whole"))),
)
"""What a reader may choose of how the page looks: the attribute of the root, its name, its values; first the usual."""


def toolbar(document: Document, errata: int) -> etree._Element:
    """The bar of buttons, and what they open: popovers, which the browser closes and keeps above all else."""
    bar = _box("aside", {"class": "tools", "aria-label": "Reading tools", **in_english(document)})
    buttons = child(bar, "div", "\n", {"class": "bar"})
    for kind, label, box in _boxes(document, errata):
        identifier = free(f"{kind}-box", document)
        opens = {"type": "button", "class": f"opens-{kind}", "popovertarget": identifier}
        child(buttons, "button", label, opens)
        box.attrib.update({"id": identifier, "popover": "auto", "class": f"tool {kind}", "aria-label": label})
        if box.tag == "div":
            box.set("role", "region")
        bar.append(box)
    said = {"data-resumed": "You are back at page {page}."}
    child(bar, "p", None, {"class": "status", "role": "status", **said})
    return _kept(bar)


def _boxes(document: Document, errata: int) -> list[tuple[str, str, etree._Element]]:
    boxes = [("contents", "Contents", _box("div"))]
    if errata:
        boxes.append(("errata", "Errata", _readings(errata)))
    boxes.append(("display", "Display", _display()))
    boxes.append(("cite", "Cite", _cite(document)))
    return boxes


def _readings(count: int) -> etree._Element:
    """The choice of readings."""
    form = _box("form", {"autocomplete": "off"})
    options = [(value, label, {"data-said": said}) for value, label, said in VIEWS]
    _choice(form, "view", "Show the text", options)
    things = "1 correction" if count == 1 else f"{count} corrections"
    child(form, "p", f"{things} to the witness, the source of this edition", {"class": "count"})
    return form


def _display() -> etree._Element:
    """The choices of how the page looks; the first of each is checked by the script."""
    form = _box("form", {"autocomplete": "off"})
    for name, legend, values in DISPLAY:
        _choice(form, name, legend, [(value, label, {}) for value, label in values])
    return form


def _choice(form: etree._Element, name: str, legend: str, options: Sequence[tuple[str, str, dict[str, str]]]) -> None:
    group = child(form, "fieldset", "\n")
    child(group, "legend", legend)
    for value, label, more in options:
        button = {"type": "radio", "name": name, "value": value, **more}
        child(child(group, "label"), "input", None, button).tail = f" {label}"


def _cite(document: Document) -> etree._Element:
    """The forms of a citation of one passage, filled by the script from those of the whole book."""
    box = _box("div")
    child(
        box, "p", None, {"class": "where", "dir": "ltr", "data-page": "Page {page}: ", "data-pages": "Pages {page}: "}
    )
    language = document.edition.metadata.lang or "und"
    for kind, label in (("in-text", "In the text"), ("reference", "In the list"), ("link", "Link")):
        line = child(box, "div", "\n", {"class": kind})
        child(line, "span", label, {"class": "label"})
        child(line, "span", None, {"class": "words", "lang": language, "dir": "auto"})
        _copy(line, label)
    for kind, label in (("bibtex", "BibTeX"), ("csl", "CSL-JSON")):
        details = child(box, "details", "\n", {"class": kind})
        child(details, "summary", label)
        child(details, "pre", None, {"class": "words", "tabindex": "0", "role": "region", "aria-label": label})
        _copy(details, label)
    return box


def _copy(line: etree._Element, what: str) -> None:
    said = {"type": "button", "class": "copy", "aria-label": f"Copy: {what}", "data-said": "Copied."}
    child(line, "button", "Copy", said)


def note_box(document: Document) -> etree._Element:
    """Where a note is shown over the page, on screens that have no room beside the text."""
    attributes = {"class": "note-box", "popover": "auto", "tabindex": "-1", "role": "region", "aria-label": "Note"}
    box = _box("aside", {**attributes, **in_english(document)})
    box.set("id", free("note-box", document))
    told = child(box, "div", None, {"class": "told", "lang": document.edition.metadata.lang or "und"})
    if document.edition.metadata.is_right_to_left:
        told.set("dir", "rtl")
    foot = child(box, "p", "\n", {"class": "foot"})
    child(foot, "a", "Among the notes")
    child(foot, "button", "Close", {"type": "button", "popovertarget": box.get("id") or "", "class": "close"})
    return _kept(box)


def reading_box(document: Document) -> etree._Element:
    """What opens at an erratum: one for all of them; and the elements in which both readings stand side by side."""
    language = document.edition.metadata.lang or "und"
    box = _box("aside", {"class": "reading-box", "aria-label": "Correction", **in_english(document)})
    box.set("popover", "manual")
    told = child(box, "div", "\n", {"id": free("correction", document)})
    for kind, label in (("was", "The source reads"), ("reads", "This edition reads")):
        line = child(told, "p", None, {"class": kind})
        child(line, "span", label, {"class": "label"}).tail = " "
        child(line, "span", None, {"class": "words", "lang": language, "dir": "auto"})
    child(told, "p", None, {"class": "why"})
    child(box, "a", "In the list of errata", {"tabindex": "-1"})
    sides = [_box(tag, {"data-said": label}) for tag, label in (("del", "the source: "), ("ins", "corrected: "))]
    return _kept(box, *sides)


def cite_block(document: Document, cited: Citation) -> etree._Element:
    """How the edition is cited, for all readers, with scripts and without: behind the imprint, shut until asked for."""
    aside = etree.Element("aside", {"class": "cite", "aria-label": "How to cite", **in_english(document)})
    aside.text, aside.tail = "\n", "\n"
    details = child(aside, "details", "\n")
    child(details, "summary", "Cite this edition")
    reference = child(details, "p", cited.reference.text, {"class": "reference"})
    reference.extend(cited.reference)
    reference.set("lang", document.edition.metadata.lang or "und")
    reference.set("dir", "auto")
    reference.set("data-in-text", cited.in_text)
    reference.set("data-on-page", cited.on_page)
    for kind, label, text in (("bibtex", "BibTeX", cited.bibtex), ("csl", "CSL-JSON", cited.csl_json)):
        child(details, "p", label, {"class": "label"})
        child(details, "pre", text, {"class": kind, "tabindex": "0", "role": "region", "aria-label": label})
    return aside


def _kept(*elements: etree._Element) -> etree._Element:
    """A block of data that holds elements as text (HTML, 4.12.1, data block); the script puts them in its place."""
    block = etree.Element("script", {"type": "text/html"})
    block.text = "".join(etree.tostring(element, method="html", encoding="unicode") for element in elements)
    block.tail = "\n"
    return block


def _box(tag: str, attributes: dict[str, str] | None = None) -> etree._Element:
    box = etree.Element(tag, attributes or {})
    box.text = box.tail = "\n"
    return box
