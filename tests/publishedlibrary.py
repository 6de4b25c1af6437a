"""A library with all that catalogues say of books, for the tests of its site and feeds."""

from __future__ import annotations

import datetime
import gzip
from pathlib import Path
from unittest import mock

from librarybooks import book, library_of
from octavo.library.catalog import memory, publish
from program import octavo

SETTINGS = """title: The House Library
description: Books of the house, proved word by word.
base-url: https://books.example/
publisher: The House
sender: {name: The House, contact: Ada Example, email: books@example.org}
renditions: [epub, pdf, html, text]
"""
FULL = """subtitle: A Short Book
series: {name: Short Books, number: "2"}
subject: [Shortness, Books]
subjects: [{scheme: thema, code: JPFC, name: Far-left ideologies}, {scheme: bisac, code: POL005000}]
description: A book that is short, with <signs> & such.
rights-uri: https://creativecommons.org/publicdomain/zero/1.0/
access: open
products:
  epub: {isbn: 978-0-14-044289-2, price: {GBP: 4.99, EUR: 6}, status: available}
  paperback: {isbn: 978-0-306-40615-7, price: {GBP: 9.99}}
  pdf: {isbn: 978-3-16-148410-0}
accessibility: {certifier: Ada Example, date: 2024-03-01, report: https://books.example/report}
print: {trim: a5}
"""
"""Front matter of a book with products."""
RESTRICTED = "access: restricted\ntranslator: Secret Person\n"
SECRET = "A Secret"


def published_library(folder: Path) -> Path:
    """Four books: one with everything, a plain one, one exempt, and one that not everybody may have."""
    library = library_of(folder, 0, SETTINGS)
    book(library, 1, FULL, title="Full")
    book(library, 2, published="1923")
    book(library, 3, "accessibility: {exemption: eaa-microenterprise}\nrevised: 2025-06-07\n")
    book(library, 4, RESTRICTED, title=SECRET)
    book(library, 5, "access: dark\n", title=f"{SECRET} Too")
    return library


def contents(site: Path) -> dict[str, bytes]:
    """All files of a site but the index of its search."""
    files = (path for path in site.rglob("*") if path.is_file() and "pagefind" not in path.parts)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def indexed(site: Path) -> bytes:
    """All that the index of the site's search holds."""
    files = (path.read_bytes() for path in (site / "pagefind").rglob("*.p*f_*"))
    return b"".join(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in files)


def again(library: Path, *words: str, day: int = 0) -> dict[str, bytes]:
    """The files of the site after another run, on a day counted from 1970."""
    moment = f"{datetime.date(1970, 1, 1) + datetime.timedelta(days=day)}T00:00:00Z" if day else memory.today()
    with (
        mock.patch.object(memory, "today", lambda: moment),
        mock.patch.object(publish, "today", lambda: moment),
    ):
        done = octavo("library", "catalog", library, *words)
    assert done.returncode == 0, done.stderr
    return contents(library / "site")
