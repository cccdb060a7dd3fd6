"""csv, tsv, gmt, cx2, biothings, parquet, jsonld: what clients see of real and generated records is
what is in them.

Counted from the records' own rows, not from the figures that exporters are given.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from corpora import Corpus, Generate
from test_export_biothings import documents_of
from test_export_csv import (
    file_of,
    folder_of,
    items,
    options,
    written,
)
from test_export_cx2 import assert_holds, network_of
from test_export_jsonld import CONTEXT, counts_of, expanded, nodes_of, terms_of
from test_export_jsonld import KINDS as TYPES

from pfocr_cli.export.formats import EXPORTERS, Item, LeftOutError
from pfocr_cli.export.selection import Selection, selected
from pfocr_cli.record.columns import HUMAN
from pfocr_cli.record.match_sources import BY_SYMBOL

KINDS = ("genes", "chemicals", "diseases")
EACH = 250
"""Generated records of each generation, out of ``OF``."""
OF = 2_450
Count = dict[str, dict[str, int]]
Words = dict[str, Counter[tuple[str, str]]]


@dataclass(frozen=True)
class Records:
    """Records of one origin, and of each figid the rows that it has."""

    items: list[Item]

    @property
    def rows(self) -> Count:
        return {
            item.figure.figid: {kind: len(item.record.rows(kind)) for kind in KINDS}
            for item in self.items
        }

    @property
    def words(self) -> Words:
        """The figures' own words, as the records have them."""
        return {
            kind: Counter(
                (item.figure.figid, row["word"])
                for item in self.items
                for row in item.record.rows(kind)
            )
            for kind in KINDS
        }

    @property
    def not_empty(self) -> Count:
        return {figid: counts for figid, counts in self.rows.items() if any(counts.values())}


@pytest.fixture(scope="module", params=["real", "generations", "2021", "2023"])
def found(request: pytest.FixtureRequest, shared: Path) -> Records:
    if request.param == "real":
        return Records(items(shared / "real" / "_figures"))
    if request.param == "generations":
        # One figure in several generations: renamed, so that a run can hold them all.
        folders = sorted((shared / "real" / "generations").iterdir())
        return Records(
            [_renamed(item, folder.name) for folder in folders for item in items(folder)]
        )
    corpus: Corpus = request.getfixturevalue("mixed")
    paths = [path for path in corpus.records if _table(path).exists() == (request.param == "2023")]
    return Records(items(*sorted(paths, key=_without_chemicals)[:EACH]))


@pytest.fixture(scope="module")
def mixed(generate: Generate) -> Corpus:
    return generate(records=OF, generation="mixed", seed=4)


def _table(path: Path) -> Path:
    return path.parent.parent / "_data" / f"{path.stem}-chemicals.tsv"


def _without_chemicals(path: Path) -> bool:
    """Say whether a generated record names no chemical: only late ones do, and those come first."""
    table = _table(path)
    return (
        table.read_bytes().count(b"\n") < 2
        if table.exists()
        else b"\nchemicals: []" in path.read_bytes()
    )


def _renamed(item: Item, revision: str) -> Item:
    figid = f"{item.figure.figid}-{revision}"
    return replace(
        item, figure=replace(item.figure, figid=figid), whole=replace(item.whole, figid=figid)
    )


