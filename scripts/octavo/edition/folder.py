"""The edition folder on disk → Edition: the only place that reads what the user wrote."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from octavo.edition.errata import ErrataList
from octavo.edition.files import files_in, is_inside, leads_to, named_file, refuse_unfit
from octavo.edition.fonts import font_paths, refuse_damaged
from octavo.edition.metadata import Metadata, WitnessSettings
from octavo.edition.yamlfile import YamlText, read_yaml, validated
from octavo.errors import InputError, Place

LONGEST_LINE = 1_000_000
"""Characters: no paragraph is longer, and a longer line makes every tool behind this one slow."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Chapter:
    """One Markdown file; ``body`` has blank lines where the front matter stood, so that line numbers hold."""

    path: Path
    text: str
    body: str


@dataclass(frozen=True)
class Witness:
    """The text as it was received, and the settings by which its transcript is read."""

    path: Path
    text: str
    settings: WitnessSettings
    sha256: str


@dataclass(frozen=True)
class Edition:
    """All that an edition folder says; nothing of it is changed after loading."""

    folder: Path
    metadata: Metadata
    chapters: tuple[Chapter, ...]
    errata: ErrataList
    errata_files: tuple[Path, ...]
    witness: Witness | None
    front_matter: YamlText = field(compare=False)
    fonts: tuple[Path, ...] = ()
    """Font files for print, by name, for the letters that the house's fonts do not have."""

    def place_of(self, key: str) -> Place:
        """Where a key of the front matter stands."""
        return self.front_matter.place(key)

    def resolve(self, name: str, place: Place, what: str) -> Path:
        """A file that the edition names, inside the edition folder; raises InputError where it is not."""
        path = named_file(self.folder, name)
        there = leads_to(path)
        if there is None:
            hint = "put the file itself there, or mend the name: it is a link to itself, or no file can have it"
            raise InputError(f"{what} ‘{name}’ leads nowhere", place=place, hint=hint)
        if not there.is_relative_to(self.folder.resolve()):
            hint = "copy the file into the edition folder and name it from there"
            raise InputError(f"{what} ‘{name}’ is outside the edition folder", place=place, hint=hint)
        if there.is_dir():
            raise InputError(f"{what} ‘{name}’ is a folder", place=place, hint="name a file in it")
        if not there.is_file():
            hint = "put a file in its place" if there.exists() else f"put the file at {path}, or mend the name"
            message = f"{what} ‘{name}’ is {'not a file' if there.exists() else 'not there'}"
            raise InputError(message, place=place, hint=hint)
        return path

    def files(self) -> list[Path]:
        """Every file that the edition is made of."""
        paths = [chapter.path for chapter in self.chapters] + list(self.errata_files) + list(self.fonts)
        paths += files_in(self.folder / "images", self.folder)
        return list(dict.fromkeys([*paths, *([self.witness.path] if self.witness else [])]))

    def digests(self) -> dict[str, str]:
        """The SHA-256 of every file that the edition is made of, by its name in the folder."""
        return {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.files()
        }


def load_edition(directory: Path) -> Edition:
    """Read an edition folder, or the ``source/`` folder inside of it; raises InputError with places."""
    folder = _edition_folder(directory)
    paths = chapter_paths(folder)
    front_matter = YamlText(paths[0])
    chapters = []
    for path in paths:
        refuse_unfit(path, folder)
        text = read_text(path)
        match = _FRONT_MATTER.match(text)
        body = text
        if match:
            if path != paths[0]:
                hint = f"move it to {paths[0].name}, the first file of the edition"
                raise InputError("front matter stands only in the first file", place=Place(path, 1, 1), hint=hint)
            front_matter = read_yaml(match[1], path, first_line=2)
            body = "\n" * match[0].count("\n") + text[match.end() :]
        chapters.append(Chapter(path, text, body))
    if front_matter.value is None:
        _refuse_without_front_matter(paths[0], chapters[0].text)
    fonts = font_paths(folder)
    for path in (*_errata_paths(folder), *fonts):
        refuse_unfit(path, folder)
    for path in fonts:
        refuse_damaged(path)
    metadata = validated(Metadata, front_matter, "the front matter")
    errata_files = tuple(_errata_paths(folder))
    errata = _errata(errata_files)
    edition = Edition(folder, metadata, tuple(chapters), errata, errata_files, None, front_matter, fonts)
    return replace(edition, witness=_witness(edition, metadata.witness)) if metadata.witness else edition


