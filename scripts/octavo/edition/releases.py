"""The record of what was issued: releases.yaml, to which ``octavo release`` appends and which nobody need edit."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, Field

from octavo.edition.dates import Date
from octavo.edition.errata import ErrataList, Erratum, HouseRule
from octavo.edition.files import refuse_unfit
from octavo.edition.folder import Edition
from octavo.edition.strict import Placed, Strict
from octavo.edition.textfile import read_text
from octavo.edition.witnesses import WitnessOptions
from octavo.edition.yamlfile import YamlText, read_yaml, validated
from octavo.errors import InputError, Place, Problem

NAME = "releases.yaml"
HEAD = """\
# What has been issued, one entry a version; octavo release appends to it. Keep it: octavo errata --since VERSION reads
# from it what a reader of that version holds, and on which page and line each of its words stands.

releases:
"""
WIDTH = 118
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml's writer where it is there."""

Shop = Annotated[str, Field(pattern=r"^[\w.-]+$")]
"""What an editor calls a shop, a library or a printer."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _numbers(value: object) -> object:
    """The counts of a line table, which are written as one string so that a long book stays a short file."""
    return value.split() if isinstance(value, str) else value


class Setting(Strict):
    """The printed setting of a release; ``pages`` counts those that have text."""

    id: str
    trim: str
    pages: int = Field(ge=1)


class IssuedLines(Strict):
    """Lines of one page that follow one another, or one note: how many characters other than spaces each holds.

    Characters, and not words, so that what counts as a word may change without harm to what is recorded.
    """

    page: str
    note: str = ""
    first: int = Field(default=1, alias="from", ge=0)
    lines: Annotated[list[Annotated[int, Field(ge=0)]], BeforeValidator(_numbers)]


class Impression(Strict):
    """What a reader gets of one output, as digests: two outputs with the same ones cannot be told apart by reading."""

    words: str
    lines: str
    """Where lines and pages begin."""
    looks: str


class Release(Placed):
    """One version as it was issued: what it was made of, what was made, its corrections and its lines."""

    version: str = Field(min_length=1)
    date: Date | None = None
    octavo: str
    identifier: str = ""
    """The edition's, which stays the same through all versions; empty in records that do not have it."""
    why: str = ""
    """Why words, lines or pages are others than in the version before."""
    setting: Setting
    witness: WitnessOptions
    sources: dict[str, Digest]
    artifacts: dict[str, Digest]
    seen: dict[str, Impression] = Field(default_factory=dict)
    """What readers get of each of the artifacts."""
    text: Digest
    """The digest of the issued text, by which it is known that it was made again rightly."""
    arrangement: str = Field(default="", pattern=r"^(?:(?:\d+-\d+|[spc])(?: |$))*$")
    """The order in which the witness was collated, where its notes stand elsewhere than those of the edition."""
    errata: list[Erratum] = Field(default_factory=list)
    normalise: list[HouseRule] = Field(default_factory=list)
    lines: list[IssuedLines]

    @property
    def emendations(self) -> ErrataList:
        """The corrections and rules of the house that this version follows."""
        return ErrataList(errata=self.errata, normalise=self.normalise)


class ReleaseList(Strict):
    """All of releases.yaml."""

    where: dict[Shop, str] = Field(default_factory=dict)
    """Which version each shop has."""
    withdrawn: dict[str, str] = Field(default_factory=dict)
    """Versions that are given out no longer, each with why; their records and slips remain."""
    releases: Annotated[list[Release], BeforeValidator(lambda value: value or [])] = Field(default_factory=list)

    @property
    def latest(self) -> Release | None:
        """The last version that is not withdrawn; where all are, the last."""
        standing = [release for release in self.releases if release.version not in self.withdrawn]
        known = standing or self.releases
        return known[-1] if known else None

    def of(self, version: str) -> Release:
        """The record of a version; raises InputError where there is none, naming those that there are."""
        for release in self.releases:
            if release.version == version:
                return release
        hint = f"recorded are: {', '.join(release.version for release in self.releases)}"
        if not self.releases:
            hint = "nothing is: octavo release VERSION does it on the day of issue"
        raise InputError(f"the version ‘{version}’ is not recorded", hint=hint)


