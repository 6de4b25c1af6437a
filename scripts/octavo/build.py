"""The whole way of the text: edition → Document → renditions → findings → files, all written at the end."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octavo.cache import NOTHING, Cache
from octavo.document import Document, Proof, read_document
from octavo.document.parts import FATAL
from octavo.edition import Edition, load_edition
from octavo.edition.kept import records
from octavo.edition.states import SourceStates
from octavo.errors import InputError, Notices, OctavoError, Problem
from octavo.outputs import NAMES, OUTPUTS, Audience, Materials, Output, output_named, usual_outputs
from octavo.progress import step
from octavo.renditions import Artifact, Unmade

if TYPE_CHECKING:
    from octavo.presswork.cover import FrontCover
    from octavo.typesetting.typstbook import TypstBook

EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""The date of an edition that gives none: the first that a zip file can carry."""
LONG = 250_000
"""Characters of Markdown: for fewer, a second process that reads pages costs more than it saves."""


@dataclass(frozen=True)
class Build:
    """What a build made, before or after it is written."""

    edition: Edition
    document: Document
    artifacts: tuple[Artifact, ...]
    warnings: tuple[Problem, ...]
    unmade: tuple[Unmade, ...] = ()
    """What print alone could not make; the other renditions are there, without pages where nothing could be set."""

    @property
    def former(self) -> tuple[str, ...]:
        """The names of the files of earlier builds that belong to this set no longer."""
        return tuple(name for unmade in self.unmade for name in unmade.names)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why renditions could not be made, each reason once."""
        return tuple(dict.fromkeys(problem for unmade in self.unmade for problem in unmade.problems))

    def refuse_unmade(self) -> None:
        """Raise InputError where a rendition could not be made, for those who need the whole set."""
        if self.problems:
            raise InputError.of(list(self.problems))

    differences: tuple[Problem, ...] = ()
    """Where print does not say what the text says."""

    @property
    def proof(self) -> Proof:
        """The proof of the text that these renditions carry."""
        return self.document.proof


def build(directory: Path, only: tuple[str, ...] = (), *, with_template: bool = False, cache: Cache = NOTHING) -> Build:
    """Make the renditions of an edition folder in memory; raises InputError where none of them can be made.

    Where print alone cannot be made, the build says why and has the others. Without ``only``, all that readers get, and
    where the front matter names a printer, what that gets. ``with_template`` adds the cover with the printer's
    template drawn over it. ``cache`` spares work that was done before; what is new in it is for the caller to write.
    """
    states = SourceStates(directory)
    edition = load_edition(directory)
    states.watch([*edition.files(), *records(edition)])
    try:
        made = _made_of(edition, only or usual_renditions(edition), with_template, cache)
        manifest = Artifact("manifest.json", "application/json", _manifest(made.document, made.artifacts, made.unmade))
    except OSError:
        states.refuse_changed()  # as where a file was taken away
        raise
    states.refuse_changed()
    return replace(made, artifacts=(*made.artifacts, manifest))


def _made_of(edition: Edition, only: tuple[str, ...], with_template: bool, cache: Cache) -> Build:
    """What is made of an edition, but for its manifest."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(_load_libraries, only, is_long=_is_long(edition))  # while pandoc reads the text
        with step("reading the text and proving it"):
            document = read_document(edition, cache)
    document.refuse_fatal()
    notices = Notices(list(document.warnings))
    notices.items += [fault.problem for fault in document.faults if fault.kind not in FATAL]
    return render(document, only, notices, with_template=with_template, cache=cache)


def _is_long(edition: Edition) -> bool:
    """Whether an edition has so many pages that it pays to read them in two processes."""
    return sum(len(chapter.body) for chapter in edition.chapters) >= LONG


def _load_libraries(only: tuple[str, ...], *, is_long: bool) -> None:
    """Load what sets and reads the book; each takes a tenth of a second, and none is needed before."""
    from octavo.setting import readingprocess
    from octavo.typesetting import settingprocess
    from octavo.workerprocess import start_early

    start_early(settingprocess.WORKER)
    if is_long:
        start_early(readingprocess.WORKER)
    for name in ("pypdfium2", "pikepdf", "octavo.setting.pages"):
        import_module(name)
    for name in only:
        for module in output_named(name).loads:
            import_module(module)


def usual_renditions(edition: Edition) -> tuple[str, ...]:
    """What is made of an edition where nothing else is asked for."""
    return tuple(output.name for output in usual_outputs(edition.metadata.print))


