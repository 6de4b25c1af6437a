"""The changes that a teiHeader tells of: versions that were issued, and corrections that bear a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml import etree

from octavo.document import Document
from octavo.document.titlepage import edition_words
from octavo.edition.history import earlier_versions
from octavo.renditions.teidata import add


def add_changes(root: etree._Element, document: Document, who: Callable[[Iterable[str]], str]) -> None:
    """What was done when, the latest first; ``who`` gives pointers to those who are named (TEI P5, 2.6)."""
    metadata = document.edition.metadata
    words, edition = metadata.words, edition_words(metadata)
    dated = []
    earlier = earlier_versions(document.edition)
    for former in earlier:
        named = edition_words(metadata, former.version)
        dated += [(str(former.date), words.text("tei-change-published", edition=named), "")] if former.date else []
    if earlier:
        own = [("published", metadata.revised or metadata.published, edition)]
    else:
        # What was published first is not the version that has been revised since.
        first = words.text("edition-unnumbered") if metadata.revised else edition
        own = [("revised", metadata.revised, edition), ("published", metadata.published, first)]
    for name, moment, named in own:
        dated += [(str(moment), words.text(f"tei-change-{name}", edition=named), "")] if moment else []
    made: dict[tuple[str, str], list[str]] = {}
    for erratum in document.edition.errata.errata:
        if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", erratum.date):
            made.setdefault((erratum.date, who([erratum.by])), []).append(erratum.id)
    for (date, persons), ids in made.items():
        dated.append((date, words.text("tei-change-corrected", entries=", ".join(ids)), persons))
    for date, text, persons in sorted(dated, key=lambda change: change[0], reverse=True):
        add(root, "change", text, {"when": date, **({"who": persons} if persons else {})})
