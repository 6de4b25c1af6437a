"""Typst, with the fonts that it brings along and those of the edition, and no others."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from octavo.errors import InputError, OctavoError, Place

_NO_PROXY_IS_THERE = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
_NO_PROXY_IS_THERE |= {"no_proxy": "", "NO_PROXY": ""}
"""Typst fetches packages, and has no option against it; through a proxy that is not there it reaches nothing."""
_PROXIES = {name: os.environ.get(name) for name in _NO_PROXY_IS_THERE}
"""What the user has said of proxies."""


def users_environment() -> dict[str, str]:
    """The environment as the user has it, for a program that is to reach the network."""
    others = {name: value for name, value in os.environ.items() if name not in _PROXIES}
    return others | {name: value for name, value in _PROXIES.items() if value is not None}


def compiler(
    main: Path, fonts: Sequence[Path] = (), *, look: str = "", signs: bool = False, display: bool = False
) -> Any:
    """A Typst compiler for a file, with the fonts of the house, those of the edition, and no others.

    Of the house's fonts, Typst brings along Libertinus Serif and some others; those for formulas and code and the long
    dashes are always there, those of a style of the house (its ``look``), the ``signs`` and the ``display`` cuts if
    asked for.
    """
    return shut_in(main, font_folders(main, fonts, look=look, signs=signs, display=display))


def font_folders(
    main: Path, fonts: Sequence[Path] = (), *, look: str = "", signs: bool = False, display: bool = False
) -> list[str]:
    """The folders in which a compiler looks for fonts: those of the edition are put beside its file."""
    folders = [str(_put_beside(main, fonts))] if fonts else []
    house = files("octavo.styles").joinpath("fonts")
    for name in ("dashes", "libertinus", *(["signs"] if signs else []), *(["display"] if display else []), look):
        if name and house.joinpath(name).is_dir():
            folders.append(str(house.joinpath(name)))
    return folders


def shut_in(main: Path, fonts: Sequence[str] = ()) -> Any:
    """A compiler that reads nothing but the folder of its file and the fonts: no packages, and no network."""
    import typst

    os.environ.update(_NO_PROXY_IS_THERE)
    none = main.parent / "no-packages"
    none.mkdir(exist_ok=True)
    return typst.Compiler(
        str(main),
        root=str(main.parent),
        ignore_system_fonts=True,
        font_paths=list(fonts),
        package_path=str(none),
        package_cache_path=str(none),
    )


_EMPTY_SETTINGS = 5
"""Typst keeps what ten settings have not asked for: with so many empty ones between two, the last setting is kept, so
that chapters which have not changed cost nothing, and what was laid out before is let go."""
_ALL_SETTINGS = 11
"""So many that nothing is kept."""


def forget(folder: Path, *, everything: bool = False) -> None:
    """Make Typst let go of what is in memory of settings before the last: of a long book, some hundred megabytes each.

    ``everything``: of the last one, too, where nothing of it will be found again. Typst's Python package has no call
    for it; but settings of an empty page make the others old.
    """
    empty = folder / "empty.typ"
    empty.write_text("", encoding="utf-8")
    small = shut_in(empty)
    for _ in range(_ALL_SETTINGS if everything else _EMPTY_SETTINGS):
        small.compile()
    _give_back()


def is_crowded() -> bool:
    """Whether what is in memory of the last setting leaves no room for another beside it.

    To set a book anew without it takes three times as long, and as much memory at the end as one setting.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") > _room()
    except (OSError, ValueError, IndexError, AttributeError, StopIteration):
        return False  # a system that does not say so


def _room() -> int:
    """The bytes of memory that the system would give us, and the group of processes in which it has put us (Linux)."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    room = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    group = Path("/sys/fs/cgroup")
    most, used = (group / name for name in ("memory.max", "memory.current"))
    if most.exists() and (bound := most.read_text(encoding="ascii").strip()) != "max":
        room = min(room, int(bound) - int(used.read_text(encoding="ascii")))
    return room


def _give_back() -> None:
    """Give memory that is free back to the system, where its C library keeps it (glibc)."""
    import ctypes

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return  # another library, which does so itself


def families(fonts: Sequence[Path], folder: Path) -> list[str]:
    """The names of the families of font files, in the order of the files, for which ``folder`` has room.

    Raises InputError where Typst cannot read one.
    """
    import typst

    if not fonts:
        return []
    beside = _put_beside(folder / "families.typ", fonts)
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(beside)]).fonts()
    by_file = {Path(font.path).stem: font.family for font in found if font.path}
    for number, path in enumerate(fonts):
        if _name(number) not in by_file:
            hint = "get the file anew from where it came, or take it out of the folder"
            raise InputError("print cannot read this font", place=Place(path), hint=hint)
    return list(dict.fromkeys(by_file[_name(number)] for number in range(len(fonts))))


def _put_beside(main: Path, fonts: Sequence[Path]) -> Path:
    """A folder beside a file for Typst that holds these fonts and nothing else."""
    folder = main.parent / "fonts"
    folder.mkdir(exist_ok=True)
    for number, path in enumerate(fonts):
        copy = folder / f"{_name(number)}{path.suffix.lower()}"
        if not copy.exists():
            shutil.copyfile(path, copy)
    return folder


def _name(number: int) -> str:
    return f"{number:04}"


def compiled(compiler: Any, **options: Any) -> bytes:
    """What a compiler makes of its file; raises OctavoError with Typst's reason."""
    try:
        made = compiler.compile(**options)
    except BaseException as error:
        raise refusal(reason_of(error)) from None
    pages = made if isinstance(made, list) else [made]
    return b"".join(page for page in pages if page)


def reason_of(error: BaseException) -> str:
    """Typst's reason for not setting a file; raises the error again where it is none of Typst's."""
    import typst

    # Where Typst itself breaks down, its Python package raises what is not even an Exception.
    if not isinstance(error, typst.TypstError) and type(error).__name__ != "PanicException":
        raise error
    return str(error)


def refusal(reason: str) -> OctavoError:
    """The error for a file that Typst does not set, where everything should have been told before."""
    return OctavoError(f"Typst cannot set this edition: {reason}", hint="this is a fault of Octavo; please report it")
