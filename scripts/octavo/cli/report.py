"""Sentences that more than one command prints."""

from __future__ import annotations

from octavo.document import Proof


def proof_line(proof: Proof) -> str:
    """The state of the proof in one line."""
    collation = proof.collation
    if collation is None:
        part = "".join(f" ({remark})" for remark in proof.remarks)
        return f"proof: no witness is named; octavo check holds what was built against the Markdown{part}"
    if proof.clean:
        return (
            f"proof: clean. Words of the witness: {collation.words_in_witness:,}; "
            f"differences: {collation.differences:,}, every one accounted for"
            + "".join(f"; {remark}" for remark in proof.remarks)
        )
    parts = []
    if collation.unexplained:
        parts.append(f"{len(collation.unexplained)} of {collation.differences} differences unexplained")
    if not proof.vouched:
        parts.append("the witness is not the file that the front matter vouches for")
    if proof.misplaced:
        parts.append(f"{len(proof.misplaced)} readings that should stand do not")
    if proof.unsaid:
        count = len(proof.unsaid)
        does = "erratum leaves out or adds much and does" if count == 1 else "errata leave out or add much and do"
        parts.append(f"{count} {does} not say why")
    if collation.unused:
        parts.append(f"{len(collation.unused)} errata unused")
    remarks = "".join(f"; {remark}" for remark in proof.remarks)
    return f"proof: NOT CLEAN. {', '.join(parts)}; octavo collate shows them{remarks}"
