"""The findings of a run sorted: into reports, into what counts, into the baseline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.app.mending import Mending
from pfocr_cli.app.unmet import UnmetDecisions
from pfocr_cli.app.validate_request import (
    ValidateRequest,
    codes_checked,
    is_ignored_in,
    with_ignored_codes,
)
from pfocr_cli.baseline import Matcher, NewBaseline, read_baseline
from pfocr_cli.files import is_same_file
from pfocr_cli.reporters import Reporter, Summary
from pfocr_cli.streams import give_up, going_on_unread
from pfocr_cli.terminal import notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pfocr_cli.app.against import Against
    from pfocr_cli.app.shard_report import ShardKeys
    from pfocr_cli.finding import Finding, FindingKind, Severity
    from pfocr_cli.inputs.json_lines import Chunk


class SeenEnoughError(Exception):
    """Nobody reads the report any more, and there is nothing else to do."""


@dataclass
class ValidateTally:
    """Sorts the findings of a run: into reports, into what counts, into the baseline."""

    request: ValidateRequest
    reporters: Sequence[Reporter]
    matcher: Matcher | None
    new_baseline: NewBaseline | None
    against: Against | None = None
    summary: Summary = field(default_factory=Summary)
    recorded: int = 0
    mending: Mending = field(default_factory=Mending)
    keys: ShardKeys | None = None
    unmet: UnmetDecisions = field(default_factory=UnmetDecisions)
    unseen: int = 0
    """Findings that fail and are below ``--show``."""

    def judged(self, identities: Sequence[str]) -> None:
        """Take the figids and files of records that were judged."""
        self.unmet.meet(identities)
        for book in (self.matcher, self.new_baseline, self.against):
            if book is not None:
                book.judged(*identities)

    def marked(self, chunk: Chunk) -> Chunk:
        """Return a chunk with what its judge is to know: what is ignored in it, and whether what is
        found there is only counted.
        """
        chunk = with_ignored_codes(chunk, self.request.per_file_ignores)
        return chunk._replace(is_counted=True) if self._has_enough() else chunk

    def _has_enough(self) -> bool:
        """Say whether no report, and nothing that is kept, holds what is found from now on."""
        books = self.matcher, self.new_baseline, self.against, self.keys, self.request.work.cache
        return all(one.has_enough for one in self.reporters) and books.count(None) == len(books)

    def take(self, finding: Finding, number: int | None = None) -> None:
        """Take one finding to where it belongs; ``number`` is that of its input."""
        severity = self.request.job.severities.of(finding.code, finding.severity)
        if (
            severity is not finding.severity
        ):  # not of the job: of two records, or of a killed process
            finding = finding._replace(severity=severity)
        kind = finding.kind
        if self._is_left_out(kind) or self._is_known(finding, number):
            return
        if self._counted(kind, 1):
            if self.keys is not None:
                self.keys.show()
            self._report(finding)
        elif self.keys is not None:
            self.keys.hide(finding)

    def take_counts(self, counts: Mapping[FindingKind, int]) -> None:
        """Take how many findings there are of each kind, where they are only counted."""
        for kind, many in counts.items():
            if not self._is_left_out(kind):
                self._counted(kind, many)

    def _is_left_out(self, kind: FindingKind) -> bool:
        ignores = self.request.per_file_ignores
        return kind.severity < self.request.job.floor or (
            bool(ignores) and is_ignored_in(kind.file, kind.code, ignores)
        )

    def _is_known(self, finding: Finding, number: int | None) -> bool:
        """Say whether the baseline takes a finding, or it was there before."""
        if self.new_baseline is not None and self._fails(finding.severity):
            self.new_baseline.add(finding)
            self.recorded += 1
            return True
        if self.matcher is not None and self.matcher.is_known(finding):
            return True
        return self.against is not None and self.against.is_known(finding, number)

    def _fails(self, severity: Severity) -> bool:
        return self.request.fail_on is not None and severity >= self.request.fail_on

    def _counted(self, kind: FindingKind, many: int) -> bool:
        """Count so many findings of a kind; return whether they are shown."""
        if self._fails(kind.severity):
            self.summary.failing[kind.file] += many
        if kind.severity < self.request.show:
            self.unseen += many
            return False
        self.summary.counts[kind.code, kind.severity] += many
        self._count_fixes(kind.is_safe, many)
        return True

    def _report(self, finding: Finding) -> None:
        """Give a finding to each report. Where the reader of standard output has seen enough, go on
        for what else the run does, or end it: SeenEnoughError.
        """
        for reporter in self.reporters:
            try:
                reporter.add(finding)
            except BrokenPipeError:
                self._leave_unread()

    def _count_fixes(self, is_safe: bool | None, many: int) -> None:
        """Count findings that can be mended, unless this run tried to."""
        if is_safe is None or self.request.job.fix == "all":
            return
        if not is_safe:
            self.summary.mendable_unsafe += many
        elif self.request.job.fix is None:
            self.summary.mendable += many

    def finish(self) -> None:
        """Close the reports."""
        for reporter in self.reporters:
            with going_on_unread():
                reporter.finish(self.summary)

    def _leave_unread(self) -> None:
        give_up()
        request = self.request
        files = any(path for _, path in request.formats)
        if not (files or request.write_baseline or request.job.fix):
            raise SeenEnoughError from None


def matcher_for(request: ValidateRequest) -> Matcher | None:
    """Return what knows the findings of ``--baseline``, None without one."""
    if not request.baseline:
        return None
    target = request.write_baseline
    # The baseline that is about to be written need not be there yet.
    is_target = target is not None and is_same_file(target, request.baseline)
    return Matcher(
        read_baseline(request.baseline, missing_ok=is_target), codes_checked(request, lowest=True)
    )


def tell_of_past(against: Against) -> None:
    """Say how many findings were there before, and how many kinds are gone."""
    known, gone = f"{against.known:,}", f"{against.gone:,}"
    counts = f"findings of before not shown: {known}; no longer found: {gone}"
    notes.sentence(f"against {against.revision}: {counts}")


def tell_of_baseline(matcher: Matcher, path: str) -> None:
    """Say how many findings the baseline knew, and how many entries are gone."""
    if matcher.known or matcher.gone:
        known, gone = f"{matcher.known:,}", f"{matcher.gone:,}"
        drop = f"; --write-baseline {path} drops them" if matcher.gone else ""
        counts = f"known findings not shown: {known}; its entries no longer found: {gone}"
        notes.sentence(f"baseline: {counts}{drop}")
