"""json and jsonl: the whole record there and back, its side tables with it, and the schema of
that.
"""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_export_csv import (
    file_exporter,
    file_of,
)

from pfocr_cli.export.figure import figure_of
from pfocr_cli.export.formats import EXPORTERS, Item, LeftOutError
from pfocr_cli.export.options import Options
from pfocr_cli.export.selection import Selection, selected
from pfocr_cli.fixes.apply import revised
from pfocr_cli.fixes.editing import RefusedError
from pfocr_cli.inputs.records import DEFAULTS, ReadOptions, records
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record import Record, schema
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.source import Source
from pfocr_cli.record.tables import table_data, table_source

FIXTURES = Path(__file__).parents[1] / "fixtures"
RECORDS = sorted((FIXTURES / "records" / "_figures").glob("*.md"))
EXPECTED = FIXTURES / "export" / "json"
LEXICON = open_lexicon(None)
SCHEMA = Draft202012Validator(schema.bundled("export"))


def options(**selection: Any) -> Options:
    return Options(selection=Selection(**selection), release=LEXICON.release)


def item_of(record: Record, **selection: Any) -> Item:
    whole = figure_of(record, LEXICON)
    return Item(record, selected(whole, Selection(**selection)), whole)


def read(data: bytes, name: str = "", read_options: ReadOptions = DEFAULTS) -> list[Record]:
    return list(records(Input(name, name or "<stdin>", data), read_options))


def read_file(path: Path) -> Record:
    [record] = records(Input(str(path), path.name))
    return record


def exported(record: Record, name: str = "json", **selection: Any) -> Any:
    return json.loads(file_of(name, item_of(record, **selection), options(**selection)))


def stream(name: str, found: list[Record]) -> bytes:
    out = io.BytesIO()
    sink = EXPORTERS[name].sink(out, options(), "")
    for record in found:
        sink.take(EXPORTERS[name].part(item_of(record), options(), ""))
    sink.finish()
    return out.getvalue()


def files(record: Record) -> Mapping[str, bytes]:
    return file_exporter("md").files(item_of(record), options())


def expected_files(path: Path) -> dict[str, bytes]:
    tables = sorted(path.parents[1].glob(f"_data/{path.stem}-*.tsv"))
    return {f"{each.parent.name}/{each.name}": each.read_bytes() for each in [path, *tables]}


# There and back


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_a_record_comes_back_byte_for_byte_with_its_tables(path: Path, name: str) -> None:
    record = read_file(path)
    [again] = read(file_of(name, item_of(record), options()))
    assert again.data == record.data
    assert again.misfits == ()
    assert again.generation == record.generation
    assert files(again) == expected_files(path)
    assert [again.rows(kind) for kind in KINDS] == [record.rows(kind) for kind in KINDS]
    assert list(EXPORTERS[name].losses(item_of(record), options(), in_folder=True)) == []


def test_exports_are_as_they_were() -> None:
    """Whole, against files that a person has read."""
    for path in sorted(EXPECTED.iterdir()):
        record = read_file(FIXTURES / "records" / "_figures" / f"{path.stem}.md")
        assert file_of("json", item_of(record), options()) == path.read_bytes()


@pytest.mark.parametrize("name", ["json", "jsonl"])
@pytest.mark.parametrize("count", [0, 1, 2, len(RECORDS)])
def test_a_stream_of_records_is_read_back(name: str, count: int) -> None:
    found = [read_file(path) for path in RECORDS[:count]]
    data = stream(name, found)
    if name == "json":
        value = json.loads(data)
        assert isinstance(value, dict) == (count == 1)
        assert value == [] or count
    for file in ("", f"all.{name}"):
        again = read(data, file) if count else []
        assert [record.data for record in again] == [record.data for record in found]
        assert [list(record.tables) for record in again] == [
            list(record.tables) for record in found
        ]
        assert [list(record.data) for record in again] == [list(record.data) for record in found]


def test_records_of_a_list_have_their_places() -> None:
    data = stream("json", [read_file(path) for path in RECORDS])
    lines = data.decode().split("\n")
    for record in read(data, "all.json"):
        place = record.reading.source.place(record.reading.span("/figid"))
        assert f'"{record.figid}"' in lines[place.line - 1][place.column - 1 : place.end_column - 1]
        assert record.stem is None


