"""A bag put into an OCFL 1.1 storage root: one object an edition, one version a release, unchanged files stored once.

https://ocfl.io/1.1/spec/ and the extension 0003 (hash and id n-tuple storage layout) for where objects lie. An object
is written beside its place and moved in whole; what a killed run has left is put right by the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from octavo import __version__
from octavo.archive.verify import EVENTS, EVENTS_LIST
from octavo.edition import Edition
from octavo.errors import InputError, Place
from octavo.outfolder import locked
from octavo.wholefile import PREFIX, write_whole

ROOT, OBJECT = "ocfl_1.1", "ocfl_object_1.1"
"""What a storage root and an object are declared to be (3.1 and 4.1; NAMASTE)."""
LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
_USUAL: dict[str, Any] = {
    "extensionName": LAYOUT,
    "digestAlgorithm": "sha256",
    "tupleSize": 3,
    "numberOfTuples": 3,
}
_DIGESTS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
"""Digests by which objects can be laid out, and how many characters they have."""
_BEGUN = ("ocfl_layout.json", "extensions")
"""What a root has before it is one."""
_ROOT_HINT = "name an OCFL storage root, or an empty folder that is to become one"
_LONGEST_NAME = 100
"""Characters of an identifier in the name of its folder; a longer one is cut, and has its digest behind it."""
_TYPE = "https://ocfl.io/1.1/spec/#inventory"
_DIGEST = "sha512"


def store(root: Path, edition: Edition, files: Mapping[str, bytes], moment: str) -> str:
    """Put the files of a bag into a storage root as the next version of the edition's object; says what was done.

    ``moment`` is the release's (RFC 3339). A bag in which nothing but the times of its events is new makes no version.
    Raises InputError where the folder is no storage root, or one that is laid out in another way.
    """
    if os.path.lexists(root) and not root.is_dir():
        raise InputError("this is no folder", place=Place(root), hint=_ROOT_HINT)
    root.mkdir(parents=True, exist_ok=True)
    with locked(root):  # two at once would take each other’s half-written objects away
        return _stored(root, edition, files, moment)


def _stored(root: Path, edition: Edition, files: Mapping[str, bytes], moment: str) -> str:
    identifier = edition.metadata.identifier or f"urn:octavo:{edition.metadata.slug}"
    place = root / _path_of(identifier, _layout(root))
    _refuse_links(root, place)
    _put_right(place)
    digests = {name: hashlib.new(_DIGEST, data).hexdigest() for name, data in files.items()}
    before = _inventory(place, identifier)
    number = len(before["versions"]) + 1 if before else 1
    if before and _is_known(before, digests):
        return f"nothing is new since {before['head']} of {identifier}"
    if (place / f"v{number}").exists():
        hint = "have it looked at (ocfl-validate.py): its inventory knows nothing of that"
        raise InputError("a version stands here that is none", place=Place(place / f"v{number}"), hint=hint)
    inventory = _next(before, identifier, f"v{number}", digests, f"Version {edition.metadata.version}", moment)
    added = {paths[0]: digest for digest, paths in inventory["manifest"].items() if paths[0].startswith(f"v{number}/")}
    own = {digest: name for name, digest in digests.items()}
    content = {path: files[own[digest]] for path, digest in added.items()}
    _write(place, f"v{number}", inventory, content)
    return f"v{number} of {identifier}, {len(added)} of {len(files)} files new"


def _layout(root: Path) -> dict[str, Any]:
    """Where objects lie in a storage root; makes the root in an empty folder, or where a killed run has begun to."""
    if all(path.name in _BEGUN or path.name.startswith(PREFIX) for path in root.iterdir()):
        described = {
            "extension": LAYOUT,
            "description": "Objects lie below the SHA-256 of their ids.",
        }
        for path in root.glob(f"{PREFIX}*"):
            path.unlink()
        write_whole(root / "ocfl_layout.json", _json(described))
        (root / "extensions" / LAYOUT).mkdir(parents=True, exist_ok=True)
        write_whole(root / "extensions" / LAYOUT / "config.json", _json(_USUAL))
        write_whole(root / f"0={ROOT}", f"{ROOT}\n".encode())  # the last: with it the folder is a root
        return _USUAL
    if not any(root.glob("0=ocfl_1.*")):
        raise InputError("this is no OCFL storage root", place=Place(root), hint=_ROOT_HINT)
    config = root / "extensions" / LAYOUT / "config.json"
    try:
        layout = str(json.loads((root / "ocfl_layout.json").read_bytes())["extension"])
        found = {**_USUAL, **json.loads(config.read_bytes())} if config.is_file() else dict(_USUAL)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        layout, found = "none that can be read", {}
    if layout != LAYOUT:
        hint = f"Octavo writes into storage roots with {LAYOUT} alone"
        raise InputError(f"the layout of this storage root is {layout[:100]}", place=Place(root), hint=hint)
    size, count = found["tupleSize"], found["numberOfTuples"]
    are_numbers = type(size) is int and type(count) is int and (size == count == 0 or min(size, count) > 0)
    if (
        not are_numbers
        or str(found["digestAlgorithm"]) not in _DIGESTS
        or size * count > _DIGESTS[str(found["digestAlgorithm"])]
    ):
        hint = f"digestAlgorithm is one of {', '.join(_DIGESTS)}; tuples take no more than its digest"
        raise InputError(f"this is no layout of {LAYOUT}", place=Place(config), hint=hint)
    return found


def _refuse_links(root: Path, place: Path) -> None:
    """Raise InputError where an object holds, or lies behind, a link or a pipe: a link could lead anywhere."""
    behind = [path for path in (place, *place.parents) if path.is_relative_to(root) and path != root]
    for path in [*behind, *(place.rglob("*") if place.is_dir() and not place.is_symlink() else ())]:
        if path.is_symlink() or (path.exists() and not path.is_file() and not path.is_dir()):
            hint = "an OCFL object has none: have it looked at (ocfl-validate.py) before anything is added to it"
            raise InputError("this is a link, or no file", place=Place(path), hint=hint)


def _path_of(identifier: str, layout: Mapping[str, Any]) -> Path:
    digest = hashlib.new(str(layout["digestAlgorithm"]), identifier.encode()).hexdigest()
    size, count = int(layout["tupleSize"]), int(layout["numberOfTuples"])
    tuples = [digest[at * size : (at + 1) * size] for at in range(count)] if size else []
    name = re.sub(rb"[^A-Za-z0-9_-]", lambda match: b"%%%02x" % match[0][0], identifier.encode()).decode("ascii")
    return Path(*tuples, name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}-{digest}")


def _beside(place: Path) -> tuple[Path, Path]:
    new, old = (place.with_name(f".{place.name}.{word}") for word in ("new", "old"))
    return new, old


def _put_right(place: Path) -> None:
    """What a killed run has left: half an object beside its place, or the old one moved away."""
    new, old = _beside(place)
    shutil.rmtree(new, ignore_errors=True)
    if old.exists() and not place.exists():
        old.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _inventory(place: Path, identifier: str) -> dict[str, Any] | None:
    """What an object holds by now (3.5); raises InputError where that is damaged, or is another's."""
    path = place / "inventory.json"
    if not place.exists():
        return None
    try:
        data, side = path.read_bytes(), (place / f"inventory.json.{_DIGEST}").read_text(encoding="utf-8")
        inventory: dict[str, Any] = json.loads(data)
        is_whole = side.split()[0] == hashlib.new(_DIGEST, data).hexdigest() and _is_sound(inventory)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        is_whole, inventory = False, {}
    if not is_whole or inventory.get("id") != identifier or inventory.get("digestAlgorithm") != _DIGEST:
        hint = "have it looked at (ocfl-validate.py) before anything is added to it"
        raise InputError(
            "the inventory of this object is damaged, or is not of this edition", place=Place(path), hint=hint
        )
    return inventory


