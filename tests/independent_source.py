"""The words of an edition's Markdown, from pandoc's AST: what every rendition must hold, in this order."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DIALECT = "markdown-smart-yaml_metadata_block-pandoc_title_block-raw_tex-latex_macros-citations-task_lists"
"""How an edition's Markdown is read, written out again here: a comparison that asked Octavo would prove nothing."""

COMMONMARK = (
    "commonmark+footnotes+pipe_tables+strikeout+attributes+alerts+definition_lists+bracketed_spans+fenced_divs"
    "+gfm_auto_identifiers+implicit_header_references+tex_math_dollars+task_lists"
)
GFM = "gfm-yaml_metadata_block-emoji+attributes+bracketed_spans+fenced_divs+definition_lists+implicit_header_references"

# Signs within the text, from a private plane that no book uses.
SUP, SUB, LEVEL, NOTE, LABEL, LABEL_END, TEX, TEX_END, ALT, ALT_END, QUOTE, MAYBE, MAYBE_END = map(
    chr, range(0x10F000, 0x10F00D)
)
CITE, CITE_END, CAPTION, CAPTION_END, QUOTE_END = map(chr, range(0x10F00D, 0x10F012))

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TAG = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[!?]?/?([A-Za-z][\w:.-]*)?(?:\"[^\"]*\"|[^>])*>", re.DOTALL)
_INLINE_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_CROSS_REFERENCE = re.compile(r"\[?(?<![\w@.])@(?:fig|tbl|sec)[-:][\w:.-]*\w\]?")
_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


@dataclass
class Words:
    """A book's text apart from its notes; ``main`` and each note hold signs (NOTE, SUP …) beside the words."""

    main: str = ""
    notes: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)


def files_of(edition: Path, build: Path | None = None) -> list[Path]:
    """The Markdown files in the order of the book: as the build's manifest lists them, otherwise by name."""
    manifest = build / "manifest.json" if build else None
    if manifest and manifest.is_file():
        named = json.loads(manifest.read_text(encoding="utf-8"))["sources"]
        folder = edition if any((edition / name).is_file() for name in named) else edition / "source"
        listed = [folder / name for name in named if Path(name).suffix in (".md", ".qmd", ".Rmd", ".markdown")]
        return [path for path in listed if path.is_file()]
    return [path for path in sorted(edition.glob("*.md")) if not path.stem.isupper()]


def source_words(paths: Sequence[Path], dialect: str = "") -> Words:
    """What stands in these files, by pandoc's JSON AST; front matter is left out, a later file's title is a maybe."""
    words = Words()
    dialect = dialect or dialect_of(paths)
    of_book = _front_matter_file(paths)
    for path in paths:
        text = path.read_text(encoding="utf-8-sig")
        found = _FRONT_MATTER.match(text)
        if found and path == of_book:
            # Where chapters are numbers, authors stand at the heads of left-hand pages.
            words.heads += re.findall(
                r"^(?:title|subtitle|creator|[ -]*name):[ \t]*[\"']?(.*?)[\"']?\s*$", found[1], re.MULTILINE
            )
        if found:
            title = re.search(r"^title:\s*[\"']?(.*?)[\"']?\s*$", found[1], re.MULTILINE)
            if path != of_book and title:
                words.main += f"\n{MAYBE}{title[1]}{MAYBE_END}\n"
            text = text[found.end() :]
        reader = _Reader(words)
        words.main += "".join(reader.blocks(_ast(text, dialect)["blocks"])) + "\n"
    return words


def _front_matter_file(paths: Sequence[Path]) -> Path | None:
    """The file with the book's front matter: the first; where a list puts one without any there, the first by name."""
    return next(
        (path for path in (*paths[:1], *sorted(paths)) if _FRONT_MATTER.match(path.read_text("utf-8-sig"))), None
    )


def dialect_of(paths: Sequence[Path]) -> str:
    """The dialect that a book's front matter names, as pandoc's reader."""
    file = _front_matter_file(paths)
    found = _FRONT_MATTER.match(file.read_text(encoding="utf-8-sig")) if file else None
    front = found[1] if found else ""
    named = re.search(r"^markdown:\s*(\w+)", front, re.MULTILINE)
    reader = {"commonmark": COMMONMARK, "gfm": GFM}.get(named[1] if named else "", DIALECT)
    if re.search("^bibliography:", front, re.MULTILINE):
        return reader.replace("-citations", "")
    return reader


def _as_given(text: str, dialect: str) -> tuple[str, str]:
    """The text with chunks as plain code, and the dialect: braces in CommonMark are text where none hold attributes."""
    text = re.sub(
        r"^([ >]*)(`{3,}|~{3,})[ \t]*\{[ \t]*([A-Za-z][\w+-]*)(?:[ \t,][^\n]*)?\}[ \t]*$", r"\1\2 \3", text, flags=re.M
    )
    braces = re.search(r"^#.*\{[ \t]*[#.][^{}\n]*\}[ \t]*#*[ \t]*$|\]\{[ \t]*[#.]|^:{3,}", text, re.MULTILINE)
    return text, dialect if braces or dialect.startswith("markdown") else dialect.replace("+attributes", "")


def _ast(text: str, dialect: str) -> dict[str, Any]:
    import pypandoc

    text, dialect = _as_given(text, dialect)
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", dialect, "--to", "json"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


