"""The files of an EPUB that are no pages of text: pictures, style sheets, fonts and whatever else it carries."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from octavo.document.tree import line
from octavo.readback.epub import EpubReading
from octavo.readback.stylesheet import StyleRule, declarations, style_rules

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True)
class Picture:
    """What is known of a raster image: format and size in pixels, its frames, its colours (Pillow's modes)."""

    format: str
    width: int
    height: int
    frames: int
    mode: str
    is_transparent: bool
    """Whether any of its pixels lets the ground show through."""


@dataclass(frozen=True)
class Part:
    """One file that the manifest names: its name in the container, its media type, its properties, its bytes."""

    name: str
    media_type: str
    properties: frozenset[str]
    data: bytes

    @cached_property
    def picture(self) -> Picture | None:
        """What an image file is, read once for all rules; nothing where it is no raster image or cannot be read."""
        return picture(self.data)


def read_parts(data: bytes, reading: EpubReading) -> tuple[Part, ...]:
    """The files of the manifest that are in the container, in its order."""
    folder = posixpath.dirname(reading.package_name)
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for item in reading.package.iter("{*}item"):
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
            if name in reading.names:
                properties = frozenset((item.get("properties") or "").split())
                parts.append(Part(name, item.get("media-type") or "", properties, container.read(name)))
    return tuple(parts)


def picture(data: bytes) -> Picture | None:
    """What an image file is; nothing where it is no raster image or cannot be read."""
    import PIL
    import PIL.Image

    try:
        with PIL.Image.open(io.BytesIO(data)) as image:
            kind, frames, mode = image.format or "", getattr(image, "n_frames", 1), image.mode
            return Picture(kind, image.width, image.height, frames, mode, _is_transparent(image))
    except (PIL.UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None


def _is_transparent(image: Image) -> bool:
    if not image.has_transparency_data:
        return False
    coloured = image if image.mode == "RGBA" else image.convert("RGBA")
    return coloured.getchannel("A").getextrema()[0] != 255


@dataclass(frozen=True)
class Styled:
    """A rule of a style sheet, or what a style attribute says of one element, and where it stands."""

    file: str
    line: int
    rule: StyleRule


def styles(reading: EpubReading, parts: tuple[Part, ...]) -> Iterator[Styled]:
    """Every rule of the style sheets, of style elements and of style attributes (whose selector is the element)."""
    for part in parts:
        if part.media_type == "text/css":
            for rule in style_rules(part.data.decode("utf-8", "replace")):
                yield Styled(part.name, rule.line, rule)
    for document in reading.spine:
        for element in document.root.iter("{*}style"):
            for rule in style_rules("".join(str(text) for text in element.itertext())):
                yield Styled(document.name, line(element) + rule.line - 1, rule)
        for element in document.root.iter("*"):
            if element.get("style"):
                declared = declarations(element.get("style") or "")
                selector = str(element.tag).rpartition("}")[2]
                yield Styled(document.name, line(element), StyleRule((f"{selector}[style]",), declared, 1))
