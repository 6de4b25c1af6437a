"""A bag verified: its files, its words, the proof computed anew, and the edition made again.

What ``verify.py`` in the bag looks at is looked at by that very module; the rest needs what Octavo reads and sets with.
"""

from __future__ import annotations

import datetime
import errno
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from octavo.archive import verify
from octavo.archive.contents import archived, subject_of
from octavo.archive.tools import TOOLS, installed
from octavo.archive.verify import CANONICAL, MANIFEST, NAMES, PROOF, RENDITIONS, Damage
from octavo.archive.wordlists import as_lines, canonical_words, words_of_pdf
from octavo.build import build, edition_moment
from octavo.checks.registry import run_rules
from octavo.checks.subject import Subject
from octavo.document import Document, read_document
from octavo.edition import load_edition
from octavo.edition.dates import written_moment
from octavo.errors import InputError, OctavoError, Place
from octavo.progress import step
from octavo.reissue.impression import changes_between
from octavo.renditions.madeof import made_of
from octavo.workfolder import work_folder

_ROOM = "make room, or name another folder for temporary files in TMPDIR"
_OF_WORDS = ("rendition/", "text/", "press/same-words")
"""Rules whose errors say that words are not those of the text."""


_DAMAGES = (ValueError, OSError, KeyError, SyntaxError, zipfile.BadZipFile, zlib.error)
"""What Python’s readers of zip, XML and text raise where a file is damaged."""


