"""The letters of a book for which print has no font, all at once, each with its place, before anything is set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from octavo.document import Document
from octavo.document.flow import Run, is_formula
from octavo.document.images import place_of_image
from octavo.document.letterplaces import LetterPlaces
from octavo.errors import InputError, OctavoError, Place, Problem
from octavo.typesetting.compiler import compiled, compiler, families
from octavo.typesetting.coverage import CODE_FAMILY, EMOJI_FAMILY, MATHS_FAMILIES, TEXT_FAMILY, Coverage, rare
from octavo.typesetting.scriptfonts import what_to_do
from octavo.typesetting.typstformulas import Formula, formula_of
from octavo.typesetting.typstmarkup import typst_string
from octavo.workfolder import work_folder

MOST = 12
"""Letters of one script that are told each by itself; the others are named together."""
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


@dataclass(frozen=True)
class Missing:
    """A letter, or one with its marks, that print has in no font: how often it stands, and where first."""

    letter: str
    count: int
    place: Place | None

    @property
    def named(self) -> str:
        """The letter as it is shown to a user, a mark on a dotted circle, and its code points."""
        circle = "◌" if unicodedata.category(self.letter[0]).startswith("M") else ""
        return f"‘{circle}{self.letter}’ ({codes_of(self.letter)})"


def codes_of(letter: str) -> str:
    """The code points of a letter, its marks with it: U+05D1 U+05BF."""
    return " ".join(f"U+{ord(character):04X}" for character in letter)


def refuse_letters(document: Document, formulas: Mapping[Formula, str], fonts: Sequence[Path]) -> None:
    """Raise InputError with each letter of a book that print has no font for, or that means nothing by itself."""
    private = private_letters(document)
    missing = missing_letters(document, formulas, fonts)
    if private or missing:
        raise InputError.of([*of_private_use(private), *problems_of(missing, document)])


def refuse_letter(document: Document, letter: str) -> None:
    """Raise InputError with its place where Typst found no font for a text that seemed to have one, if it named any.

    A face may lack what the family's others have, and a letter with its marks must be in one.
    """
    if letter:
        named = Coverage(document.edition.fonts).at_fault(letter)
        found = _placed(document, named, document.flow.text, {}, dict(_words_of_drawings(document)))
        raise InputError.of(problems_of(found or [Missing(letter, 1, None)], document)) from None


def missing_letters(document: Document, formulas: Mapping[Formula, str], fonts: Sequence[Path]) -> list[Missing]:
    """The letters of what print sets, but for those of private use, that none of its fonts has, in reading order.

    ``formulas`` are those that are set as such, in Typst's markup; of others it is their source that is set.
    """
    coverage, text = Coverage(fonts), document.flow.text
    apart = {formula: markup for formula, markup in formulas.items() if not markup.isascii()}
    drawn = dict(_words_of_drawings(document))
    lacking: set[str] = set()
    doubtful: set[str] = set()
    for text_shown in (text, *apart.values(), *drawn.values()):
        unknown, doubts = coverage.examined(text_shown)
        lacking |= unknown
        doubtful |= doubts
    lacking = {letter for letter in lacking if not _PRIVATE.match(letter)}
    doubtful = {letter for letter in doubtful if not _PRIVATE.search(letter)}
    if not lacking and not doubtful:
        return []
    hidden = not_shown(doubtful, fonts)
    if hidden:
        in_code = not_shown(hidden, fonts, CODE_FAMILY)
        in_text = _masked(document, lambda run: _is_code(run) or _is_set(run, formulas))
        hidden = {letter for letter in hidden if letter in in_code or letter in in_text}
    lacking |= {named for letter in hidden for named in coverage.at_fault(letter)}
    return _placed(document, lacking, _masked(document, lambda run: _is_set(run, formulas)), apart, drawn)


def needs_signs(document: Document, formulas: Mapping[Formula, str], fonts: Sequence[Path]) -> bool:
    """Whether a book has emoji or symbols for which print takes the house's fonts of these."""
    drawn = (words for _, words in _words_of_drawings(document))
    return any(map(Coverage(fonts).needs_signs, (document.flow.text, *formulas.values(), *drawn)))


def private_letters(document: Document) -> list[Missing]:
    """The letters of private use in a book."""
    drawn = dict(_words_of_drawings(document))
    letters = {letter for text_shown in (document.flow.text, *drawn.values()) for letter in rare(text_shown)}
    letters = {letter for letter in letters if _PRIVATE.match(letter)}
    return _placed(document, letters, document.flow.text, {}, drawn) if letters else []


def _placed(
    document: Document, letters: Iterable[str], text: str, formulas: Mapping[Formula, str], drawn: Mapping[str, str]
) -> list[Missing]:
    """Count letters, and find where each stands first: in the text, in a formula, in a drawing."""
    places = LetterPlaces(document)
    found = []
    for letter in letters:
        count = sum(text_shown.count(letter) for text_shown in (text, *formulas.values(), *drawn.values()))
        at = text.find(letter)
        if at < 0:
            formula = next((formula for formula, markup in formulas.items() if letter in markup), None)
            at = _offset_of_formula(document, formula) if formula else -1
        if at >= 0:
            found.append((at, Missing(letter, count, places.place(at, letter))))
        elif count:
            name = next(name for name, words in drawn.items() if letter in words)
            found.append((len(text), Missing(letter, count, place_of_image(document, name))))
    return [missing for _, missing in sorted(found, key=lambda one: (one[0], one[1].letter))]


