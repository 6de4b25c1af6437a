"""Links inside the edition: each must land. A link to another Markdown file becomes one to its chapter."""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.model import Document
from octavo.document.parts import Fault
from octavo.document.scan import MarkdownScan
from octavo.document.tree import classes, ids
from octavo.errors import Problem

OUTWARD = re.compile(r"(?:https?|mailto|urn|doi|tel):", re.IGNORECASE)


def link_faults(document: Document, scans: list[MarkdownScan]) -> list[Fault]:
    """Rewrite links between files to links inside the one Document; say which lead nowhere."""
    known = {
        element.get("id") for chapter in document.chapters for element in chapter.element.iter() if element.get("id")
    }
    known |= {note.id for note in document.notes}
    first_chapter = {
        document.edition.chapters[chapter.file].path.name: chapter.id
        for chapter in reversed(document.chapters)
        if chapter.file >= 0
    }
    faults = []
    roots = [(chapter.file, chapter.element) for chapter in document.chapters]
    roots += [(document.chapters[note.chapter].file, note.body) for note in document.notes]
    for file, root in roots:
        for link in root.iter("a"):
            target = link.get("href") or ""
            if OUTWARD.match(target) or "noteref" in classes(link):
                continue
            name, _, fragment = target.partition("#")
            if name in first_chapter and not fragment:
                fragment = first_chapter[name]
            if (name and name not in first_chapter) or fragment not in known:
                place = scans[file].place_of(f"({target}")
                hint = "give the target an id, as in ## Heading {#id}, or mend the link"
                faults.append(Fault("broken-link", Problem(f"the link to ‘{target}’ leads nowhere", place, hint)))
            link.set("href", f"#{fragment}")
        faults += _description_faults(root, scans[file] if file >= 0 else None)
    return faults


def _description_faults(root: etree._Element, scan: MarkdownScan | None) -> list[Fault]:
    """Long descriptions of pictures that do not stand in the same chapter, or note, as their pictures.

    In an EPUB each chapter is a file, and references of ARIA lead to elements of their own file only.
    """
    faults = []
    near = set(ids(root))
    for picture in root.iter("img"):
        described = picture.get("aria-details")
        if scan and described and described not in near:
            message = f"the long description ‘#{described}’ is not in the chapter of its picture"
            hint = "put it there, with this id, as in ::: {#id}, or mend the longdesc"
            faults.append(Fault("broken-link", Problem(message, scan.place_of(f'longdesc="#{described}'), hint)))
    return faults
