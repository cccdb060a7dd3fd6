"""Exporting: records to the formats that programs read, all outputs or none."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Literal

from pfocr_cli import engine
from pfocr_cli.app.export_job import Exported, Outcome, Plan, export, pieces
from pfocr_cli.app.rescue import rescue_by
from pfocr_cli.errors import Exit, PfocrError, bug_message
from pfocr_cli.export.links import placeholders
from pfocr_cli.export.manifest import manifest
from pfocr_cli.export.names import fault_of_name
from pfocr_cli.export.originals import refuse_inputs, refuse_losses
from pfocr_cli.export.output import Output
from pfocr_cli.export.rendered import Rendered
from pfocr_cli.export.staging import Staging
from pfocr_cli.export.targets import Target
from pfocr_cli.finding import Finding
from pfocr_cli.inputs.json_lines import Chunk, jobs_for
from pfocr_cli.inputs.protected import FileRead, FilesRead
from pfocr_cli.inputs.records import place_of
from pfocr_cli.inputs.search import Input, outside
from pfocr_cli.record.source import Place
from pfocr_cli.reporters.progress import progress
from pfocr_cli.rules import RULES
from pfocr_cli.streams import going_on_unread
from pfocr_cli.terminal import messages
from pfocr_cli.wording import plural, quoted

LISTED = 20
"""Losses that are listed; the others are counted."""
_NAMED = 1_000
"""Findings that are named; the others are counted."""
UNFIT = "with errors"
REPEATED = "with the figid of another"


@dataclass(frozen=True)
class Export:
    """A request to export.

    ``targets`` and the plan's aims are pairs; ``strict`` refuses to lose anything;
    ``others`` are the files that are read beside the records.
    """

    inputs: Sequence[Input]
    targets: Sequence[Target]
    plan: Plan
    on_error: Literal["fail", "skip"] = "fail"
    strict: bool = False
    manifest: str | None = None
    others: Sequence[FileRead] = ()
    jobs: int = 1
    executor: str | None = None
    traceback: bool = False


@dataclass
class _Run:
    """Takes what the records became to the outputs, and says what does not go there."""

    request: Export
    outputs: Sequence[Output]
    records: int = 0
    refused: int = 0
    """Records that no output of the run can do without an error for."""
    losses: int = 0
    gaps: int = 0
    crashes: int = 0
    _named: int = 0
    _more: int = 0

    def take(self, outcome: Outcome) -> None:
        """Take a chunk's records."""
        if outcome.crash is not None:
            self.crashes += 1
            shown = self.request.inputs[outcome.number].shown
            messages.lines(
                bug_message(outcome.crash, self.request.traceback, f" while exporting {shown}")
            )
        for record in outcome.records:
            self._take(record, outcome.number)

    def _take(self, record: Exported, number: int) -> None:
        self.records += 1
        self.gaps += record.gap
        self._name(record.findings, record.more_findings)
        refused = bool(record.findings)
        here = number << 32 | record.line  # one number: there are as many of them as records
        said: set[str] = set()
        for output, rendered in zip(self.outputs, record.outputs, strict=True):
            tally = output.tally
            if rendered is None:
                tally.left_out[UNFIT] += 1
            elif rendered.left_out:
                tally.leave_out(rendered)
            elif refusal := self._refusal(output, record, rendered, here):
                refused = True
                tally.left_out[REPEATED if refusal.code == "C801" else UNFIT] += 1
                self._name([refusal] if refusal.message not in said else [])
                said.add(refusal.message)
            else:
                self._tell_losses(output, record, rendered)
                if not self.failed:
                    with _unread(self.outputs):
                        output.take(rendered)
        self.refused += refused

    @property
    def failed(self) -> bool:
        """Whether nothing will be written: what is still to come is only looked at."""
        refused = self.refused and self.request.on_error == "fail"
        return bool(refused or self.crashes or (self.losses and self.request.strict))

    def _refusal(
        self, output: Output, record: Exported, rendered: Rendered, here: int
    ) -> Finding | None:
        """Return why an output cannot take a record that others may."""
        for name in rendered.files:
            if fault := fault_of_name(name):
                message = f"the figid {quoted(record.figid)} cannot be the name of a file: {fault}"
                return self._finding("S104", record, here, message)
        taken = output.claim(record.figid, rendered, here)
        if taken is None:
            return None
        there, what = taken
        earlier = self.request.inputs[there >> 32].shown
        line = there & 0xFFFF_FFFF
        place = f"{earlier}:{line}" if line > 1 else earlier
        if what == "figid":
            return self._finding(
                "C801", record, here, f"the figid {quoted(record.figid)} is also that of {place}"
            )
        message = (
            f"the file {quoted(what)} is also that of {place}, where upper and lower case are one"
        )
        return self._finding("C801", record, here, message)

    def _finding(self, code: str, record: Exported, here: int, message: str) -> Finding:
        alone = record.line == 1
        place = (
            place_of(self.request.inputs[here >> 32], "/figid", 1)
            if alone
            else Place(record.line, 1, record.line, 1)
        )
        rule = RULES[code]
        return Finding(
            record.file,
            record.figid,
            place,
            code,
            rule.name,
            rule.severity,
            message,
            "/figid",
            record.figid,
        )

    def _name(self, findings: Sequence[Finding], more: int = 0) -> None:
        """Print findings, one a line."""
        for finding in findings:
            if self._named < _NAMED:
                messages.line(finding.line)
                self._named += 1
            else:
                self._more += 1
        self._more += more

    def _tell_losses(self, output: Output, record: Exported, rendered: Rendered) -> None:
        for loss in rendered.losses:
            if self.losses < LISTED:
                messages.line(
                    f"{output.target.format}: {record.figid or record.file}: cannot hold {loss}"
                )
            self.losses += 1

    def talk(self) -> None:
        """Say what was left out of all, and what nobody was told yet."""
        if self._more:
            messages.line(
                f"and {plural(self._more, 'finding')} more: `pfocr validate --select P,S` lists "
                "them"
            )
        if self.losses > LISTED:
            messages.line(f"and {self.losses - LISTED:,} more that the output cannot hold")
        if self.gaps:
            messages.line(
                f"{plural(self.gaps, 'record')} with a side table missing or malformed: `pfocr "
                "validate --select D7` names them"
            )
        for tally in (output.tally for output in self.outputs if not self.failed):
            for line in tally.lines() if tally.figures else ():
                messages.line(line)


