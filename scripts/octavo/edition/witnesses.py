"""The texts that an edition rests on: the one that it follows, and others that are collated with it or cited."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, field_validator, model_validator

from octavo.edition.expressions import refuse_malformed
from octavo.edition.strict import Placed


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class WitnessOptions(Placed):
    """A text, and how its transcript is to be read; its place is that of ``skip``.

    One without a path is cited: it is known only where entries of the errata list give its reading as evidence.
    """

    path: str = ""
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    siglum: str = Field(default="W", min_length=1)
    title: str = ""
    date: str = ""
    role: Literal["base", "collated"] | None = None
    paragraphs: Literal["blank-line", "line", "indented"] = "blank-line"
    line_end_hyphens: Literal["keep", "join"] = Field(default="keep", alias="line-end-hyphens")
    skip: Annotated[list[str], BeforeValidator(_listed)] = Field(default=[])
    _is_base: bool = PrivateAttr(default=False)

    @field_validator("skip")
    @classmethod
    def _expressions(cls, value: list[str]) -> list[str]:
        for expression in value:
            refuse_malformed(expression, by_line=True)
        return value

    @model_validator(mode="after")
    def _has_a_file(self) -> WitnessOptions:
        if self.role and not self.path:
            raise ValueError(f"a witness with the role ‘{self.role}’ needs a path; one that is only cited has no role")
        return self

    @property
    def is_base(self) -> bool:
        """Whether it is the one of several that the edition follows."""
        return self._is_base

    @property
    def named(self) -> str:
        """Siglum, title and date, as a list of witnesses has them."""
        return ", ".join(part for part in (self.siglum, self.title, self.date) if part)


def several(witnesses: list[WitnessOptions]) -> list[WitnessOptions]:
    """The list with its base marked: the one with that role, else the first. Raises ValueError where it is none."""
    sigla = [witness.siglum for witness in witnesses]
    twice = next((siglum for siglum in sigla if sigla.count(siglum) > 1), None)
    if twice:
        raise ValueError(f"two witnesses have the siglum ‘{twice}’: give each its own")
    bases = [witness for witness in witnesses if witness.role == "base"]
    if len(bases) > 1:
        raise ValueError(f"{bases[0].siglum} and {bases[1].siglum} both have the role ‘base’: an edition follows one")
    base = next(iter(bases or witnesses), None)
    if base is not None:
        if not base.path or base.role == "collated":
            raise ValueError("no witness is the base: give the one that the edition follows a path and ‘role: base’")
        base._is_base = True
    return witnesses
