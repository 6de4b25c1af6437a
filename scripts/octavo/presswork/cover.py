"""The cover, made of the metadata alone: the e-book's front as a picture, and the sheet for the printed book's wrap."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from octavo.document import Document
from octavo.document.images import Cover, cover_image
from octavo.document.letterplaces import letter_from
from octavo.document.titlepage import creator_lines
from octavo.errors import InputError, Notices, Problem
from octavo.presswork.barcode import Barcode
from octavo.printers import Box, Sheet
from octavo.renditions.style import style
from octavo.typesetting.bookorder import metadata_arguments
from octavo.typesetting.compiler import compiled, compiler, families
from octavo.typesetting.coverage import Coverage, display_family, house_letters, text_family
from octavo.typesetting.letters import Missing, not_shown, problems_of, rules_for_letters
from octavo.typesetting.typstmarkup import typst_string
from octavo.workfolder import work_folder

PIXELS_AN_INCH = 320.0
"""The e-book's front is five by eight inches, and 1,600 by 2,560 pixels."""
USUAL_RESOLUTION = 300
"""Pixels an inch that a picture is to have in print, where the printer gives no figure."""
MILLIMETRES = 25.4


class FrontCover(NamedTuple):
    """The front cover of an e-book, and what is to be told of it."""

    data: bytes
    media_type: str
    notices: tuple[Problem, ...]


def front_cover(document: Document, moment: datetime.datetime) -> FrontCover:
    """The image that the front matter names, else one made of the title."""
    cover = cover_image(document.edition)
    if cover is not None:
        return FrontCover(cover.picture.data, cover.picture.media_type, tuple(cover.notices))
    notices = Notices()
    data = front_image(document, moment, notices)
    return FrontCover(data, "image/png", tuple(notices.items))


def front_image(document: Document, moment: datetime.datetime, notices: Notices) -> bytes:
    """The front cover as a PNG of 1,600 by 2,560 pixels."""
    with work_folder() as folder:
        for problem in _missing_letters(document, ("title", "subtitle", "creator", "publisher")):
            hint = f"{problem.hint}; or name a cover-image" if problem.hint else ""
            notices.warn(problem.message, problem.place, hint)
        made = _compiler(folder, document, moment, "front-image", {})
        return compiled(made, format="png", ppi=PIXELS_AN_INCH)


def wrap(
    document: Document,
    sheet: Sheet,
    moment: datetime.datetime,
    *,
    pages: int,
    notices: Notices,
    with_template: bool = False,
) -> bytes:
    """Back, spine and front on one page of the sheet's size, as Typst writes it: not yet ``press_ready``.

    ``with_template`` draws the printer's template over it, on a larger page, for the eye and not for the press. Raises
    InputError where the description has no room on the back, or ``cover-image`` is no picture.
    """
    bars = barcode_of(document)
    arguments = {
        "sheet": _lengths(sheet, _is_barcode_room(document)),
        "bars": _bars(bars) if bars else "none",
        "figures": typst_string(_figures(document, sheet, pages)) if with_template else "none",
    }
    with work_folder() as folder:
        cover = cover_image(document.edition)
        if cover:
            data, suffix = cover.for_press()
            (folder / f"front{suffix}").write_bytes(data)
            arguments["picture"] = typst_string(f"front{suffix}")
            _warn_of_coarse(document, cover, sheet, notices)
        missing = _missing_letters(document, ("title", "subtitle", "creator", "publisher", "description"))
        if missing:
            raise InputError.of(missing)
        made = _compiler(folder, document, moment, "wrap", arguments)
        _refuse_too_long(document, made)
        _tell_of_narrow_spine(document, made, sheet, notices)
        return compiled(made, format="pdf", pdf_standards=["1.4"], pdf_tags=False, timestamp=int(moment.timestamp()))


def barcode_of(document: Document) -> Barcode | None:
    """The barcode that stands on the back; none without an ISBN, or where the printer puts its own."""
    options = document.edition.metadata.print
    own = options.for_press.cover["barcode"]["own"]
    return Barcode(options.isbn, options.add_on) if options.isbn and own else None


def _compiler(
    folder: Path, document: Document, moment: datetime.datetime, function: str, arguments: Mapping[str, str]
) -> Any:
    """A compiler for one function of the style, the metadata being its first argument."""
    (folder / "cover.typ").write_text(style("cover.typ"), encoding="utf-8")
    (folder / "bearings.json").write_text(style("fonts/bearings.json"), encoding="utf-8")
    chosen = {"style": typst_string(document.edition.metadata.print.style), **arguments}
    more = "".join(f",\n  {name}: {value}" for name, value in chosen.items())
    fonts = document.edition.fonts
    text = metadata_arguments(document, moment)
    named = "".join(f"{typst_string(family)}, " for family in families(fonts, folder))
    words = document.edition.metadata.words
    joints = "".join(f"{typst_string(joint)}, " for joint in words.joints)
    joined = f"names-comma: {typst_string(words.text('names-comma'))},\n  names-and: ({joints})"
    font = typst_string(text_family(document.edition.metadata.print.style))
    display = _display_family(document)
    faces = f"font: {font},\n  display: {typst_string(display) if display else 'none'},\n  more-fonts: ({named})"
    book = f"{text},\n  {faces},\n  {joined}"
    lines = [f'#import "cover.typ": {function}', f"#{function}(({book}){more})"]
    (folder / "main.typ").write_text(rules_for_letters(text, fonts) + "\n".join(lines) + "\n", encoding="utf-8")
    look = document.edition.metadata.print.style
    signs = Coverage(fonts).needs_signs(text)
    return compiler(folder / "main.typ", fonts, look=look, signs=signs, display=bool(display))


