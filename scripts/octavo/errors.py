"""What can go wrong for a user: each error says where, what, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file; line and column count from 1, 0 means the whole file."""

    file: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [str(self.file)]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True)
class Problem:
    """One fault in what the user wrote; ``hint`` says what to do about it."""

    message: str
    place: Place | None = None
    hint: str = ""
    kind: str = ""
    """What it has in common with others, which are told together; where it is empty, the message tells it."""

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head}\n  {self.hint}" if self.hint else head


class OctavoError(Exception):
    """The root of all errors that are shown to a user without a traceback."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "", place: Place | None = None) -> None:
        super().__init__(message)
        self.problems: tuple[Problem, ...] = (Problem(message, place, hint),)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class InputError(OctavoError):
    """The edition folder is at fault (exit code 2); may carry several problems."""

    @classmethod
    def of(cls, problems: list[Problem]) -> InputError:
        """Make one error of several problems, in the order of their places."""
        error = cls(problems[0].message)
        error.problems = tuple(problems)
        return error


class ToolMissing(OctavoError):
    """A tool that this command needs is not installed (exit code 3)."""

    exit_code = 3


@dataclass
class Notices:
    """Warnings gathered on the way of the text, to be shown once at the end."""

    items: list[Problem] = field(default_factory=list)

    def warn(self, message: str, place: Place | None = None, hint: str = "", kind: str = "") -> None:
        """Note a warning: the build goes on, the user is told."""
        self.items.append(Problem(message, place, hint, kind))


def shortened(reading: str, longest: int = 80) -> str:
    """A reading of at most so many characters: of a longer one the beginning and the end, ‘It was the … had been’."""
    if len(reading) <= longest:
        return reading
    half = longest // 2 - 2
    # The ends are cut between words, unless a word alone is longer than that.
    head, tail = reading[:half], reading[-half:]
    if " " in head[half // 2 :]:
        head = head.rpartition(" ")[0]
    if " " in tail[: half // 2]:
        tail = tail.partition(" ")[2]
    return f"{head.rstrip()} … {tail.lstrip()}"
