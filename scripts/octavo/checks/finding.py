"""What a check says: findings, and the breaches of which a rule tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from octavo.errors import Place, Problem


@dataclass(frozen=True)
class Finding:
    """What a check says: the rule, how grave it is, what is wrong where, what to do, and the standard behind it."""

    rule: str
    severity: str
    message: str
    place: Place | None
    hint: str
    spec: str
    brief: str = ""
    """The message with its long readings shortened, for a person; empty where none is long."""

    @property
    def problem(self) -> Problem:
        """The finding as it is shown to a user."""
        return Problem(self.message, self.place, self.hint)


@dataclass(frozen=True)
class Breach:
    """A rule's complaint: values for its wording, or a message of its own; the hint likewise."""

    place: Place | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    message: str = ""
    hint: str = ""
    severity: str = ""
    """Where it is not the rule's own: what one printer requires, another only recommends."""
    remark: str = ""
    """What is said behind the message, in brackets: how far what is required is known."""
    spec: str = ""
    """Likewise the standard, or the page of the printer's, that asks for it."""
