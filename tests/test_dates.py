"""Dates keep the precision that was written, in every rendition; a wrong one is told with what to write."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from pydantic import BaseModel

from octavo.build import build, edition_moment
from octavo.edition import Metadata, load_edition
from octavo.edition.dates import Date, written_moment
from octavo.edition.housewords import HouseWords
from octavo.edition.strict import Unfit
from octavo.renditions.citation import citation, csl
from test_bad_input import change, refused


@pytest.mark.parametrize(
    ("written", "parts", "spelled", "moment"),
    [
        ("1867", (1867,), "1867", "1867-01-01T00:00:00Z"),
        ("2020-02", (2020, 2), "February 2020", "2020-02-01T00:00:00Z"),
        ("2020-02-29", (2020, 2, 29), "29 February 2020", "2020-02-29T00:00:00Z"),
        ("0999", (999,), "999", "0999-01-01T00:00:00Z"),
    ],
)
def test_a_date_is_as_precise_as_it_was_written(
    written: str, parts: tuple[int, ...], spelled: str, moment: str
) -> None:
    date = Date.read(written)
    words = HouseWords.of("en-GB", {}).date(date)
    assert (str(date), date.parts, words, written_moment(date.begins)) == (written, parts, spelled, moment)
    assert Date.read(date) is date


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("0", "1867, 1867-05 or 1867-05-31"),
        ("86400", "1867-05-31"),
        ("-86400", "1867-05-31"),
        ("0000", "there is no year 0"),
        ("999", "write it as 0999"),
        ("2020-13", "there is no month 13"),
        ("2021-02-29", "February 2021 has the days 1 to 28"),
        ("2020-2-2", "write it as 2020-02-02"),
        ("2020/02/02", "write it as 2020-02-02"),
        ("2020-02-02T10:00:00+02:00", "leave out the time of day and its zone: 2020-02-02"),
        ("2020-02-02Z", "leave out the time of day and its zone: 2020-02-02"),
        ("1867+01:00", "leave out the time of day and its zone: 1867"),
        ("٢٠٢٠", "1867-05-31"),
        ("c. 1867", "1867-05-31"),
        ("", "1867-05-31"),
    ],
)
def test_what_is_no_date_is_told_with_what_to_write(wrong: str, said: str) -> None:
    with pytest.raises(Unfit) as error:
        Date.read(wrong)
    assert said in f"{error.value}; {error.value.hint}"


def test_a_model_takes_days_of_the_calendar_and_writes_text() -> None:
    class Dated(BaseModel):
        date: Date

    assert Dated(date=datetime.date(2021, 3, 9)).model_dump(mode="json") == {"date": "2021-03-09"}


@pytest.mark.parametrize("key", ["published", "revised", "accessibility: {date"])
def test_a_wrong_date_has_its_place_and_a_hint(edition: Path, key: str) -> None:
    change(edition, "published: 2020-02-02", f"{key}: 86400{'}' if '{' in key else ''}")
    refused(edition, "01.md:7:", "‘86400’ is not a date\n  write a year, a month or a day: 1867, 1867-05 or 1867-05-31")


@pytest.mark.parametrize(("date", "spelled"), [("1867", "1867"), ("0999-05", "May 999")])
def test_every_rendition_keeps_the_precision(edition: Path, date: str, spelled: str) -> None:
    change(edition, "published: 2020-02-02", f"published: {date}")
    made = build(edition)
    files = {Path(artifact.name).suffix: artifact.data for artifact in made.artifacts}
    package = zipfile.ZipFile(io.BytesIO(files[".epub"])).read("EPUB/content.opf").decode()
    moment = written_moment(edition_moment(made.edition))
    assert f"<dc:date>{date}</dc:date>" in package
    assert f'<meta property="dcterms:modified">{moment}</meta>' in package
    assert f'<date type="published" when="{date}">{date}</date>' in files[".xml"].decode()
    page = files[".html"].decode()
    for said in (f'"DC.date" content="{date}"', f'"datePublished": "{date}"', f'content="{date.replace("-", "/")}"'):
        assert said in page
    assert f"published {spelled}." in files[".txt"].decode()
    with pikepdf.open(io.BytesIO(files[".pdf"])) as file, file.open_metadata() as xmp:
        assert xmp["dc:date"] == [date]
        assert str(file.docinfo["/CreationDate"]) == f"D:{moment.translate({ord(c): None for c in '-:T'})}"
    assert json.loads(files[".json"])["date"] == moment
    assert load_edition(edition).metadata.published == Date.read(date)


def test_a_citation_has_what_is_known_of_the_date() -> None:
    book = Metadata.model_validate({"title": "Walls", "published": "1867-05"})
    assert csl(book)["issued"] == {"date-parts": [[1867, 5]]}
    assert "year = {1867},\n  month = {may}" in citation(book).bibtex
    assert csl(Metadata.model_validate({"title": "Walls", "published": "1867"}))["issued"] == {"date-parts": [[1867]]}
