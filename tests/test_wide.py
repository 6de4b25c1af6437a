"""What is wider than the page is broken, made smaller or turned; its words are whole, none outside, none covered."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from independent import compare_build
from octavo.build import build
from octavo.checks.outside import verapdf
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.readback.pdf import open_pdf_reading
from octavo.setbook.textblock import strays
from test_hostile import edition

WORDS = "Understanding of the harbour, its sensibilities and navigation; documentation, responsibilities. "
LONG_CODE = "```\nlet harbour = boats.iter().filter(|boat| boat.masts > 2).map(|boat| boat.name).collect();\n```\n"
NO_BREAK = "```\n" + "0123456789" * 14 + "\n    indented " + "abc_def." * 20 + "\n\nend\n```\n"
SLIGHTLY = "```\n" + "x" * 56 + "\n```\n"
HASH = "Its sum is `" + "d41d8cd98f00b204e9800998ecf8427e" * 4 + "` and it is *`" + "0f" * 60 + "`* whole.\n"
LINE = "Name: " + r"\_" * 90 + " and so on.\n"
LETTERS = "A word of " + "abcdefgh" * 20 + " letters, and Donaudampfschifffahrtsgesellschaftskapitaensmuetze.\n"
SUM = "$$" + "+".join(f"a_{{{n}}}" for n in range(1, 30)) + "=b$$\n"
FRACTION = r"$$\frac{" + "+".join("abcd"[n % 4] for n in range(24)) + "}{x}=y$$\n"
BARE = "At https://www.example.org/archives/" + "letters_and_more_letters" * 6 + "/view?full=1&page=2 it stands.\n"
NARROW = (
    "| " + " | ".join("ABCDE") + " |\n|---|---|---|---|---|\n" + f"| *Seamanship* | {' | '.join([WORDS] * 4)} |\n" * 2
)
WIDE_HEAD = "| " + " | ".join(f"Column {n}" for n in range(11)) + " |\n" + "|---" * 11 + "|\n"
WIDE_ROW = (
    "| Something | Somewhere | Unbreakable | Another | Incomprehensible | 1,234,567 | 1,234,567 | x | y | z | w |\n"
)
WIDE = WIDE_HEAD + WIDE_ROW * 3
LONG_WIDE = WIDE_HEAD + WIDE_ROW * 60
CODE_CELLS = "| Key | Value |\n|---|---|\n| `" + "abcdef0123456789" * 5 + "` | " + "`some_function_name(argument)` | \n"
MOST_COLUMNS = (
    "|" + " Incomprehensibilities |" * 14 + "\n" + "|---" * 14 + "|\n" + "|" + " Responsibilities |" * 14 + "\n"
)
QUOTED = "".join(f"> {line}\n" for line in (LONG_CODE + "\n" + NARROW + "\n" + SUM + "\n" + HASH).splitlines())
LISTED = "- An item:\n\n" + "".join(f"    {line}\n" for line in (NO_BREAK + "\n" + WIDE + "\n" + SUM).splitlines())
NOTED = "A word.[^1]\n\n[^1]: In a note `" + "0123456789abcdef" * 8 + "` and " + "x_" * 60 + " it.\n"
KINDS = {
    name: value for name, value in globals().items() if name.isupper() and isinstance(value, str) and name != "WORDS"
}


@pytest.mark.parametrize("trim", ["4.25x6.87in", "5x8in", "8.5x11in"])
@pytest.mark.parametrize("kind", [name for name in KINDS if name not in ("WIDE_HEAD", "WIDE_ROW")])
def test_nothing_leaves_the_page_and_no_word_changes(tmp_path: Path, kind: str, trim: str) -> None:
    """Every rule on words and ink is silent; so is the build."""
    folder = edition(tmp_path, f"# One\n\nWords before.\n\n{KINDS[kind]}\nWords behind.\n", print={"trim": trim})
    made = build(folder, ("pdf",))
    assert made.differences == ()
    assert [str(warning) for warning in made.warnings if "wider than the page" not in warning.message] == []
    write(made.artifacts, folder / "build")
    ours = ("rendition/words", "typography/inside-measure", "typography/overprinted", "typography/facing-pages")
    assert [one.message for one in check(folder, folder / "build")[1] if one.rule in ours] == []


CELL = "recommendations, orchestration), documentation, communication and independently at hand with them "
CROWDED = "| Category | Junior SRE (L1) | SRE (L2) | Senior SRE (L3) | Lead SRE (L4) | Principal SRE (L5) |\n"
CROWDED += "|---" * 6 + "|\n" + ("| **Coachability** " + f"| {CELL * 6}" * 5 + "|\n") * 2


def test_words_of_narrow_columns_are_divided_where_their_language_divides_them(tmp_path: Path) -> None:
    """Only what is wider than its column even so is broken between any two letters, without a hyphen."""
    folder = edition(tmp_path, f"# One\n\n{CROWDED}", print={"trim": "5x8in"})
    parts = lines_of_print(build(folder, ("pdf",)).artifacts[0].data)
    whole = set(f"# One {CROWDED} A B C Ada Author 1 2 3 4 5 6 7 8 9".replace("*", " ").replace("|", " ").split())
    pieces = [line.split()[0] for before, line in pairwise(parts) if not before.endswith("-") and line.split()]
    broken = [piece for piece in pieces if piece not in whole and not piece.endswith("-")]
    assert any(line.endswith("-") for line in parts)
    assert broken == []


def test_what_is_lost_in_a_crowded_table_is_found_by_other_means(tmp_path: Path) -> None:
    """The independent comparison reads cells one by one: it finds nothing false, and each word that is not there."""
    folder = edition(tmp_path, f"# One\n\n{CROWDED}", print={"trim": "5x8in"})
    write(build(folder, ("pdf",)).artifacts, tmp_path / "out")
    assert not any(compare_build(folder, tmp_path / "out").values())
    text = (folder / "01.md").read_text(encoding="utf-8")
    at = text.rindex("documentation, ")
    altered = text[:at] + text[at:].replace("documentation, ", "typography, ", 1)
    (folder / "01.md").write_text(altered, encoding="utf-8")
    (found,) = compare_build(folder, tmp_path / "out").values()
    assert [str(fault).split("‘")[1].split("’")[0] for fault in found] == ["typography,", "documentation,"]


def test_words_of_a_table_with_room_are_set_as_those_of_the_text(tmp_path: Path) -> None:
    """A cell is one run of letters and spaces: what is done for crowded tables does not touch it."""
    folder = edition(tmp_path, "# One\n\n| a | b |\n|---|---|\n| three small words | 2 |\n")
    document = pypdfium2.PdfDocument(build(folder, ("pdf",)).artifacts[0].data)
    pages = [page.get_textpage() for page in document]
    runs = [
        run.extract() for page in pages for run in page.page.get_objects(filter=(FPDF_PAGEOBJ_TEXT,), textpage=page)
    ]
    document.close()
    assert "three small words" in {run.strip() for run in runs}


def lines_of_print(data: bytes) -> list[str]:
    """The lines of the pages with a table, cell by cell; a hyphen of a line's end is a hyphen."""
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    marked = [text.replace("\ufffe", "-\n").replace("\x02", "-\n") for text in texts if "Coachability" in text]
    return [line.strip() for text in marked for line in text.splitlines() if line.strip()]


