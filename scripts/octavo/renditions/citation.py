"""How this edition is cited: CSL-JSON from the front matter, and what pandoc makes of it, author–date and BibTeX."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml import html as lxml_html

from octavo import children
from octavo.document.tree import classes, inner_text
from octavo.edition import Creator, Metadata
from octavo.edition.bookdata import Original, reference_of
from octavo.edition.identifiers import known_doi
from octavo.errors import OctavoError
from octavo.markdown.pandoc import pandoc_path
from octavo.renditions.bibliographic import completed
from octavo.renditions.datavalues import subjects, whole_title

VARIABLES = {"aut": "author", "edt": "editor", "trl": "translator", "ill": "illustrator", "com": "compiler"}
"""MARC relators → names of CSL 1.0.2 (appendix IV, name variables); it has none for those who wrote an introduction."""
_PAGE = "77777"
"""Stands for the page until the script knows it; a bare number, which citeproc takes for one in any language."""

_TAG = re.compile(r"<(?=/?(?:i|b|sub|sup|sc|span)\b)")
"""What is markup in CSL-JSON, and in a front matter the very letters …"""
_NO_TAG = "\ue000"
"""… for which this stands on the way through pandoc (a character for private use)."""


@dataclass(frozen=True)
class Citation:
    """One book, cited: ``reference`` is a list's entry (an element with emphasis in it), the others are plain text.

    ``in_text`` is what stands in brackets; in ``on_page``, ``{page}`` stands for the page.
    """

    in_text: str
    on_page: str
    reference: etree._Element
    bibtex: str
    csl_json: str


def csl(metadata: Metadata) -> dict[str, object]:
    """The edition as an item of CSL-JSON (schema 1.0.2 of the Citation Style Language)."""
    names: dict[str, list[dict[str, str]]] = {}
    for creator in metadata.people:
        if creator.role in VARIABLES:
            names.setdefault(VARIABLES[creator.role], []).append(_name(creator))
    issued, original = metadata.published, metadata.original or Original()
    item: dict[str, object] = {
        "id": _key(metadata, names),
        "type": "book",
        "title": whole_title(metadata),
        **names,
        "issued": {"date-parts": [list(issued.parts)]} if issued else None,
        "collection-title": metadata.series.name if metadata.series else None,
        "collection-number": metadata.series.number if metadata.series else None,
        "original-title": original.title,
        "original-date": {"date-parts": [list(original.date.parts)]} if original.date else None,
        "original-publisher": original.publisher,
        "original-publisher-place": original.place,
        "version": metadata.version,
        "publisher": metadata.publisher,
        "language": metadata.lang,
        "keyword": ", ".join(subjects(metadata, "csl")),
        **_identified(metadata),
    }
    return {key: value for key, value in item.items() if value}


def citation(metadata: Metadata) -> Citation:
    """Cite an edition in the Chicago Manual's author–date style, in the edition's language where pandoc knows it.

    Raises OctavoError where pandoc cannot read what it is given.
    """
    item = csl(metadata)
    # A note is in no citation, and tells editions of one book apart: without it they share what pandoc makes of them.
    # Where the text stood first is told in the words of the house, with issue and pages, which CSL has no place for.
    left_out = ("note", "original-title", "original-publisher", "original-publisher-place")
    listed = json.dumps([{key: value for key, value in item.items() if key not in left_out}], ensure_ascii=False)
    listed = _TAG.sub(_NO_TAG, listed)
    tree = json.loads(_pandoc(listed, "csljson", "json"))
    tree["blocks"] = [_cited(str(item["id"]), ""), _cited(str(item["id"]), f", {_PAGE}"), *tree["blocks"]]
    if metadata.lang:
        tree["meta"]["lang"] = {"t": "MetaInlines", "c": [{"t": "Str", "c": metadata.lang}]}
    written = _pandoc(json.dumps(tree), "json", "html", "--citeproc", "--wrap=none")
    page = lxml_html.fromstring(f"<div>{written}</div>")
    in_text, on_page = (" ".join(inner_text(paragraph).split()) for paragraph in page.findall("p"))
    entry = next(element for element in page.iter("div") if "csl-entry" in classes(element))
    for element in entry.iter():
        element.text, element.tail = (
            _both_years((text or "").replace(_NO_TAG, "<"), metadata) or None for text in (element.text, element.tail)
        )
    _tell_original(entry, metadata)
    before, _, behind = on_page.rpartition(_PAGE)
    bibtex = _pandoc(listed, "csljson", "bibtex", "--wrap=none").strip().replace(_NO_TAG, "\\textless{}")
    return Citation(
        _both_years(in_text.replace(_NO_TAG, "<"), metadata),
        _both_years(f"{before}{{page}}{behind}".replace(_NO_TAG, "<"), metadata),
        entry,
        completed(bibtex, metadata),
        json.dumps([item], ensure_ascii=False, indent=1),
    )


def _both_years(text: str, metadata: Metadata) -> str:
    """A text in which the year of the original stands in brackets before that of the edition, as 1967/2026."""
    first = metadata.original.date if metadata.original else None
    if first is None or metadata.published is None:
        return text
    year = metadata.published.year
    return re.sub(rf"[\[(]{first.year}[\])]\s+(?={year})", f"{first.year}/", text)


def _tell_original(entry: etree._Element, metadata: Metadata) -> None:
    """Add to the entry of a list where the text stood first."""
    if metadata.original is None:
        return
    told = metadata.words.text("first-published", reference=reference_of(metadata.original))
    last = [inner for inner in entry.iter("div", "p") if inner_text(inner).strip()][-1]
    children = list(last)
    if children:
        children[-1].tail = f"{(children[-1].tail or '').rstrip()} {told}"
    else:
        last.text = f"{(last.text or '').rstrip()} {told}"


def _identified(metadata: Metadata) -> dict[str, str]:
    """The fields that the identifiers belong into: a DOI's, an address's, or else a note."""
    identifier, doi = metadata.identifier, metadata.known_doi
    found = {"DOI": doi} if doi else {}
    if known_doi(identifier):
        return found
    return found | ({"URL": identifier} if re.match(r"https?://", identifier) else {"note": identifier})


def _name(creator: Creator) -> dict[str, str]:
    """A name in its parts where the edition says how it is filed: nothing else tells which part is which."""
    parts = [part.strip() for part in (creator.file_as or "").split(",")]
    if creator.is_corporate or len(parts) < 2 or not all(parts):
        return {"literal": creator.name}
    return dict(zip(("family", "given", "suffix"), parts, strict=False))


def _key(metadata: Metadata, names: dict[str, list[dict[str, str]]]) -> str:
    first = next((names[kind][0] for kind in ("author", "editor") if kind in names), {})
    name = first.get("family") or first.get("literal", "").rpartition(" ")[2] or metadata.slug
    plain = unicodedata.normalize("NFKD", name).casefold()
    key = "".join(character for character in plain if character.isascii() and character.isalnum()) or "book"
    return f"{key}{metadata.published.year if metadata.published else ''}"


def _cited(key: str, suffix: str) -> dict[str, object]:
    """A paragraph of pandoc's tree that cites the item, with what follows the name and year."""
    cited = {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": [{"t": "Str", "c": suffix}] if suffix else [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Para", "c": [{"t": "Cite", "c": [[cited], [{"t": "Str", "c": key}]]}]}


@lru_cache(maxsize=128)
def _pandoc(text: str, source: str, target: str, *options: str) -> str:
    """What pandoc makes of a text; kept, as the style takes it a tenth of a second and a book is cited again."""
    command = [pandoc_path(), "--sandbox", "--from", source, "--to", target, *options]
    done = children.run(command, text.encode())
    if done.returncode:
        raise OctavoError(f"pandoc could not cite this edition: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout.decode()
