"""What runs in the process that reads a part of a long book's pages: PDFium uses one core, and Typst is idle then."""

from __future__ import annotations

import traceback
from typing import Any

from octavo.readback.pagereading import read_pages
from octavo.setbook.textblock import strays
from octavo.workerprocess import serve


def main() -> None:
    """Read pages, or find what strays on them, until there is nothing more to do."""
    import pypdfium2  # noqa: F401  (while nothing is asked yet)

    serve(_answer, lambda _: traceback.format_exc())


def _answer(name: str, *arguments: Any) -> Any:
    return read_pages(*arguments) if name == "read" else list(strays(*arguments))


if __name__ == "__main__":
    main()
