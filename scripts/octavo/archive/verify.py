#!/usr/bin/env python3
"""Verify this bag with Python alone: python3 verify.py [FOLDER]; see HOWTO.txt. Exit codes: 0 sound, 1 damaged.

It needs Python 3.8 or newer and nothing else; it writes nothing and asks no network. What it looks at:
every file against its checksums (BagIt 1.0, RFC 8493); no file more and none less than is listed; the edition's files
against those that were recorded when it was built; and the words of the text, HTML, EPUB and TEI against
data/proof/words-canonical.txt. It has no reader of Markdown or PDF, and says so.

It follows no links, opens no pipes or devices, and what is larger than an edition has it is damage. But a program in a
bag is of who made the bag: where you do not trust them, take this file from a bag of somebody whom you trust.
"""

from __future__ import annotations

import hashlib
import html.parser
import io
import json
import os
import posixpath
import re
import struct
import sys
import urllib.parse
import xml.parsers.expat
import zipfile
import zlib
from itertools import zip_longest
from pathlib import Path
from typing import Any

ALGORITHMS = ("sha512", "sha256")
LISTS = tuple("%smanifest-%s.txt" % (kind, algorithm) for kind in ("", "tag") for algorithm in ALGORITHMS)
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
    *(ValueError, LookupError, SyntaxError, OSError, EOFError, RuntimeError, AttributeError, TypeError, struct.error),
    *(AssertionError, zipfile.BadZipFile, zlib.error, xml.parsers.expat.ExpatError),
)
"""What readers raise where a file is damaged."""

LARGEST, LARGEST_RECORD, MOST_WORDS, MOST_ITEMS = 256 << 20, 16 << 20, 3000000, 200000
"""Bytes of a file and of a record, words of a list, and items of an EPUB; no edition has more."""

LONGEST_SHOWN = 100

OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no terminal should get: signs that it obeys, and halves of signs."""


class Words:
    """Gathers the words of a file, each with its place."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._parts: list[str] = []
        self._place = ""

    def text(self, text: str, place: str) -> None:
        """Go on within the same stretch of text."""
        self._place = self._place or place
        parts = re.split("([%s]+)" % SPACE, text)
        for part in parts:
            if part and not part.strip():
                self.end()
            elif part:
                self._place = self._place or place
                self._parts.append(part)

    def end(self) -> None:
        """End the word that was begun, if any; raises ValueError where there are more words than any book has."""
        for match in WORD.finditer(UNPRINTED.sub("", "".join(self._parts))):
            if len(self.found) == MOST_WORDS:
                raise ValueError("it has more than %d words" % MOST_WORDS)
            self.found.append((match[0], self._place))
        self._parts, self._place = [], ""


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
    """The words of a web page; raises ValueError where it ends within a tag."""
    page = Page()
    page.feed(data.decode("utf-8"))
    if "<" in page.rawdata:  # which the parser would try anew from each sign on
        raise ValueError("it ends within the tag, comment or script at line %d" % page.getpos()[0])
    page.close()
    page.words.end()
    return page.words.found


def xml_parser() -> xml.parsers.expat.XMLParserType:
    """A parser that raises ValueError at entities that are declared, or that stand in a file elsewhere."""

    def refuse(*_: object) -> None:
        raise ValueError("it has entities of its own")

    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = parser.SkippedEntityHandler = refuse
    return parser


def elements_of(data: bytes, *names: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of an XML file that are called so, with their attributes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(found) == MOST_ITEMS:
            raise ValueError("it has more than %d parts" % MOST_ITEMS)
        if tag.rpartition(":")[2] in names:
            found.append((tag.rpartition(":")[2], attributes))

    parser = xml_parser()
    parser.StartElementHandler = start
    parser.Parse(data, True)
    return found


def words_of_xml(data: bytes, words: Words, name: str = "") -> None:
    """Add the words of an XML file to ``words``; one that names entities of its own is refused."""
    parser = xml_parser()
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

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(data, True)
    words.end()


def words_of_epub(data: bytes) -> list[tuple[str, str]]:
    """The words of the files of an EPUB in the order of its spine."""
    words, room = Words(), LARGEST

    def part(name: str) -> bytes:
        nonlocal room
        with book.open(name) as file:
            unpacked = file.read(room + 1)
        room -= len(unpacked)
        if room < 0:
            raise ValueError("unpacked, it has more than %d MB" % (LARGEST >> 20))
        return unpacked

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        package_name = elements_of(part("META-INF/container.xml"), "rootfile")[0][1]["full-path"]
        package = elements_of(part(package_name), "item", "itemref")
        items = {each.get("id"): each["href"] for tag, each in package if tag == "item"}
        spine = [items[each["idref"]] for tag, each in package if tag == "itemref"]
        if len(spine) != len(set(spine)):
            raise ValueError("its spine names a file twice")
        for href in spine:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(package_name), urllib.parse.unquote(href)))
            words_of_xml(part(name), words, name + " ")
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


