"""The table of rules: a function bears its rule’s name; severity, wording and standard stand in ``rules.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any, cast

from octavo.checks.finding import Breach, Finding
from octavo.checks.press.job import PressJob
from octavo.checks.subject import Subject
from octavo.errors import shortened
from octavo.outputs import output_named

MODULES = ("source", "text", "rendition", "pages", "errata", "epub", "html", "pdf", "typography", "access")
KINDLE_MODULES = tuple(f"kindle.{name}" for name in ("package", "content", "pictures", "styles"))
"""The rules on what Amazon asks of an EPUB, all of which are named ``kindle/…``."""
PRESS_MODULES = tuple(
    f"press.{name}"
    for name in ("document", "paper", "margins", "type", "colour", "pdfx", "cover", "coverbarcode", "words")
)
"""The rules on files for the press, all of which are named ``press/…``."""
SEVERITIES = ("error", "warning", "note")
Rule = Callable[[Subject], Iterable[Breach]]
PressRule = Callable[[PressJob], Iterable[Breach]]

SENTENCES = ("what", "message")
"""Values of a wording that are our own words, not readings."""
_QUOTED = re.compile(r"‘(.+?)’(?!\w)", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A rule with what ``rules.toml`` says of it."""

    name: str
    function: Rule | PressRule
    is_for_press: bool
    """Whether it is a rule on one file for the press."""
    reads: str
    """The one rendition that it looks at; empty where it looks at the source, or at all that are there."""
    severity: str
    message: str
    hint: str
    spec: str

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Run the rule and word its breaches; a rule on files for the press is run on each of them.

        A rule on a rendition that is not there, or cannot be read, is passed over.
        """
        if not self.is_for_press and (not self.reads or subject.reading(self.reads) is not None):
            yield from self._worded(cast(Rule, self.function)(subject))
        for job in subject.press_files if self.is_for_press else ():
            yield from self.findings_in(job)

    def findings_in(self, job: PressJob) -> Iterator[Finding]:
        """Run a rule for the press on one file."""
        yield from self._worded(cast(PressRule, self.function)(job))

    def _worded(self, breaches: Iterable[Breach]) -> Iterator[Finding]:
        for breach in breaches:
            message = breach.message or self.message.format(**breach.values)
            message += f" ({breach.remark})" if breach.remark else ""
            hint = breach.hint or ("" if breach.message else self.hint.format(**breach.values))
            severity, spec = breach.severity or self.severity, breach.spec or self.spec
            yield Finding(self.name, severity, message, breach.place, hint, spec, self._brief(breach))

    def _brief(self, breach: Breach) -> str:
        """The message with long readings shortened in the middle, where there are such."""
        values = {
            key: _brief(value, is_sentence=key in SENTENCES) if isinstance(value, str) else value
            for key, value in breach.values.items()
        }
        return "" if breach.message or values == breach.values else self.message.format(**values)


def _brief(value: str, *, is_sentence: bool) -> str:
    """A reading shortened in the middle; of a sentence of ours what it quotes."""
    if not is_sentence:
        return shortened(value)
    return _QUOTED.sub(lambda found: f"‘{shortened(found[1])}’", value)


def rule(name: str, *, reads: str = "") -> Callable[[Rule], Rule]:
    """Make a function the rule of that name, such as ``epub/nav-complete``; it is run once on a whole build.

    ``reads`` names the rendition that it looks at: it is run only where that is there and can be read.
    """

    def named(function: Rule) -> Rule:
        function.rule, function.is_for_press, function.reads = name, False, reads  # type: ignore[attr-defined]
        return function

    return named


def press_rule(name: str) -> Callable[[PressRule], PressRule]:
    """Make a function the rule of that name on a file for the press; it is run once for each such file."""

    def named(function: PressRule) -> PressRule:
        function.rule, function.is_for_press, function.reads = name, True, ""  # type: ignore[attr-defined]
        return function

    return named


@cache
def table() -> dict[str, Entry]:
    """All rules by name; raises ValueError where a rule has no wording, a wording no rule, or a name is taken twice."""
    wording = tomllib.loads(files("octavo.checks").joinpath("rules.toml").read_text(encoding="utf-8"))
    entries: dict[str, Entry] = {}
    for module_name in MODULES + KINDLE_MODULES + PRESS_MODULES:
        module = import_module(f"octavo.checks.{module_name}")
        for function in vars(module).values():
            name = getattr(function, "rule", "")
            if name and function.__module__ == module.__name__:
                if name in entries:
                    raise ValueError(f"two rules are called {name}")
                entries[name] = _entry(name, function, wording)
    without = set(wording) - set(entries)
    if without:
        raise ValueError(f"rules.toml words rules that are not there: {sorted(without)}")
    return entries


def _entry(name: str, function: Any, wording: dict[str, dict[str, str]]) -> Entry:
    if name not in wording:
        raise ValueError(f"rules.toml has no wording for {name}")
    words = wording[name]
    if words["severity"] not in SEVERITIES:
        raise ValueError(f"rules.toml: {name} has the severity {words['severity']}")
    if function.reads and not output_named(function.reads).reader:
        raise ValueError(f"{name} reads {function.reads}, which is not read back")
    texts = (words["severity"], words["message"], words.get("hint", ""), words.get("spec", ""))
    return Entry(name, function, function.is_for_press, function.reads, *texts)


def run_rules(subject: Subject) -> list[Finding]:
    """Every finding of every rule, without those that the front matter says to ignore; an unused ``ignore`` is one."""
    findings = [finding for entry in table().values() for finding in entry.findings(subject)]
    kept = findings
    for number, ignored in enumerate(subject.edition.metadata.ignore):
        rest = [f for f in kept if f.rule != ignored.rule or ignored.holding not in f.message]
        if len(rest) == len(kept):
            place = subject.edition.front_matter.place("ignore", number)
            message = f"nothing is found by {ignored.rule}, which the front matter says to ignore"
            rest.append(Finding("source/ignore-used", "warning", message, place, "remove the entry", ""))
        kept = rest
    return by_gravity(kept)


def by_gravity(findings: list[Finding]) -> list[Finding]:
    """Errors first, then warnings, then notes; within each, in the order in which they were found."""
    order = {severity: number for number, severity in enumerate(SEVERITIES)}
    return sorted(findings, key=lambda f: order[f.severity])
