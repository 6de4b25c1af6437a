"""Rules on the HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.document.tree import line
from octavo.errors import Place

LOADED = ("src", "srcset", "poster", "data", "background")
_FETCH = re.compile(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)|@import\s+([^;]+)")


@rule("html/self-contained", reads="html")
def self_contained(subject: Subject) -> Iterator[Breach]:
    for element in subject.html.root.iter():
        if not isinstance(element.tag, str):
            continue
        addresses = [element.get(key) or "" for key in LOADED if element.get(key)]
        if element.tag == "link" and (element.get("rel") or "") not in (
            "schema.DC",
            "schema.DCTERMS",
            "canonical",
            "license",
        ):
            addresses.append(element.get("href") or "")
        styles = (element.text or "") if element.tag == "style" else element.get("style") or ""
        addresses += [match[1] or match[2] for match in _FETCH.finditer(styles)]
        for what in addresses:
            if not what.startswith("data:"):
                yield Breach(Place(subject.path("html"), line(element)), {"what": what})


@rule("html/language", reads="html")
def language(subject: Subject) -> Iterator[Breach]:
    expected = subject.edition.metadata.lang or "und"
    found = subject.html.root.get("lang")
    if found != expected:
        yield Breach(Place(subject.path("html")), {"found": found or "", "expected": expected})
