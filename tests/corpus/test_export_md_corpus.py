"""json and md over every real record and generated ones: there and back, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pytest
from corpora import Generate
from jsonschema import Draft202012Validator
from test_export_csv import (
    file_exporter,
    file_of,
)

from pfocr_cli.export.figure import figure_of
from pfocr_cli.export.formats import EXPORTERS, Item
from pfocr_cli.export.options import Options
from pfocr_cli.export.selection import Selection
from pfocr_cli.inputs.records import records
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record import Record, schema

LEXICON = open_lexicon(None)
PLAIN = Options(selection=Selection(), release=LEXICON.release)


def item_of(record: Record) -> Item:
    figure = figure_of(record, LEXICON)
    return Item(record, figure, figure)


def check(paths: Iterable[Path]) -> int:
    """Hold every record to its own bytes, and its export to the schema; return how many there
    were.
    """
    judge = Draft202012Validator(schema.bundled("export"))
    fits = schema.schema_validator("export").fits
    count = 0
    for path in paths:
        [record] = records(Input(str(path), path.name))
        data = file_of("json", item_of(record), PLAIN)
        [again] = records(Input("", "<stdin>", data))
        # A record with CRLF or a byte order mark is written as the others are.
        text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        tables = path.parents[1].glob(f"_data/{path.stem}-*.tsv") if record.wants_tables else ()
        expected = {f"_figures/{path.name}": text} | {
            f"_data/{table.name}": table.read_bytes() for table in tables
        }
        assert file_exporter("md").files(item_of(again), PLAIN) == expected
        assert file_of("md", item_of(record), PLAIN) == text
        assert list(EXPORTERS["json"].losses(item_of(record), PLAIN, in_folder=True)) == []
        if record.misfits or any(table.misfits for table in record.tables.values()):
            continue
        value = json.loads(data)
        assert fits(value), next(judge.iter_errors(value))
        count += 1
    return count


def test_real_records(shared: Path) -> None:
    assert check(sorted((shared / "real" / "_figures").glob("*.md"))) == 36
    assert check(sorted((shared / "real" / "generations").rglob("*.md"))) == 18


@pytest.mark.parametrize("generation", ["2021", "2023"])
def test_generated_records(generate: Generate, generation: str) -> None:
    corpus = generate(records=500, generation=generation, seed=4, variants=0.2)
    assert check(corpus.records) == 500


@pytest.mark.parametrize("generation", ["2021", "2023"])
def test_moved_there_and_back(
    generate: Generate, generation: Literal["2021", "2023"], tmp_path: Path
) -> None:
    other: Literal["2021", "2023"] = "2023" if generation == "2021" else "2021"
    for path in generate(records=60, generation=generation, seed=5).records:
        [record] = records(Input(str(path), path.name))
        there, back = (
            Options(selection=Selection(), release=LEXICON.release, into=name)
            for name in (other, generation)
        )
        for name, data in file_exporter("md").files(item_of(record), there).items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(data)
        [moved] = records(Input(str(tmp_path / "_figures" / path.name), path.name))
        assert moved.generation.startswith(other)
        assert moved.misfits == ()
        told = {
            str(loss).partition(" of ")[0]
            for loss in EXPORTERS["md"].losses(item_of(record), there, in_folder=True)
        }
        files = file_exporter("md").files(item_of(moved), back)
        if generation == "2021":
            [again] = records(Input("", "<stdin>", files[f"_figures/{path.name}"]))
            assert told <= {"pmc_ranked_result_index", "source"}
            assert again.data | {"pmc_ranked_result_index": "", "genes": []} == record.data | {
                "pmc_ranked_result_index": "", "genes": []
            }  # fmt: skip
            assert [gene | {"source": ""} for gene in again.data["genes"]] == [
                gene | {"source": ""} for gene in record.data["genes"]
            ]
        else:
            assert {"count_direct", "count_synonym", "count_match"} <= told or not record.rows(
                "genes"
            )