def chapter_paths(folder: Path) -> list[Path]:
    """The canonical Markdown in file-name order; names all in capitals (README.md, RIGHTS.md) are not of the book."""
    return [path for path in sorted(folder.glob("*.md")) if not path.stem.isupper()]


def _edition_folder(directory: Path) -> Path:
    if not directory.is_dir():
        hint = "name the folder of an edition, or make one with: octavo new DIR"
        raise InputError(f"there is no folder {directory}", hint=hint)
    for folder in (directory, directory / "source"):
        if folder.is_dir() and chapter_paths(folder):
            return folder
    hint = "an edition folder holds at least one .md file; octavo new DIR makes one to start from"
    raise InputError(f"there is no Markdown in {directory}", hint=hint)


def _refuse_without_front_matter(path: Path, text: str) -> None:
    if text.startswith("---"):
        hint = "close it with a line of three hyphens: ---"
        raise InputError("the front matter is not closed", place=Place(path, 1, 1), hint=hint)
    hint = "begin the file with a line ---, then title: …, creator: …, lang: …, and a line --- again"
    raise InputError("the first file has no front matter", place=Place(path, 1, 1), hint=hint)


def read_text(path: Path, *, as_received: bool = False) -> str:
    """A UTF-8 file as text, line ends as ``\\n``; raises InputError with the place of what is not text.

    ``as_received``: a witness, which may hold form feeds and lines of any length.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read this file: {error.strerror}", place=Place(path)) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8", "replace")) + 1
        message = f"this is not UTF-8: the byte 0x{data[error.start]:02x}"
        hint = "save the file as UTF-8; it may be in Windows-1252 or Latin-1 now"
        raise InputError(message, place=Place(path, line, column), hint=hint) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not as_received:
        _refuse_unfit(path, text)
    return text


def _refuse_unfit(path: Path, text: str) -> None:
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        message = f"a control character (U+{ord(control[0]):04X}) stands in the text"
        raise InputError(message, place=Place(path, line, column), hint="delete it: no rendition can carry it")
    if len(text) > LONGEST_LINE:
        for number, line_text in enumerate(text.split("\n"), 1):
            if len(line_text) > LONGEST_LINE:
                message = f"this line has {len(line_text):,} characters; the longest that is read has {LONGEST_LINE:,}"
                hint = "break it into paragraphs, with a blank line between them"
                raise InputError(message, place=Place(path, number, 1), hint=hint)


def _errata_paths(folder: Path) -> list[Path]:
    single, several = folder / "errata.yaml", folder / "errata"
    # A link that leads nowhere is there too: it is no list that is empty.
    listed = [single] if os.path.lexists(single) else []
    if several.is_dir() and is_inside(several, folder):
        listed += sorted(several.glob("*.y*ml"))
    elif os.path.lexists(several):
        hint = "let it be a folder that holds lists, errata/1.yaml …, or remove it"
        raise InputError("this is not a folder inside the edition folder", place=Place(several), hint=hint)
    return listed


def _errata(paths: tuple[Path, ...]) -> ErrataList:
    lists = []
    for path in paths:
        yaml = read_yaml(read_text(path), path)
        one = validated(ErrataList, yaml, "the errata list")
        for name, number, entry in one.entries():
            entry.put(yaml.place(name, number))
        lists.append(one)
    return ErrataList.joined(lists)


def _witness(edition: Edition, settings: WitnessSettings) -> Witness:
    place = edition.front_matter.place("witness", "path")
    path = edition.resolve(settings.path, place, "the witness")
    settings.put(edition.front_matter.place("witness", "skip"))
    return Witness(path, read_text(path, as_received=True), settings, hashlib.sha256(path.read_bytes()).hexdigest())
