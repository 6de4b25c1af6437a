"""What runs in the process in which a book is set: a compiler that does what it is asked to, until its input ends.

It imports nothing that it does not need, so that it has begun, and found its fonts, before the text is read.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from octavo.typesetting.compiler import forget, is_crowded, reason_of, shut_in
from octavo.workerprocess import serve


class _Setting:
    """One compiler, from the request that opens a file to the next that does."""

    def __init__(self) -> None:
        self._compiler: Any = None
        self._folder = Path()

    def __call__(self, name: str, *arguments: Any) -> Any:
        if name == "open":
            path, fonts = arguments
            self._folder, self._compiler = Path(path).parent, shut_in(Path(path), fonts)
        elif name == "compile":
            return _compiled(self._compiler, arguments[0])
        elif name == "other":
            path, fonts, options = arguments
            return _compiled(shut_in(Path(path), fonts), options)
        elif name == "eval":
            return self._compiler.eval(arguments[0])
        else:
            forget(self._folder, everything=arguments[0] or is_crowded())
        return None


def main() -> None:
    """Answer each request with what came of it, or Typst's reason why not."""
    import typst  # noqa: F401  (while nothing is asked yet)

    serve(_Setting(), _reason)


def _compiled(compiler: Any, options: dict[str, Any]) -> bytes:
    made = compiler.compile(**options)
    return b"".join(page for page in made if page) if isinstance(made, list) else bytes(made)


def _reason(error: BaseException) -> str:
    """Typst's reason; for what is none of Typst's, where in our own code it was."""
    try:
        return reason_of(error)
    except BaseException:
        return traceback.format_exc()


if __name__ == "__main__":
    main()
