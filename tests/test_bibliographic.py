"""Records for lists of works hold what they are given as words, whatever letters these have."""

from __future__ import annotations

import json
import re
import subprocess

import pypandoc
import pytest

from octavo.edition import Metadata
from octavo.renditions.bibliographic import ris
from octavo.renditions.citation import citation

HOSTILE = (
    "A {curly} title, with } and {",
    "100 % & \\more $x$ #1 ~ ^ _under_ <b>bold</b>",
    "}, author = {Somebody Else",
    "Zwei Zeilen\nund ER  - ",
    "@book{other, title = {x}}",
)


def book(value: str) -> Metadata:
    return Metadata.model_validate(
        {
            "title": value,
            "creator": {"name": value},
            "publisher": value,
            "published": "2020",
            "original": {"container": value, "date": "1867"},
            "subject": [value],
            "lang": "en-GB",
        }
    )


@pytest.mark.parametrize("value", HOSTILE)
def test_bibtex_is_one_entry_with_these_words(value: str) -> None:
    command = [pypandoc.get_pandoc_path(), "--from", "biblatex", "--to", "csljson"]
    entry = citation(book(value)).bibtex
    read = subprocess.run(command, input=entry, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    (item,) = json.loads(read)
    plain = re.sub(r"<[^>]*>|\s+", "", " ".join(value.split()) if "<b>" not in value else "")
    assert re.sub(r"<span[^>]*>|</span>|\s+", "", item["title"]).startswith(plain)
    assert item["original-date"]["date-parts"] == [[1867]]
    assert len(re.findall(r"^@", entry, re.MULTILINE)) == 1


@pytest.mark.parametrize("value", HOSTILE)
def test_ris_is_one_record_of_single_lines(value: str) -> None:
    lines = ris(book(value)).split("\r\n")
    assert lines[0] == "TY  - BOOK" and lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert [line for line in lines if line.startswith("ER")] == ["ER  - "]
    assert f"TI  - {' '.join(value.split())}" in lines
