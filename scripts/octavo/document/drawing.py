"""Drawings (SVG) as a book can carry them: well-formed, whole in print as in a browser, asking for nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from octavo.document.drawingstyle import fault_of_style, fault_of_value
from octavo.document.picture import PictureFault
from octavo.document.pixels import light_jpeg
from octavo.document.samples import picture_of_samples
from octavo.document.tree import inner_text, line

SVG = "http://www.w3.org/2000/svg"
MOTION = ("animate", "animateMotion", "animateTransform", "set")
"""The elements of an SVG that move or change it (SVG Animations Level 2, 3)."""
OCTAVES = 24
"""Of noise: each has half the height of the one before, so that no eye sees more; each costs the time of the first."""

_PLAIN = "save it as plain SVG, with all that it shows"
_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_OUTER_ENTITY = re.compile(r"<!ENTITY\s+(?:%|\S+\s+(?:SYSTEM|PUBLIC)\b)")
_ACTIVE = frozenset({"script", "handler", "listener", "iframe", "frame", "embed", "object", "video", "audio", "canvas"})
_ACTIVE |= {"source", "track", "link", "meta", "base", "form", "portal", "applet"}
"""Elements that do something or load something, in whatever namespace a browser knows them."""
_ASKING = frozenset({"src", "srcset", "srcdoc", "data", "poster", "background", "action", "formaction", "ping"})
_ASKING |= {"{http://www.w3.org/XML/1998/namespace}base", "longdesc", "dynsrc", "lowsrc", "manifest", "imagesrcset"}
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_STYLED = frozenset(
    {"style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "color", "stop-color", "marker"}
)
_STYLED |= {"marker-start", "marker-mid", "marker-end", "flood-color", "lighting-color", "from", "to", "by", "values"}
"""Attributes whose values are CSS (SVG 2, 6.1), and those by which an animation sets one."""
_WORDS = ("content", "id", "class", "d", "points", "title", "alt", "desc", "aria-", "data-", "{")
"""How the names of attributes begin that are nothing that a browser could take for CSS."""
_SAMPLED = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_ENCODINGS = frozenset({"UTF-8", "ASCII", "US-ASCII", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252"})
"""Those in which bytes that are UTF-8 mean the same, or at most other letters; some turn letters into markup."""
_ABROAD = re.compile(r"(?:https?|mailto|ftp):", re.IGNORECASE)


def is_drawing(data: bytes) -> bool:
    """Whether bytes begin as an SVG does, in UTF-8 or UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "<svg" in data[:4096].decode("utf-16", "replace")
    start = data[:65536].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and (b"<svg" in start or b":svg" in start)


def carried_drawing(data: bytes) -> tuple[bytes, bool]:
    """A sound drawing as it is carried, and whether it moves.

    It is carried as it is, but for a DOCTYPE, which EPUB allows with few names and no entities, and for pictures in
    four inks inside of it, which become red, green and blue. Raises PictureFault for one that is not sound.
    """
    root = _parsed(data)
    _refuse_active(root)
    _refuse_lost(root, data)
    changed = root.getroottree().docinfo.internalDTD is not None
    for picture in root.iter("{*}image", "{*}feImage"):
        for key in _HREFS:
            changed |= _check_samples(picture, key)
    moves = next(root.iter(*(f"{{*}}{name}" for name in MOTION)), None) is not None
    moves = moves or any("@keyframes" in inner_text(style) for style in root.iter("{*}style"))
    return etree.tostring(root, encoding="utf-8") if changed else data, moves


def _parsed(data: bytes) -> etree._Element:
    try:
        start = data[:65536].decode("utf-8", "replace")
        if _OUTER_ENTITY.search(start):
            what = "has entities of another file in it (<!ENTITY … SYSTEM …>), which nothing reads"
            raise PictureFault(what, "write what they stand for in their places")
        parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False)  # type: ignore[arg-type]
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PictureFault(f"is no well-formed SVG, or damaged: {error.msg}", "save it anew") from None
    if etree.QName(root).localname != "svg":
        raise PictureFault("is not what its name says, or damaged", "save it anew")
    return root


def _keys(element: etree._Element) -> list[str]:
    return [str(key) for key in element.keys()]  # noqa: SIM118


