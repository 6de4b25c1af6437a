"""What a teiHeader is made of: the front matter, the errata list and the proof, as elements for ``styles/tei.xsl``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from octavo import __version__
from octavo.document import Document
from octavo.document.emendations import Emendation
from octavo.document.titlepage import edition_words, role_words
from octavo.edition import WitnessOptions
from octavo.edition.errata import HouseRule
from octavo.edition.housewords import HouseWords
from octavo.markdown.reshape import put_text
from octavo.renditions.departures import Departure
from octavo.renditions.teichanges import add_changes
from octavo.renditions.teidata import add, add_identifier, carried, describe

EDITORS = "editors"
CERTAINTIES = ("low", "medium", "high")
FIXED = (
    *(
        "tei-responsibility",
        "tei-editors",
        "tei-no-source",
        "tei-witness",
        "tei-made-from",
        "tei-not-collated",
        "tei-notes",
    ),
    *("tei-pictures", "tei-corrections", "tei-further", "tei-not-normalised", "tei-normalised"),
    *("tei-punctuation", "tei-quotation"),
    *("tei-editorial", "tei-in-substance", "tei-editorial-category", "tei-pages"),
    *("tei-cited", "tei-without-pages", "sentence-space"),
)
"""The house words of the header that are the same in every book of a language."""

_LETTERS = (
    # Those that every program takes, old ones too (XML 1.0, fourth edition, B): Latin, Greek, Cyrillic, Hebrew, Arabic,
    # kana, Chinese, Korean.
    "A-Z_a-zÀ-ÖØ-öø-ıΆΈ-ΊΌΎ-ΡΣ-ώЁ-Ќў-џЎ-яё-ќא-תء-غف-يぁ-ゔァ-ヺ一-龥가-힣"
)
_NAME = re.compile(rf"[{_LETTERS}][{_LETTERS}0-9.\-]*")


@dataclass(frozen=True)
class References:
    """What the text refers to in its header: ids of people, of sources, and of rules of the house."""

    people: dict[str, str]
    editors: str
    """Pointers to the editors."""
    sources: dict[str, str]
    rules: dict[int, str]
    """By the number of a rule in the list."""
    siglum: str
    """The base's, as it is written."""
    witness: str
    """Its id; both are empty where there is none."""
    further: dict[str, str]
    """The ids of the further witnesses, those that are only cited too, by their sigla."""
    rule_numbers: dict[int, int]

    @classmethod
    def of(cls, document: Document) -> References:
        """Everybody and everything that front matter and errata list name, each with an id."""
        metadata, errata = document.edition.metadata, document.edition.errata
        names = [creator.name for creator in metadata.people] + [entry.by for entry in errata.errata if entry.by]
        people = {name: f"person.{number}" for number, name in enumerate(dict.fromkeys(names), 1)}
        editing = dict.fromkeys(f"#{people[creator.name]}" for creator in metadata.people if creator.role == "edt")
        named = dict.fromkeys(entry.source for entry in errata.errata if entry.source)
        sources = {source: f"evidence.{number}" for number, source in enumerate(named, 1)}
        rules = {number: f"rule.{number}" for number in range(1, len(errata.normalise) + 1)}
        numbers = {id(rule): number for number, rule in enumerate(errata.normalise, 1)}
        siglum = metadata.base.siglum if metadata.base else ""
        witness = ncname(siglum) if siglum else ""
        further = {one: ncname(one) for one in metadata.sigla[1:]}
        return cls(people, " ".join(editing) or f"#{EDITORS}", sources, rules, siglum, witness, further, numbers)

    def pointers(self, departure: Departure) -> str:
        """Pointers to the witnesses that have a reading."""
        base = [self.witness] if departure.is_of_base else []
        return " ".join(f"#{identifier}" for identifier in (*base, *(self.further[one] for one in departure.sigla)))

    def to_witnesses(self, sigla: Iterable[str]) -> str:
        """Pointers to the witnesses of these sigla, as far as they are listed."""
        listed = {self.siglum: self.witness, **self.further}
        return " ".join(f"#{listed[siglum]}" for siglum in sigla if siglum in listed)

    @property
    def reserved(self) -> set[str]:
        """The ids that nothing in the text may bear."""
        named = {*self.people.values(), *self.sources.values(), *self.rules.values(), self.witness, EDITORS}
        named |= set(self.further.values())
        return named | {"octavo.editorial", "octavo.words", "octavo.printed"}

    def who(self, names: Iterable[str]) -> str:
        """Pointers to those who are named, to the editors where nobody is."""
        known = dict.fromkeys(f"#{self.people[name]}" for name in names if name)
        return " ".join(known) or self.editors

    def attributes_of(self, emendation: Emendation, ids: Mapping[str, str]) -> dict[str, str]:
        """Attributes of a change: what kind it is, who answers for it, how certainly, on what evidence.

        ``ids`` are those of the text as they are now, by what they were.
        """
        errata = emendation.errata
        kinds = list(dict.fromkeys(erratum.kind for erratum in errata))
        attributes = {"cause": "errata" if errata else "rule", "resp": self.who(erratum.by for erratum in errata)}
        if kinds:
            attributes["kind"] = kinds[0] if len(kinds) == 1 else "several"
        given = [erratum.cert for erratum in errata if erratum.cert]
        if given:
            attributes["cert"] = min(given, key=CERTAINTIES.index)
        named = dict.fromkeys(f"#{self.sources[erratum.source]}" for erratum in errata if erratum.source)
        if named:
            attributes["source"] = " ".join(named)
        follows = [f"#{ids[emendation.entry_id]}"] if emendation.entry_id in ids else []
        causes = [cause for cause in emendation.change.causes if isinstance(cause, HouseRule)]
        follows += [f"#{self.rules[self.rule_numbers[id(cause)]]}" for cause in causes]
        if follows:
            attributes["corresp"] = " ".join(follows)
        return attributes

    def remarks(self, emendations: Sequence[Emendation], ids: Mapping[str, str]) -> Iterator[etree._Element]:
        """What the editors say of changes that the list of errata does not show."""
        for emendation in emendations:
            if emendation.note and not emendation.shown:
                who = self.who(erratum.by for erratum in emendation.errata)
                remark = etree.Element("remark", {"target": ids[emendation.id], "resp": who})
                remark.text = carried(emendation.note)
                yield remark

    def evidence(self) -> Iterator[etree._Element]:
        """The sources that corrections rest on."""
        for source, identifier in self.sources.items():
            element = etree.Element("evidence", {"id": identifier})
            element.text = carried(source)
            yield element


