"""All checks on an edition and on what is built of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from octavo.cache import CACHE_FOLDER, Cache
from octavo.checks.finding import Finding
from octavo.checks.press.job import COVER, INTERIOR, PressJob
from octavo.checks.registry import run_rules, table
from octavo.checks.subject import Subject
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.errors import InputError, Place
from octavo.progress import step


def check(directory: Path, build_folder: Path) -> tuple[Subject, list[Finding]]:
    """Run every rule in process; raises InputError where the edition cannot be read at all.

    What pandoc has made of the same bytes in a build is found again in the build folder; nothing is written there.
    """
    with step("reading the text and proving it"):
        document = read_document(load_edition(directory), Cache(build_folder / CACHE_FOLDER))
    document.refuse_empty()
    manifest, files = None, {}
    if build_folder.is_dir():
        files = {path.name: path.read_bytes() for path in sorted(build_folder.iterdir()) if path.is_file()}
    if "manifest.json" in files:
        try:
            manifest = json.loads(files["manifest.json"])
        except (ValueError, RecursionError):
            hint = "make it anew: octavo build"
            raise InputError("this is not JSON", place=Place(build_folder / "manifest.json"), hint=hint) from None
    subject = Subject(document, build_folder, manifest, files)
    subject.press_files.extend(press_jobs(subject))
    with step(f"looking at {len(files)} files by {len(table())} rules"):
        return subject, run_rules(subject)


def press_jobs(subject: Subject) -> Iterator[PressJob]:
    """The files for the press that are in the build folder, each with what the front matter says of the printed book.

    The page count from which the spine follows is that of the interior as it is.
    """
    from octavo.pdfpage.pdffile import PdfFile

    options = subject.edition.metadata.print
    pages = None
    for kind, name in ((INTERIOR, "print"), (COVER, "cover")):
        data = subject.data(name)
        if data is None:
            continue
        file = PdfFile(data, subject.path(name))
        pages = len(file.pages) if kind == INTERIOR else pages
        yield PressJob(
            file,
            kind,
            options.for_press,
            options.trim_inches,
            pages,
            options.paper,
            options.binding,
            options.spine_inches,
            options.isbn,
            options.add_on,
        )
