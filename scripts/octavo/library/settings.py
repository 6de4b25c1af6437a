"""library.yaml: what a library is called, who publishes it, which feeds it has, and what a build may take."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from octavo.edition.accessibility import is_address
from octavo.edition.frontmatterschema import DRAFT, as_written
from octavo.edition.strict import Strict, Unfit
from octavo.edition.textfile import read_text
from octavo.edition.yamlfile import YamlText, bounded, read_yaml, validated
from octavo.errors import InputError, Place, Problem
from octavo.outputs import NAMES

NAME = "library.yaml"

Feed = Literal["onix", "opds2", "opds1", "sitemap", "atom", "marc"]
FEEDS: tuple[Feed, ...] = ("onix", "opds2", "opds1", "sitemap", "atom", "marc")
READABLE = ("epub", "pdf", "html", "text")
"""Renditions that reading apps can open."""
_UNITS = {"s": 1, "min": 60, "h": 3600, "MB": 2**20, "GB": 2**30}


def seconds(value: object) -> float:
    """A length of time in seconds: ‘90 s’, ‘10 min’, ‘1 h’; raises ``Unfit``."""
    return _measured(value, ("s", "min", "h"), "write it as 90 s, 10 min or 1 h")


def size(value: object) -> int:
    """A size in bytes: ‘800 MB’, ‘2 GB’; raises ``Unfit``."""
    return int(_measured(value, ("MB", "GB"), "write it as 800 MB or 2 GB"))


def _measured(value: object, units: tuple[str, ...], hint: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    found = re.fullmatch(rf"([0-9]{{1,9}}(?:\.[0-9]+)?)\s*({'|'.join(units)})", str(value).strip())
    if not found or not float(found[1]):
        what = "length of time" if "s" in units else "size"
        raise Unfit(f"‘{value}’ is no {what} with its unit", hint)
    return float(found[1]) * _UNITS[found[2]]


Seconds = Annotated[float, BeforeValidator(seconds, json_schema_input_type=str)]
Bytes = Annotated[int, BeforeValidator(size, json_schema_input_type=str)]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Sender(Strict):
    """Who sends the ONIX messages (ONIX 3.1, Header, Sender)."""

    name: str = Field(min_length=1, description="The name of the sender.")
    contact: str | None = Field(default=None, min_length=1, description="Whom a recipient may ask.")
    email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+$", description="Where to write to.")


class Limits(Strict):
    """What the build of one edition may take before it is ended."""

    time: Seconds = Field(default=1800.0, description="How long: 90 s, 10 min, 1 h.")
    memory: Bytes = Field(default=4 * 2**30, description="How much memory, with that of its programs: 800 MB, 4 GB.")


class Settings(Strict):
    """All of library.yaml; without the file, what stands here."""

    title: str = Field(default="Library", min_length=1, description="What the library is called.")
    description: str | None = Field(default=None, min_length=1, description="A few sentences about it.")
    base_url: str | None = Field(
        default=None, alias="base-url", description="The address at which the site will stand: https://books.example/."
    )
    publisher: str | None = Field(
        default=None, min_length=1, description="Who publishes the books whose front matter names no publisher."
    )
    sender: Sender | None = Field(default=None, description="Who sends the ONIX messages: {name: …, email: …}.")
    feeds: Annotated[list[Feed], BeforeValidator(_listed, json_schema_input_type=Feed | list[Feed])] | None = Field(
        default=None, description="The feeds that are wanted; without it, those for which everything is given."
    )
    renditions: Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str])] = Field(
        default=[], description="What is made of each edition; without it, what octavo build makes."
    )
    search: bool | None = Field(default=None, description="Whether the site has a full-text search (Pagefind).")
    scheduler: str | None = Field(
        default=None, pattern=r"^(tcp|tls|ws|wss)://\S+$", description="A cluster of Dask: tcp://HOST:8786."
    )
    exchange: str | None = Field(
        default=None,
        pattern=r"^[a-z0-9]+://\S+$",
        description="Where a cluster gets editions and leaves renditions, if not in this folder: s3://BUCKET/FOLDER.",
    )
    jobs: int | None = Field(default=None, ge=1, description="How many editions are built at a time.")
    cache_size: Bytes = Field(
        default=2 * 2**30, alias="cache-size", description="How much is kept from build to build: 500 MB, 2 GB."
    )
    limits: Annotated[Limits, Field(description="What the build of one edition may take.")] = Limits()

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and (not is_address(value) or "?" in value or "#" in value):
            raise Unfit(f"‘{value}’ is no address", "write it as https://books.example/")
        return value if value is None or value.endswith("/") else f"{value}/"

    @field_validator("feeds")
    @classmethod
    def _once(cls, value: list[Feed] | None) -> list[Feed] | None:
        return list(dict.fromkeys(value)) if value is not None else None

    @field_validator("renditions")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        for name in value:
            if name not in NAMES:
                raise Unfit(f"there is no rendition ‘{name}’", f"choose from: {', '.join(NAMES)}")
        return value

    @field_validator("jobs", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        return int(value) if isinstance(value, str) and value.isdecimal() else value


NEEDS: dict[Feed, tuple[tuple[str, str], ...]] = {
    "onix": (("sender", "sender: {name: …, email: …}"),),
    "opds2": (),
    "opds1": (),
    "sitemap": (("base-url", "base-url: https://…"),),
    "atom": (),
    "marc": (),
}
"""Feed → keys without which it cannot be made, each with how it is written."""


@dataclass(frozen=True)
class Library:
    """A folder of editions and what its library.yaml says."""

    folder: Path
    settings: Settings
    yaml: YamlText

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds to make: those asked for, else those for which everything is given."""
        if self.settings.feeds is not None:
            return tuple(self.settings.feeds)
        return tuple(feed for feed in FEEDS if not list(self._missing([feed])))

    @property
    def left_out(self) -> dict[Feed, str]:
        """Feeds that are not made as nothing is said of them and something is missing, with how to give it."""
        wanted = self.feeds
        unmade = [feed for feed in FEEDS if feed not in wanted and self.settings.feeds is None]
        return {feed: written for feed in unmade for _, _, written in self._missing([feed])}

    def refuse_incomplete(self) -> None:
        """Raise InputError with each key that a wanted feed needs and library.yaml lacks, at the feed's place."""
        wanted = self.settings.feeds or []
        problems = [
            Problem(
                f"the feed ‘{feed}’ needs ‘{key}’, which is not given",
                self.yaml.place("feeds", wanted.index(feed)),
                f"add a line ‘{written}’, or take ‘{feed}’ out of feeds",
            )
            for feed, key, written in self._missing(wanted)
        ]
        renditions = self.settings.renditions
        problems += [
            Problem(
                f"the feed ‘{feed}’ needs a rendition that reading apps open, and ‘renditions’ names none",
                self.yaml.place("feeds", wanted.index(feed)),
                f"add one of {', '.join(READABLE)} to renditions, or take ‘{feed}’ out of feeds",
            )
            for feed in wanted
            if feed in ("opds2", "opds1") and renditions and not set(READABLE) & set(renditions)
        ]
        if problems:
            raise InputError.of(problems)

    def _missing(self, feeds: Iterable[Feed]) -> Iterable[tuple[Feed, str, str]]:
        for feed in feeds:
            for key, written in NEEDS[feed]:
                if getattr(self.settings, key.replace("-", "_")) is None:
                    yield feed, key, written


def read_library(folder: Path) -> Library:
    """What a library's folder says of it; raises InputError with the place of whatever is wrong in library.yaml."""
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}", hint="name the folder that holds the editions")
    path = folder / NAME
    if not os.path.lexists(path):
        return Library(folder, Settings(), YamlText(path))
    if not path.is_file():
        raise InputError("this is not a file", place=Place(path), hint="put the file itself there")
    yaml = bounded(read_yaml(read_text(path), path))
    return Library(folder, validated(Settings, yaml, NAME), yaml)


def library_schema() -> dict[str, Any]:
    """The JSON Schema of library.yaml (draft 2020-12); ``cli/schemas/library.json`` is this, written down."""
    made: dict[str, Any] = as_written(Settings.model_json_schema(by_alias=True, mode="validation"))
    definitions = made.pop("$defs")
    head = {"$schema": DRAFT, "title": "Octavo: library.yaml, the settings of a library"}
    return {**head, **{key: value for key, value in made.items() if key not in head}, "$defs": definitions}
