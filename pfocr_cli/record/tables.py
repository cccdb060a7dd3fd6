"""Side tables: the TSV files that hold a 2023 record's genes, chemicals and diseases.

Fields are separated by tabs and never quoted (IANA's text/tab-separated-values); ``NA`` is a
missing value. A table is ``<figid>-<kind>.tsv`` in ``../_data/`` beside the record's folder.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from pfocr_cli.record.columns import KINDS, telling_columns
from pfocr_cli.record.compose import CONTROL
from pfocr_cli.record.fault import Fault, ShapeFault
from pfocr_cli.record.front_matter import conflict_in
from pfocr_cli.record.misread_tables import looks_like, stray_quote
from pfocr_cli.record.once import once
from pfocr_cli.record.side_rows import SideRow, side_row
from pfocr_cli.record.source import Source, Span
from pfocr_cli.regex import regex
from pfocr_cli.wording import did_you_mean, plural, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

TABLE_FOLDER = "_data"
"""The folder of side tables, beside that of their records."""
_NAME = regex(rf"(?P<figid>PMC[0-9]+__.+)-(?P<kind>{'|'.join(KINDS)})\.tsv")


def table_name(figid: str, kind: str) -> str:
    """Return the file name of a record's side table."""
    return f"{figid}-{kind}.tsv"


def figid_of_table(name: str) -> str | None:
    """Return the figid in a side table's file name, None for any other name."""
    match = _NAME.fullmatch(name)
    return match["figid"] if match else None


@dataclass
class Table:
    """One side table: its file as shown, the rows that have a cell for each column, its faults.
    Nobody changes one, nor a row: equal rows may be one, of tables before too.

    ``usable`` is False where the rows cannot be trusted to be all that was written. ``misfits`` are
    the cells that do not fit the table's schema.
    """

    kind: str
    file: str
    source: Source
    header: list[str]
    entries: Sequence[SideRow]
    faults: tuple[Fault, ...] = ()
    usable: bool = True
    misfits: tuple[ShapeFault, ...] = ()

    @once
    def rows(self) -> list[dict[str, str]]:
        """The cells of each row."""
        return [entry.cells for entry in self.entries]

    @once
    def starts(self) -> list[int]:
        """Where each row starts in the text."""
        tabs = len(self.header) - 1
        lines = islice(self.source.lines(), 1, None)
        return [start for start, line in lines if line.count("\t") == tabs]

    def span(self, row: int, column: str) -> Span:
        """Return where a cell stands; of a column that is missing, its whole line."""
        start = self.starts[row]
        line = self.source.line_span(start)
        if column not in self.header:
            return line
        cells = self.source.text[start : line.end].split("\t")
        at = self.header.index(column)
        start += sum(len(cell) + 1 for cell in cells[:at])
        return Span(start, start + len(cells[at]))


def unusable(kind: str, file: str, fault: Fault, source: Source | None = None) -> Table:
    """Return a table of which only the fault is known, and the text it stands in."""
    return Table(kind, file, source or Source(""), [], [], (fault,), usable=False)


def read_table(
    kind: str, file: str, source: Source, known: Collection[str], required: tuple[str, ...]
) -> Table:
    """Read a side table's text; ``known`` and ``required`` are the columns that its schema
    names.
    """
    if conflict := conflict_in(source.text):
        return unusable(kind, file, conflict, source)
    lines = list(source.lines())
    while lines and not lines[-1][1]:
        lines.pop()
    # Code asks for columns by names that are interned: such keys are found without a comparison.
    header = list(map(sys.intern, lines[0][1].split("\t"))) if lines else []
    if wrong := looks_like([line for _, line in lines], known):
        fault = Fault("D702", wrong, Span(0, len(lines[0][1])), is_error=True)
        return unusable(kind, file, fault, source)
    faults = list(_header_faults(kind, (*header,), frozenset(known), required))
    if control := CONTROL.search(source.text):
        message = f"the control character U+{ord(control.group()):04X}"
        faults.append(Fault("D702", message, Span(*control.span())))
    rows: list[SideRow] = []
    quotes: list[Fault] = []
    may_quote, width = '"' in source.text, len(header)
    for start, line in lines[1:]:
        cells = line.split("\t")
        if may_quote and '"' in line:
            quotes += _stray_quotes(start, cells)
        if len(cells) == width:
            rows.append(side_row(kind, dict(zip(header, cells, strict=True))))
        else:
            message = f"{plural(len(cells), 'cell')} where the header has {len(header)}"
            faults.append(Fault("D702", message, Span(start, start + len(line)), line))
    found = (*faults, *quotes)
    return Table(kind, file, source, header, rows, found, usable=not faults)


def _stray_quotes(start: int, cells: Sequence[str]) -> Iterator[Fault]:
    for cell in cells:
        if stray_quote(cell):
            message = (
                f"the quotation mark in {quoted(cell)} begins a cell to Jekyll, and stops the site"
            )
            yield Fault("D702", message, Span(start, start + len(cell)), cell, is_error=True)
        start += len(cell) + 1


def table_data(source: Source) -> dict[str, Any]:
    """Return a side table's text as JSON holds it: ``columns`` and ``rows``; the text itself where
    these cannot give it back.
    """
    text, end = source.text, source.line_end
    whole = text.endswith(end)
    lines = text.removesuffix(end).split(end) if text else []
    if any("\n" in line or "\r" in line for line in lines):
        return {"text": source.mark + text}
    cells = [line.split("\t") for line in lines]
    data: dict[str, Any] = {"columns": cells[0] if cells else [], "rows": cells[1:]}
    if end != "\n":
        data["line_end"] = end
    if lines and not whole:
        data["last_line_end"] = False
    if source.mark:
        data["byte_order_mark"] = True
    return data


def table_source(data: dict[str, Any]) -> Source:
    """Return the side table that ``table_data`` made data of."""
    text: str | None = data.get("text")
    if text is None:
        mark = "\ufeff" if data.get("byte_order_mark") else ""
        lines = (
            ["\t".join(cells) for cells in [data["columns"], *data["rows"]]]
            if data["columns"]
            else []
        )
        end: str = data.get("line_end", "\n")
        text = mark + end.join(lines) + (end if lines and data.get("last_line_end", True) else "")
    bare = text.removeprefix("\ufeff")
    return Source(bare, mark=text[: len(text) - len(bare)])


@lru_cache(maxsize=16)  # a corpus has a few headers
def _header_faults(
    kind: str, header: tuple[str, ...], known: frozenset[str], required: tuple[str, ...]
) -> tuple[Fault, ...]:
    return tuple(_judge_header(kind, header, known, required))


def _judge_header(
    kind: str, header: tuple[str, ...], known: frozenset[str], required: tuple[str, ...]
) -> Iterator[Fault]:
    whole = Span(0, len("\t".join(header)))
    if not header:
        yield Fault("D702", "the table is empty: not even a header", whole)
        return
    if missing := [column for column in required if column not in header]:
        message = f"the header lacks {', '.join(missing)}"
        lost = not telling_columns(kind).isdisjoint(missing)
        yield Fault("D702", message, whole, is_error=lost)
    start = 0
    for number, column in enumerate(header):
        span = Span(start, start + len(column))
        if column not in known:
            message = f"unknown column {quoted(column)}{did_you_mean(column, known)}"
            yield Fault("D702", message, span, column)
        elif column in header[:number]:
            message = f"the column {quoted(column)} is there twice"
            yield Fault("D702", message, span, column)
        start += len(column) + 1