@dataclass
class Verified:
    """What was found in a bag."""

    damages: list[Damage] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What could not be seen, or is no damage."""
    _known: set[tuple[str, str]] = field(default_factory=set)

    def add(self, path: str, message: str) -> None:
        """Note a damage, once for a file and what is said of it."""
        if (path, message) not in self._known:
            self._known.add((path, message))
            self.damages.append(Damage(path, message))


def verified(bag: Path) -> Verified:
    """Look at all of a bag, which is a folder (``opened``)."""
    found = Verified()
    with step("comparing checksums"):
        for damage in [*verify.fixity(bag), *verify.as_recorded(bag)]:
            found.add(damage.path, damage.message)
    with step("comparing words"):
        for damage in [*verify.text_proof(bag)[0], *_words_of_pdfs(bag)]:
            found.add(damage.path, damage.message)
    with work_folder() as work:
        try:
            _prove(bag, reassembled(bag, work), found)
        except OctavoError as error:
            for problem in error.problems:
                path, place = _in_bag(bag, work / "edition", problem.place)
                found.add(path, f"the proof cannot be computed anew: {place}{problem.message}")
    return found


def _in_bag(bag: Path, folder: Path, place: Place | None) -> tuple[str, str]:
    """A place in the edition as it was put together: the file’s name in the bag, and line and column for a message."""
    if place is None:
        return f"{PROOF}edition.json", ""
    numbers = [f"{number}:" for number in (place.line, place.column) if number]
    at = f"line {''.join(numbers)} " if numbers else ""
    if place.file.is_relative_to(bag):
        return place.file.relative_to(bag).as_posix(), at
    own = place.file.relative_to(folder).as_posix() if place.file.is_relative_to(folder) else place.file.name
    names = verify.record_of(bag, NAMES)
    return next((f"data/{name}" for name, its in names.items() if its == own), f"data/source/{own}"), at


def _words_of_pdfs(bag: Path) -> Iterator[Damage]:
    """PDFs whose words are not those that were recorded."""
    import pikepdf
    import pypdfium2

    from octavo.pdfpage.values import Damaged, in_words

    for name in _renditions(bag):
        wordlist = f"{PROOF}words-{PurePosixPath(name).name}.txt"
        if not name.endswith(".pdf") or not verify.is_own(bag, wordlist):
            continue
        try:
            read, rows = words_of_pdf(verify.content(bag, name)), verify.rows(bag, wordlist)
        except (pypdfium2.PdfiumError, pikepdf.PikepdfError, Damaged, ValueError, OSError) as error:
            yield Damage(name, f"cannot be read: {in_words(error)}")
            continue
        yield from verify.first_difference(name, [(word, place) for _, word, place in rows if word], read)


def _renditions(bag: Path) -> list[str]:
    """The names of the renditions that can be read: no links, no pipes."""
    names = (name for name in verify.files_of(bag) if name.startswith(RENDITIONS))
    return [name for name in names if "/" not in name.removeprefix(RENDITIONS) and verify.is_own(bag, name)]


def reassembled(bag: Path, work: Path) -> Path:
    """The edition folder, put together of ``data/source`` and ``data/witness``."""
    record = bag / PROOF / "edition.json"
    try:
        names = verify.of_texts(verify.record_of(bag, NAMES))
    except (OSError, ValueError):
        raise InputError("the record of the edition’s files cannot be read", place=Place(record)) from None
    for own in names.values():
        path = PurePosixPath(own)
        if path.is_absolute() or ".." in path.parts or str(path) != own or own == "." or "\0" in own:
            raise InputError(f"‘{own}’ leads out of the edition folder", place=Place(record))
    if not names or len(set(names.values())) != len(names):
        raise InputError("the record names no files of the edition, or one of them twice", place=Place(record))
    for name, own in names.items():
        _put(bag, f"data/{name}", work / "edition" / own)
    return work / "edition"


def _put(bag: Path, name: str, target: Path) -> None:
    """Put one file of the edition in its place."""
    message, hint = "", "octavo archive writes no such bag: get it from who made it"
    if not verify.is_own(bag, name):
        message = "this file of the edition is not there"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(verify.content(bag, name) if not message else b"")
    except ValueError as error:
        message = f"this file of the edition cannot be read: {error}"
    except OSError as error:
        message = f"this file of the edition cannot be put with the others: {error.strerror}"
        hint = _ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else hint
    if message:
        raise InputError(message, place=Place(bag / name), hint=hint)


def _prove(bag: Path, folder: Path, found: Verified) -> None:
    """Witness and errata against the text, the text against every rendition, and all made again."""
    import pikepdf

    from octavo.pdfpage.values import Damaged

    with step("computing the proof anew"):
        document = read_document(load_edition(folder))
        for item in document.proof.unexplained:
            place = item.edition_place.file.name
            message = (
                f"the text has ‘{item.read}’, witness and errata ‘{item.for_}’ ({place}:{item.edition_place.line})"
            )
            found.add(f"data/source/{place}", message)
        unread = {damage.path for damage in found.damages}
        names = [name for name in _renditions(bag) if name != MANIFEST or name not in unread]
        try:
            renditions = {PurePosixPath(name).name: verify.content(bag, name) for name in names}
            subject = subject_of(document, bag / RENDITIONS, renditions)
            _compare_canonical(bag, subject.document, found)
            _compare_findings(bag, subject, found)
        except (*_DAMAGES, pikepdf.PikepdfError, Damaged) as error:
            message = f"what is read back of these files cannot be held against the text: {error}"
            found.add(RENDITIONS.rstrip("/"), message)
        except (LookupError, AttributeError, TypeError, AssertionError, RuntimeError) as error:
            if not found.damages:
                raise  # in a bag that is sound so far it is our own fault
            message = f"a rule has not come to its end with these files: {type(error).__name__}: {error}"
            found.add(RENDITIONS.rstrip("/"), message)
    if found.damages:
        found.remarks.append("not made again, as files are damaged")
        return
    _rebuild(bag, folder, document, found)


def _compare_canonical(bag: Path, document: Document, found: Verified) -> None:
    try:
        recorded = verify.rows(bag, CANONICAL)
    except (OSError, ValueError):
        return  # told by the comparison of words
    now = canonical_words(document)
    pairs = [[(row[1], row[2]) for row in rows] for rows in (recorded, now)]
    for damage in verify.first_difference(CANONICAL, pairs[0], pairs[1]):
        found.add(damage.path, f"the text of data/source has other words: {damage.message}")
    if as_lines(now) != verify.content(bag, CANONICAL):
        found.add(CANONICAL, "it is not the list of the words of data/source")


def _compare_findings(bag: Path, subject: Subject, found: Verified) -> None:
    """Errors that rules on words find, and that were not found when the bag was made."""
    try:
        recorded = json.loads(verify.content(bag, f"{PROOF}findings.json", verify.LARGEST_RECORD))
        before = {(item["rule"], item["message"]) for item in recorded}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        before = set()
    for finding in run_rules(subject):
        told = finding.message.replace(f"{subject.edition.folder}/", "")
        if finding.severity == "error" and finding.rule.startswith(_OF_WORDS) and (finding.rule, told) not in before:
            name = finding.place.file.name if finding.place else ""
            is_rendition = name in subject.files or finding.rule == "rendition/present"
            path = RENDITIONS + name if is_rendition else f"data/source/{name}"
            found.add(path, f"{told} [{finding.rule}]")


def _rebuild(bag: Path, folder: Path, document: Document, found: Verified) -> None:
    """Make the edition again and compare, where the recorded programs are those that are installed."""
    try:
        recorded = verify.record_of(bag, verify.TOOLS)
        was = {**recorded["tools"], "octavo": recorded["octavo"], "packages": recorded["packages"]}
        date = recorded["date"]
    except (OSError, ValueError, KeyError, TypeError):
        found.add(f"{PROOF}tools.json", "cannot be read")
        return
    moment = edition_moment(document.edition)
    made: dict[str, Any] = made_of(document, moment)
    now = {**made["tools"], "octavo": made["octavo"], "packages": installed()}
    others = sorted(_others(was, now))
    if date != written_moment(moment):
        found.remarks.append(f"not made again: it was made with SOURCE_DATE_EPOCH for {date}")
        return
    with step("making the edition again"):
        files, _ = archived(build(folder), datetime.datetime.now(datetime.UTC))
    same_program = ("verify.py", "HOWTO.txt") if not others else ()
    again = {name: data for name, data in files.items() if name.startswith("data/") or name in same_program}
    differing = [name for name in again if not _is_same(bag / name, again[name])]
    there = (name for name in verify.files_of(bag) if name.startswith("data/") and not name.startswith(TOOLS))
    differing += [name for name in there if name not in again]
    if not others:
        for name in differing:
            found.add(name, "made again by the recorded programs, it is another file")
        found.remarks += [] if differing else ["made again: the same bytes"]
        return
    found.remarks.append(f"made again by other versions of {', '.join(others)}: {len(differing)} files differ")
    found.remarks += _how(bag, document.edition.metadata.slug, again, differing)


def _others(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """What is of another version now than when the bag was made; of packages, which."""
    for name, version in now.items():
        if name == "packages" and isinstance(was.get(name), dict):
            yield from (
                package for package in was[name].keys() | version if was[name].get(package) != version.get(package)
            )
        elif version != was.get(name):
            yield name


def _how(bag: Path, slug: str, again: dict[str, bytes], differing: list[str]) -> Iterator[str]:
    """Of each file that was made otherwise, how much of it is another for who reads it."""
    sets = (
        {path.name: path.read_bytes() for path in (bag / RENDITIONS).iterdir() if path.is_file()},
        {name.removeprefix(RENDITIONS): data for name, data in again.items() if name.startswith(RENDITIONS)},
    )
    how = {RENDITIONS + change.name: change.in_words for change in changes_between(slug, *sets)}
    yield from (f"differs: {name}{f' ({how[name]})' if name in how else ''}" for name in differing)


def _is_same(path: Path, data: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == data