def short(text: str) -> str:
    """A reading or a name, cut where it is longer than any that somebody would want to see."""
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


class Damage:
    """What is wrong with one file."""

    def __init__(self, path: str, message: str) -> None:
        self.path, self.message = path, message if len(message) <= 1000 else message[:1000] + "…"

    def __str__(self) -> str:
        return "%s: %s" % (self.path, self.message)


def files_of(bag: Path) -> list[str]:
    """The names of all files of the bag, with slashes: links and pipes too, and folders that cannot be looked into."""
    found: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(bag / folder))
        except OSError:
            found.append(folder.rstrip("/") or ".")
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(folder + entry.name + "/")
            else:
                found.append(folder + entry.name)
    return sorted(found)


def content(bag: Path, name: str, most: int = LARGEST) -> bytes:
    """The bytes of a file; raises ValueError where it is a link or a pipe, or has more than ``most``, else OSError."""
    if not is_own(bag, name) and os.path.lexists(bag / name):
        raise ValueError("it is a link, or no file")
    with (bag / name).open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError("it has more than %d MB, and is not read" % (most >> 20))
    return data


def is_own(bag: Path, name: str) -> bool:
    """Whether a name is that of a file of the bag, and of no link, pipe or device, nor in a folder that is a link."""
    path = bag
    for part in name.split("/"):
        path = path / part
        if part in ("", ".", "..") or "\0" in part or len(part) > 255 or path.is_symlink():
            return False
    return path.is_file()


def listed(bag: Path, name: str) -> dict[str, str]:
    """A list of checksums: the digest of each file by its name; none of a file that has two."""
    found: dict[str, str] = {}
    for line in re.split("\r\n|\r|\n", content(bag, name).decode("utf-8")):
        if line:
            digest, path = [*re.split("[ \t]+", line, maxsplit=1), ""][:2]
            path = re.sub("%(0[AaDd]|25)", lambda found: chr(int(found[1], 16)), path)
            found[path] = digest.lower() if found.get(path, digest.lower()) == digest.lower() else "two"
    return found


def others_agree(bag: Path, path: str, name: str, entries: dict[str, dict[str, str]], there: set[str]) -> bool:
    """Whether it is the list that is damaged: the one of the other algorithm has not this file, or has its digest."""
    for algorithm in ALGORITHMS:
        other = re.sub("sha[0-9]+", algorithm, name)
        if other == name or other not in entries:
            continue
        if path not in entries[other]:
            return path not in there
        if path in there:
            return digest_of(bag / path, algorithm) == entries[other][path]
    return False


def lists_of(bag: Path) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """What each list of checksums has, and what is wrong with those that cannot be read."""
    entries: dict[str, dict[str, str]] = {}
    damages: dict[str, str] = {}
    for name in [*LISTS, EVENTS_LIST]:
        try:
            entries[name] = listed(bag, name)
        except FileNotFoundError:
            damages[name] = "it is missing"
        except UnicodeDecodeError:
            damages[name] = "it is no list of checksums"
        except (OSError, ValueError) as error:
            damages[name] = "cannot be read: %s" % error
    return entries, damages


def fixity(bag: Path) -> list[Damage]:
    """Files that are not as they are listed, not there, or there and not listed."""
    there = set(files_of(bag))
    entries, damages = lists_of(bag)
    known = set(SIGNATURES) | {EVENTS_LIST} | {name for name in LISTS if name.startswith("tag")}
    for name, digests in entries.items():
        algorithm = next(word for word in ALGORITHMS if word in name)
        for path, digest in digests.items():
            known.add(path)
            now = digest_of(bag / path, algorithm) if path in there else ""
            if now == digest != "":
                continue
            if not path or others_agree(bag, path, name, entries, there):
                damages.setdefault(name, "its line for %s is another than it was" % (path or "no file"))
            elif path not in there:
                damages.setdefault(path, "it is missing")
            elif not now:
                damages.setdefault(path, "it is a link, or no file that can be read")
            else:
                damages.setdefault(path, "its %s is not the one that %s has" % (algorithm, name))
                if name == EVENTS_LIST:  # there is no other list to say which of the two is damaged
                    damages.setdefault(name, "it does not agree with %s" % path)
    for path in sorted(there & set(SIGNATURES)):
        if not is_own(bag, path):
            damages.setdefault(path, "it is a link, or no file that can be read")
    for path in sorted(there - known):
        damages.setdefault(path, "it is in no list: it was added")
    return [Damage(path, message) for path, message in sorted(damages.items())] + oxum(bag, there)


