"""What was tried to hurt an edition, and what came of it: the table of SECURITY.md, made anew (an hour or more)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import extremes
import fuzz
import kills

PAGE = Path(__file__).parents[2] / "SECURITY.md"
BEGIN, END = "<!-- make test-faults -->", "<!-- end -->"
HEAD = ("What", "How many, or seconds and MB", "What came of it")


def lines() -> list[str]:
    """The table's lines, in Markdown."""
    rows = [HEAD, ("---",) * len(HEAD), *kills.rows(), *fuzz.rows(), *extremes.rows()]
    return [f"| {' | '.join(row)} |" for row in rows]


def main() -> None:
    """Print the table, and write it into the page with ``--write``."""
    made = lines()
    print("\n".join(made))
    if "--write" in sys.argv:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        text = "\n".join(made)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
