"""The named entities of XML: those that a document declares itself, and the 253 of XHTML (XHTML 1.1, appendix A)."""

from __future__ import annotations

import re
from html.entities import name2codepoint
from pathlib import Path
from typing import Any

from lxml import etree

from octavo.document.tree import line
from octavo.errors import InputError, Place

LONGEST = 100_000
"""Characters that all entities of a document may grow to by what they name in their turn."""
DEEPEST = 20
_REFERENCE = re.compile(r"&(#?[\w.:-]+);")
_TAG = re.compile(r"<[^>]*>")


def resolve_entities(root: etree._Element, file: Path) -> None:
    """Put the characters that each entity stands for in its place; raises InputError where that is not known.

    What is declared in another file is never fetched. Markup in an entity counts for its words.
    """
    references: list[Any] = list(root.iter(etree.Entity))
    if not references:
        return
    meanings = _Meanings(root, file)
    for reference in references:
        _replace(reference, meanings.of(str(reference.name), line(reference)))


class _Meanings:
    """What the entities of one document stand for."""

    def __init__(self, root: etree._Element, file: Path) -> None:
        declared: Any = root.getroottree().docinfo.internalDTD
        self._declared: dict[str, str | None] = {}
        for entity in declared.iterentities() if declared is not None else ():
            self._declared.setdefault(entity.name, entity.orig if entity.content is None else entity.content)
        self._file = file
        self._known: dict[str, str] = {}
        self._length = 0

    def of(self, name: str, at: int, depth: int = 0) -> str:
        """The characters that a name stands for, those of other names in them resolved."""
        if name in self._known:
            return self._known[name]
        content = self._declared.get(name)
        if content is None and name in self._declared:
            raise self._fault(f"entity ‘{name}’ stands in another file, which is not fetched", at)
        if content is None:
            content = chr(name2codepoint[name]) if name in name2codepoint else {"apos": "'"}.get(name)
        if content is None:
            raise self._fault(f"entity ‘{name}’ is declared nowhere", at)
        if depth > DEEPEST:
            raise self._fault(f"entity ‘{name}’ names itself", at)
        text = _REFERENCE.sub(lambda found: self._inner(found[1], at, depth), _TAG.sub(" ", content))
        self._length += len(text)
        if self._length > LONGEST:
            raise self._fault(f"entity ‘{name}’ grows without measure", at)
        self._known[name] = text
        return text

    def _inner(self, name: str, at: int, depth: int) -> str:
        if name.startswith("#"):
            code = name[1:]
            number = int(code[1:], 16) if code[:1] in "xX" and code[1:] else int(code)
            return chr(number) if number < 0x110000 else ""
        return self.of(name, at, depth + 1)

    def _fault(self, message: str, at: int) -> InputError:
        hint = "write the character itself; nothing outside of the file is read"
        return InputError(message, place=Place(self._file, at), hint=hint)


def _replace(reference: Any, text: str) -> None:
    """Put a text and what stood behind a reference into the tree, in its place."""
    text += reference.tail or ""
    before, parent = reference.getprevious(), reference.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    reference.tail = None
    parent.remove(reference)
