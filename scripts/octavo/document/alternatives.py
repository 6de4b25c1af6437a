"""Words in the place of pictures: those that have none, those that only decorate, those that stay on the network."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from lxml import etree

from octavo.document.model import ReadDocument
from octavo.document.parts import Fault, Gathered, Image
from octavo.document.tree import inner_text, parent_of
from octavo.errors import Place, Problem
from octavo.markdown.vocabulary import BLOCKS

FIRST = 5
"""How many of a kind are named."""
_WORDLESS = (
    'say in words what it shows: ![caption](file.png){alt="…"}, or {alt=""} where it only decorates; until then '
    "the PDF is not PDF/UA-1, and PDF/A of level U alone, and the EPUB claims no alternative texts"
)
_ABROAD = "nothing of an edition stands elsewhere: save {it} in images/ and name {it} from there"


def is_wordless(image: Image) -> bool:
    """Whether nothing stands in for an image: no alternative text, no caption, no word that it only decorates."""
    if (image.alt or "").strip() or image.is_decoration:
        return False
    captions = (figure.find("figcaption") for figure in image.element.iterancestors("figure"))
    return not any(caption is not None and inner_text(caption).strip() for caption in captions)


def tell_of_wordless(document: ReadDocument) -> list[Fault]:
    """One fault for all images of the Document that have no alternative text, instead of any that it has."""
    found = [(shortened(image.name), image.place) for image in document.images if is_wordless(image)]
    document.faults[:] = [fault for fault in document.faults if fault.kind != "image-alt"]
    return gather(document, "image-alt", found)


def gather(document: ReadDocument, kind: str, found: Sequence[tuple[str, Place]]) -> list[Fault]:
    """One fault for all that was found of a kind, here and in the files before, whose fault it replaces."""
    before = [fault for fault in document.faults if isinstance(fault, Gathered) and fault.kind == kind]
    document.faults[:] = [fault for fault in document.faults if fault not in before]
    everything = [*(item for fault in before for item in fault.found), *found]
    if not everything:
        return []
    it = "it" if len(everything) == 1 else "them"
    if kind == "image-alt":
        lack, hint = "no alternative text", _WORDLESS
        message = f"the image ‘{everything[0][0]}’ has {lack}"
        if len(everything) > 1:
            message = f"{len(everything)} images have {lack}: {_named(everything)}"
    else:
        hint = _ABROAD.format(it=it)
        message = f"the image ‘{everything[0][0]}’ is not in the edition, and words stand in its place"
        if len(everything) > 1:
            message = f"{len(everything)} images are not in the edition, and words stand in their places: "
            message += _named(everything)
    return [Gathered(kind, Problem(message, everything[0][1], hint), tuple(everything))]


def _named(found: Sequence[tuple[str, Place]]) -> str:
    """The first of them, each where it stands first."""
    places: dict[str, Place] = {}
    for name, place in found:
        places.setdefault(name, place)
    shown = [f"‘{name}’ ({_spot(place)})" for name, place in list(places.items())[:FIRST]]
    return ", ".join([*shown, *(["…"] if len(places) > FIRST else [])])


def shortened(name: str) -> str:
    """The name of an image as a message can say it."""
    return name if len(name) < 60 else name[:59] + "…"


def _spot(place: Place) -> str:
    return f"{place.file.name}:{place.line}" if place.line else place.file.name


def put_words(element: etree._Element, source: str) -> None:
    """Put an image’s alternative text in its place, in brackets; without one, the name of its file.

    A caption that says the same stands for it alone. They are the edition’s words, as no witness has them.
    """
    figure = next(element.iterancestors("figure"), None)
    caption = figure.find("figcaption") if figure is not None else None
    alt = " ".join((element.get("alt") or "").split())
    words = alt or ("" if element.get("alt") is not None else _file_name(source))
    if (
        caption is not None
        and inner_text(caption).split()
        and (not alt or alt == " ".join(inner_text(caption).split()))
    ):
        words = ""
    _replace(element, f"[{words}]" if words else "")
    if figure is None:
        return
    rest = [child for child in figure if child is not caption and (inner_text(child).strip() or len(child))]
    if not any(next(child.iter("img", "table", "pre", "{*}math"), None) is not None for child in rest):
        figure.tag = "div"
        if caption is not None:
            caption.tag = "p"
        for child in list(figure):
            if child.tag not in BLOCKS:
                _wrap(child)


def _replace(element: etree._Element, words: str) -> None:
    """Put words of the edition where an element stood, and leave what follows it."""
    parent = parent_of(element)
    tail, element.tail = element.tail, None
    span = etree.Element("span", {"class": "editorial picture-words"})
    span.text, span.tail = words, tail
    if words:
        if element.get("id"):
            span.set("id", str(element.get("id")))
        parent.replace(element, span)
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (tail or "")
    else:
        parent.text = (parent.text or "") + (tail or "")
    parent.remove(element)


def _wrap(child: etree._Element) -> None:
    """Put a piece that stands among blocks into a paragraph."""
    parent = parent_of(child)
    paragraph = etree.Element("p")
    paragraph.tail, child.tail = child.tail, None
    parent.replace(child, paragraph)
    paragraph.append(child)


def _file_name(source: str) -> str:
    """What an address of the network calls its file."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return source
    return unquote(posixpath.basename(parts.path.rstrip("/"))) or parts.netloc
