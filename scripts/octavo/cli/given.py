"""What several options take: names that are parted by commas."""

from __future__ import annotations

from octavo.errors import InputError


def listed(option: str, value: str, example: str) -> list[str]:
    """What an option names, each once; nothing where it is not given.

    Raises InputError where it is given and names nothing, which else would mean what it means without the option.
    """
    names = [name for part in value.split(",") if (name := part.strip())]
    if value and not names:
        raise InputError(f"{option} names nothing", hint=f"write {option} {example}, or leave it out")
    return list(dict.fromkeys(names))
