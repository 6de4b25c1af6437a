"""Files that a person wrote with several kinds of line ends: what a command does not change keeps its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.edition.keptlines import with_line_ends
from program import octavo

pytestmark = pytest.mark.hostile

FRONT = "---\ntitle: A\ncreator: B\nlang: en\nversion: '1'\nrights: C\nwitness: {path: w.txt}\n---\n\n# One\n\n"


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        (b"a\r\nb\nc\r\n", "a\nb\nnew\nc\n", b"a\r\nb\nnew\nc\r\n"),
        (b"a\r\nb\nc\r\n", "a\n# b\nc\n", b"a\r\n# b\nc\r\n"),
        (b"a\nb\rc\r\nd", "a\nb\nx\nc\nd", b"a\nb\rx\rc\r\nd"),
        (b"a\r\n\r\n\n\r\nb\n", "a\n\n\n\nnew\nb\n", b"a\r\n\r\n\n\r\nnew\r\nb\n"),
        (b"\xef\xbb\xbfa\r\nb\n", "new\na\nb\n", b"new\r\n\xef\xbb\xbfa\r\nb\n"),
        (b"a\n\xef\xbb\xbfb\n", "a\nb\nnew\n", b"a\n\xef\xbb\xbfb\nnew\n"),
        (b"\xef\xbb\xbfa\r\n", "a\nnew\n", b"\xef\xbb\xbfa\r\nnew\r\n"),
        (b"", "a\nb\n", b"a\nb\n"),
    ],
)
def test_lines_keep_their_ends(before: bytes, text: str, after: bytes) -> None:
    assert with_line_ends(text, before) == after


def test_a_draft_changes_no_line_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "01.md").write_text(FRONT + "The ship went home. The cat sat here.\n", encoding="utf-8")
    (tmp_path / "w.txt").write_text("The shlp went home. The cat sat hcre.\n", encoding="utf-8")
    (tmp_path / "errata.yaml").write_bytes(
        b"# mine\r\nerrata:\n  - id: e1\r\n    for: shlp\n    read: ship\r\n    kind: misread\n# end\r\n"
    )
    before = (tmp_path / "errata.yaml").read_bytes().splitlines(keepends=True)
    octavo("collate", "--draft", "--write", folder=tmp_path)
    after = (tmp_path / "errata.yaml").read_bytes().splitlines(keepends=True)
    assert len(after) > len(before)
    assert [line for line in after if line in before] == before
