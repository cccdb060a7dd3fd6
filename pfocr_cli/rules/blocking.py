"""What keeps a record from those who read it, whatever severities a project gives its rules."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.record import SIDE_TABLES, Record
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.pointer import steps
from pfocr_cli.rules import RULES, Blocks, Rule
from pfocr_cli.rules.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


class Blocker(NamedTuple):
    """A problem that keeps a record from readers of any of ``fields`` (None: from all readers)."""

    problem: Problem
    fields: frozenset[str] | None

    def allows(self, read: frozenset[str] | None) -> bool:
        """Say whether who reads these fields (None: the record as it stands) can do with it."""
        return self.fields is not None and read is not None and not self.fields & read


@cache
def blocking_rules(blocks: Blocks) -> tuple[Rule, ...]:
    """Return the rules whose errors block the whole record, or the fields that they are about."""
    return tuple(rule for rule in RULES.values() if rule.blocks == blocks)


def blockers(record: Record) -> Iterator[Blocker]:
    """Yield what readers of the record would trip over: errors of rules that block."""
    if _is_sound(record):
        return
    subject = Subject(record)
    for rule in (*blocking_rules("record"), *blocking_rules("fields")):
        for problem in rule.problems(subject):
            if problem.severity is Severity.ERROR:
                yield Blocker(problem, _fields(problem))


def _is_sound(record: Record) -> bool:
    """Say at once of most records that no blocking rule can find anything."""
    tables = record.tables.values()
    in_tables = any(table.faults or table.misfits for table in tables)
    return not (record.reading.faults or record.misfits or in_tables)


def _fields(problem: Problem) -> frozenset[str] | None:
    """Return the top-level keys that a problem is about; a side table is the key of its kind. None
    where it is about the record as a whole.
    """
    first = next(iter(steps(problem.pointer)), None)
    if first == SIDE_TABLES:
        # A record in JSON carries them: where they are not sound, none is read.
        return frozenset({first, *KINDS})
    if first is not None:
        return frozenset({first})
    # At the record itself: keys that it lacks, or it is no record at all.
    return frozenset(problem.value.split(", ")) if problem.code == "S101" else None
