"""What Typst, a PDF or a page cannot hold: told with its place, or set without its look; never a fault of Octavo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from octavo.build import Build, build
from octavo.errors import InputError, Problem

pytestmark = pytest.mark.hostile

HEAD = "---\ntitle: A book\ncreator: Ada\nlang: en-GB\nversion: '1'\npublished: 2020-02-02\nrights: None.\nKEY---\n\n"


def made(folder: Path, text: str, key: str = "") -> Build:
    (folder / "01.md").write_text(HEAD.replace("KEY", key) + text, encoding="utf-8")
    Image.new("RGB", (40, 30), "tan").save(folder / "a.png")
    return build(folder, ("pdf", "text"))


def told(folder: Path, text: str, key: str = "") -> list[Problem]:
    """What is said of an edition in which print cannot set something, the others being made."""
    found = made(folder, text, key)
    problems = [problem for unmade in found.unmade for problem in unmade.problems]
    assert problems and all("Octavo" not in str(problem) for problem in problems)
    return problems


LONG = 20_000
MANY = [f"s{number:03}{'x' * 90}" for number in range(300)]
UNHELD = {
    "a word of dots": ("# One\n\nx " + "." * LONG + "\n", "", "01.md:12:3", "without a space"),
    "a word of Hebrew": ("# One\n\n[" + "א" * LONG * 2 + "]{lang=he}\n", "", "01.md:12:2", "without a space"),
    "a line of code": ("# One\n\n```\n" + "a" * LONG + "\n```\n", "", "01.md:13:1", "without a space"),
    "a cell": ("# One\n\n| a |\n|---|\n| " + "a" * LONG + " |\n", "", "01.md:14:3", "without a space"),
    "a heading": (f"# One\n\n## {' '.join(MANY)}\n\nx\n", "", "01.md:12:4", "a heading of 28,499 characters"),
    "an id": ("# One\n\n[x]{#" + "a" * LONG + "}\n", "", "01.md:12:2", "an id of 20,000 characters"),
    "columns": (
        "# One\n\n|" + "a|" * 900 + "\n|" + "-|" * 900 + "\n|" + "b|" * 900 + "\n",
        "",
        "01.md:12:2",
        "900 columns",
    ),
    "a description": ("# One\n", f'description: "{"𝄞" * 9000}"\n', "01.md:8:1", "‘description’ has 18,000 characters"),
    "many subjects": (
        "# One\n",
        f"subject: [{', '.join(f's{n}' + 'x' * 90 for n in range(300))}]\n",
        "01.md:8:1",
        "‘subject’",
    ),
    "a source": ("# One\n", f"source: {'word ' * 4000}\n", "01.md:8:1", "‘source’ has 19,999 characters"),
    "a series": ("# One\n", f"series: {'word ' * 4000}\n", "01.md:8:1", "‘series’"),
}


@pytest.mark.parametrize("name", UNHELD)
def test_what_print_cannot_hold_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    text, key, place, message = UNHELD[name]
    problem = told(tmp_path, text, key)[0]
    assert str(problem.place).endswith(place) and message in problem.message
    assert problem.hint


def nested(tag: str, times: int, more: str = "") -> str:
    return f"# One\n\n{f'<{tag}{more}>' * times}deepest{f'</{tag}>' * times}\n"


INSIDE = {
    "sup": nested("sup", 60),
    "u": nested("u", 100),
    "kbd": nested("kbd", 100),
    "letters": nested("div", 70, ' class="letter"'),
    "verse": nested("div", 70, ' class="line-block"'),
    "figures": nested("figure", 60),
    "tables": "# One\n\n" + "<table><tr><td>" * 25 + "deepest" + "</td></tr></table>" * 25 + "\n",
    "spans": "# One\n\n" + "[" * 11 + "deepest" + "]{.smallcaps}" * 11 + "\n",
    "mixed": "# One\n\n"
    + "<ul><li><blockquote><em><kbd>" * 12
    + "deepest"
    + "</kbd></em></blockquote></li></ul>" * 12
    + "\n",
    "folded": "# One\n\n" + "<details><summary>s</summary>" * 40 + "deepest" + "</details>" * 40 + "\n",
}


@pytest.mark.parametrize("name", INSIDE)
def test_what_stands_deep_inside_keeps_its_words(name: str, tmp_path: Path) -> None:
    found = made(tmp_path, INSIDE[name])
    assert found.unmade == () and found.differences == ()
    too_deep = [problem for problem in found.warnings if "too deep" in problem.message]
    assert all(problem.place and problem.place.line == 12 for problem in too_deep)


TOO_DEEP = {
    "quotations": ("# One\n\nx\n\n" + "> " * 200 + "deepest\n", 14),
    "lists": ("# One\n\n" + "".join("  " * n + f"- w{n}\n" for n in range(90)), 86),
    "tags": (nested("div", 200), 12),
    "beyond the reader": ("# One\n\nx\n\n" + "> " * 2000 + "deepest\n", 14),
    "in a note": ("# One\n\nx[^1]\n\n[^1]: " + "> " * 200 + "deepest\n", 14),
}


@pytest.mark.parametrize("name", TOO_DEEP)
def test_what_nothing_can_read_so_deep_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    text, line = TOO_DEEP[name]
    with pytest.raises(Exception) as refused:
        made(tmp_path, text)
    (problem,) = refused.value.problems  # type: ignore[attr-defined]
    assert problem.place.line == line and problem.hint and "Octavo" not in str(problem)


FIGURES = {
    "a quotation": "<figure><blockquote><p>x</p></blockquote><figcaption>Someone</figcaption></figure>",
    "words": "<figure><p>x</p><figcaption>c</figcaption></figure>",
    "code": "<figure><pre>x</pre><figcaption>c</figcaption></figure>",
    "nothing": "<figure><figcaption>c</figcaption></figure>",
    "words around": '<figure>loose <img src="a.png" alt="b"> text<figcaption>c</figcaption></figure>',
    "two captions": '<figure><img src="a.png" alt="b"><figcaption>c</figcaption><figcaption>d</figcaption></figure>',
    "a table and words": "<figure><p>x</p><table><tr><td>y</td></tr></table><figcaption>c</figcaption></figure>",
    "a list in verse": "<div class='line-block'>y<div class='letter'>x</div></div>",
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_whatever_it_is_keeps_its_words_in_order(name: str, tmp_path: Path) -> None:
    found = made(tmp_path, f"# One\n\n{FIGURES[name]}\n")
    assert found.unmade == () and found.differences == ()


NINES = "9" * 99
HELD = {
    "numbers": "99999999999999999999999999. x\n\n<ol start='"
    + "9" * 99
    + "'><li value='-"
    + "9" * 99
    + "'>x</li></ol>\n\n"
    "<ol type='i' start='99999999999'><li>x</li></ol>\n\n<ol type='a' start='99999999999999'><li>y</li></ol>\n\n"
    "<ol type='I' start='-5'><li>x</li></ol>\n\n<ol type='A' start='0'><li>x</li></ol>\n\n(@) y\n\n"
    + "m" * 300
    + ". z\n",
    "sizes": "![c](a.png){width=0 alt=x}\n\n![c](a.png){width=-5cm alt=x}\n\n![c](a.png){width=1e400px alt=x}\n\n"
    "![c](a.png){width=99999999999999999999in alt=x}\n\n![c](a.png){height=0.0000000000000000001pt alt=x}\n\n"
    "![c](a.png){width=5000% alt=x} in ![c](a.png){height=99999in alt=x}\n",
    "widths": "<table><col style='width:99999999999999999999%'><col style='width:-5%'>"
    "<tr><td>x</td><td>y</td></tr></table>\n",
    "spans": "<table><tr>" + "<td colspan=1000 rowspan=1000>x</td>" * 9 + "</tr><tr><td>y</td></tr></table>\n",
    "links": f"[x](https://example.org/{'é' * 5000}) and [y](https://example.org/{'a' * 9000})\n",
    "alternative texts": f'![c](a.png){{alt="{"𝄞" * 9999}"}} and ![c](a.png){{alt="{"word " * 9000}"}}\n',
    "attributes": f'[x]{{lang=en{"-abcdefgh" * 900} title="{"word " * 9000}" .{"c" * 9000}}}\n',
}


@pytest.mark.parametrize("name", HELD)
def test_what_is_beyond_measure_is_set_all_the_same(name: str, tmp_path: Path) -> None:
    found = made(tmp_path, f"# One\n\n{HELD[name]}")
    assert found.unmade == () and found.differences == ()
    assert all("Octavo" not in str(problem) for problem in found.warnings)


@pytest.mark.parametrize("trim", ["99999999999x9999999in", "0.00000x1in", "-6x9in", "1e9x1e9mm"])
def test_a_trim_of_no_book_is_refused(trim: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        made(tmp_path, "# One\n", f"print: {{trim: {trim}}}\n")
    assert refused.value.problems[0].place and refused.value.problems[0].place.line == 8


@pytest.mark.parametrize("key", ["subtitle: VALUE", "series: {name: VALUE, number: 1}", "editor: [{name: VALUE}]"])
def test_a_value_of_a_megabyte_is_refused_with_its_place(tmp_path: Path, key: str) -> None:
    """pandoc would take most of a minute for the reference, whatever is built."""
    value = key.replace("VALUE", "x " * 490_000 + "x")
    (tmp_path / "01.md").write_text(HEAD.replace("KEY", f"{value}\n") + "# One\n\nx\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        build(tmp_path, ("bibtex",))
    (problem,) = refused.value.problems
    assert "the longest that is read has 200,000" in problem.message
    assert problem.place is not None and problem.place.line == 8 and problem.hint


def test_more_notes_in_a_table_than_a_page_holds(tmp_path: Path) -> None:
    """Typst sets rows over one another where the notes of those before fill the page."""
    rows = "".join(f"|x[^{number}]|y|\n" for number in range(45))
    words = "a note of ten words in a line of its own"
    notes = "".join(f"[^{number}]: {words}, {words}.\n\n" for number in range(45))
    key = "print: {printer: generic, trim: 6x9in}\n"
    found = made(tmp_path, f"# One\n\n|a|b|\n|---|---|\n{rows}\n{notes}", key)
    assert found.differences
    assert all(problem.place and "part the table" in problem.hint for problem in found.differences)