def ncname(text: str) -> str:
    """A name that XML takes for an id (Namespaces in XML, 3)."""
    if _NAME.fullmatch(text):
        return text
    name = re.sub(rf"[^{_LETTERS}0-9.\-]", "-", text) or "id"
    return name if _NAME.fullmatch(name) else f"_{name}"


def header(document: Document, references: References, languages: Iterable[str]) -> etree._Element:
    """All that the header says, in plain elements."""
    metadata = document.edition.metadata
    attributes = {"editors": references.editors, "program": __version__, "lang": metadata.words.language}
    root = etree.Element("header", attributes)
    for key in FIXED:
        _word(root, key, metadata.words.text(key))
    plain = ("title", "subtitle", "version", "publisher", "rights", "rights_uri", "source", "audience", "description")
    dates = ("published", "revised")
    for name in (*plain, *dates):
        value = getattr(metadata, name)
        if value:
            add(root, name.replace("_", "-"), str(value))
    if metadata.version:
        _word(root, "edition", edition_words(metadata))
    describe(root, metadata, document.pagination)
    for language in languages:
        add(root, "language", None, {"ident": language})
    _people(root, document, references)
    _witness(root, document, references)
    _proof(root, document)
    for number, rule in enumerate(document.edition.errata.normalise, 1):
        _house_rule(root, rule, references.rules[number], metadata.words)
    add_changes(root, document, references.who)
    if document.pagination is not None:
        pages = document.pagination.bound.total or len(document.pagination.pages)
        printed = add(root, "printed", None)
        _word(root, "tei-printed", metadata.words.counted("tei-printed", pages, trim=metadata.trim_written))
        add_identifier(printed, document.pagination.setting)
    return root


def _word(root: etree._Element, key: str, text: str) -> None:
    """House words for a place in the style sheet, which has none of its own."""
    add(root, "word", text, {"key": key})


