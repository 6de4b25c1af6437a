"""Preflight of files that are damaged, or no PDFs: a finding or an error with a place, never anything else."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from foreign import black, book, changed, photograph, placed
from octavo.checks.press.foreign import foreign_job
from octavo.errors import InputError
from preflighted import NO_CLAIM, found_in, said


def test_damaged(tmp_path: Path) -> None:
    data = book()
    findings = found_in(data[: len(data) * 2 // 3], tmp_path)
    assert findings[0].rule == "press/readable"
    assert findings[0].message.startswith("the file ")
    with changed(book()) as (file, made):
        file.pages[6].obj.Contents = file.make_stream(b"BT /F9 x Tf (open ( Tj 1 0 Td [(a) Tj ET Q Q q 1 2 re f /No Do")
        file.pages[7].obj.MediaBox = pikepdf.Array([0, 0])
    messages = said(found_in(made[0], tmp_path))
    assert any("press/readable" in message and "page 7" in message for message in messages), messages


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_makes_it_fall(seed: int, tmp_path: Path) -> None:
    """Bytes changed at random: findings or an error with a place, never anything else."""
    import random

    chance = random.Random(seed)
    data = bytearray(book(30, extra={3: placed(photograph(60, 60), 1, 1, 1, 1)}))
    for _ in range(60):
        data[chance.randrange(20, len(data))] = chance.randrange(256)
    for finding in found_in(bytes(data), tmp_path):
        assert finding.rule.startswith("press/")


@pytest.mark.hostile
def test_forms_within_forms_without_end(tmp_path: Path) -> None:
    """Ten forms, each of which shows the next one ten times: ten thousand million pictures, were they drawn."""
    with changed(book()) as (file, made):
        inner = file.make_stream(
            b"0 0 1 1 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        for _ in range(10):
            content = b"/Inner Do " * 10
            form = file.make_stream(content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Inner=inner))
            inner = form
        file.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Inner=inner)
        file.pages[0].contents_add(b" /Inner Do ")
    assert any("holds more than can be looked at on page 1" in message for message in said(found_in(made[0], tmp_path)))


@pytest.mark.parametrize(("data", "what"), [(b"", "this file is empty"), (b"PK\x03\x04", "this is no PDF")])
def test_no_pdf(data: bytes, what: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=what):
        found_in(data, tmp_path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        foreign_job(tmp_path / "nowhere.pdf", "kdp")


def test_black_is_restored(tmp_path: Path) -> None:
    """What is drawn on one page says nothing of the next."""
    data = book(extra={3: lambda c, n: c.setFillColorRGB(1, 0, 0), 4: lambda c, n: black(c)})
    assert said(found_in(data, tmp_path)) == [NO_CLAIM]
