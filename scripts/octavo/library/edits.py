"""Cells of a table written back into front matter: comments, order and all that is not changed stay, byte for byte."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from octavo.edition.frontmatter import front_matter_of
from octavo.edition.metadata import Metadata
from octavo.edition.splices import spliced
from octavo.edition.textfile import read_text, text_of
from octavo.edition.yamlfile import YamlText, composed, read_yaml, validated
from octavo.edition.yamlsplices import quoted, scalar, set_value, value_of
from octavo.errors import InputError, OctavoError, Place, Problem
from octavo.library.columns import FOLDER, IDENTIFIER, fault, is_list
from octavo.library.discovery import Found, read_front_matter
from octavo.library.isbns import Use, doubles, of_front_matter
from octavo.library.run import Plan
from octavo.library.table import PARTING, at, cell

_COLUMN = re.compile(r"[\w-]+(?:\.[\w-]+){0,5}")


@dataclass(frozen=True)
class Change:
    """One value of an edition that becomes another, as cells."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Edit:
    """The file that opens with an edition's front matter, as it was and as it is to be."""

    path: Path
    before: bytes
    after: bytes
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Row:
    """A row of a table, by its columns; ``line`` is that of the file on which it ends."""

    line: int
    cells: Mapping[str, str]


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file in UTF-8, parted by commas, semicolons or tabs, whichever its head has.

    A first line that says this alone (‘sep=;’) is one that spreadsheets write. Raises InputError with the line of what
    is wrong.
    """
    text = read_text(path)
    told = re.match(r"\ufeff?sep=(.)\r?\n", text)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    above = 1 if told else 0
    try:
        columns = [name.strip() for name in next(reader, [])]
        while columns and not columns[-1]:  # a spreadsheet ends each line with cells of columns that are empty
            columns.pop()
        _refuse_head(columns, path, above + 1)
        rows = []
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            while len(cells) > len(columns) and not cells[-1].strip():
                cells.pop()
            if len(cells) != len(columns):
                hint = "put quotation marks around a value that holds a comma"
                message = f"this row has {len(cells)} cells, and the head {len(columns)}"
                raise InputError(message, place=Place(path, above + reader.line_num), hint=hint)
            rows.append(Row(above + reader.line_num, dict(zip(columns, cells, strict=True))))
    except csv.Error as error:
        hint = "put quotation marks around a value that holds a comma, and write one within it twice"
        raise InputError(f"this is not CSV: {error}", place=Place(path, above + reader.line_num), hint=hint) from None
    return rows


def _refuse_head(columns: list[str], path: Path, line: int) -> None:
    place = Place(path, line)
    if IDENTIFIER not in columns and FOLDER not in columns:
        hint = "let the head name a column ‘identifier’, as octavo library table writes it"
        raise InputError("nothing says which edition a row is of", place=place, hint=hint)
    counts = Counter(columns)
    for name in columns:
        if name and not _COLUMN.fullmatch(name):
            hint = "write it as the key of the front matter that it sets, one within another with a point: print.trim"
            raise InputError(f"‘{name[:60]}’ is no name of a column", place=place, hint=hint)
        if not name or counts[name] > 1:
            what = f"the column ‘{name}’ is there twice" if name else "a column has no name"
            raise InputError(what, place=place, hint="give each column the key of the front matter that it sets")
        found = fault(name)
        if found:
            raise InputError(f"unknown column ‘{name}’: {found[0]}", place=place, hint=found[1])


def edits(made: Plan, rows: Sequence[Row], file: Path) -> list[Edit]:
    """What the rows change; an empty cell leaves a value as it is.

    Raises InputError with every row that is wrong, so that where one is, nothing is written.
    """
    by_name: dict[str, list[Found]] = {}
    for one in made.editions:
        relative = one.found.folder.relative_to(made.library.folder).as_posix()
        for name in (one.found.identifier, relative):
            if name:
                by_name.setdefault(name, []).append(one.found)
    found: list[Edit] = []
    problems: list[Problem] = []
    seen: dict[Path, int] = {}
    written: dict[Path, YamlText] = {}
    for row in rows:
        place = Place(file, row.line)
        try:
            edition = _edition(row, by_name, place)
            if edition.folder in seen:
                hint = "put both rows into one"
                raise InputError(f"this edition has a row already, line {seen[edition.folder]}", place=place, hint=hint)
            seen[edition.folder] = row.line
            edit = _edit(edition, row, place, written)
        except InputError as error:
            problems += error.problems
            continue
        if edit:
            found.append(edit)
    if any(change.column.endswith("isbn") for edit in found for change in edit.changes):
        problems += _double_isbns(made, seen, written, file)
    if problems:
        raise InputError.of(problems)
    return found


def _double_isbns(made: Plan, lines: dict[Path, int], written: dict[Path, YamlText], file: Path) -> Iterator[Problem]:
    """The rows by which two products would have one ISBN, be they of the table or of other editions."""
    uses: list[Use] = []
    for one in made.editions:
        folder = one.found.folder
        with suppress(OctavoError):  # what cannot be read has no number that counts
            front = (written.get(folder) or read_front_matter(folder)[1]).value
            uses += of_front_matter(front, str(folder)) if isinstance(front, dict) else ()
    for number, several in doubles(uses).items():
        rows = [Path(name) for _, name, _ in several if Path(name) in written]
        if rows:
            where = ", ".join(f"{name} ({product})" for _, name, product in several)
            message = f"the ISBN {number} would be that of more than one product: {where}"
            yield Problem(message, Place(file, lines[rows[-1]]), "give each form of each edition a number of its own")


def _edition(row: Row, by_name: dict[str, list[Found]], place: Place) -> Found:
    names = [row.cells.get(column, "").strip() for column in (IDENTIFIER, FOLDER)]
    name = names[0] or names[1]
    found = by_name.get(name, [])
    if len(found) == 1 and all(by_name.get(other) == found for other in names if other):
        return found[0]
    if len(found) == 1:
        hint = "leave one of the two cells empty, or mend it"
        raise InputError(f"‘{names[0]}’ is not the edition in ‘{names[1]}’", place=place, hint=hint)
    hint = "octavo library table lists all, with their identifiers"
    what = "is that of several editions" if found else "is that of no edition"
    raise InputError(f"‘{name}’ {what}" if name else "this row names no edition", place=place, hint=hint)


def _edit(edition: Found, row: Row, place: Place, written: dict[Path, YamlText]) -> Edit | None:
    """What a row changes, if anything; the front matter as it will be is kept in ``written``."""
    path, yaml = read_front_matter(edition.folder)
    before = path.read_bytes()
    wanted: dict[str, Any] = deepcopy(yaml.value)
    data, changes = before, []
    for column, text in row.cells.items():
        now = cell(at(yaml.value, column.split(".")))
        if column in (IDENTIFIER, FOLDER) or not text.strip() or text.strip() == now:
            continue
        data = _with_value(data, path, column.split("."), text.strip(), place)
        _put(wanted, column.split("."), _value(at(yaml.value, column.split(".")), text.strip(), column))
        changes.append(Change(column, now, text.strip()))
    if not changes:
        return None
    after = read_yaml(front_matter_of(text_of(data, path)), path, first_line=2)
    if after.value != wanted:
        columns = ", ".join(change.column for change in changes)
        hint = "change it in the front matter itself"
        raise InputError(f"{path}: {columns} cannot be set without changing more", place=place, hint=hint)
    _refuse_invalid(after, place)
    written[edition.folder] = after
    return Edit(path, before, data, tuple(changes))


def _refuse_invalid(after: YamlText, place: Place) -> None:
    """Raise InputError at the row where the front matter would be at fault with its values."""
    try:
        validated(Metadata, after, "the front matter")
    except InputError as error:
        told = [Problem(f"{p.message} (in {after.file})", place, p.hint) for p in error.problems]
        raise InputError.of(told) from None


def _with_value(data: bytes, path: Path, keys: list[str], text: str, place: Place) -> bytes:
    """A file in whose front matter one value is another."""
    front = front_matter_of(text_of(data, path))
    rows, node = front.split("\n"), composed(front)
    for number, key in enumerate(keys):
        if not isinstance(node, MappingNode):
            hint = f"write it as {{{keys[number]}: …}} in the front matter itself"
            message = f"‘{'.'.join(keys[:number])}’ is one value in {path}, and has no ‘{key}’"
            raise InputError(message, place=place, hint=hint)
        inner = value_of(node, key)
        is_last = number == len(keys) - 1
        if inner is None or is_last:
            value = (
                _written(inner, text, keys, path, place)
                if is_last
                else _nested(keys[number + 1 :], text, ".".join(keys))
            )
            splice = set_value(rows, node, key, value, node.value[-1][0].value)
            start, end = splice.start, splice.end
            # The front matter begins on the second line of the file.
            return spliced(data, [replace(splice, start=(start[0] + 1, start[1]), end=(end[0] + 1, end[1]))])
        node = inner
    raise AssertionError("a column has a name")


def _written(former: Node | None, text: str, keys: list[str], path: Path, place: Place) -> str:
    """A value as YAML, in the manner of the former one."""
    if isinstance(former, SequenceNode) and all(isinstance(item, ScalarNode) for item in former.value):
        return _sequence(text)
    if former is not None and not isinstance(former, ScalarNode):
        hint = "change it in the front matter itself"
        message = f"‘{'.'.join(keys)}’ is more than one value in {path}"
        raise InputError(message, place=place, hint=hint)
    if _is_several(".".join(keys), text):
        return _sequence(text)
    return quoted(text) if isinstance(former, ScalarNode) and former.style in ("'", '"') else scalar(text)


def _nested(keys: list[str], text: str, column: str) -> str:
    value = _sequence(text) if _is_several(column, text) else scalar(text)
    return f"{{{keys[0]}: {_nested(keys[1:], text, column) if keys[1:] else value}}}"


def _value(former: Any, text: str, column: str) -> Any:
    return _listed(text) if isinstance(former, list) or _is_several(column, text) else text


def _is_several(column: str, text: str) -> bool:
    """Whether a cell holds several values of a key that may have them."""
    return PARTING in text and is_list(column)


def _sequence(text: str) -> str:
    return f"[{', '.join(map(scalar, _listed(text)))}]"


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(PARTING.strip()) if part.strip()]


def _put(value: dict[str, Any], keys: list[str], new: Any) -> None:
    for key in keys[:-1]:
        value = value.setdefault(key, {})
    value[keys[-1]] = new


def write(found: Sequence[Edit]) -> Iterator[Path]:
    """Write all files: each whole, and none before all could be written beside its place. Gives those that are done.

    Where the program is killed between two of them, the same command writes the rest. Raises InputError where one was
    changed in the meantime, or cannot be written.
    """
    from octavo.outfolder import refuse_unwritable, write_own

    for edit in found:
        refuse_unwritable(edit.path.parent)
        if edit.path.read_bytes() != edit.before:
            raise InputError("this file has changed meanwhile", place=Place(edit.path), hint="give the command again")
    for edit in found:
        write_own(edit.path, edit.after)
        yield edit.path
