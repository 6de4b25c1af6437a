"""Wheels (PyPA, “Binary distribution format”) and what is installed of them: whether both are the same files."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from importlib.resources import files as resources
from pathlib import Path

from octavo.errors import ToolMissing

_OWN = "octavo"
_STYLES = "octavo.styles"
"""In a checkout, this package lies elsewhere than in the wheel."""
_DESCRIPTION = re.compile(r"[^/]+\.dist-info/(METADATA|WHEEL|entry_points\.txt|top_level\.txt|licenses/.+)")
_WITHIN = re.compile(r"[^/]+\.data/(?:purelib|platlib)/(.+)")
"""Files that are installed as if they lay at the head of the wheel."""
_ELSEWHERE = re.compile(r"[^/]+\.data/|[^/]+\.dist-info/RECORD$")
"""Programs, whose first line is written when they are installed, and the list to which the installer adds."""


def own_wheel() -> tuple[str, bytes]:
    """The name and the bytes of Octavo’s own wheel, put together of what is installed; the same files, the same bytes.

    From a checkout (pip install --editable) its files are taken as they lie there. Nothing is built, so no registry is
    asked, and nothing is written. Raises ToolMissing where Octavo is not installed, but run from a folder of its code.
    """
    # Beside a checkout may lie its egg-info, which is found first by who stands there and says nothing of wheels.
    package = next((each for each in distributions(name=_OWN) if each.read_text("WHEEL")), None)
    if package is None:
        raise ToolMissing("octavo is not installed, so that it cannot be packed", hint="pip install FOLDER_OF_OCTAVO")
    files = {f"{_OWN}/{name}": data for name, data in _files_below(Path(str(resources(_OWN))))}
    files |= {f"{_OWN}/styles/{name}": data for name, data in _files_below(Path(str(resources(_STYLES))))}
    described = f"{_OWN}-{package.version}.dist-info/"
    for file in package.files or ():
        if _DESCRIPTION.fullmatch(str(file)) and str(file).startswith(described):
            files[str(file)] = Path(str(package.locate_file(file))).read_bytes()
    return f"{_OWN}-{package.version}-py3-none-any.whl", _packed(files, f"{described}RECORD")


def other_files(wheel: bytes, package: Distribution) -> list[str]:
    """The names of a wheel’s files that are not installed as they are in it; none, where it is what is installed.

    Left out is what an installer writes by itself. Raises zipfile.BadZipFile where it is no wheel.
    """
    with zipfile.ZipFile(io.BytesIO(wheel)) as held:
        return [entry.filename for entry in held.infolist() if not _is_installed(held, entry, package)]


def _is_installed(held: zipfile.ZipFile, entry: zipfile.ZipInfo, package: Distribution) -> bool:
    within = _WITHIN.fullmatch(entry.filename)
    if entry.is_dir() or (_ELSEWHERE.match(entry.filename) and not within):
        return True
    path = Path(str(package.locate_file(within[1] if within else entry.filename)))
    return path.is_file() and path.stat().st_size == entry.file_size and path.read_bytes() == held.read(entry)


def _files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a package by their names in it, but for what Python compiles and what editors hide."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in parts):
            yield "/".join(parts), path.read_bytes()


def _packed(files: dict[str, bytes], record: str) -> bytes:
    """A wheel of some files and the RECORD of them, which has no digest of itself."""
    listed = io.StringIO()
    rows = csv.writer(listed, lineterminator="\n")
    for name in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=").decode("ascii")
        rows.writerow([name, f"sha256={digest}", len(files[name])])
    rows.writerow([record, "", ""])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in [*sorted(files.items()), (record, listed.getvalue().encode())]:
            entry = zipfile.ZipInfo(name)  # with the first date that a zip file can carry
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            wheel.writestr(entry, data)
    return target.getvalue()
