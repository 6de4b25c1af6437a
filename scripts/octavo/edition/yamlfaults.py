"""What is wrong in a user's YAML, said for one who does not know YAML or the models that it is held against."""

from __future__ import annotations

import typing
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from octavo.errors import Place, Problem, shortened

INDENTATION = "check the indentation, and put quotation marks around values that hold a colon or a quotation mark"
BACKSLASH = (
    "in double quotation marks a backslash begins an escape; put single ones around expressions and whatever else has "
    "backslashes: '^\\d+$'"
)
_HINTS = (
    ("unknown escape", BACKSLASH),
    ("hexdecimal", BACKSLASH),
    ("Unicode character escape", BACKSLASH),
    ("cannot start any token", "put quotation marks around the value; indent with spaces, not with tabs"),
    ("undefined alias", "put quotation marks around a value that begins with *"),
    (
        "while scanning a quoted scalar",
        "close the quotation mark; within single ones, write a single one twice",
    ),
    ("unexpected end of stream", "close the quotation mark or bracket that is opened here"),
)
"""Words of the parser's message → what to do."""

ELSEWHERE = {
    "author": "it is ‘creator’ here",
    "authors": "it is ‘creator’ here",
    "editors": "it is ‘editor’ here, for one or several",
    "translators": "it is ‘translator’ here, for one or several",
    "illustrators": "it is ‘illustrator’ here, for one or several",
    "date": "it is ‘published’ here",
    "language": "it is ‘lang’ here",
    "license": "it is ‘rights’ here, in words, and ‘rights-uri’ for an address",
    "copyright": "it is ‘rights’ here",
    "cover": "it is ‘cover-image’ here",
    "isbn": "each form of the book has its own: products: {epub: {isbn: …}, paperback: {isbn: …}}",
    "abstract": "it is ‘description’ here",
    "keywords": "it is ‘subject’ here",
    "price": "each form of the book has its own: products: {epub: {price: {GBP: 4.99}}}",
    "tags": "it is ‘subject’ here",
    "series-index": "write both into one: series: {name: …, number: …}",
    "series-number": "write both into one: series: {name: …, number: …}",
    "belongs-to-collection": "write it as series: {name: …, number: …}",
    "group-position": "write it as series: {name: …, number: …}",
}
"""Keys that other programs have for what the front matter knows by another name."""


def hint_on_syntax(message: str) -> str:
    """What to do about what the parser complains of."""
    return next((hint for words, hint in _HINTS if words in message), INDENTATION)


def problem(model: type[BaseModel], place: Place, fault: dict[str, Any], written: tuple[str | int, ...]) -> Problem:
    """One fault that pydantic found, with its place; ``written`` is its location as the text has it."""
    location = tuple(fault["loc"])
    name = str(location[-1]) if location else ""
    if fault["type"] == "extra_forbidden":
        keys = _keys(model, location[:-1])
        near = get_close_matches(name, keys, 1)
        hint = f"did you mean ‘{near[0]}’?" if near else f"the keys known here are: {', '.join(keys)}"
        if len(location) == 1:
            hint = ELSEWHERE.get(name, hint)
        return Problem(f"unknown key ‘{name}’", place, hint)
    if fault["type"] == "missing":
        return Problem(f"the key ‘{name}’ is missing", place, f"add a line ‘{name}: …’")
    message, hint = _worded(fault)
    return Problem(f"‘{'.'.join(map(str, written))}’: {message}", place, hint)


def _worded(fault: dict[str, Any]) -> tuple[str, str]:
    """A message and a hint on a value that does not fit."""
    kind, context, value = str(fault["type"]), fault.get("ctx", {}), fault.get("input")
    written = f"‘{shortened(value)}’" if isinstance(value, str) else "a list" if isinstance(value, list) else "this"
    if kind == "value_error":  # ours, and may begin with a name
        return str(fault["msg"]).removeprefix("Value error, "), getattr(context.get("error"), "hint", "")
    if kind == "literal_error":
        known = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        near = get_close_matches(str(value), known.split(", "), 1)
        return f"{written} is not one of the words known here", f"{_did_you_mean(near)}choose from: {known}"
    if kind == "string_type":
        return f"{written or 'this'} stands where a text should", "write one value behind the colon, in one piece"
    if kind == "string_too_short":
        return "there is nothing here", "write a value behind the colon, or remove the key"
    if kind == "string_pattern_mismatch":
        return f"{written} does not have the form of this value", _FORMS.get(str(context["pattern"]), "")
    if kind in ("int_parsing", "int_type", "int_from_float"):
        return f"{written} is not a whole number", "write it in figures: 4"
    if kind in ("bool_parsing", "bool_type"):
        return f"{written} is neither true nor false", "write true, or remove the key"
    if kind == "greater_than_equal":
        return f"{written} is too small", f"write {context['ge']} or more"
    if kind == "list_type":
        return (
            f"{written} stands where a list should",
            "write each entry on a line that begins with a hyphen",
        )
    if kind in ("model_type", "model_attributes_type"):
        return f"{written} stands where keys and values should", "write them as {key: value, key: value}"
    message = str(fault["msg"])
    return message[:1].lower() + message[1:], ""


_FORMS = {
    r"^[\w.-]+$": "use letters, figures, hyphens, points and _, and no spaces",
    r"^[0-9]+(\.[0-9]+)*$": "write the number in figures: 3, or 2.1 for a part of a part",
    r"^[a-z]{3}$": "write the code of a MARC relator, three small letters: aut, edt, trl, ill; or editor, translator …",
    r"^[0-9]+(\.[0-9]{1,3})?$": "write the price in figures, with a point: 7.99",
    r"^[^@\s]+@[^@\s]+$": "write the address to which letters go: books@example.org",
    r"^(tcp|tls|ws|wss)://\S+$": "write the scheduler’s address with its port: tcp://192.0.2.1:8786",
    r"^[a-z0-9]+://\S+$": "write an address that fsspec knows: file:///srv/exchange, s3://bucket/folder",
    r"^[0-9a-f]{64}$": "write the 64 figures and small letters that sha256sum gives",
}
"""The patterns of the models, in words."""


def _did_you_mean(near: list[str]) -> str:
    return f"did you mean ‘{near[0]}’? " if near else ""


def _keys(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The keys that a model knows at a location inside it."""
    for step in location:
        if isinstance(step, int):
            continue
        for name, info in model.model_fields.items():
            if step in (name, info.alias):
                model = _inner_model(info.annotation) or model
    return [info.alias or name for name, info in model.model_fields.items()]


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in typing.get_args(annotation):
        found = _inner_model(argument)
        if found:
            return found
    return None
