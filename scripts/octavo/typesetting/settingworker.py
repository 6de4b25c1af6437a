"""What runs in the process in which a book is set: a compiler that does what it is asked to, until its input ends.

It imports nothing that it does not need, so that it has begun, and found its fonts, before the text is read.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Any

from octavo.typesetting.compiler import forget, is_crowded, reason_of, shut_in
from octavo.typesetting.settingprocess import receive, send


def main() -> None:
    """Answer each request with whether it was done, and what came of it or Typst's reason why not."""
    import typst  # noqa: F401  (while nothing is asked yet)

    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library may print is no answer
    compiler: Any = None
    folder = Path()
    while True:
        try:
            name, *arguments = receive(source)
        except (EOFError, OSError):
            return
        try:
            answer: Any = None
            if name == "open":
                path, fonts = arguments
                folder, compiler = Path(path).parent, shut_in(Path(path), fonts)
            elif name == "compile":
                answer = _compiled(compiler, arguments[0])
            elif name == "other":
                path, fonts, options = arguments
                answer = _compiled(shut_in(Path(path), fonts), options)
            elif name == "eval":
                answer = compiler.eval(arguments[0])
            else:
                forget(folder, everything=arguments[0] or is_crowded())
            answered = (True, answer)
        except BaseException as error:
            answered = (False, _reason(error))
        try:
            send(answers, answered)
        except OSError:
            return


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