@pytest.mark.parametrize("text", ["[]", "[1]", '[{"figid": "x"}, 1]', "[[]]"])
def test_another_list_is_no_record(text: str) -> None:
    [record] = read(text.encode(), "x.json")
    assert [fault.kind for fault in record.misfits] == ["wrong-type"]


def test_text_after_the_front_matter_comes_along() -> None:
    path = RECORDS[0]
    text = path.read_text(encoding="utf-8") + "A note,\r\nand <more>.\n"
    [record] = read(text.encode(), path.name)
    value = exported(record)
    assert value["_text"] == "A note,\r\nand <more>.\n"
    SCHEMA.validate(value)
    [again] = read(json.dumps(value).encode())
    assert again.misfits == ()
    assert file_of("md", item_of(again), options()) == text.encode()


@pytest.mark.parametrize("change", [b"\r\n", b"\r", b"\xef\xbb\xbf"], ids=["CRLF", "CR", "BOM"])
def test_another_form_is_the_same_data(change: bytes) -> None:
    for path in RECORDS:
        data = path.read_bytes()
        odd = change + data if change.startswith(b"\xef") else data.replace(b"\n", change)
        [record] = read(odd, "x.md")
        assert file_of("md", item_of(record), options()) == data


# Side tables


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "\n\n", "a", "a\tb\n1\t2\n", "a\tb\n1\t2", "a\tb\r\n1\t2\r\n", "a\rb\r",
        "\ufeffa\n1\n", "a\tb\n1\n1\t2\t3\n\n",
        "a\r\nb\nc\r\n", "a\n\r\n", "a\u2028b\n\x00\x85\n", "a\n1\n\n\n", " a \t\t\n", "\ufeff",
    ],
)  # fmt: skip
def test_a_table_comes_back_as_written(text: str) -> None:
    bare = text.removeprefix("\ufeff")
    source = Source(bare, mark=text[: len(text) - len(bare)])
    data = json.loads(json.dumps(table_data(source)))
    assert table_source(data).encoded() == text.encode()
    Draft202012Validator(
        {"$defs": schema.load("shared")["$defs"], "$ref": "#/$defs/carriedTable"}
    ).validate(data)


@given(st.text(st.sampled_from("ab\t\n\r\ufeff\x85 ")))
def test_any_table_comes_back_as_written(text: str) -> None:
    assert table_source(table_data(Source(text))).encoded() == text.encode()


def with_tables(tables: Mapping[str, bytes], tmp_path: Path) -> Record:
    """Return the record of 2023 with other side tables."""
    path = next(path for path in RECORDS if "2023.01.02" in path.stem)
    (tmp_path / "_figures").mkdir()
    (tmp_path / "_data").mkdir()
    (tmp_path / "_figures" / path.name).write_bytes(path.read_bytes())
    for kind, data in tables.items():
        (tmp_path / "_data" / f"{path.stem}-{kind}.tsv").write_bytes(data)
    return read_file(tmp_path / "_figures" / path.name)


def test_odd_tables_come_along(tmp_path: Path) -> None:
    tables = {
        "genes": b"word\tmatch\r\np53\r\n",
        "chemicals": b"<<<<<<< a\nword\n>>>>>>> b\n",
        "diseases": b"",
    }
    record = with_tables(tables, tmp_path)
    assert not record.tables_usable
    [again] = read(file_of("json", item_of(record), options()))
    assert {
        name.rpartition("-")[2]: data for name, data in files(again).items() if "_data" in name
    } == {f"{kind}.tsv": data for kind, data in tables.items()}
    assert [table.faults[0].code for table in again.tables.values()] == ["D702", "P004", "D702"]


def test_a_table_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    record = with_tables({"genes": b"word\xff\n"}, tmp_path)
    assert exported(record)["_tables"] == {}
    for name in ("json", "jsonl", "md"):
        lost = EXPORTERS[name].losses(item_of(record), options(), in_folder=True)
        assert [each.told for each in lost] == ["the table of genes, which could not be read"]


