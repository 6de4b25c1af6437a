"""The edition folder on disk → Edition: the only place that reads what the user wrote."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from octavo.edition.chapterfile import chapter_body, warn_of_keys
from octavo.edition.dictionary import NO_LANGUAGE, Language
from octavo.edition.errata import ErrataList
from octavo.edition.files import files_in, is_inside, leads_to, named_file, refuse_unfit
from octavo.edition.fonts import font_paths, refuse_damaged
from octavo.edition.frontmatter import FRONT_MATTER, without_front_matter
from octavo.edition.metadata import Metadata
from octavo.edition.order import Order, is_about, order_of
from octavo.edition.ordermarks import warn_of_order_marks
from octavo.edition.sigla import refuse_unknown_sigla
from octavo.edition.textfile import read_text
from octavo.edition.transcriptformat import refuse_bytes, refuse_other_formats
from octavo.edition.witnesses import WitnessOptions
from octavo.edition.yamlfile import YamlText, bounded, read_yaml, validated
from octavo.errors import InputError, Place, Problem


class OutsideFolder(InputError):
    """A file that the edition names lies outside of its folder, from where nothing is taken."""


@dataclass(frozen=True)
class Chapter:
    """One Markdown file; ``body`` has blank lines where the front matter stood, so that line numbers hold."""

    path: Path
    text: str
    body: str


@dataclass(frozen=True)
class Witness:
    """The text as it was received, and the options by which its transcript is read."""

    path: Path
    text: str
    options: WitnessOptions
    sha256: str
    language: Language = field(default=NO_LANGUAGE, compare=False)
    """In which its words are looked up, where a reading rule asks a dictionary."""

    @property
    def is_vouched(self) -> bool:
        """Whether it is the file whose digest the front matter gives, if it gives one."""
        return self.options.sha256 in (None, self.sha256)


@dataclass(frozen=True)
class Edition:
    """All that an edition folder says; nothing of it is changed after loading."""

    folder: Path
    metadata: Metadata
    chapters: tuple[Chapter, ...]
    errata: ErrataList
    errata_files: tuple[Path, ...]
    witness: Witness | None
    """The base: the text that the edition follows."""
    front_matter: YamlText = field(compare=False)
    fonts: tuple[Path, ...] = ()
    """Font files for print, by name, for the letters that the house's fonts do not have."""
    warnings: tuple[Problem, ...] = field(default=(), compare=False)
    """What is to be told of the choice and the order of its files."""
    left: tuple[Path, ...] = field(default=(), compare=False)
    """Markdown files of the folder that are not of the book, as their names say: RIGHTS.md."""
    further: tuple[Witness, ...] = ()
    """Witnesses that are collated beside the base, in the order of the front matter."""
    followed: str = ""
    """The siglum of the further witness that this is ``following``; the errata are its variants then."""
    ids_elsewhere: frozenset[str] = frozenset()
    """The ids of entries that concern other witnesses than the one followed."""

    def following(self, witness: Witness) -> Edition:
        """The same edition as if it followed a further witness: with what turns that into its text as its errata."""
        errata = self.errata.of_further(siglum := witness.options.siglum)
        ids = frozenset(self.errata.ids) - errata.ids
        return replace(self, witness=witness, errata=errata, further=(), followed=siglum, ids_elsewhere=ids)

    def following_siglum(self, siglum: str) -> Edition:
        """The same, by the witness's siglum, the base's too. Raises InputError where no witness with a file has it."""
        if self.witness and self.witness.options.siglum == siglum:
            return self
        found = next((witness for witness in self.further if witness.options.siglum == siglum), None)
        if found is None:
            known = [witness.options.siglum for witness in (self.witness, *self.further) if witness]
            hint = f"witnesses with a file are: {', '.join(known)}" if known else "name it in the front matter"
            is_cited = siglum in self.metadata.sigla
            what = "is known only where it is cited: it has no file" if is_cited else "is no witness of this edition"
            raise InputError(f"‘{siglum}’ {what}", hint=hint)
        return self.following(found)

    def place_of(self, key: str) -> Place:
        """Where a key of the front matter stands."""
        return self.front_matter.place(key)

    def place_of_witness(self, siglum: str, key: str) -> Place:
        """Where a key of a witness stands, or else where that begins."""
        sigla = [witness.siglum for witness in self.metadata.witnesses]
        named = ("witnesses", sigla.index(siglum)) if siglum in sigla else ("witness",)
        return self.front_matter.place(*named, key)

    def resolve(self, name: str, place: Place, what: str) -> Path:
        """A file that the edition names; raises InputError where it is not there, OutsideFolder where it may not be."""
        path = named_file(self.folder, name)
        there = leads_to(path)
        if there is None:
            hint = "put the file itself there, or mend the name: it is a link to itself, or no file can have it"
            raise InputError(f"{what} ‘{name}’ leads nowhere", place=place, hint=hint)
        if not there.is_relative_to(self.folder.resolve()):
            hint = "copy the file into the edition folder and name it from there"
            raise OutsideFolder(f"{what} ‘{name}’ is outside the edition folder", place=place, hint=hint)
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
        paths += [path for path in self.left if path.stem.casefold() == "rights"]
        metadata = self.metadata
        named = [self.folder / name for name in (*metadata.bibliography, metadata.csl, metadata.cover_image) if name]
        paths += [path for path in named if path.is_file()]
        return list(dict.fromkeys([*paths, *(witness.path for witness in (self.witness, *self.further) if witness)]))

    def digests(self) -> dict[str, str]:
        """The SHA-256 of every file that the edition is made of, by its name in the folder."""
        return {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.files()
        }


