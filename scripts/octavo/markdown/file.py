"""Markdown files → their trees, with everything that is found out about each on the way."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat

from lxml import etree

from octavo.cache import NOTHING, Cache
from octavo.edition import Chapter
from octavo.errors import Problem
from octavo.markdown.bounds import refuse_extreme
from octavo.markdown.builder import TreeBuilder
from octavo.markdown.depth import refuse_deep_tree, too_deep
from octavo.markdown.dialect import Dialect, as_read, reader
from octavo.markdown.fault import Fault
from octavo.markdown.formulas import fill_formulas
from octavo.markdown.listnumbers import keep_numbers
from octavo.markdown.lost import faults as faults_of_lost
from octavo.markdown.lost import given, lost
from octavo.markdown.notemarks import note_faults
from octavo.markdown.pandoc import Node, PandocWarning, read_blocks
from octavo.markdown.reshape import free_links
from octavo.markdown.scan import NUMBERED_NOTE, MarkdownScan
from octavo.markdown.syntax import notes_in
from octavo.markdown.tidy import tidy
from octavo.markdown.tree import Tree
from octavo.markdown.vocabulary import BLOCKS, SILENT


@dataclass
class MarkdownFile:
    """A Markdown file as an XHTML tree: a ``body`` without namespace, and the text of each note by its id."""

    chapter: Chapter
    body: etree._Element
    notes: dict[str, etree._Element]
    scan: MarkdownScan
    warnings: list[Problem] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_files(
    chapters: Sequence[Chapter],
    dialect: Dialect = "pandoc",
    language: str = "",
    *,
    citations: bool = False,
    cache: Cache = NOTHING,
) -> list[MarkdownFile]:
    """Read all files, side by side; raises InputError where pandoc cannot, with its reason."""
    names = [reader(dialect, chapter.body, citations=citations) for chapter in chapters]
    with ThreadPoolExecutor(max_workers=min(len(chapters), os.cpu_count() or 1)) as pool:
        texts = map(as_read, (chapter.body for chapter in chapters), names)
        read = pool.map(read_blocks, texts, names, (chapter.path for chapter in chapters), repeat(cache))
        return make_files(zip(chapters, names, read, strict=True), language)


def make_files(
    read: Iterable[tuple[Chapter, str, tuple[list[Node], list[PandocWarning]]]], language: str
) -> list[MarkdownFile]:
    """The trees of files whose blocks pandoc has read, each with the name of its reader."""
    files, formulas = [], []
    for chapter, name, (blocks, warnings) in read:
        file, tree = _file(chapter, blocks, warnings, name, language)
        files.append(file)
        formulas += tree.formulas
    for source in fill_formulas(formulas):
        _tell_of_formula(files, source)
    return files


def _file(
    chapter: Chapter, blocks: list[Node], warnings: list[PandocWarning], name: str, language: str
) -> tuple[MarkdownFile, Tree]:
    try:
        tree = TreeBuilder().build(blocks)
    except RecursionError:
        raise too_deep(blocks, chapter) from None
    refuse_deep_tree([tree.body, *tree.notes], chapter)
    scan = MarkdownScan(chapter, tree.pieces)
    repeated = [label for label, marks in scan.note_marks.items() if len(marks) > 1 and label in scan.note_texts]
    if repeated:
        tree = TreeBuilder(_same_notes(scan, repeated, name)).build(blocks)
        scan = MarkdownScan(chapter, tree.pieces)
    for root in (tree.body, *tree.notes):
        refuse_extreme(root, scan)
    notes = {note.get("id") or "": note for note in tree.notes}
    file = MarkdownFile(chapter, tree.body, notes, scan)
    file.faults += note_faults(scan, tree, warnings)
    file.faults += _dropped(scan, tree)
    file.warnings += [warning.problem for warning in warnings if not _is_ours(warning)] + scan.unused_targets()
    roots = [tree.body, *tree.notes]
    if tree.has_html:
        before = given(roots)
        for root in roots:
            tidy(root, language)
        tree.lost += lost(before, roots)
    file.faults += faults_of_lost(tree.lost, scan)
    for root in roots:
        free_links(root)
        _part_lines(root)
    file.faults += keep_numbers(tree, scan)
    return file, tree


def _part_lines(root: etree._Element) -> None:
    """End each block with a line feed, so that the files made of the tree can be read and compared line by line."""
    for element in root.iter(*BLOCKS):
        if element is root:
            continue
        if not element.tail:
            element.tail = "\n"
        before, parent = element.getprevious(), element.getparent()
        # Words and a block right behind them are fused by programs that read files without knowing their elements.
        if before is not None and before.tag not in BLOCKS and not (before.tail or "")[-1:].isspace():
            before.tail = (before.tail or "") + "\n"
        elif (
            before is None
            and parent is not None
            and (parent.text or "").strip()
            and not (parent.text or " ")[-1].isspace()
        ):
            parent.text = (parent.text or "") + "\n"


def _is_ours(warning: PandocWarning) -> bool:
    """Whether a warning of pandoc's is of what our own rules know more of."""
    of_notes = warning.unused_note or warning.second_note
    return bool(of_notes) or warning.text.startswith(("Duplicate", "Note with key"))


def _same_notes(scan: MarkdownScan, labels: list[str], name: str) -> list[int]:
    """For each call of a note the number of the first call of the same note.

    The syntax tree has no labels; so the file is read once more, with a word before the text of each note that has
    several marks. Where that reads otherwise, each call has a note of its own.
    """
    blocks, _ = read_blocks(as_read(scan.with_numbered_notes(labels), name), name, scan.chapter.path)
    first: dict[str, int] = {}
    same = []
    for number, note in enumerate(notes_in(blocks)):
        named = re.search(rf'"{NUMBERED_NOTE}(\d+)"', str(note).replace("'", '"'))
        same.append(first.setdefault(named[1], number) if named else number)
    return same


def _dropped(scan: MarkdownScan, tree: Tree) -> Iterator[Fault]:
    """What has no place in a book: one fault for a kind, at its first place."""
    for name, pieces in tree.dropped.items():
        raw = " ".join(tree.pieces[pieces[0]].text.split())
        shown = raw if len(raw) <= 60 else raw[:59] + "…"
        times = f" ({len(pieces)} pieces in this file)" if len(pieces) > 1 else ""
        silent = name in SILENT or name.startswith("{=")
        kept = "what it holds is dropped with it" if silent else "text between tags is kept, tags are not"
        what = name[2:-1] if name.startswith("{=") else "HTML"
        problem = Problem(
            f"raw {what} is dropped: ‘{shown}’{times}", scan.place_of_piece(pieces[0]), f"write it in Markdown; {kept}"
        )
        yield Fault("raw-markup", problem)


def _tell_of_formula(files: list[MarkdownFile], source: str) -> None:
    for file in files:
        if source in file.chapter.body:
            hint = "write it as TeX that pandoc knows; it stands as it is written until then"
            file.warnings.append(Problem(f"no formula can be made of: {source}", file.scan.place_of(source), hint))
            return
