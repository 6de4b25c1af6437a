"""Every witness of an edition computed from its TEI, by code that knows the TEI's header and nothing of Octavo."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from lxml import etree

from independent_witnesses import file_paragraphs, witness_paragraphs
from octavo.document import Document, read_document
from octavo.edition import load_edition
from octavo.errors import Notices
from octavo.renditions.tei import tei
from program import octavo
from threewitnesses import B88, HEAD, IS67, W, write

TEXT = """# A first chapter with more

The *party had fewer* members by **no fewer** than fourteen, and the best had been attracted to it.[^1]
*Nothing* is known.

## A section here

> The second paragraph stands here, with a few more words of the author.
>
> And a third one quoted, which says the same as *the second*.[^2]

- It ends
- here, and nowhere else.

1. First of all
2. Second of all

| Year | Sum |
|------|-----|
| 1920 | 30  |
| 1921 | 40  |

The end of it comes with “marks” – and dashes, and no fewer than before.

[^1]: A note of the author, which ends here.

[^2]: A second note, with *italics* in it.

    And a paragraph of its own.

# Another chapter

It goes on here; the party had fewer members, and the year was 1920.[^3]

[^3]: The third note is short.
"""
PLAIN = """A first chapter with more

The party had fewer members by no fewer than fourteen, and the best had been attracted to it. Nothing is known.

A section here

The second paragraph stands here, with a few more words of the author.

And a third one quoted, which says the same as the second.

It ends

here, and nowhere else.

1. First of all

2. Second of all

Year

Sum

1920

30

1921

40

The end of it comes with “marks” – and dashes, and no fewer than before.

A note of the author, which ends here.

A second note, with italics in it.

And a paragraph of its own.

Another chapter

It goes on here; the party had fewer members, and the year was 1920.

The third note is short.
"""
SIGLA = {"w": "W", "is67": "IS67", "b88": "B88"}
AT_NUMBER = ("2. Second of all\n\nYear\n", "Year,\n"), ("", ""), ("2. Second of all\n\nYear\n", "Year\n")
GLUED = ("", ""), ("1921\n", "A new paragraph stands here 1921,\n"), ("Sum\n", "Sum\n\nA total;\n")
BEFORE_NOTE = ("A second note", "as it were A second note"), ("short.", "short. As it were"), ("A note of", "Of")


def drafted(folder: Path, witnesses: dict[str, str]) -> Document:
    """The longer edition with such witnesses, for each of which entries are drafted."""
    write(folder)
    (folder / "01.md").write_text(HEAD + TEXT, encoding="utf-8")
    (folder / "errata.yaml").unlink()
    for name, text in witnesses.items():
        (folder / "witness" / f"{name}.txt").write_text(text, encoding="utf-8")
    for siglum in SIGLA.values():
        done = octavo("collate", folder, "--witness", siglum, "--draft", "--write")
        assert done.returncode in (0, 1), done.stderr
    return read_document(load_edition(folder))


def proved(document: Document, witnesses: dict[str, str], schema: etree.RelaxNG) -> None:
    assert document.proof.clean and all(further.clean for further in document.proof.further)
    data = tei(document, Notices())
    schema.assertValid(etree.fromstring(data))
    for name, text in witnesses.items():
        assert witness_paragraphs(data, SIGLA[name], is_base=name == "w") == file_paragraphs(text), name


def test_three_witnesses(tmp_path: Path, tei_schema: etree.RelaxNG) -> None:
    folder = write(tmp_path / "edition")
    for siglum in ("IS67", "B88"):
        octavo("collate", folder, "--witness", siglum, "--draft", "--write")
    proved(read_document(load_edition(folder)), {"w": W, "is67": IS67, "b88": B88}, tei_schema)


@pytest.mark.parametrize("changes", [AT_NUMBER, GLUED, BEFORE_NOTE], ids=["at-number", "glued", "before-note"])
def test_readings_that_meet(changes: tuple[tuple[str, str], ...], tmp_path: Path, tei_schema: etree.RelaxNG) -> None:
    witnesses = {
        name: PLAIN.replace(old, new) if old else PLAIN for name, (old, new) in zip(SIGLA, changes, strict=True)
    }
    proved(drafted(tmp_path / "edition", witnesses), witnesses, tei_schema)


@pytest.mark.parametrize("seed", range(4))
def test_witnesses_that_depart_at_random(seed: int, tmp_path: Path, tei_schema: etree.RelaxNG) -> None:
    source = random.Random(seed)
    witnesses = {name: varied(source) for name in SIGLA}
    proved(drafted(tmp_path / "edition", witnesses), witnesses, tei_schema)


def varied(source: random.Random) -> str:
    """The text with up to nine words changed, left out or put in, and paragraphs parted or joined, before its notes."""
    text, notes = PLAIN[: PLAIN.index("A note of")], PLAIN[PLAIN.index("A note of") :]
    for _ in range(source.randint(1, 9)):
        found = source.choice(list(re.finditer(r"\S+\s+", text))[3:-3])
        word, space = found[0].split()[0], found[0][len(found[0].split()[0]) :]
        new = source.choice(
            [f"other{space}", "", f"no fewer {word}{space}", f"{word}\n\n", f"{word} ", f"{word},{space}"]
        )
        text = text[: found.start()] + new + text[found.end() :]
    return text.rstrip() + "\n\n" + notes


def test_a_siglum_of_two_words_names_its_witness(tmp_path: Path, tei_schema: etree.RelaxNG) -> None:
    folder = write(tmp_path / "edition")
    head = HEAD.replace("siglum: IS67", "siglum: IS 67")
    (folder / "01.md").write_text(head + (folder / "01.md").read_text(encoding="utf-8").removeprefix(HEAD), "utf-8")
    (folder / "errata.yaml").write_text("errata: []\n", encoding="utf-8")
    assert octavo("collate", folder, "--witness", "IS 67", "--draft", "--write").returncode == 1
    data = tei(read_document(load_edition(folder)), Notices())
    tei_schema.assertValid(root := etree.fromstring(data))
    name = next(one for one in root.iter("{*}witness") if one.get("n") == "IS 67").attrib.values()
    siglum = next(value for value in name if value != "IS 67")
    assert witness_paragraphs(data, siglum, is_base=False) == file_paragraphs(IS67)