def _refuse_active(root: etree._Element) -> None:
    """Refuse what does something, or asks for anything from elsewhere (EPUB 3.3, 3.6: resources stand in the book)."""
    before = root.getprevious()
    while before is not None:
        if isinstance(before, etree._ProcessingInstruction) and before.target == "xml-stylesheet":
            raise PictureFault(_elsewhere("a style sheet (<?xml-stylesheet …?>)", before), _PLAIN)
        before = before.getprevious()
    for element in root.iter():
        if element.tag is etree.Entity:
            raise PictureFault(f"has the entity {element.text} in it, which is not defined", "write what it stands for")
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if name in _ACTIVE:
            what = f"has a script in it, or loads something (<{name}>, line {line(element)} of the file)"
            raise PictureFault(what, _PLAIN)
        for key in _keys(element):
            _refuse_asking(element, name, key, element.get(key) or "")
        if name == "style":
            _refuse(fault_of_style(inner_text(element)), element)


def _refuse_asking(element: etree._Element, name: str, key: str, value: str) -> None:
    """Refuse an attribute that runs, or that names something outside of the drawing."""
    if key.startswith("on"):
        raise PictureFault(f"has a script in it ({key}=…, line {line(element)} of the file)", _PLAIN)
    named = key in _HREFS and not value.startswith("#") and not _is_carried(name, value)
    if named or (key in _ASKING and value.strip()):
        raise PictureFault(_elsewhere(f"‘{_short(value)}’", element), _PLAIN)
    if key == "attributeName" and (value.strip().endswith("href") or value.strip().startswith("on")):
        raise PictureFault(_elsewhere("what an animation names", element), _PLAIN)
    fault = fault_of_style(value) if key in _STYLED else None if key.startswith(_WORDS) else fault_of_value(value)
    _refuse(fault, element)


def _is_carried(name: str, value: str) -> bool:
    """Whether a reference asks for nothing: samples inside of the drawing, or a link that a reader may follow."""
    return bool(_SAMPLED.match(value) if name in ("image", "feImage") else name == "a" and _ABROAD.match(value))


def _refuse(fault: tuple[str, str] | None, element: etree._Element) -> None:
    if fault:
        raise PictureFault(f"{fault[0]} (line {line(element)} of the file)", fault[1])


def _elsewhere(what: str, element: etree._Element) -> str:
    return f"asks for something from elsewhere: {what} (line {line(element)} of the file)"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _refuse_lost(root: etree._Element, data: bytes) -> None:
    """Refuse what a browser or print would show otherwise than the other, or never."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise PictureFault("is not written in UTF-8, which print reads alone", "save it as UTF-8") from None
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise PictureFault("says that it is not written in UTF-8, which print reads alone", "save it as UTF-8")
    if etree.QName(root).namespace != SVG:
        hint = f'let it begin <svg xmlns="{SVG}" …>'
        raise PictureFault("does not say that it is SVG, and no browser shows it", hint)
    if any(number <= 0 for number in _sizes(root)):
        raise PictureFault("has no size", "give its <svg> a width, a height and a viewBox above nought")
    for foreign in root.iter(f"{{{SVG}}}foreignObject"):
        parent = foreign.getparent()
        instead = parent is not None and etree.QName(parent).localname == "switch" and len(parent) > 1
        if inner_text(foreign).strip() and not instead:
            what = "holds words as HTML (foreignObject), which print does not show"
            raise PictureFault(what, "save them in it as <text>")
    for noise in root.iter("{*}feTurbulence"):
        octaves = _NUMBER.match(noise.get("numOctaves") or "")
        if octaves and float(octaves[1]) > OCTAVES:
            what = f"has a filter that takes for ever: noise of {octaves[1]} octaves (line {line(noise)} of the file)"
            raise PictureFault(what, f'write numOctaves="8" for it: the eye sees no more; {OCTAVES} are allowed')


def _sizes(root: etree._Element) -> Iterator[float]:
    """Width and height of a drawing, and those of its view, as far as they are given (SVG 2, 8.2)."""
    given = [root.get("width"), root.get("height"), *(root.get("viewBox") or "").replace(",", " ").split()[2:]]
    for number in (_NUMBER.match(text) for text in given if text):
        if number:
            yield float(number[1])


def _check_samples(picture: etree._Element, key: str) -> bool:
    """Read a picture inside of a drawing to its end; gives whether it had to be made anew, in red, green and blue."""
    import base64
    import binascii

    value = picture.get(key) or ""
    if not _SAMPLED.match(value):
        return False
    where = f"on line {line(picture)} of the file"
    try:
        data = base64.b64decode(re.sub(r"\s+", "", value.partition(",")[2]), validate=True)
        picture_of_samples(data)
        light = light_jpeg(data)
    except binascii.Error:
        raise PictureFault(f"holds a picture that is damaged ({where})", "put the picture in anew") from None
    except PictureFault as fault:
        raise PictureFault(f"holds a picture that {fault.what} ({where})", "put the picture in anew") from None
    if light is None:
        return False
    picture.set(key, "data:image/jpeg;base64," + base64.b64encode(light).decode())
    return True