def without_outputs(
    inputs: Sequence[Input], paths: Sequence[str], targets: Sequence[Target]
) -> Sequence[Input]:
    """Return the inputs less those that a search of ``paths`` found in a folder this run writes to:
    an earlier run's.
    """
    folders = [target.path for target in targets if target.path and target.folder]
    return outside(inputs, paths, folders)


def export_all(request: Export) -> Exit:
    """Export every input and return the exit status. PfocrError: nothing was written."""
    reads = FilesRead(request.inputs, request.plan.intake.data_dir, request.others)
    others = _other_outputs(request)
    refuse_inputs(request.targets, ((option, path) for path, option in others.items()), reads)
    whole = request.on_error == "fail" or request.strict or bool(others or request.targets[1:])
    with Staging() as staging:
        for target in request.targets:
            if target.folder and target.path is not None:
                staging.folder(target.path)  # before the files that may be to be in it
        outputs = [
            Output(target, aim.options, staging, whole=whole, listed=request.manifest is not None)
            for target, aim in zip(request.targets, request.plan.aims, strict=True)
        ]
        formats = Counter(target.format for target in request.targets)
        for output in outputs:
            if formats[output.target.format] > 1:
                output.tally.label = str(output.target)
        run = _Run(request, outputs)
        _export_inputs(request, run)
        if not run.failed and all(output.tally.figures for output in outputs):
            for output in outputs:
                with _unread(outputs):
                    output.finish()
            staging.flush()
            refuse_losses(staging, request.targets, others, reads)
        run.talk()
        if (status := _status(run)) is not Exit.CLEAN:
            return status
        for output in outputs:
            for warning in output.tally.warnings:
                messages.line(f"{output.tally.label}: {warning}")
        if request.manifest is not None:
            staging.file(request.manifest).write(_manifest(request, run))
        for output in outputs:
            output.deliver()  # before the files, which can still stay as they were
        staging.commit()
    return Exit.CLEAN


