"""parquet: one schema, row groups, and what pyarrow, DuckDB and polars read."""

from __future__ import annotations

import io
import pickle
import sys
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from test_export_csv import item_of, items, nasty_figures, options, written

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.figure import Figure, Mention
from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.export.formats.parquet import ROW_GROUP

PARQUET = EXPORTERS["parquet"]
parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")


def figures() -> list[Figure]:
    return [*(item.figure for item in items()), *nasty_figures(), Figure("PMC0__empty")]


def test_everything_is_read_back() -> None:
    found = [item_of(figure) for figure in figures()]
    data, reasons = written(PARQUET, found, options())
    table = parquet.read_table(io.BytesIO(data))
    assert not reasons
    assert table.to_pylist() == [row for item in found for row in PARQUET.part(item, options(), "")]
    first = table.to_pylist()[0]
    assert (first["genes"][0]["word"], first["genes"][0]["entrez"]) == ("RANK", "8792")
    assert (first["doi"], first["chemicals"]) == (None, [])


def test_chemicals_and_diseases() -> None:
    chemical, disease = (
        Mention(" NA", "D012964", "sodium", "CHEBI:1", "Sodium"),
        Mention("x", other="OMIM:2"),
    )
    [row] = PARQUET.part(
        item_of(Figure("PMC1__f", chemicals=(chemical,), diseases=(disease,))), options(), ""
    )
    assert row["chemicals"] == [
        {"word": " NA", "mesh": "D012964", "match": "Sodium", "name": "sodium", "chebi": "CHEBI:1"}
    ]
    assert row["diseases"] == [
        {"word": "x", "mesh": None, "match": None, "name": None, "doid": None, "omim": "OMIM:2"}
    ]


def test_the_schema_is_the_same_without_any_record() -> None:
    empty, _ = written(PARQUET, [], options())
    full, _ = written(PARQUET, items(), options())
    assert parquet.read_schema(io.BytesIO(empty)) == parquet.read_schema(io.BytesIO(full))
    names = parquet.read_schema(io.BytesIO(empty)).field("genes").type.value_type
    assert [field.name for field in names][:4] == ["word", "symbol", "source", "hgnc_symbol"]


def test_row_groups_bound_memory_and_the_same_records_are_the_same_bytes() -> None:
    item = items()[0]
    found = [item] * (2 * ROW_GROUP + 1)
    data, _ = written(PARQUET, found, options())
    kept = parquet.ParquetFile(io.BytesIO(data)).metadata
    assert [kept.row_group(at).num_rows for at in range(kept.num_row_groups)] == [
        ROW_GROUP,
        ROW_GROUP,
        1,
    ]
    assert written(PARQUET, found, options())[0] == data


def test_a_pipe_will_do() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.data += bytes(data)
            return len(bytes(data))

        def tell(self) -> int:
            raise OSError("Illegal seek")

    pipe = Pipe()
    asked = options()
    sink = PARQUET.sink(cast("BinaryIO", pipe), asked, "")
    for item in items():
        sink.take(PARQUET.part(item, asked, ""))
    sink.finish()
    assert not pipe.closed
    assert pipe.data == written(PARQUET, items(), asked)[0]


def test_parts_go_through_a_pickle() -> None:
    part = PARQUET.part(items()[2], options(), "")
    assert pickle.loads(pickle.dumps(part)) == part


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(PfocrError, match=r"needs pyarrow: python -m pip install pyarrow"):
        PARQUET.sink(io.BytesIO(), options(), "")


def test_duckdb_and_polars_agree(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    polars = pytest.importorskip("polars", reason="needs polars")
    path = tmp_path / "x.parquet"
    path.write_bytes(written(PARQUET, [item_of(figure) for figure in figures()], options())[0])
    wanted = [
        (figure.figid, gene.word or None, gene.entrez or None)
        for figure in figures()
        for gene in figure.genes
    ]
    query = f"select figid, g.word, g.entrez from (select figid, unnest(genes) as g from '{path}')"
    assert duckdb.sql(query).fetchall() == wanted
    frame = (
        polars.read_parquet(path)
        .select("figid", "genes")
        .explode("genes")
        .drop_nulls()
        .unnest("genes")
    )
    assert frame.select("figid", "word", "entrez").rows() == wanted