def _counted(pairs: Iterator[tuple[str, str]], figids: list[str]) -> Count:
    counts: Count = {figid: dict.fromkeys(KINDS, 0) for figid in figids}
    for figid, kind in pairs:
        counts[figid][kind] += 1
    return counts


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_readers_of_tables(name: str, found: Records, tmp_path: Path) -> None:
    frictionless, duckdb, polars = (
        pytest.importorskip(client) for client in ("frictionless", "duckdb", "polars")
    )
    folder_of(EXPORTERS[name], found.items, options(), tmp_path)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])[:5]
    assert not report.warnings
    figids = list(found.rows)
    read = {kind: package.get_resource(kind).read_rows() for kind in (*KINDS, "figures")}
    assert [row["figid"] for row in read["figures"]] == figids
    assert {
        row["figid"]: {kind: row[kind] for kind in KINDS} for row in read["figures"]
    } == found.rows
    assert (
        _counted(((row["figid"], kind) for kind in KINDS for row in read[kind]), figids)
        == found.rows
    )
    assert {
        kind: Counter((row["figid"], row["word"] or "") for row in read[kind]) for kind in KINDS
    } == found.words
    # As anybody would, without telling how the file is written.
    plain = (
        (kind, duckdb.sql(f"select figid from read_csv('{tmp_path / kind}.{name}')").fetchall())
        for kind in KINDS
    )
    assert (
        _counted(((figid, kind) for kind, rows in plain for (figid,) in rows), figids) == found.rows
    )
    how = {"separator": "," if name == "csv" else "\t"}
    frames = (
        (kind, polars.read_csv(tmp_path / f"{kind}.{name}", infer_schema=False, **how)["figid"])
        for kind in KINDS
    )
    assert (
        _counted(((figid, kind) for kind, column in frames for figid in column), figids)
        == found.rows
    )


def test_readers_of_parquet(found: Records, tmp_path: Path) -> None:
    duckdb, polars, parquet = (
        pytest.importorskip(client) for client in ("duckdb", "polars", "pyarrow.parquet")
    )
    path = tmp_path / "x.parquet"
    path.write_bytes(written(EXPORTERS["parquet"], found.items, options())[0])
    query = f"select figid, {', '.join(f'len({kind})' for kind in KINDS)} from '{path}'"
    lengths = [polars.col(kind).list.len() for kind in KINDS]
    by_arrow = [
        (row["figid"], *(len(row[kind]) for kind in KINDS))
        for row in parquet.read_table(path).to_pylist()
    ]
    for read in (
        duckdb.sql(query).fetchall(),
        polars.read_parquet(path).select("figid", *lengths).rows(),
        by_arrow,
    ):
        assert {
            figid: dict(zip(KINDS, counts, strict=True)) for figid, *counts in read
        } == found.rows
    rows = parquet.read_table(path).to_pylist()
    assert {
        kind: Counter((row["figid"], entry["word"] or "") for row in rows for entry in row[kind])
        for kind in KINDS
    } == found.words


def test_readers_of_cx2(found: Records) -> None:
    cx2 = pytest.importorskip("ndex2.cx2", reason="needs ndex2")
    seen: Count = {}
    for item in found.items:
        try:
            document = file_of("cx2", item, options())
        except LeftOutError:
            continue
        network_of(document)
        network = cx2.RawCX2NetworkFactory().get_cx2network(json.loads(document))
        assert_holds({"nodes": [*network.get_nodes().values()]}, item.figure)
        figid = network.get_network_attributes()["pfocrId"]
        seen[figid] = found.rows[figid]
    assert seen == found.not_empty


def test_readers_of_biothings(found: Records) -> None:
    data, reasons = written(EXPORTERS["biothings"], found.items, options())
    documents = {
        document["_id"]: document["associatedWith"]["mentions"] for document in documents_of(data)
    }
    assert len(documents) + len(reasons) == len(found.items)
    for item in found.items:
        wanted = {
            "ncbigene": {
                str(row.get("entrez", row.get("ncbigene_id"))) for row in item.record.rows("genes")
            }
            - {"NA", "NaN"},
            **{kind: _mesh(item, kind) for kind in ("chemicals", "diseases")},
        }
        seen = documents.get(item.figure.figid)
        if seen is None:
            assert not any(wanted.values())
        else:
            assert set(seen["genes"]["ncbigene"]) == wanted["ncbigene"]
            assert {kind: set(seen[kind]["mesh"]) for kind in ("chemicals", "diseases")} == {
                kind: wanted[kind] for kind in ("chemicals", "diseases")
            }


def _mesh(item: Item, kind: str) -> set[str]:
    """Return the ids that rows give as MeSH's: by their source, or with its prefix in either of two
    columns.
    """
    rows = item.record.rows(kind)
    bare = {row["identifier"] for row in rows if row.get("source") == "MESH"}
    with_prefix = {
        str(row.get(column)).lower()
        for row in rows
        if "source" not in row
        for column in ("mesh", "identifier")
    }
    return bare | {each[5:].upper() for each in with_prefix if each.startswith("mesh:")}


