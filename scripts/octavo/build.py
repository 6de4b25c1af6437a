"""The whole way of the text: edition → Document → renditions → findings → files, all written at the end."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from octavo import __version__
from octavo.document import Document, Proof, read_document
from octavo.document.parts import FATAL
from octavo.edition import Edition, load_edition
from octavo.errors import InputError, Notices, Place, Problem
from octavo.renditions import Artifact

RENDITIONS = ("epub", "pdf", "html", "tei", "text", "print", "cover", "booklet", "2up")
FOR_READERS = ("epub", "pdf", "html", "tei", "text")
EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""The date of an edition that gives none: the first that a zip file can carry."""


@dataclass(frozen=True)
class Build:
    """What a build made, before or after it is written."""

    edition: Edition
    document: Document
    artifacts: tuple[Artifact, ...]
    warnings: tuple[Problem, ...]
    differences: tuple[Problem, ...] = ()
    """Where print does not say what the text says."""

    @property
    def proof(self) -> Proof:
        """The proof of the text that these renditions carry."""
        assert self.document.proof is not None
        return self.document.proof


def build(directory: Path, only: tuple[str, ...] = (), *, proof: bool = False) -> Build:
    """Make the renditions of an edition folder in memory; raises InputError where the input is at fault.

    Without ``only``, all that readers get, and where the front matter names a printer, what that gets. ``proof`` adds
    the cover with the printer's template drawn over it.
    """
    edition = load_edition(directory)
    only = only or usual_renditions(edition)
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(_load_libraries)  # while pandoc reads the text
        document = read_document(edition)
    document.refuse_fatal()
    notices = Notices(list(document.warnings))
    notices.items += [fault.problem for fault in document.faults if fault.kind not in FATAL]
    differences: list[Problem] = []
    artifacts = render(document, only, notices, differences, proof=proof)
    manifest = Artifact("manifest.json", "application/json", _manifest(document, artifacts))
    return Build(edition, document, (*artifacts, manifest), tuple(notices.items), tuple(differences))


def _load_libraries() -> None:
    """Load what sets and reads the book; each takes a tenth of a second, and none is needed before."""
    ours = (f"octavo.{name}" for name in ("setting.pages", "renditions.html", "renditions.tei", "renditions.epub"))
    for name in ("typst", "pypdfium2", "pikepdf", "ebooklib.epub", *ours):
        import_module(name)


def usual_renditions(edition: Edition) -> tuple[str, ...]:
    """What is made of an edition where nothing else is asked for."""
    settings = edition.metadata.print
    if not settings.is_asked_for:
        return FOR_READERS
    return (*FOR_READERS, "print", "cover", *(["booklet"] if settings.binding == "saddle" else []))


def render(
    document: Document,
    only: tuple[str, ...],
    notices: Notices,
    differences: list[Problem] | None = None,
    *,
    proof: bool = False,
) -> tuple[Artifact, ...]:
    """Set the book, put its pages into the Document, and make each rendition, the PDFs beside the others.

    Where the words read back from the set pages are not those of the text goes into ``differences``.

    The printed setting is made in every build, since all renditions share its pages. Where print cannot set the text
    and no PDF is asked for, the others go without pages, with a warning.
    """
    from octavo.renditions.press import Press
    from octavo.renditions.printlimits import refuse_long_names
    from octavo.setting.drawn import FOR_PRESS, Draw
    from octavo.setting.pages import set_pages

    if FOR_PRESS.union({"pdf", "epub"}).intersection(only):
        refuse_long_names(document)
    moment = edition_moment(document.edition)
    with ThreadPoolExecutor(max_workers=2) as pool, Press(document, moment, notices) as press:
        told = Notices()
        front = pool.submit(_cover, document, moment, told) if "epub" in only else None
        printed = None
        try:
            setting = set_pages(document, press, notices)
            if differences is not None:
                differences += setting.differences
            draw = Draw(press, document, setting, moment, notices)
            printed = pool.submit(draw.files, frozenset(only), proof=proof)
        except InputError as error:
            if FOR_PRESS.union({"pdf"}).intersection(only):
                raise
            hint = "without print there are no pages and lines to refer to"
            notices.items += [replace(problem, hint=hint) for problem in error.problems]
        made = {name: [make(document, notices)] for name, make in _makers().items() if name in only}
        if front:
            made["epub"] = [_epub(document, front.result(), moment)]
            notices.items += told.items + _withheld(document)
        if printed:
            made |= printed.result()
    return tuple(artifact for name in RENDITIONS for artifact in made.get(name, ()))


