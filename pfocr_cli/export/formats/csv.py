"""csv: a row a gene, figure, chemical or disease; in a folder all four tables and a Frictionless
Data Package.

As RFC 4180 has it, but for LF as the line end: some readers find nothing in CRLF files, none is
troubled by LF. Always a header, no byte order mark, what is missing is an empty cell; ids are text
to those who read the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, ClassVar, Literal

from pfocr_cli.export.formats import Exporter, Item, Joined, LeftOutError, exporter
from pfocr_cli.export.formats._frictionless import TABLES, package
from pfocr_cli.export.options import Options
from pfocr_cli.files import table_line

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula in a spreadsheet: https://owasp.org/www-community/attacks/CSV_Injection,
and ASVS 1.2.10.

The full-width signs are for spreadsheets set to Japanese or Chinese, some of which take them for
the plain ones.
"""


@exporter("csv")
class Csv(Exporter):
    """Comma-separated values.

    ``--excel-safe`` puts an apostrophe before what a spreadsheet would run, as OWASP advises. It
    does nothing for symbols that Excel makes dates of (SEPT7, MARCH1): nothing in a CSV file can
    stop that without every other reader seeing it. ``--symbols current`` can: HGNC has renamed
    them, and the ids are in the row besides.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".csv",)
    rejected: ClassVar[Literal["keep", "leave"]] = "keep"
    streams: ClassVar[bool] = True
    fields: ClassVar[Mapping[str, frozenset[str]]] = {
        **{
            name: frozenset({"figid", "pmcid", "figtitle", "year", name})
            for name in ("genes", "chemicals", "diseases")
        },
        "figures": frozenset(
            {
                "figid",
                "pmcid",
                "figtitle",
                "year",
                "papertitle",
                "reftext",
                "number",
                "figtype",
                "organisms",
                "schema-jsonld",
            }
            | {"caption", "doi", "filename", "figlink", "genes", "chemicals", "diseases"}
        ),
    }
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
        name = self._name(options, table)
        cells = [
            [guarded(cell) for cell in row] if options.excel_safe else row
            for row in TABLES[name].rows(item.figure)
        ]
        if not cells and not table:
            raise LeftOutError(f"with no {name}")
        return self.lines(cells) or None

    def sink(self, stream: BinaryIO, options: Options, table: str) -> Joined:
        """Return what puts the rows below a header."""
        return Joined(stream, head=self.lines([TABLES[self._name(options, table)].columns]))

    def extra_files(self, options: Options) -> Mapping[str, bytes]:
        """Return the Data Package."""
        return {"datapackage.json": package(self.suffixes[0], self.dialect, self.mediatype)}

    def lines(self, rows: Iterable[Iterable[str]]) -> bytes:
        """Return rows as lines of the file."""
        delimiter = self.dialect["delimiter"]
        return "".join(table_line(row, delimiter) for row in rows).encode()

    def _name(self, options: Options, table: str) -> str:
        return table.removesuffix(self.suffixes[0]) or options.table


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
