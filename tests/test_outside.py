"""What the official validators say: nothing, of any kind, on the first edition and on every valid one."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from builds import Builds
from conftest import EDITIONS
from hard_edition import hard_edition
from octavo.build import Build, build
from octavo.checks.outside import available, epubcheck, jvm, nu, verapdf
from octavo.outfolder import write

pytestmark = pytest.mark.outside
VALID = [path for path in sorted(EDITIONS.glob("*/*-valid")) if path.parent.name != "press"]
"""What is valid for the press differs in its printer, not in what these validators know of."""

FOR_PRESS = ("-print", "-cover", "-booklet", "-2up")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, builds: Builds, pamphlet: tuple[Build, Path]) -> Path:
    """A folder with the renditions of the pamphlet and of every valid edition."""
    folder = tmp_path_factory.mktemp("outside")
    slug = pamphlet[0].edition.metadata.slug
    for suffix in (".epub", ".pdf", ".html"):
        shutil.copy(pamphlet[1] / f"{slug}{suffix}", folder / f"pamphlet{suffix}")
    for edition in VALID:
        copy = builds.copy(edition, folder / "editions" / f"{edition.parent.name}-{edition.name}")
        for suffix in (".epub", ".pdf", ".html"):
            (path,) = (path for path in (copy / "build").glob(f"*{suffix}") if not path.stem.endswith(FOR_PRESS))
            path.rename(folder / f"{copy.name}{suffix}")
    return folder


def test_the_validators_are_there() -> None:
    assert None not in available().values()


def test_python_s_collections_of_garbage_are_left_alone() -> None:
    """JPype would make each of them slower, the longer a process runs."""
    jvm.start()
    assert [callback for callback in gc.callbacks if callback.__module__ == "_jpype"] == []


def test_epubcheck_says_nothing(built: Path) -> None:
    files = sorted(built.glob("*.epub"))
    assert len(files) == len(VALID) + 1
    assert epubcheck(files) == []


def test_epubcheck_says_nothing_of_errata_in_hard_places(tmp_path: Path) -> None:
    """In notes too, which stand in the file of their chapter, while the list stands in its own."""
    made = build(hard_edition(tmp_path / "hard"), ("epub",))
    write(made.artifacts[:1], tmp_path)
    assert epubcheck(list(tmp_path.glob("*.epub"))) == []


def test_verapdf_says_nothing(built: Path) -> None:
    files = sorted(built.glob("*.pdf"))
    assert len(files) == len(VALID) + 1
    assert verapdf(files, ("3a", "ua1")) == []


def test_nu_says_nothing(built: Path) -> None:
    """Of so many pages that each kind of markup that any of them has is looked at, however many pages have it."""
    files = sorted(built.glob("*.html"), key=lambda path: (path.name != "pamphlet.html", path.name))
    assert len(files) == len(VALID) + 1
    seen: set[tuple[str, ...]] = set()
    chosen = []
    for path in files:
        markup = set(kinds_of_markup(html.parse(path).getroot()))
        if not markup <= seen:
            chosen.append(path)
        seen |= markup
    assert len(chosen) >= 12
    assert nu(chosen) == []


def kinds_of_markup(root: etree._Element) -> Iterator[tuple[str, ...]]:
    """Each element within another with each of its attributes; with the value, where a value can be wrong."""
    for element in root.iter(etree.Element):
        parent = element.getparent()
        around = str(parent.tag) if parent is not None else ""
        for name, value in [("", ""), *element.attrib.items()]:
            yield around, str(element.tag), name, "" if name in ("id", "href", "src", "content", "title") else value


def test_the_validators_do_find_faults(built: Path, tmp_path: Path) -> None:
    """Silence means something only where a fault is not met with it."""
    import pikepdf

    page = (built / "pamphlet.html").read_text(encoding="utf-8").replace("<main", "<main><table><p></table><main", 1)
    (tmp_path / "broken.html").write_text(page, encoding="utf-8")
    assert nu([tmp_path / "broken.html"])
    (tmp_path / "broken.epub").write_bytes((built / "pamphlet.epub").read_bytes()[:-2000])
    assert epubcheck([tmp_path / "broken.epub"])
    with pikepdf.open(built / "pamphlet.pdf") as file:
        del file.Root.Lang
        del file.Root.MarkInfo
        file.save(tmp_path / "broken.pdf")
    assert {message.rule.split()[0] for message in verapdf([tmp_path / "broken.pdf"])} == {"PDFA-3A", "PDFUA-1"}
