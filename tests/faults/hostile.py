"""Strings that would be code or markup if anything let them, and editions that are full of them."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from lxml import etree, html

from octavo.build import Build

HOSTILE = [
    "b\\b \\",
    "#panic() #eval(1) #[x]",
    "$x$ $$",
    "] close ] [ open",
    "*/x/* // none",
    "</style>x</script>x</title>",
    "<!--x--> -->x ]]>x <![CDATA[x]]>",
    "javascript:x",
    "&lt;x &#60;b&#62; &amp;",
    "<b>x</b> <i>x</i> <span class=x>x</span>",
    "<img src=x onerror=y>",
    "%s%d %(x)s",
    "`x` ```x```",
    "@x ~x~ ^x __x__ *x* **x**",
    "</wbr>x",
    "<?x?> <?xml-stylesheet href=x?>",
    "--x x---y",
    "|x| «x» 77777",
    "1. x - x + x / x = x",
    "x\u00a0y",
]
QUOTED = ["q\"q q'q", '"; #panic("x', "'); panic(", "{{x}} {x} ${x} {page}", 'rtl)[#panic("x")]; #text(dir: ltr']
"""Those that citations set in other quotation marks, or that house words take for places to be filled."""
FRONT: dict[str, Any] = {
    "title": "A book",
    "subtitle": "A sub",
    "creator": [
        {"name": "Ada Author", "role": "aut", "file-as": "Author, Ada"},
        {"name": "Ed Itor", "role": "edt"},
    ],
    "lang": "en-GB",
    "identifier": "urn:uuid:00000000-0000-4000-8000-000000000081",
    "version": "1",
    "published": "2020-02-02",
    "publisher": "Pub",
    "series": {"name": "Ser", "number": "2"},
    "rights": "Rights",
    "source": "Source",
    "subject": ["One", "Two"],
    "subjects": [{"scheme": "keyword", "name": "Three"}],
    "alternative-title": ["A longer title"],
    "rights-holder": [{"name": "Holder"}],
    "license-of-notes": "Licence",
    "audience": "All",
    "original": {"title": "Was", "container": "Journal", "issue": "1", "publisher": "Old", "place": "Lynn"},
    "description": "Desc",
    "cover-image-alt": "Cov",
    "witness": {"path": "w.txt", "siglum": "W"},
    "words": {"contents": "Contents here", "note": "Note here"},
    "apparatus": {"publish": ["stet", "queries"]},
}
FIELDS: list[tuple[str | int, ...]] = [
    ("title",),
    ("subtitle",),
    ("creator", 0, "name"),
    ("creator", 0, "file-as"),
    ("creator", 1, "name"),
    ("identifier",),
    ("version",),
    ("publisher",),
    ("series", "name"),
    ("rights",),
    ("source",),
    ("subject", 0),
    ("subjects", 0, "name"),
    ("alternative-title", 0),
    ("rights-holder", 0, "name"),
    ("license-of-notes",),
    ("audience",),
    ("original", "title"),
    ("original", "container"),
    ("original", "issue"),
    ("original", "publisher"),
    ("original", "place"),
    ("description",),
    ("cover-image-alt",),
    ("witness", "siglum"),
    ("words", "contents"),
    ("words", "note"),
]
ERRATA = {
    "errata": [{"id": "e1", "for": "mistkae", "read": "mistake", "kind": "misread", "note": "NOTE"}],
    "stet": [{"id": "s1", "reading": "word", "why": "WHY"}],
    "queries": [{"id": "q1", "reading": "here", "why": "ASKED", "status": "open"}],
}
TEXT = (
    "# One {#one}\n\nA word with a mistake here.[^1]\n\n"
    '![cap](a.png){alt="ALTERNATIVE" title="TITLED"}\n\n'
    '[a link](https://example.org/#x "LINKED") and `code`\n\n[^1]: A note.\n'
)


def filled(fields: dict[tuple[str | int, ...], str]) -> dict[str, Any]:
    """The front matter with these values in these fields."""
    front = copy.deepcopy(FRONT)
    for field, value in fields.items():
        holder: Any = front
        for key in field[:-1]:
            holder = holder[key]
        holder[field[-1]] = value
    return front


def edition(folder: Path, front: dict[str, Any], text: str = TEXT, errata: dict[str, Any] | None = None) -> Path:
    """An edition with a witness, a list of errata and a picture."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "01.md").write_text(f"---\n{yaml.safe_dump(front)}---\n\n{text}", encoding="utf-8")
    Image.new("RGB", (40, 30), "tan").save(folder / "a.png")
    (folder / "w.txt").write_text(
        "One\n\nA word with a mistkae here.\n\ncap\n\na link and code\n\nA note.\n", encoding="utf-8"
    )
    (folder / "errata.yaml").write_text(yaml.safe_dump(errata or ERRATA), encoding="utf-8")
    return folder


def markup(made: Build) -> dict[str, etree._Element]:
    """The trees of all files of markup in what was built, by their names."""
    trees: dict[str, etree._Element] = {}
    for artifact in made.artifacts:
        ending = artifact.name.rpartition(".")[2]
        if ending == "epub":
            with zipfile.ZipFile(io.BytesIO(artifact.data)) as book:
                for name in book.namelist():
                    if name.endswith((".opf", ".xhtml", ".ncx", ".xml")):
                        trees[name] = etree.fromstring(book.read(name))
        elif ending == "html":
            trees["html"] = html.document_fromstring(artifact.data.decode())
        elif ending == "xml":
            trees["tei"] = etree.fromstring(artifact.data)
    return trees


def bones(tree: etree._Element) -> list[tuple[str, ...]]:
    """What a tree is but for its words and values: each element with the names of its attributes."""
    return [(str(node.tag), *sorted(str(key) for key in node.attrib)) for node in tree.iter()]


def said(tree: etree._Element) -> Iterator[str]:
    """All texts and values of a tree, and the strings of the JSON in it, their spaces made one."""
    for node in tree.iter():
        texts = [node.text, node.tail, *(map(str, node.attrib.values()) if isinstance(node.tag, str) else ())]
        if node.tag == "script" and "json" in (node.get("type") or ""):
            texts += list(_strings(json.loads(node.text or "null")))
        elif node.tag == "script" and node.get("type") == "text/html":
            yield from said(html.fragment_fromstring(node.text or "", create_parent=True))
        yield from (" ".join(text.split()) for text in texts if text)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
