"""The rows of a Parquet file as JSON Lines: each holds its record in the column ``record``, as
exports write it.

Needs pyarrow (extra ``parquet``), which reads a row group a page at a time.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, BinaryIO

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import LIMIT, UnreadableError, seekable
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from pyarrow.parquet import ParquetFile

COLUMN = "record"
"""The whole record of a row, as JSON text."""
TOO_LONG = f"a line of over {LIMIT // 2**20} MB"
_TEXT = regex("(?:dictionary<values=)?(?:large_)?string")
_BUFFER = 2**20


def is_parquet(path: str) -> bool:
    """Say whether a file is one of Parquet, by its name."""
    return path.lower().endswith(".parquet")


def pyarrow() -> ModuleType:
    """Return the library, with what it has for Parquet.

    Raises:
        PfocrError: there is none.
    """
    try:
        importlib.import_module("pyarrow.parquet")
        return importlib.import_module("pyarrow")
    except ImportError:
        raise PfocrError("parquet needs pyarrow: python -m pip install pyarrow") from None


def parquet_lines(file: BinaryIO) -> Iterator[bytes | str]:
    """Yield the records of a Parquet file, a line each; in place of one that cannot be read, why.

    Raises:
        PfocrError: there is no pyarrow.
        UnreadableError: it is no Parquet file, is damaged, or has no whole records.
    """
    arrow = pyarrow()
    damage = (arrow.lib.ArrowException, OSError, ValueError, EOFError)
    try:
        source = arrow.parquet.ParquetFile(seekable(file), pre_buffer=False, buffer_size=_BUFFER)
    except damage:
        raise UnreadableError("it is not a Parquet file, or is damaged") from None
    _require_records(source)
    try:
        # A row at a time: a few bytes of a page can stand for many long texts.
        for batch in source.iter_batches(batch_size=1, columns=[COLUMN], use_threads=False):
            yield _line(batch.column(0)[0].as_py())
    except damage:
        raise UnreadableError("the Parquet file is damaged from this row on") from None


def _require_records(source: ParquetFile) -> None:
    """Raise UnreadableError where a file's rows hold no whole records, or too large ones."""
    names = source.schema_arrow.names
    is_text = names.count(COLUMN) == 1 and _TEXT.match(str(source.schema_arrow.field(COLUMN).type))
    if not is_text:
        raise UnreadableError(
            f"it has no column {COLUMN} of texts, in which `pfocr export --to parquet` keeps the "
            "whole record"
        )
    for number in range(source.num_row_groups):
        group = source.metadata.row_group(number)
        columns = map(group.column, range(group.num_columns))
        [column] = [each for each in columns if each.path_in_schema == COLUMN]
        if column.total_uncompressed_size > (group.num_rows + 1) * LIMIT:
            raise UnreadableError(f"it holds records of over {LIMIT // 2**20} MB")


def _line(text: str | None) -> bytes | str:
    if text is None:
        return f"the row has nothing in its column {COLUMN}"
    line = text.replace("\n", " ").encode("utf-8", "surrogatepass") + b"\n"
    return line if len(line) <= LIMIT else TOO_LONG
