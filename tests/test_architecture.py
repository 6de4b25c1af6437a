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
    "children",
    "workerprocess",
    "progress",
    "cache",
    "printers",
    "pdfpage",
    "edition",
    "text",
    "markdown",
    "document",
    "releases",
    "replacement",
    "readback",
    "setbook",
    "renditions",
    "typesetting",
    "presswork",
    "outputs",
    "checks",
    "setting",
    "outfolder",
    "lastbuild",
    "build",
    "reissue",
    "archive",
    "library",
    "cli",
)


MODULES = {
    ".".join(("octavo", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def imports(path: Path) -> set[str]:
    """The modules of ours that a module imports, at its head, within functions or for its types alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            within = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in within}
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & set(MODULES)


def test_a_room_imports_only_rooms_above_it() -> None:
    for name, path in MODULES.items():
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room in FLOORS:
            rooms = {other.split(".")[1] for other in imports(path) if "." in other} & set(FLOORS)
            below = {other for other in rooms if FLOORS.index(other) > FLOORS.index(room)}
            assert not below, f"{name} imports {below}"


def test_no_imports_run_in_a_circle() -> None:
    leaves = {name: imports(path) - {name} for name, path in MODULES.items()}
    while leaves:
        done = {name for name, wanted in leaves.items() if not wanted & set(leaves)}
        assert done, f"in circles, or above them: {sorted(leaves)}"
        leaves = {name: wanted for name, wanted in leaves.items() if name not in done}


def test_renditions_do_not_import_one_another() -> None:
    """Those that the table of renditions makes its files by."""
    table = (PACKAGE / "outputs.py").read_text(encoding="utf-8")
    renditions = set(re.findall(r"^    from octavo\.renditions\.(\w+) import \1$", table, re.MULTILINE))
    assert renditions >= {"html", "epub", "tei", "plain", "docx"}
    for name in renditions:
        text = (PACKAGE / "renditions" / f"{name}.py").read_text(encoding="utf-8")
        for other in renditions - {name}:
            assert not re.search(rf"octavo\.renditions\.{other}\b", text), f"{name} imports {other}"


def test_one_module_alone_starts_programs() -> None:
    """The others ask it: a program that it starts ends with ours, and gets a whole environment beside other threads."""
    starts = re.compile(
        r"subprocess\.(?:run|Popen|call|check_\w+|getoutput)\(|os\.(?:exec|spawn|posix_spawn|popen|system)"
    )
    found = {name for name, path in MODULES.items() if starts.search(path.read_text(encoding="utf-8"))}
    assert found == {"octavo.children"}


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
        longest = 600 if path.match("archive/verify.py") else 300  # it is packed into bags, and one file by itself
        assert len(path.read_text(encoding="utf-8").splitlines()) <= longest, path


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    """Nothing heavy at import time: the program starts in the time that Python takes."""
    heavy = re.compile(
        r"^(?:import|from) (?:typst|jpype|pikepdf|pypdfium2|ebooklib|rich|langcodes|babel)\b", re.MULTILINE
    )
    for path in PACKAGE.rglob("*.py"):
        assert not heavy.search(path.read_text(encoding="utf-8")), path