def render(
    document: Document,
    only: tuple[str, ...],
    notices: Notices,
    *,
    with_template: bool = False,
    cache: Cache = NOTHING,
) -> Build:
    """Set the book, put its pages into its tree, and make each rendition, the PDFs beside the others.

    The printed setting is made in every build, since all renditions share its pages. Where print cannot set the text,
    the others go without pages, and ``unmade`` says of each PDF that is asked for why it is not there. Raises
    InputError where nothing of what is asked for can be made.
    """
    from octavo.document.paginate import without_pages
    from octavo.setting.pages import set_pages
    from octavo.setting.pdfs import PdfMaker
    from octavo.setting.readingprocess import ReadingProcess
    from octavo.typesetting.pictures import UndrawablePicture

    wanted = [output for output in OUTPUTS if output.name in only]
    _refuse_long_names(document, wanted)
    moment = edition_moment(document.edition)
    with ThreadPoolExecutor(max_workers=2) as pool, ExitStack() as stack:
        materials = Materials(moment, _front_cover(document, moment, wanted, pool), notices)
        printed = None
        failed: tuple[Unmade, ...] = ()
        differences: tuple[Problem, ...] = ()
        try:
            typst_book = stack.enter_context(_typst_book(document, moment, notices))
            elsewhere = stack.enter_context(closing(ReadingProcess())) if _is_long(document.edition) else None
            document, setting = set_pages(document, typst_book, notices, cache, elsewhere)
            differences = setting.differences
            maker = PdfMaker(typst_book, document, setting, moment, notices, elsewhere)
            printed = pool.submit(maker.files, frozenset(only), with_template=with_template)
        except UndrawablePicture:
            raise
        except OctavoError as error:
            failed = _without_print(document, wanted, error, notices)
            document = without_pages(document)
        made = _made(document, wanted, materials)
        if printed:
            pdfs = printed.result()
            made |= pdfs.files
            failed = pdfs.unmade
    if failed and not made:
        raise InputError.of(list(dict.fromkeys(problem for unmade in failed for problem in unmade.problems)))
    ordered = sorted(failed, key=lambda unmade: NAMES.index(unmade.rendition))
    artifacts = tuple(artifact for name in NAMES for artifact in made.get(name, ()))
    return Build(document.edition, document, artifacts, tuple(notices.items), tuple(ordered), differences)


def _refuse_long_names(document: Document, wanted: list[Output]) -> None:
    """Raise InputError where a title page or a cover is wanted and does not hold what the front matter says."""
    from octavo.typesetting.printlimits import refuse_long_names

    if any(output.is_from_setting or output.takes_cover for output in wanted):
        readers = usual_outputs(document.edition.metadata.print, Audience.READERS)
        refuse_long_names(document, [each.name for each in readers if not (each.is_from_setting or each.takes_cover)])


def _front_cover(
    document: Document, moment: datetime.datetime, wanted: list[Output], pool: Executor
) -> Callable[[], FrontCover]:
    """What gives the front cover, which is drawn beside all else where it is wanted."""
    from octavo.presswork.cover import front_cover

    if any(output.takes_cover for output in wanted):
        return pool.submit(front_cover, document, moment).result
    return partial(front_cover, document, moment)


def _made(document: Document, wanted: list[Output], materials: Materials) -> dict[str, list[Artifact]]:
    """The renditions that Python makes while Typst writes the PDFs; last those that wait for the cover."""
    slug = document.edition.metadata.slug
    made = {}
    for output in sorted(wanted, key=lambda output: output.takes_cover):
        if output.make:
            with step(f"making {output.label}"):
                made[output.name] = [output.artifact(slug, output.make(document, materials))]
    return made


def _typst_book(document: Document, moment: datetime.datetime, notices: Notices) -> AbstractContextManager[TypstBook]:
    from octavo.typesetting.typstbook import TypstBook

    return TypstBook(document, moment, notices)


def _without_print(
    document: Document, wanted: list[Output], error: OctavoError, notices: Notices
) -> tuple[Unmade, ...]:
    """The PDFs that are asked for and cannot be made; where none is, a warning that the others have no pages."""
    drawn = [output for output in wanted if output.is_from_setting]
    if not drawn:
        hint = "without print there are no pages and lines to refer to"
        notices.items += [replace(problem, hint=hint) for problem in error.problems]
    return tuple(output.unmade(document.edition.metadata.slug, error.problems) for output in drawn)


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
    date = edition.metadata.revised or edition.metadata.published
    return date.begins if date else EPOCH


def _manifest(document: Document, artifacts: tuple[Artifact, ...], unmade: tuple[Unmade, ...]) -> bytes:
    from octavo.document.prove import counts
    from octavo.renditions.madeof import made_of

    proof = document.proof
    record: dict[str, Any] = {
        **made_of(document, edition_moment(document.edition)),
        "artifacts": [
            {"name": a.name, "media-type": a.media_type, "bytes": len(a.data), "sha256": a.sha256} for a in artifacts
        ],
        "unmade": [{"name": u.names[0], "why": [problem.message for problem in u.problems]} for u in unmade],
        "setting": _setting(document),
        "proof": {
            "against": "witness" if proof.collation else None,
            "clean": proof.clean,
            "counts": counts(document, proof, document.tally),
            "markup": proof.markup,
        },
    }
    record["proof"] |= _beside_proof(proof)
    if not unmade:
        del record["unmade"]
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _beside_proof(proof: Proof) -> dict[str, object]:
    """That the edition is a part, what errata leave out or add in large pieces, and which notes are proved as notes."""
    notes = proof.collated.notes if proof.collated else None
    beside: dict[str, object] = {
        "scope": proof.scope,
        "left-out-words": proof.left_out.dropped,
        "added-words": proof.left_out.added,
        "notes-of-witness": len(notes.paired) if notes else 0,
    }
    return {name: value for name, value in beside.items() if value}


def _setting(document: Document) -> dict[str, object] | None:
    """The printed setting whose pages and lines all renditions share."""
    if document.pagination is None:
        return None
    return document.pagination.record(
        {emendation.number: emendation.id for emendation in document.emendations if emendation.shown}
    )
