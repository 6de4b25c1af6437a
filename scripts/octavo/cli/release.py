"""Record what is issued, for its errata slip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cli.console import voice
from octavo.cli.folder import Folder, Out
from octavo.errors import InputError

if TYPE_CHECKING:
    from octavo.edition import Edition

NAME = "release"


def command(
    version: Annotated[
        str, typer.Argument(metavar="VERSION", help="The version that is issued, as the front matter has it.")
    ],
    folder: Folder = Path(),
    out: Out = None,
) -> None:
    """Record what is issued, for its errata slip.

    Makes every rendition, then adds to releases.yaml in the edition folder: the digests of sources and renditions,
    the setting with its lines, the errata. What is recorded is never changed.
    """
    from octavo.build import build, source_date_epoch
    from octavo.cli.report import proof_line
    from octavo.edition import load_edition
    from octavo.edition.dates import Date
    from octavo.edition.releases import NAME as RECORD
    from octavo.edition.releases import read_releases, with_release
    from octavo.outfolder import output_folder, refuse_unwritable, write, write_own
    from octavo.releases.record import release_of

    edition = load_edition(folder)
    _refuse_other_version(edition, version)
    for release in read_releases(edition).releases:
        if release.version == version:
            hint = "what was issued stays as it was; give what is issued now a version of its own in the front matter"
            raise InputError(f"the version ‘{version}’ is recorded already", place=release.place, hint=hint)
    target = output_folder(folder, out)
    refuse_unwritable(target)
    refuse_unwritable(edition.folder)
    made = build(folder)
    made.refuse_unmade()
    given = source_date_epoch()
    date = Date.read(given.date()) if given else edition.metadata.revised or edition.metadata.published
    release = release_of(made.document, {a.name: a.sha256 for a in made.artifacts}, str(date or ""))
    record = with_release(edition, release)
    write(made.artifacts, target, made.edition.files())
    write_own(edition.folder / RECORD, record)
    voice.warn(*made.warnings)
    for artifact in made.artifacts:
        voice.say(f"wrote {target / artifact.name}")
    voice.say(f"recorded version {version} in {edition.folder / RECORD}; keep it with the source")
    voice.say(proof_line(made.proof))


def _refuse_other_version(edition: Edition, version: str) -> None:
    given = edition.metadata.version
    if given != version:
        place = edition.place_of("version")
        message = (
            f"the front matter says version ‘{given}’, not ‘{version}’" if given else "the front matter has no version"
        )
        raise InputError(message, place=place, hint=f'write version: "{version}" there, or record what it says')