def _is_sound(inventory: Mapping[str, Any]) -> bool:
    """Whether an inventory has its versions, the last of them as its head, and where the files of each lie."""
    versions, manifest = inventory["versions"], inventory["manifest"]
    states = [(digest, names) for version in versions.values() for digest, names in version["state"].items()]
    texts = [inventory["type"], *(name for _, names in (*states, *manifest.items()) for name in names)]
    is_counted = list(versions) == [f"v{number}" for number in range(1, len(versions) + 1)] and bool(versions)
    return (
        is_counted
        and inventory["head"] == f"v{len(versions)}"
        and all(isinstance(text, str) for text in texts)
        and all(isinstance(names, list) and names for names in manifest.values())
        and all(digest in manifest and isinstance(names, list) for digest, names in states)
    )


def _is_known(inventory: Mapping[str, Any], digests: Mapping[str, str]) -> bool:
    """Whether the last version holds all of these files, but for the events and who has signed them."""
    state = inventory["versions"][inventory["head"]]["state"]
    last = {name: digest for digest, names in state.items() for name in names}
    pairs = ({name: digest for name, digest in each.items() if not _is_timed(name)} for each in (last, digests))
    return next(pairs) == next(pairs)


def _is_timed(name: str) -> bool:
    return name.startswith((EVENTS, EVENTS_LIST))


