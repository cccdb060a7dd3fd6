"""``--excel-safe``: what a spreadsheet would make something else of, and what it leaves alone."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from test_export_csv import item_of, items, options, written

from pfocr_cli.export.figure import Figure
from pfocr_cli.export.formats import EXPORTERS
from pfocr_cli.export.formats._spreadsheet import guarded

HARMED = [
    "MARCH1",
    "SEPT2",
    "DEC1",
    "OCT4",
    "Sep2",
    "MAR1",
    "FEB1",
    "NOV2",
    "2-Sep",
    "1-Mar",
    "2-SEP",
    "1/2",
    "12-3",
    "3-4",
    "1.5",
    "2.50",
    "1E5",
    "1e10",
    "2E3",
    "0042",
    "007",
    "1234567890123456",
    "1,000",
    "5%",
    "10:30",
    "TRUE",
    "false",
    "1.2.2020",
    "2020-01-02",
    "=TP53",
    "+1",
    "-x",
    "@x",
    "OKT4",
    "MAI1",
    "Dez2",
]
SPACED = ["1 MAR 2020", "5 AM", "5 p", " 1E5", "Sept 2", "March 1", "MÄRZ 1", "1 1/2", "(5)", "$5"]
LEFT_ALONE = [
    "TP53",
    "SEPTIN2",
    "MARCHF1",
    "0",
    "7",
    "2019",
    "8792",
    "123456789012345",
    "p53",
    "E2",
    "E2F1",
    "MAPK1",
    "MARCKS",
    "DECR1",
    "SEPT",
    "MAR",
    "MAY",
    "OCTA1",
    "14-3-3ζ",
    "IL-2",
    "Ca2+",
    "5-HT",
    "1A",
    "TNF-α",
    "NaN",
    "null",
    "NA",
    "CD4",
    "H2O2",
    "DEC-205-x",
    "2-SEPT-like",
    "α",
    "3p",
]


@pytest.mark.parametrize("cell", [*HARMED, *SPACED])
def test_what_a_spreadsheet_would_change_is_guarded(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", *LEFT_ALONE, "a made title, 2019", "Fig. 1", "May the force"])
def test_what_it_leaves_alone_is_not(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_only_such_files_begin_with_a_byte_order_mark(name: str) -> None:
    for safe in (True, False):
        data, _ = written(EXPORTERS[name], items(), options(excel_safe=safe))
        assert data.startswith(b"\xef\xbb\xbf") == safe
        assert data.removeprefix(b"\xef\xbb\xbf").startswith(b"figid")


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_what_no_text_may_hold_never_leaves(name: str) -> None:
    gene = items()[0].figure.genes[0]._replace(word="a\0b\ud800c")
    data, _ = written(EXPORTERS[name], [item_of(Figure("PMC1__f", genes=(gene,)))], options())
    assert "a\ufffdb\ufffdc" in data.decode("utf-8", "strict")


def test_a_symbol_that_is_not_of_hgnc_stands_in_a_column_that_says_so() -> None:
    human = items()[0].figure.genes[0]
    mouse = human._replace(symbol="Trp53", current="Trp53", hgnc_id="", organism_id="10090",
        organism="Mus musculus", counts=("1", "2", "3"),
    )  # fmt: skip
    item = item_of(Figure("PMC1__f", doi="10.1/x", genes=(human, mouse)))
    data, _ = written(EXPORTERS["csv"], [item], options())
    first, second = csv.DictReader(io.StringIO(data.decode()))
    assert (first["hgnc_symbol"], first["ncbigene_symbol"]) == (human.symbol, "")
    assert (second["hgnc_symbol"], second["ncbigene_symbol"]) == ("", "Trp53")
    assert (first["organism_id"], second["organism_id"]) == ("9606", "10090")
    counts = [second[f"count_{kind}"] for kind in ("direct", "synonym", "match")]
    assert (counts, first["doi"], first["count_match"]) == (["1", "2", "3"], "10.1/x", "")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_libreoffice_shows_what_was_recorded(tmp_path: Path) -> None:
    gene = items()[0].figure.genes[0]
    words = ["MARCH1", "2-Sep", "1E5", "0042", "TNF-α"]
    item = item_of(Figure("PMC1__f", genes=tuple(gene._replace(word=word) for word in words)))
    data, _ = written(EXPORTERS["csv"], [item], options(excel_safe=True))
    (tmp_path / "genes.csv").write_bytes(data)
    # UTF-8 is asked for: the dialogue takes it from the mark, a conversion does not.
    conversion = "csv:Text - txt - csv (StarCalc):44,34,76"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            *("soffice", profile, "--headless", "--infilter=CSV:44,34,76"),
            *("--convert-to", conversion, "--outdir", "out", "genes.csv"),
        ],
        cwd=tmp_path,
        check=True,
        timeout=600,
    )
    text = (tmp_path / "out" / "genes.csv").read_text(encoding="utf-8-sig")
    read = [row["word"].removeprefix("'") for row in csv.DictReader(io.StringIO(text))]
    assert read == words, json.dumps(read)
