"""A bag verified: its files, its words, the proof computed anew, and the edition made again.

What ``verify.py`` in the bag looks at is looked at by that very module; the rest needs what Octavo reads and sets with.
"""

from __future__ import annotations

import datetime
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
from octavo.archive.verify import CANONICAL, PROOF, RENDITIONS, Damage
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

    def add(self, path: str, message: str) -> None:
        """Note a damage, once for a file and what is said of it."""
        if not any(item.path == path and item.message == message for item in self.damages):
            self.damages.append(Damage(path, message))


def verified(bag: Path) -> Verified:
    """Look at all of a bag, which is a folder (``opened``)."""
    found = Verified()
    with step("comparing checksums"):
        for damage in verify.fixity(bag):
            found.add(damage.path, damage.message)
    with step("comparing words"):
        for damage in [*verify.text_proof(bag)[0], *_words_of_pdfs(bag)]:
            found.add(damage.path, damage.message)
    try:
        with work_folder() as work:
            _prove(bag, reassembled(bag, work), found)
    except OctavoError as error:
        found.add(f"{PROOF}edition.json", f"the proof cannot be computed anew: {error}")
    return found


def _words_of_pdfs(bag: Path) -> Iterator[Damage]:
    """PDFs whose words are not those that were recorded."""
    import pikepdf
    import pypdfium2

    from octavo.pdfpage.values import Damaged

    for path in sorted((bag / RENDITIONS).glob("*.pdf")):
        name, wordlist = RENDITIONS + path.name, f"{PROOF}words-{path.name}.txt"
        if not (bag / wordlist).is_file() or path.is_symlink():
            continue
        try:
            read, rows = words_of_pdf(path.read_bytes()), verify.rows(bag, wordlist)
        except (pypdfium2.PdfiumError, pikepdf.PikepdfError, Damaged, ValueError) as error:
            yield Damage(name, f"cannot be read: {error}")
            continue
        yield from verify.first_difference(name, [(word, place) for _, word, place in rows if word], read)


def reassembled(bag: Path, work: Path) -> Path:
    """The edition folder, put together of ``data/source`` and ``data/witness``."""
    record = bag / PROOF / "edition.json"
    try:
        names = json.loads(record.read_bytes())
        pairs = [(PurePosixPath(name), PurePosixPath(own)) for name, own in names.items()]
    except (OSError, ValueError, AttributeError, TypeError):
        raise InputError("the record of the edition’s files cannot be read", place=Place(record)) from None
    for name, own in pairs:
        source = bag / "data" / name
        if any(part == ".." or PurePosixPath(part).is_absolute() for path in (name, own) for part in path.parts):
            raise InputError(f"‘{own}’ leads out of the edition folder", place=Place(record))
        if source.is_symlink() or not source.is_file():
            raise InputError("this file of the edition is not there", place=Place(source))
        target = work / "edition" / own
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return work / "edition"


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
        renditions = {path.name: path.read_bytes() for path in (bag / RENDITIONS).glob("*") if path.is_file()}
        try:
            subject = subject_of(document, bag / RENDITIONS, renditions)
            _compare_canonical(bag, subject.document, found)
            _compare_findings(bag, subject, found)
        except (*_DAMAGES, pikepdf.PikepdfError, Damaged) as error:
            message = f"what is read back of these files cannot be held against the text: {error}"
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
    if as_lines(now) != (bag / CANONICAL).read_bytes():
        found.add(CANONICAL, "it is not the list of the words of data/source")


def _compare_findings(bag: Path, subject: Subject, found: Verified) -> None:
    """Errors that rules on words find, and that were not found when the bag was made."""
    try:
        recorded = json.loads((bag / PROOF / "findings.json").read_bytes())
        before = {(item["rule"], item["message"]) for item in recorded}
    except (OSError, ValueError, TypeError, KeyError):
        before = set()
    for finding in run_rules(subject):
        told = finding.message.replace(f"{subject.edition.folder}/", "")
        if finding.severity == "error" and finding.rule.startswith(_OF_WORDS) and (finding.rule, told) not in before:
            name = finding.place.file.name if finding.place else ""
            path = RENDITIONS + name if name in subject.files else f"data/source/{name}"
            found.add(path, f"{told} [{finding.rule}]")


def _rebuild(bag: Path, folder: Path, document: Document, found: Verified) -> None:
    """Make the edition again and compare, where the recorded programs are those that are installed."""
    try:
        recorded = json.loads((bag / PROOF / "tools.json").read_bytes())
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
    again = {name: data for name, data in files.items() if name.startswith("data/")}
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