def digest_of(path: Path, algorithm: str) -> str:
    """The digest of a file, in hexadecimal; a link, a pipe and what cannot be read have none."""
    summed = hashlib.new(algorithm)
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open("rb") as file:
            for part in iter(lambda: file.read(1 << 20), b""):
                summed.update(part)
    except OSError:
        return ""
    return summed.hexdigest()


def oxum(bag: Path, there: set[str]) -> list[Damage]:
    """Whether the payload has as many bytes and files as bag-info.txt says."""
    name = "bag-info.txt"
    try:
        said = re.search(rb"^Payload-Oxum: (\S{1,60})", content(bag, name, LARGEST_RECORD), re.M)
        sizes = [os.lstat(bag / path).st_size for path in there if path.startswith("data/") and is_own(bag, path)]
    except (OSError, ValueError) as error:
        return [Damage(name, "cannot be read: %s" % error)] if name in there else []
    counted = "%d.%d" % (sum(sizes), len(sizes))
    if said and said[1].decode("latin-1") != counted:
        return [Damage(name, "Payload-Oxum is %s, counted are %s" % (said[1].decode("latin-1"), counted))]
    return []


def record_of(bag: Path, name: str, *keys: str) -> dict[str, Any]:
    """Names and values of a JSON file; raises OSError where there is none, ValueError without one of ``keys``."""
    try:
        shape = json.loads(content(bag, name, LARGEST_RECORD).decode("utf-8"))
    except RuntimeError:
        raise ValueError("its lists stand too deep in one another") from None
    if not isinstance(shape, dict):
        raise ValueError("it holds no names and values")
    for key in keys:
        if key not in shape:
            raise ValueError("it lacks ‘%s’" % key)
    return shape


def of_texts(shape: object) -> dict[str, str]:
    """Names and values that are text; raises ValueError where there are others."""
    if not isinstance(shape, dict) or not all(isinstance(value, str) for value in shape.values()):
        raise ValueError("it has no text where names of files or checksums should be")
    return shape


def as_recorded(bag: Path) -> list[Damage]:
    """Files that are not those of which, or that, the edition was made, as the build's own manifest has it."""
    there = set(files_of(bag))
    name = MANIFEST
    try:
        manifest = record_of(bag, name, "artifacts", "sources", "tools")
        artifacts = [of_texts({"name": item["name"]})["name"] for item in manifest["artifacts"]]
        digests = of_texts(manifest["sources"])
        name = NAMES
        names = of_texts(record_of(bag, name))
        name = TOOLS
        tools = record_of(bag, name, "octavo", "date", "sources", "tools", "packages")
        others = [key for key in sorted(set(manifest) & set(tools)) if manifest[key] != tools[key]]
    except FileNotFoundError:
        return [Damage(name, "it is missing")]
    except (OSError, ValueError, LookupError, TypeError, RuntimeError) as error:
        return [Damage(name, "cannot be read: %s" % error)]
    made = {RENDITIONS + artifact for artifact in artifacts} | {MANIFEST}
    renditions = {path for path in there if path.startswith(RENDITIONS)}
    found = [Damage(path, "it is missing: the build has made it") for path in sorted(made - renditions)]
    found += [Damage(path, "it was added: the build has not made it") for path in sorted(renditions - made)]
    found += [Damage(TOOLS, "its ‘%s’ is not the one that %s has" % (key, MANIFEST)) for key in others]
    return found + sources(bag, digests, names, there) + wheels(bag, there)


def sources(bag: Path, digests: dict[str, str], names: dict[str, str], there: set[str]) -> list[Damage]:
    """Files of the edition that are not those of which it was made."""
    found = []
    for name, own in sorted(names.items()):
        path = "data/" + name
        if own in digests and path in there:
            if digest_of(bag / path, "sha256") != digests[own]:
                found.append(Damage(path, "it is not the file that the edition was made of"))
        elif own in digests:
            found.append(Damage(path, "it is missing"))
    for own in sorted(set(digests) - set(names.values())):
        found.append(Damage(NAMES, "it does not say where %s is, of which the edition was made" % own))
    return found


