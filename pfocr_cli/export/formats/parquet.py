"""parquet: a row a figure, with its genes, chemicals and diseases as nested lists, and the whole
record as JSON, by which it is read back; or the flat tables of csv. A folder gets all of them.

Needs pyarrow (extra ``parquet``). The schemas are explicit, so that a file without any chemical has
the same one; ids are text; what is missing is null, lists are empty. Row groups bound the memory of
a run. The same records give the same bytes with the same pyarrow, which writes its version into the
file.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Literal

from pfocr_cli.export.formats import Exporter, Item, LeftOutError, exporter
from pfocr_cli.export.formats._frictionless import FIELDS, OF_RECORD, TABLES, TableOf
from pfocr_cli.export.formats.json import WHOLE_RECORD, json_text, lost_in_reading
from pfocr_cli.export.rendered import Loss
from pfocr_cli.inputs.parquet_rows import COLUMN, pyarrow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import ModuleType

    from _typeshed import ReadableBuffer

    from pfocr_cli.export.figure import Figure, Gene, Mention
    from pfocr_cli.export.options import FormatOptions, Options

RECORDS_FILE = "pfocr.parquet"
"""In a folder, the one that holds the records."""
_RECORDS = "records"
ROW_GROUP = 1_000
"""Figures a row group."""
_ROWS, _LETTERS = 50_000, 2**26
"""Rows of a flat table that are enough for one; letters of whole records that are."""
_PARTS = 10
"""Of a row group: each is packed when its rows are there."""
_IN_PAPER = (
    "figid",
    "pmcid",
    "figtitle",
    "caption",
    "papertitle",
    "reftext",
    "year",
    "number",
    "figtype",
)
_TEXTS = (*_IN_PAPER, "filename", "figlink", "doi", "page", "image", *OF_RECORD)
_GENE = (
    "word",
    "symbol",
    "source",
    "hgnc_symbol",
    "hgnc_id",
    "entrez",
    "current_symbol",
    "organism_id",
    "organism",
)
_MENTION = ("word", "mesh", "match", "name")
_CHEMICAL = (*_MENTION, "chebi")
_DISEASE = (*_MENTION, "doid", "omim")


class _Unseekable:
    """A stream as pyarrow wants one: it asks where it is, which a pipe cannot say."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def write(self, data: ReadableBuffer) -> int:
        size = memoryview(data).nbytes
        self._stream.write(data)
        self._at += size
        return size

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """Stay open: the stream is another's."""


class _Sink:
    """Writes row groups as they fill: ``most`` rows, or fewer where these hold very much."""

    def __init__(self, stream: BinaryIO, schema: Callable[[ModuleType], object], most: int) -> None:
        self._arrow = pyarrow()
        self._schema = schema(self._arrow)
        self._most = most
        self._writer = self._arrow.parquet.ParquetWriter(_Unseekable(stream), self._schema)
        self._rows: list[Mapping[str, Any]] = []
        self._packed: list[Any] = []
        self._count = self._letters = 0

    def take(self, part: Sequence[Mapping[str, Any]]) -> None:
        """Take a figure's rows."""
        self._rows += part
        self._count += len(part)
        self._letters += sum(len(row.get(COLUMN) or "") for row in part)
        is_full = self._count >= self._most or self._letters >= _LETTERS
        if is_full or len(self._rows) >= self._most // _PARTS:
            self._pack()
        if is_full:
            self._write()

    def finish(self) -> None:
        """Write the last row group and the footer."""
        self._pack()
        if self._count:
            self._write()
        self._writer.close()

    def _pack(self) -> None:
        """Pack rows as Arrow has them: those of a row group would be many small objects."""
        if self._rows:
            self._packed.append(
                self._arrow.RecordBatch.from_pylist(self._rows, schema=self._schema)
            )
            self._rows = []

    def _write(self) -> None:
        table = self._arrow.Table.from_batches(self._packed, schema=self._schema)
        self._writer.write_table(table, row_group_size=self._count)
        self._packed = []
        self._count = self._letters = 0


