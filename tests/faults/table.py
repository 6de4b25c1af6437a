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


def lines(part: float) -> list[str]:
    """The table's lines, in Markdown: of all that is tried, or of a part of it, and then without the sizes."""
    names = () if part == 1 else tuple(name for name in extremes.CASES if name not in extremes.SIZES)
    tried = (*kills.rows(round(200 * part)), *fuzz.rows(round(100_000 * part), round(5_000 * part)))
    rows = [HEAD, ("---",) * len(HEAD), *tried, *extremes.rows(names)]
    return [f"| {' | '.join(row)} |" for row in rows]


def main() -> None:
    """Print the table, and write it into the page with ``--write``; a number between 0 and 1 tries that part of it."""
    parts = [word for word in sys.argv[1:] if not word.startswith("-")]
    made = lines(float(parts[0]) if parts else 1)
    print("\n".join(made))
    if "--write" in sys.argv:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        text = "\n".join(made)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
