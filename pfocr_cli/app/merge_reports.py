"""Merging the reports of shards: what one run over all records would have said, to the byte.

Records come back in the order of the run and go the way that `validate` sends them, so that what is
compared, counted and written is the same.
"""

from __future__ import annotations

import heapq
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from pfocr_cli.app.duplicates import DuplicateFinder
from pfocr_cli.app.orphans import orphans
from pfocr_cli.app.severities import Severities
from pfocr_cli.app.shard_files import JudgedRecord, judged_records, read_shard_file
from pfocr_cli.app.shard_parts import in_order, refuse_strangers
from pfocr_cli.app.shared_settings import asked_of, least_failing
from pfocr_cli.app.validate import reported, take_outcome
from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.app.validate_outcome import ValidateOutcome
from pfocr_cli.app.validate_request import ValidateRequest, floor_of
from pfocr_cli.errors import Exit, PfocrError
from pfocr_cli.files import require_writable
from pfocr_cli.fixes.acts import write_in_place
from pfocr_cli.fixes.rewrite import Rewriter
from pfocr_cli.inputs.protected import FileRead, FilesRead
from pfocr_cli.inputs.search import Input
from pfocr_cli.terminal.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pfocr_cli.app.shard_files import ShardFile
    from pfocr_cli.app.validate_tally import ValidateTally
    from pfocr_cli.inputs.stray_tables import StrayTable


@dataclass(frozen=True)
class MergeRequest:
    """A request to merge reports. ``fail_on`` is the name of a severity, ``never``, or None: as the
    shards have it.
    """

    paths: Sequence[str]
    formats: Sequence[tuple[str, str | None]]
    fail_on: str | None = None
    statistics: bool = False
    baseline: str | None = None
    write_baseline: str | None = None


def merge_reports(request: MergeRequest) -> Exit:
    """Write the reports of one run over all records, and return its exit status.

    Raises:
        PfocrError: the files are no parts of one whole; nothing was written.
    """
    _refuse_outputs(request)
    files = in_order([read_shard_file(path) for path in _each_once(request.paths)])
    refuse_strangers(files)
    rewriter = Rewriter(write_in_place)  # which has nothing to write
    release = files[0].release
    return reported(
        _validate_request(request, files), release, rewriter, partial(_feed, files=files)
    )


def _each_once(paths: Sequence[str]) -> Iterable[str]:
    """Return the paths; of those that lead to one file, the first."""
    first: dict[object, str] = {}
    for path in paths:
        found: object = path
        with suppress(OSError, ValueError):
            there = os.stat(path)
            found = there.st_dev, there.st_ino
        first.setdefault(found, path)
    return first.values()


def _refuse_outputs(request: MergeRequest) -> None:
    outputs = [(f"--format {name}", path) for name, path in request.formats if path]
    outputs += [("--write-baseline", request.write_baseline)] if request.write_baseline else []
    others = [FileRead(path, "report to merge") for path in request.paths]
    if request.baseline and request.baseline != request.write_baseline:
        others.append(FileRead(request.baseline, "baseline"))
    FilesRead(others=others).refuse_all(outputs)
    for _, path in outputs:
        require_writable(path)


def _validate_request(request: MergeRequest, files: Sequence[ShardFile]) -> ValidateRequest:
    """Return what one run over all records would have been asked."""
    asked = asked_of(files[0].settings)
    fail_on = least_failing(request.fail_on) if request.fail_on else asked.fail_on
    if fail_on is not None and fail_on < floor_of(asked.show, asked.fail_on):
        raise PfocrError(
            f"--fail-on {fail_on}: the shards did not look for that; run them with it too"
        )
    job = ValidateJob(
        codes=asked.codes,
        floor=floor_of(asked.show, fail_on),
        severities=Severities(asked.levels),
    )
    return ValidateRequest(
        inputs=(),
        job=job,
        show=asked.show,
        fail_on=fail_on,
        formats=request.formats,
        statistics=request.statistics,
        baseline=request.baseline,
        write_baseline=request.write_baseline,
        weakening=files[0].weakening,
    )


def _feed(tally: ValidateTally, files: Sequence[ShardFile]) -> int:
    """Feed the tally with the records of all files, in the order of the run."""
    shown = _Names()
    duplicates = DuplicateFinder(shown)
    with progress(sum(file.records for file in files)) as advance:
        for outcome in _outcomes(_judged_in_order(files), shown):
            take_outcome(outcome, tally, duplicates)
            advance(outcome.records)
    for finding in orphans(_stray(files)):
        tally.take(finding)
    return 0


class _Names(dict[int, Input]):
    """What the inputs are called, by their numbers."""

    def take(self, number: int, file: str) -> None:
        if number not in self:
            self[number] = Input("", file)


def _judged_in_order(files: Sequence[ShardFile]) -> Iterator[JudgedRecord]:
    """Yield the records of all files in the order of the run.

    Shards number the same inputs; other reports each have their own.

    Raises:
        PfocrError: a record is in two of them.
    """
    if files[0].shard is not None:
        streams = [judged_records(file, 0) for file in files]
        yield from _once(heapq.merge(*streams, key=lambda record: record.order))
        return
    starts = accumulate((file.inputs for file in files), initial=0)
    seen: dict[str, int] = {}
    for file, start in zip(files, starts, strict=False):
        for record in judged_records(file, start):
            if seen.setdefault(record.keys.file, start) != start:
                raise PfocrError(
                    f"{record.keys.file} is in {file.path} and in another report: give one"
                )
            yield record


def _once(records: Iterable[JudgedRecord]) -> Iterator[JudgedRecord]:
    before = None
    for record in records:
        if record.order == before:
            raise PfocrError(f"{record.keys.file} is in two shards: run them again")
        before = record.order
        yield record


def _outcomes(records: Iterable[JudgedRecord], shown: _Names) -> Iterator[ValidateOutcome]:
    """Yield what validate's job gave for each piece of an input."""
    for (number, _), piece in groupby(records, lambda one: (one.number, one.keys.piece)):
        outcome = ValidateOutcome(number)
        for record in piece:
            keys = record.keys
            shown.take(number, keys.file)
            outcome.records += 1
            outcome.other_species += keys.other_species
            outcome.findings += record.findings
            outcome.compared += keys.compared
            outcome.judged += [keys.figid or keys.file, keys.file]
        yield outcome


def _stray(files: Sequence[ShardFile]) -> Iterator[StrayTable]:
    """Yield the side tables that no file's records claimed of those that looked there."""
    for table in dict.fromkeys(table for file in files for table in file.stray):
        folder = table.display_path.rpartition("/")[0] or "."
        if all(table in file.stray for file in files if folder in file.table_folders):
            yield table
