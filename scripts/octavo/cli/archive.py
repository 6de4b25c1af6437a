"""Make the archive: a bag with witness, source, renditions and proof."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import voice
from octavo.cli.folder import Folder
from octavo.outfolder import output_folder, settle

NAME = "archive"


def command(
    folder: Folder = Path(),
    zip_: Annotated[bool, typer.Option("--zip", help="Also write the bag as one zip file.")] = False,
    sign: Annotated[
        Path | None, typer.Option("--sign", metavar="KEY", help="Sign the lists of the bag with a key of ssh-keygen.")
    ] = None,
    token: Annotated[
        Path | None,
        typer.Option("--token", metavar="FILE", help="A time-stamp (RFC 3161) of the bag’s tagmanifest-sha512.txt."),
    ] = None,
    ocfl: Annotated[
        Path | None,
        typer.Option("--ocfl", metavar="ROOT", help="Also put the bag into an OCFL storage root, as its next version."),
    ] = None,
    with_tools: Annotated[
        bool, typer.Option("--with-tools", help="Also pack the programs that made it, as wheels for this machine.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the bag goes; DIR/build by default.")
    ] = None,
) -> None:
    """Make the archive: a bag with witness, source, renditions and proof.

    SLUG-VERSION in the build folder is a BagIt 1.0 bag. octavo verify proves it again, and so does the verify.py in it.
    """
    from octavo.archive.bag import write_bag, zipped
    from octavo.archive.contents import archived, bag_name
    from octavo.archive.metadata import refuse_incomplete
    from octavo.archive.ocfl import store
    from octavo.archive.signature import refuse_no_key, signatures, time_stamp
    from octavo.archive.tools import wheels
    from octavo.build import build, edition_moment
    from octavo.cache import CACHE_FOLDER, Cache
    from octavo.edition import load_edition
    from octavo.edition.dates import written_moment
    from octavo.outfolder import refuse_unwritable
    from octavo.wholefile import write_whole

    refuse_incomplete(load_edition(folder))
    if sign:
        refuse_no_key(sign)
    target = output_folder(folder, out)
    settle(target)
    refuse_unwritable(target)
    began = datetime.datetime.now(datetime.UTC)
    tools = wheels() if with_tools else {}
    cache = Cache(target / CACHE_FOLDER)
    made = build(folder, cache=cache)
    files, told = archived(made, began, tools)
    files |= signatures(files, sign) if sign else {}
    files |= time_stamp(files, token) if token else {}
    target.mkdir(parents=True, exist_ok=True)
    cache.write()
    name = bag_name(made.edition)
    write_bag(target / name, files)
    voice.warn(*made.warnings, *told)
    voice.say(f"wrote {target / name} ({len(files):,} files, {sum(map(len, files.values())) // 1024:,} KB)")
    if zip_:
        write_whole(target / f"{name}.zip", zipped(name, files))
        voice.say(f"wrote {target / name}.zip")
    if ocfl:
        voice.say(f"{ocfl}: {store(ocfl, made.edition, files, written_moment(edition_moment(made.edition)))}")
    if made.proof.collation is not None and not made.proof.clean:
        voice.say("the proof is not clean: octavo collate says what is unexplained")
        raise typer.Exit(1)
