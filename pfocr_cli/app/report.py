"""Reporting on a corpus: one pass over its records, counted; the reports; the badge."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pfocr_cli import __version__
from pfocr_cli.app.duplicates import DuplicateFinder, Holder
from pfocr_cli.app.orphans import orphans, stray_tables_of
from pfocr_cli.app.report_folder import page_folder, refuse_foreign
from pfocr_cli.app.report_job import ReportedRecord, ReportJob, ReportOutcome
from pfocr_cli.app.run import Loop, Work
from pfocr_cli.app.validate import release_for
from pfocr_cli.app.validate_request import Ignores, is_ignored, is_ignored_in
from pfocr_cli.errors import Exit
from pfocr_cli.files import require_writable, written
from pfocr_cli.finding import Severity
from pfocr_cli.inputs.json_lines import chunks
from pfocr_cli.inputs.protected import FilesRead
from pfocr_cli.inputs.stray_tables import SearchedFolders
from pfocr_cli.report.badge import badge_of
from pfocr_cli.report.counted import Hit
from pfocr_cli.report.formats import WRITERS, ReportWriter
from pfocr_cli.report.report import LexiconUsed
from pfocr_cli.report.tally import CorpusTally
from pfocr_cli.rules import RULES
from pfocr_cli.streams import going_on_unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.protected import FileRead
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.report.counted import CountedRecord
    from pfocr_cli.report.facts import FigureFacts


@dataclass(frozen=True)
class ReportRequest:
    """A request for a report. ``formats`` are pairs of a format's name and a path (None: standard
    output), ``sections`` those asked for (empty: all), ``badge`` the file for one. ``judge`` says
    how records are judged; ``others`` are the files that are read beside them. ``folder`` is the
    one for pages: the report, one a record with findings, one a rule.
    """

    inputs: Sequence[Input]
    judge: ValidateJob
    formats: Sequence[tuple[str, str | None]]
    sections: tuple[str, ...] = ()
    badge: str | None = None
    folder: str | None = None
    others: Sequence[FileRead] = ()
    searched: SearchedFolders = field(default_factory=SearchedFolders)
    per_file_ignores: Ignores = ()
    work: Work = field(default_factory=Work)


def make_report(request: ReportRequest) -> Exit:
    """Count every record, write the reports, and return the exit status: 0, whatever was found.

    Raises:
        PfocrError: nothing was counted.
    """
    _refuse_report_outputs(request)
    release = release_for(request.judge)
    lexicon = LexiconUsed(release.hgnc, release.sha256) if release else None
    with ExitStack() as stack:
        writers = [
            stack.enter_context(_written_report(name, path)) for name, path in request.formats
        ]
        if request.folder:
            writers.append(stack.enter_context(page_folder(request.folder, _reads(request))))
        counting = Counting(request, writers)
        crashes = counting.run()
        told = counting.tally.report(__version__, lexicon, request.sections)
        for writer in writers:
            with going_on_unread():
                writer.finish(told)
        if request.badge:
            with written(request.badge) as stream:
                stream.write(badge_of(counting.tally.verdict.section()))
    return Exit.BUG if crashes else Exit.CLEAN


def _refuse_report_outputs(request: ReportRequest) -> None:
    """Raise PfocrError where what is to be written cannot be, or is what the run reads."""
    outputs = [(f"--format {name}", path) for name, path in request.formats if path]
    outputs += [("--badge", request.badge)] if request.badge else []
    _reads(request).refuse_all(outputs)
    for _, path in outputs:
        require_writable(path)
    if request.folder:
        refuse_foreign(request.folder)


def _reads(request: ReportRequest) -> FilesRead:
    return FilesRead(request.inputs, request.judge.intake.data_dir, request.others)


@contextmanager
def _written_report(name: str, path: str | None) -> Iterator[ReportWriter]:
    """Give a writer of that format; a file becomes visible when the report is whole."""
    make = WRITERS.named(name)
    if path is None:
        yield make(sys.stdout)
    else:
        with written(path) as stream:
            yield make(stream)


class Counting:
    """The pass over the records of a request: each is taken to the tally, and its findings to the
    writers that want them.
    """

    def __init__(self, request: ReportRequest, writers: Sequence[ReportWriter] = ()) -> None:
        self.tally = CorpusTally()
        self._request = request
        self._readers = [writer for writer in writers if writer.wants_findings]
        self._severities = request.judge.severities
        self._duplicates = DuplicateFinder(request.inputs)
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
        job = ReportJob(judge, wants_findings=bool(self._readers))
        crashes = Loop(request.inputs, request.work, "counting").run(
            job, chunks(request.inputs, request.work.shard), self._take, job.give_up
        )
        for finding in orphans(self._stray.left()):
            severity = self._severities.of(finding.code, finding.severity)
            if severity >= request.judge.floor and not is_ignored(
                finding, request.per_file_ignores
            ):
                self.tally.add_stray(Hit(finding.code, severity))
                self._hand_on([replace(finding, severity=severity)], None)
        return crashes

    def _take(self, outcome: ReportOutcome) -> None:
        for record in outcome.records:
            self._stray.claim(self._request.inputs[outcome.number], record.identity)
            self._take_record(record, outcome.number)

    def _take_record(self, record: ReportedRecord, number: int) -> None:
        counted, found, severities = record.counted, list(record.findings), self._severities
        for one, earlier in self._duplicates.copies(record.compared, number):
            severity = severities.of(one.code, RULES[one.code].severity)
            if severity >= self._request.judge.floor:
                counted = replace(counted, hits=(*counted.hits, Hit(one.code, severity)))
            if self._readers:
                holder = Holder(one.figid, number, one.line)
                finding = self._duplicates.finding(one.code, holder, one.value, earlier)
                found.append(replace(finding, severity=severity))
        if self._request.per_file_ignores:
            counted = self._without_ignored(counted)
        self.tally.add(counted)
        self._hand_on(found, counted.facts)

    def _without_ignored(self, counted: CountedRecord) -> CountedRecord:
        """Return a record without the findings that the configuration ignores in its files."""
        ignores, own = self._request.per_file_ignores, counted.facts.file
        hits = tuple(
            hit for hit in counted.hits if not is_ignored_in(hit.file or own, hit.code, ignores)
        )
        codes = {hit.code for hit in hits}
        symbols = tuple(each for each in counted.symbols if each.code in codes)
        return replace(counted, hits=hits, symbols=symbols)

    def _hand_on(self, findings: Iterable[Finding], facts: FigureFacts | None) -> None:
        for finding in findings if self._readers else ():
            if finding.severity >= Severity.WARNING and not is_ignored(
                finding, self._request.per_file_ignores
            ):
                for reader in self._readers:
                    reader.add(finding, facts)
