"""The front matter: what the edition says of itself (design: pandoc's own names where it has them)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from octavo.edition.accessibility import Accessibility
from octavo.edition.apparatus import Apparatus
from octavo.edition.bookdata import Access, Original, Product, Products, Series, Subject
from octavo.edition.dates import Date
from octavo.edition.housewords import HouseWords, Word
from octavo.edition.identifiers import Doi, RightsUri, isbn, known_doi, without_urn
from octavo.edition.imprint import Imprint
from octavo.edition.language import is_right_to_left
from octavo.edition.ownwords import checked
from octavo.edition.people import ROLES, Creator, Person
from octavo.edition.printing import PrintOptions
from octavo.edition.strict import Strict, Unfit, within
from octavo.edition.witnesses import WitnessOptions, several


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


def _as_named(value: object) -> object:
    """A text as what has this name."""
    return {"name": value} if isinstance(value, str) else value


def _each_named(value: object) -> object:
    """One or several, each a name or what has one."""
    listed = _listed(value)
    return [_as_named(item) for item in listed] if isinstance(listed, list) else value


Texts = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
"""One text or several."""
People = Annotated[list[Person], BeforeValidator(_each_named, json_schema_input_type=str | Person | list[str | Person])]
"""One or several, each a name or what has one."""
Creators = Annotated[
    list[Creator], BeforeValidator(_each_named, json_schema_input_type=str | Creator | list[str | Creator])
]
MaybeSeries = Annotated[Series | None, BeforeValidator(_as_named, json_schema_input_type=str | Series | None)]


class Ignored(Strict):
    """A finding that the editor has looked at and lets pass; the reason is required."""

    rule: str
    why: str = Field(min_length=1)
    holding: str = ""

    @field_validator("rule")
    @classmethod
    def _not_the_proof(cls, value: str) -> str:
        if value.startswith("text/") or value in ("rendition/words", "rendition/notes"):
            raise ValueError(f"{value} is the proof of the text and cannot be ignored; account for it in errata.yaml")
        return value


_ANOTHER = "remove one: the book in which the text stood first is another than this edition"


class Metadata(Strict):
    """The front matter of the first Markdown file."""

    title: str = Field(min_length=1, description="The title.")
    subtitle: str | None = Field(default=None, description="What stands below the title.")
    alternative_title: Texts = Field(
        default=[], alias="alternative-title", description="Other forms of the title, such as a longer one."
    )
    creator: Creators = Field(default=[], description="Who wrote it, and who else had part in it, with role.")
    editor: People = Field(default=[], description="Who edited it.")
    translator: People = Field(default=[], description="Who translated it.")
    illustrator: People = Field(default=[], description="Who illustrated it.")
    compiler: People = Field(default=[], description="Who compiled it.")
    annotator: People = Field(default=[], description="Who wrote its notes.")
    introduction_by: People = Field(default=[], alias="introduction-by", description="Who introduces it.")
    afterword_by: People = Field(default=[], alias="afterword-by", description="Who wrote the afterword.")
    contributor: People = Field(default=[], description="Who else had part in it.")
    lang: str = Field(default="", min_length=0, description="Its language as a tag: en-GB.")
    identifier: str = Field(
        default="", description="The edition’s own, kept through all corrections; octavo new makes one."
    )
    doi: Doi | None = Field(default=None, description="The DOI of the edition: 10.1000/xyz123.")
    version: str = Field(default="", description="Which version of the edition this is.")
    published: Date | None = Field(default=None, description="When it was published: a year, a month or a day.")
    revised: Date | None = Field(default=None, description="When it was changed last.")
    publisher: str | None = Field(default=None, description="Who publishes it.")
    series: MaybeSeries = Field(
        default=None, description="The series that it belongs to, a name or {name: …, number: …, issn: …}."
    )
    rights: str = Field(default="", description="Who holds the rights, and what a reader may do, in words.")
    rights_uri: RightsUri | None = Field(
        default=None,
        alias="rights-uri",
        description="The same as an address of RightsStatements.org or Creative Commons.",
    )
    rights_holder: People = Field(default=[], alias="rights-holder", description="Who holds the rights.")
    license_of_notes: str | None = Field(
        default=None,
        min_length=1,
        alias="license-of-notes",
        description="Under which licence the editors’ own words are: an address, or its name.",
    )
    access: Access | None = Field(default=None, description="Who may have the text: open, restricted or dark.")
    source: str | None = Field(default=None, description="What the text was taken from, in words.")
    original: Original | None = Field(default=None, description="Where the text stood first.")
    subject: Texts = Field(default=[], description="What it is about, in words of your own.")
    subjects: list[Subject] = Field(default=[], description="What it is about, by the schemes of shops and libraries.")
    audience: str | None = Field(default=None, min_length=1, description="For whom it is.")
    description: str | None = Field(default=None, description="A few sentences for shops and the back cover.")
    cover_image: str | None = Field(
        default=None, alias="cover-image", description="PNG or JPEG; without one the cover is made of the title."
    )
    cover_image_alt: str | None = Field(
        default=None, alias="cover-image-alt", description="What the cover shows, for those who cannot see it."
    )
    markdown: Literal["pandoc", "commonmark", "gfm"] = Field(
        default="pandoc", description="The dialect of Markdown: pandoc, commonmark or gfm."
    )
    chapters: Texts = Field(default=[], description="The files of the book in their order.")
    bibliography: Texts = Field(default=[], description="Lists of works that the text cites.")
    csl: str | None = Field(default=None, description="The style in which works are cited.")
    witness: WitnessOptions | None = Field(default=None, description="The text that the edition follows.")
    witnesses: Annotated[list[WitnessOptions], AfterValidator(several)] = Field(
        default=[],
        description="The texts that the edition rests on: the one that it follows, others collated or cited.",
    )
    scope: str | None = Field(
        default=None, min_length=1, description="Which part of the work this is, while the rest is not done yet."
    )
    fonts: Literal["embedded", "none"] = Field(
        default="embedded", description="Whether the web page brings its typeface along: embedded or none."
    )
    print: Annotated[PrintOptions, Field(description="The printed book, and who prints it.")] = PrintOptions()
    imprint: Annotated[Imprint, Field(description="Place, printer and typeface, for the imprint.")] = Imprint()
    products: Annotated[Products, Field(description="The forms in which it is given out.")] = Products()
    apparatus: Annotated[Apparatus, Field(description="What the book shows of the errata list.")] = Apparatus()
    accessibility: Annotated[Accessibility, Field(description="Who assessed the book.")] = Accessibility()
    own_words: Annotated[dict[str, Word], BeforeValidator(checked)] = Field(
        default={}, alias="words", description="Words of your own for what Octavo writes into the book."
    )
    ignore: list[Ignored] = Field(default=[], description="Findings that are to pass, each with its reason.")

    @model_validator(mode="before")
    @classmethod
    def _numbered_series(cls, value: object) -> object:
        """The place in a series as other programs write it, in a key of its own beside the series' name."""
        if isinstance(value, dict) and isinstance(value.get("series"), str):
            for key in ("series-index", "series_index", "group-position"):
                if key in value:
                    rest = {name: entry for name, entry in value.items() if name != key}
                    return {**rest, "series": {"name": value["series"], "number": value[key]}}
        return value

    @field_validator("witness", mode="before")
    @classmethod
    def _one_witness(cls, value: object) -> object:
        if isinstance(value, list):
            raise Unfit("a list stands where one witness should", "several are listed under ‘witnesses’")
        if isinstance(value, str):
            hint = f"write it as witness: {{path: {value or 'witness/…'}}}"
            raise Unfit(f"‘{value}’ stands where keys and values should", hint)
        return value

    @model_validator(mode="after")
    def _one_list(self) -> Metadata:
        if self.witness and self.witnesses:
            raise ValueError("‘witness’ and ‘witnesses’ are both given: put all of them under ‘witnesses’")
        if self.witness and not self.witness.path:
            raise ValueError("‘witness’ has no path: name the file that the edition follows")
        return self

    @property
    def base(self) -> WitnessOptions | None:
        """The witness that the edition follows."""
        return self.witness or next((one for one in self.witnesses if one.is_base), None)

    @property
    def all_witnesses(self) -> list[WitnessOptions]:
        """All witnesses, the base first."""
        base = self.base
        return [base, *(one for one in self.witnesses if one is not base)] if base else []

    @property
    def sigla(self) -> list[str]:
        """The sigla of all witnesses, the base's first."""
        return [one.siglum for one in self.all_witnesses]

    @field_validator("lang")
    @classmethod
    def _well_formed(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value):
            raise ValueError(f"‘{value}’ is no language tag; write it as en-GB")
        return value

    @model_validator(mode="before")
    @classmethod
    def _isbn_of_the_printed_book(cls, value: object) -> object:
        """The paperback’s ISBN is the printed book’s, from which barcode and setting have their names."""
        products = value.get("products") if isinstance(value, dict) else None
        paperback = products.get("paperback") if isinstance(products, dict) else None
        given = paperback.get("isbn") if isinstance(paperback, dict) else None
        options = value.get("print", {}) if isinstance(value, dict) else None
        if not given or not isinstance(options, dict) or options.get("isbn"):
            return value
        try:
            number = isbn(given)
        except Unfit:
            return value  # a fault of its own, at its own place
        return {**value, "print": {**options, "isbn": number}} if isinstance(value, dict) else value

    @field_validator("products")
    @classmethod
    def _one_isbn_for_print(cls, value: Products, info: ValidationInfo) -> Products:
        printed = info.data["print"].isbn if "print" in info.data else ""
        for name, product in value.each():
            if printed and product.isbn and (product.isbn == printed) != (name == "paperback"):
                hint = "‘isbn’ under ‘print’ is the paperback’s; one of the two places is enough"
                differs = Unfit(f"{name} has the ISBN {product.isbn}, and print the ISBN {printed}", hint)
                raise within(differs, name, "isbn")
            original = info.data.get("original")
            if original and product.isbn and product.isbn == original.isbn:
                raise within(Unfit(f"{name} has the ISBN of the original, {product.isbn}", _ANOTHER), name, "isbn")
        return value

    @model_validator(mode="after")
    def _not_the_originals_isbn(self) -> Metadata:
        """A product's ISBN is held against it above, where it has a place of its own."""
        of_original = self.original.isbn if self.original else ""
        own = without_urn(self.identifier)[1].replace("-", "")
        for location, number in ((("print", "isbn"), self.print.isbn), (("identifier",), own)):
            if of_original and number == of_original:
                raise within(Unfit(f"this is the ISBN of the original, {number}", _ANOTHER), *location)
        return self

    @property
    def slug(self) -> str:
        """The title as a file name: lower case, hyphens between the words."""
        plain = unicodedata.normalize("NFKC", self.title).casefold()
        return "-".join(re.findall(r"\w+", plain.replace("’", "")))[:80].strip("-") or "edition"

    @property
    def author_names(self) -> list[str]:
        """The names of those who wrote the book."""
        return [creator.name for creator in self.people if creator.role == "aut"]

    @property
    def people(self) -> list[Creator]:
        """All who had part in the edition: those of ``creator``, then those named by the keys of their roles."""
        return [creator for _, creator in self.people_by_key()]

    def people_by_key(self) -> Iterator[tuple[str, Creator]]:
        """The same, each with the key of the front matter that names it."""
        yield from (("creator", creator) for creator in self.creator)
        for key, role in ROLES.items():
            for person in getattr(self, key.replace("-", "_"), []):
                yield key, Creator(**person.model_dump(exclude={"role"}), role=role)

    def isbn_of(self, product: str) -> str:
        """The ISBN of one of the products (epub, paperback, hardcover, pdf); empty where it has none."""
        found: Product | None = getattr(self.products, product, None)
        return (found.isbn if found else "") or (self.print.isbn if product == "paperback" else "")

    @property
    def known_doi(self) -> str:
        """The DOI of the edition, given as such or as its identifier; empty where there is none."""
        return self.doi or known_doi(self.identifier)

    @cached_property
    def words(self) -> HouseWords:
        """What Octavo itself writes into the book, in its language, or as the front matter says."""
        return HouseWords.of(self.lang, self.own_words)

    @property
    def trim_written(self) -> str:
        """The trim size as a reader of the book is told of it: as it is given, or in millimetres."""
        if self.words.text("inch"):
            return self.print.trim_written
        return self.print.in_millimetres(self.words.text("millimetres"))

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from right to left: by its script subtag, else by its usual script."""
        return is_right_to_left(self.lang)
