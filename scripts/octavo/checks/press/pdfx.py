"""Does the file keep what it claims? Every clause of PDF/X (ISO 15930) that can be checked in the file itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from octavo.checks.finding import Breach
from octavo.checks.press.job import PressJob, pages_in_words
from octavo.checks.press.paper import badly_nested
from octavo.checks.press.standards import STANDARDS, Standard
from octavo.checks.registry import press_rule
from octavo.pdfpage.filefacts import FileFacts
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import Space
from octavo.pdfpage.pdffile import PdfFile

Fault = tuple[str, str]
"""The matter that the standard treats, and what is wrong."""
DEVICE_DEPENDENT = frozenset({"DeviceGray", "DeviceCMYK", "Separation", "DeviceN", "Indexed", "Pattern"})
"""The colour spaces that PDF/X-1a knows."""
OUTPUT_CLASS = "prtr"


@press_rule("press/pdfx")
def pdfx(job: PressJob) -> Iterator[Breach]:
    facts, requirement = job.file.facts, job.requirement("pdfx")
    if facts is None:
        return
    claim = facts.claim
    if not claim:
        if requirement:
            required = _claim_wanted(job)
            yield job.breach(requirement, what=f"does not say that it is {required}", hint=f"export it as {required}")
        return
    standard = STANDARDS.get(claim)
    if standard is None:
        if not claim.startswith(("PDF/X-2", "PDF/X-4p", "PDF/X-5", "PDF/X-6", "PDF/X-1:")):
            yield job.breach(requirement, gravity="error", what=f"claims to be ‘{claim}’, which is no PDF/X")
        return
    if requirement and requirement.value and claim not in requirement.value:
        yield job.breach(requirement, what=f"is {claim}; {job.asker} takes {' or '.join(requirement.value)}")
    for check in CHECKS:
        for matter, fault in check(standard, job.file, facts):
            what = f"claims to be {claim}, but {fault}"
            yield job.breach(requirement, gravity="error", spec=standard.clause(matter), what=what, fault=fault)


def _claim_wanted(job: PressJob) -> str:
    requirement = job.requirement("pdfx")
    return " or ".join(requirement.value) if requirement and requirement.value else job.printer.pdfx


def _identified(standard: Standard, file: PdfFile, facts: FileFacts) -> Iterator[Fault]:
    version, conformance = facts.info.get("GTS_PDFXVersion", ""), facts.info.get("GTS_PDFXConformance", "")
    wanted = "PDF/X-1:2001" if standard.name == "PDF/X-1a:2001" else standard.name
    if standard.knows_transparency:
        if facts.xmp_claim != standard.name:
            yield "identification", "its XMP metadata does not say so"
    elif version != wanted:
        yield "identification", f"its Info key GTS_PDFXVersion is ‘{version}’ and not ‘{wanted}’"
    elif standard.name == "PDF/X-1a:2001" and conformance != standard.name:
        yield "identification", f"its Info key GTS_PDFXConformance is ‘{conformance}’"
    for key in ("Title", "CreationDate", "ModDate"):
        if not facts.info.get(key, "").strip():
            yield "identification", f"its Info dictionary has no {key}"
    if not facts.has_id:
        yield "identification", "it has no ID"
    if facts.trapped not in ("True", "False"):
        shown = f"is {facts.trapped}" if facts.trapped else "is missing"
        yield "trapping", f"its key Trapped {shown}; it must be True or False"


def _intended(standard: Standard, file: PdfFile, facts: FileFacts) -> Iterator[Fault]:
    intents = [intent for intent in facts.output_intents if intent.subtype == "GTS_PDFX"]
    if len(intents) != 1:
        yield "colour", f"it has {len(intents) or 'no'} OutputIntent{'s' if len(intents) > 1 else ''} of PDF/X"
        return
    intent = intents[0]
    if not intent.identifier:
        yield "colour", "its OutputIntent names no printing condition (OutputConditionIdentifier)"
    if not intent.profile_class and not intent.registry:
        yield "colour", "its OutputIntent has neither a profile nor the registry in which its condition is found"
    if intent.profile_class and intent.profile_class != OUTPUT_CLASS:
        yield "colour", "the profile of its OutputIntent is none of a printing press"


def _versioned(standard: Standard, file: PdfFile, facts: FileFacts) -> Iterator[Fault]:
    if standard.pdf == "1.3" and facts.version > "1.3":
        yield "structure", f"it is a PDF {facts.version} and not 1.3"
    if standard.pdf < "1.5":
        if facts.has_object_streams or facts.has_xref_streams:
            yield "structure", f"its objects are packed in streams, which PDF {standard.pdf} does not know"
        if facts.has_layers:
            yield "structure", f"it has layers, which PDF {standard.pdf} does not know"
    if facts.is_encrypted:
        yield "encryption", "it is encrypted"
    barred = {"LZWDecode"} | ({"JBIG2Decode", "JPXDecode"} if standard.pdf < "1.5" else set())
    for name in sorted(facts.filters & barred):
        yield "compression", f"something in it is compressed by {name.removesuffix('Decode')}"


def _boxed(standard: Standard, file: PdfFile, facts: FileFacts) -> Iterator[Fault]:
    without = [page.number for page in file.pages if not page.trim and not page.art]
    if without:
        yield "boxes", f"no TrimBox says where it is cut ({pages_in_words(without)})"
    both = [page.number for page in file.pages if page.trim and page.art]
    if both:
        yield "boxes", f"it has a TrimBox and an ArtBox as well ({pages_in_words(both)})"
    for what, numbers in badly_nested(file.pages).items():
        yield "boxes", f"{what} ({pages_in_words(numbers)})"


def _complete(standard: Standard, file: PdfFile, facts: FileFacts) -> Iterator[Fault]:
    fonts = file.fonts.values()
    missing = sorted({font.face for font in fonts if not font.is_embedded and font.kind != "none"})
    if missing:
        yield "fonts", f"{_fonts(missing)} not in it"
    if facts.attachments and not standard.knows_transparency:
        yield "files", "files are attached to it"


def _fonts(names: list[str]) -> str:
    return f"the font {names[0]} is" if len(names) == 1 else f"{len(names)} fonts, {names[0]} among them, are"


def _coloured(standard: Standard, file: PdfFile, facts: FileFacts) -> Iterator[Fault]:
    inked = any(intent.profile_space in ("", "CMYK") for intent in facts.output_intents if intent.subtype == "GTS_PDFX")
    pages: dict[str, list[int]] = {}
    for page in file.pages:
        wrong = set()
        for space in page.painted.spaces():
            wrong |= {str(part) for part in space.all() if not _is_allowed(part, standard, inked)}
        for name in wrong:
            pages.setdefault(name, []).append(page.number)
    for name, numbers in pages.items():
        yield "colour", f"it uses the colour space {name} ({pages_in_words(numbers)})"


def _is_allowed(space: Space, standard: Standard, inked: bool) -> bool:
    if space.kind == "unknown":
        return True
    if standard.manages_colour:
        return space.kind != "DeviceRGB" or not inked
    return space.kind in DEVICE_DEPENDENT


def _opaque(standard: Standard, file: PdfFile, facts: FileFacts) -> Iterator[Fault]:
    oddities = {"transfer curve": "graphics state", "halftone phase": "graphics state", "PostScript": "PostScript"}
    oddities |= {"OPI reference": "files"}
    if not standard.knows_transparency:
        seen = [page.number for page in file.pages if page.painted.transparency]
        if seen:
            yield "transparency", f"something in it is transparent ({pages_in_words(seen)})"
        else:
            oddities["transparency group"] = "transparency"
    for oddity, matter in oddities.items():
        numbers = [page.number for page in file.pages if oddity in page.painted.oddities]
        if numbers:
            yield matter, f"it has a {oddity} ({pages_in_words(numbers)})"


def _bare(standard: Standard, file: PdfFile, facts: FileFacts) -> Iterator[Fault]:
    numbers = [page.number for page in file.pages if any(_in_print(page))]
    if numbers:
        yield "annotations", f"annotations stand in what is printed ({pages_in_words(numbers)})"
    if facts.scripts or facts.has_jump:
        yield "actions", f"it has {facts.scripts[0] if facts.scripts else 'an action on opening'}"
    if facts.has_form:
        yield "annotations", "it has a form to be filled in"


def _in_print(page: PdfPage) -> Iterator[bool]:
    for annotation in page.annotations:
        if annotation.subtype == "PrinterMark":
            yield annotation.area.meets(page.cut)
        elif annotation.subtype != "TrapNet":
            yield annotation.area.meets(page.bleed or page.cut)


Check = Callable[[Standard, PdfFile, FileFacts], Iterator[Fault]]
CHECKS: tuple[Check, ...] = (
    _identified,
    _intended,
    _versioned,
    _boxed,
    _complete,
    _coloured,
    _opaque,
    _bare,
)
