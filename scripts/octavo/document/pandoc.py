"""pandoc reads: each Markdown file once, sandboxed, side by side with the others."""

from __future__ import annotations

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from octavo.edition import Chapter
from octavo.errors import InputError, OctavoError, Place, Problem

DIALECT = "markdown" + "".join(
    # Whatever would change or swallow text without the writer asking for it is off: curly quotes and dashes made of
    # straight ones (smart), blocks read as metadata, TeX, citation keys, boxes for [ ]. Ids are given here, not there.
    f"-{extension}"
    for extension in (
        "smart",
        "yaml_metadata_block",
        "pandoc_title_block",
        "raw_tex",
        "latex_macros",
        "citations",
        "task_lists",
        "auto_identifiers",
        "implicit_header_references",
    )
)
LONGEST_READING = 300
"""Seconds for one file; a book of 600 KB takes one or two."""

_FILTER = Path(__file__).with_name("keep_raw.lua")
_DELIMITERS = Path(__file__).with_name("list_delimiters.lua")
_BRACKETED_NUMBER = re.compile(
    r"^(?:[ \t>:*+-]|\[\^[^\]\s]+\]:|(?:\w{1,9}|#)[.)][ \t])*\(?(?:\w{1,9}|#|@[\w-]*)\)\s", re.MULTILINE
)
"""What may begin an item of a list whose numbers stand in brackets."""
_WARNING = re.compile(r"^\[WARNING\] (.*)$", re.MULTILINE)
_POSITION = re.compile(r" at (?:\S+ )?line (\d+) column (\d+)")


@dataclass(frozen=True)
class Parsed:
    """A Markdown file as an XHTML tree (a ``body`` without namespace), and what pandoc said of it."""

    chapter: Chapter
    body: etree._Element
    warnings: tuple[Problem, ...]


def parse_all(chapters: tuple[Chapter, ...]) -> list[Parsed]:
    """Read all files; raises InputError where pandoc cannot, with its reason."""
    with ThreadPoolExecutor(max_workers=min(len(chapters), os.cpu_count() or 1)) as pool:
        return list(pool.map(_parse, chapters))


def _parse(chapter: Chapter) -> Parsed:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", DIALECT, "--to", "html5", "--wrap", "none"]
    command += ["--section-divs", "--mathml", "--syntax-highlighting", "none"]
    if "<" in chapter.body or "{=" in chapter.body:
        # Only these begin raw markup. The filter would take a quarter of pandoc's time in a text without any.
        command += ["--lua-filter", str(_FILTER)]
    if _BRACKETED_NUMBER.search(chapter.body):
        command += ["--lua-filter", str(_DELIMITERS)]
    try:
        done = subprocess.run(
            command, input=chapter.body.encode(), capture_output=True, check=False, timeout=LONGEST_READING
        )
    except subprocess.TimeoutExpired:
        hint = "look for thousands of brackets, stars or quotation signs in a row"
        message = f"pandoc has not read this file within {LONGEST_READING} seconds"
        raise InputError(message, place=Place(chapter.path), hint=hint) from None
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        raise InputError(f"pandoc cannot read this file: {said.strip()}", place=Place(chapter.path))
    return Parsed(chapter, _tree(done.stdout, chapter.path), tuple(_warnings(said, chapter.path)))


def _tree(html: bytes, path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        body = etree.fromstring(b"<body>" + html + b"</body>", parser)
    except etree.XMLSyntaxError as error:
        raise OctavoError(f"what pandoc makes of this file is not well-formed: {error}", place=Place(path)) from None
    _give_delimiters(body)
    return body


def _give_delimiters(body: etree._Element) -> None:
    """Say of each list whether brackets stand around or behind its numbers, and take away what said it."""
    for division in list(body.iter("div")):
        parent = division.getparent()
        if division.get("class") == "list-delimiter" and parent is not None and len(division):
            numbered = division[0]
            numbered.set("data-delimiter", division.get("data-delimiter") or "")
            numbered.tail = division.tail
            parent.replace(division, numbered)


def _warnings(said: str, path: Path) -> list[Problem]:
    problems = []
    for message in _WARNING.findall(said):
        # Notes and ids are looked at by our own rules, which know more of them.
        if not message.startswith(("Note with key", "Duplicate")):
            at = _POSITION.search(message)
            place = Place(path, int(at[1]), int(at[2])) if at else Place(path)
            hint = "look at the Markdown here: it may not mean what it was meant to"
            problems.append(Problem(f"pandoc says: {_POSITION.sub('', message)}", place, hint))
    return problems
