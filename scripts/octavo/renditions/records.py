"""The edition as a record by itself, for lists of works and for library catalogues: CSL-JSON, BibTeX, RIS, MARCXML."""

from __future__ import annotations

import datetime

from octavo.document import Document
from octavo.renditions.bibliographic import ris
from octavo.renditions.citation import citation
from octavo.renditions.marc import marcxml


def record(kind: str, document: Document, moment: datetime.datetime) -> bytes:
    """The record of a kind: csl, bibtex, ris or marc; raises OctavoError where pandoc cannot read what it is given."""
    metadata = document.edition.metadata
    if kind == "marc":
        return marcxml(document, moment)
    if kind == "ris":
        return ris(metadata).encode()
    cited = citation(metadata)
    return f"{cited.csl_json if kind == 'csl' else cited.bibtex}\n".encode()
