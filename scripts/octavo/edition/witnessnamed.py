"""The file that the front matter names as a witness becomes another; all else of the front matter is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from yaml import MappingNode, SequenceNode

from octavo.edition.folder import Edition
from octavo.edition.frontmatter import front_matter_of
from octavo.edition.metadata import Metadata
from octavo.edition.splices import spliced
from octavo.edition.textfile import text_of
from octavo.edition.yamlfile import composed, read_yaml, validated
from octavo.edition.yamlsplices import scalar, set_value, value_of
from octavo.errors import InputError


def with_witness(edition: Edition, siglum: str, values: Mapping[str, str]) -> bytes:
    """The file that opens with the front matter, with other values (``path``, ``sha256``) of a witness.

    Raises InputError where they cannot be written without touching anything else.
    """
    path = edition.front_matter.file
    data = path.read_bytes()
    front = front_matter_of(text_of(data, path))
    node, place = _witness(front, siglum), edition.place_of("witness" if edition.metadata.witness else "witnesses")
    hint = f"write it there yourself: {', '.join(f'{key}: {value}' for key, value in values.items())}"
    refused = InputError("the witness cannot be changed in this front matter as it is laid out", place=place, hint=hint)
    if node is None:
        raise refused
    rows = front.split("\n")
    splices = [set_value(rows, node, key, scalar(value), "path") for key, value in values.items()]
    # The front matter begins on the second line of its file.
    shifted = (
        replace(one, start=(one.start[0] + 1, one.start[1]), end=(one.end[0] + 1, one.end[1])) for one in splices
    )
    new = spliced(data, shifted)
    expected = edition.metadata.model_dump()
    named = [expected["witness"]] if expected["witness"] else expected["witnesses"]
    next(one for one in named if one["siglum"] == siglum).update(
        {key.replace("-", "_"): value for key, value in values.items()}
    )
    try:
        is_right = _metadata(new, edition).model_dump() == expected
    except InputError:
        is_right = False
    if not is_right:
        raise refused
    return new


def _witness(front: str, siglum: str) -> MappingNode | None:
    root = composed(front)
    listed = value_of(root, "witnesses")
    items = listed.value if isinstance(listed, SequenceNode) else [value_of(root, "witness")]
    for item in items:
        named = value_of(item, "siglum")
        if isinstance(item, MappingNode) and (str(named.value) if named else "W") == siglum:
            return item
    return None


def _metadata(data: bytes, edition: Edition) -> Metadata:
    path = edition.front_matter.file
    front = front_matter_of(text_of(data, path))
    return validated(Metadata, read_yaml(front, path, first_line=2), "the front matter")
