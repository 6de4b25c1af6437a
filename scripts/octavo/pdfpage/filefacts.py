"""What a file for print says of itself as a whole, page by page content apart (ISO 32000-1, 7.5, 12 and 14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from octavo.pdfpage.values import (
    Damaged,
    array_of,
    data_of,
    entries,
    entry,
    holds,
    inside,
    is_true,
    listed,
    number_in,
    text_in,
    text_of,
    whole_of,
)

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

Found = TypeVar("Found")

_HEADER = re.compile(rb"%PDF-(\d\.\d)")
_OBJECT_STREAMS = re.compile(rb"/Type\s*/ObjStm\b")
_XREF_STREAMS = re.compile(rb"/Type\s*/XRef\b")
_FILTERS = re.compile(rb"/(LZWDecode|JBIG2Decode|JPXDecode)\b")
_XMP_CLAIM = re.compile(r"GTS_PDFXVersion(?:\s*=\s*[\"']|\s*>)\s*([^<\"']+)")
HEADER_WITHIN = 1024
"""Bytes at the start of a file among which its header stands."""
_PROFILE_CLASS = slice(12, 16)
_PROFILE_SPACE = slice(16, 20)


@dataclass(frozen=True)
class OutputIntent:
    """A printing condition that the file is meant for (14.11.5)."""

    subtype: str
    identifier: str
    registry: str
    info: str
    profile_class: str
    """The device class of its ICC profile (``prtr``), or nothing where there is no profile."""
    profile_space: str


@dataclass(frozen=True)
class FileFacts:
    """What a file says of itself."""

    header_version: str
    version: str
    """The version that counts: the header's, or the catalog's where that is newer."""
    is_encrypted: bool
    has_object_streams: bool
    has_xref_streams: bool
    bookmarks: int
    is_tagged: bool
    output_intents: tuple[OutputIntent, ...]
    info: dict[str, str]
    trapped: str
    """``True``, ``False``, ``Unknown``, or nothing; anything else is not a name as it must be."""
    xmp_claim: str
    has_id: bool
    scripts: tuple[str, ...]
    """Where JavaScript or an action stands."""
    has_jump: bool
    """Whether the file opens at a place of its own: an action in name, which does nothing to print."""
    attachments: tuple[str, ...]
    has_form: bool
    has_layers: bool
    has_page_labels: bool
    filters: frozenset[str]
    is_right_to_left: bool
    repairs: tuple[str, ...]
    """What had to be mended for the file to be opened at all."""

    @property
    def claim(self) -> str:
        """The PDF/X that the file says it is, such as ``PDF/X-1a:2003``; nothing where it says nothing."""
        found = self.info.get("GTS_PDFXVersion", "")
        conformance = self.info.get("GTS_PDFXConformance", "")
        if found.startswith("PDF/X-1:") and conformance:
            return conformance
        return found or self.xmp_claim


def header_version(data: bytes) -> str:
    """The version that a file's first bytes give; nothing where it is no PDF (7.5.2)."""
    match = _HEADER.search(data, 0, HEADER_WITHIN)
    return match[1].decode() if match else ""


class Guard(Protocol):
    """Reads something of the file, or gives something instead where the file is damaged there, and notes what."""

    def __call__(self, read: Callable[[], Found], instead: Found, what: str, /) -> Found: ...


def read_facts(pdf: Pdf, data: bytes, unless_damaged: Guard) -> FileFacts:
    """What a file says of itself; what is damaged counts as not there."""
    root = pdf.Root
    header = header_version(data)
    catalog = unless_damaged(lambda: text_in(root, "/Version"), "", "the version")
    none: tuple[OutputIntent, ...] = ()
    nowhere: tuple[str, ...] = ()
    unsaid: dict[str, str] = {}
    return FileFacts(
        header,
        max(header, catalog if re.fullmatch(r"\d\.\d", catalog) else header),
        pdf.is_encrypted,
        bool(_OBJECT_STREAMS.search(data)),
        bool(_XREF_STREAMS.search(data)),
        unless_damaged(lambda: _bookmarks(root), 0, "the bookmarks"),
        unless_damaged(lambda: _is_tagged(root), False, "the tags"),
        unless_damaged(lambda: _intents(root), none, "the OutputIntents"),
        unless_damaged(lambda: _info(pdf), unsaid, "the Info dictionary"),
        unless_damaged(lambda: _trapped(pdf), "", "the Info dictionary"),
        unless_damaged(lambda: _xmp_claim(root), "", "the metadata"),
        unless_damaged(lambda: len(listed(entry(pdf.trailer, "/ID"))) == 2, False, "the file’s ID"),
        unless_damaged(lambda: tuple(_scripts(pdf)), nowhere, "the actions"),
        holds(root, "/OpenAction"),
        unless_damaged(lambda: tuple(_attachments(root)), nowhere, "the attachments"),
        unless_damaged(lambda: _has_form(root), False, "the form"),
        unless_damaged(lambda: _has_layers(root), False, "the layers"),
        holds(root, "/PageLabels"),
        frozenset(name.decode() for name in _FILTERS.findall(data)),
        unless_damaged(lambda: _is_right_to_left(root), False, "the direction"),
        tuple(dict.fromkeys(_warnings(pdf))),
    )


