"""What catalogues and shops ask of a book: where it first stood, what it is about, as which products it is sold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from octavo.edition.dates import Date
from octavo.edition.identifiers import Doi, Isbn, Issn
from octavo.edition.strict import Strict, Unfit, within

NUMBER = r"^[0-9]+(\.[0-9]+)*$"
"""A place in a series (EPUB 3.3, group-position)."""
PRICE = r"^[0-9]+(\.[0-9]{1,3})?$"
Store = Annotated[str, Field(pattern=r"^[\w.-]+$")]

Access = Literal["open", "restricted", "dark"]
"""Who may have the text: everybody; some; nobody but who keeps it, who shows that it is there."""


class Series(Strict):
    """The series that the book belongs to, and its number there: figures, with points for parts of parts (2.1)."""

    name: str = Field(min_length=1, description="The name of the series.")
    number: str | None = Field(default=None, pattern=NUMBER, description="The book’s number in it, in figures.")
    issn: Issn | None = Field(default=None, description="The ISSN of the series.")

    @property
    def spelled(self) -> str:
        """Name and number as a title page has them."""
        return f"{self.name}, {self.number}" if self.number else self.name


class Original(Strict):
    """The publication in which the text stood first."""

    title: str | None = Field(default=None, min_length=1, description="Its title there, where that is another.")
    container: str | None = Field(default=None, min_length=1, description="The periodical or book in which it stood.")
    issue: str | None = Field(default=None, min_length=1, description="Number of the issue.")
    pages: str | None = Field(default=None, min_length=1, description="Pages there: 8–17.")
    publisher: str | None = Field(default=None, min_length=1, description="Who published it.")
    place: str | None = Field(default=None, min_length=1, description="Where it was published.")
    date: Date | None = Field(default=None, description="When: a year, a month or a day.")
    issn: Issn | None = Field(default=None, description="The ISSN of the periodical.")
    isbn: Isbn | None = Field(default=None, description="The ISBN of the book.")
    doi: Doi | None = Field(default=None, description="The DOI of the original.")

    @property
    def identifier(self) -> str:
        """By what the original is known, the most particular first; empty where nothing is given."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"urn:isbn:{self.isbn}" if self.isbn else f"urn:issn:{self.issn}" if self.issn else ""


def reference_of(original: Original) -> str:
    """Where the text stood first, in one line without words of any language."""
    stood = " ".join(part for part in (original.container, original.issue) if part)
    by = ": ".join(part for part in (original.place, original.publisher) if part)
    parts = (original.title, stood, original.pages, by, str(original.date or ""))
    return ", ".join(part for part in parts if part)


class Subject(Strict):
    """What the book is about, in the words or by the code of a scheme."""

    scheme: Literal["thema", "bisac", "lcsh", "keyword"] = Field(description="thema, bisac, lcsh or keyword.")
    code: str | None = Field(default=None, min_length=1, description="Code: JPFC (thema), POL005000 (bisac).")
    name: str | None = Field(default=None, min_length=1, description="Heading in words; lcsh and keyword need it.")

    @model_validator(mode="after")
    def _is_of_its_scheme(self) -> Subject:
        forms = {"thema": (r"[A-Z1-6][A-Z0-9-]{0,19}", "JPFC"), "bisac": (r"[A-Z]{3}\d{6}", "POL005000")}
        if self.scheme in forms:
            form, example = forms[self.scheme]
            if not re.fullmatch(form, self.code or ""):
                what = f"‘{self.code}’ is no code of {self.scheme}" if self.code else f"{self.scheme} needs a ‘code’"
                raise Unfit(what, f"write it as {{scheme: {self.scheme}, code: {example}}}")
        elif not self.name:
            raise Unfit(f"{self.scheme} needs a ‘name’", f"write it as {{scheme: {self.scheme}, name: …}}")
        return self

    @property
    def words(self) -> str:
        """What people read: the heading, else the code."""
        return self.name or self.code or ""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Product(Strict):
    """One form in which the edition is given out: its ISBN, its price, whether and where it can be had."""

    isbn: Isbn = Field(default="", description="The ISBN of this form, of this alone.")
    price: dict[str, Annotated[str, Field(pattern=PRICE)]] = Field(
        default={}, description="Price by currency, figures with a point: {GBP: 7.99, EUR: 9}."
    )
    status: Literal["forthcoming", "available", "out-of-print", "withdrawn"] | None = Field(
        default=None, description="forthcoming, available, out-of-print or withdrawn."
    )
    stores: Annotated[list[Store], BeforeValidator(_listed, json_schema_input_type=Store | list[Store])] = Field(
        default=[], description="Short names of the shops that have it: [kobo, kdp]."
    )

    @field_validator("price")
    @classmethod
    def _in_currencies(cls, value: dict[str, str]) -> dict[str, str]:
        if value:
            from babel.core import get_global

            known = get_global("all_currencies")
            for currency in value:
                if currency not in known:
                    raise Unfit(f"‘{currency}’ is no currency", "write its three letters (ISO 4217): GBP, EUR, USD")
        return value


class Products(Strict):
    """The forms in which the edition is given out, one entry each."""

    epub: Product | None = Field(default=None, description="The EPUB.")
    paperback: Product | None = Field(default=None, description="The paperback, or the stapled booklet.")
    hardcover: Product | None = Field(default=None, description="The bound book.")
    pdf: Product | None = Field(default=None, description="The PDF for the screen.")

    def each(self) -> Iterator[tuple[str, Product]]:
        """The products that there are, by their names."""
        for name in type(self).model_fields:
            product = getattr(self, name)
            if product:
                yield name, product

    @model_validator(mode="after")
    def _no_isbn_twice(self) -> Products:
        first: dict[str, str] = {}
        for name, product in self.each():
            if product.isbn and product.isbn in first:
                hint = "each form of a book has an ISBN of its own; remove the one that belongs to the other"
                same = Unfit(f"{first[product.isbn]} and {name} have the same ISBN, {product.isbn}", hint)
                raise within(same, name, "isbn")
            first[product.isbn] = name
        return self
