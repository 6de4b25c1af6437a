"""Entries put into an errata file that a person wrote: comments, order and all that stands there are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from yaml import MappingNode, Node, SequenceNode, compose

from octavo.edition.errata import ErrataList, Erratum
from octavo.edition.folder import Edition, read_text
from octavo.edition.yamlfile import LOADER, read_yaml, validated
from octavo.errors import InputError, Place

NAME = "errata.yaml"


def with_entries(
    edition: Edition, errata: Sequence[Erratum], lines: Sequence[str], replaced: set[str]
) -> dict[Path, bytes]:
    """The errata files that change when entries are added, with their new bytes.

    ``lines`` are the entries as YAML, indented by two spaces; those that they take the place of become comments.
    Raises InputError where a file is not laid out so that entries can be added or taken out of it.
    """
    files = {path: read_text(path) for path in edition.errata_files}
    target = next(iter(files), edition.folder / NAME)
    made = {path: _without(text, path, replaced) for path, text in files.items()}
    made[target] = _added(made.get(target, ""), target, lines)
    for path, text in made.items():
        before = _listed(files.get(path, ""), path).errata
        wanted = [entry for entry in before if entry.id not in replaced] + (list(errata) if path == target else [])
        if _listed(text, path).errata != wanted:
            raise _refused(path)
    return {path: _bytes(path, text) for path, text in made.items() if text != files.get(path)}


def _listed(text: str, path: Path) -> ErrataList:
    return validated(ErrataList, read_yaml(text, path), "the errata list")


def _refused(path: Path, line: int = 0) -> InputError:
    hint = "begin each entry on a line of its own with a hyphen, or copy in what --draft prints without --write"
    return InputError("entries cannot be put into this list as it is laid out", place=Place(path, line), hint=hint)


def _node(text: str) -> tuple[Node | None, Node | None]:
    """The key ‘errata’ of a file and what stands behind it."""
    root = compose(text, Loader=LOADER)
    if isinstance(root, MappingNode):
        for key, value in root.value:
            if key.value == "errata":
                return key, value
    return None, None


def _added(text: str, path: Path, lines: Sequence[str]) -> str:
    """The text with entries behind the last one of the list."""
    key, value = _node(text)
    rows = text.split("\n")
    if key is None or value is None:
        joint = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{joint}errata:\n" + "\n".join(lines) + "\n"
    if isinstance(value, SequenceNode) and value.value:
        if value.flow_style:
            raise _refused(path, value.start_mark.line + 1)
        last = _last_row(rows, value.value[-1])
        indent = " " * _dash(rows, value.value[-1])
    else:
        # ‘errata: []’, or nothing behind the colon.
        last, indent = key.start_mark.line, "  "
        rows[last] = re.sub(r"(:)\s*(?:\[\s*\]|~|null)?", r"\1", rows[last], count=1)
    shifted = "\n".join(re.sub(r"^  ", indent, line, flags=re.MULTILINE) for line in lines)
    return "\n".join([*rows[: last + 1], shifted, *rows[last + 1 :]])


def _without(text: str, path: Path, replaced: set[str]) -> str:
    """The text in which entries that are replaced are comments."""
    value = _node(text)[1]
    rows = text.split("\n")
    for item in value.value if isinstance(value, SequenceNode) else ():
        identifier = next((v.value for k, v in item.value if k.value == "id"), "")
        if identifier not in replaced:
            continue
        if not isinstance(value, SequenceNode) or value.flow_style:
            raise _refused(path, item.start_mark.line + 1)
        dash = _dash(rows, item)
        for number in range(item.start_mark.line, _last_row(rows, item) + 1):
            rows[number] = f"{rows[number][:dash]}# {rows[number][dash:]}".rstrip()
    return "\n".join(rows)


def _dash(rows: list[str], item: Node) -> int:
    """The column, from nought, of the hyphen that an entry begins with."""
    return rows[item.start_mark.line].rindex("-", 0, item.start_mark.column)


def _last_row(rows: list[str], item: Node) -> int:
    """The last line of an entry; its end, as YAML has it, may lie behind comments and blank lines."""
    last = item.end_mark.line if item.end_mark.column else item.end_mark.line - 1
    last = min(last, len(rows) - 1)
    while last > item.start_mark.line and (not rows[last].strip() or rows[last].lstrip().startswith("#")):
        last -= 1
    if last > item.start_mark.line and len(rows[last]) - len(rows[last].lstrip()) <= _dash(rows, item):
        last -= 1  # the key or entry behind it
    return last


def _bytes(path: Path, text: str) -> bytes:
    """A text with the line ends and the byte order mark that its file has."""
    before = path.read_bytes() if path.exists() else b""
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.replace("\n", "\r\n" if b"\r\n" in before else "\n").encode()
