"""parquet: a row a figure, with its genes, chemicals and diseases as nested lists. Needs pyarrow
(extra ``parquet``).

The schema is explicit, so that a file without any chemical has the same one; ids are text; what is
missing is null, lists are empty. Row groups of a thousand figures bound the memory of a run. The
same records give the same bytes with the same pyarrow, which writes its version into the file.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Literal

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.formats import Exporter, Item, exporter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from _typeshed import ReadableBuffer

    from pfocr_cli.export.figure import Figure, Gene, Mention
    from pfocr_cli.export.options import Options

ROW_GROUP = 1_000
"""Figures a row group."""
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
_TEXTS = (*_IN_PAPER, "filename", "figlink", "doi", "page", "image")
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
    """Writes row groups as they fill."""

    def __init__(self, stream: BinaryIO) -> None:
        self._arrow = _pyarrow()
        self._schema = _schema(self._arrow)
        self._writer = self._arrow.parquet.ParquetWriter(_Unseekable(stream), self._schema)
        self._rows: list[Mapping[str, Any]] = []

    def take(self, part: Mapping[str, Any]) -> None:
        """Take a figure's row."""
        self._rows.append(part)
        if len(self._rows) == ROW_GROUP:
            self._write()

    def finish(self) -> None:
        """Write the last row group and the footer."""
        if self._rows:
            self._write()
        self._writer.close()

    def _write(self) -> None:
        self._writer.write_table(
            self._arrow.Table.from_pylist(self._rows, schema=self._schema), row_group_size=ROW_GROUP
        )
        self._rows = []


@exporter("parquet")
class Parquet(Exporter):
    """Apache Parquet."""

    suffixes: ClassVar[tuple[str, ...]] = (".parquet",)
    rejected: ClassVar[Literal["keep", "leave"]] = "keep"
    streams: ClassVar[bool] = True
    binary: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {
            "figid",
            "figtitle",
            "papertitle",
            "caption",
            "pmcid",
            "filename",
            "number",
            "reftext",
            "year",
        }
        | {
            "doi",
            "figtype",
            "schema-jsonld",
            "figlink",
            "organisms",
            "genes",
            "chemicals",
            "diseases",
        }
    )

    def part(self, item: Item, options: Options, table: str) -> dict[str, Any]:
        """Return the figure's row."""
        return _row(item.figure, options.image_of(item.figure))

    def sink(self, stream: BinaryIO, options: Options, table: str) -> _Sink:
        """Return what writes the rows. PfocrError: there is no pyarrow."""
        return _Sink(stream)


def _pyarrow() -> ModuleType:
    try:
        importlib.import_module("pyarrow.parquet")
        return importlib.import_module("pyarrow")
    except ImportError:
        raise PfocrError("parquet needs pyarrow: python -m pip install pyarrow") from None


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
    return arrow.schema(
        [*texts, *(arrow.field(name, kind, nullable=False) for name, kind in lists.items())]
    )


def _row(figure: Figure, image: str) -> dict[str, Any]:
    paper = (figure.paper_title, figure.reference, figure.year, figure.number, figure.figtype)
    links = (figure.filename, figure.figlink, figure.doi, figure.pfocr_page, image)
    return {
        **_cells(
            _TEXTS, (figure.figid, figure.pmcid, figure.title, figure.caption, *paper, *links)
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
