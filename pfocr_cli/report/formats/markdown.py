"""``markdown``: the report as the summary of a GitHub job, or as a comment.

GitHub takes a mebibyte of a step's summary
(https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands) and 65,536
characters of a comment (https://docs.github.com/en/rest/issues/comments), and drops a longer one
whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from pfocr_cli.report.blocks import Cell, ReportBlock, ReportTable, Room
from pfocr_cli.report.formats import WithoutFindings, report_format
from pfocr_cli.report.report import Report
from pfocr_cli.report.telling import headline, origin_of, sections_told
from pfocr_cli.terminal.markdown import code, escaped, table_row
from pfocr_cli.wording import listed, plural, shortened

MOST = 60_000
"""Bytes of the whole, as UTF-8; it has no more characters than that."""
_ROOMS = (Room(10, 8), Room(5, 6, 1), Room(3, 4, 1))
_LONGEST = 80
"""Characters of a cell."""
_ROOM_FOR_NOTE = 500


@report_format("markdown")
class MarkdownReport(WithoutFindings):
    """Writes the sections one below the other, with fewer rows where they would not fit."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def finish(self, report: Report) -> None:
        """Write all sections that there is room for."""
        for room in _ROOMS:
            parts = list(_parts(report, room))
            if _size(parts) <= MOST:
                break
        left = []
        while len(parts) > 1 and _size(parts) > MOST - _ROOM_FOR_NOTE:
            left.append(parts.pop()[0])
        text = "\n\n".join(text for _, text in parts)
        note = f"\n\nNo room here for: {listed(left[::-1], len(left))}." if left else ""
        self._stream.write(f"{text}{note}\n")


def _size(parts: list[tuple[str, str]]) -> int:
    return sum(len(text.encode("utf-8", "replace")) + 2 for _, text in parts)


def _parts(report: Report, room: Room) -> Iterator[tuple[str, str]]:
    """Yield the sections with their headings; the verdict's line first."""
    title = headline(report.verdict) if report.verdict is not None else "report"
    yield "", f"### pfocr: {escaped(title)}\n\n{escaped(origin_of(report))}"
    for heading, blocks in sections_told(report, room):
        yield heading, "\n\n".join((f"#### {escaped(heading)}", *map(_block, blocks)))


def _block(block: ReportBlock) -> str:
    if isinstance(block, ReportTable):
        return _table(block)
    if block.is_title:
        return f"**{escaped(block.text)}**"
    # A note is ours: what is code in it stays code.
    pieces = block.text.split("`")
    return "".join(code(text) if at % 2 else escaped(text) for at, text in enumerate(pieces))


def _table(table: ReportTable) -> str:
    """Return a table; bars are left out, for the numbers beside them say the same."""
    columns = [
        column
        for column in range(len(table.head))
        if not any(row[column].share is not None for row in table.rows)
    ]
    right = [any(row[column].is_number for row in table.rows) for column in columns]
    lines = [
        table_row(escaped(table.head[column]) for column in columns),
        table_row("---:" if is_right else "---" for is_right in right),
        *(table_row(_cell(row[column]) for column in columns) for row in table.rows),
    ]
    more = f"\n\nand {plural(table.more, f'more {table.noun}')}" if table.more > 0 else ""
    return "\n".join(lines) + more


def _cell(cell: Cell) -> str:
    text = shortened(cell.text, _LONGEST)
    if cell.look == "code":
        return code(text)
    return f"**{escaped(text)}**" if cell.look == "error" and text else escaped(text)
