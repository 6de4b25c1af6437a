"""What a validator says, in the same form for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Message:
    """One thing a validator found; ``line`` and ``column`` count from 1, and are None where it names none.

    ``file`` is the path as it was given, for EPUBs followed by the path inside the EPUB. ``rule`` is the validator's
    own name for the rule that was broken.
    """

    tool: str
    file: str
    rule: str
    severity: Severity
    text: str
    line: int | None = None
    column: int | None = None


def in_reading_order(messages: list[Message]) -> list[Message]:
    """Sort messages by the place they speak of, so that the same file gives the same list every time."""
    return sorted(
        messages, key=lambda message: (message.file, message.line or 0, message.column or 0, message.rule, message.text)
    )
