"""Every letter that print lacks is named at once, each with its place and count; what is no letter is not missed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import jsonschema
import pikepdf
import pypdfium2
import pytest

import program
from conftest import EDITIONS, ROOT
from octavo.build import Build, build
from octavo.checks.run import check
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.errors import InputError
from octavo.outfolder import write
from octavo.typesetting.letters import MOST, missing_letters, problems_of
from octavo.typesetting.scriptfonts import family_for
from octavo.typesetting.typstformulas import typst_formulas
from settings import HEAD

FRONT = HEAD.replace("print: {trim: TRIM}\n", "")
FIRST = FRONT.count("\n") + 1
"""The line on which the text begins."""


def made(folder: Path, text: str, front: str = FRONT) -> Path:
    (folder / "01.md").write_text(f"{front}{text}\n", encoding="utf-8")
    return folder


def missing(folder: Path) -> list[tuple[str, int, str]]:
    """Letter, count and place of what print lacks."""
    document = read_document(load_edition(folder))
    found = missing_letters(document, typst_formulas(document), document.edition.fonts)
    return [(one.letter, one.count, str(one.place).rpartition("/")[2]) for one in found]


def test_each_letter_with_its_count_and_first_place(tmp_path: Path) -> None:
    text = "# One 豆\n\nThe door is shut 𓀀 and `code 𓀀` and *豆*.[^1]\n\n[^1]: A note 港.\n"
    expected = [("豆", 2, f"01.md:{FIRST}:7"), ("𓀀", 2, f"01.md:{FIRST + 2}:18"), ("港", 1, f"01.md:{FIRST + 4}:14")]
    assert missing(made(tmp_path, text)) == expected


def test_a_mark_is_named_and_not_the_letter_before_it(tmp_path: Path) -> None:
    text = "# One\n\nIt is the harbour's bell.\n\n```rust\n['\u094d', '\u0947']\n```\n"
    expected = [("\u094d", 1, f"01.md:{FIRST + 5}:3"), ("\u0947", 1, f"01.md:{FIRST + 5}:8")]
    assert missing(made(tmp_path, text)) == expected


def test_letters_of_the_front_matter_have_their_places(tmp_path: Path) -> None:
    front = FRONT.replace("title: A book", "title: A 豆 book").replace("Ada Author", "Ada 舟")
    assert missing(made(tmp_path, "# One\n\nText.", front)) == [("豆", 1, "01.md:2:10"), ("舟", 1, "01.md:3:14")]


def test_formulas_are_read_as_they_are_set(tmp_path: Path) -> None:
    text = "# One\n\n$\\alpha + \\text{豆} \\to \\mathbb{R}$, and $x^2 ∈ ℝ$.\n"
    assert missing(made(tmp_path, text)) == [("豆", 1, f"01.md:{FIRST + 2}:17")]


def test_drawings_show_their_words_and_not_their_titles(tmp_path: Path) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="9"><title>舟</title><text y="9">漢</text></svg>'
    )
    (tmp_path / "a.svg").write_text(drawing, encoding="utf-8")
    text = '# One\n\n![A](a.svg){alt="豆"}\n'
    assert missing(made(tmp_path, text)) == [("漢", 1, f"01.md:{FIRST + 2}:6")]


UNSEEN = {
    "soft hyphen": "un\u00adseen",
    "joiners": "un\u200dseen\u200c, and\u2060, \u200bhere",
    "directions": "\u200eleft\u200f \u202aa\u202c \u2066b\u2069 \u061cc",
    "variation": "a\ufe0f and ∩\ufe00",
    "spaces": "a\u00a0b\u2002c\u2003d\u2009e\u202ff\u205fg\u3000h",
    "hyphen": "a\u2011b",
    "marks": "e\u0301tude, q\u0303, \u1e69, \u212b",
    "other families": "→ ⇒ ∀ ⊕ ✓ ★ ☎ ℵ",
    "by name": "✕ ✖ ⁃ ⁓ ℟ ℣ ☈ ⚰ **✖ ⁃**",
    "in code": "`✖ x\u0332 q\u0303`",
    "Greek": "ἄνθρωπος ῥᾷ",
    "Hebrew": "בְּרֵאשִׁית בָּרָא",
}


def test_what_is_no_letter_or_has_one_is_not_missed(tmp_path: Path) -> None:
    """And Typst is of the same mind: the book is set, and its words are read back."""
    folder = made(tmp_path, "# One\n\n" + "\n\n".join(f"{name}: {text}" for name, text in UNSEEN.items()))
    assert missing(folder) == []
    assert build(folder, ("pdf",)).artifacts


def test_a_letter_that_a_face_lacks_is_told_when_it_is_set(tmp_path: Path) -> None:
    """One family has it upright only: what Typst says of it becomes a message with its place."""
    made_ = build(made(tmp_path, "# One\n\nA cross *of ✖ kind*.\n"))
    (problem,) = made_.problems
    assert problem.message == "print has no letter for ‘✖’ (U+2716)"
    assert str(problem.place).endswith(f"01.md:{FIRST + 2}:13")


def test_the_letters_of_an_emoji_are_named_and_not_what_joins_them(tmp_path: Path) -> None:
    """Of one that is newer than the house's fonts."""
    folder = made(tmp_path, "# One\n\nA family 👩\u200d\U0001faf9\u200d\U0001fae1\ufe0f, \U0001fa7f\U0001f3fd.\n")
    assert [letter for letter, *_ in missing(folder)] == ["\U0001fa7f"]


