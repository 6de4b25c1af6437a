"""Canonical Markdown → one XHTML tree → the Document that every rendition is a function of."""

from octavo.document.flow import Block, Flow
from octavo.document.model import Document, Paginated
from octavo.document.parts import Chapter, Fault, Heading, Image, Note
from octavo.document.proof import Proof
from octavo.document.read import read_document

__all__ = [
    "Block",
    "Chapter",
    "Document",
    "Fault",
    "Flow",
    "Heading",
    "Image",
    "Note",
    "Paginated",
    "Proof",
    "read_document",
]
