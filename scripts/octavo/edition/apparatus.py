"""What readers are shown of the errata list: its layers, and the kinds of correction in them."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from octavo.edition.errata import Kind
from octavo.edition.strict import Strict

Layer = Literal["emendations", "variants", "line-end-hyphens", "stet", "queries"]
"""The parts of the list: corrections, other witnesses' readings, what became of hyphens at the witness's line ends,
readings that stand, questions."""
ShownKind = Literal[Kind, "normalise"]
"""The kinds of the errata list, and changes by a rule of the house."""
Name = Literal[Layer, ShownKind]

LEFT_OUT = frozenset({"line-end-hyphens", "stet", "queries", "paragraph", "spacing", "normalise"})
"""What is shown only where the front matter includes it."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[list[Name], BeforeValidator(_listed, json_schema_input_type=Name | list[Name])]


class Apparatus(Strict):
    """Which layers and kinds the list shows beside, or without, those that it shows by itself."""

    include: Names = Field(
        default=[],
        description="What else the list shows: line-end-hyphens, stet, queries; paragraph, spacing, normalise.",
    )
    exclude: Names = Field(
        default=[],
        description="What the list leaves out: emendations or variants as a whole, or kinds such as misread.",
    )
    epub_links: bool = Field(
        default=False,
        alias="epub-links",
        description="Whether in the EPUB each corrected word is a link to its entry, which is heard as one.",
    )
    publish: Names = Field(default=[], description="The same as include, which it is added to.")

    @model_validator(mode="after")
    def _not_both(self) -> Apparatus:
        both = [name for name in self.exclude if name in (*self.include, *self.publish)]
        if both:
            raise ValueError(f"‘{both[0]}’ is both included and excluded: take it out of one of the two")
        return self

    def shows(self, name: str) -> bool:
        """Whether a layer, or a kind within the layers, is shown."""
        if name in self.exclude:
            return False
        return name in self.include or name in self.publish or name not in LEFT_OUT


KINDS: tuple[str, ...] = (*get_args(Kind), "normalise")
"""Every kind of correction, in the order in which they are counted."""
