"""Rules on the EPUB as a package (EPUB 3.3, EPUB Accessibility 1.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.document.links import OUTWARD
from octavo.document.tree import line
from octavo.errors import Place
from octavo.readback.epub import EPUB_TYPE, resolved
from octavo.readback.markup import name
from octavo.text.tokens import unheld

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _place(subject: Subject, inside: str, line: int = 0) -> Place:
    return Place(subject.path("epub") / inside, line)


@rule("epub/reading-order", reads="epub")
def reading_order(subject: Subject) -> Iterator[Breach]:
    package = subject.epub.package
    pages = {
        item.get("id"): item.get("href")
        for item in package.iter("{*}item")
        if item.get("media-type") == "application/xhtml+xml"
    }
    order = [reference.get("idref") for reference in package.iter("{*}itemref")]
    for key, href in pages.items():
        if order.count(key) != 1:
            what = f"{href} stands {order.count(key)} times in the spine, not once"
            yield Breach(_place(subject, "content.opf"), {"what": what})
    chapters = [chapter.id for chapter in subject.document.chapters]
    found = [i for document in subject.epub.spine for i in document.ids if i in chapters]
    if found != chapters:
        what = f"the chapters stand in the order {', '.join(found)}; the text has {', '.join(chapters)}"
        yield Breach(_place(subject, "content.opf"), {"what": what})


@rule("epub/nav-complete", reads="epub")
def nav_complete(subject: Subject) -> Iterator[Breach]:
    nav = subject.epub.nav
    inside = nav.name if nav else "content.opf"
    wanted = []
    for number, chapter in enumerate(subject.document.chapters):
        if chapter.kind == "chapter":
            wanted.append((chapter.title, 1))
            wanted += [(h.text, 2) for h in subject.document.headings if h.chapter == number and h.level == 2]
    entries = subject.epub.navigation("toc")
    for expected, entry in zip_longest(wanted, entries):
        if expected is None or entry is None or expected != entry[1:]:
            shown = f"‘{entry[1]}’" if entry else "nothing"
            what = f"the contents should have ‘{expected[0] if expected else 'nothing'}’ here and have {shown}"
            yield Breach(_place(subject, inside), {"what": what})
            break
    for target, text, _ in entries + subject.epub.navigation("landmarks"):
        if not _answered(subject, target):
            what = f"the entry ‘{text}’ leads to {target}, which is not there"
            yield Breach(_place(subject, inside), {"what": what})
    kinds = {link.get(EPUB_TYPE) for link in nav.root.iter("{*}a")} if nav else set()
    for kind in ("toc", "bodymatter"):
        if kind not in kinds:
            yield Breach(_place(subject, inside), {"what": f"the landmarks do not say where the {kind} is"})


def _answered(subject: Subject, target: str) -> bool:
    document = subject.epub.document(target)
    fragment = target.partition("#")[2]
    return document is not None and (not fragment or fragment in document.ids)


@rule("epub/titles", reads="epub")
def titles(subject: Subject) -> Iterator[Breach]:
    count = Counter(document.title for document in subject.epub.spine)
    headings = {block.place.file: unheld(block.text) for block in reversed(subject.epub.blocks) if block.level == 1}
    for document in subject.epub.spine:
        heading = headings.get(subject.epub.file / document.name, "")
        if not document.title:
            what = "a file has no title"
        elif heading and heading != unheld(document.title):
            what = f"the file’s title is ‘{document.title}’, its heading ‘{heading}’"
        elif not heading and count[document.title] > 1:
            what = f"{count[document.title]} files have the title ‘{document.title}’"
        else:
            continue
        yield Breach(_place(subject, document.name), {"what": what})


@rule("epub/roles", reads="epub")
def roles(subject: Subject) -> Iterator[Breach]:
    for document in subject.epub.spine:
        for element in document.root.iter():
            kinds, role = (element.get(EPUB_TYPE) or "").split(), element.get("role") or ""
            for kind in ("noteref", "footnote"):
                if (kind in kinds) != (role == f"doc-{kind}"):
                    what = f"{name(element)}: epub:type ‘{' '.join(kinds)}’ and role ‘{role}’ do not agree"
                    yield Breach(_place(subject, document.name, line(element)), {"what": what})
    chapters = {chapter.id for chapter in subject.document.chapters if chapter.kind == "chapter"}
    for document in subject.epub.spine:
        for section in document.root.iter("{*}section"):
            if section.get("id") in chapters and not (section.get("role") or "").startswith("doc-"):
                what = f"the chapter ‘{section.get('id')}’ has no role"
                yield Breach(_place(subject, document.name, line(section)), {"what": what})


@rule("epub/language", reads="epub")
def language(subject: Subject) -> Iterator[Breach]:
    expected = subject.edition.metadata.lang or "und"
    languages = [("content.opf", subject.epub.package.get(XML_LANG))]
    for document in subject.epub.spine:
        languages += [(document.name, document.root.get("lang")), (document.name, document.root.get(XML_LANG))]
    for name_, found in languages:
        if found != expected:
            yield Breach(_place(subject, name_), {"name": name_, "found": found or "", "expected": expected})


@rule("epub/links-answered", reads="epub")
def links_answered(subject: Subject) -> Iterator[Breach]:
    for document in subject.epub.spine:
        for link in document.root.iter("{*}a"):
            href = link.get("href") or ""
            if href and not OUTWARD.match(href) and not _answered(subject, resolved(document.name, href)):
                yield Breach(_place(subject, document.name, line(link)), {"target": href})
