"""The command ``octavo fonts``: what print is set in, what it lacks, and how a font comes into an edition."""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

import program
from conftest import EDITIONS
from housefonts import FOLDER
from octavo.build import build
from octavo.edition.addfont import licence_of, styles_of
from octavo.edition.installed import Face
from octavo.errors import InputError, Place
from settings import HEAD

MINCHO = EDITIONS / "books" / "teaboat" / "fonts" / "ShipporiMincho-subset.ttf"
FAMILY = "Test Runes"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    head = HEAD.replace("print: {trim: TRIM}\n", "")
    (folder / "01.md").write_text(f"{head}# One\n\nA word ᚠᚢ and a sign 𓀀.\n", encoding="utf-8")
    return folder


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """The folder of fonts of a machine that has no others."""
    folder = tmp_path / "machine" / "fonts"
    folder.mkdir(parents=True)
    return folder


def font(style: str = "Regular", *, weight: int = 400, embedding: int = 0, licence: str = "Free.") -> bytes:
    """A font of two runes."""
    names = {"familyName": FAMILY, "styleName": style, "psName": f"TestRunes-{style}", "version": "Version 2.5;x"}
    names |= {"licenseDescription": licence} if licence else {}
    pen = T2CharStringPen(500, None)
    for number, point in enumerate(((100, 0), (400, 0), (400, 700), (100, 700))):
        (pen.lineTo if number else pen.moveTo)(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "a", "b"])
    builder.setupCharacterMap({ord("ᚠ"): "a", ord("ᚢ"): "b"})
    builder.setupCFF(names["psName"], {}, dict.fromkeys([".notdef", "a", "b"], pen.getCharString()), {})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", "a", "b"], (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(names, mac=False)
    italic = style.endswith("Italic")
    builder.setupOS2(usWeightClass=weight, fsType=embedding, fsSelection=1 if italic else 64, sTypoAscender=800)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def octavo(*words: str | Path, machine: Path, path: str | None = None) -> tuple[int, str, str]:
    """Run the program on a machine with these fonts alone; with ``path`` empty, one without fontconfig."""
    config = machine.parent / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{machine}</dir><cachedir>{machine.parent}</cachedir></fontconfig>", "utf-8")
    own = {"XDG_DATA_HOME": str(machine.parent), "XDG_DATA_DIRS": "/nowhere", "FONTCONFIG_FILE": str(config)}
    own |= {"HOME": str(machine.parent), "NO_COLOR": "1", "COLUMNS": "200"} | ({} if path is None else {"PATH": path})
    done = program.octavo(*words, environment=own)
    return done.returncode, done.stdout, done.stderr


def test_the_fonts_in_their_order_and_what_they_lack(book: Path, machine: Path) -> None:
    (book / "fonts").mkdir()
    shutil.copyfile(MINCHO, book / "fonts" / "mincho.ttf")
    code, said, _ = octavo("fonts", book, machine=machine)
    assert code == 0
    names = [line.strip().split("  ")[1].strip() for line in said.splitlines()[:6]]
    assert names[:3] == ["Libertinus Serif", "Shippori Mincho", "Octavo Dashes"]
    assert f'{book}/01.md:13:8: ‘ᚠ’ (U+16A0), once; octavo fonts add "Noto Sans Runic"' in said
    assert '‘𓀀’ (U+13000), once; octavo fonts add "Noto Sans Egyptian Hieroglyphs"' in said


