"""What a PDF calls its pages (ISO 32000-1, 12.4.2), for all of them at once.

The library tells one page's label, and reads the whole tree of labels for it: the square of the pages for all of them,
as Typst writes a label for every page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octavo.pdfpage.values import entry, library_result, name_of

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

MOST_ROMAN = 5000
"""Roman numbers above it are written as figures, as the library does."""
_STYLES = ("D", "R", "r", "A", "a")
_ROMAN = "M 1000, CM 900, D 500, CD 400, C 100, XC 90, L 50, XL 40, X 10, IX 9, V 5, IV 4, I 1"


def page_labels(pdf: Pdf) -> list[str]:
    """The labels of all pages, in their order: i, ii, 1, 2. Raises Damaged."""
    ranges = library_result(lambda: _ranges(pdf))
    labels: list[str] = []
    for number in range(len(pdf.pages)):
        while len(ranges) > 1 and ranges[1][0] <= number:
            del ranges[0]
        start, label = ranges[0] if ranges and ranges[0][0] <= number else (0, None)
        labels.append(str(number + 1) if label is None else _spelled(label, number - start))
    return labels


def _ranges(pdf: Pdf) -> list[tuple[int, Object]]:
    """From which page, counted from 0, each way of numbering is in force."""
    import pikepdf

    tree = entry(pdf.Root, "/PageLabels")
    if not isinstance(tree, pikepdf.Dictionary):
        return []
    return sorted(((number, label) for number, label in pikepdf.NumberTree(tree).items()), key=lambda pair: pair[0])


def _spelled(label: Object, further: int) -> str:
    """The label of a page that stands ``further`` pages behind the first of its range."""
    import pikepdf

    if not isinstance(label, pikepdf.Dictionary):
        return str(further + 1)
    prefix, style, start = (entry(label, key) for key in ("/P", "/S", "/St"))
    spelled = str(prefix) if isinstance(prefix, pikepdf.String) else ""
    kind = name_of(style) if isinstance(style, pikepdf.Name) else ""
    if kind not in _STYLES:
        return spelled
    number = (int(start) if isinstance(start, int | pikepdf.Integer) else 1) + further
    return spelled + numeral(number, kind)


def numeral(number: int, style: str) -> str:
    """A number in a style of page labels: D, R, r, A or a; in figures where the style has none for it."""
    if style in ("R", "r") and 1 <= number <= MOST_ROMAN:
        letters = _roman(number)
    elif style in ("A", "a") and number >= 1:
        letters = _letters(number)
    else:
        return str(number)
    return letters if style.isupper() else letters.lower()


def _roman(number: int) -> str:
    spelled = ""
    for numeral_and_value in _ROMAN.split(", "):
        letters, value = numeral_and_value.split()
        times, number = divmod(number, int(value))
        spelled += letters * times
    return spelled


def _letters(number: int) -> str:
    """A to Z, then AA, AB: as the columns of a table are called (the standard's AA, BB is what nobody writes)."""
    spelled = ""
    while number:
        number, place = divmod(number - 1, 26)
        spelled = chr(ord("A") + place) + spelled
    return spelled
