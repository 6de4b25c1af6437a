"""How much two outputs differ for who reads them, class by class, for each rendition."""

from __future__ import annotations

from pathlib import Path

import pytest

from issues import changed, small_edition, to_version
from octavo.build import build
from octavo.edition.releases import Impression
from octavo.outputs import OUTPUTS, Audience
from octavo.reissue import ChangeClass, changes, changes_between, impressions, visible

ENDINGS = (".epub", ".pdf", ".html", ".xml", ".txt", "-print.pdf", "-cover.pdf")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_edition(tmp_path_factory.mktemp("classes") / "edition")


def made(folder: Path) -> tuple[dict[str, str], dict[str, Impression]]:
    """The digests of an edition's files, and their impressions."""
    artifacts = build(folder).artifacts
    files = {artifact.name: artifact.data for artifact in artifacts}
    return {artifact.name: artifact.sha256 for artifact in artifacts}, impressions("three-issues", files)


@pytest.fixture(scope="module")
def before(first: Path) -> tuple[dict[str, str], dict[str, Impression]]:
    return made(first)


def found(before: tuple[dict[str, str], dict[str, Impression]], folder: Path) -> dict[str, int | None]:
    digests, seen = made(folder)
    classes = {
        item.name.removeprefix("three-issues"): item.change for item in changes(before[0], digests, before[1], seen)
    }
    return {ending: classes.get(ending, ChangeClass.BYTES_ALIKE) for ending in ENDINGS}


def test_the_same_edition_built_again(first: Path, before: tuple[dict[str, str], dict[str, Impression]]) -> None:
    assert set(found(before, first).values()) == {0}
    assert set(before[1]) == {f"three-issues{ending}" for ending in ENDINGS}


def test_another_version_and_date(tmp_path: Path, before: tuple[dict[str, str], dict[str, Impression]]) -> None:
    """Also where the imprint prints them: no reader’s text is another."""
    folder = small_edition(tmp_path / "edition")
    to_version(folder, "1.1", "1.0")
    classes = found(before, folder)
    assert set(classes.values()) == {ChangeClass.METADATA}


def test_another_style(tmp_path: Path, before: tuple[dict[str, str], dict[str, Impression]]) -> None:
    """Another cover looks different, in another typeface; what has other lines by it says so."""
    folder = small_edition(tmp_path / "edition")
    changed(folder, "01.md", ("trim: 5x8in", "trim: 5x8in, style: plain"))
    classes = found(before, folder)
    assert classes["-cover.pdf"] in (ChangeClass.LOOKS, ChangeClass.LINES)
    assert classes[".txt"] in (ChangeClass.BYTES_ALIKE, ChangeClass.LINES)
    assert classes[".pdf"] in (ChangeClass.LOOKS, ChangeClass.LINES)
    assert classes["-print.pdf"] == classes[".pdf"]


def test_emphasis_looks_different(tmp_path: Path, before: tuple[dict[str, str], dict[str, Impression]]) -> None:
    folder = small_edition(tmp_path / "edition")
    changed(folder, "01.md", ("the dunes", "the *dunes*"))
    classes = found(before, folder)
    assert [classes[ending] for ending in (".epub", ".html", ".xml", ".pdf", "-print.pdf")] == [ChangeClass.LOOKS] * 5
    assert classes["-cover.pdf"] == ChangeClass.BYTES_ALIKE


def test_another_trim_moves_lines(tmp_path: Path, before: tuple[dict[str, str], dict[str, Impression]]) -> None:
    folder = small_edition(tmp_path / "edition")
    changed(folder, "01.md", ("trim: 5x8in", "trim: 6x9in"))
    classes = found(before, folder)
    assert classes[".pdf"] == classes["-print.pdf"] == ChangeClass.LINES
    # Their lists of errata say where they are.
    assert [classes[ending] for ending in (".epub", ".html", ".xml", ".txt")] == [ChangeClass.LINES] * 4


def test_another_word(tmp_path: Path, before: tuple[dict[str, str], dict[str, Impression]]) -> None:
    folder = small_edition(tmp_path / "edition")
    changed(folder, "01.md", ("a hart upon", "a heart upon"))
    changed(folder, "errata.yaml", ("errata:\n", "errata:\n  - {id: h, for: hart, read: heart, kind: misprint}\n"))
    classes = found(before, folder)
    assert {classes.pop("-cover.pdf")} == {ChangeClass.BYTES_ALIKE}
    assert set(classes.values()) == {ChangeClass.WORDS}


def test_what_is_not_known_is_to_be_given_out_anew() -> None:
    one, other = (Impression(words=words, lines="1", looks="1") for words in ("1", "2"))
    items = changes({"a": "0", "b": "0", "c": "0"}, {"a": "1", "b": "1", "d": "1"}, {"a": one}, {"a": other, "b": one})
    assert [(item.name, item.in_words) for item in items] == [
        ("a", "words differ"),
        ("b", "changed"),
        ("c", "gone"),
        ("d", "new"),
    ]
    assert visible(items) == items


NAMES = tuple(output.name for output in OUTPUTS if output.audience is not Audience.CATALOGUE)
"""What has words or pages of the book."""


def test_two_sets_of_every_rendition(tmp_path: Path) -> None:
    """Whatever has the interior's pages on it looks as they do; what has none of them is the same."""
    folder = small_edition(tmp_path / "edition")
    sets = []
    for _ in range(2):
        sets.append({artifact.name: artifact.data for artifact in build(folder, NAMES).artifacts})
        if len(sets) == 1:
            changed(folder, "01.md", ("the dunes", "the *dunes*"))
    assert impressions("three-issues", sets[0]).keys() == sets[0].keys() - {"manifest.json"}
    classes = {item.name: item.change for item in changes_between("three-issues", *sets)}
    sheets = {f"three-issues{ending}" for ending in ("-booklet.pdf", "-2up.pdf", ".docx")}
    assert {classes[name] for name in sheets} == {ChangeClass.LOOKS}
    alike = {f"three-issues{ending}" for ending in ("-cover.pdf", "-cover.jpg", ".txt")}
    assert classes.keys() == sets[0].keys() - {"manifest.json", *alike}
