"""What the front matter says of the printed book; what the chosen printer does not offer is an error that lists it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from octavo.edition.identifiers import Isbn
from octavo.edition.strict import Strict, Unfit
from octavo.printers import parse_length, parse_trim, printer, printer_names
from octavo.printers.printer import Printer

HARDCOVERS = ("hardcover", "hardback", "case", "case-laminate", "case laminate", "casewrap", "cloth", "jacket")
"""How people write the bindings of which no printer's figures are known here."""
NO_HARDCOVER = (
    "write paperback: its interior serves for a hardcover too, whose case you make with the printer’s own template; "
    "nobody has read the printers’ figures for boards, hinge and turn-in yet"
)
NO_COLOUR = (
    "write black: the printer’s interior has black ink alone; nobody has read the figures of papers for colour yet"
)
COLOURS = ("color", "colour", "standard-color", "premium-color", "standard-colour", "premium-colour", "rgb", "cmyk")
"""Likewise the interiors."""
MILLIMETRES = 25.4
"""To the inch."""


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


Opening = Literal["recto", "next", "run-on"]


class Openings(Strict):
    """Where parts, chapters and poems open: on a right-hand page, the next page, or behind what is before them.

    What is left out is as usual for the book.
    """

    parts: Literal["recto", "next"] | None = None
    chapters: Opening | None = None
    poems: Opening | None = None


def _or_one_word(schema: dict[str, Any]) -> None:
    """Say in the schema that one word stands for all."""
    schema["anyOf"] = [{"enum": ["recto", "next", "run-on"], "type": "string"}, {"$ref": schema.pop("$ref")}]


class PrintOptions(Strict):
    """The printed book: who prints it, on what, how it is bound, and what stands on its cover.

    The fields are validated in their order, each against the printer, which is the first.
    """

    printer: str = Field(default_factory=lambda: printer_names()[0])
    trim: str = "5x8in"
    paper: Literal["white", "cream"] = "white"
    binding: Literal["paperback", "saddle"] = "paperback"
    style: Literal["default", "classic", "plain"] = "default"
    initials: Literal["plain", "raised"] = "plain"
    openings: Openings = Field(default=Openings(), json_schema_extra=_or_one_word)
    contents: Literal["auto", "full", "none"] = "auto"
    lists: Annotated[list[Literal["illustrations", "tables"]], BeforeValidator(_several)] = Field(default=[])
    page_references: bool = Field(default=True, alias="page-references")
    isbn: Isbn = ""
    add_on: str = Field(default="", alias="add-on")
    spine: str = ""
    spine_text: bool = Field(default=True, alias="spine-text")
    interior: Literal["black"] = "black"
    booklet: Literal["a4", "letter"] | None = None

    @field_validator("printer")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value not in printer_names():
            raise PydanticCustomError("literal_error", "no printer", {"expected": ", ".join(printer_names())})
        return value

    @field_validator("add_on")
    @classmethod
    def _is_an_add_on(cls, value: str, info: ValidationInfo) -> str:
        if value and not re.fullmatch(r"\d{5}", value):
            raise ValueError(f"‘{value}’ is no add-on; write five digits: a currency and a price, or 90000 for none")
        if value and not info.data.get("isbn"):
            raise ValueError("an add-on stands beside the barcode of an ISBN, and there is no ‘isbn’ here")
        return value

    @field_validator("trim")
    @classmethod
    def _is_offered(cls, value: str, info: ValidationInfo) -> str:
        trim = parse_trim(value)
        if trim is None:
            raise ValueError(f"‘{value}’ is no trim size; write it as 5x8in, 148x210mm, a5 or b-format")
        width, height = trim
        if not (3.5 <= width <= 12 and 5 <= height <= 17):
            raise ValueError(f"‘{value}’ is outside of 3.5 to 12 inches in width and 5 to 17 in height")
        chosen = _printer(info)
        if chosen and not chosen.offers_trim(width, height):
            raise ValueError(f"{chosen.name} does not print ‘{value}’; it offers {chosen.trims_in_words()}")
        return value.casefold()

    @field_validator("binding", mode="before")
    @classmethod
    def _is_there(cls, value: object) -> object:
        if isinstance(value, str) and value.casefold() in HARDCOVERS:
            raise Unfit(f"hardcovers (‘{value}’) are not there yet", NO_HARDCOVER)
        return value

    @field_validator("openings", mode="before")
    @classmethod
    def _of_all(cls, value: object) -> object:
        """One word is said of all; parts always have a page of their own."""
        if not isinstance(value, str):
            return value
        return {"parts": "next" if value == "run-on" else value, "chapters": value, "poems": value}

    @field_validator("interior", mode="before")
    @classmethod
    def _is_black(cls, value: object) -> object:
        if isinstance(value, str) and value.casefold() in COLOURS:
            raise Unfit(f"interiors in colour (‘{value}’) are not there yet", NO_COLOUR)
        return value

    @field_validator("paper", "binding")
    @classmethod
    def _is_to_be_had(cls, value: str, info: ValidationInfo) -> str:
        chosen = _printer(info)
        offered = (chosen.papers if info.field_name == "paper" else chosen.bindings) if chosen else [value]
        if chosen and value not in offered:
            raise ValueError(f"{chosen.name} has no ‘{value}’ {info.field_name}; it offers {', '.join(offered)}")
        return value

    @field_validator("spine")
    @classmethod
    def _measured(cls, value: str) -> str:
        inches = parse_length(value) if value else 0.0
        if inches is None or inches > 4:
            raise ValueError(f"‘{value}’ is no width of a spine; write it as 0.142in or 3.6mm")
        return value

    @property
    def trim_inches(self) -> tuple[float, float]:
        """Width and height of the trimmed page, in inches."""
        trim = parse_trim(self.trim)
        assert trim is not None
        return trim

    @property
    def trim_written(self) -> str:
        """The trim size as it is given, in the house's form: 5 × 8 in, A5."""
        if not self.trim[0].isdigit():
            return f"{self.trim.upper() if len(self.trim) < 3 else self.trim}"
        return re.sub(r"(?<=\d)\s*(in|mm|cm)", r" \1", re.sub(r"\s*[x×]\s*", " × ", self.trim))

    def in_millimetres(self, unit: str) -> str:
        """The trim size in whole millimetres, whose sign is ``unit``; of one with a name, the name."""
        if not self.trim[0].isdigit():
            return self.trim_written
        width, height = (round(inches * MILLIMETRES) for inches in self.trim_inches)
        return f"{width}\u00a0×\u00a0{height}\u00a0{unit}"

    @property
    def spine_inches(self) -> float | None:
        """The width of the spine that the printer's template gives, in inches; nothing where it is to be computed."""
        return parse_length(self.spine) if self.spine else None

    @property
    def for_press(self) -> Printer:
        """The printer that the edition names."""
        return printer(self.printer)

    @property
    def is_asked_for(self) -> bool:
        """Whether the front matter names a printer, so that files for the press are made."""
        return "printer" in self.model_fields_set


def _printer(info: ValidationInfo) -> Printer | None:
    """The printer chosen; nothing where there is none of that name, which is a fault of its own."""
    key = info.data.get("printer")
    return printer(key) if key else None
