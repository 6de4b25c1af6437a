"""Emoji and other signs are set at the first try, wherever they stand; and what needs none of them is set as it was."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from housefonts import EMOJI_FILE, SYMBOLS_FILE
from octavo.build import Build, build
from octavo.checks.outside import verapdf
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.outputs import NAMES
from octavo.readback.anyfile import read_any
from octavo.typesetting.coverage import Coverage
from octavo.typesetting.letters import rules_for_letters
from settings import HEAD

FRONT = HEAD.replace("title: A book", "title: The 🔒 book").replace(
    "{trim: TRIM}", "{printer: generic, trim: 5x8in}\ndescription: A door that is shut 🔒, and 1️⃣ more."
)
SIGNS = {
    "alone": "🔒 🦀 ✅ ❌ 🂡 🨀 🝑 ␀ ䷀",
    "with a selector": "⚠️ ❤️ 🔒️ 🔒︎ ⚡︎",
    "joined": "👩‍🔧 👩🏽‍🔧 👩‍✈️ ❤️‍🔥 🏴‍☠️ 🐦‍⬛ 👩‍👩‍👧‍👦 🔒‍🦀",
    "keycaps": "1️⃣ 2⃣ #️⃣",
    "flags": "🇩🇪🇫🇷 🇽🇽 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏳️‍🌈 🇩",
    "skin": "👋🏽 ☝🏿 🏽",
}
"""Every way to write an emoji that Unicode knows, and pairs and joints that mean nothing."""
ALL = " ".join(SIGNS.values())
TEXT = f"""# A crab 🦀 and a mechanic 👩‍🔧 1️⃣

{ALL}

*Shut {ALL}* and **shut {ALL}** and [small {ALL}]{{.smallcaps}} and `code {ALL}`.[^1]

[^1]: A note {ALL}

> A quotation {ALL}

- ✅ done
- ❌ not done ⚠️

```
code 🔒 | {ALL}
```

| Yes ✅ | No ❌ |
|--------|-------|
| 🦀 1️⃣   | 👩‍🔧 ⚠️ |

## Two 1️⃣ 🔒 {{.unnumbered}}

The end \\*️⃣ of $\\text{{🔒}}$.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Path]:
    folder = tmp_path_factory.mktemp("signs")
    (folder / "01.md").write_text(FRONT + TEXT, encoding="utf-8")
    book = build(folder, NAMES)
    write(book.artifacts, folder / "build")
    return book, folder


def test_every_rendition_is_made_and_nothing_is_found(made: tuple[Build, Path]) -> None:
    book, folder = made
    warnings = [problem for problem in book.warnings if "ends with a few lines" not in problem.message]
    assert [*book.unmade, *warnings, *book.differences] == []
    assert [finding for finding in check(folder, folder / "build")[1] if finding.severity != "note"] == []


@pytest.mark.parametrize("ending", [".epub", ".html", ".txt", ".xml", ".pdf"])
def test_each_sign_is_read_back_as_it_was_written(made: tuple[Build, Path], ending: str) -> None:
    """Not only as a word: with each joiner and each selector."""
    path = next(path for path in (made[1] / "build").iterdir() if path.name.endswith(f"book{ending}"))
    text = " ".join(block.text for block in read_any(path).blocks)
    assert " ".join(text.split()).count(ALL) == TEXT.count(ALL)
    assert "*️⃣" in text


@pytest.mark.outside
def test_verapdf_says_nothing(made: tuple[Build, Path]) -> None:
    (path,) = (made[1] / "build").glob("*book.pdf")
    assert verapdf([path], ("3a", "ua1")) == []


def test_the_signs_are_outlines_in_one_ink(made: tuple[Build, Path]) -> None:
    """No colour, no picture: printers refuse them, or charge for them."""
    for path in ((made[1] / "build") / f"the-book{kind}.pdf" for kind in ("", "-print", "-cover")):
        with pikepdf.open(path) as file:
            fonts = [font for page in file.pages for font in page.Resources.get("/Font", {}).values()]
            assert any("OctavoEmoji" in str(font.BaseFont) for font in fonts), path.name
            assert all(font.Subtype == pikepdf.Name.Type0 for font in fonts), path.name
            assert not [page for page in file.pages if "/XObject" in page.Resources and page.images], path.name
        with pypdfium2.PdfDocument(path) as drawn:
            if not path.stem.endswith("cover"):  # which is in colours
                assert all(_is_grey(page) for page in drawn), path.name


