"""Whatever an edition says, Typst sets it as words: nothing of a text, a name or an attribute becomes code."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from lxml import etree

from octavo.build import build, edition_moment
from octavo.checks.run import check
from octavo.document import Document, read_document
from octavo.edition import load_edition
from octavo.errors import InputError, Notices
from octavo.outfolder import write
from octavo.readback.canonical import canonical_regions, word_differences
from octavo.readback.pdf import PdfReading, open_pdf_reading
from octavo.typesetting.typstbook import TypstBook
from octavo.typesetting.typstmarkup import typst_string, typst_text

HOSTILE = [
    'a"b',
    "back\\slash \\",
    "#panic() #eval(1) #[x]",
    "] close ] [ open",
    "$ x $ and $",
    "// none /* of */ it",
    "@ref <label> <x>",
    '"); #panic("x',
    "'); panic(",
    "one\u2028two\u2029three\x85four",
    "= no - list + of / terms",
    "1. no 2) list",
    "`raw` ```x``` ~ -- --- ...",
    "*strong* _emph_ https://example.org/#x",
    "{panic()} ${panic()} \\u{41}",
    "))))]]]]}}}}",
    'rtl, size: 1pt)[#panic("x")]; #text(dir: ltr',
]
FRONT = {
    "title": "A book",
    "creator": [{"name": "Ada Author", "role": "aut"}],
    "lang": "en-GB",
    "identifier": "urn:uuid:00000000-0000-4000-8000-000000000081",
    "version": "1",
    "published": "2020-02-02",
    "rights": "Public domain.",
}
TEXT = """# One {#one}

