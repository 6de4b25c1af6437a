"""Chromium with the reading systems in it, driven by browser.mjs over lines of JSON."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shelf import npm_package, program


@dataclass(frozen=True)
class Browser:
    """One browser; every book it opens lies in one folder."""

    process: subprocess.Popen[str]

    def ask(self, **command: object) -> Any:
        """Send one command (browser.mjs lists them) and give its result; raises RuntimeError where it fails."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return self.heard()

    def heard(self) -> Any:
        """The next answer."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the browser has gone: {self.process.stderr.read() if self.process.stderr else ''}")
        said = json.loads(line)
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["result"]


@contextmanager
def browser(books: Path) -> Iterator[Browser]:
    """Start a browser that can open the EPUBs of one folder."""
    for name in ("playwright-core", "foliate-js", "epubjs"):
        npm_package(name)
    driver = Path(__file__).parent / "browser.mjs"
    command = [program("node"), str(driver), program("chromium", "chromium-browser"), str(books)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        started = Browser(process)
        started.heard()
        yield started
        assert process.stdin
        process.stdin.close()