def _masked(document: Document, is_hidden: Callable[[Run], bool]) -> str:
    """The text of the book, with white in place of some of its stretches."""
    text, pieces, end = document.flow.text, [], 0
    for run in document.flow.runs:
        if is_hidden(run):
            pieces += [text[end : run.start], " " * (run.end - run.start)]
            end = run.end
    return "".join([*pieces, text[end:]])


def _is_set(run: Run, formulas: Mapping[Formula, str]) -> bool:
    """Whether a stretch is the source of a formula that is set as such."""
    return not run.literal and is_formula(run.element) and formula_of(run.element) in formulas


def _is_code(run: Run) -> bool:
    element = run.element.getparent() if run.tail else run.element
    while element is not None and element.tag not in ("code", "pre"):
        element = element.getparent()
    return element is not None


def _offset_of_formula(document: Document, formula: Formula) -> int:
    runs = (run for run in document.flow.runs if not run.literal and is_formula(run.element))
    return next((run.start for run in runs if formula_of(run.element) == formula), -1)


def _words_of_drawings(document: Document) -> Iterator[tuple[str, str]]:
    """The words that the drawings of a book show, by the names of their files."""
    for name, picture in document.pictures.items():
        if picture.is_drawing and b"text" in picture.data:
            root = etree.fromstring(picture.data, etree.XMLParser(resolve_entities=False, no_network=True))
            yield name, "".join("".join(map(str, text.itertext())) for text in root.iter("{*}text"))


def not_shown(letters: Iterable[str], fonts: Sequence[Path], family: str = TEXT_FAMILY) -> set[str]:
    """Those of some letters, with the marks on them, for which Typst finds no font that has them whole."""
    wanted = sorted(letters)
    if not wanted:
        return set()
    with work_folder() as folder:
        main = folder / "main.typ"
        more = "".join(f"{typst_string(name)}, " for name in families(fonts, folder))
        main.write_text("", encoding="utf-8")
        made = compiler(main, fonts, signs=Coverage(fonts).needs_signs("".join(wanted)))

        def shows(some: Sequence[str]) -> bool:
            text_shown = "\n\n".join(f"#{typst_string(letter)}" for letter in some)
            head = f'#set page(height: auto)\n#set text(font: ("{family}", {more}))\n'
            main.write_text(head + text_shown, encoding="utf-8")
            try:
                # Typst says so only where the file is to be PDF/A (ISO 19005-2, 6.2.11.8).
                compiled(made, pdf_standards=["a-2b"])
            except OctavoError as error:
                return not letter_without_font(str(error))
            return True

        return set() if shows(wanted) else {letter for letter in wanted if not shows([letter])}


def rules_for_letters(text: str, fonts: Sequence[Path]) -> str:
    """Rules of Typst's with which it finds the letters of a text that it finds only by a family's name, if any.

    They are regular in bold words too, as in the one face that has them; in italics Typst does not let them be upright,
    and may still not find them. An emoji of several characters is drawn as one only where one font draws all of them;
    and all of a text's should look alike.
    """
    coverage = Coverage(fonts)
    letters = "".join(sorted(coverage.by_name(text)))
    named = "".join(f"{typst_string(family)}, " for family in (*MATHS_FAMILIES, CODE_FAMILY))
    rules = ""
    if letters:
        rules = f'#show regex("[{letters}]"): set text(font: ({named}), style: "normal", weight: "regular")\n'
    longest_first = sorted(coverage.emoji(text), key=lambda one: (-len(one), one))
    if longest_first:
        found = typst_string("|".join(map(re.escape, longest_first)))
        rules += f"#show regex({found}): set text(font: {typst_string(EMOJI_FAMILY)})\n"
    return rules


def letter_without_font(reason: str) -> str:
    """What no font has of a text that Typst could not set, by its reason; empty where that is another."""
    missing = re.search(r'the text `"(.+?)"` could not be displayed', reason)
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), missing[1]) if missing else ""


def problems_of(missing: Sequence[Missing], document: Document, *, where: str = "") -> list[Problem]:
    """What is said of missing letters: by script, the first of each by itself, with its place and count."""
    by_hint: dict[str, list[Missing]] = {}
    for one in missing:
        hint = what_to_do(one.letter, document.edition.metadata.lang, document.edition.folder)
        by_hint.setdefault(hint, []).append(one)
    problems = []
    for hint, group in by_hint.items():
        for number, one in enumerate(group[:MOST]):
            often = f", which stands {one.count:,} times" if one.count > 1 else ""
            message = f"print has no letter for {one.named}{often}{where}"
            problems.append(Problem(message, one.place, "" if number else hint))
        rest = group[MOST:]
        if rest:
            letters = " ".join(one.letter for one in rest)
            message = f"print has no letter for {len(rest):,} more like these: {letters}{where}"
            problems.append(Problem(message, rest[0].place, "octavo fonts shows each of them with its place"))
    return problems


def of_private_use(private: Sequence[Missing]) -> list[Problem]:
    """What is said of letters whose meaning is agreed between people, which no archive can know (PDF/A-3, 6.2.11.7)."""
    hint = "write the letter that it stands for"
    message = "the letter {} is one for private use, which no PDF for the archive may hold"
    return [Problem(message.format(codes_of(one.letter)), one.place, hint) for one in private]
