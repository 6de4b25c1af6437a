"""The fonts that are installed on this machine, for one to be copied into an edition; a build never looks at them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from octavo import children
from octavo.errors import InputError, Place

FILES = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"})
_FAMILY_NAMES = (1, 16, 21)
"""The numbers of the names that a family goes by (OpenType 1.9, name: font, typographic and WWS family)."""
NORMAL_WIDTH = 5
"""Of ``OS/2.usWidthClass``, which goes from 1, condensed, to 9."""


@dataclass(frozen=True)
class Face:
    """One face of a family: a file, or the face of that number in a collection."""

    path: Path
    number: int = 0

    def opened(self) -> Any:
        """The face as fontTools reads it, a context manager; raises InputError where it cannot be read."""
        import logging

        from fontTools.ttLib import TTFont, TTLibError

        logging.getLogger("fontTools").setLevel(logging.ERROR)  # what is odd in a font is not ours to say
        place = Place(self.path)
        try:
            return TTFont(self.path, fontNumber=self.number, lazy=True)
        except ImportError:
            hint = "pip install brotli, or get the font as .ttf or .otf"
            raise InputError(
                "a font in the form .woff2 cannot be read without brotli", place=place, hint=hint
            ) from None
        except (TTLibError, OSError) as error:
            raise InputError(f"this font cannot be read: {error}", place=place, hint="install it anew") from None

    @cached_property
    def families(self) -> frozenset[str]:
        """The names that its family goes by, in any language."""
        with self.opened() as font:
            names = [record for record in font["name"].names if record.nameID in _FAMILY_NAMES]
            return frozenset(record.toUnicode(errors="replace") for record in names)

    @cached_property
    def look(self) -> tuple[int, bool, int]:
        """Its weight (400 is regular), whether it is italic, and its width (5 is normal)."""
        with self.opened() as font:
            table = font["OS/2"]
            return table.usWeightClass, bool(table.fsSelection & 1 or font["head"].macStyle & 2), table.usWidthClass

    @cached_property
    def weights(self) -> tuple[int, int]:
        """The lightest and the heaviest that it can be set in; a variable font has a range of them."""
        with self.opened() as font:
            axes = font["fvar"].axes if "fvar" in font else ()
            return next(
                ((int(a.minValue), int(a.maxValue)) for a in axes if a.axisTag == "wght"), (self.look[0], self.look[0])
            )


def families() -> dict[str, list[Face]]:
    """The faces of every family on this machine, by its names: as fontconfig knows them, else found in the folders."""
    found: dict[str, list[Face]] = {}
    for face, names in _by_fontconfig() or _in_folders():
        for name in names:
            found.setdefault(name, []).append(face)
    return found


def nearest(family: str, known: dict[str, list[Face]]) -> list[str]:
    """The names of families that are most like one, for which there is none."""
    folded = {name.casefold(): name for name in sorted(known)}
    near = get_close_matches(family.casefold(), folded, 4, 0.7)
    words = family.casefold().split()
    near += [name for name in folded if name not in near and words and all(word in name for word in words)]
    return [folded[name] for name in near[:4]]


def _by_fontconfig() -> list[tuple[Face, list[str]]]:
    """What fontconfig lists; nothing where it is not there."""
    command = ["fc-list", "--format", "%{file}\t%{index}\t%{family}\n"]
    try:
        listed_by_it = children.answer(command)
    except OSError:
        return []
    listed = []
    for line in listed_by_it.splitlines():
        file, number, names = [*line.split("\t"), "", ""][:3]
        # The higher half of the number counts the named instances of a variable font.
        if Path(file).suffix.lower() in FILES and number.isdecimal() and int(number) < 1 << 16:
            listed.append((Face(Path(file), int(number)), [name.strip() for name in names.split(",")]))
    return sorted(listed, key=lambda one: (str(one[0].path), one[0].number))


def _in_folders() -> Iterator[tuple[Face, list[str]]]:
    """What stands in the folders where systems keep fonts."""
    from fontTools.ttLib import TTCollection, TTLibError

    for folder in font_folders():
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() not in FILES or not path.is_file():
                continue
            try:
                is_collection = path.suffix.lower() in (".ttc", ".otc")
                count = len(TTCollection(path, lazy=True).fonts) if is_collection else 1
                for number in range(count):
                    face = Face(path, number)
                    yield face, sorted(face.families)
            except (InputError, TTLibError, OSError, KeyError, ImportError, AssertionError):
                continue  # damaged, or in a form that cannot be read


def font_folders() -> list[Path]:
    """The folders in which this system keeps fonts, the user's own first."""
    home = Path.home()
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    if sys.platform == "win32":
        local, windows = os.environ.get("LOCALAPPDATA", str(home)), os.environ.get("WINDIR", r"C:\Windows")
        return [Path(local, "Microsoft/Windows/Fonts"), Path(windows, "Fonts")]
    own = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    shared = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return [own / "fonts", home / ".fonts", *(Path(folder, "fonts") for folder in shared if folder)]
