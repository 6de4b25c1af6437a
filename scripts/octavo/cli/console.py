"""How the program speaks: results to stdout, everything else to stderr; quiet, verbose, colour."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TextIO

from octavo.errors import OctavoError, Problem


@dataclass
class Voice:
    """The settings that hold for one run of the program."""

    quiet: bool = False
    verbose: bool = False

    def say(self, text: str) -> None:
        """Tell the user something on stderr; not with --quiet."""
        if not self.quiet:
            print(text, file=sys.stderr)

    def detail(self, text: str) -> None:
        """Tell what only --verbose asks for."""
        if self.verbose and not self.quiet:
            print(text, file=sys.stderr)

    def warn(self, problem: Problem) -> None:
        """Show a warning on stderr, with --quiet too: nothing is lost in silence."""
        show(problem, "warning", "33")

    def fail(self, error: OctavoError) -> None:
        """Show an error on stderr."""
        for problem in error.problems:
            show(problem, "error", "31")


def show(problem: Problem, severity: str, colour: str) -> None:
    """One problem as ``place: severity: message`` and its hint on the line below."""
    head = f"{problem.place}: " if problem.place else ""
    print(f"{head}{painted(severity + ':', colour)} {problem.message}", file=sys.stderr)
    if problem.hint:
        print(f"  {problem.hint}", file=sys.stderr)


def painted(text: str, colour: str, stream: TextIO | None = None) -> str:
    """Text in an ANSI colour, where a person looks at the stream (stderr) and NO_COLOR is not set."""
    if os.environ.get("NO_COLOR") or not (stream or sys.stderr).isatty():
        return text
    return f"\033[{colour}m{text}\033[0m"


voice = Voice()
