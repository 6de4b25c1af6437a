"""Of what, and with what, an edition is made: the part of the manifest that is known before any file is."""

from __future__ import annotations

import datetime
import hashlib
import json
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from octavo import __version__
from octavo.document import Document
from octavo.edition.dates import written_moment
from octavo.errors import InputError, Place
from octavo.markdown.pandoc import pandoc_path, pandoc_version

_FONTS = (".otf", ".ttf")
_STYLES = (".css", ".js", ".toml", ".typ", ".xsl")


def made_of(document: Document, moment: datetime.datetime) -> dict[str, object]:
    """The edition, the digests of its files, and the tools: pandoc, Typst, fonts and styles."""
    metadata = document.edition.metadata
    return {
        "octavo": __version__,
        "title": metadata.title,
        "identifier": metadata.identifier,
        "version": metadata.version,
        "date": written_moment(moment),
        "sources": document.edition.digests(),
        "tools": {
            "pandoc": _pandoc(pandoc_path()),
            "typst": version("typst"),
            "fonts": _digests(_FONTS),
            "styles": _digests(_STYLES),
        },
    }


def read_manifest(data: bytes, path: Path) -> dict[str, Any]:
    """What ``manifest.json`` says; raises InputError where it is not as a build writes it."""
    try:
        manifest = json.loads(data)
        is_one = isinstance(manifest, dict)
        for key, value, kind in (("artifacts", "sha256", str), ("unmade", "why", list)):
            for item in manifest.get(key, []):
                is_one = is_one and isinstance(item["name"], str) and isinstance(item[value], kind)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        is_one = False
    if not is_one:
        raise InputError("this is not what a build writes", place=Place(path), hint="make it anew: octavo build")
    return cast(dict[str, Any], manifest)


def source_manifest(document: Document, moment: datetime.datetime) -> bytes:
    """The same as a file that is attached to the PDF, which cannot say its own digest or those of files beside it."""
    return (json.dumps(made_of(document, moment), ensure_ascii=False, indent=2) + "\n").encode()


@lru_cache(maxsize=4)
def _pandoc(path: str) -> str:
    """The version of pandoc, asked once: starting it takes a fiftieth of a second."""
    return pandoc_version()


@lru_cache(maxsize=4)
def _digests(endings: tuple[str, ...]) -> dict[str, str]:
    """The SHA-256 of the house's files with some endings, by their names in ``styles/``."""
    root = Path(str(files("octavo.styles")))
    found = sorted(path for path in root.rglob("*") if path.suffix in endings)
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}
