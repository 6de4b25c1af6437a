"""What the tests of preflight share: a foreign file looked at, and what was said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf

from foreign import as_pdfx, changed
from octavo.checks import Finding
from octavo.checks.press.foreign import foreign_job
from octavo.checks.press.preflight import preflight
from octavo.printers.printer import NOT_READ

NO_CLAIM = "warning press/pdfx: the file does not say that it is PDF/X-1a:2003"


def found_in(data: bytes, folder: Path, printer: str = "kdp", **options: object) -> list[Finding]:
    path = folder / "foreign.pdf"
    path.write_bytes(data)
    return preflight(foreign_job(path, printer, **options))  # type: ignore[arg-type]


def said(findings: list[Finding]) -> list[str]:
    """What is said, but for the remark that a figure was not read: ``test_printer_figures`` holds where that stands."""
    remark = f" ({NOT_READ})"
    return [f"{finding.severity} {finding.rule}: {finding.message.removesuffix(remark)}" for finding in findings]


def beside(findings: list[Finding], *rules: str) -> list[str]:
    """What is said but for some rules."""
    return [line for line, finding in zip(said(findings), findings, strict=True) if finding.rule not in rules]


def with_pdfx(data: bytes, change: Callable[[pikepdf.Pdf], None], **saving: object) -> bytes:
    """A true PDF/X-1a:2001 that is then changed."""
    with changed(as_pdfx(data), **{"force_version": "1.3", **saving}) as (file, made):
        change(file)
    return made[0]