def _display_family(document: Document) -> str:
    """The cut for large sizes of the style's typeface, where there is one that has every letter of the title."""
    metadata = document.edition.metadata
    family = display_family(metadata.print.style)
    has_all = family and set(metadata.title.replace("\n", " ")) <= house_letters()[family]
    return family if has_all else ""


def _is_barcode_room(document: Document) -> bool:
    """Whether the place of the barcode is kept free, for ours or for the printer's."""
    options = document.edition.metadata.print
    return bool(options.isbn or options.for_press.cover["barcode"]["left-to-printer"])


def _lengths(sheet: Sheet, barcode_room: bool) -> str:
    """The sheet as Typst reads it."""
    safe_areas = sheet.safe_areas
    spine = safe_areas.get("spine")
    parts = {
        "width": f"{sheet.width:.6f}in",
        "height": f"{sheet.height:.6f}in",
        "right-bound": "true" if sheet.right_bound else "false",
        "bleed": f"{sheet.bleed}in",
        "safe": f"{sheet.safe}in",
        "back": _box(sheet.back),
        "spine": _box(sheet.spine),
        "front": _box(sheet.front),
        "safe-areas": f"({''.join(_box(box) + ', ' for box in safe_areas.values())})",
        "spine-safe": _box(spine) if spine else "none",
        "barcode": _box(sheet.barcode) if sheet.barcode and barcode_room else "none",
    }
    return f"({', '.join(f'{name}: {value}' for name, value in parts.items())})"


def _box(box: Box) -> str:
    return f"(left: {box.left:.6f}in, top: {box.top:.6f}in, width: {box.width:.6f}in, height: {box.height:.6f}in)"


def _bars(barcode: Barcode) -> str:
    parts = {
        "isbn": barcode.isbn,
        "modules": barcode.modules,
        "add-on": barcode.add_on,
        "add-on-modules": barcode.add_on_modules,
        "line": barcode.line,
    }
    return f"({', '.join(f'{name}: {typst_string(value)}' for name, value in parts.items())})"


def _figures(document: Document, sheet: Sheet, pages: int) -> str:
    """What the template says of its measures."""
    options = document.edition.metadata.print

    def both(*inches: float) -> str:
        ours, theirs = (" × ".join(f"{x * f:.{n}f}" for x in inches) for f, n in ((1, 3), (MILLIMETRES, 1)))
        return f"{ours} in = {theirs} mm"

    text = [
        f"Template, not for the press: {options.for_press.name}",
        f"trim {both(sheet.trim_width, sheet.trim_height)}",
        f"{pages} pages, {options.paper} paper, {options.binding}",
        f"spine {both(sheet.spine_width)}" if sheet.spine_width else "no spine",
        f"sheet with bleed {both(sheet.width, sheet.height)}",
    ]
    return " · ".join(text)


def _warn_of_coarse(document: Document, cover: Cover, sheet: Sheet, notices: Notices) -> None:
    """Warn where the picture has too few pixels for the front and its bleed, which it fills, cropped."""
    requirement = document.edition.metadata.print.for_press.requirement("image-resolution")
    least = requirement.value if requirement else USUAL_RESOLUTION
    inches = (sheet.trim_width + sheet.bleed, sheet.height)
    pixels = cover.picture.size
    assert pixels is not None  # a cover is no drawing
    found = min(count / length for count, length in zip(pixels, inches, strict=True))
    if found < least:
        wide, high = (round(length * least) for length in inches)
        notices.warn(
            f"the cover image has {found:.0f} pixels an inch at its size in print, fewer than {least}",
            place=document.edition.place_of("cover-image"),
            hint=f"take one of at least {wide:,} × {high:,} pixels",
        )


def _missing_letters(document: Document, keys: Sequence[str]) -> list[Problem]:
    """What is said of the letters of the metadata that print lacks, for which the cover would show empty frames.

    Typst would say so only where the file is to be PDF/A (ISO 19005-2, 6.2.11.8), which the cover's inks keep it from
    being.
    """
    edition, fonts = document.edition, document.edition.fonts
    people = " ".join(part for line in creator_lines(edition.metadata) for part in line[:3])
    found: dict[str, Missing] = {}
    for key in keys:
        text = people if key == "creator" else getattr(edition.metadata, key) or ""
        unknown, doubtful = Coverage(fonts).examined(text)
        for letter in sorted(unknown | not_shown(doubtful, fonts), key=text.find):
            before = found.get(letter) or Missing(letter, 0, letter_from(edition.place_of(key), letter))
            found[letter] = replace(before, count=before.count + text.count(letter))
    return problems_of(list(found.values()), document, where=", and the cover is to show it")


def _refuse_too_long(document: Document, compiler: Any) -> None:
    """Raise InputError where the description has no room on the back in any size."""
    room = json.loads(compiler.eval("query(<characters-with-room>).map(it => it.value)"))
    if room:
        length = len(document.edition.metadata.description or "")
        raise InputError(
            f"the description has {length:,} characters; the back cover has room for about {room[0]:,}",
            place=document.edition.place_of("description"),
            hint="shorten it: what stands on the back is to be read in a shop",
        )


def _tell_of_narrow_spine(document: Document, compiler: Any, sheet: Sheet, notices: Notices) -> None:
    """Tell what has no room on the spine in type that can be read."""
    left_off = json.loads(compiler.eval("query(<left-off-spine>).map(it => it.value)"))
    if left_off:
        message = f"the spine, {sheet.spine_width:.3f} in wide, has no room for {' and '.join(left_off)}"
        hint = "it is left off, and nothing need be done; a shorter form or a thicker paper would make room"
        notices.warn(message, document.edition.place_of("print"), hint)
