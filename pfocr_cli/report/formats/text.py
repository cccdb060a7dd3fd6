"""``text``: the report for people: tables as wide as the terminal, in its theme's own colours,
through the pager where it is longer than the screen; plain off a terminal.
"""

from __future__ import annotations

from typing import TextIO

from pfocr_cli.report.blocks import Cell, Look, Note, ReportBlock, ReportTable, Room
from pfocr_cli.report.formats import WithoutFindings, report_format
from pfocr_cli.report.report import Report
from pfocr_cli.report.telling import headline, origin_of, sections_told
from pfocr_cli.terminal.pager import paged
from pfocr_cli.terminal.sheet import Line, Sheet, Words
from pfocr_cli.wording import plural

_STYLES: dict[Look, str] = {
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
    "good": "green",
    "dim": "dim",
    "code": "",
    "": "",
}
_INDENT = 2
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_PLAIN = "#"
"""Draws bars where the encoding has no blocks."""
_WITHOUT_YEARS, _YEAR = 30, 8
"""Cells that a table by year takes for all but the years, and for each of these."""


@report_format("text")
class TextReport(WithoutFindings):
    """Writes the sections one below the other."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar = 0
        self._eighths = _can_write(_EIGHTHS, stream)

    def finish(self, report: Report) -> None:
        """Write all sections."""
        with paged(self._stream, wanted=True) as (stream, in_colour):
            sheet = Sheet(stream, terminal=in_colour)
            self._bar = max(8, min(40, sheet.width // 4))
            room = _room(sheet.width)
            if report.verdict is not None:
                sheet.paragraph(Words(headline(report.verdict), "bold"))
            sheet.paragraph(Words(origin_of(report), "dim"))
            for heading, blocks in sections_told(report, room):
                sheet.line()
                sheet.line(Words(heading, "bold underline"))
                for before, block in zip((None, *blocks), blocks, strict=False):
                    if before is not None and _starts_anew(block, before):
                        sheet.line()
                    self._write(sheet, block)

    def _write(self, sheet: Sheet, block: ReportBlock) -> None:
        if isinstance(block, Note):
            style = "bold" if block.is_title else _STYLES[block.look]
            sheet.paragraph(Words(block.text.replace("`", ""), style), indent=_INDENT)
            return
        rows = [[self._line(cell) for cell in row] for row in block.rows]
        numbers = [
            column
            for column in range(len(block.head))
            if any(row[column].is_number for row in block.rows)
        ]
        sheet.table(block.head, rows, indent=_INDENT, right=numbers)
        if block.more > 0:
            sheet.paragraph(
                Words(f"and {plural(block.more, f'more {block.noun}')}", "dim"), indent=_INDENT
            )

    def _line(self, cell: Cell) -> Line:
        if cell.share is None:
            return [Words(cell.text, _STYLES[cell.look])]
        return [Words(self._drawn(cell.share), _STYLES[cell.look] or "cyan")]

    def _drawn(self, share: float) -> str:
        """Return a bar; what is there is never without one."""
        if not share:
            return ""
        if not self._eighths:
            return _PLAIN * max(1, round(share * self._bar))
        whole, rest = divmod(max(1, round(share * self._bar * 8)), 8)
        return "█" * whole + _EIGHTHS[rest].strip()


def _starts_anew(block: ReportBlock, before: ReportBlock) -> bool:
    """Say whether a blank line stands before a block: a title stands close to its table."""
    if isinstance(block, ReportTable):
        return isinstance(before, ReportTable) or not before.is_title
    return block.is_title


def _room(width: int) -> Room:
    years = max(1, (width - _WITHOUT_YEARS) // _YEAR)
    return Room(rows=10, years=years, names=1 if width < 120 else 2 if width < 160 else 3)


def _can_write(text: str, stream: TextIO) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
