"""An edition made again beside what was made before, and how much of each file is another: after an upgrade, say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from octavo.archive.verify import RENDITIONS, TOOLS, content, files_of, fixity, is_own, record_of
from octavo.build import Build, build
from octavo.edition import Edition, load_edition
from octavo.errors import InputError, Place, Problem
from octavo.outputs import OUTPUTS
from octavo.progress import step
from octavo.reissue.changeclass import MANIFEST, ChangeClass, FileChange
from octavo.reissue.impression import changes_between

UPHELD = ChangeClass.LOOKS
"""What may change and leaves the edition as it is cited."""


@dataclass(frozen=True)
class Kept:
    """What was made of an edition before."""

    place: Path
    files: Mapping[str, bytes]
    """The renditions by name, without the manifest."""
    made_of: Mapping[str, Any]
    """The manifest’s account of sources and tools; empty where it is lost."""


@dataclass(frozen=True)
class Reproof:
    """How what is made now stands to what was made before."""

    files: tuple[FileChange, ...]
    """Every file of either, by name; one that is the same has class 0."""
    sources: tuple[str, ...]
    """Files of the edition that are not as they were: what differs may come from these."""
    tools: tuple[str, ...]
    """Programs and parts that are of other versions now, each with both."""

    @property
    def worst(self) -> ChangeClass:
        """The largest class of all files; a file that is made no more has lost its words."""
        return max((_weight(file) for file in self.files), default=ChangeClass.BYTES_ALIKE)


def _weight(file: FileChange) -> ChangeClass:
    if file.change is not None:
        return file.change
    return ChangeClass.BYTES_ALIKE if file.state == "new" else ChangeClass.WORDS


def kept_in_folder(target: Path) -> Kept:
    """What stands in a build folder; raises InputError where that is not what its manifest says."""
    path = target / MANIFEST
    try:
        made_of = json.loads(path.read_bytes())
        listed = {str(item["name"]): str(item["sha256"]) for item in made_of["artifacts"]}
    except FileNotFoundError:
        hint = "reproof holds a new build against a kept one: build it first, with the version it is to be held against"
        raise InputError("no edition was built here", place=Place(target), hint=hint) from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise InputError("the manifest cannot be read", place=Place(path), hint="build it anew") from None
    files: dict[str, bytes] = {}
    problems = []
    for name, digest in listed.items():
        file = target / name
        data = file.read_bytes() if file.is_file() and Path(name).name == name else None
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            state = "it is gone" if data is None else "it is not as it was made: its checksum is another"
            problems.append(Problem(state, Place(file), "take it from a copy; what is changed proves nothing"))
        else:
            files[name] = data
    if problems:
        raise InputError.of(problems)
    return Kept(target, files, made_of)


def kept_in_bag(bag: Path, place: Path) -> Kept:
    """The renditions of a bag; raises InputError where files are not as they were packed.

    ``place`` is what the user calls the bag: its folder, or the zip file in which that is packed.
    """
    damages = fixity(bag)
    if damages:
        hint = "octavo verify says more; take them from another copy of the bag"
        raise InputError.of([Problem(item.message, Place(place / item.path), hint) for item in damages])
    names = (name for name in files_of(bag) if name.startswith(RENDITIONS) and is_own(bag, name))
    try:
        files = {name.removeprefix(RENDITIONS): content(bag, name) for name in names}
        made_of = record_of(bag, TOOLS) if is_own(bag, TOOLS) else {}
    except ValueError as error:
        raise InputError(
            f"this bag cannot be read: {error}", place=Place(place), hint="octavo verify says more"
        ) from None
    files.pop(MANIFEST, None)
    return Kept(place, files, made_of)


def reproof(folder: Path, kept: Kept) -> tuple[Reproof, Build]:
    """Make an edition again, the renditions that were made before, and compare; nothing is written.

    Raises InputError where it cannot be made, or what was made is of another edition.
    """
    edition = load_edition(folder)
    slug = edition.metadata.slug
    only = _renditions_of(slug, kept.files)
    if not only:
        hint = f"the edition’s files begin with ‘{slug}’; was its title or its slug changed?"
        raise InputError("none of these files is of this edition", place=Place(kept.place), hint=hint)
    with_template = any(name.endswith("-template.pdf") for name in kept.files)
    made = build(folder, only, with_template=with_template)
    made.refuse_unmade()
    after = {artifact.name: artifact.data for artifact in made.artifacts if artifact.name != MANIFEST}
    with step("comparing words, lines and looks"):
        found = {change.name: change for change in _changes(slug, kept, after)}
    same = (FileChange(name, "same", ChangeClass.BYTES_ALIKE) for name in kept.files.keys() - found.keys())
    files = sorted([*found.values(), *same], key=lambda file: file.name)
    now = json.loads(next(artifact.data for artifact in made.artifacts if artifact.name == MANIFEST))
    return Reproof(tuple(files), tuple(_sources(kept, edition)), tuple(_tools(kept.made_of, now))), made


def _changes(slug: str, kept: Kept, after: Mapping[str, bytes]) -> list[FileChange]:
    try:
        return changes_between(slug, kept.files, after)
    except InputError:
        raise
    except (ValueError, OSError, KeyError, RuntimeError) as error:
        hint = "octavo check says of each file what is wrong with it"
        raise InputError(f"what was made before cannot be read: {error}", place=Place(kept.place), hint=hint) from error


def _renditions_of(slug: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """What ``--only`` calls the renditions that these files are."""
    return tuple(
        output.name for output in OUTPUTS if any(slug + ending in files for ending in (output.ending, *output.further))
    )


def _sources(kept: Kept, edition: Edition) -> Iterator[str]:
    before, now = kept.made_of.get("sources"), edition.digests()
    if isinstance(before, dict):
        yield from sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def _tools(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What was made with other versions: ``pandoc 3.8, now 3.9``."""
    pairs = [("octavo", before.get("octavo"), now.get("octavo"))]
    tools = before.get("tools")
    was = tools if isinstance(tools, dict) else {}
    for name, value in now["tools"].items():
        if isinstance(value, dict):
            own = was.get(name)
            old = own if isinstance(own, dict) else {}
            differing = sum(old.get(key) != value.get(key) for key in old.keys() | value.keys())
            if differing:
                yield f"{differing} of the {name}"
        else:
            pairs.append((name, was.get(name), value))
    for name, old_version, version in pairs:
        if old_version != version:
            yield f"{name} {old_version or 'of an unknown version'}, now {version}"
