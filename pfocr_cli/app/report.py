"""Reporting on a corpus: one pass over its records, counted; the reports; the badge."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pfocr_cli import __version__
from pfocr_cli.app.report_against import PastCounting, earlier_report
from pfocr_cli.app.report_counting import Counting
from pfocr_cli.app.report_folder import page_folder, refuse_foreign
from pfocr_cli.app.run import Work
from pfocr_cli.app.validate import release_for
from pfocr_cli.errors import Exit
from pfocr_cli.files import require_writable, written
from pfocr_cli.inputs.protected import FilesRead
from pfocr_cli.inputs.stray_tables import SearchedFolders
from pfocr_cli.report.badge import badge_of
from pfocr_cli.report.changes import ToldApart, changed_since
from pfocr_cli.report.formats import WRITERS, ReportWriter
from pfocr_cli.report.report import LexiconUsed, Report
from pfocr_cli.streams import going_on_unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.app.validate_request import Ignores
    from pfocr_cli.inputs.protected import FileRead
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.report.tally import CorpusTally


@dataclass(frozen=True)
class ReportRequest:
    """A request for a report. ``formats`` are pairs of a format's name and a path (None: standard
    output), ``sections`` those asked for (empty: all), ``badge`` the file for one, ``folder`` the
    one for pages: the report, one a record with findings, one a rule. ``against`` is an earlier
    report or a revision. ``judge`` says how records are judged; ``others`` are the files that are
    read beside them.
    """

    inputs: Sequence[Input]
    judge: ValidateJob
    formats: Sequence[tuple[str, str | None]]
    sections: tuple[str, ...] = ()
    badge: str | None = None
    folder: str | None = None
    against: str | None = None
    others: Sequence[FileRead] = ()
    searched: SearchedFolders = field(default_factory=SearchedFolders)
    per_file_ignores: Ignores = ()
    work: Work = field(default_factory=Work)

    @property
    def is_against_file(self) -> bool:
        """Whether it is held against an earlier report, and not against a revision of git."""
        return bool(self.against) and is_report_file(self.against or "")


@dataclass(frozen=True)
class Earlier:
    """How things stood before: the report of then, what people call it, and the findings that only
    one side has, where these are known.
    """

    name: str
    report: Report
    apart: ToldApart | None = None


def is_report_file(against: str) -> bool:
    """Say whether what a report is held against is a file: it is there, or is called like one."""
    return os.path.isfile(against) or against.endswith(".json")


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
        tally, then, crashes = _counted(request, writers)
        told = tally.report(__version__, lexicon, request.sections)
        if then is not None:
            told = _with_changes(told, tally, then)
        for writer in writers:
            with going_on_unread():
                writer.finish(told)
        if request.badge:
            with written(request.badge) as stream:
                stream.write(badge_of(tally.verdict.section()))
    return Exit.BUG if crashes else Exit.CLEAN


def _counted(
    request: ReportRequest, writers: Sequence[ReportWriter]
) -> tuple[CorpusTally, Earlier | None, int]:
    """Return what was counted; how things stood before, where that is asked for; and the number of
    crashes.
    """
    if not request.against or request.is_against_file:
        then = (
            Earlier(request.against, earlier_report(request.against)) if request.against else None
        )
        counting = Counting(request, writers)
        return counting.tally, then, counting.run()
    past = PastCounting(request.against, request)
    counting = Counting(request, writers, past)
    crashes = counting.run() + past.run()
    before = past.taker.tally.report(__version__, None, request.sections)
    before = replace(before, figids=tuple(past.taker.tally.contents.figids))
    new, gone = (
        {(code, str(severity)): count for (code, severity), count in found.items()}
        for found in (
            counting.found.without(past.taker.found),
            past.taker.found.without(counting.found),
        )
    )
    earlier = Earlier(str(past.revision), before, ToldApart(new, gone))
    return counting.tally, earlier, crashes


def _with_changes(told: Report, tally: CorpusTally, then: Earlier) -> Report:
    """Return a report with what changed; it lists figids where no sections were chosen."""
    whole = replace(told, figids=tuple(tally.contents.figids))
    changed = changed_since(whole, then.report, then.name, then.apart)
    return replace(changed, figids=told.figids)


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
    return FilesRead(request.inputs, request.judge.read_options.data_dir, request.others)


@contextmanager
def _written_report(name: str, path: str | None) -> Iterator[ReportWriter]:
    """Give a writer of that format; a file becomes visible when the report is whole."""
    make = WRITERS.named(name)
    if path is None:
        yield make(sys.stdout)
    else:
        with written(path) as stream:
            yield make(stream)
