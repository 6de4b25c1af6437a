"""Which Markdown files an edition is made of, and in which order: by name, as listed, or as other tools list them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import yaml

from octavo.edition.files import is_file, refuse_unfit
from octavo.errors import InputError, Place, Problem

ENDINGS = (".md", ".qmd", ".Rmd", ".markdown")
"""What files are called that hold Markdown; those not called ``.md`` are taken where a list names them."""
_ABOUT = re.compile(r"(?![IVXLCDM]+$)[A-Z]+(?:[-_ ][A-Z]+)*")
"""Names of files about a book and not of it: nothing but capitals, and no Roman number (``RIGHTS.md``)."""
SUMMARY, QUARTO, BOOKDOWN = "SUMMARY.md", "_quarto.yml", "_bookdown.yml"
LISTS = (SUMMARY, QUARTO, BOOKDOWN)
"""Files in which mdBook, Quarto and bookdown list a book's chapters."""

_LINK = re.compile(r"\[[^\]]*\]\(<?([^)<>\s]+?)>?(?:\s+\"[^\"]*\")?\)")


@dataclass(frozen=True)
class Order:
    """The files of a book in order, what said so, and the Markdown files of its folder that are not of it."""

    paths: tuple[Path, ...]
    by: str = ""
    """The name of the list that was followed; empty where the order is that of the names."""
    left: tuple[Path, ...] = ()
    warnings: tuple[Problem, ...] = field(default=())


def natural(path: Path) -> list[tuple[int, int, str]]:
    """What names are sorted by: numbers in them by their value, so that 2 stands before 10."""
    parts = re.split(r"(\d+)", unicodedata.normalize("NFC", path.name))
    return [(0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts if part]


def markdown_files(folder: Path) -> list[Path]:
    """The Markdown of a folder in the order of names, without files that are about the book: README.md, RIGHTS.md.

    Where none is called ``.md``, those of Quarto or R Markdown, the index first.
    """
    for ending in ENDINGS:
        found = [path for path in sorted(folder.glob(f"*{ending}"), key=natural) if not is_about(path)]
        if found:
            first = [path for path in found if path.stem == "index"] if ending != ".md" else []
            return first + [path for path in found if path not in first and not path.name.startswith("_")]
    return []


def is_about(path: Path) -> bool:
    """Whether a file's name says that it is about the book: it holds nothing but capitals."""
    return _ABOUT.fullmatch(path.stem) is not None


def order_of(folder: Path, listed: Sequence[str] = (), place: Place | None = None) -> Order:
    """The files of an edition; ``listed`` are those that its front matter names.

    Without them the list of mdBook, Quarto or bookdown is followed, where there is one, else the order of the names.
    Raises InputError where a file that is listed is not there.
    """
    if listed:
        paths = [_named(folder, name, place) for name in listed]
        return Order(tuple(dict.fromkeys(paths)), "chapters", _left(folder, paths))
    for name in LISTS:
        file = folder / name
        if is_file(file):
            refuse_unfit(file, folder)
            paths = list(dict.fromkeys(_listed_in(file)))
            if paths:
                return Order(tuple(paths), name, _left(folder, paths), tuple(_missing(file)))
    paths = markdown_files(folder)
    return Order(tuple(paths), "", _left(folder, paths))


def _left(folder: Path, taken: Sequence[Path]) -> tuple[Path, ...]:
    found = sorted((path for ending in ENDINGS for path in folder.glob(f"*{ending}")), key=natural)
    return tuple(path for path in found if path not in taken and path.name not in LISTS)


def _named(folder: Path, name: str, place: Place | None) -> Path:
    wanted = unicodedata.normalize("NFC", name)
    path = folder / name
    if not is_file(path):
        near = [p for p in path.parent.glob("*") if unicodedata.normalize("NFC", p.name) == Path(wanted).name]
        if not near:
            hint = f"put the file at {path}, or mend the name in ‘chapters’"
            raise InputError(f"the chapter ‘{name}’ is not there", place=place, hint=hint)
        path = near[0]
    return path


def _listed_in(file: Path) -> Iterator[Path]:
    """The files that a list of another tool names and that are there."""
    for name, _ in _names_in(file):
        path = file.parent / name
        if path.suffix in ENDINGS and is_file(path):
            yield path


def _missing(file: Path) -> Iterator[Problem]:
    """Files that a list names and that are not there."""
    for name, line in _names_in(file):
        path = file.parent / name
        if path.suffix in ENDINGS and not is_file(path):
            hint = "put the file there, or take it out of the list"
            yield Problem(f"the chapter ‘{name}’ is not there, and is not in the book", Place(file, line), hint)


def _names_in(file: Path) -> Iterator[tuple[str, int]]:
    """The names of files in a list of another tool, each with its line; comments are passed over."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.name == SUMMARY:
        text = re.sub(r"<!--.*?-->", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.DOTALL)
        for match in _LINK.finditer(text):
            name = unquote(match[1].partition("#")[0])
            if "://" not in name and name:
                yield name.removeprefix("./"), text.count("\n", 0, match.start()) + 1
        return
    try:
        values = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return
    for value in _strings(values, set()):
        if Path(value).suffix in ENDINGS:
            yield value, text.count("\n", 0, max(text.find(value), 0)) + 1


def _strings(value: object, seen: set[int]) -> Iterator[str]:
    """The strings of a YAML file in order; what an alias stands for comes but once, as it may hold itself."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and id(value) not in seen:
        seen.add(id(value))
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner, seen)
