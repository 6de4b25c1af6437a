"""One printer as ``printers.toml`` describes it; every length is in inches, every count in pages."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

INCHES = {"in": 1.0, "mm": 1 / 25.4, "cm": 1 / 2.54}
NAMED_TRIMS = {"a5": (148 / 25.4, 210 / 25.4), "b-format": (129 / 25.4, 198 / 25.4)}
SAME = 0.01
"""Inches: two lengths that are nearer are one; 148 mm is 5.83 in at every printer."""

UNREAD = "project notes"
"""How ``seen`` in printers.toml says that a figure was not read at the printer's own page …"""
NOT_READ = "not read at the printer"
"""… and how messages say so."""

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(in|mm|cm)")
_TRIM = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*(in|mm|cm)")


def parse_length(text: str) -> float | None:
    """A length with its unit, such as ``0.142in`` or ``3.6mm``, in inches."""
    match = _LENGTH.fullmatch(text.strip())
    return float(match[1]) * INCHES[match[2]] if match else None


def parse_trim(text: str) -> tuple[float, float] | None:
    """A trim size, such as ``5x8in``, ``148x210mm`` or ``a5``: width and height in inches."""
    if text.casefold() in NAMED_TRIMS:
        return NAMED_TRIMS[text.casefold()]
    match = _TRIM.fullmatch(text)
    return (float(match[1]) * INCHES[match[3]], float(match[2]) * INCHES[match[3]]) if match else None


@dataclass(frozen=True)
class Source:
    """Where a figure stands, and on which day it was read there."""

    title: str
    url: str
    read: datetime.date | None
    """Nothing where nobody read it there."""
    seen: str

    @property
    def is_unread(self) -> bool:
        """Whether a figure is the printer’s by what others say, and nobody has read it at the printer’s own page."""
        return self.seen == UNREAD

    def __str__(self) -> str:
        read = f", read {self.read}" if self.read else f", {NOT_READ}" if self.is_unread else ""
        return f"{self.title} ({self.url}{read})"


@dataclass(frozen=True)
class Requirement:
    """What a printer says on one matter: whether it insists, the figure if there is one, and where it says so."""

    level: str
    """``required`` or ``recommended``."""
    source: Source
    value: Any = None
    cover_value: Any = None

    @property
    def required(self) -> bool:
        """Whether a file that does otherwise is refused."""
        return self.level == "required"


@dataclass(frozen=True)
class PageLimits:
    """How many pages a printer binds."""

    least: int
    most: int
    multiple: int
    source: Source
    last_blank: bool = False
    """Whether the last page must be blank, for what the printer puts there."""

    def __str__(self) -> str:
        entry = f"{self.least} to {self.most} pages"
        return entry + (f", a multiple of {self.multiple}" if self.multiple > 2 else "")


