"""What programs that keep lists of works read of an edition, written from the table of data: BibTeX and RIS."""

from __future__ import annotations

import re

from octavo.edition import Metadata
from octavo.renditions.datatable import entries
from octavo.renditions.datavalues import whole_title

_JOINED = {"author": " and ", "editor": " and ", "translator": " and ", "keywords": ", "}
"""What parts several values of one field of BibTeX."""
_VERBATIM = frozenset({"doi", "url", "note"})
"""Fields in which nothing is an escape; what could end them is left out."""
_ESCAPES = {
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
}


def completed(entry: str, metadata: Metadata) -> str:
    """An entry of BibTeX as pandoc makes it, with the fields that it has not, and with the title’s capitals kept.

    Styles write titles in small letters but for what stands in braces; pandoc puts them around some words only, and
    first gives capitals to words that have none.
    """
    title = f"  title = {{{{{_escaped(' '.join(whole_title(metadata).split()))}}}}}"
    entry = re.sub(r"^  title = \{.*\}(,?)$", lambda line: title + line[1], entry, count=1, flags=re.MULTILINE)
    fields: dict[str, list[str]] = {}
    for name, value in entries(metadata, "bibtex"):
        fields.setdefault(name.partition("|")[0], []).append(value)
    if "note" in fields and re.match(r"https?://", fields["note"][0]):
        del fields["note"]  # an address, which pandoc has written as such
    if "note" in fields and fields["note"] == fields.get("doi"):
        del fields["note"]
    lines = []
    for name, values in fields.items():
        text = _JOINED.get(name, "; ").join(dict.fromkeys(" ".join(value.split()) for value in values))
        if re.search(rf"^  {name} = ", entry, re.MULTILINE):
            continue
        if name not in _VERBATIM:
            lines.append(f"  {name} = {{{_escaped(text)}}}")
        elif re.fullmatch(r"[\w:./()-]+", text, re.ASCII):
            lines.append(f"  {name} = {{{text}}}")
    return ",\n".join([entry.removesuffix("}").rstrip(), *lines]) + "\n}"


def _escaped(text: str) -> str:
    """A text as LaTeX has it: no letter of it is a command."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def ris(metadata: Metadata) -> str:
    """The edition as a record of RIS (Research Information Systems, 2001), a line for each value."""
    lines = ["TY  - BOOK"]
    for places, value in entries(metadata, "ris"):
        lines.append(f"{_tag(places, value)}  - {' '.join(value.split())}")
    if metadata.published:
        lines.append(f"PY  - {metadata.published.year:04}")
    return "".join(f"{line}\r\n" for line in [*dict.fromkeys(lines), "ER  - "])


def _tag(places: str, value: str) -> str:
    """Of the places that an identifier may have, the one for its kind: DOI, address, or else a note."""
    note, *others = places.split("|")
    if others and value.startswith("10."):
        return "DO"
    return "UR" if others and re.match(r"https?://", value) else note