def test_code_that_is_a_little_too_long_is_made_smaller(tmp_path: Path) -> None:
    assert lines(tmp_path / "a", SLIGHTLY) == 1
    assert lines(tmp_path / "b", "```\n" + "x" * 90 + "\n```\n") == 2


def lines(folder: Path, text: str) -> int:
    made = build(edition(folder, f"# One\n\n{text}", print={"trim": "5x8in"}), ("pdf",))
    block = next(block for block in open_pdf_reading(made.artifacts[0].data, folder).blocks if "xxxx" in block.text)
    return len({stretch.base_line for stretch in block.stretches})


def test_a_table_with_many_columns_is_turned_and_goes_on(tmp_path: Path) -> None:
    """On pages of its own, in the order of the text; the words of its head are said once."""
    made = build(edition(tmp_path, f"# One\n\nBefore.\n\n{LONG_WIDE}\nBehind.\n", print={"trim": "5x8in"}), ("pdf",))
    reading = open_pdf_reading(made.artifacts[0].data, tmp_path)
    pages = [int(block.page) for block in reading.blocks if block.region == "text"]
    assert pages == sorted(pages)
    assert pages[-1] >= 4
    assert sum(block.text == "Column 3" for block in reading.blocks) == 1
    assert turned_pages(made.artifacts[0].data) == pages[-1] - 2