def test_many_letters_of_a_script_are_named_together(tmp_path: Path) -> None:
    letters = [chr(0x4E00 + 3 * number) for number in range(MOST + 30)]
    document = read_document(load_edition(made(tmp_path, f"# One\n\n{' '.join(letters)} ߷\n")))
    problems = problems_of(missing_letters(document, {}, ()), document)
    assert len(problems) == MOST + 2
    assert problems[MOST].message == f"print has no letter for 30 more like these: {' '.join(letters[MOST:])}"
    assert "Noto Sans NKo" in problems[-1].hint


def test_a_family_is_known_for_each_script() -> None:
    known = {letter: family_for(letter, "en") for letter in ("\u094d", "豆", "🔒", "ก", "א", "ا", "𝄞", "☃", "ߐ")}
    assert known["\u094d"] == "Noto Sans Devanagari"
    assert known["豆"] == "Noto Serif CJK SC"
    assert known["🔒"] == "Noto Emoji"
    assert known["ก"] == "Noto Sans Thai"
    assert known["ا"] == "Noto Naskh Arabic"
    assert known["𝄞"] == "Noto Music"
    assert known["ߐ"] == "Noto Sans NKo"
    han = {
        language: family_for("豆", language)[-2:] for language in ("ja", "ko-KR", "zh-Hant", "zh-TW", "zh-CN", "yue")
    }
    assert list(han.values()) == ["JP", "KR", "TC", "TC", "SC", "HK"]


@pytest.fixture(scope="module")
def dashed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Path]:
    folder = tmp_path_factory.mktemp("dashed")
    text = "# The case of Mr. B⸺\n\nMr. B⸺ came, and *C⸻* and **D⸺** went; `E⸺`.[^1]\n\n[^1]: To F⸺.\n"
    front = HEAD.replace("title: A book", "title: Of Mr. B⸺").replace("{trim: TRIM}", "{printer: generic, trim: 5x8in}")
    made_ = build(made(folder, text, front))
    write(made_.artifacts, folder / "build")
    return made_, folder


def test_long_dashes_are_drawn_and_read_back(dashed: tuple[Build, Path]) -> None:
    made_, folder = dashed
    assert made_.unmade == ()
    found = check(folder, folder / "build")[1]
    assert [finding for finding in found if finding.rule.startswith(("rendition/", "pdf/", "pages/", "epub/"))] == []
    for artifact in made_.artifacts:
        if artifact.media_type == "application/pdf":
            with pikepdf.open(io.BytesIO(artifact.data)) as file:
                fonts = {str(f.BaseFont) for page in file.pages for f in page.Resources.get("/Font", {}).values()}
            assert any("OctavoDashes" in name for name in fonts), artifact.name


def test_a_long_dash_has_no_gap(dashed: tuple[Build, Path]) -> None:
    """Its ink is one stroke, as long as two em dashes and what is between them."""
    pdf = next(artifact.data for artifact in dashed[0].artifacts if artifact.name.endswith("b.pdf"))
    strokes = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        for number in range(text.count_chars()):
            if text.get_text_range(number, 1) == "⸺":
                left, bottom, right, top = text.get_charbox(number)
                scale = 8
                ink = page.render(scale=scale, grayscale=True).to_pil()
                middle = round((page.get_height() - (bottom + top) / 2) * scale)
                begin, end = ((edge - page.get_mediabox()[0]) * scale for edge in (left, right))
                row = [ink.getpixel((x, middle)) for x in range(round(begin) + 1, round(end) - 1)]
                strokes.append(max(row))
    assert len(strokes) >= 3
    assert max(strokes) < 128


