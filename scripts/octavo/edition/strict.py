"""The model that everything in a user's YAML is held against."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from octavo.errors import Place


class Strict(BaseModel):
    """A model that knows its keys: an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Placed(Strict):
    """What knows where in a file it stands."""

    _place: Place | None = PrivateAttr(default=None)

    @property
    def place(self) -> Place | None:
        """File, line and column of the beginning."""
        return self._place

    def put(self, place: Place) -> None:
        """Remember the place; done once, by the reader of the file."""
        self._place = place


class Unfit(ValueError):
    """A value that a model does not take, with a hint that says what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def within(fault: Unfit, *location: str | int) -> ValidationError:
    """A fault of a value inside of the one that is validated, so that it is told with the inner one's place."""
    details = PydanticCustomError("value_error", "{message}", {"message": str(fault), "error": fault})
    return ValidationError.from_exception_data("value", [InitErrorDetails(type=details, loc=location, input=None)])