def wheels(bag: Path, there: set[str]) -> list[Damage]:
    """Packed programs that are not those that their list has."""
    found: list[Damage] = []
    lock, data = WHEELS + "requirements.txt", b""
    try:
        data = content(bag, lock, LARGEST_RECORD) if lock in there else b""
    except (OSError, ValueError) as error:
        found.append(Damage(lock, "cannot be read: %s" % error))
    known = set(re.findall("sha256:([0-9a-f]{64})", data.decode("latin-1")))
    for name in sorted(there):
        is_wheel = name.startswith(WHEELS) and name.endswith(".whl")
        if is_wheel and digest_of(bag / name, "sha256") not in known:
            found.append(Damage(name, "it is not the wheel that requirements.txt lists"))
    return found


def rows(bag: Path, path: str) -> list[list[str]]:
    """The lines of a list of words, each parted at its tabs; raises ValueError where one has too few."""
    text = content(bag, path).decode("utf-8")
    if not text.endswith("\n") and text:
        raise ValueError("it does not end with a line's end")
    if text.count("\n") > MOST_WORDS:
        raise ValueError("it has more than %d words" % MOST_WORDS)
    found = [line.split("\t", 2) for line in text.split("\n")[:-1]]
    if any(len(row) != 3 for row in found):
        raise ValueError("line %d has no three columns" % next(n for n, row in enumerate(found, 1) if len(row) != 3))
    return found


def first_difference(path: str, recorded: list[tuple[str, str]], read: list[tuple[str, str]]) -> list[Damage]:
    """The first word of a file that is not the recorded one; lists of (word, place)."""
    for was, now in zip_longest(recorded, read):
        if was is None or now is None or was[0] != now[0]:
            there = "‘%s’ at %s" % (short(now[0]), short(now[1])) if now else "nothing"
            before = "‘%s’" % short(was[0]) if was else "nothing more"
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
            return [Damage(path, "there is no canonical word %s" % short(number))]
        region, wanted, place = canonical[number]
        if word and word != wanted:
            told = (short(word), number, place, short(wanted))
            return [Damage(path, "‘%s’, but word %s of the text (%s) is ‘%s’" % told)]
        if word and int(number) <= last.get(region, 0):
            return [Damage(path, "word %s of the text, ‘%s’, is not in its order" % (number, short(wanted)))]
        if word:
            last[region] = int(number)
        seen.add(number)
    missing = [number for number in canonical if number not in seen]
    if missing:
        _, word, place = canonical[missing[0]]
        return [Damage(path, "word %s of the text is not in it: ‘%s’ (%s)" % (missing[0], short(word), place))]
    return []


def text_proof(bag: Path) -> tuple[list[Damage], list[str]]:
    """Damages of the words, and remarks on what could not be seen."""
    damages: list[Damage] = []
    remarks: list[str] = []
    try:
        canonical: dict[str, tuple[str, str, str]] = {}
        for number, (region, word, place) in enumerate(rows(bag, CANONICAL), 1):
            canonical[str(number)] = (region, word, short(place))
    except (OSError, ValueError) as error:
        return [Damage(CANONICAL, "cannot be read: %s" % error)], []
    there = files_of(bag)
    for name in (name for name in there if posixpath.dirname(name) + "/" == RENDITIONS):
        path, wordlist = Path(name), PROOF + "words-%s.txt" % posixpath.basename(name)
        if not is_own(bag, name):
            damages.append(Damage(name, "it is a link, or no file"))
            continue
        if wordlist not in there:
            if (path.suffix in READERS or path.suffix == ".pdf") and not path.name.endswith(".marc.xml"):
                damages.append(Damage(wordlist, "it is missing"))
            continue
        try:
            recorded = rows(bag, wordlist)
        except (OSError, ValueError) as error:
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
            read = reader(content(bag, name))
        except UNREADABLE as error:
            damages.append(Damage(name, "cannot be read: %s" % error))
            continue
        damages += first_difference(name, [(word, place) for _, word, place in recorded if word], read)
    return damages, remarks


def show(text: str) -> None:
    """Print a line, without what a terminal would obey."""
    print(OBEYED.sub(lambda found: "\\u%04x" % ord(found[0]), text))


def main(arguments: list[str]) -> int:
    """Verify the bag and print what was found."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # where the terminal has not all letters
    bag = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    damages = fixity(bag)
    wrong, remarks = text_proof(bag)
    known = {damage.path for damage in damages}
    for damage in as_recorded(bag) + wrong:
        if damage.path not in known:
            damages.append(damage)
            known.add(damage.path)
    for damage in damages:
        show(str(damage))
    for remark in remarks:
        show("not seen: " + remark)
    show("the text of Markdown and the errata are not read here: octavo verify does that")
    signed = (bag / SIGNATURES[0]).is_file()
    show("signed: HOWTO.txt says how that is verified" if signed else "not signed: shows damage, not forgery")
    show("%d damages" % len(damages) if damages else "sound")
    return 1 if damages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
