"""How many corrections there are: tool bar, note on the text and list of errata give the same figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from listed import HEAD, edition, said_by
from octavo.build import build
from octavo.checks.run import check
from octavo.document import read_document
from octavo.document.apparatus import appendix
from octavo.document.tree import inner_text
from octavo.edition import load_edition
from octavo.outfolder import write

FIGURES = {
    "as it comes": ("", 4, {"paragraph": 1, "normalise": 1}),
    "without misreadings": ("{exclude: [misread]}", 2, {"misread": 2, "paragraph": 1, "normalise": 1}),
    "with paragraphs": ("{include: paragraph, exclude: punctuation}", 4, {"punctuation": 1, "normalise": 1}),
    "with all": ("{include: [paragraph, normalise]}", 6, {}),
    "nothing of it": (
        "{exclude: emendations}",
        0,
        {"misread": 2, "misprint": 1, "punctuation": 1, "paragraph": 1, "normalise": 1},
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_tool_bar_note_and_list_give_the_same_figures(name: str, tmp_path: Path) -> None:
    apparatus, listed, left_out = FIGURES[name]
    made = build(edition(tmp_path, apparatus), ("epub", "pdf", "html", "text"))
    write(made.artifacts, tmp_path / "build")
    words = made.document.edition.metadata.words
    told = {words.text(f"kind-{kind}"): count for kind, count in left_out.items()}
    for rendition in ("epub", "pdf", "html", "text"):
        said = " ".join(said_by(made, rendition, tmp_path).split())
        noted = [
            int(number) for number in re.findall(r"(\d+) (?:corrections,|by rule|misread,|in all|listed|not)", said)
        ]
        by_errata, by_rule, misread, in_all, shown, hidden = noted
        assert (by_errata + by_rule, shown, hidden) == (in_all, listed, sum(left_out.values())), rendition
        assert misread == 2
        entries = re.findall(r"\d(?:\.\d+| n\. \d+) [^\]]+\] ", said[said.index("Errata corrected") :])
        assert len(entries) == shown, rendition
        sentence = re.search(r"The list leaves out (\d+) corrections?: ([^.]*)\.", said)
        assert (int(sentence[1]) if sentence else 0) == hidden, rendition
        kinds = (
            {kind: int(count) for kind, count in re.findall(r"([^,:]+?) \((\d+)\)", sentence[2])} if sentence else {}
        )
        assert {kind.strip(): count for kind, count in kinds.items()} == told, rendition
    (page,) = (artifact.data.decode() for artifact in made.artifacts if artifact.name.endswith(".html"))
    counts = [" ".join(count.split()) for count in re.findall(r'<p class="count">(.*?)</p>', page, re.DOTALL)]
    if not listed:
        assert counts == []
        return
    assert int(counts[0].split()[0]) == in_all
    assert counts[1:] == ([sentence[0]] if sentence else [])
    shown = [piece for piece in re.findall(r"<[^>]*data-was=[^>]*>", page) if "data-part=" not in piece]
    assert len(shown) == listed
    _, findings = check(tmp_path, tmp_path / "build")
    assert [finding for finding in findings if finding.rule != "rendition/present"] == []


def test_a_list_without_entries_is_made_where_something_was_excluded(tmp_path: Path) -> None:
    """What it leaves out unasked, such as paragraphs, makes none by itself."""
    folder = edition(tmp_path)
    (folder / "witness.txt").write_text("One\n\nIt was.\n\nIt went.\n", encoding="utf-8")
    entry = "errata:\n  - {id: one, for: was. ¶ It, read: was. It, kind: paragraph}\n"
    (folder / "errata.yaml").write_text(entry, encoding="utf-8")
    said = {}
    for apparatus in ("", "apparatus: {exclude: misread}\n"):
        (folder / "01.md").write_text(HEAD.replace("APPARATUS", apparatus) + "# One\n\nIt was. It went.\n", "utf-8")
        chapter = appendix(read_document(load_edition(folder)))
        said[apparatus] = inner_text(chapter.element) if chapter else ""
    assert said.popitem()[1].endswith("The list leaves out 1 correction: paragraph breaks (1).")
    assert said == {"": ""}
