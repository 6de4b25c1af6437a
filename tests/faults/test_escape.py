"""No code from the text: whatever stands in a field, an attribute or the errata list is there as text, and no more."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import yaml
from hostile import ERRATA, FIELDS, FRONT, HOSTILE, QUOTED, TEXT, bones, edition, filled, markup, said
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.build import build
from octavo.edition import load_edition
from octavo.edition.metadata import Metadata
from octavo.errors import InputError, OctavoError
from octavo.renditions.citation import citation
from octavo.typesetting.compiler import compiled, compiler
from octavo.typesetting.typstformulas import Formula, _by_pandoc
from octavo.typesetting.typstmarkup import typst_string, typst_text

pytestmark = pytest.mark.hostile

SOME = " ".join(HOSTILE[4:7])
IN_PACKAGE = ("title", "subtitle", "creator", "identifier", "publisher", "rights", "source", "subject", "description")
"""Fields that an EPUB's package, a page of HTML and a TEI header all carry."""


def test_every_field_is_words_in_every_rendition(tmp_path: Path) -> None:
    """All fields at once, each with a word of its own before what is hostile; the same elements as without."""
    turn = [f"{HOSTILE[n % len(HOSTILE)]} {HOSTILE[(n + 7) % len(HOSTILE)]}" for n in range(len(FIELDS))]
    values = {field: f"Field{number} {words}" for number, (field, words) in enumerate(zip(FIELDS, turn, strict=True))}
    values["words", "note"] = "Note </script>x\" ' </style>"  # which stands in an attribute within a script
    plain = markup(build(edition(tmp_path / "plain", FRONT)))
    errata = json.loads(json.dumps(ERRATA).replace("NOTE", "Note").replace("WHY", "Why").replace("ASKED", "Asked"))
    errata["errata"][0]["note"] = f"NOTE {SOME}"
    errata["stet"][0]["why"] = f"WHY {SOME}"
    errata["queries"][0]["why"] = f"ASKED {SOME}"
    made = build(edition(tmp_path / "hostile", filled(values), errata=errata))
    assert made.unmade == () and made.differences == ()
    found = markup(made)
    assert found.keys() == plain.keys()
    for name, tree in found.items():
        assert bones(tree) == bones(plain[name]), name
    for field, value in values.items():
        wanted = " ".join(value.split())
        places = {name for name, tree in found.items() if any(wanted in text for text in said(tree))}
        assert places, field
        if field[0] in IN_PACKAGE and field[-1] != "file-as":
            assert places >= {"EPUB/content.opf", "html", "tei"}, field
    for word in ("NOTE", "WHY", "ASKED"):
        assert any(" ".join(f"{word} {SOME}".split()) in text for text in said(found["html"])), word
    with pikepdf.open(io.BytesIO(made.artifacts[1].data)) as file, file.open_metadata() as xmp:
        texts = " ".join([*(str(xmp[key]) for key in xmp), *(str(value) for value in file.docinfo.values())])
    for key in (("title",), ("creator", 0, "name"), ("creator", 1, "name"), ("subject", 0), ("description",)):
        assert " ".join(values[key].split()) in " ".join(texts.split())


