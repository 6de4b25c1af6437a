"""The lengths, and what else of one edition, of which the style sheets know nothing, as a file for Typst."""

from __future__ import annotations

from collections.abc import Iterable

from octavo.document import Document
from octavo.typesetting.typstmarkup import typst_string

PLACE_WIDTH = 2.7
"""Ems that page and line take in the list of errata."""
WIDTH_OF_FURTHER_LETTER = 0.45
"""Ems that are added for each letter by which the language's word for a note is longer than ‘n.’."""
THIN = 0.4
"""Points: a thin rule, where the printer asks for none that is thicker."""


def lengths_source(document: Document, gutter: float, families: Iterable[str]) -> str:
    """The lengths of which the style knows nothing, as a file for Typst."""
    options = document.edition.metadata.print
    binder = options.for_press.page_limits(options.binding, options.paper, options.trim_inches)
    # How many pages come together: the printer says so; else 4 where they are stapled, 2 where they are leaves.
    multiple = max(2, binder.multiple if binder else 4 if options.binding == "saddle" else 2)
    thin = options.for_press.requirement("line-weight")
    in_note = document.edition.metadata.words.text("place-note", page="", note="")
    further = max(0, len(in_note.strip()) - len("n."))
    lengths = {
        "least-inside": f"{gutter}in",
        "least-margin": f"{options.for_press.margin()}in",
        "opens-flat": str(options.binding == "saddle").lower(),
        "raised-initials": str(options.initials == "raised").lower(),
        "thin-rule": f"{max(THIN, thin.value if thin else 0)}pt",
        "pages-together": str(multiple),
        "last-blank": "true" if binder and binder.last_blank else "false",
        "place-width": f"{PLACE_WIDTH + WIDTH_OF_FURTHER_LETTER * further}em",
        "more-fonts": f"({''.join(typst_string(family) + ', ' for family in families)})",
    }
    return "".join(f"#let {name} = {value}\n" for name, value in lengths.items())
