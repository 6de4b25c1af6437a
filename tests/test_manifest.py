"""What a build has written of itself may be another's by the time it is read: that is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from librarybooks import book
from program import octavo

ODD = (
    "",
    "null",
    "[]",
    '"octavo"',
    '{"artifacts": 3}',
    '{"artifacts": [3]}',
    '{"artifacts": [{}]}',
    '{"artifacts": [{"name": [], "sha256": ""}]}',
    '{"unmade": [{"name": "a"}]}',
    '{"unmade": [{"name": "a", "why": 3}]}',
    "[" * 100_000,
    '{"octavo":',
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small edition, built."""
    folder = book(tmp_path_factory.mktemp("manifest"), 1)
    assert octavo("build", folder, "--only", "html").returncode == 0
    return folder


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_a_manifest_that_no_build_has_written_is_told(built: Path, odd: str) -> None:
    manifest = built / "build" / "manifest.json"
    manifest.write_text(odd, encoding="utf-8")
    done = octavo("check", built)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith(f"{manifest}: error: this is not what a build writes")
    assert octavo("build", built, "--only", "html").returncode == 0
    assert octavo("check", built).returncode == 0


@pytest.mark.parametrize("odd", ["{}", '{"artifacts": [], "sources": 3, "setting": [1], "unmade": []}'])
def test_a_manifest_that_says_little_is_read(built: Path, odd: str) -> None:
    (built / "build" / "manifest.json").write_text(odd, encoding="utf-8")
    assert octavo("check", built).returncode in (0, 1)
