"""The site and the feeds of a library: each as its standard, and the readers of it, have it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree
from lxml import html as lxml_html

from librarybooks import book, identifier, name
from octavo.cache import read_whole, write_beside
from octavo.library.catalog import allcores
from octavo.library.records import locked
from program import octavo
from publishedlibrary import SECRET, again, contents, indexed, published_library

ACQUISITION = "http://opds-spec.org/acquisition/open-access"
ONIX = {"o": "http://ns.editeur.org/onix/3.1/reference"}
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def feed(site: Path, name_: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((site / name_).read_text(encoding="utf-8"))
    return loaded


# ---- what is in it


def test_what_is_restricted_is_in_none_of_it(published: Path) -> None:
    restricted = (name(4), name(5), SECRET, "Secret Person", identifier(4), identifier(5))
    for path in (published / "site").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(word.encode() in data or word in path.as_posix() for word in restricted), path
    index = indexed(published / "site")
    assert b"Book 2" in index
    assert not any(word.encode() in index for word in restricted)
    assert (published / "build" / name(4) / "a-secret.epub").is_file()


def test_a_second_run_writes_nothing(library_copy: Path) -> None:
    before = contents(library_copy / "site")
    done = octavo("library", "catalog", library_copy)
    assert re.search(r"; 0 files written, \d+ as they were, 0 taken away", done.stderr)
    assert contents(library_copy / "site") == before


def test_nothing_but_its_own_is_written_over(library_copy: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "index.html").write_text("mine", encoding="utf-8")
    done = octavo("library", "catalog", library_copy, "--site", mine)
    assert done.returncode == 2
    assert f"{mine}: error: this folder holds files that are not of the site" in done.stderr
    assert [path.read_text(encoding="utf-8") for path in mine.iterdir()] == ["mine"]
    (library_copy / "site" / "mine.html").write_text("mine", encoding="utf-8")
    assert again(library_copy)["mine.html"] == b"mine"


def test_a_feed_that_lacks_something_says_so_before_anything_is_built(tmp_path: Path) -> None:
    library = published_library(tmp_path / "library")
    (library / "library.yaml").write_text("feeds: [onix]\n", encoding="utf-8")
    done = octavo("library", "catalog", library)
    assert done.returncode == 2
    assert "library.yaml:1:9: error: the feed ‘onix’ needs ‘sender’, which is not given" in done.stderr
    assert not (library / "build").exists()


def test_a_site_is_the_same_where_several_processes_write_it(
    library_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(library_copy / "site")
    shutil.rmtree(library_copy / "site" / "titles")
    monkeypatch.setattr(allcores, "FEW", 1)
    monkeypatch.setattr(allcores, "cores", lambda: 3)
    assert again(library_copy, "--no-build") == before


def test_two_runs_do_not_write_one_site(library_copy: Path) -> None:
    before = contents(library_copy / "site")
    with locked(library_copy / "site" / ".octavo-site", library_copy / "site"):
        done = octavo("library", "catalog", library_copy, "--no-build")
    assert (done.returncode, contents(library_copy / "site")) == (2, before)
    assert f"{library_copy / 'site'}: error: another run writes into this folder" in done.stderr


def test_a_search_without_its_program_is_told_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = published_library(tmp_path / "library")
    with (library / "library.yaml").open("a", encoding="utf-8") as settings:
        settings.write("search: true\n")
    monkeypatch.setattr("octavo.library.catalog.search.is_there", lambda: False)
    done = octavo("library", "catalog", library)
    assert (done.returncode, (library / "build").exists()) == (3, False)
    assert "Pagefind is not installed" in done.stderr and "octavo[search]" in done.stderr


# ---- OPDS, Atom, site map


def test_opds_2_has_what_each_publication_must(published: Path) -> None:
    """OPDS 2.0, 2: self, an acquisition link, an image in JPEG, PNG or GIF; metadata of a Readium manifest."""
    site = published / "site"
    made = feed(site, "opds/index.json")
    assert [link["href"] for link in made["links"] if link["rel"] == "self"] == [
        "https://books.example/opds/index.json"
    ]
    assert len(made["publications"]) == 3
    for publication in made["publications"]:
        rels = {link["rel"]: link for link in publication["links"]}
        assert {"self", ACQUISITION} <= set(rels)
        assert {image["type"] for image in publication["images"]} == {"image/jpeg"}
        for link in (*publication["links"], *publication["images"]):
            path = site / link["href"].removeprefix("https://books.example/")
            assert path.is_file() or (path / "index.html").is_file(), link
        own = rels["self"]["href"].removeprefix("https://books.example/")
        assert feed(site, own)["metadata"] == publication["metadata"]
    full = next(one for one in made["publications"] if one["metadata"]["title"] == "Full")["metadata"]
    assert full["author"] == [{"name": "Ada Example", "sortAs": "Example, Ada"}]
    assert full["accessibility"]["certification"]["certifiedBy"] == "Ada Example"
    assert full["accessibility"]["accessModeSufficient"] == ["textual"]
    exempt = next(one for one in made["publications"] if one["metadata"]["identifier"] == identifier(3))
    assert exempt["metadata"]["accessibility"]["exemption"] == "eaa-microenterprise"


@pytest.mark.parametrize("name_", ["opds/index.xml", "atom/index.xml"])
def test_atom_feeds_are_well_formed_and_whole(published: Path, name_: str) -> None:
    path = published / "site" / name_
    read = feedparser.parse(path.read_bytes())
    assert not read.bozo
    assert len(read.entries) == 3
    atom = "{http://www.w3.org/2005/Atom}"
    root = etree.parse(path).getroot()
    for element in (root, *root.iter(f"{atom}entry")):  # RFC 4287, 4.1.1 and 4.1.2
        for needed in ("id", "title", "updated", "author"):
            assert element.find(f"{atom}{needed}") is not None, (element.tag, needed)
    ids = [entry.id for entry in read.entries]
    assert len(set(ids)) == 3
    if name_.startswith("opds"):
        for entry in read.entries:
            assert {link.type for link in entry.links if link.rel == ACQUISITION} >= {"application/epub+zip"}
            assert any(link.rel == "http://opds-spec.org/image" for link in entry.links)
    else:
        assert ids[0] == identifier(3)  # it was revised last


def test_the_site_map_leads_to_pages_that_are_there(published: Path) -> None:
    site, space = published / "site", {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    parts = etree.parse(site / "sitemap.xml").xpath("//s:sitemap/s:loc/text()", namespaces=space)
    found = []
    for part in parts:
        tree = etree.parse(site / str(part).removeprefix("https://books.example/"))
        found += tree.xpath("//s:url/s:loc/text()", namespaces=space)
    assert len(found) == 6
    for address in found:
        path = site / str(address).removeprefix("https://books.example/")
        assert path.is_file() or (path / "index.html").is_file()
    assert "Sitemap: https://books.example/sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_what_is_gone_has_a_tombstone_and_returns_from_it(library_copy: Path) -> None:
    folder = library_copy / "b0002"
    shutil.move(folder, library_copy.parent / "elsewhere")
    files = again(library_copy, day=20_000)
    assert not any(name(2) in path for path in files)
    graves = etree.fromstring(files["atom/index.xml"]).findall(DELETED)
    assert [(grave.get("ref"), grave.get("when")) for grave in graves] == [(identifier(2), "2024-10-04T00:00:00Z")]
    assert again(library_copy, day=20_001)["atom/index.xml"] == files["atom/index.xml"]  # when it was first missed
    shutil.move(library_copy.parent / "elsewhere", folder)
    assert not etree.fromstring(again(library_copy)["atom/index.xml"]).findall(DELETED)


def test_what_becomes_restricted_is_taken_away(library_copy: Path) -> None:
    path = library_copy / "b0002" / "1.md"
    path.write_text(path.read_text(encoding="utf-8").replace("title:", "access: restricted\ntitle:"), encoding="utf-8")
    assert b"Book 2" in indexed(library_copy / "site")
    files = again(library_copy)
    assert not any(name(2) in path for path in files)
    assert not any(b"Book 2" in data for data in files.values())
    assert b"Full" in indexed(library_copy / "site")
    assert b"Book 2" not in indexed(library_copy / "site")
    with (library_copy / "library.yaml").open("a", encoding="utf-8") as settings:
        settings.write("search: false\n")
    again(library_copy)
    assert not (library_copy / "site" / "pagefind").exists()


# ---- pages


def test_a_titles_page_has_statement_checksums_and_signposts(published: Path) -> None:
    folder = published / "site" / "titles" / name(1)
    tree = lxml_html.fromstring((folder / "index.html").read_bytes())
    text = " ".join(tree.text_content().split())
    assert "EPUB Accessibility 1.1 - WCAG 2.2 Level AA" in text
    assert "Assessed by Ada Example, 2024-03-01" in text
    assert "978-0-14-044289-2 (EPUB)" in text
    assert "A book that is short, with <signs> & such." in text
    rows = {row.findtext(".//a"): row.findtext(".//code") for row in tree.iterfind(".//tbody/tr")}
    assert rows == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("full*")}
    rels = {
        rel: tree.xpath(f"//head/link[@rel='{rel}']/@href") for rel in ("cite-as", "item", "describedby", "license")
    }
    assert rels["cite-as"] == [f"https://books.example/titles/{name(1)}/"]
    assert rels["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    assert {str(href).rpartition("/")[2] for href in rels["describedby"]} == {
        *("full.csl.json", "full.bib", "full.ris", "full.marc.xml")
    }
    linkset = json.loads((folder / "linkset.json").read_text(encoding="utf-8"))["linkset"]
    assert [item["href"] for item in linkset[0]["item"]] == [str(href) for href in rels["item"]]
    assert json.loads(tree.find(".//script[@type='application/ld+json']").text)["@type"] == "Book"


def test_every_link_of_the_site_leads_somewhere(published: Path) -> None:
    site = published / "site"
    for path in site.rglob("*.html"):
        if "pagefind" in path.parts or (path.parent.name.startswith("0000") and path.name != "index.html"):
            continue
        tree = lxml_html.fromstring(path.read_bytes())
        for href in (*tree.xpath("//body//a/@href"), *tree.xpath("//img/@src"), *tree.xpath("//script/@src")):
            target = str(href).partition("#")[0]
            if target and not re.match("[a-z]+:", target):
                assert (path.parent / target).is_file() or (path.parent / target / "index.html").is_file(), (path, href)


def test_one_new_title_touches_at_most_three_files_of_a_feed(library_copy: Path) -> None:
    before = contents(library_copy / "site")
    book(library_copy, 7)
    after = again(library_copy)
    for folder, most in (("opds/", 2), ("atom/", 1), ("sitemaps/", 1), ("titles/0000", 99), ("authors/", 2)):
        touched = [p for p in after if p.startswith(folder) and after[p] != before.get(p)]
        assert 0 < len(touched) <= most, touched


def test_an_entry_of_another_format_is_made_anew(library_copy: Path) -> None:
    path = library_copy / "build" / ".octavo-library" / "entries" / f"{name(2)}.json"
    data = read_whole(path)
    assert data is not None
    write_beside(path, data.replace(b'"format": 1', b'"format": 0'))
    assert "2 titles" in octavo("library", "catalog", library_copy, "--no-build").stderr
    path.unlink()
    assert "3 titles" in octavo("library", "catalog", library_copy).stderr
