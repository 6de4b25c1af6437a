"""The folder that a build is written to: all files beside their places first, then moved in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from octavo.errors import InputError, Place
from octavo.renditions import Artifact


def write(
    artifacts: tuple[Artifact, ...], folder: Path, sources: Sequence[Path] = (), former: tuple[str, ...] = ()
) -> None:
    """Write all files beside their places first, then move them in: a failure leaves what was there before.

    ``sources`` are files that are not to be written over; ``former`` are names of files that are of the set no longer
    and are taken out of the folder. Raises InputError where a rendition would go over one of the sources, or where the
    folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for artifact in artifacts:
            _refuse_in_the_way(folder / artifact.name, sources)
        beside = Path(tempfile.mkdtemp(prefix=".octavo-", dir=folder))
        try:
            for artifact in artifacts:
                (beside / artifact.name).write_bytes(artifact.data)
            for artifact in artifacts:
                (beside / artifact.name).replace(folder / artifact.name)
            for name in former:
                (folder / name).unlink(missing_ok=True)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        hint = "choose another folder with --out, or mend its permissions"
        raise InputError(f"cannot write here: {error.strerror}", place=Place(folder), hint=hint) from None


def _refuse_in_the_way(target: Path, sources: Sequence[Path]) -> None:
    """Raise InputError where a folder or a file of the edition stands in the place of a rendition."""
    if target.is_dir():
        raise InputError("a folder stands where a rendition goes", place=Place(target), hint="move the folder away")
    # The same file may have another name, by a link or where capitals do not count.
    if target.exists() and any(source.exists() and target.samefile(source) for source in sources):
        hint = "choose another folder with --out: the edition’s own files are not written over"
        raise InputError("a file of the edition stands where a rendition goes", place=Place(target), hint=hint)


def output_folder(directory: Path, out: Path | None) -> Path:
    """Where a build of ``directory`` goes: ``--out``, else its ``build/``."""
    return out if out is not None else directory / "build"