def _is_grey(page: pypdfium2.PdfPage) -> bool:
    red, green, blue = page.render(scale=1).to_pil().convert("RGB").split()
    return red.tobytes() == green.tobytes() == blue.tobytes()


def test_each_sign_is_a_drawing_of_its_own(made: tuple[Build, Path]) -> None:
    """A crab, a check mark and a cross, of about the height of letters, and no empty frames."""
    (path,) = (made[1] / "build").glob("*book.pdf")
    seen: dict[str, bytes] = {}
    with pypdfium2.PdfDocument(path) as drawn:
        for page in drawn:
            text, picture = page.get_textpage(), page.render(scale=8, grayscale=True).to_pil()
            for number in range(text.count_chars()):
                letter = text.get_text_range(number, 1)
                if letter in "🦀✅❌" and letter not in seen:
                    left, bottom, right, top = text.get_charbox(number)
                    assert 4 < top - bottom < 40
                    begin = page.get_mediabox()[0]
                    box = (left - begin, page.get_height() - top, right - begin, page.get_height() - bottom)
                    ink = picture.crop(tuple(round(8 * edge) for edge in box)).resize((32, 32))
                    assert 0.05 < sum(value < 128 for value in ink.tobytes()) / 1024 < 0.95, letter
                    seen[letter] = ink.tobytes()
    assert len(seen) == len(set(seen.values())) == 3


PLAIN = "A warning ⚠️, a heart ❤️ and ❤, a plane ✈, ⚡ and ⭐ and 🟩⬛, ☝ and ☺, `⬛ ⚠️ ❤`, ★ and 😀.\n"


def test_what_needs_no_sign_is_set_without_them(tmp_path: Path) -> None:
    """So a page that could be set before there were any is the same to the byte."""
    text = PLAIN.replace(" and 😀", "")
    assert not Coverage().needs_signs(text)
    assert rules_for_letters(text, ()) == ""
    assert "Octavo" not in fonts_of(tmp_path, text)


def test_with_one_sign_all_emoji_look_alike(tmp_path: Path) -> None:
    """What asks to be an emoji is drawn as one; a letter that does not is taken from where it was."""
    assert Coverage().emoji(PLAIN) == {"⚠️", "❤️", "⚡", "⭐", "🟩", "⬛", "😀"}
    assert "OctavoEmoji" in fonts_of(tmp_path, PLAIN)
    assert "DejaVuSansMono" in fonts_of(tmp_path, "A heart ❤ and 😀.\n")


def test_a_font_of_the_edition_goes_first(tmp_path: Path) -> None:
    """An edition that has its own font of emoji is set in that."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "own.ttf").write_bytes(renamed(EMOJI_FILE.read_bytes(), "Own Emoji"))
    found = fonts_of(tmp_path, f"{' '.join(SIGNS['joined'].split()[:2])} 🔒 1️⃣\n")
    assert "Own" in found
    assert "Octavo" not in found


def renamed(data: bytes, family: str) -> bytes:
    from fontTools.ttLib import TTFont

    font, out = TTFont(io.BytesIO(data)), io.BytesIO()
    for number, name in {1: family, 4: family, 6: family.replace(" ", "")}.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    font.save(out)
    return out.getvalue()


def fonts_of(folder: Path, text: str) -> str:
    """The names of the fonts of a book's PDF."""
    (folder / "01.md").write_text(HEAD.replace("print: {trim: TRIM}\n", "") + f"# One\n\n{text}", encoding="utf-8")
    made = build(folder, ("pdf",))
    with pikepdf.open(io.BytesIO(made.artifacts[0].data)) as file:
        fonts = [font for page in file.pages for font in page.Resources.get("/Font", {}).values()]
        return " ".join(sorted({str(font.BaseFont) for font in fonts}))


def test_the_files_are_small_and_have_no_colour() -> None:
    from fontTools.ttLib import TTFont

    assert EMOJI_FILE.stat().st_size + SYMBOLS_FILE.stat().st_size < 1_500_000
    for path in (EMOJI_FILE, SYMBOLS_FILE):
        with TTFont(path) as font:
            assert not {"COLR", "CBDT", "SVG ", "sbix", "fvar"} & set(font.keys())
            assert font["OS/2"].fsType == 0
            assert "Open Font License" in font["name"].getDebugName(13)
            assert str(font["name"].getDebugName(1)).startswith("Octavo ")
