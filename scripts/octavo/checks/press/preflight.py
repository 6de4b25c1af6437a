"""The rules for the press, run on one file by itself."""

from __future__ import annotations

from octavo.checks.finding import Finding
from octavo.checks.press.job import PressJob
from octavo.checks.registry import by_gravity, table


def preflight(job: PressJob) -> list[Finding]:
    """All findings in a file, errors first."""
    entries = [entry for entry in table().values() if entry.is_for_press]
    return by_gravity([finding for entry in entries for finding in entry.findings_in(job)])
