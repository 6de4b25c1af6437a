"""The fonts of the house are those that Typst brings along, and the table of their letters says what they have."""

from __future__ import annotations

import hashlib
import re

import pytest

from housefonts import DASHES, FOLDER, STYLES, bearings, dashes, embedded, is_private, is_shown, table_of_letters
from octavo.typesetting.coverage import (
    BY_NAME,
    DISPLAY_FAMILIES,
    EVERY_FACE,
    PLAIN,
    SIGNS_FAMILIES,
    Coverage,
    as_ranges,
    house_letters,
    signs_alone,
)
from octavo.typesetting.letters import rules_for_letters


@pytest.fixture(scope="module")
def fonts() -> dict[str, bytes]:
    return embedded()


def test_the_files_are_those_that_set_the_pages(fonts: dict[str, bytes]) -> None:
    files = {path.stem: path.read_bytes() for path in FOLDER.glob("*.[ot]tf")}
    assert len(files) == 10
    assert files == {name: fonts[name] for name in files}


def test_the_read_me_names_each_file_and_its_digest() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in FOLDER.rglob("*.[ot]tf"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert re.search(rf"^\| `{re.escape(str(path.relative_to(FOLDER)))}` \|.*`{digest}` \|$", text, re.MULTILINE)
    for name in ("OFL.txt", "signs/OFL.txt", "DejaVu-LICENSE.txt"):
        assert f"({name})" in text
        assert (FOLDER / name).stat().st_size > 2000


def test_the_dashes_are_drawn_from_the_em_dash() -> None:
    for style in STYLES:
        assert (FOLDER / "dashes" / f"OctavoDashes-{style}.otf").read_bytes() == dashes(style)


def test_the_table_says_what_the_fonts_have() -> None:
    made = table_of_letters(trial=False)
    assert (FOLDER / "letters.txt").read_text(encoding="utf-8").startswith(made)


def test_typst_finds_each_letter_of_the_table_but_those_that_it_lists() -> None:
    by_name = sorted(map(ord, house_letters()[BY_NAME]))
    assert len(by_name) == 15
    assert not any(is_shown(code) for code in by_name)
    assert all(is_shown(code, rules_for_letters(chr(code), ())) for code in by_name)
    kept = (BY_NAME, "Libertinus Serif", *SIGNS_FAMILIES)
    kept += tuple(DISPLAY_FAMILIES.values())  # for the title on the cover alone
    others = frozenset().union(*house_letters().values()).difference(*(house_letters()[name] for name in kept))
    assert all(is_shown(ord(letter)) for letter in sorted(others)[::150] if not is_private(ord(letter)))
    assert all(is_shown(ord(sign), signs=True) for sign in sorted(signs_alone())[::75])
    assert not any(is_shown(ord(sign)) for sign in sorted(signs_alone())[::400])


def test_what_is_not_looked_up_is_in_every_face() -> None:
    assert PLAIN - house_letters()[EVERY_FACE] == {"\n"}
    assert all(chr(code) in Coverage().house for code in DASHES)


def test_the_table_of_the_optical_margin_is_made_of_the_fonts() -> None:
    assert (FOLDER / "bearings.json").read_text(encoding="utf-8") == bearings()


def test_ranges() -> None:
    assert as_ranges({0x20, 0x21, 0x22, 0xA0}) == "20-22 a0"
