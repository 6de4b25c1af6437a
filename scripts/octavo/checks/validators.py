"""What outside validators say of the renditions, as findings like our own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo.checks.outside import Message, epubcheck, verapdf
from octavo.checks.registry import Finding, Subject
from octavo.errors import Place


def outside_findings(subject: Subject) -> list[Finding]:
    """Run EPUBCheck and veraPDF on what was built; raises ToolMissing where they are not installed."""
    messages: list[Message] = []
    if subject.data("epub") is not None:
        messages += epubcheck([subject.path("epub")])
    if subject.data("pdf") is not None:
        messages += verapdf([subject.path("pdf")])
    return list(_findings(messages))


def _findings(messages: list[Message]) -> Iterator[Finding]:
    for message in messages:
        place = Place(Path(message.file), message.line or 0, message.column or 0)
        yield Finding(f"{message.tool}/{message.rule}", message.severity, message.text, place, "", "")
