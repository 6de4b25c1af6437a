"""Files of an edition folder: how a name leads to one, and which are refused before anything is read of them.

Nothing outside the folder is ever read, whatever links lie in it, and nothing is opened that might never end.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from octavo.errors import InputError, Place

INSIDE = "copy the file itself into the edition folder"


def leads_to(path: Path) -> Path | None:
    """Where a path leads, its links followed; nothing where they lead in a circle, or no file can have the name."""
    try:
        there = path.resolve()
        there.exists()
    except (OSError, RuntimeError, ValueError):
        return None
    return there


def is_file(path: Path) -> bool:
    """Whether a file is there; false for a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long, or with a NUL in it
        return False


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path leads to something inside a folder, with all links followed."""
    there = leads_to(path)
    return there is not None and there.is_relative_to(folder.resolve())


def named_file(folder: Path, name: str) -> Path:
    """The path of a name inside a folder; where it is not there, the one of the same letters in another encoding.

    An é may be one character or two (Unicode, normalisation forms C and D); a system of files may change the one into
    the other, and nobody sees it.
    """
    path = folder / name
    if leads_to(path) is None or name.isascii() or path.exists():
        return path
    found = folder
    for part in Path(name).parts:
        if part != ".." and not (found / part).exists():
            wanted = unicodedata.normalize("NFC", part)
            beside = sorted(found.iterdir()) if found.is_dir() else []
            part = next((p.name for p in beside if unicodedata.normalize("NFC", p.name) == wanted), part)
        found = found / part
    return found


def refuse_unfit(path: Path, folder: Path) -> None:
    """Raise InputError where a path of the edition folder is not a file in it that can be read to its end."""
    place = Place(path)
    if not _is_text(path.name):
        hint = "rename it, best with plain letters: other systems could not read the name either"
        raise InputError("the name of this file is not UTF-8", place=place, hint=hint)
    there = leads_to(path)
    if there is None:
        raise InputError("this is a link that leads back to itself", place=place, hint=INSIDE)
    if not there.is_relative_to(folder.resolve()):
        raise InputError("this is a link to a file outside the edition folder", place=place, hint=INSIDE)
    if not there.exists():
        raise InputError("this is a link to nothing", place=place, hint=f"{INSIDE}, or remove the link")
    if there.is_dir():
        raise InputError("this is a folder, not a file", place=place, hint="rename the folder, or move it")
    if not there.is_file():
        hint = "put a file in its place: a pipe or a device may never end"
        raise InputError("this is not a file", place=place, hint=hint)


def files_in(folder: Path, root: Path) -> list[Path]:
    """All files in a folder of the edition and in the folders within, sorted; links out of the edition are left out.

    Raises InputError where the folder itself is a link out of the edition, or a file's name is not UTF-8.
    """
    if not is_inside(folder, root):
        message = "this is a link to a folder outside the edition folder"
        raise InputError(message, place=Place(folder), hint="copy the folder itself into the edition folder")

    def refuse(error: OSError) -> None:
        place = Place(Path(error.filename))
        raise InputError(f"cannot read this folder: {error.strerror}", place=place, hint="mend its permissions")

    if not folder.is_dir():
        return []
    found = []
    for inner, _, names in os.walk(folder, onerror=refuse):
        for name in names:
            path = Path(inner) / name
            if not _is_text(str(path.relative_to(folder))):
                hint = "rename it, best with plain letters: other systems could not read the name either"
                raise InputError("the name of this file is not UTF-8", place=Place(path), hint=hint)
            if is_inside(path, root) and path.is_file():
                found.append(path)
    return sorted(found)


def _is_text(name: str) -> bool:
    """Whether the bytes of a name are UTF-8: those that are not stand in it as halves of surrogates (PEP 383)."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
