"""What errata leave out of a witness or add to it in large pieces: no slip of the pen, so the list must say why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from octavo.edition import Erratum
from octavo.errors import Problem
from octavo.text.align import differences
from octavo.text.tokens import is_word, reading_tokens

MOST = 60
"""Words that an entry may drop or add without a word why."""


@dataclass(frozen=True)
class LeftOut:
    """The sums over the entries that drop or add more than ``MOST`` words."""

    dropped: int = 0
    dropping: int = 0
    """How many entries drop these words."""
    added: int = 0
    adding: int = 0

    @classmethod
    def by(cls, errata: Iterable[Erratum]) -> LeftOut:
        """The sums over some errata."""
        pairs = [changed_words(erratum) for erratum in errata]
        dropped = [count for count, _ in pairs if count > MOST]
        added = [count for _, count in pairs if count > MOST]
        return cls(sum(dropped), len(dropped), sum(added), len(added))

    @property
    def told(self) -> list[str]:
        """The sums as sentences; none where nothing of this size is dropped or added."""
        lines = []
        if self.dropped:
            lines.append(f"{self.dropped:,} words of the witness left out by {_errata(self.dropping)}")
        if self.added:
            lines.append(f"{self.added:,} words added by {_errata(self.adding)}")
        return lines


def _errata(count: int) -> str:
    return f"{count:,} {'erratum' if count == 1 else 'errata'}"


def changed_words(erratum: Erratum) -> tuple[int, int]:
    """How many words an erratum drops and adds, in all its places.

    In one place, words that stand for others count on both sides; of a fault that recurs, only how many more or fewer.
    """
    if len(erratum.for_.split()) <= 1 and len(erratum.read.split()) <= 1:
        return 0, 0
    was, reads = reading_tokens(erratum.for_), reading_tokens(erratum.read)
    dropped = added = 0
    for first, last, start, end in differences(was, reads):
        dropped += sum(map(is_word, was[first:last]))
        added += sum(map(is_word, reads[start:end]))
    if erratum.count and erratum.count > 1 and max(dropped, added) <= MOST:
        more = (added - dropped) * erratum.count
        return max(-more, 0), max(more, 0)
    return dropped * (erratum.count or 1), added * (erratum.count or 1)


def without_reason(errata: Iterable[Erratum]) -> Iterator[Problem]:
    """Complaints about entries that drop or add more than ``MOST`` words and do not say why."""
    for erratum in errata:
        dropped, added = changed_words(erratum)
        if max(dropped, added) <= MOST or erratum.why.strip() or erratum.note.strip():
            continue
        what = f"leaves out {dropped:,} words of the witness" if dropped >= added else f"adds {added:,} words"
        hint = "say it with why: …; what is only not done yet is said by scope: … in the front matter as well"
        yield Problem(f"{erratum.id}: it {what} and does not say why", erratum.place, hint)
