"""The rule on the words of what is printed: they are those of the book, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.document.titlepage import creator_lines, isbn_line, product_lines
from octavo.edition import Metadata
from octavo.errors import Place
from octavo.setbook.pagewords import folded, half_texts, letters_of, page_texts, spreads

FIXED = ("ISBN",)
"""Words of a cover that are no edition's own."""
MOST = 5
"""Words or pages that a message names."""


@rule("press/same-words")
def same_words(subject: Subject) -> Iterator[Breach]:
    import pypdfium2

    interior = subject.data("print")
    try:
        pages = page_texts(interior) if interior else []
        if interior:
            yield from _interior(subject, pages)
            turned = subject.edition.metadata.is_right_to_left
            for name, order in (("booklet", folded), ("2up", spreads)):
                data = subject.data(name)
                if data:
                    sides = half_texts(data)
                    sides = [(right, left) for left, right in sides] if turned else sides
                    yield from _imposed(subject.path(name), pages, order(sides))
        cover = subject.data("cover")
        if cover:
            yield from _cover(subject, " ".join(page_texts(cover)))
    except pypdfium2.PdfiumError:
        return  # press/readable says so


def _interior(subject: Subject, pages: list[str]) -> Iterator[Breach]:
    """The printer's pages hold what those of the archive hold."""
    archival = subject.data("pdf")
    if not archival:
        return
    place, name = Place(subject.path("print")), subject.path("pdf").name
    expected = page_texts(archival)
    if len(pages) != len(expected):
        yield Breach(place, {"what": f"it has {len(pages)} pages; {name} has {len(expected)}"})
    both = zip(pages, expected, strict=False)
    # The imprint of each ends with lines of its own, such as its ISBN.
    metadata = subject.edition.metadata
    ours, theirs = ([_plain(line.text) for line in product_lines(metadata, of)] for of in ("paperback", "pdf"))
    isbn = _plain(isbn_line(metadata, "paperback"))
    if isbn and not any(isbn in _plain(page) for page in pages):
        yield Breach(place, {"what": f"its imprint does not carry the ISBN {subject.edition.metadata.print.isbn}"})
    plain = ((_without(found, ours), _without(wanted, theirs)) for found, wanted in both)
    wrong = [number for number, (found, wanted) in enumerate(plain, 1) if found != wanted]
    if wrong:
        yield Breach(place, {"what": f"its words are not those of {name} on {_numbers(wrong)}"})


def _without(page: str, lines: list[str]) -> str:
    """A page's words without one of each of these lines."""
    plain = _plain(page)
    for line in lines:
        plain = plain.replace(line, "", 1)
    return plain


def _plain(text: str) -> str:
    return "".join(text.split())


def _numbers(numbers: list[int]) -> str:
    from octavo.checks.press.job import pages_in_words

    return pages_in_words(numbers)


def _imposed(path: Path, pages: list[str], found: list[str]) -> Iterator[Breach]:
    """Sheets carry the interior's pages in the order in which they are read; what is left over is blank."""
    expected = pages + [""] * (len(found) - len(pages))
    wrong = [n for n, texts in enumerate(zip(expected, found, strict=False), 1) if _differ(*texts)]
    if len(found) < len(pages):
        yield Breach(Place(path), {"what": f"it holds {len(found)} pages; the interior has {len(pages)}"})
    if wrong:
        what = f"read in order, its words are not those of the interior on {_numbers(wrong)}"
        yield Breach(Place(path), {"what": what})


def _differ(first: str, second: str) -> bool:
    return letters_of(first) != letters_of(second)


def _cover(subject: Subject, text: str) -> Iterator[Breach]:
    """Each word of a cover is one of the front matter's."""
    known = _front_matter(subject.edition.metadata)
    # A word that a line's end divides is read in one; so are two that a hyphen joins.
    words = re.findall(r"\w+", re.sub(r"[\x02\ufffe\u00ad]\s*", "", text))
    alien = [word for word in dict.fromkeys(words) if not _is_known(word.casefold(), known)]
    if alien:
        shown = ", ".join(f"‘{word}’" for word in alien[:MOST]) + (" …" if len(alien) > MOST else "")
        what = f"it says {shown}, which the front matter does not"
        yield Breach(Place(subject.path("cover")), {"what": what})


def _is_known(word: str, known: str) -> bool:
    return word in known.split() if not word.isdigit() else word in known.replace("-", "")


def _front_matter(metadata: Metadata) -> str:
    """All that a cover may say, in one text."""
    words_of_cover = [metadata.title, metadata.subtitle, metadata.publisher, metadata.description, *FIXED]
    words_of_cover += [part for line in creator_lines(metadata) for part in (line.before, line.names, line.behind)]
    names = [creator.name for creator in metadata.people]
    # What is written together with a name behind it may stand at the name's other side where this runs the other way.
    glued = [re.sub(r"\W", "", joint) for joint in metadata.words.joints if not joint[-1:].isspace()]
    words_of_cover += [*names, *(name + joint for joint in glued for name in names)]
    text = " ".join(part for part in words_of_cover if part).casefold()
    words = re.findall(r"\w+", text + " " + re.sub(r"(?<=\w)[-‐](?=\w)", "", text))
    digits = [metadata.print.isbn, metadata.print.add_on]
    return " ".join([*words, *digits])
