"""Finds the editions below a folder by their front matter, and what each is called in all that is kept of it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.edition.files import is_inside
from octavo.edition.frontmatter import FRONT_MATTER
from octavo.edition.order import order_of
from octavo.edition.textfile import read_text
from octavo.edition.yamlfile import YamlText, read_yaml
from octavo.errors import InputError, OctavoError, Place, Problem

_PASSED = frozenset({"build", "node_modules", "witness", "images", "fonts", "errata", "replaced"})
"""Folders in which no edition has its texts."""
_BAG = "bagit.txt"
"""A folder with this file is an archive: the copy of an edition in it is not one to build."""
_UUID = re.compile(r"urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_MINT = "octavo new makes an identifier; or write identifier: urn:uuid: and what uuidgen prints"


@dataclass(frozen=True)
class Found:
    """One edition that was found, and why it cannot be built where its identifier says so."""

    folder: Path
    """The folder of its Markdown."""
    identifier: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """What its folder in the build folder is called, and its files of state."""
        return name_of(self.identifier) if self.identifier else f"folder-{_digest(str(self.folder))}"


def name_of(identifier: str) -> str:
    """A file name of an identifier, of no other: that of a UUID is the UUID itself."""
    known = _UUID.fullmatch(identifier)
    if known:
        return known[1]
    plain = re.sub(r"[^a-z0-9]+", "-", identifier.casefold().removeprefix("urn:")).strip("-")[:60]
    return f"{plain}-{_digest(identifier)}".lstrip("-")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def edition_folders(library: Path, without: Path | None = None) -> Iterator[Path]:
    """The folders below a library in which an edition's Markdown lies, in the order of their names.

    ``without`` is the folder that builds go to. An edition holds no other.
    """
    for inside, folders, names in os.walk(library):
        folder = Path(inside)
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in _PASSED)
        if _BAG in names or (without is not None and folder == without):
            folders.clear()
        elif any(name.endswith(".md") for name in names) and _has_front_matter(folder):
            folders.clear()
            yield folder


def _has_front_matter(folder: Path) -> bool:
    """Whether the first Markdown file of a folder, or the first by name, opens as an edition's does."""
    try:
        order = order_of(folder)
        for path in [*order.paths[:1], *(order.left[:1] if order.by else [])]:
            if is_inside(path, folder) and path.is_file():
                with path.open("rb") as file:
                    if file.read(8).removeprefix(b"\xef\xbb\xbf").startswith((b"---\n", b"---\r")):
                        return True
    except (OctavoError, OSError):
        return False
    return False


def identified(folder: Path) -> Found:
    """An edition with the identifier that its front matter gives, or with what is wrong there."""
    try:
        identifier, place = _identifier(folder)
    except OctavoError as error:
        return Found(folder, problems=error.problems)
    except OSError as error:
        return Found(folder, problems=(Problem(f"cannot be read: {error.strerror}", Place(folder)),))
    if not identifier:
        message = "the front matter has no identifier, by which a library knows an edition"
        return Found(folder, problems=(Problem(message, place, _MINT),))
    return Found(folder, identifier)


def _identifier(folder: Path) -> tuple[str, Place]:
    yaml = read_front_matter(folder)[1]
    value = yaml.value.get("identifier", "") if isinstance(yaml.value, dict) else ""
    return (value.strip() if isinstance(value, str) else ""), yaml.place("identifier")


def read_front_matter(folder: Path) -> tuple[Path, YamlText]:
    """The front matter of an edition with its places, and the file that opens with it; raises InputError."""
    order = order_of(folder)
    for path in [*order.paths[:1], *order.left[:1]]:
        match = FRONT_MATTER.match(read_text(path))
        if match:
            return path, read_yaml(match[1], path, first_line=2)
    hint = "close it with a line of three hyphens: ---"
    raise InputError("the front matter is not closed", place=Place(order.paths[0], 1, 1), hint=hint)


def _meaning(identifier: str) -> str:
    """An identifier without what makes no difference in it: capitals and hyphens of a UUID or ISBN (RFC 9562, 4)."""
    plain = identifier.casefold()
    return plain.replace("-", "") if plain.startswith(("urn:uuid:", "urn:isbn:")) else identifier


def without_doubles(found: list[Found]) -> list[Found]:
    """The same, in which editions that have one identifier in common are not to be built, and say so."""
    alike: dict[str, list[Found]] = {}
    for one in found:
        alike.setdefault(_meaning(one.identifier), []).append(one)
    result = []
    for one in found:
        others = [str(other.folder) for other in alike[_meaning(one.identifier)] if other is not one]
        if others and one.identifier:
            message = f"the identifier {one.identifier} is that of {', '.join(others)} as well"
            problem = Problem(message, Place(one.folder), f"give one of them another; {_MINT}")
            one = Found(one.folder, problems=(problem,))
        result.append(one)
    return result
