"""What the PDF says of itself and how it is read: languages, authors, titles and pictures in order, soft hyphens."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.readback.pdf import open_pdf_reading
from test_hostile import edition


def pdf_of(folder: Path) -> bytes:
    return build(folder, ("pdf",)).artifacts[0].data


@pytest.mark.parametrize(
    "lang", ["sr-Latn", "ko-Hang-KR", "zh-Latn-TW", "de-1996", "en-GB-oxendict", "es-419", "ca-valencia"]
)
def test_a_language_tag_is_whole(tmp_path: Path, lang: str) -> None:
    """Of the document, and of words in the language of the document or in another."""
    text = "# One\n\nWords in [*others*]{lang=el-polyton}.\n\n::: {lang=pt-BR-abl1943}\nA paragraph.\n:::\n"
    data = pdf_of(edition(tmp_path, text, lang=lang))
    assert open_pdf_reading(data, tmp_path).language == lang
    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = {str(item.Lang) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Lang" in item}
        content = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    assert {lang, "pt-BR-abl1943"} <= said
    assert b"(el-polyton)" in content


def test_the_authors_are_those_who_wrote_it(tmp_path: Path) -> None:
    people = [{"name": "Ada Author"}, {"name": "Bob Editor", "role": "edt"}, {"name": "Cyd Turner", "role": "trl"}]
    with pikepdf.open(io.BytesIO(pdf_of(edition(tmp_path, "# One\n\nWords.\n", creator=people)))) as pdf:
        assert str(pdf.docinfo["/Author"]) == "Ada Author"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:creator"] == ["Ada Author"]
            assert set(xmp["dc:contributor"]) == {"Bob Editor", "Cyd Turner"}


PICTURES = """# One

![A tall drawing](tall.png)

Words.

# Part

# Two

## A section

![](tall.png){alt="A tall drawing"}

Words, *Rosencrantz Guildenstern Rosencrantz Guildenstern Rosencrantz Guildenstern Rosencrantz Guildenstern*.
"""


def test_nothing_is_said_against_sound_pages(tmp_path: Path) -> None:
    """Pictures below titles, a part title alone on its page, hyphens in italics: in order, whole, and no flaw."""
    from PIL import Image

    folder = edition(tmp_path, PICTURES)
    Image.new("RGB", (400, 560), "tan").save(folder / "tall.png")
    made = build(folder)
    assert made.differences == ()
    write(made.artifacts, folder / "build")
    found = [
        one
        for one in check(folder, folder / "build")[1]
        if one.rule.split("/")[0] in ("pages", "typography", "rendition")
    ]
    assert [one.message for one in found] == []
