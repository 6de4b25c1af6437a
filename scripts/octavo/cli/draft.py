"""Drafted entries of the errata list, printed or put into the file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from octavo.cli.console import printable, show, voice
from octavo.cli.grouping import By, grouped
from octavo.edition.errata import ANY_COUNT
from octavo.errors import InputError, Place, Problem
from octavo.progress import step

if TYPE_CHECKING:
    from octavo.document import Document
    from octavo.document.proof import Collated
    from octavo.edition import Edition
    from octavo.text.draft import Draft


def write_draft(folder: Path, limit: int | None, siglum: str = "") -> None:
    """Put the entries that are missing into the list; exit 1 where the collation was not clean.

    ``siglum`` is that of a further witness, whose variants are missing.

    The edition is read and its list written while no other Octavo writes into the folder.
    """
    from octavo.document import read_document
    from octavo.edition import load_edition
    from octavo.edition.folder import edition_folder
    from octavo.outfolder import own_files

    with own_files(edition_folder(folder)) as write_one:
        with step("reading the text and proving it"):
            edition = load_edition(folder)
            document = read_document(edition.following_siglum(siglum) if siglum else edition)
        collated = document.proof.collated
        if collated is None:
            raise NoWitness(document)
        drafts = _drafts(document, collated)[:limit]
        _write(document, collated, drafts, write_one)
    if not document.proof.clean:
        raise typer.Exit(1)


class NoWitness(Exception):
    """There is nothing to draft from; ``document`` is what was read."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document


def show_draft(document: Document, collated: Collated, by: By | None, limit: int | None) -> None:
    """Print the entries that are missing; exit 1 where the collation is not clean as it is."""
    drafts = _drafts(document, collated)
    _tell_of_truncation(document.edition)
    show(_text(document, collated, drafts, by, limit))
    if not document.proof.clean:
        raise typer.Exit(1)


def _drafts(document: Document, collated: Collated) -> list[Draft]:
    """The entries that are missing, in reading order."""
    from octavo.text.draft_list import complete_draft
    from octavo.text.places import LineIndex

    edition, proof, collation = document.edition, document.proof, collated.collation
    canonical = collated.canonical(document.flow.layer(editorial=False))
    lines = LineIndex(collated.witness.path, collated.witness.text)
    if collation.words_in_witness == 0 and proof.unexplained:
        hint = "put the text that the edition follows into it; an entry begins with words of the witness"
        raise InputError("the witness has no words", place=Place(collated.witness.path), hint=hint)
    layer, given = collated.transcript.layer, edition.ids_elsewhere
    drafts, problems = complete_draft(layer, edition.errata, canonical, lines.place, given)
    voice.warn(*(Problem(f"with these entries: {item.message}", item.place, item.hint) for item in problems))
    formerly, evidence = _formerly(edition, collated), _evidence(document)
    drafts = [
        replace(entry, siglum=edition.followed, evidence=evidence(entry), formerly=formerly(entry)) for entry in drafts
    ]
    return sorted(drafts, key=lambda entry: entry.place)


def _formerly(edition: Edition, collated: Collated) -> Callable[[Draft], tuple[str, ...]]:
    """The ids of entries that were withdrawn as the witness has neither of their readings at a draft's place."""
    from octavo.text.places import LineIndex
    from octavo.text.tokens import reading_tokens

    layer, witness = collated.transcript.layer, collated.witness
    lines = LineIndex(witness.path.relative_to(edition.folder), witness.text)
    known = [(one.id, one.third_reading) for one in edition.errata.withdrawn]
    places = [(identifier, at.line, at.column) for identifier, at in known if at and at.file == lines.file]

    def formerly(entry: Draft) -> tuple[str, ...]:
        first = entry.place[0]
        last = first + len(reading_tokens(entry.for_))
        start = lines.place(layer.origin(layer.tokens.starts[first]))
        end = lines.place(layer.origin(layer.tokens.ends[last - 1] - 1) + 1)
        begun, ended = (start.line, start.column), (end.line, end.column)
        return tuple(identifier for identifier, *place in places if begun <= tuple(place) <= ended)

    return formerly


def _evidence(document: Document) -> Callable[[Draft], tuple[tuple[str, str], ...]]:
    """The further witnesses that have the edition's reading at a draft's place, which settles most questions."""
    from octavo.text.agreement import has_reading
    from octavo.text.find import TokenIndex
    from octavo.text.tokens import as_flow, tokenise

    indexed = [(proof, TokenIndex(proof.collated.transcript.layer.tokens)) for proof in document.proof.further]

    def evidence(entry: Draft) -> tuple[tuple[str, str], ...]:
        first = entry.place[1]
        last = first + len(tokenise(as_flow(entry.read)))
        agreeing = [(proof, index) for proof, index in indexed if has_reading(proof.collation, first, last)]
        # Beside it there may be no paragraph's end of which the reading speaks: then it cannot be cited so.
        cited = (proof.siglum for proof, index in agreeing if entry.read and index.reading(entry.read, ""))
        return tuple((siglum, entry.read) for siglum in cited)

    return evidence


