"""Markup of other programs and dialects that stands in the text as it is written, because it is not read as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from octavo.document.flow import is_formula
from octavo.document.parts import Fault
from octavo.document.references import CROSS_REFERENCE
from octavo.document.tree import ids, inner_text
from octavo.errors import Place, Problem
from octavo.markdown.file import MarkdownFile

_VERBATIM = frozenset({"code", "pre", "annotation"})


@dataclass(frozen=True)
class _Kind:
    """Something that is looked for: in the words of the tree, and where found there, in the Markdown."""

    message: str
    hint: str
    in_tree: re.Pattern[str]
    in_text: re.Pattern[str]


def _kind(message: str, hint: str, pattern: str, written: str = "") -> _Kind:
    flags = re.MULTILINE
    return _Kind(message, hint, re.compile(pattern, flags), re.compile(written or pattern, flags))


_CITED = _kind(
    "keys of citations stand as they are written",
    "name the list of works in the front matter, bibliography: works.bib, to have them resolved",
    r"\[[^\[\]\n@]{0,80}-?@(?!(?:fig|tbl|sec|eq|lst)[-:])[\w{][^\[\]]*\]",
)
_CROSS = _kind(
    "cross references stand as they are written",
    "give what they refer to an id of this name, as in ![…](a.png){#fig-name}, or write a link",
    CROSS_REFERENCE,
)
_KINDS = (
    _kind(
        "attributes in braces stand as they are written",
        "they belong right behind what they are about, such as a heading, a picture or [words]{.class}",
        r"(?<!\S)\{[#.=][\w:.-]+[^{}\n]*\}",
        r"\{[#.=][\w:.-]+[^{}\n]*\}",
    ),
    _kind(
        "commands of a site generator stand as they are written",
        "put in what they stand for, or remove them",
        r"\{\{[#<%/]?\s*[\w.-]+[^{}\n]*\}\}|\{%[^{}\n]*%\}",
    ),
    _kind(
        "commands of LaTeX stand as they are written",
        "write them in Markdown, or remove them; print begins chapters on new pages by itself",
        r"(?<!\S)\\(?:newpage|pagebreak|clearpage|cleardoublepage|vspace|hspace|noindent|bigskip|medskip|smallskip"
        r"|begin|end|(?:auto|page|c|eq)?ref|cite[tp]?|label|footnote|text\w\w|emph|index|includegraphics|hfill"
        r"|centering|tableofcontents|mainmatter|frontmatter|backmatter|appendix)(?![A-Za-z])",
        r"\\(?:newpage|pagebreak|clearpage|cleardoublepage|vspace|hspace|noindent|bigskip|medskip|smallskip"
        r"|begin|end|(?:auto|page|c|eq)?ref|cite[tp]?|label|footnote|text\w\w|emph|index|includegraphics|hfill"
        r"|centering|tableofcontents|mainmatter|frontmatter|backmatter|appendix)(?![A-Za-z])",
    ),
    _kind(
        "signs of a division (:::) stand as they are written",
        "an opening line needs a name, as in ::: note, and a blank line before it",
        r"(?<!\S):{3,}(?!\S)",
    ),
    _kind(
        "signs of code (```) stand as they are written",
        "begin the line with them, and close the code with as many",
        r"```",
    ),
)
_INCLUDED = re.compile(r"\{\{#(?:rustdoc_)?(?:include|playground)\b[^{}\n]*\}\}")

_ROW = re.compile(r"\|[ \t]*:?-{2,}:?[ \t]*\||:?-{2,}:?[ \t]*\|[ \t]*:?-{2,}")
"""The row below the head of a table."""
_OTHER = {
    "lists without a blank line before them are read as running text": re.compile(
        # What stands on the next line is looked at first: of most lines it says no at once.
        r"^(?=[^\n]*\n[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t])(?![ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t])"
        r"[^\n]*?(?P<before>\S+)[ \t]*\n[ \t>]*(?P<mark>[-*+]|\d{1,9}[.)])[ \t]+"
        r"(?P<behind>\S+)",
        re.MULTILINE,
    ),
    "headings without a blank line before them are read as running text": re.compile(
        r"^(?=[^\n]*\n#)[^\n]*?(?P<before>\S+)[ \t]*\n(?P<mark>#{1,6})[ \t]+(?P<behind>\S+)", re.MULTILINE
    ),
    "rows of tables are read as running text": re.compile(
        r"^[^\n|]*\|[^\n]*\n[ \t]*(?P<mark>\|?[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*)$", re.MULTILINE
    ),
    "callouts stand as they are written": re.compile(r"^[ \t]*>[ \t]*(?P<mark>\[![A-Za-z]+\])", re.MULTILINE),
}
"""What GFM reads and pandoc's Markdown does not, by what is told of it."""


def literal_markup(files: list[MarkdownFile], dialect: str, *, with_citations: bool) -> list[Fault]:
    """One fault for each kind of markup that stands in the text as it is written, with count and first place."""
    texts = [_words(file) for file in files]
    faults = list(_left(files, texts, (*_KINDS, *(() if with_citations else (_CITED,)))))
    faults += _cross_references(files, texts)
    faults += _includes(files)
    if dialect == "pandoc":
        faults += _of_other_dialects(files, texts)
    return faults