class _Reader:
    """One file's blocks as text: a line end between blocks, the notes put aside in the order of their marks."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.seen: set[str] = set()

    def blocks(self, blocks: list[Any]) -> Iterator[str]:
        for block in blocks:
            kind, content = block["t"], block.get("c")
            yield "\n"
            if kind == "RawBlock":
                yield raw(content)
            elif kind == "CodeBlock":
                yield content[1]
            elif kind == "Header":
                head = self.inlines(content[2])
                # A running head has the title without the number before it.
                self.words.heads += [head, *re.split(r"[.:—–]\s+|\n", head, maxsplit=1)[1:]]
                yield head
            elif kind == "LineBlock":
                yield "\n".join(self.inlines(line) for line in content)
            elif kind in ("Para", "Plain"):
                yield self.inlines(content)
            else:
                yield from self._holder(kind, content)
            yield "\n"

    def _holder(self, kind: str, content: Any) -> Iterator[str]:
        if kind in ("BlockQuote", "Div"):
            yield from self.blocks(content if kind == "BlockQuote" else content[1])
        elif kind in ("BulletList", "OrderedList"):
            start, style, delimiter = (0, "", "") if kind == "BulletList" else content[0]
            for at, item in enumerate(content if kind == "BulletList" else content[1]):
                if kind == "OrderedList":
                    yield f"\n{LABEL}{label(start + at, style['t'], delimiter['t'])}{LABEL_END}"
                yield from self.blocks(item)
        elif kind == "DefinitionList":
            for term, meanings in content:
                yield "\n" + self.inlines(term) + "\n"
                for meaning in meanings:
                    yield from self.blocks(meaning)
        elif kind == "Figure":
            yield from self.blocks(content[2])
            yield f"{CAPTION}{''.join(self.blocks(content[1][1])).strip()}{CAPTION_END}"
        elif kind == "Table":
            yield from self._table(content)
        elif kind not in ("HorizontalRule", "Null"):
            raise ValueError(f"a block that this comparison does not know: {kind}")

    def _table(self, content: Any) -> Iterator[str]:
        yield from self.blocks(content[1][1])
        rows = content[3][1] + [row for body in content[4] for row in body[2] + body[3]] + content[5][1]
        notes, alts = len(self.words.notes), len(self.words.alts)
        for row in content[3][1]:  # print says them again on each page
            self.words.heads.append(" ".join("".join(self.blocks(cell[4])).strip() for cell in row[1]))
        del self.words.notes[notes:], self.words.alts[alts:]
        for row in rows:
            for cell in row[1]:
                words = "".join(self.blocks(cell[4])).strip()
                yield f"\n{CAPTION}{words}{CAPTION_END}\n" if words else ""

    def inlines(self, inlines: list[Any]) -> str:
        return "".join(self._inline(part["t"], part.get("c")) for part in inlines)

    def _inline(self, kind: str, content: Any) -> str:
        if kind == "Str":
            return _CROSS_REFERENCE.sub(lambda found: CITE + found[0] + CITE_END, content)
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return " " if kind == "Space" else "\n"
        if kind in ("Superscript", "Subscript"):
            inside = self.inlines(content)
            return (SUP if kind == "Superscript" else SUB) + inside + LEVEL if inside else ""
        if kind in ("Emph", "Strong", "Underline", "Strikeout", "SmallCaps"):
            return self.inlines(content)
        if kind == "Cite":
            return CITE + self.inlines(content[1]) + CITE_END
        if kind in ("Span", "Link", "Quoted"):
            return self.inlines(content[1])
        if kind == "Code":
            return str(content[1])
        if kind == "Math":
            return TEX + content[1] + TEX_END
        if kind == "RawInline":
            return raw(content)
        if kind == "Image":
            alt = dict(content[0][2]).get("alt") or self.inlines(content[1])
            self.words.alts.append(alt)
            return ALT + alt + ALT_END
        if kind == "Note":
            return self._note(content)
        raise ValueError(f"a piece of text that this comparison does not know: {kind}")

    def _note(self, blocks: list[Any]) -> str:
        body = "".join(self.blocks(blocks)).strip()
        again = body in self.seen  # called twice, or two notes that say the same
        self.seen.add(body)
        self.words.notes.append(MAYBE + body + MAYBE_END if again else body)
        return NOTE


def raw(content: list[str]) -> str:
    """Of raw HTML the text between tags: inline tags join, the others part; of other formats nothing is expected."""
    if content[0] != "html":
        return f"{MAYBE}{content[1]}{MAYBE_END}"
    return _TAG.sub(_sign, _UNSEEN.sub("\n", content[1]))


def _sign(found: re.Match[str]) -> str:
    name, closes = (found[1] or "").lower(), found[0].startswith("</")
    if found[0].startswith("<!--"):
        return ""
    alt = re.search(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", found[0]) if name == "img" else None
    if alt:
        return ALT + html.unescape(alt[1] or alt[2] or "") + ALT_END
    if name in ("sup", "sub"):
        return LEVEL if closes else SUP if name == "sup" else SUB
    if name == "q":
        return QUOTE_END if closes else QUOTE
    if name in ("figcaption", "caption"):
        return CAPTION_END + "\n" if closes else "\n" + CAPTION
    return "" if name in _INLINE_TAGS else "\n"


def label(number: int, style: str = "Decimal", delimiter: str = "Period") -> str:
    """What stands before an item of a numbered list."""
    if style.endswith("Alpha"):
        text = chr(ord("a") + number - 1) if 0 < number < 27 else str(number)
    elif style.endswith("Roman"):
        text = roman(number)
    else:
        text = str(number)
    text = text.upper() if style.startswith("Upper") else text
    return {"OneParen": f"{text})", "TwoParens": f"({text})"}.get(delimiter, f"{text}.")


def roman(number: int) -> str:
    """A number in small Roman figures."""
    values = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
    figures = ""
    for value, figure in values:
        figures += figure * (number // value)
        number %= value
    return figures