@pytest.mark.parametrize("path", [None, ""], ids=["fontconfig", "folders"])
def test_a_family_is_copied_with_its_licence(book: Path, machine: Path, path: str | None) -> None:
    for style, weight in (("Regular", 400), ("Bold", 700), ("Italic", 400), ("Black", 900)):
        (machine / f"runes-{style}.otf").write_bytes(font(style, weight=weight))
    (machine / "OFL.txt").write_text("The licence.", encoding="utf-8")
    code, _, said = octavo("fonts", "add", FAMILY.lower(), book, machine=machine, path=path)
    assert code == 0, said
    files = {file.name: file for file in (book / "fonts").iterdir()}
    styles = {f"TestRunes-{style}.otf" for style in ("Regular", "Bold", "Italic")}
    assert set(files) == styles | {"TestRunes-OFL.txt", "fonts.yaml"}
    assert files["TestRunes-OFL.txt"].read_text(encoding="utf-8") == "The licence."
    assert files["TestRunes-Bold.otf"].read_bytes() == (machine / "runes-Bold.otf").read_bytes()
    entries = yaml.safe_load(files["fonts.yaml"].read_text(encoding="utf-8"))
    assert {entry["file"] for entry in entries} == styles
    for entry in entries:
        assert entry["sha256"] == hashlib.sha256(files[entry["file"]].read_bytes()).hexdigest()
        assert (entry["family"], entry["version"], entry["licence"]) == (FAMILY, "2.5", "TestRunes-OFL.txt")
        assert entry["from"].startswith("runes-")
    assert "ᚠ" not in octavo("fonts", book, machine=machine)[1]


def test_what_is_added_prints_and_is_recorded_once(book: Path, machine: Path) -> None:
    text = (book / "01.md").read_text(encoding="utf-8").replace(" and a sign 𓀀", "")
    (book / "01.md").write_text(text, encoding="utf-8")
    assert build(book).unmade
    (machine / "runes.otf").write_bytes(font())
    for _ in range(2):
        assert octavo("fonts", "add", FAMILY, book, machine=machine)[0] == 0
    assert not build(book).unmade
    assert len(yaml.safe_load((book / "fonts" / "fonts.yaml").read_text(encoding="utf-8"))) == 1
    assert "Free." in (book / "fonts" / "TestRunes-licence.txt").read_text(encoding="utf-8")


def test_a_face_is_taken_out_of_its_collection(book: Path, machine: Path) -> None:
    collection = TTCollection()
    collection.fonts = [TTFont(io.BytesIO(MINCHO.read_bytes())), TTFont(io.BytesIO(font()))]
    collection.save(machine / "both.ttc")
    assert octavo("fonts", "add", FAMILY, book, machine=machine)[0] == 0
    made = TTFont(book / "fonts" / "TestRunes-Regular.otf")
    assert set(made.getBestCmap()) == {ord("ᚠ"), ord("ᚢ")}


def test_a_font_for_the_web_becomes_one_for_print(book: Path, machine: Path) -> None:
    web = TTFont(io.BytesIO(font()))
    web.flavor = "woff"
    web.save(machine / "runes.woff")
    assert octavo("fonts", "add", FAMILY, book, machine=machine)[0] == 0
    assert (book / "fonts" / "TestRunes-Regular.otf").read_bytes().startswith(b"OTTO")


def variable() -> bytes:
    """A font of one rune whose right edge moves with its weight, from 100 to 900."""
    pen = TTGlyphPen(None)
    for number, point in enumerate(((100, 0), (400, 0), (400, 700), (100, 700))):
        (pen.lineTo if number else pen.moveTo)(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "a"])
    builder.setupCharacterMap({ord("ᚠ"): "a"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "a": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "a": (500, 100)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "licenseDescription": "Free."})
    builder.setupOS2(usWeightClass=400, fsSelection=64)
    builder.setupPost()
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    wider = [(0, 0), (100, 0), (100, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0)]
    builder.setupGvar({"a": [TupleVariation({"wght": (0, 1, 1)}, wider)]})
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def test_a_variable_font_is_fixed_at_the_weights_of_print(book: Path, machine: Path) -> None:
    (machine / "runes.ttf").write_bytes(variable())
    code, _, said = octavo("fonts", "add", FAMILY, book, machine=machine)
    assert code == 0, said
    edges = {}
    for path in (book / "fonts").glob("*.ttf"):
        with TTFont(path) as made:
            assert "fvar" not in made
            edges[path.stem] = (made["glyf"]["a"].xMax, made["OS/2"].usWeightClass)
    assert edges == {"TestRunes-Regular": (400, 400), "TestRunes-Bold": (460, 700)}


