"""Extreme files: archives that swell, drawings that take for ever, pipes, and books of a size that nobody writes."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

Make = Callable[[Path], list[str]]
PARAGRAPH = "<p>The same words stand in this paragraph, and again, and again.</p>\n"
CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile \
full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def epub(path: Path, chapters: dict[str, str], spine: list[str]) -> None:
    """An EPUB of these XHTML bodies, read in the order of the spine."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    numbers = {name: n for n, name in enumerate(chapters)}
    refs = "".join(f'<itemref idref="i{numbers[name]}"/>' for name in spine)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        out.writestr("META-INF/container.xml", CONTAINER)
        package = '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="u"><metadata/>'
        out.writestr("a.opf", f"{package}<manifest>{items}</manifest><spine>{refs}</spine></package>")
        for name, body in chapters.items():
            out.writestr(
                name,
                '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>a</title></head><body>'
                + body
                + "</body></html>",
            )


def docx(path: Path, megabytes: int) -> None:
    """A Word file whose text is one paragraph, again and again."""
    words = "<w:p><w:r><w:t>The same words again and again.</w:t></w:r></w:p>"
    body = words * (megabytes * 1_000_000 // len(words))
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{types}"><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        out.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}" Target="word/document.xml"/>'
            "</Relationships>",
        )
        out.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')


def pdf(path: Path, content: bytes, pages: int = 1) -> None:
    """A PDF with one compressed content stream, which so many pages show."""
    packed = zlib.compress(content, 9)
    kids = " ".join(f"{4 + n} 0 R" for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]/MediaBox[0 0 400 600]>>".encode(),
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        *[b"<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources<<>>>>"] * pages,
    ]
    out, offsets = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    path.write_bytes(out + f"xref\n0 {size}\n0000000000 65535 f \n".encode() + table + end)


def _compared(make: Callable[[Path], None], name: str) -> Make:
    def prepare(folder: Path) -> list[str]:
        make(folder / name)
        (folder / "b.txt").write_text("The same words again and again.\n", encoding="utf-8")
        return ["compare", name, "b.txt"]

    return prepare


def _preflight(content: Callable[[], bytes], pages: int = 1) -> Make:
    def prepare(folder: Path) -> list[str]:
        pdf(folder / "a.pdf", content(), pages)
        return ["preflight", "a.pdf", "--printer", "generic"]

    return prepare


def many(megabytes: float) -> str:
    return PARAGRAPH * int(megabytes * 1_000_000 / len(PARAGRAPH))


def _drawing(svg: Callable[[], str]) -> Make:
    def prepare(folder: Path) -> list[str]:
        from extremes import book

        head = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">'
        (folder / "a.svg").write_text(f"{head}{svg()}</svg>", encoding="utf-8")
        return book("# One\n\n![A drawing](a.svg)\n")(folder)

    return prepare


def _uses(levels: int) -> str:
    defined = '<rect id="l0" width="1" height="1"/>' + "".join(
        f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * 10 + "</g>" for n in range(1, levels + 1)
    )
    return f'<defs>{defined}</defs><use href="#l{levels}"/>'


def _filter(inner: str, times: int = 1) -> str:
    return "".join(
        f'<filter id="f{n}">{inner}</filter><rect width="90" height="90" filter="url(#f{n})"/>' for n in range(times)
    )


def _pipe(name: str, *command: str) -> Make:
    def prepare(folder: Path) -> list[str]:
        from extremes import book

        arguments = book(
            "# One\n\n![A](a.svg) A.\n" if name == "a.svg" else "# One\n\nA.\n", "witness: {path: w.txt}\n"
        )(folder)
        if name != "w.txt":
            (folder / "w.txt").write_text("One\n\nA.\n", encoding="utf-8")
        os.mkfifo(folder / name)
        return list(command) or arguments

    return prepare


