"""Nothing in a rendition is fetched when it is opened: in thirty years, what it would ask for is gone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from browser import another
from playwright.sync_api import Browser
from shelf import FEATURES, PAMPHLET, ROOT

from octavo.build import build

EDITIONS = (PAMPHLET, "lighthouse", "signpainter")
OUTSIDE = "https://example.org/elsewhere.png"
DONE_WHEN_OPENED = ("/OpenAction", "/AA", "/JavaScript", "/XFA", "/Collection")
FETCHING = (
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ImportData",
    "/JavaScript",
    "/Rendition",
    "/Movie",
    "/Sound",
)


@pytest.fixture(scope="module")
def alone(chromium: Browser) -> Iterator[Browser]:
    """A browser that reaches no other machine: no name is found, and what it asks for is seen."""
    with another(chromium.browser_type, "--host-resolver-rules=MAP * ~NOTFOUND") as started:
        yield started


@pytest.fixture(scope="module", params=EDITIONS)
def outputs(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """All that is made of an edition."""
    source = ROOT / "source" if request.param == PAMPHLET else FEATURES / request.param
    names = ("epub", "pdf", "html", "tei", "text", "print", "cover", "booklet")
    return {artifact.name: artifact.data for artifact in build(source, names).artifacts}


def asked_for(browser: Browser, page: Path, folder: Path) -> list[str]:
    """What a file asks for that does not lie in its own folder when a browser opens it."""
    context = browser.new_context()
    window, found = context.new_page(), []
    window.on("request", lambda request: found.append(request.url))
    window.goto(page.as_uri())
    window.wait_for_load_state("networkidle")
    context.close()
    return [url for url in found if not url.startswith((f"{folder.as_uri()}/", "data:", "blob:"))]


def test_the_page(outputs: dict[str, bytes], alone: Browser, tmp_path: Path) -> None:
    (name,) = (name for name in outputs if name.endswith(".html"))
    (tmp_path / name).write_bytes(outputs[name])
    assert asked_for(alone, tmp_path / name, tmp_path) == []


def test_every_file_of_the_epub(outputs: dict[str, bytes], alone: Browser, tmp_path: Path) -> None:
    (data,) = (data for name, data in outputs.items() if name.endswith(".epub"))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        book.extractall(tmp_path)
        files = [tmp_path / name for name in book.namelist() if name.endswith((".xhtml", ".svg"))]
    assert files
    assert [url for file in files for url in asked_for(alone, file, tmp_path)] == []


def test_what_is_outside_would_be_seen(alone: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f'<!DOCTYPE html><title>A</title><img alt="" src="{OUTSIDE}">', encoding="utf-8")
    assert asked_for(alone, page, tmp_path) == [OUTSIDE]


def done_of_itself(data: bytes) -> list[str]:
    """What a PDF does when it is opened, and what it holds that lies elsewhere (ISO 32000-2, 12.6 and 7.11)."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = pdf.Root.get("/Names", pikepdf.Dictionary())
        found += [key for key in DONE_WHEN_OPENED if key in pdf.Root or key in names]
        found += ["/AA of a page" for page in pdf.pages if "/AA" in page.obj]
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                found += [str(item.S) for _ in "1" if item.get("/S") in FETCHING and item.get("/Type") != "/StructElem"]
                found += ["a file elsewhere" for _ in "1" if item.get("/FS") == "/URL"]
            if isinstance(item, pikepdf.Stream) and "/F" in item:
                found.append("a stream elsewhere")
    return found


def test_the_pdfs(outputs: dict[str, bytes]) -> None:
    pdfs = {name: data for name, data in outputs.items() if name.endswith(".pdf")}
    assert len(pdfs) >= 4
    assert {name: done for name, data in pdfs.items() if (done := done_of_itself(data))} == {}
    with pikepdf.open(io.BytesIO(next(iter(pdfs.values())))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        changed = io.BytesIO()
        pdf.save(changed)
    assert "/OpenAction" in done_of_itself(changed.getvalue())


def test_the_tei_names_nothing_that_a_parser_would_load(outputs: dict[str, bytes]) -> None:
    (data,) = (data for name, data in outputs.items() if name.endswith(".xml"))
    loading = (b"<!DOCTYPE", b"<!ENTITY", b"<?xml-stylesheet", b"xi:include", b"schemaLocation")
    assert not [word for word in loading if word in data]
