"""What the system refuses any program is told, and is no fault of ours."""

from __future__ import annotations

import errno
from pathlib import Path
from unittest import mock

import pytest

from program import octavo

pytestmark = pytest.mark.hostile


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"), "temporary files"),
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
        (OSError(errno.ENOMEM, "Cannot allocate memory", "/bin/sh"), "Cannot allocate memory"),
        (MemoryError(), "memory"),
    ],
)
def test_want_of_room_memory_and_files_is_told(error: BaseException, said: str, tmp_path: Path) -> None:
    with mock.patch("octavo.edition.load_edition", side_effect=error):
        done = octavo("errata", tmp_path)
    assert (done.returncode, said in done.stderr, "fault of octavo" in done.stderr) == (2, True, False)
