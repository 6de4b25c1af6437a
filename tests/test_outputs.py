"""The table of renditions: one record each, and nothing else that lists them."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from conftest import EDITIONS, ROOT
from octavo.build import build, usual_renditions
from octavo.checks.registry import table
from octavo.checks.subject import Subject
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.errors import InputError
from octavo.outputs import NAMES, OUTPUTS, Audience, Output, output_named, outputs_for
from octavo.pdfpage.values import Damaged
from octavo.setting.pdfs import refuse_unbound

FOLDER = EDITIONS / "html" / "language-valid"


def test_no_two_renditions_have_the_same_name_or_file() -> None:
    assert len(set(NAMES)) == len({output.label for output in OUTPUTS}) == len(OUTPUTS)
    endings = [ending for output in OUTPUTS for ending in (output.ending, *output.further)]
    assert len(set(endings)) == len(endings)


def test_what_readers_get_can_be_read_back() -> None:
    assert all(output.reader for output in (*outputs_for(Audience.READERS), *outputs_for(Audience.REVIEW)))


def test_no_file_has_the_name_of_a_rendition_but_by_the_table() -> None:
    """No other module makes the name of a file of a slug and an ending."""
    made = re.compile(r"slug\}(?:" + "|".join(re.escape(output.ending) for output in OUTPUTS) + r")\b")
    for path in (ROOT / "scripts" / "octavo").rglob("*.py"):
        assert not made.search(path.read_text(encoding="utf-8")), path


def test_a_rule_on_a_rendition_is_passed_over_where_that_is_not_there() -> None:
    """No rule fails, or finds anything in renditions, where nothing was built."""
    subject = Subject(read_document(load_edition(FOLDER)), Path("nowhere"))
    found = {finding.rule for entry in table().values() for finding in entry.findings(subject)}
    assert found == {"rendition/present"}
    reading = {entry.reads for entry in table().values()}
    assert {"epub", "html", "pdf", "text", ""} <= reading


def test_a_record_more_is_a_rendition_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record is all that build and check ask for."""
    page = output_named("html")
    loud = replace(page, name="loud", label="loud page", ending="-loud.html", make=lambda d, m: shout(page, d, m))
    for module in ("outputs", "build", "checks.subject"):
        monkeypatch.setattr(sys.modules[f"octavo.{module}"], "OUTPUTS", (*OUTPUTS, loud))
    monkeypatch.setattr(sys.modules["octavo.build"], "NAMES", (*NAMES, "loud"))
    assert "loud" in usual_renditions(load_edition(FOLDER))
    made = build(FOLDER, ("loud",))
    (artifact, _) = made.artifacts
    assert (artifact.name, artifact.media_type) == ("a-small-edition-loud.html", "text/html")
    subject = Subject(made.document, Path("build"), files={artifact.name: artifact.data})
    found = [finding.message for finding in table()["rendition/words"].findings(subject)]
    assert found and all("the loud page reads" in message for message in found)


def test_what_is_made_only_when_asked_for_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing was built, what a build makes unasked is missing, and no more; nor is more named in its place."""
    rare = replace(output_named("html"), name="rare", ending="-rare.html", is_usual=lambda settings: False)
    monkeypatch.setattr(sys.modules["octavo.outputs"], "OUTPUTS", (*OUTPUTS, rare))
    document = read_document(load_edition(FOLDER))
    found = [finding.message for finding in table()["rendition/present"].findings(Subject(document, Path("nowhere")))]
    assert [message.partition(" ")[0] for message in found] == [
        f"a-small-edition{ending}" for ending in (".epub", ".pdf", ".html", ".xml", ".txt")
    ]
    with pytest.raises(InputError) as error:
        refuse_unbound(document, 100_000)
    assert error.value.problems[0].hint.endswith("--only epub,pdf,html,tei,text")


def shout(page: Output, document: object, materials: object) -> bytes:
    assert page.make
    data: bytes = page.make(document, materials)  # type: ignore[arg-type]
    return re.sub(rb"(?<=>)[^<{}]+(?=</p>)", lambda found: found[0].upper(), data)


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    """The files of every rendition that can be read back, by its name."""
    read = [output for output in OUTPUTS if output.reader]
    made = build(EDITIONS / "errata" / "linked-valid", tuple(output.name for output in read))
    files = {artifact.name: artifact.data for artifact in made.artifacts}
    return {output.name: files[output.file_name(made.edition.metadata.slug)] for output in read}


@pytest.mark.parametrize("name", [output.name for output in OUTPUTS if output.reader])
def test_a_damaged_file_is_told_as_such(name: str, sound: dict[str, bytes]) -> None:
    """Whatever is wrong with a file, its reader says that the file is at fault; any other error would be our own."""
    random = Random(name)
    reader, refused = output_named(name).reader, 0
    assert reader
    for _ in range(60):
        try:
            assert reader(damaged(sound[name], random), Path(name)).blocks is not None
        except (InputError, Damaged):
            refused += 1
    assert refused or name in ("html", "text"), "nothing was damaged enough to be refused"


def damaged(data: bytes, random: Random) -> bytes:
    """The file cut off, or with bytes changed; where it is a zip file, mostly within one of its parts."""
    way = random.random()
    if way < 0.2:
        return data[: random.randrange(len(data))]
    if way < 0.8 and data.startswith(b"PK"):
        return with_a_part_damaged(data, random)
    return changed(data, random.randrange(1, 40), random)


def with_a_part_damaged(data: bytes, random: Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as file, zipfile.ZipFile(made, "w") as other:
        victim, is_lost = random.choice(file.namelist()), random.random() < 0.3
        for name in file.namelist():
            if name != victim:
                other.writestr(name, file.read(name))
            elif not is_lost:
                other.writestr(name, changed(file.read(name), random.randrange(1, 6), random))
    return made.getvalue()


def changed(data: bytes, times: int, random: Random) -> bytes:
    made = bytearray(data)
    for _ in range(times if made else 0):
        made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made)