A word with [a span]{#span lang=de},
[a link](https://example.org "its title"), `code` and $x^2$, ![a drawing](a.png).[^1]

::: {#part lang=fr}
Another paragraph.
:::

1. one
2. two

| Left | Right |
|:-----|------:|
| a    | b     |

```
code
```

See [one](#one).

[^1]: A note.
"""


def edition(folder: Path, text: str, **front: object) -> Path:
    """An edition of one file."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    head = yaml.safe_dump(FRONT | front, allow_unicode=True)
    (folder / "01.md").write_text(f"---\n{head}---\n\n{text}", encoding="utf-8")
    Image.new("RGB", (40, 30), "tan").save(folder / "a.png")
    return folder


def set_book(document: Document) -> PdfReading:
    with TypstBook(document, edition_moment(document.edition), Notices()) as typst_book:
        return open_pdf_reading(typst_book.draft(), Path("a.pdf"))


def differences(document: Document, reading: PdfReading) -> list[tuple[str, str]]:
    return [
        (found.canonical, found.read)
        for region, expected in canonical_regions(document).items()
        for found in word_differences(expected, reading.blocks, region, spacing=False)
    ]


@pytest.mark.parametrize("key", ["title", "subtitle", "publisher", "rights", "source", "description"])
def test_front_matter_is_words(tmp_path: Path, key: str) -> None:
    document = read_document(load_edition(edition(tmp_path, TEXT, **{key: " / ".join(HOSTILE)})))
    assert differences(document, set_book(document)) == []


def test_names_and_subjects_are_words(tmp_path: Path) -> None:
    creators = [
        {"name": hostile, "role": role} for hostile, role in zip(HOSTILE, ["aut", "edt", "trl"] * 9, strict=False)
    ]
    document = read_document(load_edition(edition(tmp_path, TEXT, creator=creators, subject=HOSTILE)))
    assert differences(document, set_book(document)) == []


def attributes(root: etree._Element, said: str) -> None:
    """Give every element every attribute that might reach Typst, and every text node these words."""
    for number, element in enumerate(root.iter()):
        if (
            not isinstance(element.tag, str)
            or "}" in element.tag
            or next(element.iterancestors("{*}math"), None) is not None
        ):
            continue
        for key in ("dir", "lang", "title", "style", "align", "start", "type", "data-delimiter", "colspan", "rowspan"):
            element.set(key, said)
        for key in ("value", "width", "height", "cite", "datetime", "data-unknown", "role"):
            element.set(key, said)
        if element.tag == "img":
            element.set("alt", said)
        elif element.tag == "a" and element.get("class") is None and not (element.get("href") or "").startswith("#"):
            element.set("href", f"https://example.org/{said}")
        if element.tag in ("p", "td", "th", "li", "code", "span", "em") and element.text:
            element.text = f"{element.text} {said} "
        if element.tag in ("span", "em", "code", "td") and not element.get("id"):
            element.set("id", f"{said} {number}")


@pytest.mark.parametrize("said", HOSTILE)
def test_attributes_are_no_code(tmp_path: Path, said: str) -> None:
    """What the reader of Markdown takes away today it may let through tomorrow: Typst's side holds by itself."""
    document = read_document(load_edition(edition(tmp_path, TEXT)))
    for chapter in document.chapters:
        if chapter.kind == "chapter":
            attributes(chapter.element, said)
    for note in document.notes:
        attributes(note.body, said)
    document.__dict__.pop("flow", None)
    assert differences(document, set_book(document)) == []


@pytest.mark.parametrize("said", HOSTILE)
def test_markdown_and_errata_are_words(tmp_path: Path, said: str) -> None:
    """Through the whole build, with the words in code, headings, verse, notes and a list of errata."""
    words = " ".join(said.split())
    verbatim = f"`` {words} ``"
    text = f"# One\n\n{verbatim} and a mistkae here.[^1]\n\n    {words}\n\n## {verbatim}\n\n| {verbatim}\n\n"
    text += f"[^1]: {verbatim}\n"
    edition(tmp_path, text.replace("mistkae", "mistake"), witness={"path": "w.txt"})
    (tmp_path / "w.txt").write_text(
        f"One\n\n{words} and a mistkae here.\n\n{words}\n\n{words}\n\n{words}\n", encoding="utf-8"
    )
    entry = {"id": "one", "for": "mistkae", "read": "mistake", "kind": "misread", "note": words}
    (tmp_path / "errata.yaml").write_text(yaml.safe_dump({"errata": [entry]}, allow_unicode=True), encoding="utf-8")
    made = build(tmp_path)
    assert made.differences == ()
    write(made.artifacts, tmp_path / "build")
    found = [
        one.message
        for one in check(tmp_path, tmp_path / "build")[1]
        if one.rule == "rendition/words" and "PDF" in one.message
    ]
    assert found == []


@pytest.mark.parametrize("kind", ["> ", "- ", "1. "])
def test_hundreds_of_nestings_are_set_flat(tmp_path: Path, kind: str) -> None:
    deep = "".join(
        f"{kind * level}word{level}\n{kind.rstrip() * level if kind == '> ' else ''}\n" for level in range(1, 61)
    )
    if kind != "> ":
        deep = "".join(" " * len(kind) * (level - 1) + f"{kind}word{level}\n\n" for level in range(1, 61))
    document = read_document(load_edition(edition(tmp_path, f"# One\n\n{deep}")))
    notices = Notices()
    with TypstBook(document, edition_moment(document.edition), notices) as typst_book:
        reading = open_pdf_reading(typst_book.draft(), Path("a.pdf"))
    assert differences(document, reading) == []
    assert any("too deep" in notice.message and notice.place and notice.place.line > 10 for notice in notices.items)


def test_numbers_beyond_typst_are_set_as_they_are_written(tmp_path: Path) -> None:
    document = read_document(load_edition(edition(tmp_path, "# One\n\n9223372036854775808. Far\n9. Farther\n")))
    reading = set_book(document)
    assert differences(document, reading) == []
    assert any("9223372036854775808." in block.text for block in reading.blocks)


def test_what_no_pdf_can_hold_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="‘title’ has 1,001 characters") as caught:
        build(edition(tmp_path / "title", TEXT, title="a" * 1001))
    assert caught.value.problems[0].place is not None
    long = edition(tmp_path / "link", f"# One\n\n[a link](https://example.org/{'a' * 9000}) here.\n")
    made = build(long, ("pdf",))
    warning = next(problem for problem in made.warnings if "address of 9,020 bytes" in problem.message)
    assert warning.place is not None
    assert warning.place.line == 15


def test_a_string_and_a_text_say_what_they_were_given() -> None:
    assert typst_string('a"\\\n\x07') == '"a\\"\\\\\\u{a}\\u{7}"'
    assert typst_text("a#b [c] 1. x") == "a\\#b \\[c\\] 1\\. x"