def test_what_is_carried_wins_over_what_lies_beside(tmp_path: Path) -> None:
    record = with_tables(
        {"genes": (RECORDS[0].parents[1] / "_data" / "PMC99000008__sch1-genes.tsv").read_bytes()},
        tmp_path,
    )
    value = exported(record)
    file = tmp_path / "_figures" / f"{record.figid}.json"
    for tables, kinds in [(value["_tables"], ["genes"]), ({}, []), (None, ["genes"])]:
        file.write_text(
            json.dumps(
                {
                    key: each
                    for key, each in (value | {"_tables": tables}).items()
                    if each is not None
                }
            )
        )
        assert list(read_file(file).tables) == kinds


@pytest.mark.parametrize("tables", [5, [], {"gene": {}}, {"genes": []},
{"genes": {"columns": ["a"]}}, {"genes": {"text": 5}},
                                    {"genes": {"columns": ["a"], "rows": [["x", 1]]}}])  # fmt: skip
def test_rubbish_for_tables_is_found(tables: Any) -> None:
    value = exported(read_file(RECORDS[4])) | {"_tables": tables}
    [record] = read(json.dumps(value).encode())
    assert record.misfits
    assert all(fault.pointer.startswith("/_tables") for fault in record.misfits)
    assert record.tables == {}
    assert not SCHEMA.is_valid(value)


def test_in_markdown_the_key_is_unknown() -> None:
    text = RECORDS[0].read_text(encoding="utf-8").replace("figid:", "_tables: {}\nfigid:", 1)
    [record] = read(text.encode(), "x.md")
    assert [(fault.kind, fault.pointer) for fault in record.misfits] == [
        ("unknown-key", "/_tables")
    ]
    with pytest.raises(LeftOutError, match="_tables"):
        exported(record)


def test_embedded_tables_are_not_mended() -> None:
    record = read(file_of("json", item_of(read_file(RECORDS[4])), options()))[0]
    with pytest.raises(RefusedError, match="in the JSON itself"):
        revised(record, record.reading, {"genes": Source("")}, DEFAULTS)


# What JSON cannot hold, and what its readers trip over


@pytest.mark.parametrize("number", [".inf", "-.inf", ".nan"])
def test_numbers_that_json_has_not(number: str) -> None:
    text = RECORDS[0].read_text(encoding="utf-8").replace("0.9137462", number)
    [record] = read(text.encode(), "x.md")
    with pytest.raises(LeftOutError, match="a number that JSON does not have"):
        exported(record)


NUMBERS = [
    ("1.0e-05", 1e-05), ("0.6589065", 0.6589065), ("1", 1), ("-0.0", -0.0), ("true", True),
     ("~", None),
    ("12345678901234567", 12345678901234567),
]  # fmt: skip


@pytest.mark.parametrize(("written", "value"), NUMBERS)
def test_numbers(written: str, value: Any) -> None:
    text = RECORDS[0].read_text(encoding="utf-8").replace("0.9137462", written)
    [record] = read(text.encode(), "x.md")
    found = exported(record)["pathway_score"]
    assert repr(found) == repr(value)
    [again] = read(json.dumps(exported(record)).encode())
    line = text.replace(" ~\n", " null\n")
    assert file_of("md", item_of(again), options()) == line.encode()


def test_comments_are_told() -> None:
    text = RECORDS[0].read_text(encoding="utf-8").replace("figid:", "# mine\nfigid:", 1)
    [record] = read(text.encode(), "x.md")
    lost = EXPORTERS["json"].losses(item_of(record), options(), in_folder=True)
    assert [each.told for each in lost] == ["comments in the front matter"]


