"""The pass over the records of a report: each is counted, and its findings go to the formats that
want them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from pfocr_cli.app.duplicates import DuplicateFinder, Holder
from pfocr_cli.app.orphans import orphans, stray_tables_of
from pfocr_cli.app.report_job import ReportedRecord, ReportJob, ReportOutcome
from pfocr_cli.app.run import Loop
from pfocr_cli.app.validate_request import is_ignored, is_ignored_in
from pfocr_cli.finding import Severity
from pfocr_cli.inputs.json_lines import chunks
from pfocr_cli.report.counted import Hit, digest_of_key
from pfocr_cli.report.findings import FoundKeys
from pfocr_cli.report.tally import CorpusTally
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from pfocr_cli.app.corpus_keys import ComparedValue
    from pfocr_cli.app.report import ReportRequest
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.report.counted import CountedRecord
    from pfocr_cli.report.facts import FigureFacts
    from pfocr_cli.report.formats import ReportWriter


class RecordTaker:
    """Takes records to a tally, with what rules find across them; ``inputs`` are those that they
    are of. ``found`` tells the findings apart, less those within the inputs that are
    ``unchanged``.
    """

    def __init__(
        self, request: ReportRequest, inputs: Sequence[Input], unchanged: Container[int] = ()
    ) -> None:
        self.tally = CorpusTally()
        self.found = FoundKeys()
        self._unchanged = unchanged
        self.duplicates = DuplicateFinder(inputs)
        self._request = request

    def take(self, record: ReportedRecord, number: int) -> list[tuple[ComparedValue, str]]:
        """Count a record of the input of that number; return what an earlier one has of it."""
        counted, request = record.counted, self._request
        if number in self._unchanged:
            counted = replace(counted, hits=tuple(hit._replace(key=b"") for hit in counted.hits))
        copies = list(self.duplicates.copies(record.compared, number))
        for one, _ in copies:
            severity = request.judge.severities.of(one.code, RULES[one.code].severity)
            if severity >= request.judge.floor:
                hit = Hit(one.code, severity, key=digest_of_key(one.code, str(one.digest)))
                counted = replace(counted, hits=(*counted.hits, hit))
        if request.per_file_ignores:
            counted = self._without_ignored(counted)
        self.tally.add(counted)
        self.found.add(counted.hits)
        return copies

    def take_stray(self, hit: Hit) -> None:
        """Count a finding about a file that is part of no record."""
        self.tally.add_stray(hit)
        self.found.add((hit,))

    def _without_ignored(self, counted: CountedRecord) -> CountedRecord:
        """Return a record without the findings that the configuration ignores in its files."""
        ignores, own = self._request.per_file_ignores, counted.facts.file
        hits = tuple(
            hit for hit in counted.hits if not is_ignored_in(hit.file or own, hit.code, ignores)
        )
        codes = {hit.code for hit in hits}
        symbols = tuple(each for each in counted.symbols if each.code in codes)
        return replace(counted, hits=hits, symbols=symbols)


class PastTaker(Protocol):
    """Is told of what is as it was, to count how things stood before; ``unchanged`` are the numbers
    of the inputs that are.
    """

    unchanged: frozenset[int]

    def take_unchanged(self, record: ReportedRecord, number: int) -> None:
        """Take a record of the input of that number."""

    def take_stray(self, finding: Finding, hit: Hit) -> None:
        """Take that a side table is without its record."""


class Counting:
    """The pass over the records of a request: to the tally, to the writers that want findings, and
    to ``past``.
    """

    def __init__(
        self,
        request: ReportRequest,
        writers: Sequence[ReportWriter] = (),
        past: PastTaker | None = None,
    ) -> None:
        unchanged = past.unchanged if past is not None else ()
        self._taker = RecordTaker(request, request.inputs, unchanged)
        self.tally = self._taker.tally
        self.found = self._taker.found
        self._request = request
        self._past = past
        self._readers = [writer for writer in writers if writer.wants_findings]
        self._stray = stray_tables_of(
            request.inputs,
            request.judge,
            request.searched,
            sees_all=request.work.shard is None,
        )

    def run(self) -> int:
        """Count every record; return the number of crashes."""
        request = self._request
        judge = replace(request.judge, excerpts=request.folder is not None)
        job = ReportJob(judge, bool(self._readers), wants_keys=self._past is not None)
        crashes = Loop(request.inputs, request.work, "counting").run(
            job, chunks(request.inputs, request.work.shard), self._take, job.give_up
        )
        for finding in orphans(self._stray.left()):
            severity = request.judge.severities.of(finding.code, finding.severity)
            if severity >= request.judge.floor and not is_ignored(
                finding, request.per_file_ignores
            ):
                hit = Hit(finding.code, severity, key=digest_of_key(*finding.key))
                self._taker.take_stray(hit)
                self._hand_on([finding], None)
                if self._past is not None:
                    self._past.take_stray(finding, hit)
        return crashes

    def _take(self, outcome: ReportOutcome) -> None:
        for record in outcome.records:
            self._stray.claim(self._request.inputs, outcome.number, (record.identity,))
            copies = self._taker.take(record, outcome.number)
            if self._past is not None:
                self._past.take_unchanged(record, outcome.number)
            if self._readers:
                shared = (self._finding(*copy, outcome.number) for copy in copies)
                self._hand_on((*record.findings, *shared), record.counted.facts)

    def _finding(self, one: ComparedValue, earlier: str, number: int) -> Finding:
        holder = Holder(one.figid, number, one.line)
        return self._taker.duplicates.finding(one.code, holder, one.value, earlier)

    def _hand_on(self, findings: Iterable[Finding], facts: FigureFacts | None) -> None:
        request = self._request
        for finding in findings if self._readers else ():
            severity = request.judge.severities.of(finding.code, finding.severity)
            ignored = is_ignored(finding, request.per_file_ignores)
            if severity >= Severity.WARNING and not ignored:
                for reader in self._readers:
                    reader.add(finding._replace(severity=severity), facts)
