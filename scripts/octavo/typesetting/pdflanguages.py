"""Language tags of a PDF with all their subtags: Typst writes language and region alone (ISO 32000-1, 14.9.2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from octavo.document import Document
from octavo.pdfpage.values import contents_of
from octavo.typesetting.typstmarkup import language_and_region

if TYPE_CHECKING:
    from pikepdf import Pdf

_IN_CONTENT = re.compile(rb"/Lang\s*\(([A-Za-z-]+)\)")


def write_whole_tags(file: Pdf, document: Document) -> None:
    """Give the document its whole language tag, and so its parts, as far as what Typst wrote says which they are of."""
    import pikepdf

    language = document.edition.metadata.lang
    if language:
        file.Root.Lang = pikepdf.String(language)
    whole = _whole_tags(document)
    if not whole:
        return
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and not isinstance(item, pikepdf.Stream) and "/Lang" in item:
            short = str(item.Lang)
            if item.objgen != file.Root.objgen and short in whole:
                item.Lang = pikepdf.String(whole[short])
    for page in file.pages:
        for stream in contents_of(page.obj):
            data = stream.read_bytes()
            tagged = _IN_CONTENT.sub(lambda match: _with_language(match, whole), data)
            if tagged != data:
                stream.write(tagged)


def _with_language(match: re.Match[bytes], whole: Mapping[str, str]) -> bytes:
    tag = whole.get(match[1].decode())
    return match[0] if tag is None else f"/Lang ({tag})".encode()


def _whole_tags(document: Document) -> dict[str, str]:
    """What Typst writes of a tag → the tag, where it writes less than all of it, and of no other tag the same."""
    tags = {str(element.get("lang")) for tree in document.trees for element in tree.iter() if element.get("lang")}
    tags.add(document.edition.metadata.lang)
    by_short: dict[str, set[str]] = defaultdict(set)
    for tag in tags:
        name, region = language_and_region(tag)
        if name:
            by_short[f"{name}-{region}" if region else name].add(tag)
    return {short: min(found) for short, found in by_short.items() if len(found) == 1 and found != {short}}
