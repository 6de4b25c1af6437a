"""Numbers that identify books and people: one is taken in any of its forms, what is none is told with a hint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cataloguedata import FRONT_MATTER, edition_with_everything
from octavo.edition import Metadata, load_edition
from octavo.edition.identifiers import doi, isbn, isni, issn, orcid, rights_uri, viaf
from octavo.edition.strict import Unfit
from octavo.errors import InputError


@pytest.mark.parametrize(
    ("number", "written", "kept"),
    [
        (isbn, "978-0-14-103614-4", "9780141036144"),
        (isbn, "urn:isbn:9780141036144", "9780141036144"),
        (isbn, "ISBN 979-10-90636-07-1", "9791090636071"),
        (isbn, "", ""),
        (issn, "0020-8736", "0020-8736"),
        (issn, "ISSN 2434561X", "2434-561X"),
        (isni, "0000 0001 2103 2683", "0000000121032683"),
        (isni, "https://isni.org/isni/0000000121032683", "0000000121032683"),
        (orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (orcid, "000000021694233X", "0000-0002-1694-233X"),
        (viaf, "http://viaf.org/viaf/41853338/", "41853338"),
        (doi, "https://doi.org/10.1000/xyz(12)", "10.1000/xyz(12)"),
        (doi, "doi:10.1000/A", "10.1000/A"),
        (
            rights_uri,
            "https://rightsstatements.org/page/InC-EDU/1.0/?language=en",
            "http://rightsstatements.org/vocab/InC-EDU/1.0/",
        ),
        (
            rights_uri,
            "http://creativecommons.org/licenses/by-sa/3.0/de/deed.de",
            "https://creativecommons.org/licenses/by-sa/3.0/de/",
        ),
        (
            rights_uri,
            "https://creativecommons.org/publicdomain/zero/1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
    ],
)
def test_it_is_taken_in_any_of_its_forms(number: Callable[[object], str], written: str, kept: str) -> None:
    assert number(written) == kept
    assert number(number(written)) == kept


@pytest.mark.parametrize(
    ("number", "written", "message", "hint"),
    [
        (isbn, "978-0-14-103614-5", "its last digit does not fit", "compare"),
        (isbn, "0-14-103614-7", "no ISBN", ""),
        (isbn, "0-306-40615-2", "ten digits", "978-0-306-40615-7"),
        (isbn, "9770317847001", "thirteen digits", "978 or 979"),
        (issn, "0020-8737", "no ISSN", "0020-8736"),
        (isni, "0000 0001 2103 2684", "no ISNI", "sixteen figures"),
        (orcid, "0000-0002-1825-0098", "no ORCID iD", "sixteen figures"),
        (orcid, "Ann Moor", "no ORCID iD", "sixteen figures"),
        (viaf, "Moor", "no number of VIAF", "41853338"),
        (doi, "11.1000/xyz", "no DOI", "10.1000/xyz123"),
        (rights_uri, "https://rightsstatements.org/vocab/Mine/1.0/", "no statement", "InC"),
        (rights_uri, "CC BY", "no statement", "creativecommons.org/licenses/by/4.0/"),
    ],
)
def test_what_is_none_is_told(number: Callable[[object], str], written: str, message: str, hint: str) -> None:
    with pytest.raises(Unfit) as error:
        number(written)
    assert message in str(error.value)
    assert hint in error.value.hint


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ("978-1-86197-876-9", "978-0-306-40615-7", "epub and hardcover have the same ISBN", "an ISBN of its own"),
        (
            "{printer: generic}",
            "{printer: generic, isbn: 978-3-16-148410-0}",
            "and print the ISBN",
            "the paperback’s",
        ),
        ("GBP: 4.99", "GPB: 4.99", "‘GPB’ is no currency", "GBP, EUR, USD"),
        ("GBP: 4.99", "GBP: 4,99 or so", "does not have the form", "7.99"),
        ("status: withdrawn", "status: gone", "not one of the words known here", "out-of-print"),
        ("scheme: thema, code: RNH", "scheme: thema, code: coasts", "no code of thema", "code: JPFC"),
        ("lcsh, name: Sea-walls, ", "lcsh, ", "lcsh needs a ‘name’", "name: …"),
        ("access: restricted", "access: secret", "‘secret’ is not one", "open, restricted, dark"),
        ("corporate: true", "corporate: maybe", "neither true nor false", "write true"),
        ("corporate: true", "corporat: true", "unknown key ‘corporat’", "did you mean ‘corporate’?"),
        ("role: illustrator", "role: draughtsman", "does not have the form", "editor, translator"),
        ("0020-8736", "0020-8735", "no ISSN", "0020-8736"),
        ("  epub: {isbn", "  ebook: {isbn", "unknown key ‘ebook’", "epub, paperback, hardcover, pdf"),
    ],
)
def test_what_is_wrong_has_its_place(tmp_path: Path, old: str, new: str, message: str, hint: str) -> None:
    folder = edition_with_everything(tmp_path)
    changed = FRONT_MATTER.replace(old, new, 1)
    assert changed != FRONT_MATTER
    (folder / "1.md").write_text(changed, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_edition(folder)
    (problem,) = error.value.problems
    where = {"epub and": "  hardcover:", "and print": "  paperback:"}.get(message[:9].strip(), new)
    line = changed[: changed.index(where)].count("\n") + 1
    assert problem.place
    assert (problem.place.line, message in problem.message, hint in problem.hint) == (line, True, True), problem


def test_isbns_of_today_go_on() -> None:
    """An ISBN under ``print`` is the paperback’s, and that of the paperback the one for barcode and setting."""
    before = Metadata.model_validate({"title": "A", "print": {"isbn": "978-0-14-103614-4"}})
    now = Metadata.model_validate({"title": "A", "products": {"paperback": {"isbn": "978-0-14-103614-4"}}})
    both = Metadata.model_validate(
        {"title": "A", "print": {"isbn": "9780141036144"}, "products": {"paperback": {"isbn": "978-0-14-103614-4"}}}
    )
    for metadata in (before, now, both):
        assert metadata.print.isbn == metadata.isbn_of("paperback") == "9780141036144"
        assert metadata.isbn_of("epub") == ""
    assert not now.print.is_asked_for


def test_people_stand_in_their_roles() -> None:
    metadata = Metadata.model_validate(
        {
            "title": "A",
            "creator": ["Ann", {"name": "Ivo", "role": "illustrator"}],
            "editor": [{"name": "The Society", "corporate": "true"}, "Ed"],
            "afterword-by": "Bo",
        }
    )
    assert [(person.name, person.role) for person in metadata.people] == [
        *(("Ann", "aut"), ("Ivo", "ill"), ("The Society", "edt"), ("Ed", "edt"), ("Bo", "aft")),
    ]
    assert [person.name for person in metadata.people if person.is_corporate] == ["The Society"]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (
            "original: {title: T, date: 1967, isbn: 978-0-306-40615-7}\nproducts: {epub: {isbn: 9780306406157}}",
            "1.md:5:19: ‘products.epub.isbn’: epub has the ISBN of the original, 9780306406157",
        ),
        (
            "original: {title: T, date: 1967, isbn: 978-0-306-40615-7}\nprint: {isbn: 9780306406157}",
            "1.md:5:9: ‘print.isbn’: this is the ISBN of the original, 9780306406157",
        ),
        (
            "original: {title: T, date: 1967, isbn: 978-0-306-40615-7}\nidentifier: urn:isbn:9780306406157",
            "1.md:5:1: ‘identifier’: this is the ISBN of the original, 9780306406157",
        ),
        # One value may stand where a list can: it has no number, and its own place.
        ("translator: {name: T, orcid: 0000-0002-1825-0098}", "1.md:4:23: ‘translator.orcid’: ‘0000-0002-1825-0098’"),
        ("editor: [A, {name: T, viaf: no}]", "1.md:4:23: ‘editor.1.viaf’: ‘no’ is no number of VIAF"),
        (
            "witness: w.txt",
            "1.md:4:1: ‘witness’: ‘w.txt’ stands where keys and values should\n  write it as witness: {path",
        ),
        (
            "witness: [{path: w.txt}]",
            "1.md:4:1: ‘witness’: a list stands where one witness should\n  several are listed",
        ),
        ("witnesses: {siglum: W, path: w.txt, date: [1]}", "1.md:4:1: ‘witnesses’: this stands where a list should"),
    ],
)
def test_faults_are_named_as_the_front_matter_has_them(tmp_path: Path, keys: str, told: str) -> None:
    (tmp_path / "1.md").write_text(f"---\ntitle: A\nlang: en\n{keys}\n---\n\nWords.\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_edition(tmp_path)
    assert str(error.value).removeprefix(f"{tmp_path}/").startswith(told)
