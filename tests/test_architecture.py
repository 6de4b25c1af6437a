"""The house as ARCHITECTURE.md draws it: a room imports only rooms that stand above it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "scripts" / "octavo"
FLOORS = (
    "errors",
    "printers",
    "edition",
    "text",
    "markdown",
    "document",
    "renditions",
    "readback",
    "checks",
    "setting",
    "outfolder",
    "build",
    "cli",
)


def imports(path: Path) -> set[str]:
    """The rooms that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "octavo":
            names = [f"octavo.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("octavo.")}
    return found & set(FLOORS)


def test_a_room_imports_only_rooms_above_it() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room in FLOORS:
            below = {other for other in imports(path) if FLOORS.index(other) > FLOORS.index(room)}
            assert not below, f"{path.relative_to(PACKAGE)} imports {below}"


def test_renditions_do_not_import_one_another() -> None:
    renditions = {"html", "epub", "pdf", "tei", "plain"}
    for name in renditions:
        text = (PACKAGE / "renditions" / f"{name}.py").read_text(encoding="utf-8")
        for other in renditions - {name}:
            assert f"octavo.renditions.{other}" not in text


def test_the_wheel_holds_every_package() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    found = {".".join(path.parent.relative_to(PACKAGE.parent).parts) for path in PACKAGE.rglob("__init__.py")}
    assert listed == found | {"octavo.styles"}


def test_architecture_names_every_room() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if not path.name.startswith(("_", "."))}
    for room in rooms - {"py.typed"}:
        assert re.search(rf"\b{room}\b", page), room


def test_files_stay_short() -> None:
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "tests").glob("*.py")]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    """Nothing heavy at import time: the program starts in the time that Python takes."""
    heavy = re.compile(r"^(?:import|from) (?:typst|jpype|pikepdf|pypdfium2|ebooklib|rich|langcodes)\b", re.MULTILINE)
    for path in PACKAGE.rglob("*.py"):
        assert not heavy.search(path.read_text(encoding="utf-8")), path
