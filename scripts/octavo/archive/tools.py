"""What an edition was made with, down to the last package: by name and version, and packed as wheels if asked for.

From the wheels and Python alone, the edition is made again in thirty years, or as long as there is a Python that
takes them; HOWTO.txt says how.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from urllib.parse import unquote

from octavo import children
from octavo.archive.wheelfile import other_files, own_wheel
from octavo.errors import InputError, ToolMissing
from octavo.typesetting.compiler import users_environment
from octavo.workfolder import work_folder

TOOLS = "data/tools/"
LOCK = f"{TOOLS}requirements.txt"
_OWN = "octavo"
_EXTRAS = ("", "archive")
"""What is needed to make an edition and its bag."""


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
    Octavo's own is made of what is installed. Raises InputError where one cannot be had, or is not what is installed.
    """
    packages = {name: version for name, version in installed().items() if name not in ("python", _OWN)}
    with work_folder() as work:
        wanted = [f"{name}=={version}" for name, version in packages.items()]
        _pip("download", "--no-deps", "--only-binary", ":all:", "--dest", str(work), *wanted)
        made = {path.name: path.read_bytes() for path in sorted(work.glob("*.whl"))}
    for name, data in made.items():
        _refuse_another(name, data)
    own, data = own_wheel()
    made[own] = data
    lines = [f"# Python {platform.python_version()}, {platform.system()} {platform.machine()}"]
    for name, data in sorted(made.items()):
        package, version = name.split("-")[:2]
        digest = hashlib.sha256(data).hexdigest()
        lines.append(f"{package.replace('_', '-')}=={unquote(version)} --hash=sha256:{digest}")
    return {
        LOCK: "".join(f"{line}\n" for line in lines).encode(),
        **{TOOLS + name: made[name] for name in sorted(made)},
    }


def _pip(*words: str) -> None:
    if find_spec("pip") is None:
        raise ToolMissing("pip, which gets the wheels, is not installed", hint="python -m ensurepip")
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    done = children.run(command, b"", environment=users_environment())
    if done.returncode:
        said = done.stderr.decode(errors="replace").splitlines()
        lines = [line for line in said if line.startswith("ERROR")] or said
        reason = " ".join(lines[-1:]) or f"pip ended with {done.returncode}"
        hint = "pip must reach a registry with the wheels of what is installed; without --with-tools none is needed"
        raise InputError(f"the tools cannot be packed: {reason}", hint=hint)


def _refuse_another(name: str, wheel: bytes) -> None:
    """Raise InputError where the wheel that the registry has is not what is installed here, and made the edition."""
    package = distribution(name.split("-")[0])
    other = other_files(wheel, package)
    if other:
        version = f"{package.name}=={package.version}"
        raise InputError(
            f"the tools cannot be packed: {other[0]} is another file in {name} than the one that is installed",
            hint=f"pip install --force-reinstall --no-deps {version}, and make the archive again",
        )
