"""Names of attributes as a tree can carry them: what XML allows in none is written as code, and can be read again."""

from __future__ import annotations

import re

_UNFIT = re.compile(r"[^\w.-]")
_FIRST = re.compile(r"[A-Za-z_]")
_CODE = re.compile(r"_x([0-9a-f]+)_")


def named(name: str) -> str:
    """A name for an attribute of the tree; ``written`` gives what it stands for."""
    fit = _UNFIT.sub(lambda match: f"_x{ord(match[0]):x}_", name)
    return fit if _FIRST.match(fit) else f"data-{fit}"


def written(name: str) -> str:
    """The name as it is written in the Markdown."""
    return _CODE.sub(lambda match: chr(int(match[1], 16)), name.removeprefix("data-"))
