"""The folder that a build is written to: its files move in as one set, whatever ends the program.

All are written beside their places first, in a folder ``.octavo-…`` within the build folder. A list of the moves in it
says that all are there: from then on the set counts as written, and if the program is killed between two moves, the
next one makes the rest of them. Without the list nothing was moved, and the folder is taken away. One program at a time
writes: it holds the build folder's lock, which the system takes back from a program that ends.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from octavo.errors import InputError, Place
from octavo.renditions import Artifact
from octavo.wholefile import write_whole

BESIDE = ".octavo-set-"
"""How the folder's name begins in which files wait for their moves …"""
_OURS = re.compile(re.escape(BESIDE) + "[a-z0-9_]{8}")
"""… and all of it, as ``tempfile`` ends it."""
_MOVES = "moves.json"
"""The list of the moves, in that folder."""
_MANIFEST = "manifest.json"
_ROOM = 2**20
"""Bytes that must be free before a book is set: a folder with less is as good as full."""
_ELSEWHERE = (
    "choose another folder with --out, or mend its permissions",
    "make room on this disk, or choose another folder with --out",
)
_OWN = ("mend the permissions of the folder and of what is in it", "make room on this disk")


def write(
    artifacts: tuple[Artifact, ...], folder: Path, sources: Sequence[Path] = (), former: tuple[str, ...] = ()
) -> None:
    """Write all files into a folder as one set: a failure leaves what was there before.

    ``sources`` are files that are not to be written over; ``former`` are names of files that are of the set no longer
    and are taken out of the folder. The manifest is moved last. Raises InputError where a rendition would go over one
    of the sources, or where the folder cannot be written to.
    """
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            _settle(folder)
            is_built = _is_built(folder)
            for artifact in artifacts:
                _refuse_in_the_way(folder / artifact.name, sources, is_built=is_built)
            beside = Path(tempfile.mkdtemp(prefix=BESIDE, dir=folder))
            try:
                for artifact in artifacts:
                    (beside / artifact.name).write_bytes(artifact.data)
                moves = sorted((artifact.name for artifact in artifacts), key=lambda name: name == _MANIFEST)
                _write_moves(beside, moves, [name for name in former if not _is_source(folder / name, sources)])
            except BaseException:
                shutil.rmtree(beside, ignore_errors=True)
                raise
            try:
                _move(beside, folder)
            except (KeyboardInterrupt, SystemExit):
                _move(beside, folder)  # what was begun is ended, so that the set is whole
                raise


def settle(folder: Path) -> None:
    """Finish what a build that was killed had begun to write into a folder, or undo it where it had not begun to move.

    Raises InputError where that is called for and the folder cannot be written to.
    """
    if folder.is_dir() and any(_left(folder)):
        with _told(folder), locked(folder):
            _settle(folder)


def refuse_unwritable(folder: Path) -> None:
    """Raise InputError where a folder cannot be written to, or its disk is full: before the work, not after it."""
    there = folder
    while not there.exists() and there.parent != there:
        there = there.parent
    with _told(folder), locked(there):
        handle, name = tempfile.mkstemp(prefix=BESIDE, dir=there)
        Path(name).unlink()  # what has no name is gone with us
        try:
            if hasattr(os, "posix_fallocate"):
                try:
                    os.posix_fallocate(handle, 0, _ROOM)
                except OSError as error:
                    if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS):
                        raise
        finally:
            os.close(handle)


def write_own(path: Path, data: bytes) -> None:
    """Write a file of the user's own, whole or not at all, and see it on the disk before going on.

    The file keeps its mode, and stays where a link leads. Raises InputError where it cannot be written.
    """
    with updating(path) as write_whole:
        write_whole(data)


@contextmanager
def updating(path: Path) -> Iterator[Callable[[bytes], None]]:
    """Hold the folder of a file of the user's own, so that what is read there is what is written over.

    Gives a function that writes the file as ``write_own`` does. Nothing else may be written into the folder meanwhile.
    """
    with own_files(path.resolve().parent) as write_one:
        yield partial(write_one, path)


