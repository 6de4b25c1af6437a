"""A small edition whose front matter has everything, and readers of what each carrier says of it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree
from lxml import html as lxml_html

from octavo.document.tree import inner_text

FRONT_MATTER = """\
---
title: The Sea-wall & its Keepers
subtitle: a History in Letters
alternative-title: The Sea-wall, being the whole History of it
creator:
  - {name: Ann Moor, file-as: "Moor, Ann", orcid: 0000-0002-1825-0097}
  - {name: Ben Fenn, file-as: "Fenn, Ben", isni: 0000 0001 2103 2683}
  - {name: Ivo Painter, role: illustrator, viaf: "41853338"}
  - {name: Nora Dike, role: ann}
editor: {name: the Marsh Society, corporate: true}
translator: {name: Jan de Wit, file-as: "Wit, Jan de"}
introduction-by: Tess Lator
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000014
doi: https://doi.org/10.1000/sea-wall
version: "2.1"
published: 2020-02-02
revised: 2021-03-04
publisher: Fen & Marsh
series: {name: Books of the Coast, number: 3, issn: 0020-8736}
rights: All rights remain with the Marsh Society.
rights-uri: https://rightsstatements.org/page/InC/1.0/
rights-holder: {name: Holders Ltd, corporate: true}
license-of-notes: https://creativecommons.org/licenses/by/4.0/
access: restricted
source: Taken from the copy in the county library.
original:
  title: On the Sea-wall
  container: The Coastal Journal
  issue: "30"
  pages: 8–17
  publisher: Old Press
  place: Lynn
  date: 1867-05
  issn: 0317-8471
subject: [Sea defences]
subjects:
  - {scheme: thema, code: RNH, name: Coastal management}
  - {scheme: bisac, code: TEC009020}
  - {scheme: lcsh, name: Sea-walls, code: sh85119332}
  - {scheme: keyword, name: dikes}
audience: Readers who live by the sea
description: What the keepers of the wall wrote.
products:
  epub: {isbn: 978-0-306-40615-7, price: {GBP: 4.99, EUR: "6"}, status: available, stores: [kobo, kdp]}
  paperback: {isbn: 978-0-14-103614-4, price: {GBP: 12}, status: forthcoming}
  hardcover: {isbn: 978-1-86197-876-9}
  pdf: {isbn: 978-3-16-148410-0, status: withdrawn}
print: {printer: generic}
witness: {path: witness.txt}
---

# Chapter

The text of the chapter.
"""
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "o": "http://www.idpf.org/2007/opf",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "t": "http://www.tei-c.org/ns/1.0",
}
_PRESS = ("-print.pdf", "-cover.pdf")
MARC = "{http://www.loc.gov/MARC21/slim}"


def edition_with_everything(folder: Path) -> Path:
    """Write the edition into a folder."""
    (folder / "1.md").write_text(FRONT_MATTER, encoding="utf-8")
    (folder / "witness.txt").write_text("Chapter\n\nThe text of the chapter.\n", encoding="utf-8")
    return folder


class Carriers:
    """The carriers of one build, each read by the means of its own format."""

    def __init__(self, files: dict[str, bytes]) -> None:
        by_ending = {name.partition(".")[2]: data for name, data in files.items() if not name.endswith(_PRESS)}
        container = zipfile.ZipFile(io.BytesIO(by_ending["epub"]))
        self.opf = etree.fromstring(container.read("EPUB/content.opf"))
        self.ncx = etree.fromstring(container.read("EPUB/toc.ncx"))
        self.tei = etree.fromstring(by_ending["xml"])
        self.page = lxml_html.fromstring(by_ending["html"])
        self.pdf = pikepdf.open(io.BytesIO(by_ending["pdf"]))
        self.csl: dict[str, Any] = json.loads(by_ending["csl.json"])[0]
        self.bibtex = by_ending["bib"].decode()
        self.ris = by_ending["ris"].decode()
        self.marc = etree.fromstring(by_ending["marc.xml"])
        (script,) = self.page.xpath("//script[@type='application/ld+json']")
        self.jsonld: dict[str, Any] = json.loads(script.text)

    def found(self, carrier: str, place: str) -> list[str]:
        """All values that stand at a place of a carrier."""
        return [value for one in place.split("|") for value in self._found(carrier, one)]

    def _found(self, carrier: str, place: str) -> Iterator[str]:
        if carrier in ("opf", "ncx", "tei"):
            path = place if place.startswith("//") else _package_path(place)
            for value in getattr(self, carrier).xpath(path, namespaces=NAMESPACES):
                text = value if isinstance(value, str) else inner_text(value)
                yield text
                yield from text.split() if place.endswith("@ref") else ()
        elif carrier in ("dc", "highwire"):
            contents = self.page.xpath(f"//meta[@name='{place}']/@content")
            yield from (part for text in contents for part in ([text] if "keywords" not in place else text.split("; ")))
        elif carrier == "citation":
            (reference,) = self.page.xpath("//*[@class='reference']") or self.page.xpath("//*[contains(@class,'csl')]")
            yield " ".join(inner_text(reference).split())
        else:
            yield from getattr(self, f"_{carrier}_values")(place)

    def _xmp_values(self, place: str) -> Iterator[str]:
        with self.pdf.open_metadata() as metadata:
            value = metadata.get(place, [])
        yield from [value] if isinstance(value, str) else map(str, value)

    def _jsonld_values(self, place: str) -> Iterator[str]:
        things: list[Any] = [self.jsonld]
        for step in place.strip("/").split("/"):
            inner = [thing.get(step, []) for thing in things if isinstance(thing, dict)]
            things = [item for value in inner for item in (value if isinstance(value, list) else [value])]
        yield from (thing for thing in things if isinstance(thing, str))

    def _csl_values(self, place: str) -> Iterator[str]:
        value = self.csl.get(place, [])
        if place == "keyword":
            yield from value.split(", ")
        elif isinstance(value, dict):
            yield "-".join(f"{part:02}" for part in value["date-parts"][0])
        elif isinstance(value, list):
            yield from (name.get("literal") or f"{name['family']}, {name['given']}" for name in value)
        else:
            yield value

    def _bibtex_values(self, place: str) -> Iterator[str]:
        for text in re.findall(rf"^  {place} = \{{(.*)\}},?$", self.bibtex, re.MULTILINE):
            parting = {"keywords": ", ", "author": " and ", "editor": " and "}.get(place)
            for part in text.split(parting) if parting else [text]:
                yield part.strip("{}").replace("\\&", "&")

    def _ris_values(self, place: str) -> Iterator[str]:
        yield from re.findall(rf"^{place}  - (.*)\r$", self.ris, re.MULTILINE)

    def _marc_values(self, place: str) -> Iterator[str]:
        tag, _, code = place.partition("$")
        for field in self.marc.iter(f"{MARC}datafield"):
            if field.get("tag") == tag:
                yield from (part.text or "" for part in field if part.get("code") == code)


def _package_path(place: str) -> str:
    return f"//{place}" if place.startswith("dc:") else f"//o:meta[@property='{place}' and not(@refines)]"


def grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Values by place."""
    found: dict[str, list[str]] = defaultdict(list)
    for place, value in pairs:
        found[place].append(value)
    return found
