"""List the fonts of print; add one to the edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cli.console import show, voice
from octavo.errors import InputError, Notices

if TYPE_CHECKING:
    from octavo.document import Document
    from octavo.typesetting.letters import Missing

NAME = "fonts"
ADD = "add"


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[add FAMILY] [DIR]", help="A family of this machine’s fonts to add, and the edition folder."
        ),
    ] = None,
) -> None:
    """List the fonts of print; add one to the edition.

    octavo fonts [DIR] lists which fonts print uses, in their order, and which letters of the edition none of them has.
    octavo fonts add FAMILY [DIR] copies a family with its licence from this machine into the edition's fonts/.
    """
    arguments = words or []
    if arguments[:1] == [ADD]:
        _add(arguments[1:])
    elif len(arguments) > 1:
        raise InputError(
            f"‘{arguments[1]}’ is one word too many", hint="octavo fonts [DIR], or: octavo fonts add FAMILY [DIR]"
        )
    else:
        _list(Path(arguments[0]) if arguments else Path())


def _add(arguments: list[str]) -> None:
    from octavo.edition import load_edition
    from octavo.edition.addfont import RECORD, add_font

    if len(arguments) not in (1, 2):
        hint = 'octavo fonts add "Noto Sans Devanagari" [DIR]'
        message = "a family of several words stands in quotation marks" if arguments else "which family is to be added?"
        raise InputError(message, hint=hint)
    folder = load_edition(Path(arguments[1]) if arguments[1:] else Path()).folder
    notices = Notices()
    added = add_font(arguments[0], folder, notices)
    for problem in notices.items:
        voice.warn(problem)
    for one in added:
        voice.say(f"wrote {one.path} (version {one.version}, from {one.source})")
        voice.detail(f"  sha256 {one.sha256}")
    for licence in dict.fromkeys(one.licence for one in added if one.licence):
        voice.say(f"wrote {added[0].path.parent / licence}")
    voice.say(f"recorded in {added[0].path.parent / RECORD}; keep it with the source")


def _list(folder: Path) -> None:
    from octavo.document import read_document
    from octavo.edition import load_edition
    from octavo.typesetting.letters import missing_letters
    from octavo.typesetting.typstformulas import typst_formulas

    document = read_document(load_edition(folder))
    for line in _fonts(document):
        show(line)
    missing = missing_letters(document, typst_formulas(document), document.edition.fonts)
    print()
    print("every letter of the edition is in one of them" if not missing else "letters that none of them has:")
    for line in _letters(missing, document):
        show(line)


def _fonts(document: Document) -> list[str]:
    """The fonts in the order in which a letter is looked for."""
    from octavo.typesetting.compiler import families
    from octavo.typesetting.coverage import (
        CODE_FAMILY,
        DASHES_FAMILY,
        MATHS_FAMILIES,
        SIGNS_FAMILIES,
        TEXT_FAMILY,
        text_family,
    )
    from octavo.workfolder import work_folder

    with work_folder() as folder:
        own = families(document.edition.fonts, folder)
    look = document.edition.metadata.print.style
    text, code = text_family(look), text_family(look, "code")
    lines = [(text, "the text"), *([(TEXT_FAMILY, "letters that it lacks")] if text != TEXT_FAMILY else [])]
    lines += ((family, "fonts/ of the edition") for family in own)
    lines += [(DASHES_FAMILY, "⸺ and ⸻"), (code, "code"), (CODE_FAMILY, "letters that the others lack, also in code")]
    lines += [(family, "formulas, and letters that the others lack") for family in MATHS_FAMILIES]
    lines += zip(SIGNS_FAMILIES, ("emoji that all others lack", "other signs that they lack"), strict=True)
    width = max(len(family) for family, _ in lines)
    return [f"{number:>2}  {family:{width}}  {use}" for number, (family, use) in enumerate(lines, 1)]


def _letters(missing: list[Missing], document: Document) -> list[str]:
    from octavo.typesetting.scriptfonts import family_for

    lines = []
    for one in missing:
        family = family_for(one.letter, document.edition.metadata.lang)
        often = f"{one.count:,} times" if one.count > 1 else "once"
        known = f'; octavo fonts add "{family}"' if family else ""
        lines.append(f"{one.place}: {one.named}, {often}{known}")
    return lines