def test_a_family_that_is_not_there_has_near_ones(book: Path, machine: Path) -> None:
    (machine / "runes.otf").write_bytes(font())
    code, _, said = octavo("fonts", "add", "Tset Runes", book, machine=machine)
    assert code == 2
    assert "there is no font of the family ‘Tset Runes’ on this machine" in said
    assert "did you mean ‘Test Runes’?" in said
    assert not (book / "fonts").exists()


@pytest.mark.parametrize(("embedding", "told"), [(0x0002, "may not be embedded"), (0x0200, "only its bitmaps")])
def test_a_font_that_no_file_may_hold(book: Path, machine: Path, embedding: int, told: str) -> None:
    (machine / "runes.otf").write_bytes(font(embedding=embedding))
    code, _, said = octavo("fonts", "add", FAMILY, book, machine=machine)
    assert code == 2
    assert f"{machine}/runes.otf: error: this font says that" in said
    assert told in said
    assert not (book / "fonts").exists()


def test_what_is_damaged_is_no_font(book: Path, machine: Path) -> None:
    (machine / "a-damaged.otf").write_bytes(font("Bold", weight=700)[:100])
    (machine / "runes.otf").write_bytes(font())
    assert octavo("fonts", "add", FAMILY, book, machine=machine, path="")[0] == 0
    assert [path.name for path in (book / "fonts").glob("*.otf")] == ["TestRunes-Regular.otf"]


def test_a_face_that_cannot_be_read_has_its_place(machine: Path) -> None:
    path = machine / "a-damaged.otf"
    path.write_bytes(font()[:100])
    with pytest.raises(InputError, match="this font cannot be read") as refused:
        Face(path).look  # noqa: B018
    assert refused.value.problems[0].place == Place(path)


def test_no_licence_is_told(book: Path, machine: Path) -> None:
    (machine / "runes.otf").write_bytes(font(licence=""))
    code, _, said = octavo("fonts", "add", FAMILY, book, machine=machine)
    assert code == 0
    assert "warning: no licence was found of ‘Test Runes’" in said
    (entry,) = yaml.safe_load((book / "fonts" / "fonts.yaml").read_text(encoding="utf-8"))
    assert entry["licence"] == "none found"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["add"], "which family is to be added?"),
        (["add", "Noto", "Sans", "Runic"], "a family of several words stands in quotation marks"),
        (["one", "two"], "‘two’ is one word too many"),
        (["nowhere"], "there is no folder nowhere"),
    ],
)
def test_words_that_mean_nothing(words: list[str], told: str, machine: Path) -> None:
    code, _, said = octavo("fonts", *words, machine=machine)
    assert code == 2
    assert told in said


def test_the_styles_of_a_large_family() -> None:
    class Look(Face):
        def __init__(self, name: str, *look: Any) -> None:
            object.__setattr__(self, "path", Path(name))
            object.__setattr__(self, "number", 0)
            self.__dict__["look"] = look
            self.__dict__["weights"] = (look[0], look[0])

    faces = [
        Look("thin", 100, False, 5),
        Look("condensed", 400, False, 3),
        Look("regular", 400, False, 5),
        Look("semibold", 600, False, 5),
        Look("heavy-italic", 900, True, 5),
        Look("italic", 400, True, 5),
    ]
    chosen = {style: face.path.name for style, face in styles_of(list(faces)).items()}
    assert chosen == {"Regular": "regular", "Bold": "semibold", "Italic": "italic"}


def test_a_licence_of_the_font_itself() -> None:
    found = licence_of(Face(FOLDER / "dashes" / "OctavoDashes-Regular.otf"))
    assert found is not None
    assert found[0] == "licence.txt"
    assert b"SIL Open Font License" in found[1]
