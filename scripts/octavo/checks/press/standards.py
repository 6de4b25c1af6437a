"""The PDF/X standards: what each calls itself, and where in it each matter is treated."""

from __future__ import annotations

from dataclasses import dataclass

MATTERS_2003 = {
    "structure": "6.1",
    "colour": "6.2",
    "fonts": "6.3",
    "files": "6.4",
    "compression": "6.5",
    "trapping": "6.6",
    "identification": "6.7",
    "boxes": "6.8",
    "graphics state": "6.9",
    "PostScript": "6.10",
    "encryption": "6.11",
    "annotations": "6.13",
    "actions": "6.14",
    "transparency": "6.16",
}
MATTERS_X4 = {
    "structure": "6.1",
    "colour": "6.4",
    "fonts": "6.5",
    "files": "6.7",
    "compression": "6.8",
    "trapping": "6.9",
    "identification": "6.11",
    "boxes": "6.12",
    "graphics state": "6.13",
    "PostScript": "6.14",
    "encryption": "6.15",
    "annotations": "6.17",
    "actions": "6.18",
    "transparency": "6.20",
}


@dataclass(frozen=True)
class Standard:
    """One PDF/X: the ISO standard behind it, the newest PDF it builds on, and what sets it apart."""

    name: str
    iso: str
    pdf: str
    knows_transparency: bool = False
    manages_colour: bool = False
    """Whether colours may be given by profiles and not only by inks."""

    def clause(self, matter: str) -> str:
        """Where the standard treats a matter; only its sixth clause where the numbers within it are not known to us."""
        numbers = {"ISO 15930-4:2003": MATTERS_2003, "ISO 15930-7:2010": MATTERS_X4}.get(self.iso, {})
        return f"{self.iso}, {numbers.get(matter, '6')} ({matter})"


STANDARDS = {
    standard.name: standard
    for standard in (
        Standard("PDF/X-1a:2001", "ISO 15930-1:2001", "1.3"),
        Standard("PDF/X-3:2002", "ISO 15930-3:2002", "1.3", manages_colour=True),
        Standard("PDF/X-1a:2003", "ISO 15930-4:2003", "1.4"),
        Standard("PDF/X-3:2003", "ISO 15930-6:2003", "1.4", manages_colour=True),
        Standard("PDF/X-4", "ISO 15930-7:2010", "1.6", knows_transparency=True, manages_colour=True),
    )
}
