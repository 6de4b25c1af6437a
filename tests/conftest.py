"""What the tests share: the editions, and the first edition built once."""

from __future__ import annotations

import datetime
import gc
import gzip
import os
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from lxml import etree

from builds import Builds
from hard_edition import hard_edition
from octavo.build import Build, build
from octavo.document import Document
from octavo.edition.releases import with_release
from octavo.errors import Notices
from octavo.outfolder import write
from octavo.presswork import cover
from octavo.readback import epubparts
from octavo.releases.record import release_of
from octavo.typesetting.bookorder import metadata_arguments

ROOT = Path(__file__).parent.parent
EDITIONS = ROOT / "tests" / "editions"


def pytest_collection_finish() -> None:
    """Look for garbage seldom, as the program never does: a book is many small objects that stay until its end."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def one_cover_for_a_title() -> Iterator[None]:
    """Hundreds of editions here have one title, and so one cover, which takes long to draw and to look through."""
    drawn: dict[tuple[object, ...], bytes] = {}
    draw = cover.front_image

    def front_image(document: Document, moment: datetime.datetime, notices: Notices) -> bytes:
        metadata, before = document.edition.metadata, len(notices.items)
        key = (metadata_arguments(document, moment), metadata.print.style, metadata.lang, str(metadata.words))
        if document.edition.fonts or key not in drawn:
            made = draw(document, moment, notices)
            if document.edition.fonts or len(notices.items) > before:
                return made
            drawn[key] = made
        return drawn[key]

    looked_through = lru_cache(maxsize=32)(epubparts.picture)
    with patch.object(cover, "front_image", front_image), patch.object(epubparts, "picture", looked_through):
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """With ``-n``, tests that share what takes seconds to make run in one process; another ``--dist`` is respected."""
    from sharing import Sharing

    return Sharing(config, log) if config.getoption("dist") == "load" else None


@pytest.fixture(scope="session")
def tei_schema() -> etree.RelaxNG:
    """TEI P5's schema tei_all, which takes seconds to read; tests/schemas/README.md says where it comes from."""
    with gzip.open(ROOT / "tests" / "schemas" / "tei_all.rng.gz") as file:
        return etree.RelaxNG(etree.parse(file))


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """The valid editions, built once for all processes of this run."""
    folder = tmp_path_factory.getbasetemp()
    return Builds((folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "builds")


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the first edition's source, so that no test writes into the repository."""
    folder = tmp_path_factory.mktemp("pamphlet") / "source"
    shutil.copytree(ROOT / "source", folder, ignore=shutil.ignore_patterns("build"))
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


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hard edition, version 1 of which is recorded; the tests copy it."""
    folder = hard_edition(tmp_path_factory.mktemp("issued") / "edition")
    made = build(folder)
    release = release_of(made.document, {artifact.name: artifact.sha256 for artifact in made.artifacts}, "2020-02-02")
    write(made.artifacts, folder / "build")
    (folder / "releases.yaml").write_bytes(with_release(made.edition, release))
    return folder


@pytest.fixture
def book(issued: Path, tmp_path: Path) -> Path:
    """An issued edition that a test may change as it likes."""
    folder = tmp_path / "edition"
    shutil.copytree(issued, folder)
    return folder


@pytest.fixture(scope="session", name="published")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with its site (publishedlibrary.py); tests that change it take a copy, ``library_copy``."""
    from program import octavo
    from publishedlibrary import published_library

    library = published_library(tmp_path_factory.mktemp("published") / "library")
    done = octavo("library", "catalog", library)
    assert done.returncode == 0, done.stderr
    assert "3 titles" in done.stderr
    return library


@pytest.fixture
def library_copy(published: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(published, tmp_path / "library"))
