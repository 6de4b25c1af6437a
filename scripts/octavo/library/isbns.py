"""One ISBN, one product: which numbers stand in more than one place of a library (ISBN Users’ Manual, 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

Use = tuple[str, str, str]
"""An ISBN in thirteen digits, the edition’s name, the product: epub, pdf, paperback, hardcover."""


def of_front_matter(front: dict[str, Any], name: str) -> Iterator[Use]:
    """Each ISBN that front matter gives, as it was typed but for hyphens; a paperback’s may stand in two places."""
    products = front.get("products")
    found = {
        (re.sub(r"[\s-]", "", str(given["isbn"])), product)
        for product, given in (products.items() if isinstance(products, dict) else ())
        if isinstance(given, dict) and given.get("isbn")
    }
    bound = front.get("print")
    if isinstance(bound, dict) and bound.get("isbn"):
        found.add((re.sub(r"[\s-]", "", str(bound["isbn"])), "paperback"))
    yield from ((number, name, product) for number, product in sorted(found))


def doubles(uses: Iterable[Use]) -> dict[str, list[Use]]:
    """The numbers that more than one product has, each with all that have it."""
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(use[0], []).append(use)
    return {number: several for number, several in found.items() if len(several) > 1}