def turned_pages(data: bytes) -> int:
    import pypdfium2
    import pypdfium2.raw as pdfium

    def is_turned(item: pypdfium2.PdfObject) -> bool:
        matrix = item.get_matrix()
        return item.type == pdfium.FPDF_PAGEOBJ_TEXT and abs(matrix.b) > abs(matrix.a)

    return sum(any(map(is_turned, page.get_objects())) for page in pypdfium2.PdfDocument(data))


HEADS = {
    "note": ("Year[^1]", "\n[^1]: A note.\n"),
    "link": ("[Year](https://example.org)", ""),
    "crossref": ("[Year](#one)", ""),
    "anchor": ("[Year]{#year}", "\nSee [the year](#year).\n"),
    "formula": ("Year $x^2$", ""),
    "all": ("[*Year*](#one)[^1] `code` [x]{#year}", "\nSee [the year](#year).\n\n[^1]: A note.\n"),
}


@pytest.mark.outside
@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("wide", [False, True])
def test_what_a_repeated_head_holds_stands_once(tmp_path: Path, kind: str, wide: bool) -> None:
    head, behind = HEADS[kind]
    row = " | ".join(["Incomprehensibilities"] * 9) if wide else "1 | 2"
    columns = row.count("|") + 1
    table = f"| {head} | " + " | ".join(["Sales"] * (columns - 1)) + f" |\n{'|---' * columns}|\n" + f"| {row} |\n" * 70
    folder = edition(tmp_path, f"# One {{#one}}\n\n{table}\n{behind}")
    made = build(folder, ("pdf",))
    assert made.differences == ()
    pdf = made.artifacts[0].data
    assert list(strays(pdf)) == []
    if kind == "all":
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf)
        assert verapdf([path], ("3a", "ua1")) == []


SPANS = """
+---------------------+----------+
| Property            | Earth    |
+=============+=======+==========+
|             | min   | -89.2 °C |
| Temperature +-------+----------+
| 1961-1990   | mean  | 14 °C    |
|             +-------+----------+
|             | max   | 56.7 °C  |
+-------------+-------+----------+
"""


def test_cells_that_take_several_columns_or_rows_stand_where_they_belong(tmp_path: Path) -> None:
    """Each row at one height, each column at one edge: the names of rows are not slid into other columns."""
    made = build(edition(tmp_path, f"# One\n\n{SPANS}"), ("pdf",))
    assert made.differences == ()
    places = word_places(made.artifacts[0].data)
    for row in (("min", "-89.2"), ("mean", "14"), ("max", "56.7")):
        assert places[row[0]][1] == pytest.approx(places[row[1]][1], abs=1)
    assert places["min"][0] == pytest.approx(places["mean"][0], abs=1)
    assert places["min"][0] == pytest.approx(places["max"][0], abs=1)
    assert places["Earth"][0] == pytest.approx(places["14"][0], abs=1)
    assert places["Temperature"][1] == pytest.approx(places["min"][1], abs=1)  # at the top of its rows


def word_places(data: bytes) -> dict[str, tuple[float, float]]:
    import pypdfium2

    found = {}
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        for item in page.get_objects():
            if item.type == 1:
                left, bottom, right, top = item.get_bounds()
                words = text.get_text_bounded(left, bottom, right, top).split()
                if words:
                    found[words[0]] = (left, item.get_matrix().f)
    return found
