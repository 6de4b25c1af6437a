"""PDFs with bytes changed at random are read or refused, and an error of our own is never taken for their damage."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import typst

from conftest import EDITIONS
from foreign import book, photograph, placed
from octavo.errors import InputError
from octavo.pdfpage import pdffonts, values
from octavo.pdfpage.operators import Painter
from octavo.pdfpage.values import Damaged
from octavo.readback import tagged
from octavo.readback.anyfile import read_any
from octavo.readback.pdf import read_pdf_fully
from preflighted import found_in
from program import OCTAVO, octavo

TEXT = """#set document(title: "Seven horses")
= First
Seven horses stood in the yard,#footnote[And one mule.] of which #link("https://example.org")[two] were grey.
- One
- Two
#table(columns: 2, [a], [b])
"""
KEY = re.compile(rb"/[A-Za-z]+")
NUMBER = re.compile(rb"(?<=[ \[\n])\d+(?=[ \]\n/])")


def plain(data: bytes) -> bytes:
    """A PDF in which everything but its fonts can be read, so that changed bytes change what it says."""
    with pikepdf.open(io.BytesIO(data)) as file:
        for item in file.objects:
            for key in ("/FontFile2", "/FontFile3") if isinstance(item, pikepdf.Dictionary) else ():
                if key in item:
                    item[key].write(b"a font")
        out = io.BytesIO()
        file.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


@cache
def sound() -> tuple[bytes, ...]:
    """A tagged PDF and one of another maker with a picture."""
    tagged_file: bytes = typst.compile(TEXT.encode(), format="pdf")  # type: ignore[assignment]
    return plain(tagged_file), plain(book(4, extra={3: placed(photograph(9, 9), 1, 1, 1, 1)}))


def damaged(seed: int) -> bytes:
    """A PDF with bytes, names or numbers changed, or with a part cut out."""
    chance = random.Random(seed)
    data = bytearray(chance.choice(sound()))
    kind, often = chance.choice(("bytes", "names", "numbers", "cut")), chance.choice((1, 5, 30))
    if kind == "bytes":
        for _ in range(often):
            data[chance.randrange(20, len(data))] = chance.randrange(256)
    elif kind == "cut":
        start = chance.randrange(20, len(data))
        del data[start : start + 10 * often]
    else:
        places = list((KEY if kind == "names" else NUMBER).finditer(bytes(data)))
        for match in chance.choices(places, k=often):
            other = chance.choice(places)[0] if kind == "names" else bytes(chance.choices(b"0189-(/[<.", k=9))
            data[match.start() : match.end()] = other.ljust(len(match[0]))[: len(match[0])]
    return bytes(data)


@pytest.mark.parametrize("part", range(4))
def test_no_damage_is_a_fault_of_the_program(part: int, tmp_path: Path) -> None:
    path = tmp_path / "damaged.pdf"
    for seed in range(20 * part, 20 * part + 20):
        data = damaged(seed)
        for finding in found_in(data, tmp_path):
            assert finding.rule.startswith("press/")
        path.write_bytes(data)
        try:
            read = read_any(path)
        except InputError as error:
            assert error.problems[0].place and error.problems[0].hint, seed
        else:
            assert read.blocks
        try:
            read_pdf_fully(data, path)
        except Damaged:
            continue


def fault(*_: object, **__: object) -> None:
    raise AttributeError("planted")


@pytest.mark.parametrize("error", [AttributeError, KeyError, IndexError, TypeError, ValueError, ZeroDivisionError])
def test_a_fault_in_an_operator_is_not_taken_for_damage(
    error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def show(*_: object) -> None:
        raise error("planted")

    monkeypatch.setattr(Painter, "show", show)
    with pytest.raises(error, match="planted"):
        found_in(sound()[1], tmp_path)


@pytest.mark.parametrize("name", ["_heights", "read_widths"])
def test_a_fault_in_reading_a_font_is_not_taken_for_damage(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdffonts, name, fault)
    with pytest.raises(AttributeError, match="planted"):
        found_in(sound()[1], tmp_path)


def test_a_fault_in_reading_the_tags_is_not_taken_for_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tagged.pdf"
    path.write_bytes(sound()[0])
    assert read_any(path).format == "tagged PDF"
    monkeypatch.setattr(tagged, "_joined", fault)
    with pytest.raises(AttributeError, match="planted"):
        read_any(path)


def test_a_tree_without_end_is_damage_and_the_pages_are_read(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(sound()[0])) as file:
        root = file.Root.StructTreeRoot
        child = file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, P=root, K=root))
        root.K = pikepdf.Array([child])
        root.S = pikepdf.Name.Document
        file.save(tmp_path / "round.pdf")
    found = read_any(tmp_path / "round.pdf")
    assert found.format == "PDF without tags" and "Seven horses" in " ".join(block.text for block in found.blocks)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (values.number_of, pikepdf.String("5")),
        (values.number_of, True),
        (values.array_of, None),
        (values.name_of, pikepdf.String("a")),
        (values.text_of, pikepdf.Array()),
        (values.stream_of, pikepdf.Dictionary()),
        (lambda value: values.entry(value, "/Key"), pikepdf.Array()),
        (lambda value: values.numbers_of(value, 4), pikepdf.Array([1, 2])),
    ],
)
def test_a_value_of_another_kind_is_damage(read: object, value: object) -> None:
    with pytest.raises(Damaged):
        read(value)  # type: ignore[operator]


def test_names_in_latin_letters_can_be_read() -> None:
    """Older programs write them so, and UTF-8 cannot read them."""
    assert values.text_of(pikepdf.Object.parse(b"/Caf#e9")) == "Café"


def test_what_a_library_logs_of_a_damaged_file_is_not_shown(tmp_path: Path) -> None:
    """Where the metadata is XML, but no XMP, pikepdf logs a traceback of it; the check says what is missing."""
    edition = tmp_path / "edition"
    shutil.copytree(EDITIONS / "html" / "language-valid", edition)
    assert octavo("build", edition, "--only", "pdf").returncode == 0
    (book,) = (edition / "build").glob("*.pdf")
    with pikepdf.open(book, allow_overwriting_input=True) as file:
        file.Root.Metadata = file.make_stream(b"<open><closed/></open>", Type=pikepdf.Name.Metadata)
        file.save(fix_metadata_version=False)
    checked = subprocess.run([*OCTAVO, "check", edition], capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert "Traceback" not in checked.stderr + checked.stdout
    assert "parsing XMP" not in checked.stderr


def test_links_to_names_of_any_letters_are_read() -> None:
    """Names of places are bytes: Typst writes UTF-8 without its mark, and pikepdf’s own tree of names finds none."""
    text = "= Éliminer <éliminer>\n#link(<éliminer>)[here] #link(<b>)[there]\n#pagebreak()\n= B <b>\n"
    made: bytes = typst.compile(text.encode(), format="pdf")  # type: ignore[assignment]
    assert read_pdf_fully(made, Path("a.pdf")).links == [(0, 0), (0, 1)]


def test_a_tree_of_names_that_holds_itself_is_damage() -> None:
    with pikepdf.new() as file:
        tree = file.make_indirect(pikepdf.Dictionary())
        tree.Kids = pikepdf.Array([tree])
        with pytest.raises(Damaged, match="without end"):
            list(values.name_tree(tree))


def test_a_number_that_no_machine_can_hold_is_damage(tmp_path: Path) -> None:
    """Where the table of the file begins, for which the library that opens it has an error of another kind."""
    path = tmp_path / "a.pdf"
    path.write_bytes(re.sub(rb"(?<=startxref\n)\d+", b"4" * 60, sound()[0]))
    with pytest.raises(InputError, match="this PDF is damaged"):
        read_any(path)
    assert "press/readable" in octavo("preflight", path).stdout