def read_releases(edition: Edition) -> ReleaseList:
    """What has been issued of an edition; raises InputError with the place of whatever is wrong in the file."""
    path = edition.folder / NAME
    if not os.path.lexists(path):
        return ReleaseList()
    refuse_unfit(path, edition.folder)
    return parsed_releases(read_text(path), path)[0]


def parsed_releases(text: str, path: Path) -> tuple[ReleaseList, YamlText]:
    """The record in a text, and the text with its places; raises InputError with the place of whatever is wrong."""
    document = read_yaml(text, path)
    record = validated(ReleaseList, document, "the record of releases")
    first: dict[str, Place] = {}
    problems = []
    for number, release in enumerate(record.releases):
        place = document.place("releases", number)
        release.put(place)
        for name, entries in (("errata", release.errata), ("normalise", release.normalise)):
            for index, entry in enumerate(entries):
                entry.put(document.place("releases", number, name, index))
        if release.version in first:
            hint = f"it stands first at {first[release.version]}; keep the one that was issued"
            problems.append(Problem(f"the version ‘{release.version}’ is recorded twice", place, hint))
        first.setdefault(release.version, place)
    for key, version in [*(("where", version) for version in record.where.values()), *_keys(record)]:
        if version not in first:
            message = f"‘{key}’ names the version ‘{version}’, which is not recorded"
            problems.append(Problem(message, document.place(key), f"recorded are: {', '.join(first)}"))
    if problems:
        raise InputError.of(problems)
    return record, document


def _keys(record: ReleaseList) -> list[tuple[str, str]]:
    return [("withdrawn", version) for version in record.withdrawn]


def with_release(edition: Edition, release: Release) -> bytes:
    """The file with one more entry at its end; what stands there stays as it is, byte for byte.

    Raises InputError where the file is at fault, or where an entry at its end would not be one of the list.
    """
    path = edition.folder / NAME
    if os.path.lexists(path):
        refuse_unfit(path, edition.folder)
    before = path.read_bytes() if path.exists() else HEAD.encode()
    text = read_text(path) if path.exists() else HEAD
    record, document = parsed_releases(text, path)
    line_end = "\r\n" if b"\r\n" in before else "\n"
    joint = "" if text.endswith("\n") or not text else "\n"
    if document.value in (None, ""):
        joint += "releases:\n"
    last = len(record.releases) - 1
    indent = document.place("releases", last).column - 3 if record.releases else 2
    added = joint + written(release, max(indent, 0))
    if _recorded(text + added, path) != [entry.model_dump() for entry in (*record.releases, release)]:
        hint = "let the list of releases, a line for each key, be the last thing in the file"
        raise InputError("a release cannot be added at the end of this file", place=Place(path), hint=hint)
    return before + added.replace("\n", line_end).encode()


def _recorded(text: str, path: Path) -> list[dict[str, Any]]:
    """What a text records; nothing where it is no record."""
    try:
        return [release.model_dump() for release in parsed_releases(text, path)[0].releases]
    except InputError:
        return []


def written(release: Release, indent: int) -> str:
    """An entry as lines of YAML, each indented by some spaces."""
    keys = release.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    keys["lines"] = [{**part, "lines": " ".join(map(str, part["lines"]))} for part in keys["lines"]]
    lists = {name: value for name, value in keys.items() if isinstance(value, list) or name == "seen"}
    text = _yaml([{name: value for name, value in keys.items() if name not in lists}], False)
    for name, value in lists.items():
        text += f"  {name}:\n{_indented(_yaml(value, None), 4)}"
    return _indented(text, indent)


def _yaml(value: Any, flow: bool | None) -> str:
    """YAML in which every mapping takes lines of its own, or (``None``) those that hold no other are in braces."""
    layout: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": WIDTH, "default_flow_style": flow}
    text: str = yaml.dump(value, Dumper=DUMPER, **layout)
    return text


def _indented(text: str, spaces: int) -> str:
    return re.sub(r"^(?=.)", " " * spaces, text, flags=re.MULTILINE)
