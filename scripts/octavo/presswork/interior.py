"""The interior for the printer: the pages of the archive's PDF in black ink alone, without links, bookmarks or tags."""

from __future__ import annotations

import datetime

from octavo.edition.metadata import Metadata
from octavo.presswork.press_ready import press_ready
from octavo.renditions import Artifact


def interior(pages: bytes, metadata: Metadata, moment: datetime.datetime) -> Artifact:
    """``SLUG-print.pdf``, made of a book's pages as Typst exports them without tags."""
    data = press_ready(pages, printer=metadata.print.for_press, title=metadata.title, moment=moment, kind="interior")
    return Artifact(f"{metadata.slug}-print.pdf", "application/pdf", data)
