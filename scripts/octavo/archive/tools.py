"""What an edition was made with, down to the last package: by name and version, and packed as wheels if asked for.

From the wheels and Python alone, the edition is made again in thirty years, or as long as there is a Python that
takes them; HOWTO.txt says how.
"""

from __future__ import annotations

import base64
import hashlib
import io
import platform
import re
import shutil
import sys
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote

import octavo
from octavo import children
from octavo.errors import InputError, ToolMissing
from octavo.typesetting.compiler import users_environment
from octavo.workfolder import work_folder

TOOLS = "data/tools/"
LOCK = f"{TOOLS}requirements.txt"
_OWN = "octavo"
_EXTRAS = ("", "archive")
"""What is needed to make an edition and its bag."""
_EARLIEST = 315_532_800
"""The first second that a zip file can name, 1980-01-01."""
_BUILT_OF = ("scripts", "styles", "pyproject.toml", "README.md", "LICENSE", "LICENSE-OUTPUT")
"""What a checkout's wheel is built of."""
_LEFT_OUT = re.compile(r"\.\.|.*\.pyc$|.*\.dist-info/(INSTALLER|REQUESTED|RECORD|direct_url\.json)$")
"""What an installation has and its wheel has not."""


def installed() -> dict[str, str]:
    """Every package that Octavo needs here, itself and Python among them, with its version; raises ToolMissing."""
    try:
        from packaging.requirements import Requirement
        from packaging.utils import canonicalize_name
    except ImportError:
        raise ToolMissing("packaging is not installed", hint="pip install 'octavo[archive]'") from None

    found: dict[str, str] = {}
    waiting = [_OWN]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        try:
            here = distribution(name)
        except PackageNotFoundError:
            continue  # an extra that is not installed
        found[name] = here.version
        for line in here.requires or ():
            needed = Requirement(line)
            extras = _EXTRAS if name == _OWN else ("",)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed.name)
    return {"python": platform.python_version(), **dict(sorted(found.items()))}


def wheels() -> dict[str, bytes]:
    """The same packages as wheels, by their names in the bag, and a list that pip takes, with their checksums.

    Wheels are for this kind of machine and this version of Python, as pip gets them from the registry that it knows;
    Octavo's own is made of what is installed. Raises InputError where one cannot be had.
    """
    packages = {name: version for name, version in installed().items() if name not in ("python", _OWN)}
    with work_folder() as work:
        wanted = [f"{name}=={version}" for name, version in packages.items()]
        _pip("download", "--no-deps", "--only-binary", ":all:", "--dest", str(work), *wanted)
        made = {path.name: path.read_bytes() for path in sorted(work.glob("*.whl"))}
        own = _own_wheel(work / "own")
    made |= own
    lines = [f"# Python {platform.python_version()}, {platform.system()} {platform.machine()}"]
    for name, data in sorted(made.items()):
        package, version = name.split("-")[:2]
        digest = hashlib.sha256(data).hexdigest()
        lines.append(f"{package.replace('_', '-')}=={unquote(version)} --hash=sha256:{digest}")
    return {
        LOCK: "".join(f"{line}\n" for line in lines).encode(),
        **{TOOLS + name: made[name] for name in sorted(made)},
    }


def _pip(*words: str, **environment: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    done = children.run(command, b"", environment={**users_environment(), **environment})
    if done.returncode:
        said = done.stderr.decode(errors="replace").splitlines()
        lines = [line for line in said if line.startswith("ERROR")] or said
        reason = " ".join(lines[-1:]) or f"pip ended with {done.returncode}"
        hint = "pip must reach a registry with the wheels of what is installed; without --with-tools none is needed"
        raise InputError(f"the tools cannot be packed: {reason}", hint=hint)


def _own_wheel(work: Path) -> dict[str, bytes]:
    """Octavo's own wheel: built of its checkout where it runs from one, else put together again."""
    checkout = Path(octavo.__file__).parent.parent.parent
    if (checkout / "pyproject.toml").is_file():
        copy = work / "checkout"  # as it is built in place, and leaves things there
        for name in _BUILT_OF:
            source = checkout / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
            else:
                shutil.copy(source, copy / name)
        _pip("wheel", "--no-deps", "--wheel-dir", str(work), str(copy), SOURCE_DATE_EPOCH=str(_EARLIEST))
        return {path.name: path.read_bytes() for path in work.glob("*.whl")}
    here = distribution(_OWN)
    return {f"{_OWN}-{here.version}-py3-none-any.whl": _put_together(here)}


def _put_together(here: Distribution) -> bytes:
    """A wheel of an installed package (PyPA, binary distribution format): its files, and a RECORD of them."""
    files = {
        str(file): Path(str(here.locate_file(file))).read_bytes()
        for file in here.files or ()
        if not _LEFT_OUT.match(str(file)) and Path(str(here.locate_file(file))).is_file()
    }
    info = next(name for name in files if name.endswith(".dist-info/WHEEL")).removesuffix("WHEEL")
    rows = [f"{name},sha256={_urlsafe(data)},{len(data)}" for name, data in sorted(files.items())]
    files[f"{info}RECORD"] = "".join(f"{row}\n" for row in [*rows, f"{info}RECORD,,"]).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            wheel.writestr(entry, files[name])
    return target.getvalue()


def _urlsafe(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode("ascii")
