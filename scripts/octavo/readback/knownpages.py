"""Pages of a set book that were read in an earlier build, by the digest of what they show."""

from __future__ import annotations

import json

from octavo.cache import Cache, key_of, libraries, program
from octavo.readback.pdf import KnownPages, PdfReading
from octavo.readback.rightleft import Shown

KEPT = "pages"
"""What a cache calls them."""


def known_pages(cache: Cache) -> KnownPages:
    """The pages that this program, with these libraries, has read before; none where nothing is kept."""
    data = cache.find(KEPT, _key()) if cache.folder else None
    known = KnownPages()
    for digest, page in json.loads(data) if data else ():
        pieces = {int(identifier): [Shown(*shown) for shown in piece] for identifier, piece in page}
        known.pieces[bytes.fromhex(digest)] = pieces
    return known


def keep_pages(cache: Cache, known: KnownPages, reading: PdfReading) -> None:
    """Keep the pages of a reading for the next build."""
    if cache.folder:
        pages = [(digest.hex(), list(known.pieces[digest].items())) for digest in dict.fromkeys(reading.page_digests)]
        cache.keep(KEPT, _key(), json.dumps(pages, separators=(",", ":")).encode())


def _key() -> str:
    return key_of((*program(), *libraries()))