@dataclass(frozen=True)
class Printer:
    """A printer: what it offers, asks for and recommends."""

    key: str
    _data: Mapping[str, Any]
    _sources: Mapping[str, Source]

    @property
    def name(self) -> str:
        """What the printer calls itself."""
        return str(self._data["name"])

    @property
    def asker(self) -> str:
        """Who asks for what it asks, in a sentence."""
        return str(self._data.get("asker", self.name))

    @property
    def bindings(self) -> list[str]:
        """The bindings that it offers: paperback, saddle."""
        return list(self._data["bindings"])

    @property
    def papers(self) -> list[str]:
        """The papers that it offers: white, cream."""
        return list(self._data["papers"])

    @property
    def trims(self) -> dict[str, tuple[float, float]]:
        """Name → width and height of each trim size that it offers."""
        return {name: (size[0], size[1]) for name, size in self._data["trims"].items() if name != "source"}

    def offers_trim(self, width: float, height: float) -> bool:
        """Whether it prints a page of this size."""
        if any(abs(width - w) < SAME and abs(height - h) < SAME for w, h in self.trims.values()):
            return True
        custom = self._data.get("any-trim")
        if not custom:
            return False
        (least_width, least_height), (most_width, most_height) = custom["least"], custom["most"]
        return bool(
            least_width - SAME <= width <= most_width + SAME and least_height - SAME <= height <= most_height + SAME
        )

    def trims_in_words(self) -> str:
        """The trims that it offers, in words."""
        entry = ", ".join(self.trims)
        custom = self._data.get("any-trim")
        if custom:
            least, most = ("x".join(f"{side:g}" for side in custom[key]) for key in ("least", "most"))
            entry += f"{', and ' if entry else ''}any other from {least}in to {most}in"
        return entry

    def page_limits(self, binding: str, paper: str, trim: tuple[float, float]) -> PageLimits | None:
        """How many pages it binds on a paper at a trim size; nothing where it does not offer that."""
        for limits in self._data["pages"]:
            named = [parse_trim(name) for name in limits.get("trims", [])]
            fits = any(size and abs(size[0] - trim[0]) < SAME and abs(size[1] - trim[1]) < SAME for size in named)
            if limits["binding"] == binding and limits.get("paper", paper) == paper and (fits or not named):
                source = self._sources[limits["source"]]
                last_blank = bool(limits.get("last-blank", False))
                return PageLimits(limits["least"], limits["most"], limits["multiple"], source, last_blank)
        return None

    def gutter(self, pages: int) -> float:
        """The least inside margin of a book of so many pages."""
        steps = self._data["gutters"]["steps"]
        return float(next((inches for most, inches in steps if pages <= most), steps[-1][1]))

    def margin(self, bleeds: bool = False) -> float:
        """The least outside, top and bottom margin."""
        return float(self._data["margins"]["bleed" if bleeds else "plain"])

    def bleed(self, kind: str) -> float:
        """How far pictures run over the edge of an ``interior`` page or a ``cover``."""
        return float(self._data["bleed"][kind])

    def spine(self, pages: int, paper: str) -> float:
        """The width of the spine: pages by the paper's caliper a page, and what the cover itself adds."""
        return float(pages * self._data["papers"][paper]["caliper"] + self._data["cover"].get("base", 0.0))

    def caliper(self, paper: str) -> float:
        """The thickness of a paper, a page, that is half a leaf."""
        return float(self._data["papers"][paper]["caliper"])

    @property
    def cover(self) -> Mapping[str, Any]:
        """The figures of its covers, as ``printers.toml`` names them."""
        cover: Mapping[str, Any] = self._data["cover"]
        return cover

    @property
    def template_spine(self) -> bool:
        """Whether its own template generator has the last word on the spine."""
        return bool(self._data.get("template-spine", False))

    def spine_text(self, pages: int) -> bool:
        """Whether it allows text on the spine of a book of so many pages."""
        return pages >= int(self.cover["spine-text-from"])

    @property
    def pdfx(self) -> str:
        """The PDF/X that files for it are made to be."""
        return str(self._data["pdfx"]["claim"])

    @property
    def printing_condition(self) -> str:
        """The printing condition that its files are meant for, by its name in the ICC's registry."""
        return str(self._data["pdfx"]["condition"])

    def requirement(self, rule: str) -> Requirement | None:
        """What it says on the matter of a preflight rule; nothing where it says nothing."""
        entry = self._data["rules"].get(rule)
        if entry is None:
            return None
        return Requirement(entry["level"], self._sources[entry["source"]], entry.get("value"), entry.get("cover-value"))

    def caution(self, name: str) -> Requirement | None:
        """A figure below which it warns of a cover that it takes all the same; nothing where it says nothing."""
        cautions = self.cover.get("cautions", {})
        if name not in cautions:
            return None
        return Requirement("recommended", self._sources[cautions["source"]], cautions[name])

    def source(self, *keys: str) -> Source:
        """Where a table's figures were read."""
        table: Any = self._data
        for key in keys:
            table = table[key]
        return self._sources[table["source"]]


def _text() -> str:
    return files("octavo.printers").joinpath("printers.toml").read_text(encoding="utf-8")


@cache
def printer_names() -> tuple[str, ...]:
    """What the printers are called in the front matter; the first is taken where none is named.

    Only the headings of their tables are looked for: the command line offers the names each time that it starts.
    """
    return tuple(re.findall(r"^\[([\w-]+)\]", _text(), re.MULTILINE))


@cache
def _tables() -> tuple[dict[str, Any], dict[str, Source]]:
    tables = tomllib.loads(_text())
    sources = {
        key: Source(entry["title"], entry["url"], entry.get("read"), entry["seen"])
        for key, entry in tables.pop("sources").items()
    }
    return tables, sources


@cache
def printer(key: str) -> Printer:
    """The printer of a name; raises KeyError where there is none."""
    tables, sources = _tables()
    return Printer(key, tables[key], sources)