def _device(name: str, *command: str) -> Make:
    def prepare(folder: Path) -> list[str]:
        arguments = _pipe("_pipe")(folder)
        (folder / name).symlink_to("/dev/zero")
        return list(command) or arguments

    return prepare


FILES: dict[str, Make] = {
    "EPUB of 1 MB, 400 MB unpacked": _compared(lambda p: epub(p, {"a.xhtml": many(400)}, ["a.xhtml"]), "a.epub"),
    "EPUB, 31 MB unpacked": _compared(lambda p: epub(p, {"a.xhtml": many(31)}, ["a.xhtml"]), "a.epub"),
    "EPUB, 8 parts of 31 MB": _compared(
        lambda p: epub(p, {f"{n}.xhtml": many(31) for n in range(8)}, [f"{n}.xhtml" for n in range(8)]), "a.epub"
    ),
    "EPUB, a spine of one file 3,000 times": _compared(
        lambda p: epub(p, {"a.xhtml": many(0.1)}, ["a.xhtml"] * 3000), "a.epub"
    ),
    "EPUB of 20,000 parts": _compared(
        lambda p: epub(p, {f"{n}.xhtml": PARAGRAPH for n in range(20_000)}, [f"{n}.xhtml" for n in range(20_000)]),
        "a.epub",
    ),
    "DOCX of 300 KB, 100 MB unpacked": _compared(lambda p: docx(p, 100), "a.docx"),
    "DOCX, 30 MB unpacked": _compared(lambda p: docx(p, 30), "a.docx"),
    "PDF, a stream of 400 MB of zeros, preflight": _preflight(lambda: b"\0" * 400_000_000),
    "PDF, 30 MB of operators, preflight": _preflight(lambda: b"0 0 m 9 9 l S " * 2_200_000),
    "PDF, 3,000 pages of one stream of 100 KB, preflight": _preflight(lambda: b"0 0 m 9 9 l S " * 7000, 3000),
    "PDF, a stream of 400 MB of zeros, compare": _compared(lambda p: pdf(p, b"\0" * 400_000_000), "a.pdf"),
    "PDF, 30 MB of operators, compare": _compared(lambda p: pdf(p, b"0 0 m 9 9 l S " * 2_200_000), "a.pdf"),
    "SVG, noise of 99,999 octaves": _drawing(lambda: _filter('<feTurbulence baseFrequency="0.1" numOctaves="99999"/>')),
    "SVG, blur of 1e9": _drawing(lambda: _filter('<feGaussianBlur stdDeviation="1000000000"/>')),
    "SVG, morphology of 5,000": _drawing(lambda: _filter('<feMorphology operator="dilate" radius="5000"/>')),
    "SVG, 300 filters": _drawing(lambda: _filter('<feTurbulence baseFrequency="0.1" numOctaves="20"/>', 300)),
    "SVG, use of 10^8": _drawing(lambda: _uses(8)),
    "SVG, 10,000 nested groups": _drawing(lambda: "<g>" * 10_000 + "</g>" * 10_000),
    "SVG, 200,000 elements": _drawing(lambda: '<rect width="1" height="1"/>' * 200_000),
    "SVG, a path of 5 MB": _drawing(lambda: '<path d="M0 0' + "L1 1" * 1_200_000 + '"/>'),
    "pipe as chapter": _pipe("02.md"),
    "pipe as errata": _pipe("errata.yaml"),
    "pipe as witness": _pipe("w.txt"),
    "pipe as picture": _pipe("a.svg"),
    "pipe compared": _pipe("b.txt", "compare", "b.txt", "w.txt"),
    "pipe preflighted": _pipe("b.pdf", "preflight", "b.pdf", "--printer", "generic"),
    "device as chapter": _device("02.md"),
    "device compared": _device("b.txt", "compare", "b.txt", "w.txt"),
    "device preflighted": _device("b.pdf", "preflight", "b.pdf", "--printer", "generic"),
}
