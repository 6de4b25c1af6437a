"""What speaks against an issue: errors of the checks, questions that are open, changes without a word of why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.build import Build
from octavo.checks.run import check
from octavo.edition import Edition
from octavo.edition.releases import NAME, Release, ReleaseList
from octavo.errors import InputError, Place, Problem
from octavo.outfolder import write
from octavo.reissue.changeclass import ChangeClass, FileChange, changes
from octavo.workfolder import work_folder


def refuse_unfit_issue(made: Build, release: Release | None, record: ReleaseList, folder: Path, target: Path) -> None:
    """Raise InputError with the whole list of what keeps a version from being issued.

    ``release`` is its record, nothing where its text is not proved. ``folder`` is the edition as the user names it,
    ``target`` where its renditions are to go: places name that, though the files are not there yet.
    """
    edition = made.edition
    problems = [
        *_other_identifier(edition, record),
        *_open_queries(edition),
        *_errors(made, folder, target),
        *(_unexplained(edition, release, record) if release else ()),
    ]
    if problems:
        raise InputError.of(problems)


def _other_identifier(edition: Edition, record: ReleaseList) -> Iterator[Problem]:
    """One identifier is kept through all corrections, and after a version was withdrawn too."""
    known = next((release for release in reversed(record.releases) if release.identifier), None)
    if known and known.identifier != edition.metadata.identifier:
        message = f"the identifier is not that of version {known.version}, ‘{known.identifier}’"
        hint = "put it back: shops and readers know all versions of an edition by one"
        yield Problem(message, edition.place_of("identifier"), hint)


def _open_queries(edition: Edition) -> Iterator[Problem]:
    if edition.metadata.apparatus.shows("queries"):
        return
    for query in edition.errata.queries:
        if query.status == "open":
            hint = "answer it (status: answered), or let readers see it: apparatus: {include: [queries]}"
            yield Problem(f"the query ‘{query.id}’ is open", query.place, hint)


def _errors(made: Build, folder: Path, target: Path) -> Iterator[Problem]:
    """What ``octavo check`` calls an error in the renditions that are to be issued."""
    with work_folder() as beside:
        built = beside / "build"
        write(made.artifacts, built)
        _, findings = check(folder, built)
    for finding in findings:
        if finding.severity == "error":
            problem = finding.problem
            place = problem.place
            if place and place.file.is_relative_to(built):
                place = replace(place, file=target / place.file.relative_to(built))
            yield Problem(f"{finding.brief or problem.message} [{finding.rule}]", place, problem.hint)


def _unexplained(edition: Edition, release: Release, record: ReleaseList) -> Iterator[Problem]:
    """A change of words, lines or pages wants a word of why."""
    before = record.latest
    if before is None or release.why:
        return
    found = changes(before.artifacts, release.artifacts, before.seen, release.seen)
    moved = [item for item in found if item.change is not None and item.change >= ChangeClass.LINES]
    if not moved and before.text == release.text:
        return
    message = f"since version {before.version} {_listed(moved) or 'the text has changed'}, and nothing says why"
    hint = f'say it in a few words: octavo release {release.version} --why "…"'
    yield Problem(message, Place(edition.folder / NAME), hint)


def _listed(moved: list[FileChange]) -> str:
    kinds = {change: [item.name for item in moved if item.change is change] for change in reversed(ChangeClass)}
    return "; ".join(f"{change.in_words} in {', '.join(names)}" for change, names in kinds.items() if names)
