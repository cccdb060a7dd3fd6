"""JSON Lines in pieces: a file of many records becomes inputs of some lines each, so that memory
stays bounded. They may be compressed, or the rows of a Parquet file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pfocr_cli.engine.cores import WORTH_PROCESSES
from pfocr_cli.files import LIMIT, UnreadableError
from pfocr_cli.inputs.packing import telling_of_damage, unpacked
from pfocr_cli.inputs.parquet_rows import TOO_LONG, is_parquet, parquet_lines
from pfocr_cli.inputs.shards import Shard, told_figid
from pfocr_cli.record.reading import syntax_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pfocr_cli.inputs.search import Input

_USUAL_BYTES = 4_000
"""Of a record in JSON."""
_CHUNK_LINES = 200
_CHUNK_BYTES = 2**20


class Chunk(NamedTuple):
    """An input, or some lines of one; ``number`` is that of its file among the inputs,
    ``ignored_codes`` are not judged in it. With a ``shard``, only its records are meant. Of what
    is found in one that ``is_counted``, nobody asks more than how much of each kind there is.
    """

    number: int
    item: Input
    ignored_codes: frozenset[str] = frozenset()
    shard: Shard | None = None
    is_counted: bool = False


def chunks(inputs: Sequence[Input], shard: Shard | None = None) -> Iterator[Chunk]:
    """Yield the inputs in their order, JSON Lines files in pieces; with a ``shard`` those that can
    hold records of it.
    """
    for number, item in enumerate(inputs):
        if item.problem is None and is_lines(item):
            yield from (Chunk(number, piece, shard=shard) for piece in _lines_of(item))
        elif shard is None or (figid := told_figid(item)) is None:
            yield Chunk(number, item, shard=shard)
        elif shard.holds(figid):
            yield Chunk(number, item)


def is_lines(item: Input) -> bool:
    """Say whether an input holds a record a line."""
    return syntax_of(item.path) == "jsonl"


def jobs_for(inputs: Sequence[Input], jobs: int | None) -> int:
    """Return how many processes are worth their start: for one record, one; where nobody says how
    many, one a core (0) for as many records as pay for it.
    """
    if len(inputs) == 1 and not is_lines(inputs[0]):
        return 1
    if jobs is not None:
        return jobs
    return 0 if len(inputs) >= WORTH_PROCESSES or _weight(inputs) >= WORTH_PROCESSES else 1


def weight_of(chunk: Chunk) -> int:
    """Return about how many records a chunk holds."""
    data = chunk.item.data
    return 1 if data is None else len(data) // _USUAL_BYTES + 1


def _weight(inputs: Sequence[Input]) -> int:
    """Return about how many records JSON Lines hold, by the size of the files."""
    size = 0
    for item in filter(is_lines, inputs):
        with contextlib.suppress(OSError, ValueError):
            size += os.path.getsize(item.path) if item.data is None else len(item.data)
    return size // _USUAL_BYTES


def _lines_of(item: Input) -> Iterator[Input]:
    try:
        with _opened(item) as file:
            yield from _pieces(item, _lines(file, item.path))
    except OSError as error:
        yield item._replace(problem=(error.strerror or str(error)).lower())


def _opened(item: Input) -> AbstractContextManager[BinaryIO]:
    if item.streamed:
        return nullcontext(sys.stdin.buffer)
    return open(item.path, "rb") if item.data is None else BytesIO(item.data)


def _lines(file: BinaryIO, path: str) -> Iterator[bytes | str]:
    """Yield the lines of a file; in place of one that cannot be read, why.

    Raises:
        PfocrError: there is no library that reads such files.
    """
    try:
        with telling_of_damage(path):
            yield from parquet_lines(file) if is_parquet(path) else _text(unpacked(file, path))
    except UnreadableError as error:
        yield str(error)


def _text(file: BinaryIO) -> Iterator[bytes | str]:
    while line := file.readline(LIMIT + 1):
        if len(line) <= LIMIT:
            yield line
            continue
        yield TOO_LONG
        while line and not line.endswith(b"\n"):
            line = file.readline(2**20)


def _pieces(item: Input, found: Iterable[bytes | str]) -> Iterator[Input]:
    """Yield some lines at a time; by itself a line that is no UTF-8, or that cannot be read."""
    lines: list[bytes] = []
    number = size = 0
    for line in found:
        number += 1
        is_single = isinstance(line, str) or not _is_utf8(line)
        if lines and (is_single or len(lines) == _CHUNK_LINES or size >= _CHUNK_BYTES):
            yield item._replace(data=b"".join(lines), first_line=number - len(lines))
            lines, size = [], 0
        if isinstance(line, str):
            yield item._replace(data=None, first_line=number, problem=line)
        elif is_single:
            yield item._replace(data=line, first_line=number)
        else:
            lines.append(line)
            size += len(line)
    if lines or number == 0:
        yield item._replace(data=b"".join(lines), first_line=number - len(lines) + 1)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
