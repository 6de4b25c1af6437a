"""Long lists told in groups, and cut short."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class By(StrEnum):
    """What a list of differences is grouped by."""

    chapter = "chapter"
    kind = "kind"


def grouped(items: Iterable[tuple[str, str]], by: By | None, limit: int | None, head: str, rest: str) -> list[str]:
    """The texts of items (group, text), as many as ``limit`` says; with ``by``, each group under its head.

    ``head`` is written with ``name`` and ``count``, ``rest`` with ``more``.
    """
    every = list(items)
    shown = every[:limit]
    lines: list[str] = []
    if by is None:
        lines += [text for _, text in shown]
    else:
        groups: dict[str, list[str]] = {}
        for name, _ in every:
            groups.setdefault(name, [])
        room = len(shown)
        counts = {name: sum(other == name for other, _ in every) for name in groups}
        for name in groups:
            texts = [text for other, text in every if other == name][:room]
            room -= len(texts)
            lines += [head.format(name=name, count=counts[name]), *texts]
    if len(every) > len(shown):
        lines.append(rest.format(more=len(every) - len(shown)))
    return lines