@pytest.mark.long
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(FIELDS),
    st.lists(st.sampled_from(HOSTILE + QUOTED), min_size=1, max_size=6),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Co", "Cn"]), max_size=12),
)
def test_any_field_is_words_or_refused_with_its_place(
    tmp_path_factory: pytest.TempPathFactory, field: tuple[str | int, ...], parts: list[str], more: str
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    value = f"Value {' '.join(parts)} {more} end"
    try:
        made = build(edition(folder, filled({field: value})))
    except InputError as error:
        assert all(problem.place for problem in error.problems)
        return
    for unmade in made.unmade:
        assert all(problem.place and "fault of Octavo" not in str(problem) for problem in unmade.problems)
    assert any(" ".join(value.split()) in text for tree in markup(made).values() for text in said(tree))


@pytest.mark.parametrize("sign", ["\x01", "\x1b[31m", "\x7f", "\ufeff", "\ufffe", "\uffff", "\ud800", "\udcff"])
@pytest.mark.parametrize("where", ["title", "note"])
def test_what_no_rendition_can_carry_is_refused_with_its_place(tmp_path: Path, sign: str, where: str) -> None:
    edition(tmp_path, FRONT)
    path, old = {"title": ("01.md", "title: A book"), "note": ("errata.yaml", "note: NOTE")}[where]
    key = old.partition(":")[0]
    text = (tmp_path / path).read_text(encoding="utf-8").replace(old, f"{key}: {json.dumps(f'a{sign}b')}")
    (tmp_path / path).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_edition(tmp_path)
    assert refused.value.problems[0].place and refused.value.problems[0].place.line > 1


def test_strings_and_texts_are_to_typst_what_they_are(tmp_path: Path) -> None:
    """Random strings through both functions, in one file: what Typst holds afterwards is what it was given."""
    strings = [*HOSTILE, *QUOTED, "\u2028\u2029\x85", "//", "/*", "*/", "\u202e\u2066", "\\u{41}", "'\"'\"", "a\\"]
    examples = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), min_size=150, max_size=150)

    @settings(max_examples=3, deadline=None, database=None)
    @given(examples)
    def same(more: list[str]) -> None:
        main = tmp_path / "main.typ"
        main.write_text(
            "".join(f"#metadata({typst_string(text)})<s>\n" for text in strings + more)
            + "".join(f"#metadata([{typst_text(text)}])<t>\n" for text in strings),
            encoding="utf-8",
        )
        made = compiler(main)
        assert json.loads(made.eval("query(<s>).map(it => it.value)")) == strings + more
        kinds = json.loads(made.eval("query(<t>).map(it => repr(it.value.func()))"))
        assert set(kinds) <= {"sequence", "text", "space", "symbol"}

    same()


@pytest.mark.parametrize(
    "source",
    [
        "x \\label{eq:one}",
        'x \\label{a"b}',
        "\\text{#panic() ]}",
        "a/*b",
        "\\operatorname{panic()}",
        "x % y",
        "a \\] b",
    ],
)
def test_a_formula_is_one_formula_and_nothing_else(source: str) -> None:
    formula = Formula(source, True)
    turned = _by_pandoc([Formula("a", True), formula, Formula("b", True)])
    assert turned[Formula("a", True)] == "$ a $" and turned[Formula("b", True)] == "$ b $"
    assert turned.get(formula, "$ $").endswith("$") and "label" not in turned.get(formula, "")


def test_a_formula_with_a_label_is_set(tmp_path: Path) -> None:
    text = '# One\n\n$$ x = 1 \\label{eq:one} $$\n\nand $$ y \\label{b"c} $$\n'
    front = {key: value for key, value in FRONT.items() if key != "witness"}
    made = build(edition(tmp_path, front, text, errata={"errata": []}), ("pdf",))
    assert made.unmade == () and [artifact.name for artifact in made.artifacts] == ["a-book.pdf", "manifest.json"]


