"""A product of ONIX: one form of a title with its ISBN, and the elements of its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from octavo.edition.identifiers import hyphenated_isbn
from octavo.errors import Problem
from octavo.library.catalog.title import Title
from octavo.library.isbns import Use, doubles

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


def in_several(titles: Iterable[Title]) -> dict[str, list[Use]]:
    """The ISBNs that are those of more than one product: a shop would take them for one, so none of these is told."""
    return doubles((product.isbn, product.reference, product.form) for product in products(titles))


def double_isbns(titles: Sequence[Title]) -> Iterator[Problem]:
    """The same, told."""
    by_name = {title.name: title for title in titles}
    for number, several in in_several(titles).items():
        found = [(by_name[reference.rpartition(".")[0]], form) for _, reference, form in several]
        where = ", ".join(f"‘{title.metadata.title}’ ({title.identifier}, {form})" for title, form in found)
        message = f"the ISBN {hyphenated_isbn(number)} is that of {len(found)} products, and none is in ONIX: {where}"
        yield Problem(message, None, "give each form of each edition a number of its own")


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
