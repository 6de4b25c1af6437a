"""Ids: those that pandoc gives, each once in the whole book; what a link of one file means by one of them."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from octavo.document.parts import Fault
from octavo.errors import Place, Problem
from octavo.markdown.file import MarkdownFile

RESERVED = re.compile(r"titlepage|imprint|note(ref)?-\d+-\w+|(erratum|entry|page|stet|query)-[\w.-]+|errata-corrected")
"""Ids that Octavo gives itself."""
NOTE = re.compile(r"fn(ref)?\d+")
"""Ids of notes while they have no number."""


@dataclass
class Addresses:
    """Where ids lead: within a file to its own, else to the first of that name in the book."""

    by_file: list[dict[str, str]] = field(default_factory=list)
    anywhere: dict[str, str] = field(default_factory=dict)

    def find(self, file: int, identifier: str) -> str | None:
        """The id of the Document that a file means by one; None where there is none."""
        own = self.by_file[file].get(identifier) if 0 <= file < len(self.by_file) else None
        return own or self.anywhere.get(identifier)


def give_ids(files: list[MarkdownFile], faults: list[Fault]) -> Addresses:
    """Make each id stand once in the book; the writer's own are kept, what was made of a heading's words is counted on.

    A writer's own id that stands twice is a fault: within a file a link to it could mean either place. In two files
    each keeps to its own. Where no link leads to it, the first has it, and the other gets a number.
    """
    written = {identifier for file in files for identifier in file.scan.explicit_ids}
    linked = _linked(files)
    addresses = Addresses()
    taken: set[str] = set()
    counted: dict[str, int] = {}
    for file in files:
        own: dict[str, str] = {}
        for element in _with_ids(file):
            identifier = str(element.get("id"))
            explicit = identifier in file.scan.explicit_ids
            if explicit and identifier in own and len(file.scan.explicit_ids[identifier]) > 1:
                # Where it is written once, the other was made of a heading's words and gives way.
                faults.append(_twice(file, identifier, linked=identifier in linked))
            if explicit and RESERVED.fullmatch(identifier):
                place = file.scan.explicit_ids[identifier][0]
                message = f"the id ‘{identifier}’ is one of Octavo’s own"
                faults.append(Fault("duplicate-id", Problem(message, place, "choose another id")))
            name = re.sub(r"\s+", "-", identifier)  # an id has no blanks (HTML, 3.2.6)
            free = name not in taken and not RESERVED.fullmatch(name)
            new = name if free and (explicit or name not in written) else _next(name, taken, written, counted)
            taken.add(new)
            element.set("id", new)
            own.setdefault(identifier, new)
            addresses.anywhere.setdefault(identifier, new)
        addresses.by_file.append(own)
    return addresses


def pandoc_id(text: str) -> str:
    """The id that pandoc makes of a heading's words (its manual, auto_identifiers)."""
    kept = "".join(sign for sign in text.lower() if sign.isalnum() or sign.isspace() or sign in "_-.")
    return re.sub(r"^[\W\d_]+", "", "-".join(kept.split())) or "section"


def _with_ids(file: MarkdownFile) -> list[etree._Element]:
    roots = [file.body, *file.notes.values()]
    are_roots = {id(root) for root in roots}
    return [
        element
        for root in roots
        for element in root.iter("*")
        if element.get("id") and not (id(element) in are_roots and NOTE.fullmatch(str(element.get("id"))))
    ]


def _next(identifier: str, taken: Container[str], written: Container[str], counted: dict[str, int]) -> str:
    """The first free id with a number behind it; a book may give the same id a hundred thousand times."""
    stem = f"again-{identifier}" if RESERVED.fullmatch(f"{identifier}-1") else identifier  # ‘page-2’ is Octavo’s
    while True:
        counted[stem] = counted.get(stem, 0) + 1
        new = f"{stem}-{counted[stem]}"
        if new not in taken and new not in written and not RESERVED.fullmatch(new):
            return new


def _linked(files: list[MarkdownFile]) -> set[str]:
    """Every id that some link of the book names."""
    links = (link for file in files for root in (file.body, *file.notes.values()) for link in root.iter("a"))
    return {unquote((link.get("href") or "").partition("#")[2]) for link in links}


def _twice(file: MarkdownFile, identifier: str, *, linked: bool) -> Fault:
    places = file.scan.explicit_ids[identifier]
    place = places[1] if len(places) > 1 else places[0] if places else Place(file.chapter.path)
    why = "a link could mean either" if linked else "no link leads to it, so this one gets a number behind it"
    hint = f"it stands first at {places[0]}; {why}: give this one another id"
    kind = "duplicate-id" if linked else "id-again"
    return Fault(kind, Problem(f"the id ‘{identifier}’ is used twice", place, hint))
