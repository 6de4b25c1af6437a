"""Files → a BagIt 1.0 bag (RFC 8493) in memory and on the disk; the same files give the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from octavo.archive.verify import ALGORITHMS, EVENTS, EVENTS_LIST
from octavo.errors import InputError, Place
from octavo.outfolder import locked
from octavo.wholefile import see_on_disk

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def bag_of(files: Mapping[str, bytes], info: Mapping[str, str]) -> dict[str, bytes]:
    """A bag of payload (names that begin with ``data/``) and tag files; ``info`` goes into bag-info.txt.

    Events have true times, so that they stand in a list of their own and in no tag manifest.
    """
    payload = {name: data for name, data in files.items() if name.startswith("data/")}
    events = {name: data for name, data in files.items() if name.startswith(EVENTS)}
    tags = {name: data for name, data in files.items() if name not in payload and name not in events}
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    told = {**info, "Payload-Oxum": oxum}
    tags["bagit.txt"] = _DECLARATION
    tags["bag-info.txt"] = "".join(f"{key}: {' '.join(value.split())}\n" for key, value in told.items()).encode()
    tags |= {f"manifest-{algorithm}.txt": _list(payload, algorithm) for algorithm in ALGORITHMS}
    manifests = {f"tagmanifest-{algorithm}.txt": _list(tags, algorithm) for algorithm in ALGORITHMS}
    return {**payload, **tags, **manifests, **events, EVENTS_LIST: _list(events, ALGORITHMS[0])}


def _list(files: Mapping[str, bytes], algorithm: str) -> bytes:
    """A list of checksums; of names, RFC 8493 (2.1.3) has the percent sign and the ends of lines encoded."""
    lines = []
    for name in sorted(files):
        written = name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
        lines.append(f"{hashlib.new(algorithm, files[name]).hexdigest()}  {written}\n")
    return "".join(lines).encode()


def write_bag(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a bag beside its place and move it in; a bag that is there goes. Raises InputError on anything else.

    Where it cannot be written, OSError is raised, and the bag that was there is there still. What a killed run has left
    is put right: the bag of before comes back, and half a bag goes.
    """
    with locked(folder.parent):
        beside, former = (folder.with_name(f".{folder.name}.{word}") for word in ("new", "old"))
        shutil.rmtree(beside, ignore_errors=True)
        if is_bag(former) and not os.path.lexists(folder):
            former.rename(folder)
        if os.path.lexists(folder) and not is_bag(folder):
            raise InputError("this is no bag, and is not overwritten", place=Place(folder), hint="move it away")
        shutil.rmtree(former, ignore_errors=True)
        try:
            _write(beside, files)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        if folder.exists():
            folder.rename(former)
        beside.rename(folder)
        see_on_disk(folder.parent)
        shutil.rmtree(former, ignore_errors=True)


def is_bag(folder: Path) -> bool:
    """Whether a folder is a bag, and no link to one."""
    return not folder.is_symlink() and (folder / "bagit.txt").is_file()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, and see them on the disk."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def zipped(name: str, files: Mapping[str, bytes]) -> bytes:
    """The bag as a zip file with one folder in it; its entries have the first date that a zip file can carry."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{name}/{path}")
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            container.writestr(entry, files[path])
    return target.getvalue()
