"""A bag as a folder: one that is a folder, or one that is packed as a zip file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from octavo.errors import InputError, Place
from octavo.readback.container import Container
from octavo.workfolder import work_folder

DECLARATION = "bagit.txt"


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
    container = Container(path.read_bytes(), path, "a bag")
    names = [PurePosixPath(name) for name in container.names if not name.endswith("/")]
    for name in names:
        if name.is_absolute() or ".." in name.parts or "\\" in str(name):
            hint = "do not unpack it; ask who sent it for another"
            raise InputError(f"‘{name}’ in it would lie outside of its folder", place=Place(path), hint=hint)
    tops = {name.parts[0] for name in names}
    if len(tops) != 1 or len(names) != len(set(names)):
        hint = "a packed bag holds one folder, in which each file is named once"
        raise InputError("this is no packed bag", place=Place(path), hint=hint)
    for name in names:
        target = work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(container.read(str(name)))
    folder = work / tops.pop()
    if not is_bag(folder):
        raise InputError("this is no bag", place=Place(path), hint="the folder in it has no bagit.txt")
    return folder
