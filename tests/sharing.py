"""Which tests run in one process (xdist), so that what they share is made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("pytest.mark.outside", "tei_schema")
"""Files in which one of these stands go to one process: a Java machine takes ten seconds to start, the schema seven."""


@cache
def group_of(path: Path) -> str:
    """The name that is the same for all files that belong together; others stay whole."""
    text = path.read_text(encoding="utf-8")
    return next((word for word in TOGETHER if word in text), path.name)


class Sharing(LoadScopeScheduling):
    """Gives each process whole groups of test files, those with most tests first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(self.config.rootpath / nodeid.partition("::")[0])
