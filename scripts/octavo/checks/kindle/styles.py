"""Rules on style sheets: what takes from readers the settings of their own, or goes wrong on a small screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.kindle.package import place
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.readback.epubparts import Styled

BODY = frozenset({"*", "html", "body", "p"})
"""The selectors that reach the running text."""
PLAIN = {
    "font-size": ("1em", "100%", "1rem", "medium", "inherit", "initial"),
    "line-height": ("normal", "inherit", "initial"),
    "color": ("inherit", "initial", "currentcolor"),
    "background": ("none", "transparent", "inherit", "initial"),
    "background-color": ("transparent", "inherit", "initial"),
    "font-weight": ("normal", "400", "inherit", "initial"),
    "font-style": ("normal", "inherit", "initial"),
    "text-align": ("left", "justify", "start", "inherit", "initial"),
}
"""What the running text may be given, by property: nothing but what it is without."""
SIDES = frozenset({"margin-left", "margin-right", "padding-left", "padding-right"})
LENGTHS = ("font-size", "line-height", "width", "height", "margin", "padding", "text-indent")
_FIXED = re.compile(r"(?<![\w.-])-?(\d+\.?\d*|\.\d+)(?:pt|px|pc|cm|mm|in|q)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?<![\w.])-(?:\d|\.\d)")
_IMAGES = re.compile(r"(?:^|[\s>+~])(?:img|svg|image|hr)(?:[.#:\[][^\s>+~]*)?$")


def _declared(subject: Subject) -> Iterator[tuple[Styled, str, str]]:
    """Every declaration of every rule on elements; a font or a page is none."""
    for styled in subject.epub_style_rules:
        if not styled.rule.selectors[0].startswith("@"):
            for key, value in styled.rule.declarations:
                yield styled, key, value


def _breach(subject: Subject, styled: Styled, key: str, value: str) -> Breach:
    values = {"selector": ", ".join(styled.rule.selectors), "quoted": f"{key}: {value}"}
    return Breach(place(subject, styled.file, styled.line), values)


def _is_zero(value: str) -> bool:
    return re.fullmatch(r"0(?:\.0*)?(?:[a-z]+|%)?|auto|inherit|initial", value) is not None


@rule("kindle/body-text", reads="epub")
def body_text(subject: Subject) -> Iterator[Breach]:
    for styled, key, value in _declared(subject):
        selectors = BODY.intersection(styled.rule.selectors)
        if selectors and _overrides(key, value.lower(), selectors):
            yield _breach(subject, styled, key, value)


def _overrides(key: str, value: str, selectors: frozenset[str]) -> bool:
    """Whether a declaration on the running text takes the place of what a reader sets."""
    if key in PLAIN:
        return value not in PLAIN[key]
    if key == "font-family":  # the book's own, which readers can turn off, is set at the body
        return bool(selectors - {"html", "body"})
    if key in ("margin", "padding"):
        return not all(map(_is_zero, _sides(value)))
    return key in SIDES and not _is_zero(value)


def _sides(value: str) -> tuple[str, str]:
    """What a shorthand gives to the right and to the left (CSS Box Model Level 3, 3.2)."""
    lengths = value.split() or ["0"]
    right = lengths[1] if len(lengths) > 1 else lengths[0]
    return right, lengths[3] if len(lengths) > 3 else right


@rule("kindle/fixed-lengths", reads="epub")
def fixed_lengths(subject: Subject) -> Iterator[Breach]:
    for styled, key, value in _declared(subject):
        is_length = key in LENGTHS or key.startswith(("margin-", "padding-"))
        if is_length and any(float(match[1]) for match in _FIXED.finditer(value)):
            yield _breach(subject, styled, key, value)


@rule("kindle/negative-lengths", reads="epub")
def negative_lengths(subject: Subject) -> Iterator[Breach]:
    for styled, key, value in _declared(subject):
        floats = any(name == "float" and given != "none" for name, given in styled.rule.declarations)
        # A drop cap is drawn up to its line by such margins in Amazon's own example.
        if (key == "line-height" or (key.startswith("margin") and not floats)) and _NEGATIVE.search(value):
            yield _breach(subject, styled, key, value)


@rule("kindle/positions", reads="epub")
def positions(subject: Subject) -> Iterator[Breach]:
    for styled, key, value in _declared(subject):
        if key == "position" and value.lower() not in ("static", "inherit", "initial"):
            yield _breach(subject, styled, key, value)


@rule("kindle/heights", reads="epub")
def heights(subject: Subject) -> Iterator[Breach]:
    for styled, key, value in _declared(subject):
        others = [selector for selector in styled.rule.selectors if not _IMAGES.search(selector)]
        if key == "height" and others and value.lower() not in ("auto", "inherit", "initial"):
            yield _breach(subject, styled, key, value)
