"""A replacement in words, as the program prints it and as it is kept beside the former list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.errors import Place, shortened
from octavo.replacement.result import Entry, Replacement
from octavo.text.carried import State


def report(result: Replacement, folder: Path | None = None) -> str:
    """The report as lines of text; places are named from a folder, or as the program came to them."""
    return "\n".join(_Report(result, folder).lines()) + "\n"


class _Report:
    def __init__(self, result: Replacement, folder: Path | None) -> None:
        self._result, self._folder = result, folder

    def lines(self) -> Iterator[str]:
        """All lines."""
        result = self._result
        yield f"{result.siglum}: {result.new.options.path} in the place of {result.old.options.path}"
        if result.is_lost:
            yield "  the old transcript was written over: each entry is looked for in the new one alone"
        yield from self._listed("no longer fits, and is a comment now", State.MISFIT)
        yield from self._listed("needless, and is a comment now", State.NEEDLESS)
        yield from self._changed()
        yield from self._rules()
        yield from self._remarks()
        yield from self._sums()

    def _listed(self, head: str, state: State) -> Iterator[str]:
        entries = self._result.of(state)
        if entries:
            yield f"{head}:"
        for entry in entries:
            one = entry.carried
            reads = f"the new witness reads ‘{shortened(one.reads)}’" if one.reads else "the new witness has nothing"
            yield f"  {self._entry(entry)}"
            yield f"    {self._where(entry)}{one.why or reads}"

    def _changed(self) -> Iterator[str]:
        entries = [entry for entry in self._result.of(State.HOLDS) if entry.carried.changed]
        if entries:
            yield "holds, with another context or count:"
        for entry in entries:
            before, now = entry.carried.erratum, entry.carried.now
            yield f"  {self._entry(entry)}"
            if now.in_ != before.in_:
                was = f", not ‘{before.in_}’" if before.in_ else ""
                yield f"    {self._where(entry)}in: ‘{now.in_}’{was}"
            if now.count != before.count:
                yield f"    {self._where(entry)}count: {now.count:,}, not {before.count:,}"

    def _rules(self) -> Iterator[str]:
        rules = [rule for rule in self._result.rules if rule.count != rule.rule.count]
        if rules:
            yield "rules of the house:"
        for rule in rules:
            now = (
                f"count: {rule.count:,}, not {rule.rule.count:,}"
                if rule.count
                else "applies nowhere, and is a comment now"
            )
            yield f"  {self._place(rule.rule.place)}‘{rule.rule.for_}’: {now}"

    def _remarks(self) -> Iterator[str]:
        result = self._result
        idle = [skipped for skipped in result.skipped if not skipped.count]
        if idle:
            yield "reading rules that take nothing out of the new witness, and may leave the front matter:"
        for skipped in idle:
            yield f"  skip ‘{skipped.expression}’ (of the old one: {skipped.before:,})"
        if result.touched:
            yield "stet entries and queries of which the new witness has other words:"
        for touched in result.touched:
            reads = f"reads ‘{shortened(touched.reads)}’" if touched.reads else "has nothing"
            yield f"  {self._place(touched.entry.place)}{touched.entry.id}: ‘{shortened(touched.entry.reading)}’"
            yield f"    {self._place(touched.place)}the new witness {reads}"
        if result.evidence:
            yield "evidence that the new witness does not bear out:"
        for evidence in result.evidence:
            where = self._place(evidence.entry.place)
            yield f"  {where}{evidence.entry.id}: ‘{shortened(evidence.reading)}’ stands nowhere in it"

    def _sums(self) -> Iterator[str]:
        result = self._result
        held, name = result.of(State.HOLDS), "errata" if result.base else "variants"
        mended = sum(1 for entry in held if entry.carried.changed)
        yield f"{name:24}{len(result.entries):>8,}"
        yield f"{'  hold':24}{len(held):>8,}" + (f"  ({mended:,} with another context or count)" if mended else "")
        yield f"{'  needless':24}{len(result.of(State.NEEDLESS)):>8,}"
        yield f"{'  no longer fit':24}{len(result.of(State.MISFIT)):>8,}"
        if result.rules:
            yield f"{'rules of the house':24}{len(result.rules):>8,}"
        if result.standing:
            yield f"{'stet and queries':24}{result.standing:>8,}  (about the edition’s text: they stay)"
        yield f"{'unexplained':24}{result.unexplained:>8,}"

    def _entry(self, entry: Entry) -> str:
        erratum = entry.carried.erratum
        read = f"read ‘{shortened(erratum.read)}’" if erratum.read else "read nothing"
        return f"{self._place(erratum.place)}{erratum.id}: for ‘{shortened(erratum.for_)}’ {read}"

    def _where(self, entry: Entry) -> str:
        return self._place(entry.places[0]) if entry.places else ""

    def _place(self, place: Place | None) -> str:
        if place is None:
            return ""
        if self._folder is not None and place.file.is_relative_to(self._folder):
            place = replace(place, file=place.file.relative_to(self._folder))
        return f"{place}: "
