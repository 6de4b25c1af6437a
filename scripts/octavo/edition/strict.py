"""The model that everything in a user's YAML is held against."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A model that knows its keys: an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Unfit(ValueError):
    """A value that a model does not take, with a hint that says what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
