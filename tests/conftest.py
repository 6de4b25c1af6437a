"""What the tests share: the editions, and the first edition built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from octavo.build import Build, build, write

ROOT = Path(__file__).parent.parent
EDITIONS = ROOT / "tests" / "editions"


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the first edition's source, so that no test writes into the repository."""
    folder = tmp_path_factory.mktemp("pamphlet") / "source"
    shutil.copytree(ROOT / "source", folder)
    return folder


@pytest.fixture(scope="session")
def pamphlet(source: Path) -> tuple[Build, Path]:
    """The first edition, built: what the build says, and the folder of its files."""
    made = build(source)
    write(made.artifacts, source / "build")
    return made, source / "build"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """A minimal edition that a test may change as it likes."""
    folder = tmp_path / "edition"
    shutil.copytree(EDITIONS / "html" / "language-valid", folder)
    return folder
