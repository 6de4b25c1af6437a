"""Prove the text: the witness against the edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.console import one_line, print_json, show, voice
from octavo.cli.erratalist import cited_only
from octavo.cli.folder import Folder, Format
from octavo.cli.grouping import By, grouped
from octavo.errors import InputError, shortened
from octavo.progress import step

if TYPE_CHECKING:
    from octavo.document import Document, Proof
    from octavo.document.proof import Difference

NAME = "collate"
_OTHER_FILE = "the witness is not the file that the front matter vouches for"


def command(
    folder: Folder = Path(),
    format: Annotated[Format, typer.Option("--format", help="How the result is printed.")] = Format.text,
    draft: Annotated[
        bool, typer.Option("--draft", help="Print entries for errata.yaml for what is unexplained.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="With --draft: put them into errata.yaml; what stands there is kept.")
    ] = False,
    by: Annotated[By | None, typer.Option("--by", help="Group what is printed.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="So many differences or entries at most.")] = None,
    witness: Annotated[
        str, typer.Option("--witness", metavar="SIGLUM", help="Another witness than the one that the edition follows.")
    ] = "",
    all_: Annotated[bool, typer.Option("--all", help="Every witness that has a file, one after another.")] = False,
    recounts: Annotated[
        bool, typer.Option("--recount", help="First mend the counts of the house rules in errata.yaml.")
    ] = False,
) -> None:
    """Prove the text: the witness against the edition."""
    from octavo.cli.draft import NoWitness, recount, show_draft, write_draft

    if write and not draft:
        raise InputError("--write is for --draft", hint="write both: octavo collate --draft --write")
    if write and by:
        raise InputError("--by is for a list that is printed", hint="entries are written in reading order")
    if all_ and (draft or witness):
        raise InputError("--all is for the proof of every witness", hint="choose one for the draft with --witness")
    if recounts:
        recount(folder)
    if write:
        try:
            write_draft(folder, limit, witness)
        except NoWitness as missing:
            _without_witness(missing.document, format, draft)
        return
    documents = _read(folder, witness, every=all_)
    document = documents[0]
    if document.proof.collated is None:
        _without_witness(document, format, draft)
        return
    if draft:
        show_draft(document, document.proof.collated, by, limit)
    else:
        _show(documents, format, by, limit, every=all_)
    if not all(each.proof.clean for each in documents):
        raise typer.Exit(1)


def _show(documents: list[Document], format: Format, by: By | None, limit: int | None, *, every: bool) -> None:
    if format is Format.json:
        shapes = [as_json(document.proof) for document in documents]
        print_json(shapes if every else shapes[0])
        return
    for document in documents:
        show(_headed(document, as_text(document, verbose=voice.verbose, by=by, limit=limit)))
    document = documents[0]
    told = [] if every else _of_further(document)
    told += [] if document.edition.followed else [line for _, line in cited_only(document.edition.metadata)]
    if told:
        show("\n".join(told))


def _read(folder: Path, siglum: str, *, every: bool) -> list[Document]:
    """The edition, collated with its base, with the witness of a siglum, or with every one in turn."""
    from octavo.document import read_document
    from octavo.edition import load_edition

    edition = load_edition(folder)
    chosen = [edition.following_siglum(siglum)] if siglum else [edition]
    chosen += [edition.following(witness) for witness in edition.further] if every else []
    with step("reading the text and proving it"):
        return [read_document(each) for each in chosen]


def _headed(document: Document, text: str) -> str:
    """What is said of a witness, below its name where the edition has several."""
    edition = document.edition
    if not edition.metadata.witnesses or edition.witness is None:
        return text
    return f"{one_line(edition.witness.options.named)}\n{text}\n"


def _of_further(document: Document) -> list[str]:
    """The state of the further witnesses."""
    lines = []
    for proof in document.proof.further:
        count, variants = len(proof.unexplained), proof.collation.accounted
        states = [f"{count:,} unexplained: octavo collate --witness {proof.siglum}"] if count else []
        states += [] if proof.vouched else [_OTHER_FILE]
        state = "; ".join(states) or "clean"
        lines.append(f"{proof.siglum}: variants {variants:,}; {state}")
    return lines


def _without_witness(document: Document, format: Format, draft: bool) -> None:
    """Say what an edition without a witness proves; that it has none is no fault."""
    document.refuse_empty()
    proof = document.proof
    words = document.flow.layer(editorial=False).tokens.count_words()
    if draft:
        print("# no witness is named, so there is nothing to account for")
    elif format is Format.json:
        print_json(as_json(proof, words))
    else:
        lines = [str(problem) for problem in proof.misplaced]
        lines += [
            "no witness is named in the front matter, so there is nothing to collate the text with",
            f"words of the edition   {words:>8,}",
            f"editorial words        {proof.editorial_words:>8,}",
            "the proof is then of the renditions against the Markdown: octavo build, then octavo check",
            "to prove the text itself, put the text it follows into witness/ and add witness: {path: witness/…}",
        ]
        show("\n".join(lines))
    if proof.misplaced:
        raise typer.Exit(1)


def _not_clean(document: Document) -> str:
    siglum, proof = document.edition.followed, document.proof
    if not proof.vouched and proof.collation and proof.collation.clean and not (proof.misplaced or proof.unsaid):
        return "NOT CLEAN: every difference is accounted for, but those of another file"
    draft = f"octavo collate{f' --witness {siglum}' if siglum else ''} --draft"
    mend = "list the variants" if siglum else "mend the text, or account for it"
    return f"NOT CLEAN: {mend} in errata.yaml: {draft} shows entries for it, --draft --write adds them"


def as_json(proof: Proof, words: int = 0) -> dict[str, Any]:
    """The collation in its stable shape (schemas/collate.json); ``words`` of the edition where there is no witness."""
    collation, notes = proof.collation, proof.collated.notes if proof.collated else None
    if collation is None:
        counted = {"as_received": 0, "normalised": 0, "emended": 0, "editorial": proof.editorial_words}
        none: dict[str, Any] = {"siglum": None, "witness_words": None, "edition_words": words}
        none |= {
            "differences": 0,
            "accounted": 0,
            "unexplained": [],
            "unused": [],
            "words": counted,
            "markup": proof.markup,
        }
        return none | {"notes": {"proved": 0, "words": 0}} | _beside(proof)
    return {
        "siglum": proof.collated.witness.options.siglum if proof.collated else None,
        "witness_words": collation.words_in_witness,
        "edition_words": collation.words_as_received + collation.words_normalised + collation.words_emended,
        "differences": collation.differences,
        "accounted": collation.accounted,
        "unexplained": [
            {
                "for": item.for_,
                "read": item.read,
                "witness_place": str(item.witness_place),
                "edition_place": str(item.edition_place),
            }
            for item in proof.unexplained
        ],
        "unused": list(collation.unused),
        "words": {
            "as_received": collation.words_as_received,
            "normalised": collation.words_normalised,
            "emended": collation.words_emended,
            "editorial": proof.editorial_words,
        },
        "markup": proof.markup,
        "notes": {"proved": len(notes.paired) if notes else 0, "words": notes.words if notes else 0},
    } | _beside(proof)


def _beside(proof: Proof) -> dict[str, Any]:
    """What is said beside the state of the proof."""
    left_out = {"words": proof.left_out.dropped, "errata": proof.left_out.dropping}
    added = {"words": proof.left_out.added, "errata": proof.left_out.adding}
    return {"scope": proof.scope or None, "left_out": left_out, "added": added}


def as_text(document: Document, *, verbose: bool = False, by: By | None = None, limit: int | None = None) -> str:
    """The collation as an editor reads it; ``verbose``: with readings of any length."""
    proof, errata = document.proof, document.edition.errata
    collated, what = proof.collated, "a variant" if document.edition.followed else "an erratum"
    assert collated is not None
    collation = collated.collation
    items = [(_group(item, by), _told(item, verbose)) for item in proof.unexplained]
    lines = grouped(items, by, limit, "{name}: {count:,} unexplained", "… and {more:,} more")
    if lines:
        lines.append("")
    lines.append(f"words of the witness   {collation.words_in_witness:>8,}")
    if collated.notes:
        lines.append(f"  in notes             {collated.notes.words:>8,}")
    lines.append(f"  as received          {collation.words_as_received:>8,}")
    lines.append(f"  by a house rule      {collation.words_normalised:>8,}")
    lines.append(f"  emended              {collation.words_emended:>8,}")
    if proof.editorial_words is not None:
        lines.append(f"editorial words        {proof.editorial_words:>8,}")
    lines.append(f"differences            {collation.differences:>8,}")
    lines.append(f"  {f'by {what}':21}{collation.accounted - sum(collation.emended.house_rule_counts):>8,}")
    for rule, count in zip(errata.normalise, collation.emended.house_rule_counts, strict=True):
        lines.append(f"  by a house rule      {count:>8,}  {one_line(f'{rule.for_} → {rule.read}')}")
    lines.append(f"  unexplained          {len(collation.unexplained):>8,}")
    for name, count in collated.transcript.applied.items():
        lines.append(f"reading rule: {name}: {count:,}")
    lines.append(
        "markup that the witness does not show: " + (", ".join(f"{k} {v:,}" for k, v in proof.markup.items()) or "none")
    )
    for problem in (*proof.misplaced, *proof.unsaid):
        lines.append(one_line(f"{problem.place}: {problem.message}" if problem.place else problem.message))
        lines += [f"  {one_line(problem.hint)}"] if problem.hint else []
    if not proof.vouched:
        lines += [
            _OTHER_FILE,
            "  bring the received file back; octavo witness replace puts a better transcript in its place",
        ]
    name = what.split()[1]
    if collation.unused:
        lines.append(f"unused {'variants' if name == 'variant' else 'errata'}: {', '.join(collation.unused)}")
    state = f"clean: every difference is accounted for, every {name} is used" if proof.clean else _not_clean(document)
    lines.append("; ".join([state, *map(one_line, proof.remarks)]))
    return "\n".join(lines)


def _told(item: Difference, verbose: bool) -> str:
    """An unexplained difference as an editor reads it."""
    reason = f"  the erratum ‘{item.erratum}’ is not followed here\n" if item.erratum else ""
    return (
        f"{one_line(str(item.edition_place))}: unexplained: {_difference(item.for_, item.read, verbose)}\n"
        f"{reason}  the witness has it at {one_line(str(item.witness_place))}"
    )


def _group(item: Difference, by: By | None) -> str:
    from octavo.text.draft import likely_kind

    if by is By.chapter:
        return one_line(item.edition_place.file.name)
    return likely_kind(item.for_, item.read) if by else ""


def _difference(for_: str, read: str, verbose: bool) -> str:
    """What the two texts have at one place, with ‘nothing’ for what is not there."""
    for_, read = (reading if verbose else shortened(reading) for reading in (for_, read))
    if not for_:
        return f"the edition has ‘{read}’, of which the witness has nothing"
    return f"for ‘{for_}’ the edition reads {f'‘{read}’' if read else 'nothing'}"