def test_tags_in_a_title_are_cited_as_they_are_written() -> None:
    title = "On <i>is</i> & <script>x</script> <span class=nocase>y</span>"
    front = Metadata(title=title, publisher=title, version="1", lang="fr")
    cited = citation(front)
    assert title in "".join(cited.reference.itertext()) and not cited.reference.findall(".//script")
    assert "\\textless{}i" in cited.bibtex and json.loads(cited.csl_json)[0]["title"] == title


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine at which nothing should be asked for, and what was."""
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            asked.append(connection.recv(200))
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield server.getsockname()[1], asked
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def test_nothing_outside_is_reached(tmp_path: Path, listener: tuple[int, list[bytes]]) -> None:
    """What other tools would include or fetch: its word is in no rendition, and nobody has asked for it."""
    port, asked = listener
    word = "WORDOUTSIDE"
    there = tmp_path / "secret.txt"
    there.write_text(word, encoding="utf-8")
    host = f"http://127.0.0.1:{port}"
    text = (
        f'# One\n\n#include "{there}" \\input{{{there}}} {{{{< include {there} >}}}} !include {there}\n\n'
        f'```{{=typst}}\n#read("{there}")\n```\n\n```{{=latex}}\n\\input{{{there}}}\n```\n\n'
        f'`#read("{there}")`{{=typst}} $\\input{{{there}}}$ $$\\text{{\\input{{{there}}}}}$$\n\n'
        f"``` {{.include}}\n{there}\n```\n\n{{{{#include {there}}}}}\n\n.. include:: {there}\n\n"
        f'<iframe src="{there}"></iframe><object data="{host}/o"></object><link rel="stylesheet" href="{host}/x.css">'
        f'<script src="{host}/s.js"></script> ![x]({host}/a.png){{alt="x"}} [l]({host}/l)\n\n'
        f"---\nbibliography: {there}\ncsl: {host}/x.csl\ninclude-before: {there}\nmetadata-files: [{there}]\n...\n\n"
        "Text @k.\n"
    )
    front = {key: value for key, value in FRONT.items() if key != "witness"}
    made = build(
        edition(tmp_path / "e", front, text, errata={"errata": []}), ("epub", "html", "tei", "text", "pdf", "docx")
    )
    assert len(made.artifacts) == 7
    assert all(word not in text for tree in markup(made).values() for text in said(tree))
    assert all(word.encode() not in artifact.data for artifact in made.artifacts)
    assert asked == []


def test_typst_has_no_packages_and_no_network(
    tmp_path: Path, listener: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were there code from the text after all, it could read nothing: not a user's packages, not what is elsewhere."""
    port, asked = listener
    package = tmp_path / "data" / "typst" / "packages" / "local" / "evil" / "0.1.0"
    package.mkdir(parents=True)
    (package / "typst.toml").write_text('[package]\nname="evil"\nversion="0.1.0"\nentrypoint="a.typ"\n')
    (package / "a.typ").write_text("#let x = 1\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    (tmp_path / "outside.txt").write_text("x")
    main = tmp_path / "book" / "main.typ"
    main.parent.mkdir()
    for code in ('#import "@local/evil:0.1.0": x', '#import "@preview/cetz:0.3.0": *', '#read("/../outside.txt")'):
        main.write_text(code, encoding="utf-8")
        with pytest.raises(OctavoError):
            compiled(compiler(main), format="pdf")
    assert asked == []


LINKS = {"SUMMARY.md": "", "_quarto.yml": "", "_bookdown.yml": "", "errata.yaml": "", "02.md": "", "fonts": ""}
NAMED = {"bibliography": "[../o.bib]", "csl": "../o.csl", "cover-image": "../o.png", "witness": "{path: ../o.txt}"}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_out_of_the_edition_is_refused(tmp_path: Path, name: str) -> None:
    folder = edition(tmp_path / "e", FRONT)
    (tmp_path / "o").mkdir()
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / "o" if name == "fonts" else tmp_path / "o.md")
    (tmp_path / "o.md").write_text("[x](01.md)", encoding="utf-8")
    with pytest.raises(InputError, match="outside the edition folder") as refused:
        load_edition(folder)
    assert refused.value.problems[0].place is not None


@pytest.mark.parametrize("key", NAMED)
def test_a_name_out_of_the_edition_is_refused(tmp_path: Path, key: str) -> None:
    for name in ("o.bib", "o.csl", "o.png", "o.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    front = filled({}) | {key: yaml.safe_load(NAMED[key])}
    with pytest.raises(InputError, match="outside the edition folder") as refused:
        build(edition(tmp_path / "e", front, TEXT), ("text", "epub"))
    assert refused.value.problems[0].place is not None
