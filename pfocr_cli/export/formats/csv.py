"""csv: a row a gene, figure, chemical or disease; in a folder all four tables and a Frictionless
Data Package.

As RFC 4180 has it, but for LF as the line end: some readers find nothing in CRLF files, none is
troubled by LF. Always a header, a byte order mark only for spreadsheets, what is missing is an
empty cell; ids are text to those who read the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Literal

from pfocr_cli.export.formats import Exporter, Item, Joined, LeftOutError, exporter
from pfocr_cli.export.formats._frictionless import FIELDS, TABLES, package
from pfocr_cli.export.formats._spreadsheet import BYTE_ORDER_MARK, guarded
from pfocr_cli.record.table_lines import table_line
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pfocr_cli.export.options import Options

_NO_LETTERS = regex("[\0\ud800-\udfff]")
"""What no text may hold: NUL ends the file to C programs, half a surrogate pair is no UTF-8."""


@exporter("csv")
class Csv(Exporter):
    """Comma-separated values.

    ``--excel-safe`` puts an apostrophe before what a spreadsheet would run or make a date or number
    of, and a byte order mark before all, so that it reads UTF-8.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".csv",)
    rejected: ClassVar[Literal["keep", "leave"]] = "keep"
    streams: ClassVar[bool] = True
    subjects: ClassVar[tuple[str, ...]] = tuple(TABLES)
    fields: ClassVar[Mapping[str, frozenset[str]]] = FIELDS
    mediatype: ClassVar[str] = "text/csv"
    dialect: ClassVar[Mapping[str, Any]] = {
        "delimiter": ",",
        "lineTerminator": "\n",
        "quoteChar": '"',
        "doubleQuote": True,
    }

    def tables(self, options: Options, *, in_folder: bool) -> tuple[str, ...]:
        """Return the one stream of ``--table``, or in a folder those of all tables."""
        return tuple(name + self.suffixes[0] for name in TABLES) if in_folder else ("",)

    def part(self, item: Item, options: Options, table: str) -> bytes | None:
        """Return the figure's rows. LeftOutError: it has none in the only table."""
        name = self.subject(options, table)
        cells = [
            [guarded(cell) for cell in row] if options.excel_safe else row
            for row in TABLES[name].rows(item.figure)
        ]
        if not cells and not table:
            raise LeftOutError(f"with no {name}")
        return self.lines(cells) or None

    def sink(self, stream: BinaryIO, options: Options, table: str) -> Joined:
        """Return what puts the rows below a header."""
        mark = BYTE_ORDER_MARK if options.excel_safe else b""
        head = self.lines([TABLES[self.subject(options, table)].columns])
        return Joined(stream, head=mark + head)

    def extra_files(self, options: Options) -> Mapping[str, bytes]:
        """Return the Data Package."""
        return {"datapackage.json": package(self.suffixes[0], self.dialect, self.mediatype)}

    def lines(self, rows: Iterable[Iterable[str]]) -> bytes:
        """Return rows as lines of the file; U+FFFD stands for what no text may hold."""
        delimiter = self.dialect["delimiter"]
        text = "".join(table_line(row, delimiter) for row in rows)
        if not text.isascii() or "\0" in text:
            text = _NO_LETTERS.sub("\ufffd", text)
        return text.encode()
