"""Arguments that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The edition folder, or the folder that holds its source/.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Where the renditions go; DIR/build by default.")
]


class Format(StrEnum):
    """Text for people, JSON for programs."""

    text = "text"
    json = "json"
