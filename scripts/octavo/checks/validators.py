"""What outside validators say of the renditions, as findings like our own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.checks.finding import Finding
from octavo.checks.outside import Message, epubcheck, verapdf
from octavo.checks.outside.pdf import LEVELS
from octavo.checks.subject import Subject
from octavo.errors import Place
from octavo.pdfpage.values import Damaged, opened
from octavo.progress import step

PDFA, PDFUA = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"
"""Where a PDF’s metadata say what it is (ISO 19005-3, 6.6.4; ISO 14289-1, 5)."""


def outside_findings(subject: Subject) -> list[Finding]:
    """Run EPUBCheck and veraPDF on what was built; raises ToolMissing where they are not installed."""
    messages: list[Message] = []
    if subject.data("epub") is not None:
        with step("EPUBCheck"):
            messages += epubcheck([subject.path("epub")])
    if subject.data("pdf") is not None:
        with step("veraPDF"):
            messages += verapdf([subject.path("pdf")], _claims(subject.path("pdf")))
    return list(_findings(messages))


def _claims(path: Path) -> list[str]:
    """What a PDF says that it is, as veraPDF’s flavours; all that we make, where it says nothing."""
    import pikepdf

    try:
        with opened(path.read_bytes()) as file:
            metadata = {key: str(value) for key, value in file.open_metadata().items()}
    except (pikepdf.PikepdfError, Damaged):
        metadata = {}  # veraPDF says what is wrong with it
    archive = metadata.get(f"{PDFA}part", "") + metadata.get(f"{PDFA}conformance", "").lower()
    claims = [archive] if archive in LEVELS else []
    return [*claims, *(["ua1"] if metadata.get(f"{PDFUA}part") == "1" else [])] or ["3a", "ua1"]


def _findings(messages: list[Message]) -> Iterator[Finding]:
    for message in messages:
        place = Place(Path(message.file), message.line or 0, message.column or 0)
        yield Finding(f"{message.tool}/{message.rule}", message.severity, message.text, place, "", "")