def _house_rule(root: etree._Element, rule: HouseRule, identifier: str, words: HouseWords) -> None:
    """A rule of the house in a sentence, its expression and what it is replaced by being elements."""
    element = add(root, "rule", None, {"id": identifier})
    values = {"for": rule.for_, "read": rule.read, "count": str(rule.count), "why": rule.why}
    for at, piece in enumerate(words.pieces("tei-house-rule", rule.count)):
        if at % 2 and piece in ("for", "read"):
            add(element, piece, values[piece])
        else:
            put_text(element, carried(values[piece] if at % 2 else piece))


def _people(root: etree._Element, document: Document, references: References) -> None:
    """Creators by role, then those who are known from the errata list alone; an id stands once."""
    seen: set[str] = set()
    words = document.edition.metadata.words
    for creator in document.edition.metadata.people:
        identifier = references.people[creator.name]
        attributes = {"role": creator.role, "phrase": role_words(words, creator.role)}
        if creator.file_as:
            attributes["file-as"] = creator.file_as
        if creator.addresses:
            attributes["known-at"] = " ".join(creator.addresses)
        attributes["ref" if identifier in seen else "id"] = identifier
        seen.add(identifier)
        add(root, "person", creator.name, attributes)
    for name, identifier in references.people.items():
        if identifier not in seen:
            add(root, "person", name, {"role": "crr", "phrase": role_words(words, "crr"), "id": identifier})
    for holder in document.edition.metadata.rights_holder:
        attributes = {"role": "cph", "phrase": words.text("rights-holder")}
        if holder.addresses:
            attributes["known-at"] = " ".join(holder.addresses)
        add(root, "person", holder.name, attributes)


def _witness(root: etree._Element, document: Document, references: References) -> None:
    witness, proof = document.edition.witness, document.proof
    if witness is None:
        return
    options = witness.options
    attributes = {"id": references.witness, "siglum": options.siglum, "path": options.path, "sha256": witness.sha256}
    hyphens = "none" if options.line_end_hyphens == "join" else "all"
    element = add(root, "witness", None, {**attributes, "hyphens": hyphens})
    words = document.edition.metadata.words
    for chosen in (options.paragraphs, options.line_end_hyphens):
        add(element, "p", words.text(f"tei-rule-{chosen}"))
    applied = proof.collated.transcript.applied if proof.collated else {}
    for expression in options.skip:
        times = applied.get(f"skip {expression}", 0)
        add(element, "p", words.counted("tei-rule-skip", times, expression=expression))
    for name, value in _named(options).items():
        element.set(name, value)
    digests = {other.options.siglum: {"sha256": other.sha256} for other in document.edition.further}
    for other in document.edition.metadata.witnesses:
        if other.siglum in references.further:
            attributes = {"id": references.further[other.siglum], "siglum": other.siglum, "path": other.path}
            add(root, "witness", None, {**attributes, **_named(other), **digests.get(other.siglum, {})})


def _named(witness: WitnessOptions) -> dict[str, str]:
    names = {"called": witness.title, "date": witness.date}
    return {name: value for name, value in names.items() if value}


def _proof(root: etree._Element, document: Document) -> None:
    """How the collation went, in numbers."""
    proof, words = document.proof, document.edition.metadata.words
    element = add(root, "proof", None, {"editorial-words": str(proof.editorial_words)})
    collation = proof.collation
    made = len(collation.emended.applications) if collation else 0
    _word(root, "tei-corrected", words.counted("tei-corrected", made))
    if collation is None:
        count = document.flow.layer(editorial=False).tokens.count_words()
    else:
        count = collation.words_as_received + collation.words_emended + collation.words_normalised
    element.set("words", str(count))
    _word(root, "tei-words", words.counted("tei-words", count))
    if collation is None:
        return
    accounted = collation.accounted
    _word(root, "tei-collated", words.counted("tei-collated", collation.differences, accounted=accounted))
    if proof.collated and proof.collated.notes:
        element.set("notes", str(len(proof.collated.notes.paired)))
    element.set("words-in-witness", str(collation.words_in_witness))
    element.set("differences", str(collation.differences))
    element.set("accounted", str(collation.accounted))
    element.set("made", str(made))
