"""A product of ONIX: one form of a title with its ISBN, and the elements of its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from octavo.library.catalog.title import Title

NAMESPACE = "http://ns.editeur.org/onix/3.1/reference"
FORMS = {"epub": ("ED", "E101"), "pdf": ("ED", "E107"), "paperback": ("BC", ""), "hardcover": ("BB", "")}
"""Product form and its detail (Lists 150, 175)."""
PRINTED = ("paperback", "hardcover")


@dataclass(frozen=True)
class Product:
    """One form of a title, with its ISBN."""

    title: Title
    form: str
    isbn: str

    @property
    def reference(self) -> str:
        """The record's own name, which stays the same for ever."""
        return f"{self.title.name}.{self.form}"


def products(titles: Iterable[Title]) -> Iterator[Product]:
    """Every form that has an ISBN of its own."""
    for title in titles:
        for form in FORMS:
            number = title.metadata.isbn_of(form)
            if number:
                yield Product(title, form, number)


def tag(name: str) -> str:
    """A name in ONIX’s namespace, for lxml."""
    return f"{{{NAMESPACE}}}{name}"


def add(
    parent: etree._Element, name: str, text: str | None = None, attributes: Mapping[str, str] | None = None
) -> etree._Element:
    """An element of a record, with its text."""
    element = etree.SubElement(parent, tag(name), dict(attributes or {}))
    element.text = text
    return element
