"""``report --against``: how things stood before, by an earlier report, or by git without a
checkout.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfocr_cli.app.against import told_apart
from pfocr_cli.app.bugs import BugKept
from pfocr_cli.app.report_counting import RecordTaker
from pfocr_cli.app.report_job import ReportedRecord, ReportJob, ReportOutcome
from pfocr_cli.app.run import Loop
from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.inputs.git import relative
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.revision import (
    Revision,
    find_revision,
    inputs_before,
    past_of,
    records_before,
)
from pfocr_cli.inputs.search import Input, holds_figid
from pfocr_cli.record import looks_like_figid
from pfocr_cli.report.plain import UnfitError, from_plain
from pfocr_cli.report.report import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pfocr_cli.app.report import ReportRequest
    from pfocr_cli.finding import Finding
    from pfocr_cli.report.counted import Hit


def earlier_report(path: str) -> Report:
    """Return the report that a file holds.

    Raises:
        PfocrError: it holds none.
    """
    try:
        data = json.loads(read_bytes(path, None).decode("utf-8-sig"))
        return from_plain(Report, data)
    except UnreadableError as error:
        raise PfocrError(f"--against {path}: {error}") from None
    except (ValueError, UnfitError, RecursionError) as error:
        why = error if isinstance(error, UnfitError) else "it is not JSON"
        raise PfocrError(
            f"--against {path} is not what `pfocr report --format json` writes: {why}"
        ) from None


@dataclass(frozen=True)
class PastReportJob:
    """Counts the records of a file as they were; sent to every process."""

    job: ReportJob
    revision: Revision

    def __call__(self, chunk: Chunk) -> ReportOutcome:
        """Count every record; a crash is part of the outcome."""
        outcome = ReportOutcome(chunk.number)
        with BugKept(outcome):
            for item, record in records_before(
                chunk.item, self.revision, self.job.judge.read_options
            ):
                outcome.records.append(self.job.counted(item, record))
        return outcome


class PastCounting:
    """Counts a corpus as it was at a revision: what is as it was by what is there now, the rest
    from git's objects.
    """

    def __init__(self, name: str, request: ReportRequest) -> None:
        self.revision = find_revision(name, request.inputs)
        self._request = request
        self._past = past_of(self.revision)
        as_before, numbers, shown = told_apart(
            request.inputs, self._past, self.revision, request.judge
        )
        self.unchanged = frozenset(as_before)
        self._old = [
            item
            for item in inputs_before(self._ours(shown, numbers), self.revision)
            if self._is_record(item, numbers)
        ]
        self.taker = RecordTaker(request, [*request.inputs, *self._old], self.unchanged)

    def _ours(self, shown: Mapping[str, str], numbers: Mapping[str, int]) -> dict[str, str]:
        """Return the earlier paths of the inputs, and of what is gone those in the folders that
        were searched.
        """
        tops = [os.path.join(os.path.realpath(each), "") for each in self._request.searched.folders]
        root = os.path.realpath(self.revision.root)
        return {
            path: name
            for path, name in shown.items()
            if path in numbers or any(os.path.join(root, path).startswith(top) for top in tops)
        }

    def _is_record(self, item: Input, numbers: Mapping[str, int]) -> bool:
        """Say whether a search would have taken a file, or it is an input of this run."""
        stem, ending = os.path.splitext(os.path.basename(item.path))
        is_meant = ending == ".md" and item.data is not None and holds_figid(item.data)
        path = relative(item.path, self.revision.root)
        return path in numbers or looks_like_figid(stem) or is_meant

    def take_unchanged(self, record: ReportedRecord, number: int) -> None:
        """Count a record of now, if its file is as it was."""
        if number in self.unchanged:
            self.taker.take(record, number)

    def take_stray(self, finding: Finding, hit: Hit) -> None:
        """Count a side table without its record, if it was so before."""
        stems = {os.path.splitext(os.path.basename(path))[0] for path in self._past.gone}
        there = relative(finding.file, self.revision.root) in self._past.files
        if there and finding.figid not in stems:
            self.taker.take_stray(hit)

    def run(self) -> int:
        """Count what is not as it was; return the number of crashes."""
        first = len(self._request.inputs)

        def take(outcome: ReportOutcome) -> None:
            for record in outcome.records:
                self.taker.take(record, first + outcome.number)

        return Loop(self._old, self._request.work, f"counting, as at {self.revision.name},").run(
            PastReportJob(ReportJob(self._request.judge, wants_keys=True), self.revision),
            (Chunk(number, item) for number, item in enumerate(self._old)),
            take,
            lambda chunk, _: ReportOutcome(chunk.number),
        )
