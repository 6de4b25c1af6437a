"""Write the site of a library, and its feeds for shops, libraries and readers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import voice
from octavo.cli.librarybuild import built
from octavo.cli.libraryfolder import Jobs, LibraryFolder, LibraryOut, opened


def catalog(
    folder: LibraryFolder = Path(),
    site: Annotated[
        Path | None, typer.Option("--site", metavar="OUT", help="Where the site goes; DIR/site by default.")
    ] = None,
    out: LibraryOut = None,
    jobs: Jobs = None,
    no_build: Annotated[bool, typer.Option("--no-build", help="Take what is built, and build nothing before.")] = False,
) -> None:
    """Write the site of a library, and its feeds for shops, libraries and readers.

    Builds first what is not built or has changed. The site stands by itself: copy it to any web server, or open its
    index.html. Editions whose access is restricted or dark are in none of it. Ends with 1 where an edition fails that
    known.yaml does not list, or something is left out of a feed; the site has all others.
    """
    from octavo.library.catalog.offered import offered
    from octavo.library.catalog.publish import NO_TITLES, publish
    from octavo.library.catalog.search import FOLDER, index, is_there, refuse_missing, remove
    from octavo.library.catalog.title import read_titles
    from octavo.library.known import read_known, verdict
    from octavo.library.run import plan
    from octavo.progress import step

    library, store = opened(folder, out)
    library.refuse_incomplete()
    if library.settings.search:
        refuse_missing()
    known = read_known(folder)
    target = site if site is not None else folder / "site"
    failed = []
    if not no_build:
        outcomes = built(library, store, jobs=jobs)
        failed = [one.record for one in outcomes if not one.state.is_good]
    with step("reading what the catalogue says of each title"):
        made = plan(library, store, read_only=True)
        titles = read_titles(store, offered(made))
    searched = library.settings.search if library.settings.search is not None else is_there()
    library = replace(library, settings=library.settings.model_copy(update={"search": searched}))
    with step(f"writing the pages of {len(titles):,} titles"):
        done = publish(library, store, titles, target)
    if searched and (done.written or done.removed or not (target / FOLDER).is_dir()):
        with step("indexing the text of all books"):
            index(target, titles)
    elif not searched:
        remove(target)
    for feed, written in library.left_out.items():
        voice.say(f"no {feed}: it needs ‘{written}’ in library.yaml")
    if not titles:
        voice.say(f"the catalogue is empty: {NO_TITLES}")
    voice.say(
        f"{done.titles:,} titles; {len(done.written):,} files written, {done.same:,} as they were, "
        f"{len(done.removed):,} taken away"
    )
    voice.say(f"open {target / 'index.html'}")
    voice.warn(*done.problems)
    if verdict(failed, known).new or done.problems:
        raise typer.Exit(1)


COMMANDS = {"catalog": catalog}
