"""Links inside the edition: each must land. A link to another Markdown file becomes one to its chapter."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from octavo.document.ids import Addresses, pandoc_id
from octavo.document.model import ReadDocument
from octavo.document.parts import Fault
from octavo.document.tree import classes, ids
from octavo.errors import Place, Problem
from octavo.markdown.file import MarkdownFile
from octavo.markdown.scan import MarkdownScan

OUTWARD = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
"""What leads out of the edition: an address with a scheme (RFC 3986, 3.1), or of another host."""
_NEVER = re.compile(r"(?:javascript|vbscript|data|file):", re.IGNORECASE)
_ENDINGS = (".md", ".qmd", ".Rmd", ".markdown")


def resolve_links(document: ReadDocument, files: list[MarkdownFile], addresses: Addresses) -> list[Fault]:
    """Make links between files links inside the one Document; those that lead nowhere become their words, told."""
    targets = _Targets(document, addresses)
    faults: list[Fault] = []
    for number, root in _roots(document):
        for link in list(root.iter("a")):
            if "noteref" in classes(link):
                continue
            file = document.file_of(link, number)
            target = link.get("href") or ""
            if OUTWARD.match(target) and not _NEVER.match(target):
                continue
            found = None if _NEVER.match(target) else targets.find(file, target)
            if found is None:
                faults.append(_broken(target, files, file, document))
                link.tag = "span"
                link.attrib.pop("href", "")
            else:
                link.set("href", f"#{found}")
        faults += _description_faults(root, files[document.file_of(root, number)].scan, addresses)
    return faults


def _roots(document: ReadDocument) -> Iterator[tuple[int, etree._Element]]:
    """The trees of the files' chapters and of their notes, each with its chapter's number."""
    for number, chapter in enumerate(document.chapters):
        if chapter.file >= 0:
            yield number, chapter.element
    for note in document.notes:
        yield note.chapter, note.body


def _broken(target: str, files: list[MarkdownFile], file: int, document: ReadDocument) -> Fault:
    path = document.edition.chapters[file].path if file < len(document.edition.chapters) else None
    decoded = unquote(target)
    place = (
        files[file].scan.next_place_of(
            *(f"({address}{end}" for address in (target, decoded) for end in (")", " ", "")[: 3 if target else 1]),
            *(f"{quoted}{target}" for quoted in ('"', "<", "'", "=", "") if target),
            'href=""',
            "href",
        )
        if path
        else Place(document.edition.chapters[0].path)
    )
    hint = "its words stand without a link; give the target an id, as in ## Heading {#id}, or mend the link"
    return Fault("broken-link", Problem(f"the link to ‘{target}’ leads nowhere", place, hint))


class _Targets:
    """Finds what a link's address means in the book."""

    def __init__(self, document: ReadDocument, addresses: Addresses) -> None:
        self._addresses = addresses
        self._known = {
            str(element.get("id")) for _, root in _roots(document) for element in root.iter("*") if element.get("id")
        }
        self._known |= {chapter.id for chapter in document.chapters}
        self._loose = {_folded(identifier): identifier for identifier in self._known}
        self._loose |= {heading.former_id: heading.id for heading in document.headings if heading.former_id}
        # pandoc leaves out what is composed of two characters where it makes an id of a heading.
        self._loose |= {
            pandoc_id(_folded(heading.text)): heading.id
            for heading in document.headings
            if not unicodedata.is_normalized("NFC", heading.text)
        }
        self._folders: list[str] = []
        self._files: dict[str, int] = {}
        for number, chapter in enumerate(document.edition.chapters):
            name = _folded(chapter.path.relative_to(document.edition.folder).as_posix())
            self._folders.append(posixpath.dirname(name))
            self._files[name] = number
        self._begins = _beginnings(document)
        self._names: dict[str, list[int]] = defaultdict(list)
        for name, number in self._files.items():
            self._names[posixpath.basename(name)].append(number)

    def find(self, file: int, target: str) -> str | None:
        """The id that an address of a file leads to; None where it leads nowhere."""
        if not target:
            return None
        name, _, fragment = target.partition("#")
        there = self._file(file, name) if name else file
        if there is None:
            return None
        if not fragment:
            return self._begins.get(there)
        for identifier in (fragment, unquote(fragment)):
            found = self._addresses.find(there, identifier)
            found = found if found in self._known else self._loose.get(_folded(identifier))
            if found is not None:
                return found
        return None

    def _file(self, file: int, name: str) -> int | None:
        folder = self._folders[file] if 0 <= file < len(self._folders) else ""
        path = posixpath.normpath(posixpath.join(folder, _folded(unquote(name.partition("?")[0])).lstrip("/")))
        base, ending = posixpath.splitext(path)
        names = [path]
        if ending in (".html", ".htm", *_ENDINGS):
            # What the files are called when a site is made of them.
            names += [f"{base}{other}" for other in _ENDINGS]
            if base.endswith("index"):
                names += [f"{base[:-5]}{other}" for other in ("README.md", "readme.md")]
        else:
            names += [f"{path}{other}" for other in _ENDINGS]
            names += [f"{path}/{other}" for other in ("README.md", "index.md", "readme.md")]
        for candidate in names:
            if candidate in self._files:
                return self._files[candidate]
        alone = {number for candidate in names for number in self._names.get(posixpath.basename(candidate), ())}
        return alone.pop() if len(alone) == 1 and not name.startswith("..") else None


def _beginnings(document: ReadDocument) -> dict[int, str]:
    """The id at which each file begins."""
    begins: dict[int, str] = {}
    for chapter in document.chapters:
        if chapter.file >= 0:
            begins.setdefault(chapter.file, chapter.id)
    for section, file in document.continued.items():
        begins.setdefault(file, section.get("id") or "")
    return begins


def _folded(name: str) -> str:
    """A name as it is compared: the letters of a name may be composed or not (Unicode, annex 15)."""
    return unicodedata.normalize("NFC", name)


def _description_faults(root: etree._Element, scan: MarkdownScan, addresses: Addresses) -> list[Fault]:
    """Long descriptions of pictures that do not stand in the same chapter, or note, as their pictures.

    In an EPUB each chapter is a file, and references of ARIA lead to elements of their own file only.
    """
    faults = []
    near = set(ids(root))
    for picture in root.iter("img"):
        described = picture.get("aria-details")
        if described and described not in near:
            message = f"the long description ‘#{described}’ is not in the chapter of its picture"
            hint = "put it there, with this id, as in ::: {#id}, or mend the longdesc"
            faults.append(Fault("broken-link", Problem(message, scan.place_of(f'longdesc="#{described}'), hint)))
            del picture.attrib["aria-details"]
    return faults
