"""Parquet as records: what goes in comes out, byte for byte as JSON; what is no such file is one
finding; and the flat tables beside it.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from program import RECORDS, SOUND_2023, Run, as_json, run, sound
from test_export_csv import NASTY, items, options, written

from pfocr_cli.export.figure import figure_of
from pfocr_cli.export.formats import EXPORTERS, Item
from pfocr_cli.export.formats._frictionless import TABLES
from pfocr_cli.files import LIMIT
from pfocr_cli.inputs.json_lines import chunks
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record import Record

arrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
PARQUET, JSONL, CSV = EXPORTERS["parquet"], EXPORTERS["jsonl"], EXPORTERS["csv"]
LEXICON = open_lexicon(None)


def put(folder: Path, columns: dict[str, Any], name: str = "some.parquet", **more: Any) -> Path:
    path = folder / name
    parquet.write_table(arrow.table(columns), path, **more)
    return path


def exported(folder: Path, *words: str | Path) -> Path:
    path = folder / "some.parquet"
    assert run("export", *words, "-o", path).status == 0
    return path


def item_of(record: Record) -> Item:
    whole = figure_of(record, LEXICON)
    return Item(record, whole, whole)


def read(data: bytes, name: str) -> list[Record]:
    found = chunks([Input(name, name, data)])
    return [record for chunk in found for record in records(chunk.item)]


def there_and_back(lines: bytes) -> bytes:
    """Return the JSON Lines that a Parquet file of records gives which other lines hold."""
    before = [item_of(record) for record in read(lines, "x.jsonl")]
    data, _ = written(PARQUET, before, options())
    after = [item_of(record) for record in read(data, "x.parquet")]
    return written(JSONL, after, options())[0]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(NASTY)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "é", "figid"]), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = ["caption", "figtitle", "doi", "year", "organisms", "genes", "chemicals", "other", "_text"]


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5), st.integers(1, 3))
def test_whatever_a_record_holds_comes_back(changes: dict[str, Any], many: int) -> None:
    if "_text" in changes:
        changes["_text"] = str(changes["_text"])
    found = [json.loads(as_json(number)) | changes for number in range(many)]
    before = written(
        JSONL,
        map(item_of, read("\n".join(map(json.dumps, found)).encode(), "x.jsonl")),
        options(),
    )[0]
    assert there_and_back(before) == before


def test_the_program_takes_them_there_and_back(tmp_path: Path) -> None:
    path = exported(tmp_path, RECORDS)
    for name in ("json", "jsonl", "csv", "biothings"):
        there, back = (run("export", source, "--to", name) for source in (RECORDS, path))
        assert (there.status, there.stdout) == (0, back.stdout), name
    assert run("export", path, "--to", f"md:{tmp_path}/md/").status == 0
    for original in sorted((RECORDS / "_figures").iterdir()):
        again = yaml.safe_load((tmp_path / "md" / "_figures" / original.name).read_text()[4:-4])
        assert again == yaml.safe_load(original.read_text().split("---\n")[1])


def test_the_second_generation_of_parquet_is_the_first(tmp_path: Path) -> None:
    path = exported(tmp_path, RECORDS)
    again = tmp_path / "again.parquet"
    assert run("export", path, "-o", again).status == 0
    assert again.read_bytes() == path.read_bytes()


def test_findings_stand_in_their_row(tmp_path: Path) -> None:
    broken = as_json(2).replace('"2001"', '"never"')
    path = put(tmp_path, {"record": [as_json(1), broken, as_json(3)], "other": [1, 2, 3]})
    lines = tmp_path / "some.jsonl"
    lines.write_text("\n".join([as_json(1), broken, as_json(3)]))
    found, wanted = (run("validate", "--format", "jsonl", each) for each in (path, lines))
    assert (found.status, [one["line"] for one in found.findings]) == (1, [2])
    assert [one | {"file": ""} for one in found.findings] == [
        one | {"file": ""} for one in wanted.findings
    ]


def test_normalize_looks_and_changes_nothing(tmp_path: Path) -> None:
    stale = as_json(1).replace('"NFKB1"', '"TMEM173"').replace('"4790"', '"340061"')
    path = put(tmp_path, {"record": [stale]})
    before = path.read_bytes()
    check = run("normalize", "--check", "some.parquet", cwd=tmp_path)
    assert (check.status, check.out) == (1, "some.parquet\n")
    done = run("normalize", path)
    assert done.status == 2
    assert "is compressed, or Parquet" in done.err
    assert path.read_bytes() == before


def test_other_programs_write_such_files_too(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="needs polars")
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    source = exported(tmp_path, RECORDS)
    by_polars, by_duckdb = tmp_path / "polars.parquet", tmp_path / "duckdb.parquet"
    polars.read_parquet(source).write_parquet(by_polars)
    duckdb.sql(f"copy (from '{source}') to '{by_duckdb}' (format parquet)")
    wanted = run("export", source, "--to", "jsonl").stdout
    for path in (by_polars, by_duckdb):
        assert run("export", path, "--to", "jsonl").stdout == wanted


def test_lines_in_a_text_are_one_row(tmp_path: Path) -> None:
    pretty = json.dumps(json.loads(as_json(1)), indent=2)
    path = put(tmp_path, {"record": [pretty, as_json(2)]})
    done = run("export", path, "--to", "jsonl")
    assert [json.loads(line)["figid"] for line in done.out.splitlines()] == [
        "PMC1__f1",
        "PMC2__f1",
    ]


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def spoilt(data: bytes) -> bytes:
    return data[:4] + bytes(len(data) // 2) + data[4 + len(data) // 2 :]


@pytest.mark.parametrize("damage", [cut, spoilt, lambda _: b"", lambda _: b"{}", lambda _: b"PAR1"])
def test_damage_is_one_finding(damage: Any, tmp_path: Path) -> None:
    path = exported(tmp_path, RECORDS)
    path.write_bytes(damage(path.read_bytes()))
    done = run("validate", "--format", "jsonl", path)
    assert done.status == 1
    assert [one["code"] for one in done.findings] == ["P001"]
    assert "damaged" in done.findings[0]["message"]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"figid": ["a"]}, "it has no column record of texts"),
        ({"record": [1]}, "it has no column record of texts"),
        ({"record": [{"record": "x"}]}, "it has no column record of texts"),
        ({"record": arrow.array([None], arrow.string())}, "the row has nothing in its column"),
        ({"record": ["x" * (LIMIT + 1)]}, "of over 16 MB"),
        ({"record": ["no record"]}, "not JSON"),
    ],
)
def test_what_holds_no_records_says_so(columns: Any, told: str, tmp_path: Path) -> None:
    path = put(tmp_path, columns)
    done = run("validate", "--format", "jsonl", path)
    assert done.status == 1
    assert [told in one["message"] for one in done.findings] == [True]


def test_few_bytes_that_stand_for_many_long_texts_are_read_one_by_one(tmp_path: Path) -> None:
    long = as_json(1).replace("A paper", "x" * 500_000)
    many = arrow.DictionaryArray.from_arrays(arrow.array([0] * 8_000, arrow.int32()), [long])
    for is_kept in (True, False):
        path = put(tmp_path, {"record": many}, store_schema=is_kept)
        assert path.stat().st_size < 2**20  # 4 GB, were all of them there at once
        pieces = chunks([Input(str(path), "some.parquet")])
        first = next(iter(pieces)).item.data or b""
        assert first.splitlines()[0].decode() == long
        assert len(first) < 2**21


def test_standard_input_and_pipes(tmp_path: Path) -> None:
    data = exported(tmp_path, RECORDS).read_bytes()
    done = run("validate", "-", "--stdin-filename", "x.parquet", stdin=data)
    assert (done.status, done.out, done.err) == (0, "", "")


def test_a_search_passes_them_over(tmp_path: Path) -> None:
    put(tmp_path, {"record": [as_json(2)]}, "PMC2__f1.parquet")
    (tmp_path / "PMC1__f1.md").write_text(sound(1))
    assert run("validate", "--show-files", cwd=tmp_path).out.splitlines() == ["PMC1__f1.md"]


def refused(done: Run) -> bool:
    return done.status == 2 and "name another" in done.err


def test_what_is_read_is_not_replaced(tmp_path: Path) -> None:
    path = exported(tmp_path, RECORDS)
    before = path.read_bytes()
    assert refused(run("export", path, "--to", f"parquet:{path}", "--tier", "strict"))
    assert refused(run("export", path, "--to", f"jsonl:{path}"))
    assert refused(run("export", path, "-o", tmp_path / "x.csv", "--manifest", path))
    link = tmp_path / "link.parquet"
    link.symlink_to(path)
    assert refused(run("export", path, "--to", f"csv:{link}"))
    piped = run("export", "-", "--to", f"parquet:{path}", stdin=as_json(7).encode())
    assert refused(piped)
    assert path.read_bytes() == before


def test_a_record_that_json_cannot_hold_is_told(tmp_path: Path) -> None:
    path = tmp_path / "PMC1__f1.md"
    path.write_text(sound(1).replace("0.95", ".inf"))
    target = tmp_path / "x.parquet"
    done = run("export", path, "-o", target)
    assert done.status == 0
    assert "parquet: PMC1__f1: cannot hold the whole record" in done.err
    assert parquet.read_table(target)["record"].to_pylist() == [None]
    assert run("export", path, "-o", target, "--strict").status == 1


def test_comments_are_told(tmp_path: Path) -> None:
    path = tmp_path / "PMC1__f1.md"
    path.write_text(sound(1).replace("number:", "# mine\nnumber:"))
    done = run("export", path, "-o", tmp_path / "x.parquet")
    assert "parquet: PMC1__f1: cannot hold comments" in done.err
    flat = run("export", path, "--to", f"parquet:{tmp_path}/y.parquet,table=genes")
    assert "cannot hold" not in flat.err


def cells_of(path: Path) -> list[dict[str, str]]:
    rows = parquet.read_table(path).to_pylist()
    return [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


def test_a_folder_holds_the_records_and_all_tables(tmp_path: Path) -> None:
    tables, nested = tmp_path / "csv", tmp_path / "parquet"
    assert run("export", RECORDS, "--to", f"csv:{tables}/").status == 0
    done = run("export", RECORDS, "--to", f"parquet:{nested}/")
    assert (done.status, done.err) == (0, f"parquet: 5 files in {nested}/\n")
    assert sorted(each.name for each in nested.iterdir()) == sorted(
        ["pfocr.parquet", *(f"{name}.parquet" for name in TABLES)]
    )
    for name in TABLES:
        wanted = list(csv.DictReader(io.StringIO((tables / f"{name}.csv").read_text("utf-8"))))
        assert cells_of(nested / f"{name}.parquet") == wanted, name
    assert run("export", nested / "pfocr.parquet", "--to", "jsonl").stdout == (
        run("export", RECORDS, "--to", "jsonl").stdout
    )


@pytest.mark.parametrize("name", list(TABLES))
def test_one_table_alone(name: str) -> None:
    asked = options(table=name)
    data, reasons = written(PARQUET, items(), asked)
    rows, wanted = written(CSV, items(), asked)
    assert reasons == wanted
    table = parquet.read_table(io.BytesIO(data))
    assert table.column_names == list(TABLES[name].columns)
    assert table.num_rows == len(list(csv.reader(io.StringIO(rows.decode(), newline="")))) - 1
    numbers = {field.name for field in table.schema if str(field.type) == "int64"}
    assert numbers == TABLES[name].numbers
    assert not table.schema.field("figid").nullable


def test_a_figure_of_2023_keeps_its_tables(tmp_path: Path) -> None:
    figures, data = tmp_path / "_figures", tmp_path / "_data"
    figures.mkdir()
    data.mkdir()
    (figures / "PMC1__f1.md").write_text(sound(1, SOUND_2023))
    table = "word\tmesh\tmatch\tname\tchebi\nsalt \tmesh:D012965\tNA\tNA\tchebi:26710\n"
    (data / "PMC1__f1-chemicals.tsv").write_text(table)
    (data / "PMC1__f1-genes.tsv").write_text(
        "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\t"
        "source\tcount_direct\tcount_synonym\tcount_match\n"
        "9606\tHomo sapiens\thuman\tNFKB1\tNFKB1\tNFKB1\t4790\tncbigene_symbol\t1\tNA\t1\n"
    )
    path = exported(tmp_path, figures)
    new = tmp_path / "new"
    assert run("export", path, "--to", f"md:{new}/").status == 0
    assert (new / "_data" / "PMC1__f1-chemicals.tsv").read_text() == table
    assert (new / "_figures" / "PMC1__f1.md").read_text() == sound(1, SOUND_2023)