def test_the_others_are_built_without_pages(tmp_path: Path) -> None:
    folder = made(tmp_path, "# One\n\nA bean 豆.\n")
    made_ = build(folder)
    assert [artifact.name.rpartition(".")[2] for artifact in made_.artifacts] == ["epub", "html", "xml", "txt", "json"]
    assert [unmade.names for unmade in made_.unmade] == [("a-book.pdf",)]
    assert made_.former == ("a-book.pdf",)
    (folder / "build").mkdir()
    (folder / "build" / "a-book.pdf").write_bytes(b"of an earlier build")
    write(made_.artifacts, folder / "build", (), made_.former)
    assert not (folder / "build" / "a-book.pdf").exists()
    found = check(folder, folder / "build")[1]
    (finding,) = (one for one in found if one.severity != "note")
    assert finding.rule == "rendition/present"
    assert "豆" in finding.message
    with pytest.raises(InputError, match="豆"):
        build(folder, ("pdf",))
    with pytest.raises(InputError, match="豆"):
        made_.refuse_unmade()


def test_the_command_says_what_is_not_there(tmp_path: Path) -> None:
    folder = made(tmp_path, "# One\n\nA bean.\n")
    assert octavo("build", folder) == (0, "")
    assert (folder / "build" / "a-book.pdf").exists()
    made(tmp_path, "# One\n\nA bean 豆.\n")
    code, said = octavo("build", folder)
    assert code == 1
    assert said.splitlines() == [
        f"{folder}/01.md:{FIRST + 2}:8: error: print has no letter for ‘豆’ (U+8C46)",
        '  put a font that has it into the folder fonts/: octavo fonts add "Noto Serif CJK SC" '
        f"{folder} copies one that is on this machine",
        "error: a-book.pdf could not be made; the other renditions carry no page numbers",
        "  taken away, as of an earlier build: a-book.pdf",
    ]
    assert not (folder / "build" / "a-book.pdf").exists()
    manifest = json.loads((folder / "build" / "manifest.json").read_text(encoding="utf-8"))
    assert "a-book.pdf" not in [artifact["name"] for artifact in manifest["artifacts"]]
    assert manifest["unmade"] == [{"name": "a-book.pdf", "why": ["print has no letter for ‘豆’ (U+8C46)"]}]
    schema = ROOT / "scripts" / "octavo" / "cli" / "schemas" / "manifest.json"
    jsonschema.validate(manifest, json.loads(schema.read_text(encoding="utf-8")))
    code, said = octavo("release", "1", folder)
    assert code == 2
    assert "‘豆’" in said
    assert not (folder / "releases.yaml").exists()


def octavo(*words: str | Path) -> tuple[int, str]:
    """The exit code of the program, and what it says with --quiet."""
    done = program.octavo("--quiet", *words, environment={"NO_COLOR": "1"})
    return done.returncode, done.stderr


def test_for_a_printer_each_file_is_named(tmp_path: Path) -> None:
    front = HEAD.replace("{trim: TRIM}", "{printer: generic, trim: 5x8in}")
    made_ = build(made(tmp_path, "# One\n\nA bean 豆.\n", front))
    assert [unmade.names[0] for unmade in made_.unmade] == ["a-book.pdf", "a-book-print.pdf", "a-book-cover.pdf"]
    assert len(made_.problems) == 1


def test_a_cover_that_cannot_be_made_keeps_nothing_else(tmp_path: Path) -> None:
    front = HEAD.replace("{trim: TRIM}", "{printer: generic, trim: 5x8in}\ndescription: A bean 豆.")
    made_ = build(made(tmp_path, "# One\n\nA bean.\n", front))
    assert [unmade.rendition for unmade in made_.unmade] == ["cover"]
    assert {"a-book.pdf", "a-book-print.pdf", "a-book.epub"} <= {artifact.name for artifact in made_.artifacts}
    assert made_.document.pagination


def test_a_fault_of_the_typesetter_is_no_fault_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from octavo.errors import OctavoError
    from octavo.typesetting.typstbook import TypstBook

    def fails(_: TypstBook) -> bytes:
        raise OctavoError("Typst cannot set this edition: so it is")

    monkeypatch.setattr(TypstBook, "draft", fails)
    made_ = build(made(tmp_path, "# One\n\nA bean.\n"))
    assert [problem.message for problem in made_.problems] == ["Typst cannot set this edition: so it is"]
    assert {artifact.name.rpartition(".")[2] for artifact in made_.artifacts} == {"epub", "html", "xml", "txt", "json"}


def test_a_font_of_the_edition_has_its_letters(tmp_path: Path) -> None:
    font = EDITIONS / "books" / "teaboat" / "fonts" / "ShipporiMincho-subset.ttf"
    folder = made(tmp_path, "# One\n\nThe 茶の舟 and 𓀀.\n")
    assert [letter for letter, *_ in missing(folder)] == ["茶", "舟", "𓀀"]
    (folder / "fonts").mkdir()
    (folder / "fonts" / "mincho.ttf").write_bytes(font.read_bytes())
    assert [letter for letter, *_ in missing(folder)] == ["𓀀"]
