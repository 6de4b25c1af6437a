"""Language tags: which of them are of text that runs from right to left."""

from __future__ import annotations

LANGUAGES = "ar arc arz azb ckb dv fa glk he lrc mzn nqo pnb prs ps sd syr ug ur yi"
"""Languages whose usual script runs from right to left (CLDR, likely subtags)."""
SCRIPTS = "adlm arab hebr mand nkoo rohg samr syrc thaa"
"""Scripts of that kind, as subtags name them (ISO 15924)."""


def is_right_to_left(tag: str) -> bool:
    """Whether text runs from right to left: by its tag's script, else by its language's usual one (BCP 47, 2.2.3)."""
    language, *subtags = tag.casefold().split("-")
    script = next((subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), "")
    return script in SCRIPTS.split() if script else language in LANGUAGES.split()
