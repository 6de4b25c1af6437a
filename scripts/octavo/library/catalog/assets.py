"""What all pages of a site share: the style sheet, the typeface, and the script that opens the search."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files as resources
from pathlib import Path

from octavo.renditions.style import style
from octavo.renditions.webfonts import FAMILY

FOLDER = "assets"


def files() -> Iterator[tuple[str, bytes | Path]]:
    """The files, by their names from the site's root."""
    faces = tomllib.loads(style("fonts/web/faces.toml"))["face"]
    rules = [
        f'@font-face {{ font-family: "{FAMILY}"; font-style: {face["style"]}; font-weight: {face["weight"]}; '
        f'font-display: swap; unicode-range: {face["range"]}; src: url("{face["file"]}") format("woff2"); }}\n'
        for face in faces
    ]
    yield f"{FOLDER}/site.css", ("".join(rules) + _own("site.css")).encode()
    yield f"{FOLDER}/site.js", _own("site.js").encode()
    for face in faces:
        yield f"{FOLDER}/{face['file']}", resources("octavo.styles").joinpath(f"fonts/web/{face['file']}").read_bytes()


def _own(name: str) -> str:
    return resources("octavo.library.catalog").joinpath(name).read_text(encoding="utf-8")
