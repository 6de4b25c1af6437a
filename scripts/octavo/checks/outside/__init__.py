"""The validators that others wrote: EPUBCheck, veraPDF and the Nu HTML checker, in one Java virtual machine.

The machine starts with the first call, inside this process; after that a small file takes a fraction of a second.
Everything the validators need comes in Python packages, and no Java need be installed; Nu may come from npm as well.
"""

from __future__ import annotations

from octavo.checks.outside import epub, html, jars, pdf
from octavo.checks.outside.epub import epubcheck
from octavo.checks.outside.html import nu
from octavo.checks.outside.jvm import start
from octavo.checks.outside.message import Message, Severity
from octavo.checks.outside.pdf import verapdf

__all__ = ["Message", "Severity", "available", "epubcheck", "nu", "start", "verapdf"]


def available() -> dict[str, str | None]:
    """Say which version of each validator could run here, or None where something it needs is not installed.

    Nothing is started: the versions are read from the archives.
    """
    return {tool.TOOL: jars.if_installed(tool.version) for tool in (epub, pdf, html)}