def _unread(outputs: Sequence[Output]) -> AbstractContextManager[None]:
    """Where the reader of standard output has seen enough, go on for the outputs beside it."""
    return going_on_unread() if len(outputs) > 1 else nullcontext()


def _other_outputs(request: Export) -> dict[str, str]:
    """Return the paths that are written beside the targets, and the options that name them."""
    titles = {aim.options.titles for aim in request.plan.aims} - {None}
    others = {str(path): "--titles" for path in titles}
    return others | ({request.manifest: "--manifest"} if request.manifest else {})


def _export_inputs(request: Export, run: _Run) -> None:
    """Render the inputs and take what comes in their order."""
    done = 0
    job = partial(export, plan=request.plan)
    jobs = jobs_for(request.inputs, request.jobs)
    rescue = rescue_by(partial(_given_up, outputs=len(request.targets)))
    with (
        engine.executor_for(jobs, request.executor) as executor,
        progress(len(request.inputs)) as advance,
    ):
        for outcome in engine.run(job, pieces(request.inputs), executor, rescue):
            run.take(outcome)
            advance(outcome.number - done)
            done = outcome.number


def _given_up(chunk: Chunk, finding: Finding, outputs: int) -> Outcome:
    """Return the outcome of a record whose process was killed again: unfit for every output."""
    line, findings = finding.place.line, (finding,)
    record = Exported(finding.figid or "", finding.file, line, (None,) * outputs, findings)
    return Outcome(chunk.number, [record])


def _status(run: _Run) -> Exit:
    """Return how the run ends before anything is put in its place."""
    if run.crashes:
        return Exit.BUG
    if run.refused and run.request.on_error == "fail":
        many = plural(run.refused, "record")
        messages.line(
            f"nothing was written: {many} cannot be exported as they are; --on-error skip leaves "
            "them out"
        )
        return Exit.FINDINGS
    missing = run.losses + run.gaps + sum(output.tally.left_out.total() for output in run.outputs)
    if missing and run.request.strict:
        for line in (
            line for output in run.outputs if output.tally.left_out for line in output.tally.lines()
        ):
            messages.line(line)
        messages.line(
            "nothing was written: --strict, and there is what the output does not hold "
            f"({missing:,})"
        )
        return Exit.FINDINGS
    for output, aim in zip(run.outputs, run.request.plan.aims, strict=True):
        if (
            output.tally.figures > 1
            and _is_one_image(aim.options.image)
            and "image" in output.exporter.options_used
        ):
            raise PfocrError(
                "--image names one image, and there are more figures: put {figid}, {pmcid} or "
                "{filename} where theirs differ"
            )
    for tally in (output.tally for output in run.outputs):
        if not tally.figures:
            why = f"left out {tally.reasons}" if tally.left_out else "there are no records"
            raise PfocrError(f"{tally.label}: nothing to export, and nothing was written: {why}")
    return Exit.CLEAN


def _is_one_image(image: str | None) -> bool:
    return image is not None and not placeholders(image)


def _manifest(request: Export, run: _Run) -> bytes:
    facts = {"inputs": len(request.inputs), "records": run.records, "on_error": request.on_error}
    pairs = [
        (output, aim.options) for output, aim in zip(run.outputs, request.plan.aims, strict=True)
    ]
    return manifest(pairs, facts, os.path.dirname(request.manifest or ""))
