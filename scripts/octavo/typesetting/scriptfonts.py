"""Which families of fonts are known to have the letters of a script, all of them free to be embedded (OFL)."""

from __future__ import annotations

import shlex
from pathlib import Path

from octavo.edition.unfittext import hint_of_windows

_BY_SCRIPT = {
    "Arab": "Noto Naskh Arabic",
    "Hang": "Noto Serif CJK KR",
    "Hira": "Noto Serif CJK JP",
    "Kana": "Noto Serif CJK JP",
    "Bopo": "Noto Serif CJK TC",
    "Nkoo": "Noto Sans NKo",
    "Aran": "Noto Nastaliq Urdu",
    "Brai": "Noto Sans Symbols 2",
    "Latn": "Noto Serif",
    "Grek": "Noto Serif",
    "Cyrl": "Noto Serif",
    "Hebr": "Noto Serif Hebrew",
    "Nshu": "Noto Traditional Nushu",
}
"""Families for scripts by their codes (ISO 15924), where it is not ‘Noto Sans’ and the script's name."""
_BY_BLOCK = {
    "Musical Symbols": "Noto Music",
    "Byzantine Musical Symbols": "Noto Music",
    "Ancient Greek Musical Notation": "Noto Music",
    "Mathematical Alphanumeric Symbols": "Noto Sans Math",
    "Mathematical Operators": "Noto Sans Math",
    "Supplemental Mathematical Operators": "Noto Sans Math",
    "CJK Symbols and Punctuation": "Noto Serif CJK",
    "CJK Compatibility Forms": "Noto Serif CJK",
    "Halfwidth and Fullwidth Forms": "Noto Serif CJK",
    "Enclosed CJK Letters and Months": "Noto Serif CJK",
    "CJK Compatibility": "Noto Serif CJK",
    "Alchemical Symbols": "Noto Sans Symbols",
    "Ornamental Dingbats": "Noto Sans Symbols 2",
    "Geometric Shapes Extended": "Noto Sans Symbols 2",
    "Supplemental Arrows-C": "Noto Sans Symbols 2",
    "Chess Symbols": "Noto Sans Symbols 2",
    "Playing Cards": "Noto Sans Symbols 2",
    "Mahjong Tiles": "Noto Sans Symbols 2",
    "Symbols for Legacy Computing": "Noto Sans Symbols 2",
}
"""Families for signs that belong to no script, by their block."""
_EMOJI = (range(0x1F1E6, 0x1F200), range(0x1F300, 0x1F780), range(0x1F900, 0x1FA00), range(0x1FA70, 0x1FB00))


def family_for(letter: str, language: str) -> str:
    """A family that has a letter, for a book in this language; empty where none is known."""
    from fontTools import unicodedata as scripts

    code = next((code for code in map(scripts.script, letter) if code not in ("Zyyy", "Zinh", "Zzzz")), "")
    block = scripts.block(letter[-1])
    if code == "Hani" or _BY_BLOCK.get(block) == "Noto Serif CJK":
        return f"Noto Serif CJK {_han(language)}"
    if code:
        return _BY_SCRIPT.get(code, f"Noto Sans {scripts.script_name(code).replace('_', ' ')}")
    if any(ord(character) in emoji for character in letter for emoji in _EMOJI):
        return "Noto Emoji"
    if scripts.script(letter[-1]) == "Zzzz":
        return ""  # no character, or one that is newer than this table
    return _BY_BLOCK.get(block, "Noto Sans Symbols")


def _han(language: str) -> str:
    """Which of the four sets of shapes a language writes Han letters in: SC, TC, HK, JP or KR."""
    first, *others = language.lower().split("-")
    if first in ("ja", "ko"):
        return {"ja": "JP", "ko": "KR"}[first]
    if "hk" in others or first == "yue":
        return "HK"
    return "TC" if {"hant", "tw", "mo"}.intersection(others) else "SC"


def what_to_do(letter: str, language: str, folder: Path) -> str:
    """The hint for a letter that print does not have: the command that copies a font with it into an edition."""
    if hint := hint_of_windows(letter):
        return hint
    family = family_for(letter, language)
    if not family:
        return "put a font that has it into the folder fonts/ (.ttf or .otf)"
    where = "" if folder.resolve() == Path.cwd() else f" {shlex.quote(str(folder))}"
    command = f'octavo fonts add "{family}"{where}'
    return f"put a font that has it into the folder fonts/: {command} copies one that is on this machine"