def _trees(file: MarkdownFile) -> tuple[etree._Element, ...]:
    return (file.body, *file.notes.values())


def _words(file: MarkdownFile) -> str:
    """The words of a file's tree, a block a line, without those of code and formulas."""
    pieces: list[str] = []

    def visit(element: etree._Element) -> None:
        if not isinstance(element.tag, str) or element.tag in _VERBATIM or is_formula(element):
            pieces.append(" ")
            return
        if element.tag in ("p", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"):
            pieces.append("\n")
        pieces.append(element.text or "")
        for child in element:
            visit(child)
            pieces.append(child.tail or "")

    for root in _trees(file):
        visit(root)
    return "".join(pieces)


def _left(files: list[MarkdownFile], texts: list[str], kinds: Iterable[_Kind]) -> Iterator[Fault]:
    for kind in kinds:
        found = [[match[0] for match in kind.in_tree.finditer(text)] for text in texts]
        if any(found):
            written = next(matches for matches in found if matches)[0]
            yield _fault(files, [len(matches) for matches in found], kind.message, kind.hint, _first_of(written, kind))


def _cross_references(files: list[MarkdownFile], texts: list[str]) -> Iterator[Fault]:
    """References whose target is not in the book, or of a kind that has no number here."""
    known = {f"@{name}" for file in files for name in ids(file.body) if re.match(r"(?:fig|tbl|sec)[-:]", name)}
    left = [[match for match in _CROSS.in_tree.finditer(text) if match[0] not in known] for text in texts]
    if any(left):
        written = next(matches for matches in left if matches)[0][0]

        def first(file: MarkdownFile) -> tuple[int, str] | None:
            at = file.scan.text.find(written)
            return (at, written) if at >= 0 else None

        yield _fault(files, [len(matches) for matches in left], _CROSS.message, _CROSS.hint, first)


def _first_of(written: str, kind: _Kind) -> Callable[[MarkdownFile], tuple[int, str] | None]:
    """Finds where something of a kind stands that is written so in the tree, or begins so."""

    def first(file: MarkdownFile) -> tuple[int, str] | None:
        at = max((file.scan.text.find(sought) for sought in (written, written.split()[0])), key=lambda at: at >= 0)
        if at >= 0:
            return at, written
        match = kind.in_text.search(file.scan.text)
        return (match.start(), match[0]) if match else None

    return first


def _includes(files: list[MarkdownFile]) -> list[Fault]:
    """Files that mdBook would put into code: here the code lacks them."""
    counts = [
        sum(
            len(_INCLUDED.findall(inner_text(code)))
            for root in (file.body, *file.notes.values())
            for code in root.iter("code")
        )
        for file in files
    ]
    if not any(counts):
        return []

    def first(file: MarkdownFile) -> tuple[int, str] | None:
        match = _INCLUDED.search(file.chapter.body)
        return (match.start(), match[0]) if match else None

    message = "files to be put into code stand as their names"
    return [_fault(files, counts, message, "put the code in, as it is to be read", first)]


def _of_other_dialects(files: list[MarkdownFile], texts: list[str]) -> Iterator[Fault]:
    hint = (
        "write markdown: gfm (or commonmark) in the front matter if the text is written so, or put a blank line there"
    )
    for message, pattern in _OTHER.items():
        found = [list(_run_together(pattern, file, text)) for file, text in zip(files, texts, strict=True)]
        counts = [len(matches) for matches in found]
        if any(counts):
            at = next((number for number, matches in enumerate(found) if matches), 0)
            match = found[at][0]
            line = match.string[match.start("mark") :].partition("\n")[0]
            where = (match.start("mark"), line)
            yield _fault(files, counts, message, hint, _known(where))


def _known(where: tuple[int, str]) -> Callable[[MarkdownFile], tuple[int, str]]:
    """Gives a place that has been found already."""
    return lambda _: where


def _run_together(pattern: re.Pattern[str], file: MarkdownFile, text: str) -> Iterator[re.Match[str]]:
    """Matches in the Markdown whose words stand in one line of the tree with the sign between them."""
    words = text.split()
    known = set(zip(words, words[1:], words[2:], strict=False))
    singles = set(words)
    rows = len(_ROW.findall(text))
    for match in pattern.finditer(file.scan.text):
        groups = match.groupdict()
        if "before" not in groups:
            sign = (groups["mark"] or "").split()[0]
            if sign.startswith("[") and sign in singles:
                yield match
            elif not sign.startswith("[") and rows:
                rows -= 1
                yield match
        elif (groups["before"], groups["mark"], groups["behind"]) in known:
            yield match


def _fault(
    files: list[MarkdownFile],
    counts: list[int],
    message: str,
    hint: str,
    first: Callable[[MarkdownFile], tuple[int, str] | None],
) -> Fault:
    number = next(number for number, count in enumerate(counts) if count)
    found = first(files[number])
    place = files[number].scan.lines.place(found[0]) if found else Place(files[number].chapter.path)
    example = " ".join(found[1].split())[:60] if found else ""
    total, in_files = sum(counts), sum(count > 0 for count in counts)
    where = f" in {in_files} files" if in_files > 1 else ""
    report = f"{message}: {total}{where}, the first is ‘{example}’" if example else f"{message}: {total}{where}"
    return Fault("literal-markup", Problem(report, place, hint))