@exporter("parquet")
class Parquet(Exporter):
    """Apache Parquet."""

    suffixes: ClassVar[tuple[str, ...]] = (".parquet",)
    rejected: ClassVar[Literal["keep", "leave"]] = "keep"
    streams: ClassVar[bool] = True
    binary: ClassVar[bool] = True
    subjects: ClassVar[tuple[str, ...]] = (_RECORDS, *TABLES)
    fields: ClassVar[Mapping[str, frozenset[str]]] = {
        **FIELDS,
        _RECORDS: WHOLE_RECORD.union(*FIELDS.values()),
    }

    def tables(self, options: Options, *, in_folder: bool) -> tuple[str, ...]:
        """Return the one stream of ``--table``, or in a folder the records and all tables."""
        flat = tuple(f"{name}.parquet" for name in TABLES)
        return (RECORDS_FILE, *flat) if in_folder else ("",)

    def subject(self, options: FormatOptions, table: str) -> str:
        """Return which table a stream is, or that it holds the records."""
        return _RECORDS if table == RECORDS_FILE else super().subject(options, table)

    def part(self, item: Item, options: Options, table: str) -> list[dict[str, Any]] | None:
        """Return the figure's rows. LeftOutError: it has none in the only table."""
        name = self.subject(options, table)
        if name == _RECORDS:
            return [{**_row(item.figure, options.image_of(item.figure)), COLUMN: _whole(item)}]
        rows = [_flat_row(TABLES[name], cells) for cells in TABLES[name].rows(item.figure)]
        if not rows and not table:
            raise LeftOutError(f"with no {name}")
        return rows or None

    def sink(self, stream: BinaryIO, options: Options, table: str) -> _Sink:
        """Return what writes the rows. PfocrError: there is no pyarrow."""
        name = self.subject(options, table)
        if name == _RECORDS:
            return _Sink(stream, _schema, ROW_GROUP)
        return _Sink(stream, partial(_flat_schema, TABLES[name]), _ROWS)

    def losses(self, item: Item, options: Options, *, in_folder: bool) -> Iterator[Loss]:
        """Yield what could not be read, comments, and a record that JSON cannot hold."""
        if in_folder or self.subject(options, "") == _RECORDS:
            yield from lost_in_reading(item.record)
            if _whole(item) is None:
                yield Loss("the whole record")


def _whole(item: Item) -> str | None:
    """Return the whole record as JSON, as jsonl has it; None where JSON cannot hold it."""
    try:
        return json_text(item, indent=None)
    except LeftOutError:
        return None


def _flat_schema(table: TableOf, arrow: ModuleType) -> object:
    def kind(name: str) -> object:
        return arrow.int64() if name in table.numbers else arrow.string()

    return arrow.schema(
        [arrow.field(name, kind(name), nullable=name != "figid") for name in table.columns]
    )


def _flat_row(table: TableOf, cells: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {**_cells(tuple(table.columns), cells), "figid": cells[0]}
    return row | {name: int(row[name]) for name in table.numbers}


def _schema(arrow: ModuleType) -> object:
    text = arrow.string()

    def entries(names: Sequence[str]) -> object:
        # Not null: a list may be empty, and an entry lacks words, never itself.
        return arrow.list_(
            arrow.field("element", arrow.struct([(name, text) for name in names]), nullable=False)
        )

    texts = [arrow.field(name, text, nullable=name != "figid") for name in _TEXTS]
    lists = {
        "organisms": arrow.list_(text),
        "keywords": arrow.list_(text),
        "genes": entries(_GENE),
        "chemicals": entries(_CHEMICAL),
        "diseases": entries(_DISEASE),
    }
    nested = (arrow.field(name, kind, nullable=False) for name, kind in lists.items())
    return arrow.schema([*texts, *nested, arrow.field(COLUMN, text)])


def _row(figure: Figure, image: str) -> dict[str, object]:
    paper = (figure.paper_title, figure.reference, figure.year, figure.number, figure.figtype)
    links = (figure.filename, figure.figlink, figure.doi, figure.pfocr_page, image)
    of_record = (figure.ndex, figure.wpid, figure.license, figure.creator)
    return {
        **_cells(
            _TEXTS,
            (figure.figid, figure.pmcid, figure.title, figure.caption, *paper, *links, *of_record),
        ),
        "figid": figure.figid,
        "organisms": list(figure.organisms),
        "keywords": list(figure.keywords),
        "genes": [_cells(_GENE, _gene(gene)) for gene in figure.genes],
        "chemicals": [
            _cells(_CHEMICAL, (*_mention(mention), mention.of("CHEBI")))
            for mention in figure.chemicals
        ],
        "diseases": [
            _cells(_DISEASE, (*_mention(each), each.of("DOID"), each.of("OMIM")))
            for each in figure.diseases
        ],
    }


def _gene(gene: Gene) -> tuple[str, ...]:
    names = (
        gene.word,
        gene.match,
        gene.source,
        gene.symbol,
        gene.hgnc_id,
        gene.entrez,
        gene.current,
    )
    return *names, gene.organism_id, gene.organism


def _mention(mention: Mention) -> tuple[str, ...]:
    return mention.word, mention.mesh, mention.match, mention.name


def _cells(names: Sequence[str], texts: Sequence[str]) -> dict[str, str | None]:
    return {name: text or None for name, text in zip(names, texts, strict=True)}
