"""What is wrong in a Markdown file, by kinds that the rules know."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.errors import Problem


@dataclass(frozen=True)
class Fault:
    """Something wrong in the Markdown; ``kind`` is one of a small set of names that the rules know."""

    kind: str
    problem: Problem
