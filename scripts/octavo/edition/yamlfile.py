"""YAML that a user wrote, held against a model: every complaint has its line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml import MappingNode, MarkedYAMLError, Node, SafeLoader, ScalarNode, SequenceNode, YAMLError, compose

from octavo.edition.yamlfaults import BACKSLASH, hint_on_syntax, problem
from octavo.errors import InputError, Place

LOADER = getattr(yaml, "CSafeLoader", SafeLoader)
"""libyaml's parser where it is there: twenty times as fast on a long errata list."""

LONGEST_VALUE = 200_000
"""Characters of a value of the front matter: pandoc takes seconds for a title of as many, where it is cited."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff]")
"""What XML or print cannot carry (XML 1.0, 2.2; ISO 19005-3, 6.2.11.7)."""

_BREAKS = "\x85\u2028\u2029"
"""Line ends of YAML 1.1 that are letters like any other in YAML 1.2 (5.4), and in the editors that count our lines."""
_STAND_INS = range(0xF0000, 0xF1000)

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]


@dataclass
class YamlText:
    """A YAML text as plain dicts, lists and strings, and where each of its values stands."""

    file: Path
    value: Any = None
    places: dict[Location, Place] = field(default_factory=dict)

    def place(self, *location: str | int) -> Place:
        """The place of a value, or of the nearest one around it that stands in the text."""
        while location:
            if location in self.places:
                return self.places[location]
            location = location[:-1]
        return self.places.get((), Place(self.file, 1, 1))

    def written(self, location: Location) -> Location:
        """A location as the text has it: one value that stands for a list has no number."""
        found: Location = ()
        for part in location:
            if not isinstance(part, int) or (*found, part) in self.places:
                found = (*found, part)
        return found


def composed(text: str) -> Node | None:
    """The nodes of a YAML text, whose marks count lines as ``text.split("\\n")`` does.

    Raises YAMLError where it is not YAML.
    """
    found = [letter for letter in _BREAKS if letter in text]
    if not found:
        return compose(text, Loader=LOADER)
    low = text.lower()  # an escape can be a letter as well
    free = (code for code in _STAND_INS if chr(code) not in text and f"{code:x}" not in low)
    letters = dict(zip(free, found, strict=False))
    node = compose(text.translate({ord(letter): code for code, letter in letters.items()}), Loader=LOADER)
    waiting, seen = [node] if node is not None else [], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:  # an alias
            continue
        seen.add(id(each))
        if isinstance(each, ScalarNode):
            each.value = each.value.translate(letters)
        elif isinstance(each, MappingNode):
            waiting += (one for pair in each.value for one in pair)
        else:
            waiting += each.value
    return node


def read_yaml(text: str, file: Path, first_line: int = 1) -> YamlText:
    """Read YAML without guessing types: every scalar stays the string that was typed (1921, true, no).

    ``first_line`` is the line of ``file`` on which ``text`` begins.
    Raises InputError with the place of whatever is not YAML, or of a key given twice.
    """
    result = YamlText(file)
    try:
        node = composed(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + first_line, mark.column + 1) if mark else Place(file, first_line)
        message = f"this is not YAML: {error.problem or error.context}"
        raise InputError(message, place=place, hint=hint_on_syntax(f"{error.problem} {error.context}")) from None
    except YAMLError as error:
        raise InputError(f"this is not YAML: {error}", place=Place(file, first_line)) from None
    if node is not None:
        result.value = _plain(node, (), result, first_line, set())
    return result


def _plain(node: Node, location: Location, into: YamlText, first_line: int, seen: set[int]) -> Any:
    into.places[location] = Place(into.file, node.start_mark.line + first_line, node.start_mark.column + 1)
    if id(node) in seen:
        # Each alias of an alias doubles what it stands for: a few lines can fill the memory.
        hint = "write the value out in both places"
        raise InputError("aliases (*name) are not read here", place=into.places[location], hint=hint)
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        control = _CONTROL.search(node.value)
        if control:
            hint = BACKSLASH if node.style == '"' else "delete it: no rendition can carry it"
            what = f"a control character (U+{ord(control[0]):04X}) stands in this value"
            raise InputError(what, place=into.places[location], hint=hint)
        return str(node.value)
    if isinstance(node, SequenceNode):
        return [_plain(item, (*location, i), into, first_line, seen) for i, item in enumerate(node.value)]
    assert isinstance(node, MappingNode)
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, ScalarNode):
            place = Place(into.file, key_node.start_mark.line + first_line, key_node.start_mark.column + 1)
            hint = "write the key as one word: key: value"
            raise InputError("a list or a group of keys stands where a key should", place=place, hint=hint)
        key = str(key_node.value)
        inner = (*location, key)
        value = _plain(value_node, inner, into, first_line, seen)
        into.places[inner] = Place(into.file, key_node.start_mark.line + first_line, key_node.start_mark.column + 1)
        if key in mapping:
            raise InputError(f"the key ‘{key}’ is given twice", place=into.places[inner], hint="keep one of the two")
        mapping[key] = value
    return mapping


def bounded(yaml: YamlText) -> YamlText:
    """The same; raises InputError, with the place, where a value has more characters than any tool reads in time."""
    waiting: list[tuple[Location, Any]] = [((), yaml.value)]
    while waiting:
        location, value = waiting.pop()
        if isinstance(value, str) and len(value) > LONGEST_VALUE:
            message = f"this value has {len(value):,} characters; the longest that is read has {LONGEST_VALUE:,}"
            hint = "shorten it: what is to be read at length belongs in the text"
            raise InputError(message, place=yaml.place(*location), hint=hint)
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting += (((*location, key), inner) for key, inner in pairs)
    return yaml


def validated(model: type[Model], yaml: YamlText, what: str) -> Model:
    """Hold a YAML text against a model; raises InputError that lists every fault with its place."""
    value = {} if yaml.value in (None, "") else yaml.value
    if not isinstance(value, dict):
        raise InputError(f"{what} should be a list of ‘key: value’ lines", place=yaml.place())
    try:
        return model.model_validate(value)
    except ValidationError as error:
        written = [yaml.written(fault["loc"]) for fault in error.errors()]
        faults = zip(error.errors(), written, strict=True)
        raise InputError.of([problem(model, yaml.place(*at), dict(fault), at) for fault, at in faults]) from None
