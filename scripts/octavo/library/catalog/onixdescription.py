"""What an ONIX product is: form, access, title, people, language, extent and subjects (ONIX 3.1, block 1)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from octavo.library.catalog.onixaccess import features
from octavo.library.catalog.onixproduct import FORMS, PRINTED, Product, add
from octavo.library.catalog.title import Title

_ROLES = {
    "aut": "A01",
    "edt": "B01",
    "trl": "B06",
    "ill": "A12",
    "com": "C01",
    "ann": "B01",
    "aui": "A24",
    "aft": "A19",
    "ctb": "A32",
}
"""MARC relators → List 17; all others are contributions of another kind (Z99)."""
_SCHEMES = {"thema": "93", "bisac": "10", "lcsh": "04", "keyword": "20"}
"""Schemes of subjects (List 27)."""


def describe(made: etree._Element, product: Product) -> None:
    """Fill a DescriptiveDetail, in the order of the schema."""
    title, metadata = product.title, product.title.metadata
    _form(made, product)
    if metadata.series:
        collection = add(made, "Collection")
        add(collection, "CollectionType", "10")
        _titled(collection, "02", metadata.series.name, number=metadata.series.number)
    _titled(made, "01", metadata.title, metadata.subtitle)
    _contributors(made, title)
    language = _language(metadata.lang)
    if language:
        _group(made, "Language", LanguageRole="01", LanguageCode=language)
    for kind, value, unit in _extents(product):
        _group(made, "Extent", ExtentType=kind, ExtentValue=value, ExtentUnit=unit)
    for scheme, code, words in _subjects(title):
        _group(made, "Subject", SubjectSchemeIdentifier=scheme, SubjectCode=code, SubjectHeadingText=words)


def _form(made: etree._Element, product: Product) -> None:
    """As what it comes, with what it offers for access, its measures, and that nothing locks it."""
    form, detail = FORMS[product.form]
    add(made, "ProductComposition", "00")
    add(made, "ProductForm", form)
    if detail:
        add(made, "ProductFormDetail", detail)
    for kind, code, text in features(product.form, product.title):
        _group(
            made,
            "ProductFormFeature",
            ProductFormFeatureType=kind,
            ProductFormFeatureValue=code,
            ProductFormFeatureDescription=text,
        )
    add(made, "PrimaryContentType", "10")
    if product.form in PRINTED:
        for kind, length in zip(("02", "01"), product.title.metadata.print.trim_inches, strict=True):
            _group(made, "Measure", MeasureType=kind, Measurement=f"{length * 25.4:.0f}", MeasureUnitCode="mm")
    else:
        add(made, "EpubTechnicalProtection", "00")


def _group(parent: etree._Element, name: str, **parts: str) -> None:
    """A composite of elements that hold texts; what is empty is left out."""
    holder = add(parent, name)
    for key, text in parts.items():
        if text:
            add(holder, key, text)


def _titled(
    parent: etree._Element, level: str, text: str, subtitle: str | None = None, number: str | None = None
) -> None:
    detail = add(parent, "TitleDetail")
    add(detail, "TitleType", "01")
    element = add(detail, "TitleElement")
    add(element, "TitleElementLevel", level)
    if number:
        add(element, "PartNumber", number)
    add(element, "TitleText", text)
    if subtitle:
        add(element, "Subtitle", subtitle)


def _contributors(made: etree._Element, title: Title) -> None:
    people = title.people
    for number, person in enumerate(people, 1):
        holder = add(made, "Contributor")
        add(holder, "SequenceNumber", str(number))
        add(holder, "ContributorRole", _ROLES.get(person.role, "Z99"))
        for kind, value in (("16", person.isni), ("21", (person.orcid or "").replace("-", ""))):
            if value:
                identifier = add(holder, "NameIdentifier")
                add(identifier, "NameIDType", kind)
                add(identifier, "IDValue", value)
        if person.is_corporate:
            add(holder, "CorporateName", person.name)
        else:
            add(holder, "PersonName", person.name)
            if person.filed != person.name:
                add(holder, "PersonNameInverted", person.filed)
    if not people:
        add(made, "NoContributor")


def _language(tag: str) -> str:
    """The code of ISO 639-2/B, as MARC has it too."""
    from octavo.renditions.datavalues import language_in_form

    return language_in_form(tag, "marc") or ""


def _extents(product: Product) -> Iterator[tuple[str, str, str]]:
    """Type, value and unit (Lists 23, 24): pages of the bound book, words of the text, size of the file."""
    title = product.title
    pages = str(title.entry["page-count"] or "")
    if pages:
        yield ("05" if product.form in PRINTED else "10"), pages, "03"
    if title.entry["words"]:
        yield "02", str(title.entry["words"]), "02"
    file = title.file(product.form)
    if file:
        yield "22", str(max(1, round(file.size / 1024))), "18"


def _subjects(title: Title) -> Iterator[tuple[str, str, str]]:
    for subject in title.metadata.subjects:
        yield _SCHEMES[subject.scheme], subject.code or "", subject.name or ""
    if title.metadata.subject:
        yield _SCHEMES["keyword"], "", "; ".join(title.metadata.subject)