def _makers() -> dict[str, Callable[[Document, Notices], Artifact]]:
    """The renditions that Python makes while Typst writes the PDF."""
    from octavo.renditions.html import html
    from octavo.renditions.plain import plain
    from octavo.renditions.tei import tei

    return {"html": lambda document, _: html(document), "tei": tei, "text": lambda document, _: plain(document)}


def _epub(document: Document, cover: tuple[bytes, str], moment: datetime.datetime) -> Artifact:
    from octavo.renditions.epub import epub

    return epub(document, *cover, moment)


def _withheld(document: Document) -> list[Problem]:
    """Why the EPUB does not claim the accessibility that the front matter speaks of."""
    from octavo.renditions.shortcomings import withheld

    return withheld(document)


def _cover(document: Document, moment: datetime.datetime, notices: Notices) -> tuple[bytes, str]:
    """The front cover and its media type: the image that the front matter names, else one made of the title."""
    from octavo.document.images import cover_image, media_type
    from octavo.renditions.cover import front_image

    path = cover_image(document.edition)
    return (path.read_bytes(), media_type(path)) if path else (front_image(document, moment, notices), "image/png")


def source_date_epoch() -> datetime.datetime | None:
    """The time that SOURCE_DATE_EPOCH gives, in UTC; raises InputError where it is none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        hint = "give it as seconds since 1970, or unset it"
        raise InputError(f"SOURCE_DATE_EPOCH is ‘{epoch}’, which is no time", hint=hint) from None


def edition_moment(edition: Edition) -> datetime.datetime:
    """The date of every output, in UTC: SOURCE_DATE_EPOCH, else ``revised`` or ``published``; never the clock."""
    given = source_date_epoch()
    if given:
        return given
    day = edition.metadata.revised or edition.metadata.published
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC) if day else EPOCH


def _manifest(document: Document, artifacts: tuple[Artifact, ...]) -> bytes:
    from octavo.document.prove import counts

    proof = document.proof
    assert proof is not None
    metadata = document.edition.metadata
    said = {
        "octavo": __version__,
        "title": metadata.title,
        "identifier": metadata.identifier,
        "version": metadata.version,
        "date": edition_moment(document.edition).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sources": document.edition.digests(),
        "artifacts": [
            {"name": a.name, "media-type": a.media_type, "bytes": len(a.data), "sha256": a.sha256} for a in artifacts
        ],
        "setting": _setting(document),
        "proof": {"clean": proof.clean, "counts": counts(document, proof), "markup": proof.markup},
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _setting(document: Document) -> dict[str, object] | None:
    """The printed setting whose pages and lines all renditions share."""
    if document.pagination is None:
        return None
    return document.pagination.record({mark.number: mark.id for mark in document.marks if mark.shown})


def write(artifacts: tuple[Artifact, ...], folder: Path) -> None:
    """Write all files beside their places first, then move them in: a failure leaves what was there before.

    Raises InputError where the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for artifact in artifacts:
            if (folder / artifact.name).is_dir():
                hint = "move the folder away"
                raise InputError(
                    "a folder stands where a rendition goes", place=Place(folder / artifact.name), hint=hint
                )
        beside = Path(tempfile.mkdtemp(prefix=".octavo-", dir=folder))
        try:
            for artifact in artifacts:
                (beside / artifact.name).write_bytes(artifact.data)
            for artifact in artifacts:
                (beside / artifact.name).replace(folder / artifact.name)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        hint = "choose another folder with --out, or mend its permissions"
        raise InputError(f"cannot write here: {error.strerror}", place=Place(folder), hint=hint) from None


def output_folder(directory: Path, out: Path | None) -> Path:
    """Where a build of ``directory`` goes: ``--out``, else its ``build/``."""
    return out if out is not None else directory / "build"
