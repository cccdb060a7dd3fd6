"""The forms of chemicals' and diseases' tables: each is read, judged and exported alike."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import program
import pytest
from click.testing import CliRunner
from test_export_csv import (
    file_of,
    items,
    options,
    rows_of,
    written,
)

from pfocr_cli.cli import cli
from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.record import schema
from pfocr_cli.record.columns import ID_COLUMNS
from pfocr_cli.record.identifiers import identifiers

RECORDS = Path(__file__).parents[1] / "fixtures" / "records"
FIGID = "PMC99000005__xyz-02-0005-g002"
NEWER = "word\tmesh\tmatch\tname\t{other}\n{word}\tmesh:{id}\tNA\tNA\tNA\nbone\tNA\tNA\tNA\tNA\n"
OLDER = {
    "source": "word\tsource\tidentifier\n{word}\tMESH\t{id}\nbone\tNA\tNA\n",
    "crlf": "word\tsource\tidentifier\r\n{word}\tMESH\t{id}\r\nbone\tNA\tNA\r\n",
    "blank": "word\tsource\tidentifier\n{word}\tMESH\t{id}\nbone\t\t\n",
    "type": "word\ttype\tidentifier\n{word}\tx\tMESH:{id}\nbone\tx\tNA\n",
}
KINDS = {"chemicals": ("Glucose", "D005947", "chebi"), "diseases": ("Fever", "C000005334", "doid")}


def folder_with(folder: Path, kind: str, text: str) -> Path:
    """Return a folder whose record has this table."""
    shutil.copytree(RECORDS, folder / "r")
    word, identifier, other = KINDS[kind]
    table = text.format(word=word, id=identifier, other=other)
    (folder / "r" / "_data" / f"{FIGID}-{kind}.tsv").write_bytes(table.encode())
    return folder / "r" / "_figures" / f"{FIGID}.md"


def exported(path: Path, name: str, **asked: str) -> Any:
    data, _ = written(EXPORTERS[name], items(path), options(**asked))
    return rows_of(data) if name == "csv" else data


@pytest.mark.parametrize("form", OLDER)
@pytest.mark.parametrize("kind", KINDS)
def test_an_older_table_is_exported_like_the_newer(kind: str, form: str, tmp_path: Path) -> None:
    older = folder_with(tmp_path / "older", kind, OLDER[form])
    newer = folder_with(tmp_path / "newer", kind, NEWER)
    rows = exported(older, "csv", table=kind)
    assert rows == exported(newer, "csv", table=kind)
    assert [row[4:6] for row in rows] == [["word", "mesh"], list(KINDS[kind][:2]), ["bone", ""]]
    for name in ("biothings", "cx2", "gpml", "jsonld"):
        assert exported(older, name) == exported(newer, name)


@pytest.mark.parametrize("form", OLDER)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wrong_with_an_older_table(kind: str, form: str, tmp_path: Path) -> None:
    path = folder_with(tmp_path, kind, OLDER[form])
    words = ["validate", "--isolated", "--show", "info", "--select", "S,D,P", str(path)]
    run = CliRunner().invoke(cli, words)
    assert (run.exit_code, run.stdout) == (0, "")


@pytest.mark.parametrize("form", ["source", "crlf"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_older_table_goes_into_2021_with_its_ids(kind: str, form: str, tmp_path: Path) -> None:
    path = folder_with(tmp_path, kind, OLDER[form])
    (item,) = items(path)
    asked = options(into="2021")
    told = list(EXPORTERS["md"].losses(item, asked, in_folder=True))
    assert not [loss for loss in told if kind.removesuffix("s") in loss.told]
    data = file_of("md", item, asked).decode()
    assert f"  source: MESH\n  identifier: {KINDS[kind][1]}\n" in data


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Glucose\tMESH\tMESH:D005947", "identifier"),
        ("Glucose\tMESH\t5947", "identifier"),
        ("Glucose\tCHEBI\tx", "identifier"),
        ("Glucose\tmash\tD005947", "source"),
    ],
)
def test_a_wrong_value_of_an_older_table_is_told_once(row: str, told: str, tmp_path: Path) -> None:
    path = folder_with(tmp_path, "chemicals", f"word\tsource\tidentifier\n{row}\n")
    run = program.run("validate", "--isolated", "--select", "S,D", path)
    (line,) = run.out.splitlines()
    assert f"S104 error chemicals: {told} of row 1 is " in line


@pytest.mark.parametrize(
    ("row", "ids"),
    [
        ({"source": "MESH", "identifier": "D1"}, ["D1"]),
        ({"source": "", "identifier": "D1"}, ["D1"]),
        ({"source": "NA", "identifier": "chebi:1"}, ["CHEBI:1"]),
        ({"source": "CHEBI", "identifier": "1"}, ["CHEBI:1"]),
        ({"identifier": "OMIM:1"}, ["OMIM:1"]),
        ({"mesh": "mesh:D1", "chebi": "chebi:1"}, ["D1", "CHEBI:1"]),
        ({"mesh": "NA", "doid": "doid:1"}, ["DOID:1"]),
        ({"source": "MESH", "identifier": "NA"}, []),
        ({"word": "x"}, []),
    ],
)
def test_the_ids_of_a_row(row: dict[str, str], ids: list[str]) -> None:
    assert list(map(str, identifiers(row))) == ids


def test_every_column_of_ids_is_one_of_a_schema() -> None:
    known = schema.properties("chemicals") | schema.properties("diseases")
    assert {*ID_COLUMNS, "source"} <= known
