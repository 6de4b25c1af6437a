"""The JSON Schema of the front matter is that of the models, and what it takes the models take."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import jsonschema
import pytest
import yaml

from cataloguedata import FRONT_MATTER
from conftest import EDITIONS, ROOT
from octavo.edition import Metadata
from octavo.edition.frontmatterschema import front_matter_schema

FILE = ROOT / "scripts" / "octavo" / "cli" / "schemas" / "front-matter.json"


def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


def as_editors_read(text: str) -> dict[str, Any]:
    """Front matter as an editor of YAML reads it, guessing types, dates as texts."""
    loader = type(
        "Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": dict(yaml.SafeLoader.yaml_implicit_resolvers)}
    )
    for letter, known in loader.yaml_implicit_resolvers.items():
        loader.yaml_implicit_resolvers[letter] = [pair for pair in known if "timestamp" not in pair[0]]
    read: dict[str, Any] = yaml.load(text.split("---")[1], Loader=loader)
    return read


def test_the_file_is_that_of_the_models() -> None:
    made = json.dumps(front_matter_schema(), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("OCTAVO_UPDATE_EXPECTED"):
        FILE.write_text(made, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == made


def test_it_is_a_schema_and_explains_each_key() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    for key, described in schema()["properties"].items():
        assert described.get("description"), key
    for name in ("Person", "Creator", "Original", "Product", "Products", "Subject", "Series"):
        for key, described in schema()["$defs"][name]["properties"].items():
            assert described.get("description"), (name, key)


def test_it_takes_all_that_there_is() -> None:
    jsonschema.validate(as_editors_read(FRONT_MATTER), schema())


@pytest.mark.parametrize("name", ["press", "epub", "source", "errata"])
def test_it_takes_what_the_models_take(name: str) -> None:
    for path in sorted((EDITIONS / name).glob("*-valid/*.md")):
        text = path.read_text(encoding="utf-8")
        if text.startswith("---\ntitle"):
            jsonschema.validate(as_editors_read(text), schema())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("access: restricted", "access: secret"),
        ("scheme: thema", "scheme: dewey"),
        ("role: illustrator", "role: draughtsman"),
        ("audience:", "audiences:"),
        ("GBP: 4.99", "GBP: cheap"),
    ],
)
def test_it_refuses_what_the_models_refuse(old: str, new: str) -> None:
    changed = FRONT_MATTER.replace(old, new)
    assert changed != FRONT_MATTER
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_editors_read(changed), schema())
    with pytest.raises(ValueError):
        Metadata.model_validate(yaml.load(changed.split("---")[1], Loader=yaml.BaseLoader))


def test_the_starter_explains_each_key() -> None:
    """Each is there or stands commented; with all signs of comment taken away, it is a sound front matter."""
    starter = (ROOT / "scripts" / "octavo" / "cli" / "starter" / "chapter.md").read_text(encoding="utf-8")
    values = {"title": '"A"', "identifier": "urn:uuid:00000000-0000-4000-8000-000000000014", "published": "2020-02-02"}
    text = starter.format(**values)
    whole = re.sub(r"^# (?=[ a-z])", "", text.split("\n---\n")[0] + "\n---\n", flags=re.MULTILINE)
    keys = set(as_editors_read(whole))
    known = {info.alias or name for name, info in Metadata.model_fields.items()}
    assert keys == known
    jsonschema.validate(as_editors_read(whole), schema())
    loaded = yaml.load(whole.split("---")[1], Loader=yaml.BaseLoader)
    del loaded["witness"]  # one of the list that stands in its place
    assert Metadata.model_validate(loaded).products.epub
