"""Make the archive: a bag with witness, source, renditions and proof."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import voice
from octavo.cli.folder import Folder, Out
from octavo.outfolder import output_folder, settle

NAME = "archive"


def command(
    folder: Folder = Path(),
    zip_: Annotated[bool, typer.Option("--zip", help="Also write the bag as one zip file.")] = False,
    out: Out = None,
) -> None:
    """Make the archive: a bag with witness, source, renditions and proof.

    SLUG-VERSION in the build folder is a BagIt 1.0 bag. octavo verify proves it again, and so does the verify.py in it.
    """
    from octavo.archive.bag import write_bag, zipped
    from octavo.archive.contents import archived, bag_name
    from octavo.archive.metadata import refuse_incomplete
    from octavo.build import build
    from octavo.cache import CACHE_FOLDER, Cache
    from octavo.edition import load_edition
    from octavo.outfolder import refuse_unwritable
    from octavo.wholefile import write_whole

    refuse_incomplete(load_edition(folder))
    target = output_folder(folder, out)
    settle(target)
    refuse_unwritable(target)
    began = datetime.datetime.now(datetime.UTC)
    cache = Cache(target / CACHE_FOLDER)
    made = build(folder, cache=cache)
    files, told = archived(made, began)
    target.mkdir(parents=True, exist_ok=True)
    cache.write()
    name = bag_name(made.edition)
    write_bag(target / name, files)
    voice.warn(*made.warnings, *told)
    voice.say(f"wrote {target / name} ({len(files):,} files, {sum(map(len, files.values())) // 1024:,} KB)")
    if zip_:
        write_whole(target / f"{name}.zip", zipped(name, files))
        voice.say(f"wrote {target / name}.zip")
    if made.proof.collation is not None and not made.proof.clean:
        voice.say("the proof is not clean: octavo collate says what is unexplained")
        raise typer.Exit(1)
