"""Changes to a side table as edits of its text: every other byte stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from pfocr_cli.fixes.editing import RefusedError
from pfocr_cli.record.changes import Insert, Remove, Replace
from pfocr_cli.record.pointer import steps
from pfocr_cli.record.source import Edit, Source, Span, spliced
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pfocr_cli.record.changes import Change
    from pfocr_cli.record.tables import Table

TableChange = Replace | Remove | Insert
_BETWEEN_CELLS = regex(r"[\t\n\r]")


def is_of_table(change: Change) -> TypeGuard[TableChange]:
    """Say whether a change is one of a side table."""
    return isinstance(change, TableChange) and change.table is not None


def amended_table(table: Table, changes: Iterable[TableChange]) -> Source:
    """Return a side table's source with other cells, rows less and rows more.

    RefusedError: it cannot be.
    """
    edits: list[Edit] = []
    for change in changes:
        edit = _edit(table, change)
        # Several problems of one cell ask for the same text.
        if edit not in edits or isinstance(change, Insert):
            edits.append(edit)
    try:
        return Source(spliced(table.source.text, edits), mark=table.source.mark)
    except ValueError:
        raise RefusedError("the changes touch each other") from None


def _edit(table: Table, change: TableChange) -> Edit:
    _, row, *column = steps(change.pointer)
    match change:
        case Replace(_, value):
            if column[0] not in table.header or _BETWEEN_CELLS.search(value):
                raise RefusedError(f"the table has no cell for {column[0]}")
            return Edit(table.span(int(row), column[0]), value)
        case Remove():
            start = table.starts[int(row)]
            end = table.source.line_span(start).end
            return Edit(Span(start, _after_line(table.source, end)), "")
        case Insert(_, value):
            return _inserted(table, int(row), value)


def _inserted(table: Table, row: int, value: str | dict[str, str]) -> Edit:
    """Return the edit that puts a new row below the one before it."""
    cells = [value[column] for column in table.header] if isinstance(value, dict) else [value]
    if row == 0 or any(map(_BETWEEN_CELLS.search, cells)):
        raise RefusedError("the table has no place for the row")
    at = table.source.line_span(table.starts[row - 1]).end
    return Edit(Span(at, at), table.source.line_end + "\t".join(cells))


def _after_line(source: Source, end: int) -> int:
    """Return where the line after one that ends there begins."""
    return end + len(source.line_end) if source.text.startswith(source.line_end, end) else end
