"""gmt of chemicals and of diseases: sets of their ids, beside those of genes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from program import SOUND_2023, run, sound
from test_export_csv import NASTY, item_of, options, written

from pfocr_cli.export.figure import Figure, Mention
from pfocr_cli.export.formats import EXPORTERS

GMT = EXPORTERS["gmt"]
CHEMICALS = (
    Mention("Ca2+", "D002118", other="CHEBI:29108"),
    Mention("calcium", "D002118", other="CHEBI:29108"),
    Mention("salt", "D012965", other="CHEBI:26710"),
    Mention("lactate", "D019344"),
    Mention("x", other="OMIM:5"),
)
DISEASES = (Mention("cancer", "D009369", other="DOID:162"), Mention("y", other="OMIM:600001"))
FIGURE = Figure("PMC1__f", title="Salts", chemicals=CHEMICALS, diseases=DISEASES)

USUAL = {"min_genes": None}


def sets(**asked: Any) -> tuple[list[str], list[str]]:
    data, reasons = written(GMT, [item_of(FIGURE)], options(**asked))
    return data.decode().splitlines(), reasons


@pytest.mark.parametrize(
    ("table", "ids", "wanted"),
    [
        ("chemicals", None, ["CHEBI:29108", "CHEBI:26710"]),
        ("chemicals", "chebi", ["CHEBI:29108", "CHEBI:26710"]),
        ("chemicals", "mesh", ["D002118", "D012965", "D019344"]),
        ("diseases", None, ["DOID:162"]),
        ("diseases", "mesh", ["D009369"]),
        ("diseases", "omim", ["OMIM:600001"]),
    ],
)
def test_each_id_once_in_the_order_of_the_record(
    table: str, ids: str | None, wanted: list[str]
) -> None:
    assert sets(table=table, ids=ids) == (["\t".join(["PMC1__f", "Salts", *wanted])], [])


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"table": "chemicals", **USUAL}, "with 1–2 chemicals with an id of ChEBI"),
        ({"table": "diseases", "min_genes": 2}, "with 1 disease with an id of DOID"),
        (
            {"table": "diseases", "min_genes": 3, "ids": "omim"},
            "with 1–2 diseases with an id of OMIM",
        ),
        ({"table": "genes"}, "with no gene"),
    ],
)
def test_too_few_are_left_out_by_reason(asked: dict[str, Any], reason: str) -> None:
    assert sets(**asked) == ([], [reason])


@pytest.mark.parametrize("text", NASTY)
def test_no_text_breaks_a_line(text: str) -> None:
    mention = Mention(text, text, text, f"CHEBI:{text}", text)
    figure = Figure("PMC1__f", title=text, chemicals=(mention,), diseases=(mention,))
    for asked in ({"ids": "chebi"}, {"ids": "mesh"}):
        data, _ = written(GMT, [item_of(figure)], options(table="chemicals", **asked))
        assert data.count(b"\n") == len(data.splitlines()) <= 1
        assert data.decode().count("\t") in (0, 2)


def folder(tmp_path: Path) -> Path:
    figures, data = tmp_path / "_figures", tmp_path / "_data"
    figures.mkdir()
    data.mkdir()
    (figures / "PMC1__f1.md").write_text(sound(1, SOUND_2023))
    rows = [("salt", "D012965", "26710"), ("Ca2+", "D002118", "29108"), ("lactate", "D019344", "")]
    lines = [f"{word}\tmesh:{mesh}\tNA\tNA\t{f'chebi:{chebi}' if chebi else 'NA'}\n"
             for word, mesh, chebi in rows]  # fmt: skip
    head = "word\tmesh\tmatch\tname\tchebi\n"
    (data / "PMC1__f1-chemicals.tsv").write_text(head + "".join(lines))
    (data / "PMC1__f1-genes.tsv").write_text(
        "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\t"
        "source\tcount_direct\tcount_synonym\tcount_match\n"
        "9606\tHomo sapiens\thuman\tNFKB1\tNFKB1\tNFKB1\t4790\tncbigene_symbol\t1\tNA\t1\n"
    )
    return figures


def test_all_kinds_in_one_run(tmp_path: Path) -> None:
    figures = folder(tmp_path)
    done = run(
        *("export", figures, "--min-genes", "1"),
        *("--to", "gmt:genes.gmt", "--to", "gmt:chem.gmt,table=chemicals"),
        *("--to", "gmt:mesh.gmt,table=chemicals,ids=mesh,min-genes=3"),
        cwd=tmp_path,
    )
    assert (done.status, done.messages) == (
        0,
        [
            "gmt:genes.gmt: 1 set in genes.gmt",
            "gmt:chem.gmt: 1 set in chem.gmt",
            "gmt:mesh.gmt: 1 set in mesh.gmt",
        ],
    )
    named = "PMC1__f1\tNF-κB in bone\t"
    assert (tmp_path / "genes.gmt").read_text("utf-8") == f"{named}4790\n"
    assert (tmp_path / "chem.gmt").read_text("utf-8") == f"{named}CHEBI:26710\tCHEBI:29108\n"
    assert (tmp_path / "mesh.gmt").read_text("utf-8") == f"{named}D012965\tD002118\tD019344\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--to", "gmt:x.gmt,table=figures"), "gmt has no table of figures; there are: genes, "),
        (("--to", "gmt:x.gmt", "--table", "figures"), "gmt has no table of figures"),
        (("--to", "csv:x.csv", "--table", "records"), "csv has no table of records"),
        (("--to", "gmt:x.gmt,table=chemicals,ids=entrez"), "holds chebi or mesh, and not entrez"),
        (("--to", "gmt:x.gmt", "--ids", "mesh"), "gmt of genes holds entrez or symbol"),
    ],
)
def test_what_makes_no_sense_is_told(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    done = run("export", folder(tmp_path), *words, cwd=tmp_path)
    assert done.status == 2
    assert told in done.err
    assert not (tmp_path / "x.gmt").exists()


def test_a_table_of_the_run_is_for_the_formats_that_have_it(tmp_path: Path) -> None:
    figures = folder(tmp_path)
    words = ("--to", "csv:x.csv", "--to", "gmt:x.gmt", "--min-genes", "1", "--table", "figures")
    assert run("export", figures, *words, cwd=tmp_path).status == 0
    assert "4790" in (tmp_path / "x.gmt").read_text("utf-8")
    assert "papertitle" in (tmp_path / "x.csv").read_text("utf-8")