def _info(pdf: Pdf) -> dict[str, str]:
    """What the Info dictionary says in words; programs of their own may have put other things in (14.3.3)."""
    found = {}
    for key, value in entries(entry(pdf.trailer, "/Info")):
        try:
            found[key.removeprefix("/")] = text_of(value)
        except Damaged:
            continue
    return found


def _trapped(pdf: Pdf) -> str:
    import pikepdf

    trapped = inside(pdf.trailer, "/Info", "/Trapped")
    if trapped is None:
        return ""
    return text_of(trapped) if isinstance(trapped, pikepdf.Name) else f"{text_of(trapped)}, which is no name"


def _intents(root: Object) -> tuple[OutputIntent, ...]:
    found = entry(root, "/OutputIntents")
    return () if found is None else tuple(_intent(item) for item in array_of(found))


def _intent(item: Object) -> OutputIntent:
    profile = entry(item, "/DestOutputProfile")
    head = data_of(profile)[:32] if profile is not None else b""
    return OutputIntent(
        text_in(item, "/S"),
        text_in(item, "/OutputConditionIdentifier"),
        text_in(item, "/RegistryName"),
        text_in(item, "/Info"),
        head[_PROFILE_CLASS].decode("latin-1"),
        head[_PROFILE_SPACE].decode("latin-1").strip(),
    )


def _bookmarks(root: Object) -> int:
    outlines = entry(root, "/Outlines")
    if outlines is None or not holds(outlines, "/First"):
        return 0
    return max(1, abs(whole_of(number_in(outlines, "/Count", 1))))


def _is_tagged(root: Object) -> bool:
    return holds(root, "/StructTreeRoot") or is_true(inside(root, "/MarkInfo", "/Marked"))


def _xmp_claim(root: Object) -> str:
    metadata = entry(root, "/Metadata")
    match = None if metadata is None else _XMP_CLAIM.search(data_of(metadata).decode("utf-8", "replace"))
    return match[1].strip() if match else ""


def _scripts(pdf: Pdf) -> Iterator[str]:
    """Where an action stands that does more than to show a place (12.6)."""
    import pikepdf

    root = pdf.Root
    if inside(root, "/Names", "/JavaScript") is not None:
        yield "JavaScript for the whole file"
    opening = entry(root, "/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and text_in(opening, "/S", "None") != "GoTo":
        yield f"an action of the kind {text_in(opening, '/S', 'None')} on opening"
    if holds(root, "/AA"):
        yield "actions on printing, saving or closing"
    if any(holds(page.obj, "/AA") for page in pdf.pages):
        yield "actions on turning to a page"


def _attachments(root: Object) -> Iterator[str]:
    import pikepdf

    tree = inside(root, "/Names", "/EmbeddedFiles")
    if tree is not None:
        if not isinstance(tree, pikepdf.Dictionary):
            raise Damaged("no tree of names")
        yield from pikepdf.NameTree(tree)
    else:
        for file in listed(entry(root, "/AF")):
            yield text_in(file, "/UF", text_in(file, "/F", "?"))


def _has_form(root: Object) -> bool:
    form = entry(root, "/AcroForm")
    return form is not None and (len(listed(entry(form, "/Fields"))) > 0 or holds(form, "/XFA"))


def _has_layers(root: Object) -> bool:
    return len(listed(inside(root, "/OCProperties", "/OCGs"))) > 0


def _is_right_to_left(root: Object) -> bool:
    direction = inside(root, "/ViewerPreferences", "/Direction")
    return direction is not None and text_of(direction) == "R2L"


def _warnings(pdf: Pdf) -> Iterator[str]:
    """What the file had wrong with it, without its name."""
    for warning in pdf.get_warnings():
        yield re.sub(r"^.*?\):\s*", "", str(warning)).strip() or str(warning)
