"""A reason in the errata list that is longer than a page goes on, and all renditions know where its pages begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from program import octavo

pytestmark = pytest.mark.hostile

FRONT = (
    "---\ntitle: A\ncreator: B\nlang: en\nversion: '1'\nidentifier: urn:x:1\npublished: 2020-01-01\nrights: C\n"
    "witness: {path: w.txt}\n---\n\n# One\n\n"
)


@pytest.mark.parametrize("reason", ["x " * 3000, "It stands so in the manuscript, which was not seen before. " * 60])
def test_a_long_reason_goes_on_behind_the_end_of_a_page(reason: str, tmp_path: Path) -> None:
    (tmp_path / "01.md").write_text(FRONT + "The ship went home. The cat sat here.\n", encoding="utf-8")
    (tmp_path / "w.txt").write_text("One\n\nThe shlp went home. The cat sat hcre.\n", encoding="utf-8")
    (tmp_path / "errata.yaml").write_text(
        f"errata:\n  - id: e1\n    for: shlp\n    read: ship\n    kind: misread\n    why: {reason.strip()}\n"
        "  - id: e2\n    for: hcre\n    read: here\n    kind: misread\n    why: as before\n",
        encoding="utf-8",
    )
    made = octavo("build", folder=tmp_path)
    assert (made.returncode, "out of the text" in made.stderr) == (0, False)
    checked = octavo("check", folder=tmp_path)
    assert "clean" in checked.stdout + checked.stderr
    assert checked.returncode == 0
