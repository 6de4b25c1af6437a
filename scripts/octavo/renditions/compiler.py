"""Typst, with the fonts that it brings along and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from octavo.errors import OctavoError


def compiler(main: Path) -> Any:
    """A Typst compiler for a file, with the fonts that Typst brings along and no others."""
    import typst

    return typst.Compiler(str(main), root=str(main.parent), ignore_system_fonts=True)


def compiled(compiler: Any, **options: Any) -> bytes:
    """What a compiler makes of its file; raises OctavoError with Typst's reason."""
    import typst

    try:
        made = compiler.compile(**options)
    except typst.TypstError as error:
        raise OctavoError(
            f"Typst cannot set this edition: {error}", hint="this is a fault of Octavo; please report it"
        ) from None
    pages = made if isinstance(made, list) else [made]
    return b"".join(page for page in pages if page)
