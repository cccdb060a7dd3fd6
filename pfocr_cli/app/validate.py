"""Validating: every finding in every record, to the reports."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from pfocr_cli.app.corpus_keys import RecordKeys
from pfocr_cli.app.duplicates import DuplicateFinder, Holder
from pfocr_cli.app.mending import telling_of_interruption
from pfocr_cli.app.orphans import orphans, stray_tables_of
from pfocr_cli.app.rescue import unjudged
from pfocr_cli.app.run import Loop
from pfocr_cli.app.shard_report import ShardKeys, ShardReporter
from pfocr_cli.app.unmet import unmet_decisions
from pfocr_cli.app.validate_outcome import ValidateOutcome
from pfocr_cli.app.validate_request import ValidateRequest, codes_checked
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
from pfocr_cli.fixes.acts import show_patch, write_in_place
from pfocr_cli.fixes.rewrite import Rewriter, rewrites
from pfocr_cli.inputs.json_lines import Chunk, chunks
from pfocr_cli.inputs.protected import FilesRead
from pfocr_cli.lexicon.store import Release, open_lexicon
from pfocr_cli.reporters import REPORTERS, Reporter
from pfocr_cli.rules import RULES
from pfocr_cli.terminal import is_watched, messages, notes
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from pfocr_cli.app.against import Against, Claim
    from pfocr_cli.app.cached_job import Keeping
    from pfocr_cli.app.validate_job import ValidateJob
    from pfocr_cli.finding import Finding


def validate(request: ValidateRequest) -> Exit:
    """Judge every input, write the reports, and return the exit status.

    Raises:
        PfocrError: nothing was judged.
    """
    _refuse_outputs(request)
    # A lexicon that cannot be used ends the run here, not at each record.
    release = release_for(request.job)
    rewriter = Rewriter(show_patch if request.diff else write_in_place)
    mends = "mended" if request.job.fix and not request.diff else ""

    def judge(tally: ValidateTally) -> int:
        with telling_of_interruption(rewriter, mends):
            return _judge_all(request, tally, rewriter)

    return reported(request, release, rewriter, judge)


def reported(
    request: ValidateRequest,
    release: Release | None,
    rewriter: Rewriter,
    judge: Callable[[ValidateTally], int],
) -> Exit:
    """Write the reports of what ``judge`` finds, and return the exit status.

    ``judge`` feeds the tally and returns the number of crashes; ``release`` is what genes were held
    against.
    """
    matcher, new_baseline = matcher_for(request), _new_baseline(request)
    keys = ShardKeys(request.work.shard, request.inputs, request.weighs, request.weakening)
    with ExitStack() as stack:
        reporters = [
            stack.enter_context(_report(name, path, keys if request.job.keeps_keys else None))
            for name, path in request.formats
        ]
        # Where somebody looks, the summary has the same counts.
        if request.statistics and not (("text", None) in request.formats and is_watched()):
            reporters.append(_statistics(request.formats))
        tally = ValidateTally(request, reporters, matcher, new_baseline)
        tally.keys = keys if request.job.keeps_keys else None
        try:
            crashes = judge(tally)
        except SeenEnoughError:
            return Exit.FINDINGS if tally.summary.failing else Exit.CLEAN
        tally.summary.lexicon = release
        tally.finish()
    if request.write_baseline and new_baseline is not None:
        write_baseline(request.write_baseline, new_baseline.baseline())
        count = f"{tally.recorded:,}"
        notes.sentence(f"baseline: findings written to {request.write_baseline}: {count}")
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
        messages.sentence(request.weakening)
    tally.unmet.tell(tally.summary.records)
    if tally.matcher is not None:
        tell_of_baseline(tally.matcher, request.baseline or "")
    if tally.against is not None:
        tell_of_past(tally.against)
    if tally.unseen:
        found = plural(tally.unseen, "finding")
        messages.sentence(
            f"{found} below --show {request.show} made this fail: --show {request.fail_on} lists "
            "them"
        )
    if request.job.fix:
        tally.mending.tell(rewriter.changed, rewriter.failed, would=request.diff)
    if request.diff and tally.summary.failing:
        count = plural(tally.summary.failing.total(), "finding")
        messages.sentence(f"{count} would remain: `pfocr validate` without --diff lists them")


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
    FilesRead(request.inputs, request.job.read_options.data_dir, others).refuse_all(outputs)
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
    sees_all = request.work.shard is None or request.job.keeps_keys
    stray = stray_tables_of(request.inputs, request.job, request.searched, sees_all=sees_all)
    tally.against, crashes_before = _judged_before(request)
    tally.unmet = unmet_decisions(request.job.decisions, request.job.lexicon, request.work)

    def take(outcome: ValidateOutcome) -> None:
        take_outcome(outcome, tally, duplicates)
        stray.claim(request.inputs, outcome.number, outcome.judged)
        for rewrite in outcome.rewrites:
            rewriter.take(rewrite)

    with _keeping(request) as (job, keep):
        crashes = Loop(request.inputs, request.work, "judging").run(
            job,
            map(tally.marked, chunks(request.inputs, request.work.shard)),
            lambda outcome: take(keep(outcome)),
            partial(_given_up, job=request.job),
        )
    rewriter.finish()
    if tally.keys is not None:
        tally.keys.crashed = crashes > 0
        tally.keys.take_stray(stray, request.per_file_ignores)
        return crashes + crashes_before
    for finding in orphans(stray.left()):
        if tally.against is None or not tally.against.had_stray(finding):
            tally.take(finding)
    return crashes + crashes_before


def _keeping(request: ValidateRequest) -> AbstractContextManager[Keeping[ValidateOutcome]]:
    """Give what judges, and what takes each outcome to the results that are kept, if any are: where
    fixes are made, none.
    """
    if request.work.cache is None or request.job.fix:
        return nullcontext((request.job, lambda outcome: outcome))
    from pfocr_cli.app.cached_job import keeping
    from pfocr_cli.app.kept_outcome import VALIDATED

    return keeping(request.job, request.work.cache, VALIDATED)


def _judged_before(request: ValidateRequest) -> tuple[Against | None, int]:
    """Return what knows the findings of the revision that --against names, and the number of
    crashes.
    """
    if not request.against:
        return None, 0
    from pfocr_cli.app.against import judge_past

    checked = codes_checked(request, lowest=True)
    return judge_past(request.against, request.inputs, request.job, request.work, checked)


def _given_up(chunk: Chunk, finding: Finding, job: ValidateJob) -> ValidateOutcome:
    """Return the outcome of a record whose process was killed again."""
    found = [finding] if finding.code in job.codes else []
    line = chunk.item.first_line
    keys = RecordKeys(line, line, 0, finding.file, finding.figid, len(found))
    return ValidateOutcome(
        chunk.number,
        records=1,
        findings=found,
        judged=[finding.figid or finding.file, finding.file],
        rewrites=list(rewrites(unjudged(chunk).item, ())) if job.fix else [],
        keys=[keys] if job.keeps_keys else [],
    )


def take_outcome(
    outcome: ValidateOutcome, tally: ValidateTally, duplicates: DuplicateFinder
) -> None:
    """Take what a chunk gave: to the tally, and to what has been seen of other records."""
    tally.summary.records += outcome.records
    tally.summary.other_species += outcome.other_species
    tally.mending.made.add(outcome.mended)
    is_listed = tally.request.lists_findings  # marked there as waiting for --unsafe-fixes
    tally.mending.left.add([one for one in outcome.left if one.is_refused or not is_listed])
    tally.judged(outcome.judged)
    if tally.keys is not None:
        _keep_keys(outcome, tally, tally.keys)
        return
    for finding in outcome.findings:
        tally.take(finding, outcome.number)
    tally.take_counts(outcome.counted)
    for one, earlier in duplicates.copies(outcome.compared, outcome.number):
        first = duplicates.first(one.code, one.digest)
        known = _was_there(tally.against, {outcome.number, first}, (one.code, one.digest))
        if not known and not one.is_ignored:
            holder = Holder(one.figid, outcome.number, one.line)
            tally.take(duplicates.finding(one.code, holder, one.value, earlier, one.place))


def _keep_keys(outcome: ValidateOutcome, tally: ValidateTally, keys: ShardKeys) -> None:
    """Take findings record by record; nothing is compared before all shards are there."""
    findings = iter(outcome.findings)
    for record in outcome.keys:
        for finding in islice(findings, record.findings):
            tally.take(finding, outcome.number)
        keys.end(outcome.number, record)


def _was_there(against: Against | None, numbers: set[int], claim: Claim) -> bool:
    """Say whether the records of some inputs shared a value before."""
    return against is not None and all(against.had(number, claim) for number in numbers)


@contextmanager
def _report(name: str, path: str | None, keys: ShardKeys | None) -> Iterator[Reporter]:
    """Give a reporter of that format; a file becomes visible when the report is whole."""
    make = REPORTERS.named(name)
    if keys is not None and name == "jsonl":
        make = partial(ShardReporter, keys=keys)
    if path is None:
        yield make(sys.stdout)
    else:
        with written(path) as stream:
            yield make(stream)
