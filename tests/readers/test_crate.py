"""The bag’s description of itself meets every requirement of RO-Crate 1.2: its validator says so, without a network."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import urllib3
from requests.adapters import BaseAdapter
from requests_cache import CachedSession

from archived import ROOT, bag_of, with_data

CONTEXT = "https://w3id.org/ro/crate/1.2/context"
VOCABULARY = Path(__file__).parent / "node_modules" / "ro-crate" / "lib" / "context.json"
EDITIONS = ("books/lighthouse", "books/signpainter")


class Shelf(BaseAdapter):
    """Answers every request with the vocabulary, so that it is in the validator's cache."""

    def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:
        data = VOCABULARY.read_bytes()
        answer = requests.Response()
        answer.status_code, answer.url, answer.request, answer.encoding = 200, request.url or "", request, "utf-8"
        answer.headers["Content-Type"] = "application/ld+json"
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(data), headers=answer.headers, status=200, preload_content=False, request_url=request.url
        )
        answer.raw, answer._content = raw, data
        return answer

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cache") / "answers"
    with CachedSession(str(path), backend="sqlite", expire_after=-1, allowable_methods=("GET",)) as session:
        session.mount("https://", Shelf())
        for accepted in ({}, {"Accept": "application/ld+json, application/json;q=0.9"}):
            assert session.get(CONTEXT, headers=accepted).ok
    return path


def unmet(data: Path, cache: Path, report: Path) -> list[str]:
    """The requirements that a crate does not meet."""
    program = "from rocrate_validator.cli import cli; cli()"
    words = ["-y", "validate", "-p", "ro-crate-1.2", "--offline", "--cache-path", str(cache), "-f", "json"]
    command = [sys.executable, "-c", program, *words, "-o", str(report), str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert report.is_file(), done.stdout + done.stderr
    issues = json.loads(report.read_text(encoding="utf-8"))["issues"]
    assert bool(issues) is bool(done.returncode), done.stdout + done.stderr
    return [f"{issue['violatingEntity']}: {issue['message']}" for issue in issues]


def test_the_pamphlet_s_crate(cache: Path, tmp_path: Path) -> None:
    bag = bag_of(ROOT / "source", tmp_path / "bag")
    assert unmet(bag / "data", cache, tmp_path / "report.json") == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_crates_of_two_feature_editions(edition: str, cache: Path, tmp_path: Path) -> None:
    bag = bag_of(with_data(edition, tmp_path / "edition"), tmp_path / "bag")
    assert unmet(bag / "data", cache, tmp_path / "report.json") == []
    crate = bag / "data" / "ro-crate-metadata.json"
    crate.write_bytes(crate.read_bytes().replace(b'"datePublished"', b'"datePrinted"'))
    assert unmet(bag / "data", cache, tmp_path / "other.json"), "a crate without a date does not pass"
