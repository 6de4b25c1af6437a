"""What a file for print says of itself as a whole, page by page content apart (ISO 32000-1, 7.5, 12 and 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
        said = self.info.get("GTS_PDFXVersion", "")
        conformance = self.info.get("GTS_PDFXConformance", "")
        if said.startswith("PDF/X-1:") and conformance:
            return conformance
        return said or self.xmp_claim


def header_version(data: bytes) -> str:
    """The version that a file's first bytes give; nothing where it is no PDF (7.5.2)."""
    match = _HEADER.search(data, 0, HEADER_WITHIN)
    return match[1].decode() if match else ""


def read_facts(pdf: Any, data: bytes, guarded: Any) -> FileFacts:
    """What a file says of itself; what is damaged counts as not there."""
    root = pdf.Root
    header = header_version(data)
    catalog = guarded(lambda: str(root.get("/Version", "")).lstrip("/"), "", "the version")
    intents = guarded(lambda: tuple(_intent(item) for item in root.get("/OutputIntents", [])), (), "the OutputIntents")
    info = guarded(lambda: {str(key)[1:]: str(value) for key, value in _info(pdf)}, {}, "the Info dictionary")
    return FileFacts(
        header,
        max(header, catalog if re.fullmatch(r"\d\.\d", catalog) else header),
        pdf.is_encrypted,
        bool(_OBJECT_STREAMS.search(data)),
        bool(_XREF_STREAMS.search(data)),
        guarded(lambda: _bookmarks(root), 0, "the bookmarks"),
        guarded(lambda: _is_tagged(root), False, "the tags"),
        intents,
        info,
        guarded(lambda: _trapped(pdf), "", "the Info dictionary"),
        guarded(lambda: _xmp_claim(root), "", "the metadata"),
        guarded(lambda: len(pdf.trailer.get("/ID", [])) == 2, False, "the file’s ID"),
        guarded(lambda: tuple(_scripts(pdf)), (), "the actions"),
        guarded(lambda: "/OpenAction" in root, False, "the actions"),
        guarded(lambda: tuple(_attachments(pdf)), (), "the attachments"),
        guarded(lambda: _has_form(root), False, "the form"),
        guarded(lambda: len(root.get("/OCProperties", {}).get("/OCGs", [])) > 0, False, "the layers"),
        "/PageLabels" in root,
        frozenset(name.decode() for name in _FILTERS.findall(data)),
        guarded(
            lambda: str(root.get("/ViewerPreferences", {}).get("/Direction", "")) == "/R2L", False, "the direction"
        ),
        tuple(dict.fromkeys(_warnings(pdf))),
    )


def _info(pdf: Any) -> Iterator[tuple[str, Any]]:
    info = pdf.trailer.get("/Info")
    return iter(info.items()) if info is not None else iter(())


def _trapped(pdf: Any) -> str:
    import pikepdf

    info = pdf.trailer.get("/Info")
    trapped = info.get("/Trapped") if info is not None else None
    if trapped is None:
        return ""
    return str(trapped).lstrip("/") if isinstance(trapped, pikepdf.Name) else f"{trapped}, which is no name"


def _intent(item: Any) -> OutputIntent:
    profile = item.get("/DestOutputProfile")
    head = profile.read_bytes()[:32] if profile is not None else b""
    said = {key: str(item.get(f"/{key}", "")) for key in ("S", "OutputConditionIdentifier", "RegistryName", "Info")}
    return OutputIntent(
        said["S"].lstrip("/"),
        said["OutputConditionIdentifier"],
        said["RegistryName"],
        said["Info"],
        head[_PROFILE_CLASS].decode("latin-1") if head else "",
        head[_PROFILE_SPACE].decode("latin-1").strip() if head else "",
    )


def _bookmarks(root: Any) -> int:
    outlines = root.get("/Outlines")
    if outlines is None or outlines.get("/First") is None:
        return 0
    return max(1, abs(int(outlines.get("/Count", 1))))


def _is_tagged(root: Any) -> bool:
    return "/StructTreeRoot" in root or bool(root.get("/MarkInfo", {}).get("/Marked", False))


def _xmp_claim(root: Any) -> str:
    metadata = root.get("/Metadata")
    if metadata is None:
        return ""
    match = _XMP_CLAIM.search(metadata.read_bytes().decode("utf-8", "replace"))
    return match[1].strip() if match else ""


def _scripts(pdf: Any) -> Iterator[str]:
    """Where an action stands that does more than to show a place (12.6)."""
    import pikepdf

    root = pdf.Root
    if root.get("/Names", {}).get("/JavaScript") is not None:
        yield "JavaScript for the whole file"
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) != "/GoTo":
        yield f"an action of the kind {str(opening.get('/S')).lstrip('/')} on opening"
    if "/AA" in root:
        yield "actions on printing, saving or closing"
    if any("/AA" in page.obj for page in pdf.pages):
        yield "actions on turning to a page"


def _attachments(pdf: Any) -> Iterator[str]:
    root = pdf.Root
    names = root.get("/Names", {})
    tree = names.get("/EmbeddedFiles")
    if tree is not None:
        import pikepdf

        yield from (str(name) for name in pikepdf.NameTree(tree))
    elif "/AF" in root:
        yield from (str(file.get("/UF", file.get("/F", "?"))) for file in root.AF)


def _has_form(root: Any) -> bool:
    form = root.get("/AcroForm")
    return form is not None and (len(form.get("/Fields", [])) > 0 or "/XFA" in form)


def _warnings(pdf: Any) -> Iterator[str]:
    """What the file had wrong with it, without its name."""
    for warning in pdf.get_warnings():
        yield re.sub(r"^.*?\):\s*", "", str(warning)).strip() or str(warning)
