"""A TEI file as the checks look at it: its tree and its text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from octavo.readback.reading import ReadBlock
from octavo.readback.tei import read_tei, xml_root


@dataclass(frozen=True)
class TeiReading:
    """One TEI document."""

    file: Path
    data: bytes
    root: etree._Element

    @cached_property
    def blocks(self) -> list[ReadBlock]:
        """The text with every correction taken."""
        return read_tei(self.data, self.file)

    @property
    def notes(self) -> int:
        """How many notes stand in the text."""
        return sum(1 for text in self.root.iterfind(".//{*}text") for _ in text.iter("{*}note"))

    @property
    def trees(self) -> list[tuple[Path, etree._Element]]:
        """The document's tree, with its path."""
        return [(self.file, self.root)]


def parse_tei(data: bytes, file: Path) -> TeiReading:
    """Read a TEI document; raises InputError where it is not well-formed XML."""
    return TeiReading(file, data, xml_root(data, file))
