"""Findings as they are printed: for a person, for a program, for a code host."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.console import like_it, one_line, painted, pattern, print_json, printable, voice

if TYPE_CHECKING:
    from octavo.checks.finding import Finding


class FindingsFormat(StrEnum):
    """How findings are printed."""

    text = "text"
    json = "json"
    sarif = "sarif"


Format = Annotated[FindingsFormat, typer.Option("--format", help="How the findings are printed.")]
Strict = Annotated[bool, typer.Option("--strict", help="Let warnings fail the check too.")]


def print_findings(findings: list[Finding], format: FindingsFormat, looked: str) -> None:
    """Print findings to stdout; for a person, also what was looked at, to stderr."""
    if format is FindingsFormat.json:
        print_json([as_json(finding) for finding in findings])
    elif format is FindingsFormat.sarif:
        print_json(as_sarif(findings))
    else:
        for finding, others in voice.by_kind(findings, _kind):
            print(as_text(finding))
            if others:
                print(f"  {printable(like_it([other.place for other in others]))}")
        voice.say(_verdict(findings, looked))


def exit_if_grave(findings: list[Finding], strict: bool) -> None:
    """End with exit code 1 where there are errors; with ``strict``, where there are warnings too."""
    grave = {"error", "warning"} if strict else {"error"}
    if any(finding.severity in grave for finding in findings):
        raise typer.Exit(1)


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding in its stable shape (schemas/check.json)."""
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "file": str(place.file) if place else None,
        "line": (place.line or None) if place else None,
        "column": (place.column or None) if place else None,
        "hint": finding.hint,
        "spec": finding.spec,
    }


def as_text(finding: Finding) -> str:
    """A finding as a person reads it."""
    colour = {"error": "31", "warning": "33", "note": "36"}[finding.severity]
    head = one_line(f"{finding.place}: ") if finding.place else ""
    message = one_line(finding.brief or finding.message)
    lines = [f"{head}{painted(finding.severity + ':', colour, sys.stdout)} {message} [{finding.rule}]"]
    return "\n".join([*lines, f"  {one_line(finding.hint)}"] if finding.hint else lines)


def _kind(finding: Finding) -> tuple[str, str, str]:
    """What findings have in common that are told together."""
    return finding.rule, finding.severity, pattern(finding.message)


def as_sarif(findings: list[Finding]) -> dict[str, Any]:
    """The findings in SARIF 2.1.0, as code hosts and editors read it."""
    results = []
    for finding in findings:
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "level": finding.severity,
            "message": {"text": f"{finding.message}. {finding.hint}" if finding.hint else finding.message},
        }
        if finding.place:
            location: dict[str, Any] = {"artifactLocation": {"uri": finding.place.file.as_posix()}}
            if finding.place.line:
                location["region"] = {"startLine": finding.place.line, "startColumn": max(finding.place.column, 1)}
            result["locations"] = [{"physicalLocation": location}]
        results.append(result)
    driver = {"name": "octavo", "rules": [{"id": rule} for rule in sorted({f.rule for f in findings})]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _verdict(findings: list[Finding], looked: str) -> str:
    if not findings:
        return f"clean: {looked}, no finding"
    counts = {s: sum(f.severity == s for f in findings) for s in ("error", "warning", "note")}
    amounts = [f"{count} {name}{'s' if count != 1 else ''}" for name, count in counts.items() if count]
    return f"{', '.join(amounts)} ({looked})"