@contextmanager
def own_files(folder: Path) -> Iterator[Callable[[Path, bytes], None]]:
    """Read and write files of the user's own in a folder while no other Octavo does; gives what writes one of them.

    What is read within is what is written over: two programs that add to a list come one after the other. Each file is
    written as by ``write_own``, into the folder itself or into folders in it, which are made where they are not there.
    """
    there = folder.resolve()
    with ExitStack() as held:
        with _told(folder, _OWN):
            held.enter_context(locked(there))
            _settle(there)

        def write_one(path: Path, data: bytes) -> None:
            with _told(path, _OWN):
                target = path.resolve()
                target.parent.mkdir(parents=True, exist_ok=True)
                write_whole(target, data, BESIDE, there)

        yield write_one


def output_folder(directory: Path, out: Path | None) -> Path:
    """Where a build of ``directory`` goes: ``--out``, else its ``build/``."""
    return out if out is not None else directory / "build"


@contextmanager
def _told(folder: Path, hints: tuple[str, str] = _ELSEWHERE) -> Iterator[None]:
    """Say where something cannot be written, and why; ``hints`` are for a folder and for a full disk."""
    try:
        yield
    except OSError as error:
        hint = hints[error.errno in (errno.ENOSPC, errno.EDQUOT)]
        raise InputError(f"cannot write here: {error.strerror}", place=Place(folder), hint=hint) from None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Wait until no other program writes into a folder, and let none begin. Where there are no such locks, go on."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system that knows no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _left(folder: Path) -> Iterator[Path]:
    """What programs that were killed have left in a folder, and what one that is at work has there."""
    return (path for path in folder.glob(f"{BESIDE}*") if _OURS.fullmatch(path.name) and not path.is_symlink())


def _settle(folder: Path) -> None:
    for path in sorted(_left(folder)):
        if not path.is_dir():
            path.unlink(missing_ok=True)
        else:
            _move(path, folder)


def _write_moves(beside: Path, moves: Sequence[str], former: Sequence[str]) -> None:
    """Write the list of the moves, whole or not at all."""
    new = beside / f"{_MOVES}.new"
    new.write_text(json.dumps({"moves": list(moves), "former": list(former)}), encoding="utf-8")
    new.replace(beside / _MOVES)


def _move(beside: Path, folder: Path) -> None:
    """Make the moves that are listed and have not been made yet, and take the folder away."""
    moves, former = _listed(beside)
    for name in moves:
        with suppress(FileNotFoundError):  # moved before the program was killed
            (beside / name).replace(folder / name)
    for name in former:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(beside, ignore_errors=True)


def _listed(beside: Path) -> tuple[list[str], list[str]]:
    """What is to be moved, and what to be taken away; nothing where there is no list, or none that we have written.

    An edition may have come with such a folder: only names of files in the build folder itself count.
    """
    try:
        listed = json.loads((beside / _MOVES).read_text(encoding="utf-8"))
        moves, former = list(listed["moves"]), list(listed["former"])
        are_names = all(name == Path(name).name and name not in ("", "..") for name in (*moves, *former))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return [], []
    return (moves, former) if are_names else ([], [])


def _is_built(folder: Path) -> bool:
    """Whether a build has written into a folder before, by its manifest: what is named like a rendition is one then."""
    try:
        return "octavo" in json.loads((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError, TypeError, RecursionError):
        return False


def _refuse_in_the_way(target: Path, sources: Sequence[Path], *, is_built: bool) -> None:
    """Raise InputError where a folder or a file of the edition stands in the place of a rendition.

    Beside the edition's own files, whatever a user keeps there is left alone, such as the printed book as PDF, until a
    build has written into that folder.
    """
    if target.is_dir():
        raise InputError("a folder stands where a rendition goes", place=Place(target), hint="move the folder away")
    if _is_source(target, sources):
        hint = "choose another folder with --out: the edition’s own files are not written over"
        raise InputError("a file of the edition stands where a rendition goes", place=Place(target), hint=hint)
    if target.exists() and not is_built and any(source.parent == target.parent for source in sources):
        hint = "choose another folder with --out, or move the file away"
        message = "a file that no build has written stands where a rendition goes"
        raise InputError(message, place=Place(target), hint=hint)


def _is_source(target: Path, sources: Sequence[Path]) -> bool:
    """Whether a file is one of the edition's, maybe by another name: a link's, or where capitals do not count."""
    return target.exists() and any(source.exists() and target.samefile(source) for source in sources)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
