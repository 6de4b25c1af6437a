"""The barcode of an ISBN: EAN-13, and beside it the EAN-5 add-on of a price (GS1 General Specifications, 5.2)."""

from __future__ import annotations

from dataclasses import dataclass

EAN_5_PARITIES = (
    *("BBAAA", "BABAA", "BAABA", "BAAAB", "ABBAA"),
    *("AABBA", "AAABB", "ABABA", "ABAAB", "AABAB"),
)
"""From which of the two number sets each digit of an add-on is taken, by the check value (5.2.2.4)."""
_EAN_5_START, _EAN_5_DELINEATOR = "1011", "01"


@dataclass(frozen=True)
class Barcode:
    """A barcode as a row of modules, each ``1`` (dark), ``0`` (light) or ``G`` (dark, of a guard, which is longer)."""

    isbn: str
    """Thirteen digits."""
    add_on: str = ""
    """Five digits, or none."""

    @property
    def modules(self) -> str:
        """The 95 modules of the EAN-13 (5.2.2.2)."""
        from barcode.ean import EuropeanArticleNumber13

        return str(EuropeanArticleNumber13(self.isbn, guardbar=True).build()[0])

    @property
    def add_on_modules(self) -> str:
        """The 47 modules of the EAN-5; none where there is no add-on (5.2.2.4)."""
        from barcode.charsets.ean import CODES

        if not self.add_on:
            return ""
        digits = [int(digit) for digit in self.add_on]
        parities = EAN_5_PARITIES[(3 * sum(digits[::2]) + 9 * sum(digits[1::2])) % 10]
        numbers = [CODES[parity][digit] for parity, digit in zip(parities, digits, strict=True)]
        return _EAN_5_START + _EAN_5_DELINEATOR.join(numbers)

    @property
    def line(self) -> str:
        """What stands above the bars: the ISBN, hyphenated where the agency of its group has given out the number."""
        from stdnum import isbn

        parts = isbn.split(self.isbn)
        return f"ISBN {'-'.join(parts) if all(parts) else self.isbn}"
