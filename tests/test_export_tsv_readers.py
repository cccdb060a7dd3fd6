"""tsv and csv are read whole by those who read them without a word on how they are written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from test_export_csv import folder_of, item_of, items, options

from pfocr_cli.export.figure import Figure, Mention
from pfocr_cli.export.formats import EXPORTERS, Item
from pfocr_cli.export.formats._frictionless import TABLES

# A mark inside, before, after and alone; tabs, commas, line breaks, backslashes, comment signs.
WORDS = (
    *('5" flanking', '"PI3K', 'Akt"', '"', '""', '"a" and "b"', 'a\t"b', '"\n"', "'", "5'-AMP"),
    *("a\tb", "\tx", "x\t", "a\nb", "a\n\nb", "a,b", ",", "a;b", "\\", "a\\", "\\n", '\\"', "\\t"),
    *("#c", "# c", "//x", "%x", "{x}", " padded ", "α–β", "a b", "|", "1e5", "0x1F", "-", "=1"),
)
LINE_ENDS = ("a\rb", "a\r\nb", "\r")
"""R takes every line end for LF, as its connections do with any file."""


def figures(words: tuple[str, ...]) -> list[Item]:
    """Return a figure a word, with plain ones between."""
    gene = items()[0].figure.genes[0]
    found = []
    for number, word in enumerate(words):
        genes = tuple(gene._replace(word=each) for each in (word, "plain"))
        mention = Mention(word, "D000255", word, "CHEBI:1", word)
        texts: dict[str, Any] = {"title": word.strip(), "caption": word.strip()}
        found.append(
            Figure(
                f"PMC{number}__f", genes=genes, chemicals=(mention,), diseases=(mention,), **texts
            )
        )
    return [item_of(figure) for figure in found]


def rows(found: list[Item], table: str) -> list[list[str]]:
    """Return what a table is to hold."""
    return [list(row) for item in found for row in TABLES[table].rows(item.figure)]


@pytest.fixture(params=["csv", "tsv"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("table", list(TABLES))
def test_duckdb_finds_out_by_itself(name: str, table: str, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    found = figures(WORDS + LINE_ENDS)
    folder_of(EXPORTERS[name], found, options(), tmp_path)
    read = duckdb.sql(f"from read_csv('{tmp_path / table}.{name}', all_varchar=true)").fetchall()
    assert [[cell or "" for cell in row] for row in read] == rows(found, table)


@pytest.mark.parametrize("table", list(TABLES))
def test_polars_needs_only_the_delimiter(name: str, table: str, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="needs polars")
    found = figures(WORDS + LINE_ENDS)
    folder_of(EXPORTERS[name], found, options(), tmp_path)
    how = {"separator": "\t"} if name == "tsv" else {}
    read = polars.read_csv(tmp_path / f"{table}.{name}", infer_schema=False, **how).rows()
    assert [[cell or "" for cell in row] for row in read] == rows(found, table)


@pytest.mark.parametrize("table", list(TABLES))
def test_pandas_needs_only_the_delimiter(name: str, table: str, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    found = figures(WORDS + LINE_ENDS)
    folder_of(EXPORTERS[name], found, options(), tmp_path)
    how = {"sep": "\t"} if name == "tsv" else {}
    frame = pandas.read_csv(tmp_path / f"{table}.{name}", dtype=str, keep_default_na=False, **how)
    assert frame.to_numpy().tolist() == rows(found, table)


def reading_of(library: str, name: str, path: Path) -> str:
    """Return what reads a table in R: its own way, or readr's, with every cell as text."""
    file = json.dumps(str(path))
    if library == "base":
        return f"{'read.delim' if name == 'tsv' else 'read.csv'}({file}, colClasses='character')"
    how = "col_types=readr::cols(.default='c'), na=character(), trim_ws=FALSE, progress=FALSE"
    return f"readr::read_{name}({file}, {how})"


@cache
def rscript_with(library: str) -> str:
    """Return the program that runs R, where that has a library."""
    r = shutil.which("Rscript")
    if not r:
        pytest.skip("needs R")
    if library != "base":
        asked = [r, "--vanilla", "-e", f"loadNamespace('{library}')"]
        if subprocess.run(asked, capture_output=True, check=False).returncode:
            pytest.skip(f"needs {library}")
    return r


@pytest.mark.parametrize("library", ["base", "readr"])
def test_r_reads_it_as_it_comes(library: str, name: str, tmp_path: Path) -> None:
    r = rscript_with(library)
    found = figures(WORDS)
    folder_of(EXPORTERS[name], found, options(), tmp_path)
    # Each cell on a line of its own, as hexadecimal bytes: nothing of R's own printing is between.
    tell = (
        "x[is.na(x)] <- ''; cat(ncol(x), '\\n'); "
        "for (cell in t(as.matrix(x))) cat(paste(charToRaw(cell), collapse=''), '\\n', sep=''); "
        "cat('end\\n')"
    )
    readings = [reading_of(library, name, tmp_path / f"{table}.{name}") for table in TABLES]
    run = subprocess.run(
        [r, "--vanilla", "-e", "; ".join(f"x <- {reading}; {tell}" for reading in readings)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    told = run.stdout.split("end\n")
    for table, lines in zip(TABLES, told, strict=False):
        width, *cells = lines.removesuffix("\n").split("\n")
        texts = [bytes.fromhex(cell).decode() for cell in cells]
        wide = int(width)
        read = [texts[start : start + wide] for start in range(0, len(texts), wide)]
        assert read == rows(found, table), table
    assert (len(told), told[-1], run.stderr) == (len(TABLES) + 1, "", "")
