"""The front matter: what the edition says of itself (design: pandoc's own names where it has them)."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from octavo.edition.accessibility import Accessibility
from octavo.edition.dates import Date
from octavo.edition.housewords import HouseWords, Word
from octavo.edition.language import is_right_to_left
from octavo.edition.ownwords import checked
from octavo.edition.printing import PrintOptions
from octavo.edition.strict import Strict
from octavo.edition.witnesses import WitnessOptions, several

NUMBER = r"^[0-9]+(\.[0-9]+)*$"
"""A place in a series (EPUB 3.3, group-position)."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


def _as_named(value: object) -> object:
    """A text as what has this name."""
    return {"name": value} if isinstance(value, str) else value


class Creator(Strict):
    """Who made the work, in which role (a MARC relator code), and how the name is filed."""

    name: str = Field(min_length=1)
    role: str = Field(default="aut", pattern=r"^[a-z]{3}$")
    file_as: str | None = Field(default=None, alias="file-as")


class Series(Strict):
    """The series that the book belongs to, and its number there: figures, with points for parts of parts (2.1)."""

    name: str = Field(min_length=1)
    number: str | None = Field(default=None, pattern=NUMBER)

    @property
    def spelled(self) -> str:
        """Name and number as a title page has them."""
        return f"{self.name}, {self.number}" if self.number else self.name


class Apparatus(Strict):
    """What readers are shown of the errata list: kinds that are left out by default, and lists kept by the editor."""

    include: Annotated[list[Literal["paragraph", "spacing", "normalise"]], BeforeValidator(_listed)] = Field(default=[])
    publish: Annotated[list[Literal["stet", "queries"]], BeforeValidator(_listed)] = Field(default=[])


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


class Metadata(Strict):
    """The front matter of the first Markdown file."""

    title: str = Field(min_length=1)
    subtitle: str | None = None
    creator: Annotated[list[Creator], BeforeValidator(_listed)] = Field(default=[])
    lang: str = Field(default="", min_length=0)
    identifier: str = ""
    version: str = ""
    published: Date | None = None
    revised: Date | None = None
    publisher: str | None = None
    series: Annotated[Series | None, BeforeValidator(_as_named)] = None
    rights: str = ""
    source: str | None = None
    subject: Annotated[list[str], BeforeValidator(_listed)] = Field(default=[])
    description: str | None = None
    cover_image: str | None = Field(default=None, alias="cover-image")
    cover_image_alt: str | None = Field(default=None, alias="cover-image-alt")
    markdown: Literal["pandoc", "commonmark", "gfm"] = "pandoc"
    chapters: Annotated[list[str], BeforeValidator(_listed)] = Field(default=[])
    bibliography: Annotated[list[str], BeforeValidator(_listed)] = Field(default=[])
    csl: str | None = None
    witness: WitnessOptions | None = None
    witnesses: Annotated[list[WitnessOptions], AfterValidator(several)] = Field(default=[])
    scope: str | None = Field(default=None, min_length=1)
    """Which part of the work this is while the rest is not done yet: chapters 1–3 of 12."""
    print: PrintOptions = PrintOptions()
    apparatus: Apparatus = Apparatus()
    accessibility: Accessibility = Accessibility()
    own_words: Annotated[dict[str, Word], BeforeValidator(checked)] = Field(default={}, alias="words")
    ignore: list[Ignored] = Field(default=[])

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
    def sigla(self) -> list[str]:
        """The sigla of all witnesses, the base's first."""
        base = self.base
        return [base.siglum, *(one.siglum for one in self.witnesses if one is not base)] if base else []

    @field_validator("lang")
    @classmethod
    def _well_formed(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value):
            raise ValueError(f"‘{value}’ is no language tag; write it as en-GB")
        return value

    @field_validator("creator", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        listed = _listed(value)
        return [_as_named(item) for item in listed] if isinstance(listed, list) else value

    @property
    def slug(self) -> str:
        """The title as a file name: lower case, hyphens between the words."""
        plain = unicodedata.normalize("NFKC", self.title).casefold()
        return "-".join(re.findall(r"\w+", plain.replace("’", "")))[:80].strip("-") or "edition"

    @property
    def author_names(self) -> list[str]:
        """The names of those who wrote the book."""
        return [creator.name for creator in self.creator if creator.role == "aut"]

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
