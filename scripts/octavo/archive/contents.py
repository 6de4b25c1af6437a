"""A build → the files of its bag: witness, source, renditions, proof, licences, and what describes them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from importlib.resources import files as resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from octavo.archive.bag import bag_of
from octavo.archive.crate import crate
from octavo.archive.formats import formats, unexpected
from octavo.archive.metadata import datacite, premis, refuse_incomplete
from octavo.archive.tools import installed
from octavo.archive.wordlists import canonical_words, relative, word_files
from octavo.build import Build, edition_moment
from octavo.checks.finding import Finding
from octavo.checks.registry import run_rules
from octavo.checks.run import press_jobs
from octavo.checks.subject import Subject
from octavo.document import Document, read_document
from octavo.edition import Edition
from octavo.edition.dates import written_moment
from octavo.edition.kept import records
from octavo.errors import Problem
from octavo.progress import step
from octavo.renditions.madeof import made_of, read_manifest
from octavo.renditions.records import record

if TYPE_CHECKING:
    from octavo.text.emend import Application

_LONGEST_NAME = 240
"""Bytes of the bag’s name: file systems take 255, and what is written beside it has a longer one."""
CATALOGUE = (("csl", ".csl.json"), ("ris", ".ris"), ("marc", ".marc.xml"))


def bag_name(edition: Edition) -> str:
    """The name of the bag, which leads nowhere else: slug and version, where / and the like become hyphens."""
    metadata = edition.metadata
    version = "-".join(re.findall(r"\w[\w.+]*", metadata.version)).rstrip(".")
    name = f"{metadata.slug}-{version}" if version else metadata.slug
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip("-.")


def archived(
    made: Build, began: datetime.datetime, tools: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of the bag of a build, and what is to be told; raises InputError where a datum is missing.

    ``began`` is when the build did, by the clock: only the events have such times. ``tools`` are wheels to be packed.
    """
    edition, slug = made.edition, made.edition.metadata.slug
    refuse_incomplete(edition)
    made.refuse_unmade()
    moment = edition_moment(edition)
    renditions = {artifact.name: artifact.data for artifact in made.artifacts}
    media = {f"renditions/{artifact.name}": artifact.media_type for artifact in made.artifacts}
    payload, names = source_files(edition)
    payload |= {f"renditions/{name}": data for name, data in renditions.items()}
    with step("writing the proof"):
        document = read_document(edition)
        subject = subject_of(document, Path("renditions"), renditions)
        findings = run_rules(subject)
        proof = word_files(renditions, canonical_words(subject.document))
    pronom = formats(payload)
    odd = unexpected({name: pronom[name] for name in payload if name.startswith("renditions/")})
    told = [Problem(message, None, "look whether the archive takes that") for message in odd]
    found = [_finding(finding, edition.folder) for finding in findings]
    proof |= {
        "collation.json": _json(collation(document)),
        "findings.json": _json(found + [{"rule": "archive/format", "message": message} for message in odd]),
        "tools.json": _json({**made_of(made.document, moment), "packages": installed()}),
        "formats.json": _json(pronom),
        "edition.json": _json(names),
    }
    payload |= {f"proof/{name}": data for name, data in proof.items()}
    payload["licences/rights.txt"] = _rights(edition)
    for kind, ending in CATALOGUE:
        payload[f"metadata/{slug}{ending}"] = record(kind, made.document, moment)
    payload["metadata/datacite.json"] = datacite(edition)
    payload = dict(sorted(payload.items()))
    programs = made_of(made.document, moment)["tools"]
    assert isinstance(programs, dict)
    versions = {name: version for name, version in programs.items() if isinstance(version, str)}
    described = crate(edition.metadata, payload, pronom, media, versions, written_moment(moment))
    payload["ro-crate-metadata.json"] = described
    identifier = edition.metadata.identifier or f"urn:octavo:{bag_name(edition)}"
    ended = datetime.datetime.now(datetime.UTC)
    outcome = f"{sum(finding.severity == 'error' for finding in findings)} errors"
    events = [("creation", began, "success"), ("validation", ended, outcome), ("packing", ended, "success")]
    here = resources("octavo.archive")
    tags = {name: here.joinpath(name).read_bytes() for name in ("verify.py", "HOWTO.txt")}
    tags["metadata/events/premis.xml"] = premis(identifier, events)
    info = {"External-Identifier": identifier, "Bagging-Date": written_moment(moment)[:10]}
    info |= {"Source-Organization": edition.metadata.publisher or "", "Access": edition.metadata.access or "open"}
    return bag_of({**{f"data/{name}": data for name, data in payload.items()}, **tools, **tags}, info), told


def source_files(edition: Edition) -> tuple[dict[str, bytes], dict[str, str]]:
    """The edition's files by their names below ``data/``, and for each its name in the edition folder."""
    witnesses = {witness.path for witness in (edition.witness, *edition.further) if witness}
    payload, names = {}, {}
    for path in dict.fromkeys([*edition.files(), *records(edition)]):
        own = path.relative_to(edition.folder).as_posix()
        name = f"witness/{own.removeprefix('witness/')}" if path in witnesses else f"source/{own}"
        payload[name], names[name] = path.read_bytes(), own
    return payload, names


def subject_of(document: Document, folder: Path, renditions: dict[str, bytes]) -> Subject:
    """An edition and its renditions, for the rules; its Document has the pages that the PDF has."""
    manifest = renditions.get("manifest.json")
    recorded = None if manifest is None else read_manifest(manifest, folder / "manifest.json")
    subject = Subject(document, folder, recorded, dict(sorted(renditions.items())))
    subject.press_files.extend(press_jobs(subject))
    return subject


def collation(document: Document) -> dict[str, Any]:
    """Each difference of the witness, and the erratum that accounts for it."""
    proof, folder = document.proof, document.edition.folder
    if proof.collated is None:
        return {"witness": None, "clean": proof.clean, "accounted": [], "unexplained": []}
    witness, emended = proof.collated.witness, proof.collated.collation.emended
    return {
        "witness": witness.path.relative_to(folder).as_posix(),
        "sha256": witness.sha256,
        "clean": proof.clean,
        "words": proof.collated.collation.words_in_witness,
        "accounted": [_application(item, witness.text) for item in emended.applications],
        "house-rules": [
            {"for": rule.for_, "read": rule.read, "count": count}
            for rule, count in zip(document.edition.errata.normalise, emended.house_rule_counts, strict=True)
        ],
        "unexplained": [
            {"for": item.for_, "read": item.read, "place": relative(item.edition_place, folder)}
            for item in proof.unexplained
        ],
    }


def _application(item: Application, witness: str) -> dict[str, Any]:
    line = witness.count("\n", 0, item.witness_offset) + 1
    return {"erratum": item.erratum.id, "for": item.erratum.for_, "read": item.erratum.read, "witness-line": line}


def _finding(finding: Finding, folder: Path) -> dict[str, str]:
    place = relative(finding.place, folder)
    message = finding.message.replace(f"{folder}/", "")
    return {"rule": finding.rule, "severity": finding.severity, "message": message, "place": place}


def _rights(edition: Edition) -> bytes:
    metadata = edition.metadata
    lines = [metadata.rights, metadata.rights_uri or "", *(person.name for person in metadata.rights_holder)]
    notes = f"The editors’ own words: {metadata.license_of_notes}" if metadata.license_of_notes else ""
    access = f"Access: {metadata.access or 'open'}"
    return "".join(f"{line}\n" for line in (*lines, notes, access) if line).encode()


def _json(shape: object) -> bytes:
    return (json.dumps(shape, ensure_ascii=False, indent=1) + "\n").encode()
