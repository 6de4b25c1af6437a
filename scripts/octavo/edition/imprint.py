"""What the front matter says of the making of the book, for the imprint alone."""

from __future__ import annotations

from pydantic import Field

from octavo.edition.strict import Strict


class Imprint(Strict):
    """Where it is published, who printed it, and in what it is set; each a few words."""

    place: str | None = Field(default=None, min_length=1, description="Where the publisher is: London.")
    printed_by: str | None = Field(
        default=None,
        min_length=1,
        alias="printed-by",
        description="Who printed it, and where; in the printed book alone.",
    )
    typeface: str | None = Field(
        default=None, min_length=1, description="In what typeface it is set; in the PDF and in print."
    )
