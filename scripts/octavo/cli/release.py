"""Record what is issued, for its errata slip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cli.console import voice
from octavo.cli.folder import Folder, Out
from octavo.cli.given import listed
from octavo.errors import InputError

if TYPE_CHECKING:
    from octavo.build import Build
    from octavo.edition import Edition
    from octavo.edition.releases import Impression, Release, ReleaseList

NAME = "release"


def command(
    version: Annotated[
        str, typer.Argument(metavar="VERSION", help="The version that is issued, as the front matter has it.")
    ],
    folder: Folder = Path(),
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="Why words, lines or pages are others than before.")
    ] = "",
    where: Annotated[
        str, typer.Option("--where", metavar="SHOPS", help="Who has it, parted by commas: kobo,kdp or kobo=1.0.")
    ] = "",
    withdraw: Annotated[
        str, typer.Option("--withdraw", metavar="WHY", help="Say of a recorded version that it is given out no longer.")
    ] = "",
    out: Out = None,
) -> None:
    """Record what is issued, for its errata slip.

    Makes every rendition and checks them, then adds to releases.yaml in the edition folder: the digests of sources and
    renditions, the setting with its lines, the errata. What is recorded is never changed. With --where or --withdraw
    for a version that is recorded, only that is written.
    """
    from octavo.edition import load_edition
    from octavo.edition.releases import read_releases

    edition = load_edition(folder)
    record = read_releases(edition)
    shops = _shops(where, version)
    if withdraw:
        record.of(version)  # says which there are
    if not (withdraw or (shops and any(release.version == version for release in record.releases))):
        _issue(edition, version, folder, out, why)
    if shops or withdraw:
        _write_head(edition, shops, {version: withdraw} if withdraw else {})


def _issue(edition: Edition, version: str, folder: Path, out: Path | None, why: str) -> None:
    """Make, check and record a version; raises InputError with all that speaks against it."""
    from octavo.build import build
    from octavo.cli.report import proof_line
    from octavo.edition.releases import NAME as RECORD
    from octavo.edition.releases import read_releases, with_release
    from octavo.outfolder import output_folder, refuse_unwritable, updating, write
    from octavo.reissue import impressions
    from octavo.reissue.refusals import refuse_unfit_issue

    record = read_releases(edition)
    _refuse_other_version(edition, version)
    _refuse_recorded(record, version)
    target = output_folder(folder, out)
    refuse_unwritable(target)
    refuse_unwritable(edition.folder)
    made = build(folder)
    made.refuse_unmade()
    seen = impressions(edition.metadata.slug, {artifact.name: artifact.data for artifact in made.artifacts})
    # What is not proved has no record to compare; the checks, which are told first, say where it is not.
    proved = _release(made, seen, why) if made.proof.collation and made.proof.clean else None
    refuse_unfit_issue(made, proved, record, folder, target)
    release = proved or _release(made, seen, why)
    write(made.artifacts, target, made.edition.files())
    with updating(edition.folder / RECORD) as write_whole:
        # Read again: someone else may have issued a version while this one was made.
        meanwhile = read_releases(edition)
        _refuse_recorded(meanwhile, version)
        _refuse_meanwhile(record, meanwhile)
        write_whole(with_release(edition, release))
    voice.warn(*made.warnings)
    for artifact in made.artifacts:
        voice.say(f"wrote {target / artifact.name}")
    voice.say(f"recorded version {version} in {edition.folder / RECORD}; keep it with the source")
    voice.say(proof_line(made.proof))


def _release(made: Build, seen: dict[str, Impression], why: str) -> Release:
    from octavo.build import source_date_epoch
    from octavo.edition.dates import Date
    from octavo.releases.record import release_of

    given = source_date_epoch()
    metadata = made.edition.metadata
    date = Date.read(given.date()) if given else metadata.revised or metadata.published
    digests = {artifact.name: artifact.sha256 for artifact in made.artifacts}
    return release_of(made.document, digests, str(date or ""), seen=seen, why=why.strip())


def _write_head(edition: Edition, shops: dict[str, str], withdrawn: dict[str, str]) -> None:
    """Write which shop has which version, and what is withdrawn, beside what was written of others before."""
    from octavo.edition.releasehead import with_head
    from octavo.edition.releases import NAME as RECORD
    from octavo.edition.releases import read_releases
    from octavo.outfolder import updating

    path = edition.folder / RECORD
    with updating(path) as write_whole:
        record = read_releases(edition)
        for version in (*shops.values(), *withdrawn):
            record.of(version)
        write_whole(with_head(path.read_bytes(), path, record.where | shops, record.withdrawn | withdrawn))
    for shop, version in shops.items():
        voice.say(f"{shop} has version {version}")
    for version, why in withdrawn.items():
        voice.say(f"version {version} is withdrawn: {why}; its record and its slip remain")


def _shops(where: str, version: str) -> dict[str, str]:
    """The shops of ``--where`` with the version that each has."""
    import re

    shops = {}
    for item in listed("--where", where, "kobo,kdp"):
        shop, _, other = item.partition("=")
        if not re.fullmatch(r"[\w.-]+", shop.strip()):
            hint = "write the shops with commas between them: kobo,kdp; one with another version as kobo=1.0"
            raise InputError(f"‘{shop}’ is no name of a shop", hint=hint)
        shops[shop.strip()] = other.strip() or version
    return shops


def _refuse_recorded(record: ReleaseList, version: str) -> None:
    for release in record.releases:
        if release.version == version:
            hint = "what was issued stays as it was; give what is issued now a version of its own in the front matter"
            raise InputError(f"the version ‘{version}’ is recorded already", place=release.place, hint=hint)


def _refuse_meanwhile(record: ReleaseList, meanwhile: ReleaseList) -> None:
    if [release.version for release in meanwhile.releases] != [release.version for release in record.releases]:
        latest = meanwhile.releases[-1]
        message = f"the version ‘{latest.version}’ was recorded while this one was made"
        raise InputError(message, place=latest.place, hint="look at octavo releases, and record this one again")


def _refuse_other_version(edition: Edition, version: str) -> None:
    given = edition.metadata.version
    if given != version:
        place = edition.place_of("version")
        message = (
            f"the front matter says version ‘{given}’, not ‘{version}’" if given else "the front matter has no version"
        )
        raise InputError(message, place=place, hint=f'write version: "{version}" there, or record what it says')
