"""Entries put into an errata file that a person wrote: comments, order and all that stands there are kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yaml import MappingNode, Node, SequenceNode

from octavo.edition.errata import ErrataList, Erratum
from octavo.edition.folder import Edition
from octavo.edition.keptlines import with_line_ends
from octavo.edition.splices import Spot
from octavo.edition.textfile import read_text
from octavo.edition.yamlfile import composed, read_yaml, validated
from octavo.errors import InputError, Place

NAME = "errata.yaml"
FOLDER = "errata"


@dataclass(frozen=True)
class NewEntry:
    """An entry to be put in: as it is and as lines of YAML, indented by two spaces."""

    erratum: Erratum
    yaml: str
    position: int
    """Where its reading stands in the witness: any number that grows in reading order."""
    chapter: Path
    """The Markdown file that it is about."""


def with_entries(
    edition: Edition,
    entries: Sequence[NewEntry],
    replaced: set[str],
    positions: Mapping[str, int],
    key: str = "errata",
) -> dict[Path, bytes]:
    """The errata files that change when entries are put in in reading order, with their new bytes.

    Each goes behind the entry that comes before it by ``positions`` (those of the ids that there are); those that they
    take the place of become comments. Where there is a folder ``errata``, the entries of a chapter are in a file of its
    name. ``key`` is that of the list: errata or variants. Raises InputError where a file is not laid out so that
    entries can be added or taken out of it.
    """
    files = {path: read_text(path) for path in edition.errata_files}
    made = {path: _without(text, path, replaced, key) for path, text in files.items()}
    targets: dict[Path, list[NewEntry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.position):
        targets.setdefault(_target(edition, entry.chapter), []).append(entry)
    for target, new in targets.items():
        made[target] = _merged(made.get(target, ""), target, new, positions, key)
    for path, text in made.items():
        kept = [entry for entry in _listed(files.get(path, ""), path, key) if entry.id not in replaced]
        new_ids = {entry.erratum.id: entry.erratum for entry in targets.get(path, ())}
        listed = _listed(text, path, key)
        added = {entry.id: entry for entry in listed if entry.id in new_ids}
        if [entry for entry in listed if entry.id not in new_ids] != kept or added != new_ids:
            raise refused(path)
    return {path: _bytes(path, text) for path, text in made.items() if text != files.get(path)}


def _target(edition: Edition, chapter: Path) -> Path:
    """The list in which the entries of a chapter stand."""
    folder = edition.folder / FOLDER
    if folder.is_dir():
        short = folder / f"{chapter.stem}.yml"
        return short if short.exists() else short.with_suffix(".yaml")
    return next(iter(edition.errata_files), edition.folder / NAME)


def _merged(text: str, path: Path, entries: Sequence[NewEntry], positions: Mapping[str, int], key: str) -> str:
    """The text with entries put in, each behind the one that comes before it."""
    value = _node(text, key)[1]
    if not isinstance(value, SequenceNode) or not value.value:
        return _added(text, path, [entry.yaml for entry in entries], key)
    if value.flow_style:
        raise refused(path, value.start_mark.line + 1)
    rows = text.split("\n")
    known = sorted(
        (positions[identifier], number)
        for number, item in enumerate(value.value)
        if (identifier := _identifier(item)) in positions
    )
    indent = " " * dash_of(rows, value.value[0])[1]
    behind: dict[int, list[str]] = {}
    for entry in entries:
        at = bisect_right(known, (entry.position, len(value.value))) - 1
        number = known[at][1] if at >= 0 else -1 if known else len(value.value) - 1
        row = last_row(rows, value.value[number]) if number >= 0 else _first_row(rows, value.value[0]) - 1
        behind.setdefault(row, []).append(re.sub(r"^  ", indent, entry.yaml, flags=re.MULTILINE))
    for row in sorted(behind, reverse=True):
        rows[row + 1 : row + 1] = behind[row]
    return "\n".join(rows)


def _identifier(item: Node) -> str:
    pairs = item.value if isinstance(item, MappingNode) else ()
    return next((str(value.value) for key, value in pairs if key.value == "id"), "")


def _first_row(rows: list[str], item: Node) -> int:
    """The first line of an entry, comments right above it among it."""
    first = dash_of(rows, item)[0]
    while first and rows[first - 1].lstrip().startswith("#"):
        first -= 1
    return first


def recounted(edition: Edition, counts: Sequence[int]) -> dict[Path, bytes]:
    """The errata files in which house rules get other counts (in the order of the lists), with their new bytes.

    A rule that applies nowhere keeps its count. Raises InputError where a count does not stand on a line of its own
    or in braces as figures.
    """
    made: dict[Path, bytes] = {}
    left = list(counts)
    for path in edition.errata_files:
        text = read_text(path)
        rows = text.split("\n")
        root = composed(text)
        for item in _rules(root):
            count = left.pop(0)
            node = next((value for key, value in item.value if key.value == "count"), None)
            if node is None or not count or str(count) == node.value:
                continue
            row, start, end = node.start_mark.line, node.start_mark.column, node.end_mark.column
            if node.end_mark.line != row or not node.value.isdecimal():
                raise refused(path, row + 1)
            rows[row] = rows[row][:start] + str(count) + rows[row][end:]
        if rows != text.split("\n"):
            made[path] = _bytes(path, "\n".join(rows))
    return made


def _rules(root: Node | None) -> list[MappingNode]:
    """The entries of the key ``normalise``."""
    for key, value in root.value if isinstance(root, MappingNode) else ():
        if key.value == "normalise" and isinstance(value, SequenceNode):
            return [item for item in value.value if isinstance(item, MappingNode)]
    return []


def _listed(text: str, path: Path, key: str) -> list[Erratum]:
    entries: list[Erratum] = getattr(validated(ErrataList, read_yaml(text, path), "the errata list"), key)
    return entries


def refused(path: Path, line: int = 0) -> InputError:
    """The complaint about a list that cannot be changed without changing what a person wrote."""
    hint = "begin each entry on a line of its own with a hyphen, or copy in what --draft prints without --write"
    return InputError("entries cannot be put into this list as it is laid out", place=Place(path, line), hint=hint)


def _node(text: str, name: str) -> tuple[Node | None, Node | None]:
    """The key of a list in a file and what stands behind it."""
    root = composed(text)
    if isinstance(root, MappingNode):
        for key, value in root.value:
            if key.value == name:
                return key, value
    return None, None


def _added(text: str, path: Path, lines: Sequence[str], name: str) -> str:
    """The text with entries behind the last one of the list."""
    key, value = _node(text, name)
    rows = text.split("\n")
    if key is None or value is None:
        joint = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{joint}{name}:\n" + "\n".join(lines) + "\n"
    if isinstance(value, SequenceNode) and value.value:
        if value.flow_style:
            raise refused(path, value.start_mark.line + 1)
        last = last_row(rows, value.value[-1])
        indent = " " * dash_of(rows, value.value[-1])[1]
    else:
        # An empty list, or nothing behind the colon.
        last, indent = key.start_mark.line, "  "
        rows[last] = re.sub(r"(:)\s*(?:\[\s*\]|~|null)?", r"\1", rows[last], count=1)
    shifted = "\n".join(re.sub(r"^  ", indent, line, flags=re.MULTILINE) for line in lines)
    return "\n".join([*rows[: last + 1], shifted, *rows[last + 1 :]])


def _without(text: str, path: Path, replaced: set[str], key: str) -> str:
    """The text in which entries that are replaced are comments."""
    value = _node(text, key)[1]
    rows = text.split("\n")
    for item in value.value if isinstance(value, SequenceNode) else ():
        identifier = next((v.value for k, v in item.value if k.value == "id"), "")
        if identifier not in replaced:
            continue
        if not isinstance(value, SequenceNode) or value.flow_style:
            raise refused(path, item.start_mark.line + 1)
        first, dash = dash_of(rows, item)
        for number in range(first, last_row(rows, item) + 1):
            rows[number] = f"{rows[number][:dash]}# {rows[number][dash:]}".rstrip()
    return "\n".join(rows)


def dash_of(rows: list[str], item: Node) -> Spot:
    """Where the hyphen stands that an entry of a list in block style begins with: there may be comments in between."""
    row, before = item.start_mark.line, rows[item.start_mark.line][: item.start_mark.column]
    while "-" not in before:
        row -= 1
        before = rows[row].partition("#")[0]
    return row, before.rindex("-")


def last_row(rows: list[str], item: Node) -> int:
    """The last line of an entry; its end, as YAML has it, may lie behind comments and blank lines."""
    last = item.end_mark.line if item.end_mark.column else item.end_mark.line - 1
    last = min(last, len(rows) - 1)
    while last > item.start_mark.line and (not rows[last].strip() or rows[last].lstrip().startswith("#")):
        last -= 1
    if last > item.start_mark.line and len(rows[last]) - len(rows[last].lstrip()) <= dash_of(rows, item)[1]:
        last -= 1  # the key or entry behind it
    return last


def _bytes(path: Path, text: str) -> bytes:
    """A text with the line ends and the byte order mark that its file has."""
    return with_line_ends(text, path.read_bytes() if path.exists() else b"")
