"""Words of the Markdown that are not in the tree which pandoc made of it, and so would be in no rendition."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from lxml import etree

from octavo.document.flow import NOTE_MARKS, formula_source, is_formula
from octavo.document.parts import Fault
from octavo.document.tree import classes
from octavo.errors import Problem
from octavo.markdown.file import MarkdownFile
from octavo.markdown.notegrammar import LABEL
from octavo.markdown.scan import MarkdownScan
from octavo.markdown.vocabulary import BLOCKS

_WORD = re.compile(r"[^\W_]{2,}")
"""One letter alone may be a list's number."""
_NO_WORDS = re.compile(
    "|".join(
        (
            r"<!--.*?-->|<(script|style)\b.*?</\1\s*>",  # told by those who drop it
            r"</?[A-Za-z][\w:-]*(?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>",
            r"</?[A-Za-z][^<>]*>",
            r"!\[(?:\\.|[^\]\\]){0,2000}\]",  # what a picture shows is no text
            r"(?<=\])\(\s*(?:[^()\n]|\([^()]*\))*\s*(?:\"[^\"]*\")?\s*\)|(?<=\])\[[^\]\n]*\]",  # where a link leads
            r"^ {0,3}\[(?!\^)[^\]]+\]:\s*\S+(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))[ \t]*$)?",
            rf"{LABEL}:?|"  # marks of notes
            r"\(?@[\w-]+\)?|\{[^{}]*\}",  # labels of examples, attributes
            r"^[ \t>]*(?::{3,}|`{3,}|~{3,})[^\n`]*$",  # the first line of a division or of code
            r"^[ \t>]*(?:Table|table)?:(?=\s)",
            r"^[ \t>]*\[![A-Za-z]+\]",  # the kind of a callout
            # The numbers of a list, which may be given anew.
            r"^[ \t>*+-]*\(?(?:\d+|#|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)[.)](?=\s)",
        )
    ),
    re.MULTILINE | re.DOTALL,
)
_CITED = re.compile(r"\[[^\[\]]*@[^\[\]]*\]")
_LOCATOR = re.compile(r"(@[^\s,;\]]+,\s*)(?:[^\W\d_]+\.?\s*){1,2}(?=[\divxlcIVXLC]+\b)")
"""What kind of place in a work a citation names, which its style words anew: chapter 3, pp. 4–5."""
_ENTITY = re.compile(r"&#?\w+;")
_GAP = "\x1f"
_MARKUP = re.compile(rf"[*_~^`\[\]\\{_GAP}]")
_APART = BLOCKS | {"br", "code"}
"""Elements at which a word ends; emphasis and its like may stand within one."""
MOST_SHOWN = 5
HINT = "a row of a table may have more cells than its head, or dropped HTML holds the words: write them as Markdown"


def written_words(markdown: str) -> Counter[str]:
    """How often each word is written; signs of emphasis end words, as they may not in the tree."""
    return Counter(_WORD.findall(_words_alone(markdown)))


def unread_words(file: MarkdownFile, written: Counter[str]) -> list[Fault]:
    """A fault for each passage of a file with words that its tree has less often than the file, which has ``written``.

    pandoc is silent of what it drops, such as cells for which a table has no column.
    """
    scan = file.scan
    there = Counter(_WORD.findall("\n".join(_text(root) for root in (file.body, *file.notes.values()))))
    if not written - there:
        return []
    # Emphasis may stand in a word, or have been meant as its own signs: lost is what is lost either way.
    joined = Counter(_WORD.findall(_MARKUP.sub("", _words_alone(scan.chapter.body))))
    lost = (written & joined) - there
    more = there - written
    for word in [word for word in lost if more[word[0].upper() + word[1:]]]:
        lost[word] -= min(lost[word], more[word[0].upper() + word[1:]])  # a note made of a citation begins so
    lost = +lost
    return list(_faults(lost, scan)) if lost else []


def _words_alone(markdown: str) -> str:
    markdown = _CITED.sub(lambda cited: _LOCATOR.sub(r"\1", cited[0]), markdown) if "@" in markdown else markdown
    # A comment that is not closed is none: lest each be searched for its end in all that follows.
    closed, end, rest = markdown.rpartition("-->")
    markdown = closed + end + rest.replace("<!--", " ")
    return _ENTITY.sub(lambda match: html.unescape(match[0]), _NO_WORDS.sub(_GAP, markdown))


def _faults(lost: Counter[str], scan: MarkdownScan) -> Iterator[Fault]:
    """Where a word stands several times, the line with most of the words that are lost has lost it."""
    text = _NO_WORDS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), scan.chapter.body)
    lines: dict[int, list[re.Match[str]]] = defaultdict(list)
    for word in _WORD.finditer(text):
        if word[0] in lost:
            lines[scan.lines.place(word.start()).line].append(word)
    for number, words in sorted(lines.items(), key=lambda line: -len(line[1])):
        lines[number] = [word for word in reversed(words) if _taken(lost, word[0])][::-1]
    passage: list[int] = []
    for number in [*sorted(number for number, words in lines.items() if words), 0]:
        if passage and number not in range(passage[-1], passage[-1] + 3):
            yield _fault(scan, lines[passage[0]], passage)
            passage = []
        passage.append(number)


def _fault(scan: MarkdownScan, words: list[re.Match[str]], passage: list[int]) -> Fault:
    shown = " ".join(word[0] for word in words[:MOST_SHOWN]) + (" …" if len(words) > MOST_SHOWN else "")
    more = f", with words down to line {passage[-1]}," if len(passage) > 1 else ""
    message = f"‘{shown}’{more} is not read as text and would be in no rendition"
    return Fault("words-unread", Problem(message, scan.lines.place(words[0].start()), HINT))


def _taken(lost: Counter[str], word: str) -> bool:
    """Whether one more of a word is lost: of a line the last, as what a table has no room for stands last."""
    lost[word] -= 1
    return lost[word] >= 0


def _text(body: etree._Element) -> str:
    """The words of a tree, those of pictures and formulas with them; a mark of a note parts no word."""
    pieces: list[str] = []

    def visit(element: etree._Element) -> None:
        if not isinstance(element.tag, str) or not NOTE_MARKS.isdisjoint(classes(element)):
            return
        if is_formula(element):
            pieces.append(f" {formula_source(element)} ")
            return
        apart = " " if element.tag in _APART else ""
        pieces.extend((apart, element.text or ""))
        for child in element:
            visit(child)
            pieces.append(child.tail or "")
        pieces.extend(f" {element.get(name)} " for name in ("alt", "title") if element.get(name))
        if element.tag == "pre":
            pieces.append(f" {element.get('class') or ''} ")  # the language of code may stand in a cell of a table
        pieces.append(apart)

    visit(body)
    return "".join(pieces)
