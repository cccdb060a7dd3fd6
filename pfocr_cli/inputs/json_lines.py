"""JSON Lines in pieces: a file of many records becomes inputs of some lines each, so that memory
stays bounded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO

from pfocr_cli.files import LIMIT
from pfocr_cli.inputs.search import Input
from pfocr_cli.record.reading import syntax_of

_CHUNK_LINES = 200
_CHUNK_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Chunk:
    """An input, or some lines of one; ``number`` is that of its file among the inputs,
    ``ignored_codes`` are not judged in it.
    """

    number: int
    item: Input
    ignored_codes: frozenset[str] = frozenset()


def chunks(inputs: Sequence[Input]) -> Iterator[Chunk]:
    """Yield the inputs in their order, JSON Lines files in pieces."""
    for number, item in enumerate(inputs):
        if item.problem is None and is_lines(item):
            yield from (Chunk(number, piece) for piece in _lines_of(item))
        else:
            yield Chunk(number, item)


def is_lines(item: Input) -> bool:
    """Say whether an input holds a record a line."""
    return syntax_of(item.path) == "jsonl"


def jobs_for(inputs: Sequence[Input], jobs: int) -> int:
    """Return how many processes are worth their start: for one record, one."""
    one_record = len(inputs) == 1 and not is_lines(inputs[0])
    return 1 if one_record else jobs


def _lines_of(item: Input) -> Iterator[Input]:
    try:
        with _opened(item) as file:
            yield from _pieces(item, file)
    except OSError as error:
        yield replace(item, problem=(error.strerror or str(error)).lower())


def _opened(item: Input) -> AbstractContextManager[BinaryIO]:
    if item.streamed:
        return nullcontext(sys.stdin.buffer)
    return open(item.path, "rb") if item.data is None else BytesIO(item.data)


def _pieces(item: Input, file: BinaryIO) -> Iterator[Input]:
    """Yield some lines at a time; by itself a line that is no UTF-8, or too long to be read."""
    lines: list[bytes] = []
    number = size = 0
    while line := file.readline(LIMIT + 1):
        number += 1
        is_single = len(line) > LIMIT or not _is_utf8(line)
        if lines and (is_single or len(lines) == _CHUNK_LINES or size >= _CHUNK_BYTES):
            yield replace(item, data=b"".join(lines), first_line=number - len(lines))
            lines, size = [], 0
        if not is_single:
            lines.append(line)
            size += len(line)
        elif len(line) <= LIMIT:
            yield replace(item, data=line, first_line=number)
        else:
            yield replace(item, first_line=number, problem=f"a line of over {LIMIT // 2**20} MB")
            while line and not line.endswith(b"\n"):
                line = file.readline(2**20)
    if lines or number == 0:
        yield replace(item, data=b"".join(lines), first_line=number - len(lines) + 1)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
