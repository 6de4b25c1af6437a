"""A bag as a folder: one that is a folder, or one that is packed as a zip file."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from octavo.errors import InputError, Place
from octavo.readback.container import DENSEST, SUSPECT, UNPACKING, damaged
from octavo.workfolder import work_folder

DECLARATION = "bagit.txt"
_LARGEST, _MOST_FILES = 4 << 30, 100_000
"""Bytes and files of a packed bag; the programs that can be in one are some hundred megabytes."""
_LONGEST_NAME, _LONGEST_PART = 1000, 200
"""Characters of a name, and between two slashes of it."""


def is_bag(path: Path) -> bool:
    """Whether this is the folder of a bag, or a file that may hold one."""
    return (path / DECLARATION).is_file() or (path / "bag-info.txt").is_file() or path.suffix == ".zip"


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder of a bag; that of a zip file only as long as it is looked at. Raises InputError on what is no bag."""
    if path.is_dir():
        if not is_bag(path):
            raise InputError("this is no bag", place=Place(path), hint="name the folder that holds bagit.txt")
        yield path
        return
    if not path.is_file():
        raise InputError("there is no such file or folder", place=Place(path), hint="name a bag: a folder or its zip")
    with work_folder() as work:
        yield _unpacked(path, work)


def _unpacked(path: Path, work: Path) -> Path:
    """What a zip file holds, which is one folder with a bag."""
    if not zipfile.is_zipfile(path):
        raise InputError("this is no bag", place=Place(path), hint="name the folder that holds bagit.txt, or its zip")
    try:
        with zipfile.ZipFile(path) as packed:
            entries = [entry for entry in packed.infolist() if not entry.filename.endswith("/")]
            top = _only_folder(path, [entry.filename for entry in entries])
            _refuse_unbounded(path, entries, shutil.disk_usage(work).free)
            for entry in entries:
                _unpack(packed, entry, work / entry.filename)
    except OSError as error:
        hint = "name another folder for temporary files in TMPDIR, or unpack it yourself and verify the folder"
        raise InputError(f"this cannot be unpacked: {error.strerror}", place=Place(path), hint=hint) from None
    except UNPACKING as error:
        raise damaged(error, path) from None
    if not is_bag(work / top):
        raise InputError("this is no bag", place=Place(path), hint="the folder in it has no bagit.txt")
    return work / top


def _only_folder(path: Path, names: list[str]) -> str:
    """The one folder in which all of these files are; raises InputError where that is not so."""
    for name in names:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name:
            hint = "do not unpack it; ask who sent it for another"
            raise InputError(f"‘{name}’ in it would lie outside of its folder", place=Place(path), hint=hint)
        if (
            not name
            or "/".join(parts) != name
            or len(name) > _LONGEST_NAME
            or max(map(len, parts), default=0) > _LONGEST_PART
        ):
            hint = "Octavo packs no such names; pack it anew"
            raise InputError(f"‘{name[:_LONGEST_PART]}’ in it is no name for a file", place=Place(path), hint=hint)
    tops = {PurePosixPath(name).parts[0] for name in names}
    folders = {str(folder) for name in names for folder in PurePosixPath(name).parents}
    if len(tops) != 1 or len(names) != len(set(names)) or any(name in folders for name in names):
        hint = "a packed bag holds one folder, in which each file is named once"
        raise InputError("this is no packed bag", place=Place(path), hint=hint)
    return tops.pop()


def _refuse_unbounded(path: Path, entries: list[zipfile.ZipInfo], free: int) -> None:
    """Raise InputError where files unpack to more than a bag has, or than the disk has room for."""
    size = sum(entry.file_size for entry in entries)
    densest = DENSEST * sum(entry.compress_size for entry in entries)
    if len(entries) > _MOST_FILES or size > _LARGEST or (size > SUSPECT and size > densest):
        message = f"unpacked, it would have {len(entries):,} files and {size >> 20:,} MB, which no bag has"
        hint = "do not trust this file; if it is sound, unpack it yourself and verify the folder"
        raise InputError(message, place=Place(path), hint=hint)
    if size > free:
        hint = "name another folder for temporary files in TMPDIR, or unpack it yourself and verify the folder"
        message = f"there is no room to unpack it: it takes {size >> 10:,} KB"
        raise InputError(message, place=Place(path), hint=hint)


def _unpack(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(entry) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)  # the reader stops at the size that the entry says