def load_edition(directory: Path) -> Edition:
    """Read an edition folder, or the ``source/`` folder inside of it; raises InputError with places."""
    folder = edition_folder(directory)
    order = order_of(folder)
    first, front_matter = _front_matter(order, folder)
    metadata = validated(Metadata, bounded(front_matter), "the front matter")
    if metadata.chapters:
        order = order_of(folder, metadata.chapters, front_matter.place("chapters"))
    warnings = [*order.warnings, *_warn_of_files(order, first), *_warn_of_words(metadata, front_matter)]
    chapters = []
    unread_keys: dict[Path, list[str]] = {}
    for path in order.paths:
        refuse_unfit(path, folder)
        text = read_text(path)
        body, unread = (without_front_matter(text), []) if path == first else chapter_body(text)
        if unread:
            unread_keys[path] = unread
        chapters.append(Chapter(path, text, body))
    warnings += warn_of_keys(unread_keys)
    warnings += warn_of_order_marks(path for path in (*order.paths, *_errata_paths(folder)) if path.is_file())
    if first not in order.paths and without_front_matter(read_text(first)).strip():
        hint = "name it in ‘chapters’, or leave nothing but the front matter in it"
        warnings.append(Problem("the text of this file is not in the book", Place(first), hint))
    fonts = font_paths(folder)
    for path in (*_errata_paths(folder), *fonts):
        refuse_unfit(path, folder)
    for path in fonts:
        refuse_damaged(path)
    errata = _errata(errata_files := tuple(_errata_paths(folder)))
    left = tuple(path for path in order.left if path != first and is_about(path))
    known = (folder, metadata, tuple(chapters), errata, errata_files, None, front_matter, fonts, tuple(warnings), left)
    _refuse_outside(edition := Edition(*known))
    refuse_unknown_sigla(metadata, edition.errata)
    return _with_witnesses(edition)


def _refuse_outside(edition: Edition) -> None:
    """Raise InputError where the front matter names works or a style outside of the folder, cited or not."""
    named = [(name, "bibliography", "the list of works") for name in edition.metadata.bibliography]
    named += [(edition.metadata.csl, "csl", "the style of citations")] if edition.metadata.csl else []
    for name, key, what in named:
        if not is_inside(edition.folder / name, edition.folder):
            edition.resolve(name, edition.place_of(key), what)


