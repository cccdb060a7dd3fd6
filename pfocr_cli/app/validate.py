"""Validating: every finding in every record, to the reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from pfocr_cli import engine
from pfocr_cli.app.rescue import rescue_by, unjudged
from pfocr_cli.app.validate_job import Compared, Outcome, Settings, judge
from pfocr_cli.baseline import Matcher, Recorder, read_baseline, write_baseline
from pfocr_cli.errors import Exit, bug_message
from pfocr_cli.files import require_writable, written
from pfocr_cli.finding import Finding, Severity
from pfocr_cli.fixes.apply import rewrites
from pfocr_cli.fixes.rewrite import Rewriter, show_patch, write_in_place
from pfocr_cli.inputs.gitignore import Globs
from pfocr_cli.inputs.json_lines import Chunk, chunks, jobs_for
from pfocr_cli.inputs.protected import FileRead, FilesRead
from pfocr_cli.inputs.records import place_of
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.store import Release, open_lexicon
from pfocr_cli.reporters import REPORTERS, Reporter, Summary
from pfocr_cli.rules import RULES
from pfocr_cli.streams import give_up, going_on_unread
from pfocr_cli.terminal import messages
from pfocr_cli.wording import plural, quoted


@dataclass(frozen=True)
class Validation:
    """A request to validate. ``formats`` are pairs of a format's name and a path (None: standard
    output).

    ``others`` are the files that are read beside the records. Where the settings ask for fixes,
    ``diff`` shows them as a patch instead of making them.
    """

    inputs: Sequence[Input]
    settings: Settings
    show: Severity = Severity.WARNING
    fail_on: Severity | None = Severity.ERROR
    formats: Sequence[tuple[str, str | None]] = (("text", None),)
    statistics: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    others: Sequence[FileRead] = ()
    per_file_ignores: Sequence[tuple[Globs, frozenset[str]]] = ()
    diff: bool = False
    jobs: int = 1
    executor: str | None = None
    traceback: bool = False


@dataclass
class _Tally:
    """Sorts the findings of a run: into reports, into what counts, into the baseline."""

    request: Validation
    reporters: Sequence[Reporter]
    matcher: Matcher | None
    recorder: Recorder | None
    summary: Summary = field(default_factory=Summary)
    recorded: int = 0
    fixed: int = 0
    unseen: int = 0
    """Findings that fail and are below ``--show``."""

    def judged(self, identities: Sequence[str]) -> None:
        for book in (self.matcher, self.recorder):
            if book is not None:
                book.judged(*identities)

    def take(self, finding: Finding) -> None:
        request = self.request
        if _is_spared(finding, request.per_file_ignores):
            return
        fails = request.fail_on is not None and finding.severity >= request.fail_on
        if fails and self.recorder is not None:
            self.recorder.add(finding)
            self.recorded += 1
            return
        if self.matcher is not None and self.matcher.is_known(finding):
            return
        if fails:
            self.summary.failing[finding.file] += 1
        if finding.severity < request.show:
            self.unseen += 1
        else:
            self.summary.counts[finding.code, finding.severity] += 1
            for reporter in self.reporters:
                with self._perhaps_unread():
                    reporter.add(finding)

    def finish(self) -> None:
        """Close the reports."""
        for reporter in self.reporters:
            with going_on_unread():
                reporter.finish(self.summary)

    @contextmanager
    def _perhaps_unread(self) -> Iterator[None]:
        """Where the reader of standard output has seen enough, go on for what else the run does, or
        end it: _SeenEnoughError.
        """
        try:
            yield
        except BrokenPipeError:
            give_up()
            request = self.request
            files = any(path for _, path in request.formats)
            if not (files or request.write_baseline or request.settings.fix):
                raise _SeenEnoughError from None


class _SeenEnoughError(Exception):
    """Nobody reads the report any more, and there is nothing else to do."""


def validate(request: Validation) -> Exit:
    """Judge every input, write the reports, and return the exit status.

    PfocrError: nothing was judged.
    """
    target = request.write_baseline
    _refuse_outputs(request)
    release = _release(
        request.settings
    )  # a lexicon that cannot be used ends the run here, not at each record
    matcher = _matcher(request)
    recorder = (
        Recorder(read_baseline(target, missing_ok=True), _consulted(request, lowest=False))
        if target
        else None
    )
    with ExitStack() as stack:
        reporters = [stack.enter_context(_report(name, path)) for name, path in request.formats]
        if request.statistics:
            reporters.append(_statistics(request.formats))
        tally = _Tally(request, reporters, matcher, recorder)
        rewriter = Rewriter(show_patch if request.diff else write_in_place)
        try:
            crashes = _judge_all(request, tally, rewriter)
        except _SeenEnoughError:
            return Exit.FINDINGS if tally.summary.failing else Exit.CLEAN
        tally.summary.lexicon = release
        tally.finish()
    if target and recorder is not None:
        write_baseline(target, recorder.baseline())
        messages.line(f"baseline: findings written to {target}: {tally.recorded:,}")
    if matcher is not None:
        _talk_of_baseline(matcher)
    if tally.unseen:
        found = plural(tally.unseen, "finding")
        messages.line(
            f"{found} below --show {request.show} made this fail: --show {request.fail_on} lists "
            "them"
        )
    if rewriter.changed:
        does = "would mend" if request.diff else "mended"
        messages.line(
            f"{does} {plural(tally.fixed, 'finding')} in {plural(rewriter.changed, 'file')}"
        )
    if request.diff and tally.summary.failing:
        count = plural(tally.summary.failing.total(), "finding")
        messages.line(f"{count} that no fix mends: `pfocr validate` without --diff lists them")
    if crashes:
        return Exit.BUG
    if rewriter.failed:
        return Exit.UNSERVED
    return (
        Exit.FINDINGS
        if tally.summary.failing or (request.diff and rewriter.changed)
        else Exit.CLEAN
    )


def _refuse_outputs(request: Validation) -> None:
    """Raise PfocrError where what is to be written cannot be, or is what the run reads."""
    target = request.write_baseline
    outputs = [(f"--format {name}", path) for name, path in request.formats if path]
    outputs += [("--write-baseline", target)] if target else []
    others = [
        other
        for other in request.others
        # The baseline that is written anew is read before.
        if not (other.what == "baseline" and target and _is_same(other.path, target))
    ]
    FilesRead(request.inputs, request.settings.intake.data_dir, others).refuse_all(outputs)
    for _, path in outputs:
        require_writable(path)


def _is_same(path: str, other: str) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def _release(settings: Settings) -> Release | None:
    """Return the release that genes are held against, None where no rule asks.

    PfocrError: it cannot be used.
    """
    asks = any(rule.needs_lexicon for code, rule in RULES.items() if code in settings.codes)
    return open_lexicon(settings.lexicon).release if asks else None


def _matcher(request: Validation) -> Matcher | None:
    if not request.baseline:
        return None
    target = request.write_baseline
    # The baseline that is about to be written need not be there yet.
    is_target = target is not None and _is_same(target, request.baseline)
    return Matcher(
        read_baseline(request.baseline, missing_ok=is_target), _consulted(request, lowest=True)
    )


def _consulted(request: Validation, *, lowest: bool) -> frozenset[str]:
    """Return the codes of which this run would find all that there is to find in the records it
    judges.

    With ``lowest`` at every severity that they have, else at one that fails. What compares records
    is never among them: the other record may not be in the run.
    """
    least = request.settings.floor if lowest else request.fail_on
    severity = min if lowest else max
    chosen = (
        rule
        for code, rule in RULES.items()
        if code in request.settings.codes and rule.compared is None
    )
    return frozenset(
        rule.code for rule in chosen if least is not None and severity(rule.severities) >= least
    )


def _statistics(formats: Sequence[tuple[str, str | None]]) -> Reporter:
    from pfocr_cli.reporters.statistics import Statistics

    machine_reads = any(path is None and name != "text" for name, path in formats)
    return Statistics(sys.stderr if machine_reads else sys.stdout)


def _judge_all(request: Validation, tally: _Tally, rewriter: Rewriter) -> int:
    """Feed the tally with every finding, in the order of the inputs; return the number of
    crashes.
    """
    from pfocr_cli.reporters.progress import progress

    crashes = done = 0
    twins = _Twins(request.inputs)
    job = partial(judge, settings=request.settings)
    jobs = jobs_for(request.inputs, request.jobs)
    rescue = rescue_by(partial(_given_up, settings=request.settings))
    with (
        engine.executor_for(jobs, request.executor) as executor,
        progress(len(request.inputs)) as advance,
    ):
        spared = partial(_spared, ignores=request.per_file_ignores)
        for outcome in engine.run(job, map(spared, chunks(request.inputs)), executor, rescue):
            crashes += _take(outcome, request, tally, twins)
            for rewrite in outcome.rewrites:
                rewriter.take(rewrite)
            advance(outcome.number - done)
            done = outcome.number
    rewriter.finish()
    return crashes


def _given_up(chunk: Chunk, finding: Finding, settings: Settings) -> Outcome:
    """Return the outcome of a record whose process was killed again."""
    return Outcome(
        chunk.number,
        records=1,
        findings=[finding] if finding.code in settings.codes else [],
        judged=[finding.figid or finding.file, finding.file],
        rewrites=list(rewrites(unjudged(chunk).item, ())) if settings.fix else [],
    )


def _take(outcome: Outcome, request: Validation, tally: _Tally, twins: _Twins) -> bool:
    """Take one outcome; return whether it is a crash."""
    tally.summary.records += outcome.records
    tally.fixed += outcome.fixed
    tally.judged(outcome.judged)
    for finding in outcome.findings:
        tally.take(finding)
    copies = set()
    for compared in outcome.compared:
        # A copy of a record shares everything with it: the first rule that says so is enough.
        twin = twins.finding(compared, outcome.number)
        if twin and compared.line not in copies:
            copies.add(compared.line)
            tally.take(twin)
    if outcome.crash is not None:
        shown = request.inputs[outcome.number].shown
        messages.lines(bug_message(outcome.crash, request.traceback, f" while judging {shown}"))
    return outcome.crash is not None


class _Twins:
    """Finds records that share what no two may.

    Keeps a digest and a place for each, never a record.
    """

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs
        self._first: dict[str, dict[int, int]] = {}

    def finding(self, compared: Compared, number: int) -> Finding | None:
        """Return a finding where an earlier record has the same value."""
        here = number << 32 | compared.line  # one number: there are as many of them as records
        first = self._first.setdefault(compared.code, {}).setdefault(compared.digest, here)
        if first == here:
            return None
        first_number, first_line = first >> 32, first & 0xFFFF_FFFF
        rule = RULES[compared.code]
        earlier = self._inputs[first_number].shown + (f":{first_line}" if first_line > 1 else "")
        item = self._inputs[number]
        place = place_of(item, rule.pointer, compared.line)
        message = f"the {rule.pointer[1:]} {quoted(compared.value)} is also that of {earlier}"
        return Finding(
            item.shown,
            compared.figid,
            place,
            rule.code,
            rule.name,
            rule.severity,
            message,
            rule.pointer,
            compared.value,
        )


def _spared(chunk: Chunk, ignores: Sequence[tuple[Globs, frozenset[str]]]) -> Chunk:
    """Return a chunk with the codes that are ignored in its file: neither shown nor mended."""
    path = os.path.abspath(chunk.item.shown) if ignores else ""
    codes = [codes for globs, codes in ignores if globs.check(path, False)]
    return replace(chunk, spared=frozenset().union(*codes)) if codes else chunk


def _is_spared(finding: Finding, ignores: Sequence[tuple[Globs, frozenset[str]]]) -> bool:
    path = os.path.abspath(finding.file) if ignores else ""
    return any(finding.code in codes and globs.check(path, False) for globs, codes in ignores)


@contextmanager
def _report(name: str, path: str | None) -> Iterator[Reporter]:
    """Give a reporter of that format; a file becomes visible when the report is whole."""
    make = REPORTERS.named(name)
    if path is None:
        yield make(sys.stdout)
    else:
        with written(path) as stream:
            yield make(stream)


def _talk_of_baseline(matcher: Matcher) -> None:
    if matcher.known or matcher.gone:
        known, gone = f"{matcher.known:,}", f"{matcher.gone:,}"
        messages.line(
            f"baseline: known findings not shown: {known}; its entries no longer found: {gone}"
        )
