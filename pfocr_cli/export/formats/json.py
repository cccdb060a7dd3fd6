"""json: the whole record, its side tables with it. One record is an object, many are a list of
them.

Sources: RFC 8259 (JSON); ``pfocr schema export`` prints the JSON Schema.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Literal

from pfocr_cli.export.formats import FileExporter, Item, LeftOutError, exporter
from pfocr_cli.export.rendered import Loss
from pfocr_cli.files import LIMIT
from pfocr_cli.record import EMBEDDED, SIDE_TABLES, TEXT_AFTER, Record
from pfocr_cli.record.columns import GENE_IN_TABLE, GENES
from pfocr_cli.record.keywords import (
    SymbolChanges,
    followed,
    is_text,
    mentioned_words,
    recorded_keywords,
    unexplained,
    with_keywords,
)
from pfocr_cli.record.source import Source
from pfocr_cli.record.tables import Table, table_data
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pfocr_cli.export.options import Options

WHOLE_RECORD = frozenset({"figid", *EMBEDDED})
"""Keys whose S findings make a record unfit for a format that carries everything: an odd value is
carried as it is.
"""

_NO_LETTERS = regex("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Letters that JSON may hold, and that some readers take for line ends or refuse."""
_CLOSING_LINE = regex(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_COMMENT = regex(r"^#", re.MULTILINE)


@dataclass(frozen=True)
class RecordContent:
    """What there is to export: the record's data, its side tables as text and as rows, the text
    after its front matter.
    """

    data: dict[str, Any]
    tables: dict[str, Source]
    rows: dict[str, list[dict[str, str]]]
    after: str


def content_of(item: Item) -> RecordContent:
    """Return the record with the genes that were selected, under the symbols that were asked for;
    else as it was read.
    """
    record = item.record
    tables = {kind: table.source for kind, table in record.tables.items() if _is_text(table)}
    rows = {kind: table.rows for kind, table in record.tables.items()}
    if item.figure.genes == item.whole.genes:
        return RecordContent(record.data, tables, rows, text_after(record))
    kept = {gene.row: gene.symbol for gene in item.figure.genes}
    renamed = {
        gene.row: kept[gene.row]
        for gene in item.whole.genes
        if kept.get(gene.row, gene.symbol) != gene.symbol
    }
    data = _with_keywords(record, kept, renamed)
    if record.holds_genes:
        if isinstance(record.data[GENES], list):
            data[GENES] = _chosen(record, kept, renamed)
    elif GENES in tables:
        rows[GENES] = _chosen(record, kept, renamed)
        tables[GENES] = _chosen_lines(record.tables[GENES], kept, renamed)
    return RecordContent(data, tables, rows, text_after(record))


def _chosen(
    record: Record, kept: Mapping[int, str], renamed: Mapping[int, str]
) -> list[dict[str, Any]]:
    rows, column = record.rows(GENES), record.gene_columns.symbol
    return [rows[row] | ({column: renamed[row]} if row in renamed else {}) for row in kept]


def _chosen_lines(table: Table, kept: Mapping[int, str], renamed: Mapping[int, str]) -> Source:
    """Return a genes table with some of its rows; what stays is as it was written."""
    source = table.source
    name = GENE_IN_TABLE.symbol
    column = table.header.index(name) if name in table.header else None
    lines = [source.text[: source.line_span(0).end]]
    for row in kept:
        span = source.line_span(table.starts[row])
        cells = source.text[span.start : span.end].split("\t")
        if row in renamed and column is not None:
            cells[column] = renamed[row]
        lines.append("\t".join(cells))
    return Source("".join(line + source.line_end for line in lines), mark=source.mark)


def _with_keywords(
    record: Record, kept: Mapping[int, str], renamed: Mapping[int, str]
) -> dict[str, Any]:
    """Return a copy of the data in which schema-jsonld.keywords follow the genes: renamed in place,
    gone with the last row.
    """
    column = record.gene_columns.symbol
    symbols = [row.get(column) for row in record.rows(GENES)]
    names = dict[str, list[str]]()
    for row, symbol in renamed.items():
        if is_text(old := symbols[row]):
            for name in {old, old.strip()}:
                names.setdefault(name, []).append(symbol)
    same = (symbols[row] for row in kept if row not in renamed)
    groups = followed(
        recorded_keywords(record),
        SymbolChanges([*filter(is_text, symbols)], [*kept.values(), *filter(is_text, same)], names),
        mentioned_words(record),
    )
    return with_keywords(record, groups)


def text_after(record: Record) -> str:
    """Return the text after the front matter, empty where it is white space only."""
    reading = record.reading
    if reading.syntax == "json":
        return str(record.embedded.get(TEXT_AFTER, ""))
    text = reading.source.text
    closing = _CLOSING_LINE.match(text, reading.body.end)
    after = text[closing.end() :] if closing and reading.syntax == "markdown" else ""
    return after if after.strip() else ""


def _is_text(table: Table) -> bool:
    """Say whether a table's text is known: not so where its file could not be read, or is not
    UTF-8.
    """
    return all(fault.code not in ("P001", "P002") for fault in table.faults)


def lost_in_reading(record: Record) -> Iterator[Loss]:
    """Yield what no export of a record can hold, because it is no data or could not be read."""
    for kind, table in record.tables.items():
        if not _is_text(table):
            yield Loss(f"the table of {kind}, which could not be read")
    if record.reading.syntax != "json" and _COMMENT.search(record.reading.text):
        yield Loss("comments in the front matter")


def unknown_kinds(record: Record) -> Sequence[str]:
    """Return the kinds of which it is not known what the record has: no side table, and keywords
    that no other one explains.

    A figure without chemicals has no table of them.
    """
    missing = record.missing_tables
    return missing if missing and unexplained(record) else []


def json_text(item: Item, *, indent: int | None) -> str:
    """Return the record as JSON text. LeftOutError: JSON cannot hold it."""
    content = content_of(item)
    if not set(EMBEDDED).isdisjoint(content.data):
        raise LeftOutError(
            f"with a key that exports to JSON need for themselves: {' or '.join(EMBEDDED)}"
        )
    whole = dict(content.data)
    if item.record.tables or item.record.embedded.get(SIDE_TABLES) is not None:
        whole[SIDE_TABLES] = {kind: table_data(source) for kind, source in content.tables.items()}
    if content.after:
        whole[TEXT_AFTER] = content.after
    try:
        text = json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=indent)
    except ValueError:
        raise LeftOutError(
            "with a number that JSON does not have: .inf, .nan or one too long for any reader"
        ) from None
    return _NO_LETTERS.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


