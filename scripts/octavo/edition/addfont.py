"""A font is copied into an edition: its styles as files of their own, their licence, and where they are from."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from octavo import children
from octavo.edition.fonts import FOLDER, RESTRICTED
from octavo.edition.installed import NORMAL_WIDTH, Face, families, nearest
from octavo.errors import InputError, Notices, Place
from octavo.wholefile import write_whole

RECORD = "fonts.yaml"
"""The file in an edition's ``fonts/`` that says what each font is and where it is from."""
STYLES = {"Regular": (400, False), "Bold": (700, False), "Italic": (400, True), "BoldItalic": (700, True)}
"""The weight of each style, and whether it is italic."""
_NEAR = 150
"""By how much the weight of a bold or italic face may differ from that of its style."""
_BITMAPS_ONLY, _NO_SUBSET = 0x0200, 0x0100
_LICENCE = re.compile(
    r"(?:.*[-_. ])?(?:OFL|LICEN[CS]E|COPYING|COPYRIGHT|GUST-FONT-LICENSE)(?:[-_. ].*)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Added:
    """One style of a font as it now stands in an edition."""

    path: Path
    style: str
    version: str
    sha256: str
    source: str
    licence: str


def add_font(family: str, folder: Path, notices: Notices) -> list[Added]:
    """Copy the styles of a family into an edition folder's ``fonts/``, with a licence and a record.

    Raises InputError where the family is not on this machine, or one of its faces must not be embedded.
    """
    known = families()
    name = next((name for name in known if name.casefold() == family.casefold()), None)
    if name is None:
        near = nearest(family, known)
        meant = f"did you mean {' or '.join(f'‘{one}’' for one in near)}? Else " if near else ""
        hint = f"{meant}install it, or put its files (.ttf or .otf) and its licence into {folder / FOLDER}"
        raise InputError(f"there is no font of the family ‘{family}’ on this machine", hint=hint)
    try:
        chosen = styles_of(known[name])
    except (KeyError, AssertionError) as error:
        message = f"a font of ‘{name}’ is damaged: it has no table {error}"
        raise InputError(message, place=Place(known[name][0].path), hint="install it anew") from None
    made = {style: (face, _file_of(face, style, notices)) for style, face in chosen.items()}
    target = folder / FOLDER
    try:
        target.mkdir(exist_ok=True)
        added = [_put(face, name, style, data, target) for style, (face, data) in made.items()]
        _record(name, added, target / RECORD)
    except OSError as error:
        message = f"cannot write here: {error.strerror}"
        raise InputError(message, place=Place(target), hint="mend its permissions") from None
    if not all(one.licence for one in added):
        hint = f"find out what it allows, and put its licence into {target}; a PDF that you publish holds the font"
        notices.warn(f"no licence was found of ‘{name}’", Place(next(iter(chosen.values())).path), hint)
    return added


def _put(face: Face, family: str, style: str, data: bytes, target: Path) -> Added:
    """Write one style and its licence into a folder."""
    path = target / _file_name(family, style, data)
    write_whole(path, data)
    licence, digest = _put_licence(face, family, target), hashlib.sha256(data).hexdigest()
    return Added(path, style, _version(face), digest, _source(face.path), licence)


def styles_of(faces: list[Face]) -> dict[str, Face]:
    """The faces of a family that are its four styles; regular is always there, the others where they exist."""

    def unlike(face: Face, weight: int, italic: bool) -> tuple[bool, int, int]:
        least, most = face.weights
        away = max(least - weight, weight - most, 0)
        return face.look[1] != italic, abs(face.look[2] - NORMAL_WIDTH), away

    chosen: dict[str, Face] = {}
    for style, (weight, italic) in STYLES.items():
        face = min(faces, key=lambda face: unlike(face, weight, italic))
        other, _, away = unlike(face, weight, italic)
        if style == "Regular" or (not other and away <= _NEAR):
            chosen[style] = face
    return chosen


def _file_of(face: Face, style: str, notices: Notices) -> bytes:
    """A face as a file of its own that print reads; the very file where it is one.

    Raises InputError where it must not be embedded, or cannot be read.
    """
    from fontTools.ttLib import TTLibError

    place = Place(face.path)
    try:
        with face.opened() as font:
            _refuse_forbidden(font["OS/2"].fsType, place, notices)
            if "fvar" in font:
                return _instance(face, style)
            if font.flavor is None and face.path.suffix.lower() in (".ttf", ".otf"):
                return face.path.read_bytes()
            font.flavor = None
            font.recalcTimestamp = False
            out = io.BytesIO()
            font.save(out)
            return out.getvalue()
    except (TTLibError, OSError, KeyError, AssertionError) as error:
        raise InputError(f"this font cannot be read: {error}", place=place, hint="install it anew") from None


def _instance(face: Face, style: str) -> bytes:
    """One style of a variable font, which Typst would set in its first."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(face.path, fontNumber=face.number, recalcTimestamp=False)
    font.flavor = None
    weight = STYLES[style][0]
    limits = {
        axis.axisTag: min(max(weight, axis.minValue), axis.maxValue) if axis.axisTag == "wght" else axis.defaultValue
        for axis in font["fvar"].axes
    }
    out = io.BytesIO()
    instantiateVariableFont(font, limits, inplace=True).save(out)
    return out.getvalue()


def _refuse_forbidden(embedding: int, place: Place, notices: Notices) -> None:
    """Raise InputError where a font says that no file may hold it (OS/2, fsType)."""
    hint = "use a font whose licence lets it be embedded, such as one under the OFL"
    if embedding & 0xF == RESTRICTED:
        raise InputError("this font says that it may not be embedded in a file", place=place, hint=hint)
    if embedding & _BITMAPS_ONLY:
        raise InputError("this font says that only its bitmaps may be embedded in a file", place=place, hint=hint)
    if embedding & _NO_SUBSET:
        message = "this font says that it may be embedded only whole, and a PDF holds just the letters that it needs"
        notices.warn(message, place, hint)


def _file_name(family: str, style: str, data: bytes) -> str:
    ending = "otf" if data.startswith(b"OTTO") else "ttf"
    return f"{_plain(family)}-{style}.{ending}"


def _plain(family: str) -> str:
    return re.sub(r"[^\w-]", "", family) or "Font"


def _version(face: Face) -> str:
    with face.opened() as font:
        version = str(font["name"].getDebugName(5) or "")
    return re.sub(r"^version:?\s*", "", version.partition(";")[0], flags=re.IGNORECASE)


def _put_licence(face: Face, family: str, target: Path) -> str:
    """Put the licence of a face into a folder; gives its name there, or nothing where none is found."""
    found = licence_of(face)
    if not found:
        return ""
    name, text = found
    copy = target / f"{_plain(family)}-{name}"
    write_whole(copy, text)
    return copy.name


def licence_of(face: Face) -> tuple[str, bytes] | None:
    """The licence of a face and its name: a file beside it, Debian's, else what the font itself says."""
    folders = [face.path.parent]
    if face.path.parent.name.lower() in ("ttf", "otf", "static", "variable", "fonts"):
        folders.append(face.path.parent.parent)
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.is_file() and _LICENCE.fullmatch(path.name) and path.suffix.lower() in ("", ".txt", ".md"):
                return (path.name if path.suffix else f"{path.name}.txt"), path.read_bytes()
    package = _package_of(face.path)[0]
    copyright_ = Path("/usr/share/doc", package, "copyright")
    if package and copyright_.is_file():
        return "copyright.txt", copyright_.read_bytes()
    with face.opened() as font:
        texts = [str(font["name"].getDebugName(number) or "").strip() for number in (0, 13, 14)]
    return ("licence.txt", "\n\n".join(filter(None, texts)).encode() + b"\n") if texts[1] or texts[2] else None


def _package_of(path: Path) -> tuple[str, str]:
    """The package of the system that a file belongs to and its version; empty where none is known."""
    try:
        owner = children.answer(["dpkg", "-S", str(path)])
        name = owner.partition(":")[0].split(",")[0].strip()
        query = ["dpkg-query", "-W", "-f", "${Version}", name]
        version = children.answer(query) if name else ""
    except OSError:
        return "", ""
    return name, version


def _source(path: Path) -> str:
    package, version = _package_of(path)
    return f"{path.name} of the package {package} {version}".strip() if package else path.name


def _record(family: str, added: list[Added], path: Path) -> None:
    """Write what was added into the record, in place of what it said of the same files."""
    before = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
    entries = [one for one in before or [] if isinstance(one, dict)]
    names = {one.path.name for one in added}
    entries = [one for one in entries if one.get("file") not in names]
    for one in added:
        known = {"file": one.path.name, "family": family, "version": one.version, "sha256": one.sha256}
        entries.append({**known, "licence": one.licence or "none found", "from": one.source})
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000)
    write_whole(path, f"# What the fonts are; written by octavo fonts add.\n{text}".encode())
