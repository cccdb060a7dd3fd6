"""What changed between two reports: figures that came and went, rules that found more or less, and
numbers from and to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pfocr_cli.report.ranking import MOST_RANKED

if TYPE_CHECKING:
    from pfocr_cli.report.findings import RuleRow
    from pfocr_cli.report.report import Report


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number of the report that is another now."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that finds something else than before, at one severity. ``new`` and ``gone`` count the
    findings that only one side has; None where only the numbers of findings are known.
    """

    code: str
    name: str
    severity: str
    before: int
    after: int
    new: int | None = None
    gone: int | None = None


@dataclass(frozen=True, slots=True)
class ToldApart:
    """The findings that only one of two states of a corpus has, by rule and severity."""

    new: Mapping[tuple[str, str], int]
    gone: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the report that ``against`` names.

    ``added`` and ``gone`` count figures by their figids (None where one of the reports does not
    list them, because its sections were chosen); ``figids_added`` and ``figids_gone`` are the first
    of them. ``rules`` are those that find something else, the worse first; ``numbers`` those of
    other sections.
    """

    against: str
    figids_added: tuple[str, ...]
    figids_gone: tuple[str, ...]
    rules: tuple[RuleChange, ...]
    numbers: tuple[NumberChange, ...]
    added: int | None = None
    gone: int | None = None


def changed_since(new: Report, old: Report, against: str, apart: ToldApart | None = None) -> Report:
    """Return a report that tells, too, what changed since an older one called ``against``;
    ``apart`` where it is known which findings each of them has.
    """
    rules = new.rules
    if rules is not None and old.rules is not None:
        before = {(rule.code, rule.severity): rule.findings for rule in old.rules}
        rules = tuple(_compared(rule, before, apart) for rule in rules)
    return replace(new, rules=rules, changes=_changes(new, old, against, apart))


def _compared(
    rule: RuleRow, before: Mapping[tuple[str, str], int], apart: ToldApart | None
) -> RuleRow:
    level = rule.code, rule.severity
    if apart is None:
        return replace(rule, more=rule.findings - before.get(level, 0))
    return replace(rule, new=apart.new.get(level, 0))


def _changes(new: Report, old: Report, against: str, apart: ToldApart | None) -> Changes:
    before, after = dict(_numbers(old)), dict(_numbers(new))
    numbers = tuple(
        NumberChange(name, before[name], after[name])
        for name in after
        if name in before and before[name] != after[name]
    )
    rules: tuple[RuleChange, ...] = ()
    if new.rules is not None and old.rules is not None:
        rules = tuple(_rules(new.rules, old.rules, apart))
    if new.figids is None or old.figids is None:
        return Changes(against, (), (), rules, numbers)
    now, then = set(new.figids), set(old.figids)
    added, gone = sorted(now - then), sorted(then - now)
    return Changes(
        against,
        tuple(added[:MOST_RANKED]),
        tuple(gone[:MOST_RANKED]),
        rules,
        numbers,
        len(added),
        len(gone),
    )


def _rules(
    new: Sequence[RuleRow], old: Sequence[RuleRow], apart: ToldApart | None
) -> Iterator[RuleChange]:
    before = {(rule.code, rule.name, rule.severity): rule.findings for rule in old}
    after = {(rule.code, rule.name, rule.severity): rule.findings for rule in new}
    found = []
    for key in {**after, **before}:
        change = RuleChange(*key, before.get(key, 0), after.get(key, 0))
        if apart is not None:
            level = change.code, change.severity
            new_ones, gone = apart.new.get(level, 0), apart.gone.get(level, 0)
            change = replace(change, new=new_ones, gone=gone)
        if change.before != change.after or change.new or change.gone:
            found.append(change)
    yield from sorted(found, key=lambda each: (each.before - each.after, each.code, each.severity))


def _numbers(report: Report) -> Iterator[tuple[str, int]]:
    """Yield the numbers that are compared, by the names that people read."""
    if (verdict := report.verdict) is not None:
        yield "records", verdict.records
        yield "records with errors", verdict.with_errors
        yield "records with warnings", verdict.with_warnings
        yield "records with nothing to check", verdict.nothing_to_check
        yield "sound records", verdict.sound
        yield "records that cannot be read", verdict.unreadable
        yield "errors", verdict.errors
        yield "warnings", verdict.warnings
        yield "infos", verdict.infos
    for row in report.contents or ():
        yield row.kind, row.total
        yield f"different {row.kind}", row.different
        yield f"human {row.kind}", row.human_total
        yield f"different human {row.kind}", row.human_different
    if (genes := report.genes_per_figure) is not None:
        for tier, sets in genes.sets.items():
            yield f"gene sets ({tier})", sets
    if (symbols := report.symbols) is not None:
        yield "stale symbols", symbols.stale.different
        yield "withdrawn symbols", symbols.withdrawn.different
        yield "ambiguous names", symbols.ambiguous.different
        yield "words known not to mean their gene", symbols.known_wrong.different
    if (species := report.species) is not None:
        yield "species", species.different
        yield "figures without a gene of their organism", species.without_named
    if (duplicates := report.duplicates) is not None:
        yield "records with the figid of another", duplicates.figids
        yield "records with the redirect of another", duplicates.redirects
        yield "groups of figures with the same genes", duplicates.groups
    for each in report.coverage or ():
        yield f"figures with {each.field}", each.figures
