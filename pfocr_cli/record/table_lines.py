"""Lines of tables for other programs, tab- or comma-separated."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def table_line(cells: Iterable[str], delimiter: str = "\t") -> str:
    """Return a line of a table for other programs, with its LF.

    A cell is quoted where it needs that (https://www.rfc-editor.org/rfc/rfc4180): to most readers,
    of tab-separated values too, a bare quotation mark begins a cell that ends at the next one.
    """
    row = list(cells)
    line = delimiter.join(row)
    is_split = line.count(delimiter) != len(row) - 1
    if line and not (is_split or '"' in line or "\n" in line or "\r" in line):
        return f"{line}\n"  # nearly always
    buffer = io.StringIO()
    # Before Python 3.13 the writer quotes only line breaks that are among its own line end.
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerow(row)
    return buffer.getvalue().removesuffix("\r\n") + "\n"