def test_readers_of_jsonld(found: Records, shared: Path) -> None:
    data, _ = written(EXPORTERS["jsonld"], found.items, options())
    context = json.loads(
        (shared / "clients" / "schemaorgcontext.jsonld").read_text(encoding="utf-8")
    )["@context"]
    assert terms_of(json.loads(data)) - {"dct:conformsTo"} <= set(context)
    # The whole context is slow to use, ours says the same of what is in it; one document shows that
    # they agree.
    assert expanded(data.split(b'"@graph"')[0] + b'"@graph": []}', context) == []
    document = file_of(
        "jsonld", max(found.items, key=lambda item: len(item.figure.chemicals)), options()
    )
    assert expanded(document, context) == expanded(
        document, CONTEXT | {"datePublished": {"@type": "http://schema.org/Date"}}
    )
    words: Words = {kind: Counter() for kind in KINDS}
    for node in nodes_of(data):
        for entry in node.get("about", []):
            words[TYPES[entry["@type"]]][node["identifier"], entry.get("alternateName", "")] += 1
    assert words == found.words
    by_figid = {
        node["http://schema.org/identifier"][0]["@value"]: counts_of([node])
        for node in expanded(data)
    }
    assert by_figid == found.rows
    assert [node["identifier"] for node in nodes_of(data)] == list(found.rows)


def test_readers_of_gmt(found: Records, tmp_path: Path) -> None:
    gseapy = pytest.importorskip("gseapy", reason="needs gseapy")
    path = tmp_path / "all.gmt"
    data, reasons = written(EXPORTERS["gmt"], found.items, options())
    path.write_bytes(data)
    wanted = {item.figure.figid: _entrez(item, None) for item in found.items}
    assert {name: set(ids) for name, ids in gseapy.read_gmt(str(path)).items()} == {
        figid: ids for figid, ids in wanted.items() if ids
    }
    assert reasons == ["with no gene"] * sum(not ids for ids in wanted.values())


def test_the_published_gmt_is_the_default(found: Records, tmp_path: Path) -> None:
    gseapy = pytest.importorskip("gseapy", reason="needs gseapy")
    gmt = EXPORTERS["gmt"]
    selection = Selection(gmt.tier, gmt.species)
    chosen = [replace(item, figure=selected(item.whole, selection)) for item in found.items]
    path = tmp_path / "strict.gmt"
    data, reasons = written(gmt, chosen, options(selection=selection, min_genes=None))
    path.write_bytes(data)
    wanted = {item.figure.figid: _entrez(item, BY_SYMBOL) for item in found.items}
    assert {name: set(ids) for name, ids in gseapy.read_gmt(str(path)).items()} == {
        figid: ids for figid, ids in wanted.items() if len(ids) >= 3
    }
    few = sum(0 < len(ids) < 3 for ids in wanted.values())
    assert reasons.count("with 1–2 strict genes") == few
    assert (
        reasons.count("with no strict gene")
        == len(reasons) - few
        == sum(not ids for ids in wanted.values())
    )


def _entrez(item: Item, sources: frozenset[str] | None) -> set[str]:
    rows = item.record.rows("genes")
    if sources:
        rows = [
            row
            for row in rows
            if row["source"] in sources and row.get("organism_id", HUMAN) == HUMAN
        ]
    return {str(row.get("entrez", row.get("ncbigene_id"))) for row in rows} - {"NA", "NaN", ""}


def test_the_same_records_are_the_same_bytes(found: Records, tmp_path: Path) -> None:
    few = found.items[:40]
    for name in ("csv", "tsv", "gmt", "biothings", "jsonld", "parquet"):
        assert written(EXPORTERS[name], few, options()) == written(EXPORTERS[name], few, options())
    assert io.BytesIO(written(EXPORTERS["gmt"], few, options())[0]).read().count(b"\r") == 0