@dataclass
class _OneOrMany:
    """Objects as they come: one alone, or a list of several.

    The first is kept until it is known whether there are more.
    """

    stream: BinaryIO
    _first: bytes | None = field(default=None, init=False)
    _many: bool = field(default=False, init=False)

    def take(self, part: bytes) -> None:
        """Write one record, or keep it."""
        if self._many:
            self.stream.write(b",\n" + part)
        elif self._first is None:
            self._first = part
        else:
            self._many = True
            self.stream.write(b"[\n" + self._first + b",\n" + part)

    def finish(self) -> None:
        """Write what is left."""
        if self._many:
            self.stream.write(b"\n]\n")
        else:
            self.stream.write(b"[]\n" if self._first is None else self._first + b"\n")


@exporter("json")
class Json(FileExporter):
    """The whole record: one is an object, many are a list."""

    suffixes: ClassVar[tuple[str, ...]] = (".json",)
    rejected: ClassVar[Literal["keep", "leave"]] = "keep"
    streams: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = WHOLE_RECORD
    unique: ClassVar[bool] = False

    def document(self, item: Item, options: Options) -> bytes:
        """Return one record as an object on lines of its own."""
        return json_text(item, indent=2).encode() + b"\n"

    def part(self, item: Item, options: Options, table: str) -> bytes:
        """Return one record as an object."""
        return json_text(item, indent=2).encode()

    def sink(self, stream: BinaryIO, options: Options, table: str) -> _OneOrMany:
        """Return what writes one object, or a list of them."""
        return _OneOrMany(stream)

    def warning(self, size: int) -> str:
        """Return that a list is too large to be read as one file."""
        if size <= LIMIT:
            return ""
        most = f"{LIMIT // 2**20} MB"
        return f"{size / 2**20:,.0f} MB; pfocr reads lists of up to {most}, and --to jsonl any size"

    def losses(self, item: Item, options: Options, *, in_folder: bool) -> Iterator[Loss]:
        """Yield what could not be read, and comments."""
        return lost_in_reading(item.record)
