"""What a table of printers.toml holds: every key that is needed, and no other, so that a slip of the pen is told."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from octavo.checks.registry import table
from octavo.presswork.press_ready import VERSION_KEYS

NEEDED = {
    "": "name bindings source trims papers pages gutters margins bleed cover pdfx rules",
    "paper": "caliper source",
    "pages": "binding least most multiple source",
    "gutters": "steps level source",
    "margins": "plain bleed level source",
    "bleed": "interior bind-edge cover source",
    "cover": "safe spine-text-from spine-clearance tolerance barcode source",
    "barcode": "width height from-edge own left-to-printer",
    "pdfx": "claim condition required source why",
    "rule": "level source",
    "rules": "page-size margins colour pdfx cover-sheet",
    "any-trim": "least most",
    "trims": "source",
}
ALLOWED = {
    "": "asker any-trim template-spine",
    "pages": "paper trims last-blank",
    "cover": "base cautions",
    "rule": "value cover-value",
}
"""Beside those that are needed."""
FIGURES = ("type-size", "line-weight", "image-resolution", "ink", "blank-pages", "file-size")
FIGURES += ("most-resolution", "least-grey", "advised-size")
"""Rules that hold a file against a figure."""
LISTS = ("colour", "advised-colour")
"""Rules that hold it against a list."""


def faults(printer: dict[str, Any], sources: Container[str]) -> list[str]:
    """What is missing in a printer's table or means nothing there, each with the name of its table."""
    return [*_keys("", "", printer), *_inside(printer), *_values("", printer, sources)]


def _keys(where: str, kind: str, found: dict[str, Any], more: str = "") -> Iterator[str]:
    needed = NEEDED[kind].split()
    allowed = {*needed, *ALLOWED.get(kind, "").split(), *more.split()}
    yield from (f"{where}{key} is missing" for key in needed if key not in found)
    yield from (f"{where}{key} means nothing" for key in found if key not in allowed)


def _inside(printer: dict[str, Any]) -> Iterator[str]:
    for kind in ("gutters", "margins", "bleed", "cover", "pdfx", "any-trim"):
        yield from _keys(f"{kind}.", kind, printer[kind]) if kind in printer else ()
    if "barcode" in printer.get("cover", {}):
        yield from _keys("cover.barcode.", "barcode", printer["cover"]["barcode"])
    if "trims" in printer:
        yield from _keys("trims.", "trims", printer["trims"], " ".join(printer["trims"]))
    for name, paper in printer.get("papers", {}).items():
        yield from _keys(f"papers.{name}.", "paper", paper)
    for number, pages in enumerate(printer.get("pages", []), 1):
        yield from _keys(f"pages {number}.", "pages", pages)
    known = " ".join(name.removeprefix("press/") for name in table() if name.startswith("press/"))
    rules = printer.get("rules", {})
    yield from _keys("rules.", "rules", rules, known)
    for name, said in rules.items():
        yield from _keys(f"rules.{name}.", "rule", said)
        kind = list if name in LISTS else int | float if name in FIGURES else object
        if not isinstance(said.get("value"), kind):
            yield f"rules.{name}.value is missing"


def _values(where: str, found: dict[str, Any], sources: Container[str]) -> Iterator[str]:
    """Values that can be only one of a few."""
    few: dict[str, Container[str]] = {
        "level": ("required", "recommended"),
        "claim": tuple(VERSION_KEYS),
        "source": sources,
    }
    for key, value in found.items():
        if key in few and value not in few[key]:
            yield f"{where}{key} cannot be ‘{value}’"
        if isinstance(value, dict):
            yield from _values(f"{where}{key}.", value, sources)
        if key == "pages":
            for number, limits in enumerate(value, 1):
                yield from _values(f"pages {number}.", limits, sources)
