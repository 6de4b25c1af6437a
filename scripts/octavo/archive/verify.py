#!/usr/bin/env python3
"""Verify this bag with Python alone: python3 verify.py [FOLDER]; see HOWTO.txt. Exit codes: 0 sound, 1 damaged.

It needs Python 3.8 or newer and nothing else; it writes nothing and asks no network. What it looks at:
every file against its checksums (BagIt 1.0, RFC 8493); no file more and none less than is listed; the edition's files
against those that were recorded when it was built; and the words of the text, HTML, EPUB and TEI against
data/proof/words-canonical.txt. It has no reader of Markdown or PDF, and says so.
"""

from __future__ import annotations

import hashlib
import html.parser
import io
import json
import posixpath
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree
import xml.parsers.expat
import zipfile
import zlib
from itertools import zip_longest
from pathlib import Path
from typing import Any

ALGORITHMS = ("sha512", "sha256")
EVENTS, EVENTS_LIST = "metadata/events/", "metadata/events.sha512"
SIGNATURES = ("tagmanifest-sha512.txt.sig", EVENTS_LIST + ".sig", "tagmanifest-sha512.txt.tsr")
PROOF, RENDITIONS = "data/proof/", "data/renditions/"
CANONICAL = PROOF + "words-canonical.txt"
WHEELS = "data/tools/"
MANIFEST, NAMES, TOOLS = RENDITIONS + "manifest.json", PROOF + "edition.json", PROOF + "tools.json"

# A word is a run of letters, or of figures; every other sign that is no space stands for itself. Soft hyphens, word
# joiners and the like print nothing. The signs are written out, so that every version of Python finds the same words.
UNPRINTED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\ufff9-\ufffb\x02]")
SPACE = " \t\n\r\x0b\x0c\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
MARKS = "!-/:-@\\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e"
WORD = re.compile("[0-9]+|[^%s%s0-9]+|[^%s]" % (SPACE, MARKS, SPACE))

JOINING = re.compile(
    "b|i|em|strong|span|u|small|sub|sup|q|cite|code|abbr|bdi|bdo|mark|s|del|ins|wbr|kbd|samp|var|dfn|time|data"
    "|hi|emph|seg|lb|pb|milestone|anchor|foreign|mi|mn|mo|mrow"
)
"""Elements whose edges do not end a word; those of all others do."""
UNSHOWN = frozenset(["style", "annotation"])
"""What nobody reads. A page's scripts are read: what they show stands in them."""


UNREADABLE = (
    *(ValueError, KeyError, StopIteration, SyntaxError, OSError, EOFError, RuntimeError, AttributeError, TypeError),
    *(zipfile.BadZipFile, zlib.error, xml.parsers.expat.ExpatError),
)
"""What readers raise where a file is damaged."""


class Words:
    """Gathers the words of a file, each with its place."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._text, self._place = "", ""

    def text(self, text: str, place: str) -> None:
        """Go on within the same stretch of text."""
        self._place = self._place or place
        parts = re.split("([%s]+)" % SPACE, text)
        for part in parts:
            if part and not part.strip():
                self.end()
            elif part:
                self._place = self._place or place
                self._text += part

    def end(self) -> None:
        """End the word that was begun, if any."""
        for match in WORD.finditer(UNPRINTED.sub("", self._text)):
            self.found.append((match[0], self._place))
        self._text, self._place = "", ""


class Page(html.parser.HTMLParser):
    """Reads a web page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self._hidden = Words(), 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in UNSHOWN:
            self._hidden += 1
        if not JOINING.fullmatch(tag):
            self.words.end()

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        if not JOINING.fullmatch(tag):
            self.words.end()

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSHOWN:
            self._hidden = max(0, self._hidden - 1)
        if not JOINING.fullmatch(tag):
            self.words.end()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            for number, line in enumerate(data.split("\n")):
                self.words.text(" " + line if number else line, "line %d" % (self.getpos()[0] + number))


def words_of_html(data: bytes) -> list[tuple[str, str]]:
    """The words of a web page."""
    page = Page()
    page.feed(data.decode("utf-8"))
    page.close()
    page.words.end()
    return page.words.found


