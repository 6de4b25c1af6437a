"""The file that takes a witness's place: what it may be, and which name it gets in the edition folder."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.edition import Edition, Witness
from octavo.edition.files import is_inside, leads_to
from octavo.edition.textfile import text_of
from octavo.edition.transcriptformat import refuse_bytes, refuse_other_formats
from octavo.errors import InputError, Place

FOLDER = "witness"
"""Where a file goes that comes from elsewhere, if the witness before it was in no folder of its own."""


@dataclass(frozen=True)
class Successor:
    """A new witness, and its bytes where they are to be written into the edition folder."""

    witness: Witness
    written: bytes | None


def successor(edition: Edition, old: Witness, file: Path, reading: Mapping[str, str]) -> Successor:
    """Read the file that takes a witness's place; ``reading`` are reading rules that become others.

    A file of the edition folder stays where it is; one from elsewhere is to be copied. Raises InputError where it is no
    text, another file of the edition, or the witness itself.
    """
    data, there = _read(file)
    digest = hashlib.sha256(data).hexdigest()
    place = Place(file)
    if digest == old.sha256 and old.is_vouched:
        hint = "name the better transcript; where only its rules are others, change them in the front matter"
        raise InputError(f"{old.options.siglum} is this text already, byte for byte", place=place, hint=hint)
    refuse_bytes(file)
    text = text_of(data, file, as_received=True)
    refuse_other_formats(file, text)
    folder = edition.folder.resolve()
    if there.is_relative_to(folder):
        if any(there == other.resolve() and other != old.path for other in edition.files()):
            hint = "copy the transcript into witness/ under a name of its own, and name that"
            raise InputError("this file is another part of the edition", place=place, hint=hint)
        path, written = edition.folder / there.relative_to(folder), None
    else:
        path, written = _place_for(edition, old, file.name, data)
    _refuse_name(path.relative_to(edition.folder), place)
    keys = {"path": path.relative_to(edition.folder).as_posix(), "sha256": digest} | dict(reading)
    options = old.options.model_copy(update=keys)
    return Successor(replace(old, path=path, text=text, options=options, sha256=digest), written)


def _read(file: Path) -> tuple[bytes, Path]:
    """The bytes of a file, and where it is once links are followed."""
    there, place = leads_to(file), Place(file)
    if there is None or not there.exists():
        raise InputError("this file is not there", place=place, hint="name the file of the better transcript")
    if there.is_dir():
        raise InputError("this is a folder", place=place, hint="name the file of the transcript in it")
    if not there.is_file():
        hint = "save the text as a file first: a pipe or a device may never end"
        raise InputError("this is not a file", place=place, hint=hint)
    try:
        return there.read_bytes(), there
    except OSError as error:
        raise InputError(f"cannot read this file: {error.strerror}", place=place) from None


def _refuse_name(path: Path, place: Place) -> None:
    """Raise InputError where the front matter could not name a file."""
    hint = "rename it, best with plain letters: other systems could not read the name either"
    unfit = re.search("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]", str(path))
    if unfit:
        message = f"a control character (U+{ord(unfit[0]):04X}) stands in the name of this file"
        raise InputError(message, place=place, hint=hint)
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise InputError("the name of this file is not UTF-8", place=place, hint=hint) from None


def _place_for(edition: Edition, old: Witness, name: str, data: bytes) -> tuple[Path, bytes | None]:
    """A path in the edition folder that no other file has, and what to write: nothing where these bytes are there."""
    parent = old.path.parent if old.path.parent != edition.folder else edition.folder / FOLDER
    if not is_inside(parent, edition.folder):
        hint = "copy the folder itself into the edition folder"
        raise InputError("this is a link to a folder outside the edition folder", place=Place(parent), hint=hint)
    stem, ending = Path(name).stem, Path(name).suffix
    path, number = parent / name, 2
    while os.path.lexists(path):
        if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
            return path, None
        path, number = parent / f"{stem}-{number}{ending}", number + 1
    return path, data
