"""Make an edition folder to start from."""

from __future__ import annotations

import datetime
import shutil
import uuid
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import one_line, voice
from octavo.errors import InputError, Place

NAME = "new"


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    title: Annotated[str, typer.Option(help="The title of the edition.")] = "",
) -> None:
    """Make an edition folder to start from."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            "there is something here already", place=Place(folder), hint="name a folder that is not there yet"
        )
    from octavo.build import source_date_epoch

    ours = not folder.exists()
    starter = files("octavo.cli").joinpath("starter")
    # The one place where the clock is read: the date is written into the front matter, where an editor sees it.
    given = source_date_epoch()
    today = given.date() if given else datetime.date.today()
    heading = one_line(title or folder.resolve().name.replace("-", " ").capitalize())
    values = {"title": _yaml_string(heading), "identifier": f"urn:uuid:{uuid.uuid4()}", "published": str(today)}
    text = starter.joinpath("chapter.md").read_text(encoding="utf-8").format(**values)
    try:
        (folder / "witness").mkdir(parents=True)
        (folder / "images").mkdir()
        (folder / "1-first-chapter.md").write_text(text, encoding="utf-8")
        (folder / "errata.yaml").write_text(
            starter.joinpath("errata.yaml").read_text(encoding="utf-8"), encoding="utf-8"
        )
        witness = starter.joinpath("witness").joinpath("witness.txt").read_text(encoding="utf-8")
        (folder / "witness" / "witness.txt").write_text(witness, encoding="utf-8")
    except OSError as error:
        if ours:
            shutil.rmtree(folder, ignore_errors=True)
        raise InputError(
            f"cannot write here: {error.strerror}", place=Place(folder), hint="choose another folder"
        ) from None
    voice.say(f"made {folder}; now: octavo build {folder}")


def _yaml_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
