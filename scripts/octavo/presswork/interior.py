"""The interior for the printer: the pages of the archive's PDF in black ink alone, without links, bookmarks or tags."""

from __future__ import annotations

import datetime

from octavo.edition.metadata import Metadata
from octavo.presswork.press_ready import press_ready


def interior(pages: bytes, metadata: Metadata, moment: datetime.datetime) -> bytes:
    """The printer's PDF, made of a book's pages as Typst exports them without tags."""
    return press_ready(
        pages,
        printer=metadata.print.for_press,
        title=metadata.title,
        moment=moment,
        kind="interior",
        right_bound=metadata.is_right_to_left,
    )