def words_of_xml(data: bytes, words: Words, name: str = "") -> None:
    """Add the words of an XML file to ``words``; one that names entities of its own is refused."""
    parser = xml.parsers.expat.ParserCreate()
    hidden: list[str] = []

    def start(tag: str, _: object) -> None:
        local = tag.rpartition(":")[2]
        if local in UNSHOWN:
            hidden.append(local)
        if not JOINING.fullmatch(local):
            words.end()

    def end(tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local in UNSHOWN:
            hidden.pop()
        if not JOINING.fullmatch(local):
            words.end()

    def text(data: str) -> None:
        if not hidden:
            words.text(data, "%sline %d" % (name, parser.CurrentLineNumber))

    def refuse(*_: object) -> None:
        raise ValueError("it declares entities")

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.EntityDeclHandler = refuse
    parser.Parse(data, True)
    words.end()


def words_of_epub(data: bytes) -> list[tuple[str, str]]:
    """The words of the files of an EPUB in the order of its spine."""
    words = Words()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        container = ElementTree.fromstring(book.read("META-INF/container.xml"))
        package_name = next(
            str(element.get("full-path")) for element in container.iter() if element.tag.endswith("}rootfile")
        )
        package = ElementTree.fromstring(book.read(package_name))
        items = {
            element.get("id"): str(element.get("href")) for element in package.iter() if element.tag.endswith("}item")
        }
        spine = [items[element.get("idref")] for element in package.iter() if element.tag.endswith("}itemref")]
        for href in spine:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(package_name), urllib.parse.unquote(href)))
            words_of_xml(book.read(name), words, name + " ")
    return words.found


def words_of_tei(data: bytes) -> list[tuple[str, str]]:
    """The words of a TEI file, its header among them."""
    words = Words()
    words_of_xml(data, words)
    return words.found


def words_of_text(data: bytes) -> list[tuple[str, str]]:
    """The words of a plain text."""
    words = Words()
    for number, line in enumerate(data.decode("utf-8").split("\n"), 1):
        words.text(line, "line %d" % number)
        words.end()
    return words.found


READERS = {".txt": words_of_text, ".html": words_of_html, ".epub": words_of_epub, ".xml": words_of_tei}
"""By how a file's name ends; there is none for PDFs."""


class Damage:
    """What is wrong with one file."""

    def __init__(self, path: str, message: str) -> None:
        self.path, self.message = path, message

    def __str__(self) -> str:
        return "%s: %s" % (self.path, self.message)


def files_of(bag: Path) -> list[str]:
    """The names of all files of the bag, with slashes."""
    return sorted(path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_symlink() or not path.is_dir())


