"""How the records of a corpus stand: sound, with warnings, with errors, and those of which nothing
could be said because nothing is in them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from pfocr_cli.finding import Severity

if TYPE_CHECKING:
    from pfocr_cli.report.counted import CountedRecord, Hit


@dataclass(frozen=True, slots=True)
class CorpusVerdict:
    """Records by the worst that was found, each in one of four: ``with_errors``, ``with_warnings``
    (and no error), ``nothing_to_check`` (no gene, chemical or disease, and neither error nor
    warning), ``sound``. Of those with errors ``unreadable`` are no data at all. The last three
    count findings.
    """

    records: int
    with_errors: int
    with_warnings: int
    nothing_to_check: int
    sound: int
    unreadable: int
    errors: int
    warnings: int
    infos: int


@dataclass
class VerdictTally:
    """Counts records by the worst that was found in them."""

    records: int = 0
    with_errors: int = 0
    with_warnings: int = 0
    nothing_to_check: int = 0
    sound: int = 0
    unreadable: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0

    def add(self, counted: CountedRecord) -> None:
        """Count a record."""
        levels = [hit.severity for hit in counted.hits]
        worst = max(levels, default=Severity.INFO)
        self.records += 1
        self.unreadable += not counted.facts.is_read
        if worst is Severity.ERROR:
            self.with_errors += 1
        elif worst is Severity.WARNING:
            self.with_warnings += 1
        elif counted.facts.is_empty:
            self.nothing_to_check += 1
        else:
            self.sound += 1
        self.errors += levels.count(Severity.ERROR)
        self.warnings += levels.count(Severity.WARNING)
        self.infos += levels.count(Severity.INFO)

    def add_stray(self, hit: Hit) -> None:
        """Count a finding about a file that is part of no record."""
        self.errors += hit.severity is Severity.ERROR
        self.warnings += hit.severity is Severity.WARNING
        self.infos += hit.severity is Severity.INFO

    def __iadd__(self, other: VerdictTally) -> VerdictTally:
        """Add what another counted."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
        return self

    def section(self) -> CorpusVerdict:
        """Return what it comes to."""
        return CorpusVerdict(**vars(self))