def _next(
    before: Mapping[str, Any] | None, identifier: str, version: str, digests: Mapping[str, str], why: str, moment: str
) -> dict[str, Any]:
    """The inventory with one version more."""
    manifest = dict(before["manifest"]) if before else {}
    state: dict[str, list[str]] = {}
    for name, digest in sorted(digests.items()):
        state.setdefault(digest, []).append(name)
        manifest.setdefault(digest, [f"{version}/content/{name}"])
    added = {
        "created": moment,
        "message": why,
        "state": state,
        "user": {"name": f"Octavo {__version__}", "address": f"urn:octavo:{__version__}"},
    }
    return {
        "digestAlgorithm": _DIGEST,
        "head": version,
        "id": identifier,
        "manifest": manifest,
        "type": before["type"] if before else _TYPE,
        "versions": {**(before["versions"] if before else {}), version: added},
    }


def _write(place: Path, version: str, inventory: Mapping[str, Any], content: Mapping[str, bytes]) -> None:
    new, old = _beside(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write_new(place, new, version, inventory, content)
    except OSError as error:  # shutil gathers some, and has no number for them then
        shutil.rmtree(new, ignore_errors=True)
        hint = "make room, or mend its permissions; nothing of the object has changed"
        reason = error.strerror or "a file of an earlier version cannot be copied"
        raise InputError(f"this object cannot be written: {reason}", place=Place(place), hint=hint) from None
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _write_new(
    place: Path, new: Path, version: str, inventory: Mapping[str, Any], content: Mapping[str, bytes]
) -> None:
    """Write an object beside its place, with the files of the one that is there."""
    if place.exists():
        shutil.copytree(place, new, copy_function=_linked)
    else:
        new.mkdir()
        (new / f"0={OBJECT}").write_text(f"{OBJECT}\n", encoding="utf-8")
    for path, data in content.items():
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(new / path, data)
    (new / version).mkdir(exist_ok=True)
    data = _json(inventory)
    side = f"{hashlib.new(_DIGEST, data).hexdigest()} inventory.json\n".encode()
    for folder in (new / version, new):
        for name, own in (("inventory.json", data), (f"inventory.json.{_DIGEST}", side)):
            (folder / name).unlink(missing_ok=True)  # it may be the very file of the version before
            write_whole(folder / name, own)


def _linked(source: str, target: str) -> str:
    """A file of an earlier version, which no version changes, under a second name; a copy where that cannot be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _json(shape: Mapping[str, Any]) -> bytes:
    return (json.dumps(shape, ensure_ascii=False, indent=2) + "\n").encode()
