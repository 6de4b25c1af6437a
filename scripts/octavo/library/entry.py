"""What catalogues say of one edition: taken from what is made of it when it is built, so that no book is read again."""

from __future__ import annotations

import io
import json
from typing import Any

from lxml import etree

from octavo.build import Build, edition_moment
from octavo.edition.dates import written_moment
from octavo.edition.releases import ReleaseList, read_releases
from octavo.errors import InputError
from octavo.library.epubfacts import access_of
from octavo.outputs import OUTPUTS, Audience
from octavo.reissue.standing import Standing, standings
from octavo.renditions import Artifact
from octavo.renditions.citation import citation
from octavo.renditions.schemaorg import schema_org
from octavo.text.tokens import tokenise

FORMAT = 1
THUMBNAIL = (360, 576)
"""Pixels in width and height that a cover in a list has at most: twice as many as it takes there."""


def entry_of(made: Build, name: str) -> bytes:
    """The entry as JSON; ``name`` is that of the edition's folder in the build folder."""
    document, metadata = made.document, made.edition.metadata
    files = [_file(artifact) for artifact in made.artifacts]
    epub = next((artifact for artifact in made.artifacts if artifact.name.endswith(".epub")), None)
    cited = citation(metadata)
    bound = document.pagination.bound if document.pagination else None
    entry: dict[str, Any] = {
        "format": FORMAT,
        "name": name,
        "moment": written_moment(edition_moment(made.edition)),
        "metadata": metadata.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "slug": metadata.slug,
        "trim": metadata.trim_written,
        "page-count": bound.total if bound else 0,
        "pages": bound.written if bound and bound.pages else "",
        "words": tokenise(document.flow.text).count_words(),
        "files": [file for file in files if file],
        "access": access_of(epub.data) if epub else {},
        "proof": {
            "against": "witness" if made.proof.collation else None,
            "words": made.proof.collation.words_in_witness if made.proof.collation else None,
            "differences": made.proof.collation.differences if made.proof.collation else None,
        },
        "cited": _markup(cited.reference),
        "csl": json.loads(cited.csl_json),
        "schema.org": schema_org(document),
        "marc": next((a.data.decode() for a in made.artifacts if a.name.endswith(".marc.xml")), ""),
        "versions": _versions(made),
    }
    return json.dumps(entry, ensure_ascii=False, default=list).encode("utf-8", "surrogatepass")


def _file(artifact: Artifact) -> dict[str, Any] | None:
    """A file that is given out: not what a printer gets, nor what is only there for a review."""
    output = next((o for o in OUTPUTS if _is_of(artifact.name, (o.ending, *o.further))), None)
    if output is None or output.audience in (Audience.PRINTER, Audience.REVIEW):
        return None
    keys = {"name": artifact.name, "type": artifact.media_type, "size": len(artifact.data), "sha256": artifact.sha256}
    return {"rendition": output.name, "label": output.label, **keys}


def _is_of(name: str, endings: tuple[str, ...]) -> bool:
    """Whether a file is of a rendition: the longest ending that any of them has decides."""
    longest = max((e for o in OUTPUTS for e in (o.ending, *o.further) if name.endswith(e)), key=len, default="")
    return longest in endings


def _markup(reference: etree._Element) -> str:
    """The reference as the inside of a paragraph of HTML."""
    parts = list(reference.iter("p")) or [reference]
    parts = parts if parts[0].tag == "p" else [reference]
    inner = "".join(
        (part.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in part)
        for part in parts
    )
    return " ".join(inner.split())


def _versions(made: Build) -> list[dict[str, Any]]:
    """The versions that were issued, the newest first, each with the errors that its copies hold."""
    edition = made.edition
    try:
        record = read_releases(edition)
        found = standings(edition, record)
    except InputError:  # told by the build
        return []
    return [_version(item, record) for item in reversed(found)]


def _version(item: Standing, record: ReleaseList) -> dict[str, Any]:
    errors = None
    if item.errors is not None:
        errors = [
            {"page": e.line.page, "line": e.line.number, "note": e.line.note or "", "for": e.for_, "read": e.read}
            for e in item.errors
        ]
    return {
        "version": item.release.version,
        "date": str(item.release.date or ""),
        "why": item.release.why,
        "withdrawn": item.withdrawn,
        "is-latest": item.release is record.latest,
        "errors": errors,
    }


def thumbnail_of(made: Build) -> bytes | None:
    """The front cover as a small JPEG for lists; nothing where it is not made."""
    from PIL import Image

    cover = next((artifact.data for artifact in made.artifacts if artifact.media_type == "image/jpeg"), None)
    if cover is None:
        return None
    with Image.open(io.BytesIO(cover)) as opened:
        opened.draft("RGB", THUMBNAIL)
        small = opened.convert("RGB")
        small.thumbnail(THUMBNAIL)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=84, optimize=True)
    return out.getvalue()
