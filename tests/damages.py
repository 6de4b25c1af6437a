"""Seeded damages to a bag: a bit, a file less or more, and one word of a rendition with the manifests made again."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from random import Random

import pikepdf

from octavo.archive.bag import bag_of

KINDS = ("bit", "deletion", "addition", "word")
_MADE = re.compile(r"bagit\.txt|bag-info\.txt|(tag)?manifest-\w+\.txt|metadata/events\.sha512")


def damage(bag: Path, seed: int) -> tuple[str, str, str]:
    """Damage a bag in one place; gives the kind, the file, and the word that is in it now, where it is a word."""
    chance = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    files = sorted(path for path in bag.rglob("*") if path.is_file())
    path = chance.choice(files)
    name, word = path.relative_to(bag).as_posix(), ""
    if kind == "bit":
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
    elif kind == "deletion":
        path.unlink()
    elif kind == "addition":
        name = f"{path.parent.relative_to(bag).as_posix()}/added-{seed}.txt".removeprefix("./")
        (bag / name).write_text("added\n", encoding="utf-8")
    else:
        endings = (".txt", ".html", ".epub", ".xml", ".pdf")
        renditions = sorted(path for path in (bag / "data/renditions").iterdir() if path.suffix in endings)
        path = renditions[seed // len(KINDS) % len(renditions)]
        name, word = path.relative_to(bag).as_posix(), f"qwx{'abcdefghij'[seed % 10]}z"
        path.write_bytes(_word_changed(path.suffix, path.read_bytes(), word, chance))
        make_again(bag)
    return kind, name, word


def make_again(bag: Path) -> None:
    """Write all lists of checksums anew, as somebody does who hides what was changed."""
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines())
    names = [path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file()]
    files = {name: (bag / name).read_bytes() for name in names if not _MADE.fullmatch(name)}
    del info["Payload-Oxum"]
    for name, data in bag_of(files, info).items():
        (bag / name).write_bytes(data)


def _word_changed(suffix: str, data: bytes, word: str, chance: Random) -> bytes:
    if suffix == ".pdf":
        return _glyphs_changed(data, chance)
    if suffix != ".epub":
        return _in_text(data.decode(), word, chance, is_marked_up=suffix != ".txt").encode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {info: book.read(info) for info in book.infolist()}
    chapters = [info for info in parts if info.filename.endswith(".xhtml") and "nav" not in info.filename]
    chosen = chance.choice([info for info in chapters if b"<p" in parts[info]])
    parts[chosen] = _in_text(parts[chosen].decode(), word, chance, is_marked_up=True).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        for info, part in parts.items():
            book.writestr(info, part)
    return target.getvalue()


def _in_text(text: str, word: str, chance: Random, *, is_marked_up: bool) -> str:
    """One word of a paragraph is another."""
    paragraphs = list(
        re.finditer(r"<(?:p|h1|span|l|li|div)\b[^>]*>([^<]+)" if is_marked_up else r"(?m)^([A-Z].*)$", text)
    )
    found = chance.choice([match for match in paragraphs if re.search(r"(?<!&)\b[a-z]{3,}\b", match[1])])
    place = chance.choice(list(re.finditer(r"(?<!&)\b[a-z]{3,}\b", found[1])))
    start = found.start(1) + place.start()
    return text[:start] + word + text[start + len(place[0]) :]


def _glyphs_changed(data: bytes, chance: Random) -> bytes:
    """Two letters of a word in a PDF change places."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        shown = []
        for page in pdf.pages:
            for number, (operands, operator) in enumerate(pikepdf.parse_content_stream(page)):
                if str(operator) in ("TJ", "Tj"):
                    items = operands[0] if str(operator) == "TJ" else operands
                    shown += [(page, number, at) for at, item in enumerate(items) if _glyphs(item)]
        page, number, at = chance.choice(shown)
        content = list(pikepdf.parse_content_stream(page))
        operands, operator = content[number]
        items = operands[0] if str(operator) == "TJ" else operands
        codes = _glyphs(items[at])
        items[at] = pikepdf.String(b"".join([*codes[1:], codes[0]]))
        content[number] = (operands, operator)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _glyphs(item: object) -> list[bytes]:
    """The two-byte codes of a run of glyphs in which the first differs from the second; else none."""
    data = bytes(item) if isinstance(item, pikepdf.String) else b""
    codes = [data[at : at + 2] for at in range(0, len(data), 2)]
    return codes if len(codes) >= 4 and len(data) % 2 == 0 and len(set(codes)) >= 4 else []
