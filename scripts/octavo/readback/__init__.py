"""Bytes of a rendition → its words. Knows the formats, not how these files were made."""

from octavo.readback.reading import ReadBlock, Reading

__all__ = ["ReadBlock", "Reading"]
