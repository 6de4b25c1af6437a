"""What the front matter says of access to the book: who assessed it, when, with what report, or why it was not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from octavo.edition.dates import Date
from octavo.edition.strict import Strict

Exemption = Literal["eaa-disproportionate-burden", "eaa-fundamental-alteration", "eaa-microenterprise"]
"""The values of the exemption property (W3C, The EPUB Accessibility exemption property, 3)."""


@dataclass(frozen=True)
class Assessment:
    """What a claim of conformance must tell: who assessed the book, when, and where that can be read."""

    certifier: str
    date: Date
    report: str
    """An address, or the report's own words."""
    credential: str | None


class Accessibility(Strict):
    """The assessment of the book against EPUB Accessibility 1.1, or the exemption that its publisher claims.

    The fields are validated in their order: an exemption is held against the assessment before it.
    """

    certifier: str | None = Field(default=None, min_length=1)
    credential: str | None = Field(default=None, min_length=1)
    date: Date | None = None
    report: str | None = Field(default=None, min_length=1)
    exemption: Exemption | None = None
    summary: str | None = Field(default=None, min_length=1)

    @field_validator("exemption")
    @classmethod
    def _instead_of_an_assessment(cls, value: Exemption | None, info: ValidationInfo) -> Exemption | None:
        given = [key for key in ("certifier", "date", "report") if info.data.get(key) is not None]
        if value and given:
            raise ValueError(
                f"a book is exempt or it conforms; take ‘exemption’ out, or what tells of an assessment: "
                f"{', '.join(given)}"
            )
        return value

    @property
    def missing(self) -> list[str]:
        """Which of the keys are not given without which no conformance is claimed."""
        given = {"certifier": self.certifier, "date": self.date, "report": self.report}
        return [key for key, value in given.items() if value is None]

    @property
    def assessment(self) -> Assessment | None:
        """The assessment, where certifier, date and report are all given."""
        if self.certifier is None or self.date is None or self.report is None:
            return None
        return Assessment(self.certifier, self.date, self.report, self.credential)

    @property
    def is_asked_for(self) -> bool:
        """Whether the front matter tells of an assessment at all, so that a claim is asked for."""
        return self.credential is not None or len(self.missing) < 3


def is_address(text: str) -> bool:
    """Whether a text is an address on the web that a link can lead to (RFC 3986, 3)."""
    return re.fullmatch(r"https?://[^\s/?#\[\]\"<>\\^`{|}]+(?:[/?#][^\s\"<>\\^`{|}]*)?", text) is not None