def _text(document: Document, collated: Collated, drafts: list[Draft], by: By | None, limit: int | None) -> str:
    unused = collated.collation.unused
    lines = [f"# {name} is not followed: remove the entry, or make its correction" for name in unused]
    chapter = _chapters(document, collated) if by is By.chapter else None
    settled = [entry for entry in drafts if entry.evidence]
    if settled:
        lines.append(
            f"# further witnesses have the edition’s reading at {len(settled):,} of {len(drafts):,}: these first"
        )
        drafts = settled + [entry for entry in drafts if not entry.evidence]
    names = {id(entry): chapter(entry).name if chapter else entry.kind for entry in drafts}
    items = [(names[id(entry)], entry.yaml()) for entry in drafts]
    lines += (
        [f"{_list_of(document)}:", *grouped(items, by, limit, "  # {name}: {count:,}", "  # … and {more:,} more")]
        if drafts
        else []
    )
    return "\n".join(lines or ["# nothing is unexplained"])


def _list_of(document: Document) -> str:
    """The list in which the entries stand."""
    return "variants" if document.edition.followed else "errata"


def _chapters(document: Document, collated: Collated) -> Callable[[Draft], Path]:
    """Which Markdown file an entry is about."""
    from octavo.document.places import MarkdownPlaces

    places = MarkdownPlaces(document)
    canonical = document.flow.layer(editorial=False)
    starts = canonical.tokens.starts

    def chapter(entry: Draft) -> Path:
        token = min(entry.place[1], len(starts) - 1)
        return places.place(canonical.origin(starts[token])).file if starts else document.edition.chapters[0].path

    return chapter


def _write(
    document: Document, collated: Collated, drafts: list[Draft], write_one: Callable[[Path, bytes], None]
) -> None:
    from octavo.edition.errata_file import NewEntry, with_entries

    edition = document.edition
    for name in collated.collation.unused:
        entry = next((erratum for erratum in edition.errata.errata if erratum.id == name), None)
        hint = "remove the entry, or make its correction in the Markdown"
        voice.warn(Problem(f"{name} is not followed", entry.place if entry else None, hint))
    if not drafts:
        voice.say("nothing is unexplained: the list is left as it is")
        return
    replaced = {identifier for draft in drafts for identifier in draft.replaces}
    chapter = _chapters(document, collated)
    entries = [NewEntry(draft.erratum, draft.yaml(replaced=True), draft.place[0], chapter(draft)) for draft in drafts]
    for path, data in with_entries(edition, entries, replaced, _positions(collated), _list_of(document)).items():
        write_one(path, data)
        voice.say(f"wrote {path}")
    word = "entry" if len(drafts) == 1 else "entries"
    voice.say(f"{len(drafts)} {word} added; look at each, and say what kind it is where it says unknown")


def _positions(collated: Collated) -> dict[str, int]:
    """The first token of the witness at which each entry of the list is made."""
    layer = collated.transcript.layer
    numbers = {layer.origin(start): number for number, start in enumerate(layer.tokens.starts)}
    positions: dict[str, int] = {}
    for made in collated.collation.emended.applications:
        number = numbers.get(made.witness_offset, 0)
        positions[made.erratum.id] = min(number, positions.get(made.erratum.id, number))
    return positions


def recount(folder: Path) -> None:
    """Mend the counts of the house rules in the list."""
    from octavo.document import read_document
    from octavo.edition import load_edition
    from octavo.edition.errata_file import recounted
    from octavo.edition.folder import edition_folder
    from octavo.outfolder import own_files

    with own_files(edition_folder(folder)) as write_one:
        edition = load_edition(folder)
        rules = [rule.model_copy(update={"count": ANY_COUNT}) for rule in edition.errata.normalise]
        errata = edition.errata.model_copy(update={"normalise": rules})
        proof = read_document(replace(edition, errata=errata)).proof
        counts = proof.collation.emended.house_rule_counts if proof.collation else ()
        for rule, count in zip(edition.errata.normalise, counts, strict=False):
            if not count:
                hint = "mend the expression, or remove the rule"
                voice.warn(Problem(f"the house rule ‘{rule.for_}’ applies nowhere", rule.place, hint))
        files = recounted(edition, counts) if counts else {}
        for path, data in files.items():
            write_one(path, data)
            voice.say(f"wrote {path}")
        if not files:
            voice.say("the counts of the house rules are left as they are")


def _tell_of_truncation(edition: Edition) -> None:
    """A shell that sends the output to the list itself has emptied it before it could be read."""
    try:
        out = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
    for path in edition.errata_files:
        if os.path.samestat(out, path.stat()):
            message = "the output goes into the list itself, which the shell emptied before it was read"
            hint = "what stood there, stet and queries too, is lost but for a copy; use --draft --write the next time"
            voice.warn(Problem(printable(message), Place(Path(path)), hint))
