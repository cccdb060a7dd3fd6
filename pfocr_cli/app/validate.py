"""Validating: every finding in every record, to the reports."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from pfocr_cli.app.duplicates import DuplicateFinder, Holder
from pfocr_cli.app.mending import telling_of_interruption
from pfocr_cli.app.rescue import unjudged
from pfocr_cli.app.run import Loop
from pfocr_cli.app.validate_job import ValidateJob, ValidateOutcome
from pfocr_cli.app.validate_request import ValidateRequest, codes_checked, with_ignored_codes
from pfocr_cli.app.validate_tally import (
    SeenEnoughError,
    ValidateTally,
    matcher_for,
    tell_of_baseline,
    tell_of_past,
)
from pfocr_cli.baseline import NewBaseline, read_baseline, write_baseline
from pfocr_cli.errors import Exit
from pfocr_cli.files import is_same_file, require_writable, written
from pfocr_cli.finding import Finding
from pfocr_cli.fixes.apply import rewrites
from pfocr_cli.fixes.rewrite import Rewriter, show_patch, write_in_place
from pfocr_cli.inputs.json_lines import Chunk, chunks
from pfocr_cli.inputs.protected import FilesRead
from pfocr_cli.inputs.stray_tables import StrayTables
from pfocr_cli.lexicon.store import Release, open_lexicon
from pfocr_cli.record.source import Place
from pfocr_cli.reporters import REPORTERS, Reporter
from pfocr_cli.rules import RULES
from pfocr_cli.terminal import messages
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.app.against import Against, Claim
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.inputs.stray_tables import SearchedFolders


def validate(request: ValidateRequest) -> Exit:
    """Judge every input, write the reports, and return the exit status.

    Raises:
        PfocrError: nothing was judged.
    """
    _refuse_outputs(request)
    # A lexicon that cannot be used ends the run here, not at each record.
    release = release_for(request.job)
    matcher, new_baseline = matcher_for(request), _new_baseline(request)
    with ExitStack() as stack:
        reporters = [stack.enter_context(_report(name, path)) for name, path in request.formats]
        if request.statistics:
            reporters.append(_statistics(request.formats))
        tally = ValidateTally(request, reporters, matcher, new_baseline)
        rewriter = Rewriter(show_patch if request.diff else write_in_place)
        mends = "mended" if request.job.fix and not request.diff else ""
        try:
            with telling_of_interruption(rewriter, mends):
                crashes = _judge_all(request, tally, rewriter)
        except SeenEnoughError:
            return Exit.FINDINGS if tally.summary.failing else Exit.CLEAN
        tally.summary.lexicon = release
        tally.finish()
    if request.write_baseline and new_baseline is not None:
        write_baseline(request.write_baseline, new_baseline.baseline())
        messages.line(f"baseline: findings written to {request.write_baseline}: {tally.recorded:,}")
    _tell(request, tally, rewriter)
    if crashes:
        return Exit.BUG
    if rewriter.failed:
        return Exit.UNSERVED
    fails = tally.summary.failing or (request.diff and rewriter.changed)
    return Exit.FINDINGS if fails else Exit.CLEAN


def _new_baseline(request: ValidateRequest) -> NewBaseline | None:
    if not (target := request.write_baseline):
        return None
    old = read_baseline(target, missing_ok=True)
    return NewBaseline(old, codes_checked(request, lowest=False))


def _tell(request: ValidateRequest, tally: ValidateTally, rewriter: Rewriter) -> None:
    """Say what no report says."""
    if request.weakening:
        messages.line(request.weakening)
    if tally.matcher is not None:
        tell_of_baseline(tally.matcher, request.baseline or "")
    if tally.against is not None:
        tell_of_past(tally.against)
    if tally.unseen:
        found = plural(tally.unseen, "finding")
        messages.line(
            f"{found} below --show {request.show} made this fail: --show {request.fail_on} lists "
            "them"
        )
    if request.job.fix:
        tally.mending.tell(rewriter.changed, rewriter.failed, would=request.diff)
    if request.diff and tally.summary.failing:
        count = plural(tally.summary.failing.total(), "finding")
        messages.line(f"{count} that no fix mends: `pfocr validate` without --diff lists them")


def _refuse_outputs(request: ValidateRequest) -> None:
    """Raise PfocrError where what is to be written cannot be, or is what the run reads."""
    target = request.write_baseline
    outputs = [(f"--format {name}", path) for name, path in request.formats if path]
    outputs += [("--write-baseline", target)] if target else []
    others = [
        other
        for other in request.others
        # The baseline that is written anew is read before.
        if not (other.what == "baseline" and target and is_same_file(other.path, target))
    ]
    FilesRead(request.inputs, request.job.intake.data_dir, others).refuse_all(outputs)
    for _, path in outputs:
        require_writable(path)


def release_for(job: ValidateJob) -> Release | None:
    """Return the release that genes are held against, None where no rule asks.

    PfocrError: it cannot be used.
    """
    asks = any(rule.needs_lexicon for code, rule in RULES.items() if code in job.codes)
    return open_lexicon(job.lexicon).release if asks else None


def _statistics(formats: Sequence[tuple[str, str | None]]) -> Reporter:
    from pfocr_cli.app.statistics import Statistics

    machine_reads = any(path is None and name != "text" for name, path in formats)
    return Statistics(sys.stderr if machine_reads else sys.stdout)


def _judge_all(request: ValidateRequest, tally: ValidateTally, rewriter: Rewriter) -> int:
    """Feed the tally with every finding, in the order of the inputs; return the number of
    crashes.
    """
    duplicates = DuplicateFinder(request.inputs)
    stray = stray_tables_of(request.inputs, request.job, request.searched)
    tally.against, crashes_before = _judged_before(request)

    def take(outcome: ValidateOutcome) -> None:
        _take(outcome, tally, duplicates)
        for figid in outcome.judged:
            stray.claim(request.inputs[outcome.number], figid)
        for rewrite in outcome.rewrites:
            rewriter.take(rewrite)

    ignoring = partial(with_ignored_codes, ignores=request.per_file_ignores)
    crashes = Loop(request.inputs, request.work, "judging").run(
        request.job,
        map(ignoring, chunks(request.inputs)),
        take,
        partial(_given_up, job=request.job),
    )
    rewriter.finish()
    for finding in orphans(stray):
        if tally.against is None or not tally.against.had_stray(finding):
            tally.take(finding)
    return crashes + crashes_before


def _judged_before(request: ValidateRequest) -> tuple[Against | None, int]:
    """Return what knows the findings of the revision that --against names, and the number of
    crashes.
    """
    if not request.against:
        return None, 0
    from pfocr_cli.app.against import judge_past

    checked = codes_checked(request, lowest=True)
    return judge_past(request.against, request.inputs, request.job, request.work, checked)


def stray_tables_of(
    inputs: Sequence[Input], job: ValidateJob, searched: SearchedFolders
) -> StrayTables:
    """Return the side tables that seem to have no record; none where no rule asks."""
    asks = any(rule.of_stray for code, rule in RULES.items() if code in job.codes)
    return searched.stray_tables(inputs) if asks else StrayTables()


def orphans(stray: StrayTables) -> Iterator[Finding]:
    """Yield what is said of side tables that no record claimed."""
    for rule in RULES.values():
        if rule.of_stray is not None:  # only where it is asked for is any left
            for table in stray.left():
                yield Finding(
                    file=table.shown,
                    figid=table.figid,
                    place=Place(1, 1, 1, 1),
                    code=rule.code,
                    name=rule.name,
                    severity=rule.severity,
                    message=rule.of_stray(table.figid),
                    pointer="",
                    value=os.path.basename(table.shown),
                )


def _given_up(chunk: Chunk, finding: Finding, job: ValidateJob) -> ValidateOutcome:
    """Return the outcome of a record whose process was killed again."""
    return ValidateOutcome(
        chunk.number,
        records=1,
        findings=[finding] if finding.code in job.codes else [],
        judged=[finding.figid or finding.file, finding.file],
        rewrites=list(rewrites(unjudged(chunk).item, ())) if job.fix else [],
    )


def _take(outcome: ValidateOutcome, tally: ValidateTally, duplicates: DuplicateFinder) -> None:
    tally.summary.records += outcome.records
    tally.summary.other_species += outcome.other_species
    tally.mending.made.add(outcome.mended)
    tally.mending.left.add(outcome.left)
    tally.judged(outcome.judged)
    for finding in outcome.findings:
        tally.take(finding, outcome.number)
    for one, earlier in duplicates.copies(outcome.compared, outcome.number):
        first = duplicates.first(one.code, one.digest)
        if not _was_there(tally.against, {outcome.number, first}, (one.code, one.digest)):
            holder = Holder(one.figid, outcome.number, one.line)
            tally.take(duplicates.finding(one.code, holder, one.value, earlier))


def _was_there(against: Against | None, numbers: set[int], claim: Claim) -> bool:
    """Say whether the records of some inputs shared a value before."""
    return against is not None and all(against.had(number, claim) for number in numbers)


@contextmanager
def _report(name: str, path: str | None) -> Iterator[Reporter]:
    """Give a reporter of that format; a file becomes visible when the report is whole."""
    make = REPORTERS.named(name)
    if path is None:
        yield make(sys.stdout)
    else:
        with written(path) as stream:
            yield make(stream)
