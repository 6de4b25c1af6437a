"""Each drawing drawn once, by a process of its own: one that cannot be drawn, or never ends, is found before the book.

A drawing can ask for more work than there is time (SVG 1.1, 15: filters), and what draws it cannot be told to stop.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from octavo import children
from octavo.errors import OctavoError
from octavo.typesetting.compiler import shut_in

LONGEST_DRAWING = 20.0
"""Seconds for one drawing, on a machine that has much else to do."""
MOST_WORK = 3
"""Seconds of the processor for one drawing; a map of a megabyte takes one."""
LONGEST_START = 120.0
"""Seconds until Python has begun."""
MOST_MEMORY = 8 * 2**30
"""Bytes of address space for all drawings."""


def undrawable(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """What is wrong with those drawings in a folder that cannot be drawn, as words behind their names.

    Raises OctavoError where no process can be started.
    """
    wrong: dict[str, str] = {}
    left = list(names)
    while left:
        drawn = _draw(folder, left)
        for name, reason in drawn.items():
            if reason:
                wrong[name] = f"cannot be drawn in print: {reason}"
        stuck = next((name for name in left if name not in drawn), None)
        if stuck is None:
            break
        wrong[stuck] = f"cannot be drawn in print: it takes more than {MOST_WORK} seconds, or all memory"
        left = left[left.index(stuck) + 1 :]
    return wrong


def _draw(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Draw one after another until one does not end in time; gives Typst’s reasons, empty where it could be drawn."""
    drawn: dict[str, str] = {}
    # -P: a folder that one stands in is no place to take modules from.
    command = [sys.executable, "-P", "-m", "octavo.typesetting.drawingtrial", str(folder), *names]
    with children.start(command) as child:
        if _answer(child, LONGEST_START) is None:
            hint = "octavo must be installed for this Python; see octavo doctor"
            raise OctavoError(f"drawings cannot be drawn: {sys.executable} does not start", hint=hint)
        while len(drawn) < len(names):
            answer = _answer(child, LONGEST_DRAWING)
            if answer is None:
                break
            drawn[names[len(drawn)]] = answer
        child.kill()
    return drawn


def _answer(child: subprocess.Popen[bytes], seconds: float) -> str | None:
    """The next line that a child writes; None where it is not there in time, and the child is ended."""
    assert child.stdout is not None
    timer = threading.Timer(seconds, child.kill)
    timer.start()
    line = child.stdout.readline()
    timer.cancel()
    return str(json.loads(line)) if line.endswith(b"\n") else None


def main(folder: Path, names: Sequence[str]) -> None:
    """Say that it has begun, then draw each and write Typst’s reason, or nothing, as a line of JSON."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, OSError, ValueError):
        pass  # Windows has no such limit, and a stricter one may be set
    print(json.dumps("begun"), flush=True)
    for name in names:
        _bound_work()
        main_file = folder / f"{name}.typ"
        main_file.write_text(f"#set page(width: 5in, height: auto)\n#image({json.dumps(name)})\n", encoding="utf-8")
        reason = _reason(main_file)
        main_file.unlink()
        print(json.dumps(reason), flush=True)


def _reason(main_file: Path) -> str:
    """Why Typst cannot draw what a file shows, in its own words; empty where it can."""
    import typst

    try:
        shut_in(main_file).compile(format="pdf")
    except typst.TypstError as error:
        return " ".join(str(error).split())
    return ""


def _bound_work() -> None:
    """Let the system end this process where the next drawing takes too long, counted in what it itself has worked."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = math.ceil(used.ru_utime + used.ru_stime) + MOST_WORK
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    except (ImportError, OSError, ValueError):
        pass  # then the clock alone bounds it


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
