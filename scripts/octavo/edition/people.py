"""Who had part in an edition: people and bodies, in which role, and by which numbers catalogues know them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from octavo.edition.identifiers import Isni, Orcid, Viaf
from octavo.edition.strict import Strict

ROLES = {
    "author": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "compiler": "com",
    "annotator": "ann",
    "introduction-by": "aui",
    "afterword-by": "aft",
    "contributor": "ctb",
}
"""Names of roles → codes of the MARC relators. Each but the first is a key of the front matter as well."""


_Role = Annotated[str, Field(pattern=rf"^([a-z]{{3}}|{'|'.join(ROLES)})$")]


class Person(Strict):
    """A person or a body: the name, how it is filed, and the numbers under which catalogues have it."""

    name: str = Field(min_length=1, description="The name as a title page has it.")
    file_as: str | None = Field(
        default=None, alias="file-as", description="The name as a catalogue files it: Harman, Chris."
    )
    corporate: bool = Field(default=False, description="true for a body (a society, a firm), whose name has no parts.")
    orcid: Orcid | None = Field(default=None, description="ORCID iD: 0000-0002-1825-0097.")
    isni: Isni | None = Field(default=None, description="ISNI: 0000 0001 2103 2683.")
    viaf: Viaf | None = Field(default=None, description="Number of the cluster in VIAF: 41853338.")

    @property
    def is_corporate(self) -> bool:
        """Whether it is a body: as it is written, or as the name is filed as it stands, though not in one word."""
        return self.corporate or (self.file_as == self.name and " " in self.name)

    @property
    def filed(self) -> str:
        """The name as it is filed, as far as the edition says it."""
        return self.name if self.is_corporate else self.file_as or self.name

    @property
    def addresses(self) -> list[str]:
        """The addresses at which the numbers lead to the person."""
        found = (
            ("https://orcid.org/", self.orcid),
            ("https://isni.org/isni/", self.isni),
            ("https://viaf.org/viaf/", self.viaf),
        )
        return [address + number for address, number in found if number]


class Creator(Person):
    """Who made the work, in which role: a MARC relator’s code, or a name for it."""

    role: str = Field(
        default="aut",
        pattern=r"^[a-z]{3}$",
        description=f"The code of a MARC relator (aut, edt, trl), or a name: {', '.join(ROLES)}.",
    )

    @field_validator("role", mode="before", json_schema_input_type=_Role)
    @classmethod
    def _named_role(cls, value: object) -> object:
        return ROLES.get(value, value) if isinstance(value, str) else value
