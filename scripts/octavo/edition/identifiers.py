"""Numbers and names by which books, people and works are known, each held against its own check or form."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from octavo.edition.strict import Unfit

RIGHTS_STATEMENTS = (
    *("InC", "InC-OW-EU", "InC-EDU", "InC-NC", "InC-RUU", "NoC-CR", "NoC-NC", "NoC-OKLR", "NoC-US"),
    *("CNE", "UND", "NKC"),
)
"""The twelve statements of rightsstatements.org, version 1.0."""
_COMMONS = re.compile(
    r"https?://creativecommons\.org/"
    r"(licenses/(?:by|by-sa|by-nc|by-nd|by-nc-sa|by-nc-nd)/\d\.\d|publicdomain/(?:zero|mark)/1\.0)(/[a-z]{2,3})?"
    r"(?:/(?:deed(?:\.[\w-]+)?|legalcode(?:\.[\w-]+)?)?)?"
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*|urn:doi:)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.IGNORECASE)


def _stripped(value: object, *prefixes: str) -> str:
    """A number as it was typed, without the address or the name that may stand before it."""
    text = str(value).strip() if isinstance(value, str) else ""
    for prefix in prefixes:
        if text.casefold().startswith(prefix):
            return text[len(prefix) :].strip().rstrip("/")
    return text


def isbn(value: object) -> str:
    """The thirteen digits of an ISBN (ISO 2108); raises ``Unfit`` where they are none, or the last does not fit."""
    from stdnum import isbn as number
    from stdnum.exceptions import InvalidChecksum, ValidationError

    digits = _stripped(value, "urn:isbn:", "isbn-13:", "isbn:", "isbn")
    if not digits:
        return ""
    try:
        found = str(number.validate(digits))
    except InvalidChecksum:
        raise Unfit(
            f"‘{value}’ is no ISBN: its last digit does not fit the others", "compare it, figure by figure"
        ) from None
    except ValidationError:
        hint = "an ISBN begins with 978 or 979: 978-0-14-103614-4"
        raise Unfit(f"‘{value}’ is no ISBN; write its thirteen digits, with or without hyphens", hint) from None
    if len(found) == 10:
        hint = f"write {number.format(number.to_isbn13(found))}"
        raise Unfit(f"‘{value}’ is an ISBN of ten digits; write its thirteen digits, with or without hyphens", hint)
    return found


def hyphenated_isbn(digits: str) -> str:
    """An ISBN with the hyphens of its group and publisher; without any where nobody knows these."""
    from stdnum import isbn as number

    parts = number.split(digits)
    return "-".join(parts) if all(parts) else digits


def issn(value: object) -> str:
    """An ISSN as it is written, 0020-8736 (ISO 3297); raises ``Unfit``."""
    from stdnum import issn as number
    from stdnum.exceptions import ValidationError

    try:
        return str(number.format(number.validate(_stripped(value, "urn:issn:", "issn:", "issn"))))
    except ValidationError:
        hint = "write its eight figures, of which the last may be an X: 0020-8736"
        raise Unfit(f"‘{value}’ is no ISSN, or one of its figures is wrong", hint) from None


def isni(value: object) -> str:
    """The sixteen figures of an ISNI (ISO 27729); raises ``Unfit``."""
    from stdnum import isni as number
    from stdnum.exceptions import ValidationError

    text = _stripped(value, "https://isni.org/isni/", "http://isni.org/isni/", "https://www.isni.org/isni/", "isni:")
    try:
        return str(number.validate(re.sub(r"(?i)^isni\s+", "", text)))
    except ValidationError:
        hint = "write its sixteen figures, of which the last may be an X: 0000 0001 2103 2683"
        raise Unfit(f"‘{value}’ is no ISNI, or one of its figures is wrong", hint) from None


def orcid(value: object) -> str:
    """An ORCID iD as it is written, 0000-0002-1825-0097; its check digit is that of ISNI. Raises ``Unfit``."""
    from stdnum import isni as number
    from stdnum.exceptions import ValidationError

    text = _stripped(value, "https://orcid.org/", "http://orcid.org/", "orcid:", "orcid.org/")
    try:
        figures = str(number.validate(text))
    except ValidationError:
        hint = "write its sixteen figures, of which the last may be an X: 0000-0002-1825-0097"
        raise Unfit(f"‘{value}’ is no ORCID iD, or one of its figures is wrong", hint) from None
    return "-".join(figures[at : at + 4] for at in range(0, 16, 4))


def viaf(value: object) -> str:
    """The number of a cluster in VIAF, by its form; raises ``Unfit``."""
    text = _stripped(value, "https://viaf.org/viaf/", "http://viaf.org/viaf/", "https://viaf.org/en/viaf/", "viaf:")
    if not re.fullmatch(r"[1-9]\d{0,21}", text):
        raise Unfit(f"‘{value}’ is no number of VIAF", "write the figures at the end of its address: 41853338")
    return text


def doi(value: object) -> str:
    """A DOI without what may stand before it, by its form (ISO 26324); raises ``Unfit``."""
    found = _DOI.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise Unfit(f"‘{value}’ is no DOI", "write it as 10.1000/xyz123")
    return found[1]


def known_doi(identifier: str) -> str:
    """The DOI that an identifier of any kind is; empty where it is none."""
    found = _DOI.fullmatch(identifier)
    return found[1] if found else ""


def rights_uri(value: object) -> str:
    """The address of a statement of RightsStatements.org or of a licence of Creative Commons; raises ``Unfit``."""
    text = str(value).strip()
    statement = re.fullmatch(r"https?://rightsstatements\.org/(?:vocab|page)/([\w-]+)/1\.0/?(?:\?.*)?", text)
    if statement and statement[1] in RIGHTS_STATEMENTS:
        return f"http://rightsstatements.org/vocab/{statement[1]}/1.0/"
    commons = _COMMONS.fullmatch(text)
    if commons:
        return f"https://creativecommons.org/{commons[1]}/{commons[2][1:] + '/' if commons[2] else ''}"
    hint = (
        "write http://rightsstatements.org/vocab/InC/1.0/ (in copyright; also "
        f"{', '.join(RIGHTS_STATEMENTS[1:])}) or https://creativecommons.org/licenses/by/4.0/"
    )
    raise Unfit(f"‘{value}’ is no statement of RightsStatements.org and no licence of Creative Commons", hint)


def without_urn(identifier: str) -> tuple[str, str]:
    """What kind of identifier a text is, as catalogues name the kinds, and the identifier as they write it."""
    for prefix, kind in (("urn:isbn:", "ISBN"), ("urn:issn:", "ISSN")):
        if identifier.casefold().startswith(prefix):
            return kind, identifier[len(prefix) :]
    if known_doi(identifier):
        return "DOI", known_doi(identifier)
    return "URN" if identifier.startswith("urn:") else "URI", identifier


Isbn = Annotated[str, BeforeValidator(isbn)]
Issn = Annotated[str, BeforeValidator(issn)]
Isni = Annotated[str, BeforeValidator(isni)]
Orcid = Annotated[str, BeforeValidator(orcid)]
Viaf = Annotated[str, BeforeValidator(viaf)]
Doi = Annotated[str, BeforeValidator(doi)]
RightsUri = Annotated[str, BeforeValidator(rights_uri)]
