"""The proof of a Document: what its collation with the witness shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from octavo.edition import Witness
from octavo.errors import Place, Problem
from octavo.text.collate import Collation
from octavo.text.layer import Layer
from octavo.text.leftout import LeftOut
from octavo.text.transcript import Transcript
from octavo.text.witness_notes import WitnessNotes


@dataclass(frozen=True)
class Difference:
    """An unexplained difference with its two places."""

    for_: str
    read: str
    witness_place: Place
    edition_place: Place
    erratum: str


@dataclass(frozen=True)
class Collated:
    """A witness, how it was read, and its collation with the canonical text."""

    witness: Witness
    transcript: Transcript
    collation: Collation
    notes: WitnessNotes | None = None
    """The witness's notes that stand elsewhere than the edition's, and how they were brought to these."""

    @property
    def siglum(self) -> str:
        """The witness's."""
        return self.witness.options.siglum

    def canonical(self, layer: Layer) -> Layer:
        """The layer of the canonical text with the parts that are collated by themselves."""
        return replace(layer, cuts=self.notes.edition_cuts) if self.notes else layer


@dataclass(frozen=True)
class FurtherProof:
    """What the collation of a further witness shows: each departure from the edition is a variant, or unexplained."""

    collated: Collated
    unexplained: tuple[Difference, ...]

    @property
    def siglum(self) -> str:
        """The witness's."""
        return self.collated.siglum

    @property
    def collation(self) -> Collation:
        """The collation alone."""
        return self.collated.collation

    @property
    def vouched(self) -> bool:
        """Whether the witness is the file whose digest the front matter gives."""
        return self.collated.witness.is_vouched

    @property
    def clean(self) -> bool:
        """Whether every departure is a variant, and each variant is one."""
        return self.collation.clean and self.vouched


@dataclass(frozen=True)
class Proof:
    """What the collation of witness and canonical text shows; without a witness there is none."""

    collated: Collated | None
    unexplained: tuple[Difference, ...]
    editorial_words: int | None
    """None where the edition is read as that of a further witness: the list of errata is not made of its variants."""
    markup: dict[str, int]
    vouched: bool = True
    """Whether the witness is the file whose digest the front matter gives."""
    misplaced: tuple[Problem, ...] = ()
    """Stet entries and queries whose reading does not stand once in the canonical text."""
    unsaid: tuple[Problem, ...] = ()
    """Errata that leave out or add much and do not say why."""
    left_out: LeftOut = field(default_factory=LeftOut)
    """What errata leave out or add in large pieces."""
    scope: str = ""
    """Which part of the work the edition has, where the rest is not done yet."""
    further: tuple[FurtherProof, ...] = ()
    """Of the further witnesses, in the order of the front matter."""

    @property
    def remarks(self) -> list[str]:
        """What must be said beside the state of the proof: that this is a part, and what errata leave out."""
        return [*([f"part: {self.scope}"] if self.scope else []), *self.left_out.told]

    @property
    def collation(self) -> Collation | None:
        """The collation alone."""
        return self.collated.collation if self.collated else None

    @property
    def clean(self) -> bool:
        """Whether there is a witness, the one that was received, and everything is accounted for."""
        is_faultless = self.vouched and not self.misplaced and not self.unsaid
        return self.collation is not None and self.collation.clean and is_faultless
