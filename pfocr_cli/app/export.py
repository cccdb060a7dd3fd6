"""Exporting: records to the formats that programs read, all outputs or none."""

from __future__ import annotations

import os
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from pfocr_cli.app.export_job import Exported, ExportOutcome, pieces
from pfocr_cli.app.export_tally import ExportRequest, ExportTally, perhaps_unread
from pfocr_cli.app.run import Loop
from pfocr_cli.app.unmet import unmet_decisions
from pfocr_cli.errors import Exit, PfocrError
from pfocr_cli.export.links import placeholders
from pfocr_cli.export.manifest import manifest
from pfocr_cli.export.originals import refuse_inputs, refuse_losses
from pfocr_cli.export.output import Output
from pfocr_cli.export.staging import Staging
from pfocr_cli.inputs.protected import FilesRead
from pfocr_cli.inputs.search import Input, outside
from pfocr_cli.terminal import messages, notes
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.export.targets import Target
    from pfocr_cli.finding import Finding
    from pfocr_cli.inputs.json_lines import Chunk


def without_outputs(
    inputs: Sequence[Input], paths: Sequence[str], targets: Sequence[Target]
) -> Sequence[Input]:
    """Return the inputs less those that a search of ``paths`` found in a folder this run writes to:
    an earlier run's.
    """
    folders = [target.path for target in targets if target.path and target.folder]
    return outside(inputs, paths, folders)


def export(request: ExportRequest) -> Exit:
    """Export every input and return the exit status. PfocrError: nothing was written."""
    reads = FilesRead(request.inputs, request.job.read_options.data_dir, request.others)
    others = _other_outputs(request)
    refuse_inputs(request.targets, ((option, path) for path, option in others.items()), reads)
    whole = request.on_error == "fail" or request.strict or bool(others or request.targets[1:])
    if request.dry_run:
        return _dry_run(request)
    with Staging() as staging:
        outputs = _outputs(request, staging, whole=whole)
        tally = ExportTally(request, outputs)
        _export_inputs(request, tally)
        if not tally.failed and all(output.tally.figures for output in outputs):
            for output in outputs:
                with perhaps_unread(outputs):
                    output.finish()
            staging.flush()
            refuse_losses(staging, request.targets, others, reads)
        tally.talk()
        if (status := _status(tally)) is not Exit.CLEAN:
            return status
        for output in outputs:
            for warning in output.tally.warnings:
                messages.sentence(f"{output.tally.label}: {warning}")
        if request.manifest is not None:
            staging.file(request.manifest).write(_manifest(request, tally))
        for output in outputs:
            output.deliver()  # before the files, which can still stay as they were
        staging.commit()
    for output in outputs:
        if output.summary:
            notes.sentence(f"{output.tally.label}: {output.summary}")
    return Exit.CLEAN


def _outputs(request: ExportRequest, staging: Staging | None, *, whole: bool) -> list[Output]:
    """Return the outputs of a run, each under its own name; without a staging none is written."""
    for target in request.targets:
        if staging and target.folder and target.path is not None:
            staging.folder(target.path)  # before the files that may be to be in it
    outputs = [
        Output(target, spec.options, staging, whole=whole, listed=request.manifest is not None)
        for target, spec in zip(request.targets, request.job.outputs, strict=True)
    ]
    formats = Counter(target.format for target in request.targets)
    for output in outputs:
        if formats[output.target.format] > 1:
            output.tally.label = str(output.target)
    return outputs


def _dry_run(request: ExportRequest) -> Exit:
    """Say what each output would hold and leave out; nothing is written anywhere."""
    outputs = _outputs(request, None, whole=True)
    tally = ExportTally(request, outputs)
    _export_inputs(request, tally)
    for output in outputs:
        output.finish()
    tally.talk()
    if (status := _status(tally)) is Exit.CLEAN:
        for output in outputs:
            held = plural(output.tally.figures, output.tally.noun)
            messages.sentence(f"{output.tally.label}: would write {output.summary or held}")
    return status


def _other_outputs(request: ExportRequest) -> dict[str, str]:
    """Return the paths that are written beside the targets, and the options that name them."""
    titles = {spec.options.titles for spec in request.job.outputs} - {None}
    others = {str(path): "--titles" for path in titles}
    return others | ({request.manifest: "--manifest"} if request.manifest else {})


def _export_inputs(request: ExportRequest, tally: ExportTally) -> None:
    """Render the inputs and take what comes in their order."""
    job = request.job
    tally.unmet = unmet_decisions(job.decisions, job.lexicon, request.work)
    give_up = partial(_given_up, outputs=len(request.targets))
    loop = Loop(request.inputs, request.work, "exporting")
    loop.run(job, pieces(request.inputs, request.work.shard), tally.take, give_up)


def _given_up(chunk: Chunk, finding: Finding, outputs: int) -> ExportOutcome:
    """Return the outcome of a record whose process was killed again: unfit for every output."""
    line, findings = finding.place.line, (finding,)
    record = Exported(finding.figid or "", finding.file, line, (None,) * outputs, findings)
    return ExportOutcome(chunk.number, [record])


def _status(tally: ExportTally) -> Exit:
    """Return how the run ends before anything is put in its place.

    Raises:
        PfocrError: an output cannot be made as it was asked for.
    """
    if tally.crashes:
        return Exit.BUG
    if refusal := _refusal(tally):
        messages.sentence(refusal)
        return Exit.FINDINGS
    _require_an_image_each(tally)
    tally.check_species()
    _require_figures(tally)
    return Exit.CLEAN


def _refusal(tally: ExportTally) -> str:
    """Return why the records are not written, as ``--on-error`` and ``--strict`` ask; else
    nothing.
    """
    if tally.refused and tally.request.on_error == "fail":
        many = plural(tally.refused, "record")
        return (
            f"nothing was written: {many} cannot be exported as they are; --on-error skip leaves "
            "them out"
        )
    left_out = sum(output.tally.left_out.total() for output in tally.outputs)
    if tally.request.strict and (tally.losses or tally.incomplete or left_out):
        what = "; ".join(tally.not_kept())
        return f"--strict: nothing was written, because this would be lost: {what}"
    return ""


def _require_an_image_each(tally: ExportTally) -> None:
    """Raise PfocrError where ``--image`` names one image for several figures."""
    for output, spec in zip(tally.outputs, tally.request.job.outputs, strict=True):
        if (
            output.tally.figures > 1
            and _is_one_image(spec.options.image)
            and "image" in output.exporter.options_used
        ):
            raise PfocrError(
                "--image names one image, and there are more figures: put {figid}, {pmcid} or "
                "{filename} where theirs differ"
            )


def _require_figures(tally: ExportTally) -> None:
    """Raise PfocrError where an output would hold nothing."""
    for one in (output.tally for output in tally.outputs):
        if not one.figures:
            where = f" in shard {tally.request.work.shard}" if tally.request.work.shard else ""
            why = f"left out {one.reasons}" if one.left_out else f"there are no records{where}"
            raise PfocrError(f"{one.label}: nothing to export, and nothing was written: {why}")


def _is_one_image(image: str | None) -> bool:
    return image is not None and not placeholders(image)


def _manifest(request: ExportRequest, tally: ExportTally) -> bytes:
    facts = {"inputs": len(request.inputs), "records": tally.records, "on_error": request.on_error}
    pairs = [
        (output, spec.options)
        for output, spec in zip(tally.outputs, request.job.outputs, strict=True)
    ]
    return manifest(pairs, facts, os.path.dirname(request.manifest or ""))
