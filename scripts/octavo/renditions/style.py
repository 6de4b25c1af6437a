"""The files of ``styles/``, which stand beside the package when it is installed."""

from __future__ import annotations

from importlib.resources import files


def style(name: str) -> str:
    """One style file as text."""
    return files("octavo.styles").joinpath(name).read_text(encoding="utf-8")
