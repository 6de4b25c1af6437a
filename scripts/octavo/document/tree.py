"""Small questions to an XHTML tree."""

from __future__ import annotations

from lxml import etree


def classes(element: etree._Element) -> list[str]:
    """The names in an element's class attribute."""
    return (element.get("class") or "").split()


def parent_of(element: etree._Element) -> etree._Element:
    """The element in which another stands; raises LookupError for a root, which is never where something is put."""
    parent = element.getparent()
    if parent is None:
        raise LookupError(f"<{element.tag}> stands in no element")
    return parent


def inner_text(element: etree._Element) -> str:
    """All text inside an element, as it stands."""
    return "".join(str(piece) for piece in element.itertext())


def ids(element: etree._Element) -> list[str]:
    """The ids of an element and of everything inside it, in order."""
    return [str(inner.get("id")) for inner in element.iter() if inner.get("id")]


def line(element: etree._Element) -> int:
    """The line on which an element begins, 0 where it is not known."""
    number: object = element.sourceline
    return number if isinstance(number, int) else 0


WITHIN = frozenset({"blockquote", "div"})
"""What holds paragraphs of a chapter as one: quotations, and divisions such as a letter."""


def begun_by(element: etree._Element) -> etree._Element:
    """The outermost quotation or division that begins with a block; the block itself where none does."""
    parent = element.getparent()
    while (
        parent is not None
        and parent.tag in WITHIN
        and element.getprevious() is None
        and not (parent.text or "").strip()
    ):
        element, parent = parent, parent.getparent()
    return element


_WITH_NEXT = frozenset({"dateline", "salutation", "epigraph"})
_CLOSINGS = frozenset({"closing", "signature"})


def keeps_with_next(element: etree._Element) -> bool:
    """Whether no page ends behind an element: a date or salutation, an epigraph, a line of a close before another.

    And who speaks, where the speech, as one in verse, is a block of its own.
    """
    names, following = set(classes(element)), element.getnext()
    if element.tag == "p" and len(element) and following is not None:
        return "speaker" in classes(element[0]) and inner_text(element).strip() == inner_text(element[0]).strip()
    if names & _CLOSINGS:
        return following is not None and not _CLOSINGS.isdisjoint(classes(following))
    return not _WITH_NEXT.isdisjoint(names)
