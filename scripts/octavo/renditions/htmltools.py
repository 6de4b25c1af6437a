"""The tools of the web page: contents at hand, errata, display, citing. They stand in blocks of data.

Without scripts nothing of them is there: the page is the book, with its contents and how to cite it, and no control
that does nothing. What the script shows stands in the page all the same, and not in the script. Not in ``template``
elements: text browsers show what is in these.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from octavo.document import Document
from octavo.document.apparatus import left_out
from octavo.edition.housewords import HouseWords
from octavo.renditions.citation import Citation
from octavo.renditions.htmltree import child, free

VIEWS = (
    ("corrected", "show-corrected", "shown-corrected"),
    ("witness", "show-witness", "shown-witness"),
    ("both", "show-both", "shown-both"),
)
"""The ways to read the text: how the script calls each, the house words of its button, and those once it is chosen."""
_THEMES = (("", "system"), ("light", "light"), ("sepia", "sepia"), ("dark", "dark"))
DISPLAY = (
    ("theme", "colours", tuple((value, f"colours-{name}") for value, name in _THEMES)),
    ("measure", "line-length", (("narrow", "line-narrow"), ("", "line-medium"), ("wide", "line-wide"))),
    ("hyphens", "line-ends", (("", "words-divided"), ("none", "words-whole"))),
)
"""What a reader may choose of how the page looks: the attribute of the root, and with their house words its name and
its values, the usual one first."""
_TOOLS = (
    *("tools", "contents", "errata", "display", "cite", "show-text", "corrections", "resumed"),
    *(
        "cited-page",
        "cited-pages",
        "cited-words",
        "cite-in-text",
        "cite-in-list",
        "cite-link",
        "copy",
        "copy-what",
        "copied",
    ),
    *(key for view in VIEWS for key in view[1:]),
    *(key for _, name, values in DISPLAY for key in (name, *(key for _, key in values))),
)
"""The house words of the tool bar."""
_READING = ("correction", "source-reads", "edition-reads", "in-errata-list", "side-source", "side-corrected")
"""Those of the box that opens at a correction."""


def toolbar(document: Document) -> etree._Element:
    """The bar of buttons, and what they open: popovers, which the browser closes and keeps above all else."""
    words = document.edition.metadata.words
    bar = _box("aside", {"class": "tools", "aria-label": words.text("tools"), **words.attributes(*_TOOLS)})
    buttons = child(bar, "div", "\n", {"class": "bar"})
    for kind, label, box in _boxes(document):
        identifier = free(f"{kind}-box", document)
        opens = {"type": "button", "class": f"opens-{kind}", "popovertarget": identifier}
        child(buttons, "button", label, opens)
        box.attrib.update({"id": identifier, "popover": "auto", "class": f"tool {kind}", "aria-label": label})
        if box.tag == "div":
            box.set("role", "region")
        bar.append(box)
    resumed = {"data-resumed": _kept_open(words, "resumed", "page")}
    child(bar, "p", None, {"class": "status", "role": "status", **resumed})
    return _kept(bar)


def _boxes(document: Document) -> list[tuple[str, str, etree._Element]]:
    words = document.edition.metadata.words
    boxes = [("contents", words.text("contents"), _box("div"))]
    if document.tally.all_listed:
        boxes.append(("errata", words.text("errata"), _readings(document)))
    boxes.append(("display", words.text("display"), _display(words)))
    boxes.append(("cite", words.text("cite"), _cite(document)))
    return boxes


def _readings(document: Document) -> etree._Element:
    """The choice of readings, and how many there are, in the words of the list of errata."""
    words, tally = document.edition.metadata.words, document.tally
    form = _box("form", {"autocomplete": "off"})
    options = [(value, words.text(label), {"data-said": words.text(shown)}) for value, label, shown in VIEWS]
    _choice(form, "view", words.text("show-text"), options)
    for told in (words.counted("corrections", tally.total), left_out(tally, words)):
        if told:
            child(form, "p", told, {"class": "count"})
    return form


def _display(words: HouseWords) -> etree._Element:
    """The choices of how the page looks; the first of each is checked by the script."""
    form = _box("form", {"autocomplete": "off"})
    for name, legend, values in DISPLAY:
        _choice(form, name, words.text(legend), [(value, words.text(label), {}) for value, label in values])
    return form


def _choice(form: etree._Element, name: str, legend: str, options: Sequence[tuple[str, str, dict[str, str]]]) -> None:
    group = child(form, "fieldset", "\n")
    child(group, "legend", legend)
    for value, label, more in options:
        button = {"type": "radio", "name": name, "value": value, **more}
        child(child(group, "label"), "input", None, button).tail = f" {label}"


def _cite(document: Document) -> etree._Element:
    """The forms of a citation of one passage, filled by the script from those of the whole book."""
    words, box = document.edition.metadata.words, _box("div")
    pages = {f"data-{name}": _kept_open(words, f"cited-{name}", "page") for name in ("page", "pages")}
    pages["data-words"] = _kept_open(words, "cited-words", "words")
    direction = "ltr" if words.is_foreign or not document.edition.metadata.is_right_to_left else "rtl"
    child(box, "p", None, {"class": "where", "dir": direction, **pages})
    language = document.edition.metadata.lang or "und"
    for kind, key in (("in-text", "cite-in-text"), ("reference", "cite-in-list"), ("link", "cite-link")):
        line = child(box, "div", "\n", {"class": kind})
        child(line, "span", words.text(key), {"class": "label"})
        child(line, "span", None, {"class": "words", "lang": language, "dir": "auto"})
        _copy(line, words.text(key), words)
    for kind, label in (("bibtex", "BibTeX"), ("csl", "CSL-JSON")):
        details = child(box, "details", "\n", {"class": kind})
        child(details, "summary", label)
        child(details, "pre", None, {"class": "words", "tabindex": "0", "role": "region", "aria-label": label})
        _copy(details, label, words)
    return box


def _kept_open(words: HouseWords, key: str, name: str) -> str:
    """House words whose placeholder stays, as it is the script that knows what to put in."""
    return words.text(key, **{name: f"{{{name}}}"})


def _copy(line: etree._Element, what: str, words: HouseWords) -> None:
    named = {"aria-label": words.text("copy-what", what=what), "data-said": words.text("copied")}
    child(line, "button", words.text("copy"), {"type": "button", "class": "copy", **named})


def note_box(document: Document) -> etree._Element:
    """Where a note is shown over the page, on screens that have no room beside the text."""
    words = document.edition.metadata.words
    attributes = {"class": "note-box", "popover": "auto", "tabindex": "-1", "role": "region"}
    attributes["aria-label"] = words.text("note")
    box = _box("aside", {**attributes, **words.attributes("note", "note-in-list", "close")})
    box.set("id", free("note-box", document))
    shown = child(box, "div", None, {"class": "told", "lang": document.edition.metadata.lang or "und"})
    if document.edition.metadata.is_right_to_left:
        shown.set("dir", "rtl")
    foot = child(box, "p", "\n", {"class": "foot"})
    child(foot, "a", words.text("note-in-list"))
    child(
        foot, "button", words.text("close"), {"type": "button", "popovertarget": box.get("id") or "", "class": "close"}
    )
    return _kept(box)


def reading_box(document: Document) -> etree._Element:
    """What opens at an erratum: one for all of them; and the elements in which both readings stand side by side."""
    language, words = document.edition.metadata.lang or "und", document.edition.metadata.words
    box = _box("aside", {"class": "reading-box", "aria-label": words.text("correction"), **words.attributes(*_READING)})
    box.set("popover", "manual")
    box.set("data-correction", words.text("correction-mark"))
    box.set("data-nothing", words.text("nothing"))
    shown = child(box, "div", "\n", {"id": free("correction", document)})
    for kind, label in (("was", "source-reads"), ("reads", "edition-reads")):
        line = child(shown, "p", None, {"class": kind})
        child(line, "span", words.text(label), {"class": "label"}).tail = " "
        child(line, "span", None, {"class": "words", "lang": language, "dir": "auto"})
    child(shown, "p", None, {"class": "why"})
    child(box, "a", words.text("in-errata-list"), {"tabindex": "-1"})
    sides = [
        _box(tag, {"data-said": words.text(f"side-{side}")}) for tag, side in (("del", "source"), ("ins", "corrected"))
    ]
    return _kept(box, *sides)


def cite_block(document: Document, cited: Citation) -> etree._Element:
    """How the edition is cited, for all readers, with scripts and without: behind the imprint, shut until asked for."""
    words = document.edition.metadata.words
    foreign = words.attributes("how-to-cite", "cite-edition")
    aside = etree.Element("aside", {"class": "cite", "aria-label": words.text("how-to-cite"), **foreign})
    aside.text, aside.tail = "\n", "\n"
    details = child(aside, "details", "\n")
    child(details, "summary", words.text("cite-edition"))
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