HOSTILE = [
    "<", "&", "]]>", "\x00", "\x1f\x7f", "\ttab", "line\nbreak", "\r\n", "%", "'\"", "=cmd()",
    "\u202eevil", "x" * 10_000, "😀",
    "", "a\u2028b", "\x85", "\ufeff", "\uffff", "---", "...", "# x", "{", "[", "- ", "? ", "null",
    "~", "yes", "0x1F",
    "<<<<<<< HEAD",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_hostile_text(text: str) -> None:
    value = json.loads(file_of("json", item_of(read_file(RECORDS[0])), options()))
    for key in ("caption", "number", "papertitle"):
        value[key] = text
    value["genes"][0]["word"] = value["schema-jsonld"]["keywords"][0] = text
    [record] = read(json.dumps(value).encode())
    for name in ("json", "jsonl"):
        data = stream(name, [record, record])
        for again in read(data):
            assert again.data == value
        assert data.decode().splitlines() == data.decode().split("\n")[:-1]


# Selections


def test_genes_that_were_not_selected_are_gone_with_their_keywords() -> None:
    path = next(path for path in RECORDS if "aa.00" in path.stem)
    value, whole = exported(read_file(path), tier="strict"), exported(read_file(path))
    assert [gene["hgnc_symbol"] for gene in value["genes"]] == ["SRC", "AR"]
    words = [row["word"] for row in whole["chemicals"] + whole["diseases"]]
    assert value["schema-jsonld"]["keywords"] == ["SRC", "AR", *words]
    assert {key: each for key, each in value.items() if key not in ("genes", "schema-jsonld")} == {
        key: each for key, each in whole.items() if key not in ("genes", "schema-jsonld")
    }


def test_rows_that_were_not_selected_are_gone_with_their_keywords(tmp_path: Path) -> None:
    path = next(path for path in RECORDS if "2023.01.02" in path.stem)
    table = (path.parents[1] / "_data" / f"{path.stem}-genes.tsv").read_bytes().replace(
        b"\n", b"\r\n"
    ) + b"cut\r\n"
    record = with_tables({"genes": table}, tmp_path)
    value = exported(record, species="9606")
    assert value["schema-jsonld"]["keywords"] == ["TP53", "MDM2"]
    assert [row[5] for row in value["_tables"]["genes"]["rows"]] == ["TP53", "MDM2"]
    assert value["_tables"]["genes"]["line_end"] == "\r\n"
    assert exported(record, species="10090")["schema-jsonld"]["keywords"] == ["Mdm2"]
    assert exported(record)["_tables"]["genes"]["rows"][3] == ["cut"]


def renamed(record: Record, old: str, new: str) -> Item:
    """Return what --symbols current gives where a symbol has another name today."""
    whole = figure_of(record, LEXICON)
    genes = tuple(gene._replace(symbol=new) if gene.symbol == old else gene for gene in whole.genes)
    return Item(record, replace(whole, genes=genes), whole)


def test_a_symbol_of_today_is_named_in_its_place() -> None:
    for stem, old in (("nihms", "TNFSF11"), ("xyz-02-0005", "IL6")):
        record = read_file(next(path for path in RECORDS if stem in path.stem))
        before = exported(record)
        value = json.loads(file_of("json", renamed(record, old, "NEW1"), options()))
        text, found = json.dumps(before, ensure_ascii=False), json.dumps(value, ensure_ascii=False)
        assert found != text
        word = copy.deepcopy(before)
        rows = word.get("genes") or word["_tables"]["genes"]["rows"]
        for row in rows:
            if isinstance(row, dict):
                row["hgnc_symbol"] = row["hgnc_symbol"].replace(old, "NEW1")
            else:
                row[5] = row[5].replace(old, "NEW1")
        keywords = word["schema-jsonld"]["keywords"]
        word["schema-jsonld"]["keywords"] = [each.replace(old, "NEW1") for each in keywords]
        assert value == word
        assert list(value) == list(before)


def test_what_is_no_gene_is_no_row() -> None:
    value = exported(read_file(RECORDS[0]))
    value["genes"].insert(1, "odd")
    [record] = read(json.dumps(value).encode())
    assert exported(record)["genes"][1] == "odd"
    assert exported(record, tier="strict")["genes"] == []


# The schema


def kinds_of_rubbish(value: dict[str, Any]) -> Iterator[Any]:
    yield []
    yield {}
    for key in value:
        if key not in ("_tables", "_text"):
            yield {other: each for other, each in value.items() if other != key}
    yield value | {"captoin": ""}
    yield value | {"figid": "x"}
    yield value | {"doi" if "genes" in value else "genes": ""}
    yield value | {"schema-jsonld": {}}
    yield value | {"_tables": {"genes": {}}}
    yield value | {"_text": 5}


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_exports_fit_their_schema_and_rubbish_does_not(path: Path) -> None:
    value = exported(read_file(path))
    SCHEMA.validate(value)
    assert [found for found in kinds_of_rubbish(value) if SCHEMA.is_valid(found)] == []