def listed(bag: Path, name: str) -> dict[str, str]:
    """A list of checksums: the digest of each file by its name."""
    found = {}
    for line in (bag / name).read_text(encoding="utf-8").splitlines():
        digest, path = [*re.split("[ \t]+", line, maxsplit=1), ""][:2]
        found[path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")] = digest.lower()
    return found


def others_agree(bag: Path, path: str, name: str, entries: dict[str, dict[str, str]]) -> bool:
    """Whether it is the list that is damaged: the one of the other algorithm has not this file, or has its digest."""
    for algorithm in ALGORITHMS:
        other = next((each for each in entries if each != name and each == re.sub("sha[0-9]+", algorithm, name)), "")
        if other and path not in entries[other]:
            return not (bag / path).is_file()
        if other and (bag / path).is_file():
            return digest_of(bag / path, algorithm) == entries[other][path]
    return False


def fixity(bag: Path) -> list[Damage]:
    """Files that are not as they are listed, not there, or there and not listed."""
    there = set(files_of(bag))
    damages: dict[str, str] = {}
    known = set(SIGNATURES) | {EVENTS_LIST}
    lists = ["%smanifest-%s.txt" % (kind, algorithm) for kind in ("", "tag") for algorithm in ALGORITHMS]
    known |= {name for name in lists if name.startswith("tag")}
    entries: dict[str, dict[str, str]] = {}
    for name in [*lists, EVENTS_LIST]:
        if name not in there:
            damages.setdefault(name, "it is missing")
            continue
        try:
            entries[name] = listed(bag, name)
        except UnicodeDecodeError:
            damages.setdefault(name, "it is no list of checksums")
    for name, digests in entries.items():
        algorithm = next(word for word in ALGORITHMS if word in name)
        for path, digest in digests.items():
            known.add(path)
            if path in there and digest_of(bag / path, algorithm) == digest:
                continue
            if others_agree(bag, path, name, entries):
                damages.setdefault(name, "its line for %s is another than it was" % path)
            elif path not in there:
                damages.setdefault(path, "it is missing")
            else:
                damages.setdefault(path, "its %s is not the one that %s has" % (algorithm, name))
                if name == EVENTS_LIST:  # there is no other list to say which of the two is damaged
                    damages.setdefault(name, "it does not agree with %s" % path)
    for path in sorted(there - known):
        damages.setdefault(path, "it is in no list: it was added")
    return [Damage(path, message) for path, message in sorted(damages.items())] + oxum(bag)


def digest_of(path: Path, algorithm: str) -> str:
    """The digest of a file, in hexadecimal; a link has none."""
    if path.is_symlink():
        return "a link"
    with path.open("rb") as file:
        summed = hashlib.new(algorithm)
        for part in iter(lambda: file.read(1 << 20), b""):
            summed.update(part)
    return summed.hexdigest()


def oxum(bag: Path) -> list[Damage]:
    """Whether the payload has as many bytes and files as bag-info.txt says."""
    path = bag / "bag-info.txt"
    said = re.search(rb"^Payload-Oxum: (\S+)", path.read_bytes(), re.M) if path.is_file() else None
    files = [file for file in (bag / "data").rglob("*") if file.is_file()]
    counted = "%d.%d" % (sum(file.stat().st_size for file in files), len(files))
    if said and said[1].decode("latin-1") != counted:
        return [Damage("bag-info.txt", "Payload-Oxum is %s, counted are %s" % (said[1].decode("latin-1"), counted))]
    return []


def as_recorded(bag: Path) -> list[Damage]:
    """Files that are not those of which, or that, the edition was made, as the build's own manifest has it."""
    shapes = {}
    for name in (MANIFEST, NAMES, TOOLS):
        try:
            shapes[name] = json.loads((bag / name).read_bytes().decode("utf-8"))
            if not isinstance(shapes[name], dict):
                raise ValueError("it holds no names and values")
        except OSError:
            return [Damage(name, "it is missing")]
        except ValueError as error:
            return [Damage(name, "cannot be read: %s" % error)]
    manifest, names, tools = (shapes[name] for name in (MANIFEST, NAMES, TOOLS))
    made = {RENDITIONS + item["name"] for item in manifest.get("artifacts", [])} | {MANIFEST}
    there = {name for name in files_of(bag) if name.startswith(RENDITIONS)}
    found = [Damage(name, "it is missing: the build has made it") for name in sorted(made - there)]
    found += [Damage(name, "it was added: the build has not made it") for name in sorted(there - made)]
    return found + sources(bag, manifest, names, tools) + wheels(bag)


def sources(bag: Path, manifest: dict[str, Any], names: dict[str, str], tools: dict[str, Any]) -> list[Damage]:
    """Files of the edition that are not those of which it was made."""
    found = []
    for key in sorted(set(manifest) & set(tools)):
        if manifest[key] != tools[key]:
            found.append(Damage(TOOLS, "its ‘%s’ is not the one that %s has" % (key, MANIFEST)))
    digests = manifest.get("sources", {})
    for name, own in sorted(names.items()):
        if own in digests and (bag / "data" / name).is_file():
            if digest_of(bag / "data" / name, "sha256") != digests[own]:
                found.append(Damage("data/" + name, "it is not the file that the edition was made of"))
        elif own in digests:
            found.append(Damage("data/" + name, "it is missing"))
    for own in sorted(set(digests) - set(names.values())):
        found.append(Damage(NAMES, "it does not say where %s is, of which the edition was made" % own))
    return found


def wheels(bag: Path) -> list[Damage]:
    """Packed programs that are not those that their list has."""
    found = []
    lock = bag / WHEELS / "requirements.txt"
    listed_wheels = set(re.findall("sha256:([0-9a-f]{64})", lock.read_text("utf-8"))) if lock.is_file() else set()
    for name in files_of(bag):
        if name.startswith(WHEELS) and name.endswith(".whl") and digest_of(bag / name, "sha256") not in listed_wheels:
            found.append(Damage(name, "it is not the wheel that requirements.txt lists"))
    return found


def rows(bag: Path, path: str) -> list[list[str]]:
    """The lines of a list of words, each parted at its tabs; raises ValueError where one has too few."""
    lines = (bag / path).read_text(encoding="utf-8").split("\n")
    if lines.pop():
        raise ValueError("it does not end with a line's end")
    found = [line.split("\t", 2) for line in lines]
    if any(len(row) != 3 for row in found):
        raise ValueError("line %d has no three columns" % next(n for n, row in enumerate(found, 1) if len(row) != 3))
    return found


def first_difference(path: str, recorded: list[tuple[str, str]], read: list[tuple[str, str]]) -> list[Damage]:
    """The first word of a file that is not the recorded one; lists of (word, place)."""
    for was, now in zip_longest(recorded, read):
        if was is None or now is None or was[0] != now[0]:
            there = "‘%s’ at %s" % now if now else "nothing"
            before = "‘%s’" % was[0] if was else "nothing more"
            return [Damage(path, "its words are not those that were proved: %s, recorded is %s" % (there, before))]
    return []


def words_against_canonical(
    path: str, listed_words: list[list[str]], canonical: dict[str, tuple[str, str, str]]
) -> list[Damage]:
    """Each canonical word is in the list of a rendition once, as it is, in its order."""
    last: dict[str, int] = {}
    seen: set[str] = set()
    for number, word, _ in listed_words:
        if number == "-":
            continue
        if number not in canonical:
            return [Damage(path, "there is no canonical word %s" % number)]
        region, wanted, place = canonical[number]
        if word and word != wanted:
            return [Damage(path, "‘%s’, but word %s of the text (%s) is ‘%s’" % (word, number, place, wanted))]
        if word and int(number) <= last.get(region, 0):
            return [Damage(path, "word %s of the text, ‘%s’, is not in its order" % (number, wanted))]
        if word:
            last[region] = int(number)
        seen.add(number)
    missing = [number for number in canonical if number not in seen]
    if missing:
        return [Damage(path, "word %s of the text is not in it: ‘%s’ (%s)" % (missing[0], *canonical[missing[0]][1:]))]
    return []


def text_proof(bag: Path) -> tuple[list[Damage], list[str]]:
    """Damages of the words, and remarks on what could not be seen."""
    damages: list[Damage] = []
    remarks: list[str] = []
    try:
        canonical: dict[str, tuple[str, str, str]] = {}
        for number, (region, word, place) in enumerate(rows(bag, CANONICAL), 1):
            canonical[str(number)] = (region, word, place)
    except (OSError, ValueError) as error:
        return [Damage(CANONICAL, "cannot be read: %s" % error)], []
    for path in sorted((bag / RENDITIONS).glob("*")):
        name, wordlist = RENDITIONS + path.name, PROOF + "words-%s.txt" % path.name
        if path.is_symlink():
            damages.append(Damage(name, "it is a link, and not a file"))
            continue
        if not (bag / wordlist).is_file():
            if (path.suffix in READERS or path.suffix == ".pdf") and not path.name.endswith(".marc.xml"):
                damages.append(Damage(wordlist, "it is missing"))
            continue
        try:
            recorded = rows(bag, wordlist)
        except ValueError as error:
            damages.append(Damage(wordlist, "cannot be read: %s" % error))
            continue
        reader = READERS.get(path.suffix)
        of_sheets = path.stem.endswith(("-cover", "-booklet", "-2up", "-template"))
        if reader or (path.suffix == ".pdf" and not of_sheets):
            damages += words_against_canonical(wordlist, recorded, canonical)
        unseen = sum(1 for number, word, _ in recorded if not word)
        if not reader:
            remarks.append(
                "%s: the words inside a PDF cannot be seen here, only its checksum and its list of words" % name
            )
            continue
        if unseen:
            remarks.append("%s: %d words of the text are not seen by this plain reading" % (name, unseen))
        try:
            read = reader(path.read_bytes())
        except UNREADABLE as error:
            damages.append(Damage(name, "cannot be read: %s" % error))
            continue
        damages += first_difference(name, [(word, place) for _, word, place in recorded if word], read)
    return damages, remarks


def main(arguments: list[str]) -> int:
    """Verify the bag and print what was found."""
    bag = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    damages = fixity(bag)
    wrong, remarks = text_proof(bag)
    for damage in as_recorded(bag) + wrong:
        if damage.path not in {each.path for each in damages}:
            damages.append(damage)
    for damage in damages:
        print(damage)
    for remark in remarks:
        print("not seen: " + remark)
    print("the text of Markdown and the errata are not read here: octavo verify does that")
    signed = (bag / SIGNATURES[0]).is_file()
    print("signed: HOWTO.txt says how that is verified" if signed else "not signed: shows damage, not forgery")
    print("%d damages" % len(damages) if damages else "sound")
    return 1 if damages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
