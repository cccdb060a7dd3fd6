"""Normalising: stale symbols become the lexicon's, and what needs a decision is listed."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING

from pfocr_cli.app.mending import telling_of_interruption
from pfocr_cli.app.normalize_job import NormalizeOutcome
from pfocr_cli.app.normalize_tally import NormalizeTally
from pfocr_cli.app.rescue import unjudged
from pfocr_cli.app.run import Loop
from pfocr_cli.app.unmet import unmet_decisions
from pfocr_cli.errors import Exit, PfocrError
from pfocr_cli.files import require_writable, written
from pfocr_cli.fixes.acts import (
    common_folder,
    list_file,
    path_below,
    place_in,
    refuse_other_kind,
    show_patch,
    write_in_place,
    write_into,
    write_out,
)
from pfocr_cli.fixes.rewrite import Act, Rewriter, rewrites
from pfocr_cli.inputs.decisions import comparable, is_filled_in
from pfocr_cli.inputs.json_lines import Chunk, chunks
from pfocr_cli.inputs.protected import FilesRead
from pfocr_cli.inputs.shards import refuse_shared_files
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record.table_lines import table_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from pfocr_cli.app.cached_job import Keeping
    from pfocr_cli.app.normalize_job import Left
    from pfocr_cli.app.normalize_request import Mode, NormalizeRequest
    from pfocr_cli.finding import Finding

_TODO_COLUMNS = (
    *("figid", "file", "line", "word", "symbol", "entrez", "candidates", "reason"),
    *("genes", "by", "why"),
)
"""With the last three filled in, the list is a file of decisions."""


def normalize(request: NormalizeRequest) -> Exit:
    """Normalise every input and return the exit status. PfocrError: nothing was changed."""
    reads = FilesRead(request.inputs, request.job.read_options.data_dir, request.others)
    if request.mode in ("write", "output") or request.folder is not None:
        refuse_shared_files(request.inputs, request.work.shard)
    _refuse_outputs(request, reads)
    open_lexicon(
        request.job.lexicon
    )  # one that cannot be used ends the run here, not at each record
    unmet = unmet_decisions(request.job.decisions, request.job.lexicon, request.work)
    tally = NormalizeTally(request, unmet=unmet)
    writes = request.mode in ("write", "output")
    rewriter = Rewriter(_act(request, reads), every=request.job.every)
    with telling_of_interruption(rewriter, "changed" if writes else ""):
        crashes = _normalize_inputs(request, tally, rewriter)
    tally.finish(rewriter.changed)
    if request.todo:
        _write_todo(request.todo, tally.in_order)
    if crashes:
        return Exit.BUG
    if rewriter.failed:
        return Exit.UNSERVED
    would_change = request.mode in ("check", "diff") and rewriter.changed > 0
    left = request.fail_on_left and bool(tally.left)
    return Exit.FINDINGS if would_change or left or tally.unread else Exit.CLEAN


def _refuse_outputs(request: NormalizeRequest, reads: FilesRead) -> None:
    """Raise PfocrError where what is to be written cannot be, or is what the run reads."""
    if request.todo:
        reads.refuse_all([("--todo", request.todo)])
        _refuse_output_twice(request, reads)
        refuse_other_kind(request.todo, "--todo", "\t".join(_TODO_COLUMNS[:-3]))
        if os.path.isfile(request.todo) and is_filled_in(request.todo):
            raise PfocrError(
                f"--todo {request.todo} is there, and its genes are filled in: give it to "
                "--decisions, and name another file"
            )
        require_writable(request.todo)
    if request.folder is not None and os.path.isdir(request.folder) and request.inputs:
        base = common_folder(item.path for item in request.inputs)
        for below in (path_below(path, base) for path in reads.paths()):
            if os.path.exists(os.path.join(request.folder, below)):
                reads.refuse(place_in(request.folder, below), "-o", "folder")


def _refuse_output_twice(request: NormalizeRequest, reads: FilesRead) -> None:
    """Raise PfocrError where the list of what is left would replace a record that -o has made."""
    if request.folder is None or not request.todo or not request.inputs:
        return
    base, todo = common_folder(item.path for item in request.inputs), os.path.realpath(request.todo)
    places = (os.path.join(request.folder, path_below(path, base)) for path in reads.paths())
    if any(os.path.realpath(place) == todo for place in places):
        raise PfocrError(f"--todo {request.todo} is where -o puts a record: name another file")


def _act(request: NormalizeRequest, reads: FilesRead) -> Act:
    if request.folder is not None:
        base = common_folder(item.path for item in request.inputs)
        return write_into(request.folder, base, reads)
    acts: dict[Mode, Act] = {
        "write": write_in_place,
        "check": list_file,
        "diff": show_patch,
        "output": write_out,
    }
    return acts[request.mode]


def _normalize_inputs(request: NormalizeRequest, tally: NormalizeTally, rewriter: Rewriter) -> int:
    """Normalise the inputs in their order; return the number of crashes."""

    def take(outcome: NormalizeOutcome) -> None:
        tally.take(outcome)
        for rewrite in outcome.rewrites:
            rewriter.take(rewrite)
        if not rewriter.waits:
            tally.settle(rewriter.failed)

    loop = Loop(request.inputs, request.work, "normalising")
    pieces = chunks(request.inputs, request.work.shard)
    with _keeping(request) as (job, keep):
        crashes = loop.run(job, pieces, lambda outcome: take(keep(outcome)), _given_up)
    rewriter.finish()
    tally.settle(rewriter.failed)
    return crashes


def _keeping(request: NormalizeRequest) -> AbstractContextManager[Keeping[NormalizeOutcome]]:
    """Give what normalises, and what takes each outcome to the results that are kept, if any are:
    where all files go to another place, each is read.
    """
    if request.work.cache is None or request.job.every:
        return nullcontext((request.job, lambda outcome: outcome))
    from pfocr_cli.app.cached_job import keeping
    from pfocr_cli.app.kept_normal import NORMAL

    return keeping(request.job, request.work.cache, NORMAL)


def _given_up(chunk: Chunk, finding: Finding) -> NormalizeOutcome:
    """Return the outcome of a record whose process was killed again."""
    kept = list(rewrites(unjudged(chunk).item, ()))
    return NormalizeOutcome(chunk.number, records=1, unread=[finding], rewrites=kept)


def _write_todo(path: str, left: Sequence[Left]) -> None:
    """Write what needs a decision, then what options would mend: tab-separated, a line a gene,
    the candidates joined by ``|``, with the columns of ``--decisions``.
    """
    with written(path) as stream:
        stream.write("\t".join(_TODO_COLUMNS) + "\n")
        for item in left:
            decision = item.decision
            cells: tuple[str | int, ...] = (
                item.figid,
                item.file,
                item.line,
                item.word,
                item.symbol,
                item.entrez,
                "|".join(item.candidates),
                item.reason,
                *(decision.cells if decision else ("", "", "")),
            )
            stream.write(table_line(comparable(str(cell)) for cell in cells))
