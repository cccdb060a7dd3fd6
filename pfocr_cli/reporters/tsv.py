"""``tsv``: a row a finding, for spreadsheets, R and ``cut``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from pfocr_cli.record.table_lines import table_line
from pfocr_cli.reporters import Reporter, Summary, reporter
from pfocr_cli.wording import visible

if TYPE_CHECKING:
    from pfocr_cli.finding import Finding

_COLUMNS = (
    *("file", "figid", "line", "column", "end_line", "end_column", "code", "name", "severity"),
    *("message", "pointer", "value", "fingerprint", "fix", "fix_message"),
)


@reporter("tsv")
class TsvReporter(Reporter):
    """Writes a header, and the fields of ``json`` as cells.

    ``fix`` is ``safe``, ``unsafe`` or empty. What would end a cell or a line is escaped, and a cell
    with a quotation mark is quoted. A run without findings is a header.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._started = False

    def _start(self) -> None:
        if not self._started:
            self._started = True
            self._stream.write("\t".join(_COLUMNS) + "\n")

    def add(self, finding: Finding) -> None:
        """Write one finding as a row."""
        self._start()
        fields = finding.as_json()
        if finding.fix is not None:
            fields["fix"] = "safe" if finding.fix.safe else "unsafe"
            fields["fix_message"] = finding.fix.message
        cells = (fields.get(column) for column in _COLUMNS)
        row = ("" if cell is None else visible(str(cell)) for cell in cells)
        self._stream.write(table_line(row))

    def finish(self, summary: Summary) -> None:
        """Write the header where there was no row."""
        self._start()
