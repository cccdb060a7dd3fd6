"""What a report's worker does with one chunk: picklable, without effects but reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.app.bugs import BugKept
from pfocr_cli.app.rescue import unjudged
from pfocr_cli.finding import Problem, Severity, reading_order
from pfocr_cli.inputs.records import records
from pfocr_cli.report.counted import CountedRecord, Hit, digest_of_key, hit_of, symbol_hit
from pfocr_cli.report.facts import facts_of
from pfocr_cli.rules.placing import placed_finding
from pfocr_cli.sending import sent_by_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.app.corpus_keys import ComparedValue
    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.json_lines import Chunk
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record


@sent_by_values
@dataclass(frozen=True, slots=True)
class ReportedRecord:
    """A record counted, with what rules compare across records and, where they are wanted, the
    findings of at least a warning. ``identity`` is its figid, else its file.
    """

    counted: CountedRecord
    identity: str
    compared: tuple[ComparedValue, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass
class ReportOutcome:
    """The records of a chunk. ``crash`` is the traceback of a bug of ours."""

    number: int
    records: list[ReportedRecord] = field(default_factory=list)
    crash: str | None = None


@dataclass(frozen=True)
class ReportJob:
    """Counts the records of a chunk; sent to every process. Of problems nothing is located, unless
    ``wants_findings``, nor told from others, unless ``wants_keys``.
    """

    judge: ValidateJob
    wants_findings: bool = False
    wants_keys: bool = False

    def __call__(self, chunk: Chunk) -> ReportOutcome:
        """Count every record; a crash is part of the outcome."""
        outcome = ReportOutcome(chunk.number)
        with BugKept(outcome):
            for record in records(chunk.item, self.judge.read_options, chunk.shard):
                outcome.records.append(self.counted(chunk.item, record))
        return outcome

    def counted(self, item: Input, record: Record) -> ReportedRecord:
        """Return a record of an input, counted."""
        problems = list(self.judge.problems(item, record, is_counted=not self.wants_findings))
        symbols = (symbol_hit(problem, record) for problem in problems)
        return ReportedRecord(
            CountedRecord(
                facts_of(record),
                tuple(hit_of(each, record, with_key=self.wants_keys) for each in problems),
                tuple(filter(None, symbols)),
            ),
            record.figid or record.file,
            tuple(self.judge.compared(record)),
            self._located(problems, record) if self.wants_findings else (),
        )

    def _located(self, problems: Sequence[Problem], record: Record) -> tuple[Finding, ...]:
        found = (
            placed_finding(record, problem, self.judge.excerpts)
            for problem in problems
            if (problem.severity or Severity.ERROR) >= Severity.WARNING
        )
        return tuple(sorted(found, key=reading_order))

    def give_up(self, chunk: Chunk, finding: Finding) -> ReportOutcome:
        """Return the outcome of a record whose process was killed again."""
        found = [
            facts_of(record) for record in records(unjudged(chunk).item, self.judge.read_options)
        ]
        hits: tuple[Hit, ...] = ()
        if finding.code in self.judge.codes:
            key = digest_of_key(*finding.key) if self.wants_keys else b""
            hits = (Hit(finding.code, finding.severity, key=key),)
        return ReportOutcome(
            chunk.number,
            [
                ReportedRecord(
                    CountedRecord(facts, hits),
                    facts.figid or facts.file,
                    findings=(finding,) if hits and self.wants_findings else (),
                )
                for facts in found
            ],
        )
