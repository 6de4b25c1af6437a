"""Dates as an edition knows them: a year, a month of it or a day, and no more than is known."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from octavo.edition.strict import Unfit

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
EXAMPLES = "write a year, a month or a day: 1867, 1867-05 or 1867-05-31"


@dataclass(frozen=True)
class Date:
    """A date of the Gregorian calendar with the precision that was written: YYYY, YYYY-MM or YYYY-MM-DD.

    This is the part of ISO 8601 that EPUB, TEI and XMP share (W3C Date and Time Formats), without times of day.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def read(cls, value: object) -> Date:
        """The date that a text or a day of the calendar gives; raises ``Unfit`` with what to write instead."""
        if isinstance(value, Date):
            return value
        if isinstance(value, datetime.date):
            return cls(value.year, value.month, value.day)
        text = str(value).strip()
        parts = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
        if not isinstance(value, str) or not parts:
            raise Unfit(f"‘{value}’ is not a date", _what_to_write(text))
        date = cls(*(int(part) for part in parts.groups() if part is not None))
        wrong = date._outside_the_calendar()
        if wrong:
            raise Unfit(f"‘{text}’ is not a date: {wrong}", EXAMPLES)
        return date

    def _outside_the_calendar(self) -> str:
        if not self.year:
            return "there is no year 0"
        if self.month is not None and not 1 <= self.month <= 12:
            return f"there is no month {self.month}"
        if self.month is not None and self.day is not None:
            last = calendar.monthrange(self.year, self.month)[1]
            if not 1 <= self.day <= last:
                return f"{MONTHS[self.month - 1]} {self.year} has the days 1 to {last}"
        return ""

    @property
    def parts(self) -> tuple[int, ...]:
        """Year, month and day, as many as are known."""
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    def __str__(self) -> str:
        return self.joined("-")

    def joined(self, separator: str) -> str:
        """The parts in ISO 8601's order and lengths with a separator of one's own, as 1867/05/31."""
        return separator.join((f"{self.year:04}", *(f"{part:02}" for part in self.parts[1:])))

    @property
    def precision(self) -> str:
        """How precisely the date is known: day, month or year."""
        return ("year", "month", "day")[len(self.parts) - 1]

    @property
    def begins(self) -> datetime.datetime:
        """The first moment of the year, month or day, in UTC."""
        return datetime.datetime(self.year, self.month or 1, self.day or 1, tzinfo=datetime.UTC)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads it from the text that was typed, and writes it."""
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """How a JSON Schema describes it."""
        return {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}


def written_moment(moment: datetime.datetime) -> str:
    """A moment of UTC in ISO 8601, its year in four figures on every system: 0999-01-01T00:00:00Z."""
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _what_to_write(text: str) -> str:
    """A hint on a text that is no date: the date that it seems to mean, where that can be told."""
    zoned = re.fullmatch(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:[T ][0-9:.,]+)?\s*(?:Z|[+-][0-9:]{2,6})?", text)
    if zoned:
        return f"leave out the time of day and its zone: {zoned[1]}"
    loose = re.fullmatch(r"([0-9]{1,4})(?:[-./ ]([0-9]{1,2})(?:[-./ ]([0-9]{1,2}))?)?", text)
    if loose and len(loose[1]) > 2:
        month, day = (f"-{int(part):02}" if part else "" for part in loose.groups()[1:])
        return f"write it as {int(loose[1]):04}{month}{day}"
    return EXAMPLES
