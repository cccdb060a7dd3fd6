"""What the rules found: by rule, and the figures where an hour is best spent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.finding import Severity
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pfocr_cli.report.counted import CountedRecord, Hit

RuleAtLevel = tuple[str, Severity]
MOST_FIGURES = 100
"""That a report names."""
_KEPT = 4 * MOST_FIGURES
"""Figures that are kept before all but the worst are let go."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What a rule found at one severity: how often, in how many figures, and how much of it
    ``--fix`` mends (``fixable``) or only ``--unsafe-fixes``. ``new`` are those that the revision
    which the report is held against did not have; ``more`` is by how many there are more than in an
    earlier report, which has numbers only. Each is None where there is no such other side.
    """

    code: str
    name: str
    severity: str
    findings: int
    figures: int
    fixable: int
    fixable_unsafe: int
    new: int | None = None
    more: int | None = None


@dataclass
class RuleTally:
    """Counts findings by rule and severity."""

    findings: Counter[RuleAtLevel] = field(default_factory=Counter)
    figures: Counter[RuleAtLevel] = field(default_factory=Counter)
    fixable: Counter[RuleAtLevel] = field(default_factory=Counter)
    fixable_unsafe: Counter[RuleAtLevel] = field(default_factory=Counter)

    def add(self, counted: CountedRecord) -> None:
        """Count a record's findings."""
        if not counted.hits:
            return
        rules = [hit[:2] for hit in counted.hits]
        self.findings.update(rules)
        self.figures.update(set(rules))
        for hit in counted.hits:
            if hit.fix:
                (self.fixable if hit.fix == "safe" else self.fixable_unsafe)[hit[:2]] += 1

    def add_stray(self, hit: Hit) -> None:
        """Count a finding about a file that is part of no record."""
        self.findings[hit[:2]] += 1

    def __iadd__(self, other: RuleTally) -> RuleTally:
        """Add what another counted."""
        self.findings += other.findings
        self.figures += other.figures
        self.fixable += other.fixable
        self.fixable_unsafe += other.fixable_unsafe
        return self

    def section(self) -> tuple[RuleRow, ...]:
        """Return the rules, the worst first, then those of most figures."""
        order = sorted(
            self.findings,
            key=lambda rule: (-rule[1], -self.figures[rule], -self.findings[rule], rule[0]),
        )
        return tuple(self._row(rule) for rule in order)

    def _row(self, rule: RuleAtLevel) -> RuleRow:
        code, severity = rule
        return RuleRow(
            code,
            RULES[code].name,
            str(severity),
            self.findings[rule],
            self.figures[rule],
            self.fixable[rule],
            self.fixable_unsafe[rule],
        )


@dataclass
class FoundKeys:
    """Which findings there are, by the digests of their keys: two states of a corpus are held
    against each other by them. A key can be there several times.
    """

    counts: Counter[tuple[bytes, RuleAtLevel]] = field(default_factory=Counter)

    def add(self, hits: Iterable[Hit]) -> None:
        """Take findings that have a key."""
        if keyed := [(hit.key, hit[:2]) for hit in hits if hit.key]:
            self.counts.update(keyed)

    def without(self, other: FoundKeys) -> Counter[RuleAtLevel]:
        """Count those that another has not, by rule and severity. What became another severity is
        the same finding.
        """
        mine, others = self.counts - other.counts, other.counts - self.counts
        known: Counter[bytes] = Counter()
        for (key, _), count in others.items():
            known[key] += count
        found: Counter[RuleAtLevel] = Counter()
        for (key, rule), count in sorted(mine.items()):
            matched = min(count, known[key])
            known[key] -= matched
            found[rule] += count - matched
        return +found


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A figure with errors or warnings: how many kinds of them (``codes`` names them, errors
    first), how many of these are errors, and how many findings that makes; ``fixable`` are those
    that ``--fix`` mends.
    """

    figid: str
    file: str
    kinds: int
    errors: int
    findings: int
    fixable: int
    codes: tuple[str, ...]


@dataclass
class WorkTally:
    """Keeps the figures with most kinds of findings: who looks at one of them mends most of what
    can be wrong with a figure, however often it is.
    """

    rows: list[WorkRow] = field(default_factory=list)
    least: int = 1
    """Kinds of findings of a figure that may be among the worst."""

    def add(self, counted: CountedRecord) -> None:
        """Keep a figure, unless worse ones fill the list."""
        hits = [hit for hit in counted.hits if hit.severity > Severity.INFO]
        kinds = {hit.code for hit in hits}
        if len(kinds) < self.least:
            return
        errors = sorted({hit.code for hit in hits if hit.severity is Severity.ERROR})
        codes = dict.fromkeys((*errors, *sorted(kinds)))
        self.rows.append(
            WorkRow(
                counted.facts.figid,
                counted.facts.file,
                len(codes),
                len(errors),
                len(hits),
                sum(hit.fix == "safe" for hit in hits),
                tuple(codes),
            )
        )
        if len(self.rows) > _KEPT:
            self.rows = self._worst()
            self.least = self.rows[-1].kinds

    def _worst(self) -> list[WorkRow]:
        return sorted(self.rows, key=_priority)[:MOST_FIGURES]

    def __iadd__(self, other: WorkTally) -> WorkTally:
        """Add what another kept."""
        self.rows = sorted([*self.rows, *other.rows], key=_priority)[:MOST_FIGURES]
        return self

    def section(self) -> tuple[WorkRow, ...]:
        """Return the figures, the worst first."""
        return tuple(self._worst())


def _priority(row: WorkRow) -> tuple[int, int, int, str, str]:
    return -row.kinds, -row.errors, -row.findings, row.figid, row.file