def _front_matter(order: Order, folder: Path) -> tuple[Path, YamlText]:
    """The file that opens with the edition's front matter, and this; raises InputError where there is none.

    That is the first file; where a list of another tool gives the order, the first by name may have it as well.
    """
    candidates = dict.fromkeys([order.paths[0], *order.left[:1]] if order.by else [order.paths[0]])
    for path in candidates:
        refuse_unfit(path, folder)
        match = FRONT_MATTER.match(read_text(path))
        if match:
            front_matter = read_yaml(match[1], path, first_line=2)
            if front_matter.value is not None:
                return path, front_matter
    raise _without_front_matter_error(order)


def _warn_of_files(order: Order, first: Path) -> Iterator[Problem]:
    left = [path for path in order.left if path != first and not is_about(path)]
    if left:
        names = ", ".join(path.name for path in left[:5]) + (f" and {len(left) - 5} more" if len(left) > 5 else "")
        by = f"{order.by} does not name {'it' if len(left) == 1 else 'them'}" if order.by else "of another ending"
        hint = "name all files of the book in the front matter, chapters: [01.md, …], or move the others away"
        yield Problem(f"not in the book: {names} ({by})", Place(left[0]), hint)


def _warn_of_words(metadata: Metadata, front_matter: YamlText) -> Iterator[Problem]:
    """That the book has house words in English, for want of any in its language."""
    missing = metadata.words.missing
    if metadata.lang and missing:
        known = "labels and notices that Octavo writes into the book are in English"
        message = f"there are no house words for the language ‘{metadata.lang}’: {known} ({missing} of them)"
        hint = "give them in the front matter, words: {contents: …}; styles/words/en.toml lists them all"
        yield Problem(message, front_matter.place("lang"), hint)


def edition_folder(directory: Path) -> Path:
    """The folder that holds the Markdown: this one or ``source/`` in it; raises InputError where there is none."""
    if not directory.is_dir():
        hint = "name the folder of an edition, or make one with: octavo new DIR"
        raise InputError(f"there is no folder {directory}", hint=hint)
    for folder in (directory, directory / "source"):
        if folder.is_dir() and order_of(folder).paths:
            return folder
    hint = "an edition folder holds at least one .md file; octavo new DIR makes one to start from"
    raise InputError(f"there is no Markdown in {directory}", hint=hint)


def _without_front_matter_error(order: Order) -> InputError:
    path = order.paths[0]
    if read_text(path).startswith("---"):
        hint = "close it with a line of three hyphens: ---"
        return InputError("the front matter is not closed", place=Place(path, 1, 1), hint=hint)
    hint = "begin the file with a line ---, then title: …, creator: …, lang: …, and a line --- again"
    ours = (other for other in order.left if other.is_file() and is_inside(other, path.parent))
    passed = [other for other in ours if FRONT_MATTER.match(read_text(other))]
    if passed:
        hint = f"{passed[0].name} has some, and is not of the book: rename it, or name the files in chapters: […]"
    return InputError("the first file has no front matter", place=Place(path, 1, 1), hint=hint)


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


def _with_witnesses(edition: Edition) -> Edition:
    if edition.metadata.witness:
        return replace(edition, witness=_witness(edition, edition.metadata.witness, "witness"))
    numbered = [(number, options) for number, options in enumerate(edition.metadata.witnesses) if options.path]
    read = [_witness(edition, options, "witnesses", number) for number, options in numbered]
    base = next((witness for witness in read if witness.options.is_base), None)
    return replace(edition, witness=base, further=tuple(witness for witness in read if witness is not base))


def _witness(edition: Edition, options: WitnessOptions, *key: str | int) -> Witness:
    path = edition.resolve(options.path, edition.front_matter.place(*key, "path"), "the witness")
    options.put(edition.front_matter.place(*key, "skip"))
    refuse_bytes(path)
    text = read_text(path, as_received=True)
    refuse_other_formats(path, text)
    return Witness(
        path, text, options, hashlib.sha256(path.read_bytes()).hexdigest(), Language.of(edition.metadata.lang)
    )
