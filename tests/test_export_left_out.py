"""What an export leaves out whatever it is asked: figures curators marked, and those of nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import program
import pytest

KEPT = ("json", "jsonl", "md", "csv", "tsv", "parquet")
LEFT_OUT = ("gmt", "gpml", "gpml2021", "cx2", "biothings", "jsonld")
GENES = [
    {
        "word": symbol,
        "symbol": symbol,
        "source": "hgnc_symbol",
        "hgnc_symbol": symbol,
        "entrez": entrez,
    }
    for symbol, entrez in (("TP53", "7157"), ("TNF", "7124"), ("AKT1", "207"))
]


def record(serial: int, **changes: Any) -> dict[str, Any]:
    figid = f"PMC9990{serial:04}__made-g001"
    return {
        "figid": figid, "figlink": f"/pmc/articles/PMC9990{serial:04}/figure/g1/",
        "number": "Fig. 1",
        "caption": "A made caption.", "pmcid": f"PMC9990{serial:04}", "papertitle": "A made paper",
        "reftext": "Ada Example. J Made. 2020.", "pmc_ranked_result_index": "1",
        "pathway_score": 0.9,
        "filename": "made-g001.jpg", "figtitle": f"Made figure {serial}", "year": "2020",
        "organisms": ["Homo sapiens"], "ndex": "", "annotations": [], "seo": "CreativeWork",
        "schema-jsonld": {
            "@context": "https://schema.org/",
            "@id": f"https://pfocr.wikipathways.org/figures/{figid}.html",
            "@type": "Dataset", "description": "A made caption.", "license": "CC0",
            "name": "CreativeWork",
            "creator": {"@type": "Organization", "name": "WikiPathways"},
            "keywords": [gene["hgnc_symbol"] for gene in GENES],
        },
        "genes": GENES, "chemicals": [], "diseases": [],
        **changes,
    }  # fmt: skip


def export(folder: Path, records: list[dict[str, Any]], *words: str) -> tuple[int, str]:
    text = "".join(json.dumps(each) + "\n" for each in records)
    (folder / "records.jsonl").write_text(text, encoding="utf-8")
    run = program.run("export", "--isolated", "records.jsonl", *words, cwd=folder)
    return run.status, run.err


SOUND = record(1)
REJECTED = [
    record(2, figtitle="REJECT"),
    record(3, number="REJECT"),
    record(4, caption="REJECT"),
    record(5, organisms=["REJECT"]),
]
NOT_HUMAN = record(6, organisms=["XXX"])
EMPTY = record(7, genes=[])


@pytest.mark.parametrize("name", LEFT_OUT)
def test_rejected_figures_are_left_out(name: str, tmp_path: Path) -> None:
    status, said = export(tmp_path, [SOUND, *REJECTED], "--to", f"{name}:out/")
    assert status == 0, said
    assert "; left out 4 marked REJECT; --rejected keep would give 5\n" in said
    status, said = export(tmp_path, REJECTED, "--to", f"{name}:none/")
    assert (status, (tmp_path / "none").exists()) == (2, False)
    assert "nothing to export, and nothing was written: left out 4 marked REJECT" in said
    status, said = export(tmp_path, REJECTED, "--to", f"{name}:kept/", "--rejected", "keep")
    assert (status, "left out" in said) == (0, False)


@pytest.mark.parametrize("name", KEPT)
def test_whole_records_and_tables_keep_them(name: str, tmp_path: Path) -> None:
    status, said = export(tmp_path, [SOUND, *REJECTED], "--to", f"{name}:out/")
    assert (status, "left out" in said) == (0, False)
    status, said = export(tmp_path, REJECTED, "--to", f"{name}:none/", "--rejected", "leave")
    assert (status, "4 marked REJECT" in said) == (2, True)


def test_not_human_is_left_out_of_human_sets_only(tmp_path: Path) -> None:
    status, said = export(tmp_path, [SOUND, NOT_HUMAN], "--to", "gmt:h.gmt", "--to", "cx2:c/")
    assert status == 0
    assert "gmt: 1 set; left out 1 marked XXX (not human); --species all would give 2\n" in said
    assert "cx2: 2 files in c/\n" in said
    status, _ = export(tmp_path, [SOUND, NOT_HUMAN], "--to", "gmt:a.gmt", "--species", "all")
    assert len((tmp_path / "a.gmt").read_text().splitlines()) == 2
    for species in ("human", "Homo sapiens"):
        status, said = export(tmp_path, [NOT_HUMAN], "--to", "gmt:n.gmt", "--species", species)
        assert (status, "1 marked XXX (not human)" in said) == (2, True)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gpml", 'Organism="Unknown"'),
        ("gpml2021", 'organism="Unknown"'),
        ("cx2", '"organism": "Unknown"'),
        ("csv", ",Unknown,"),
        ("jsonld", '"Gene"'),
        ("biothings", '"7157"'),
    ],
)
def test_elsewhere_its_organism_is_unknown(name: str, says: str, tmp_path: Path) -> None:
    status, _ = export(tmp_path, [NOT_HUMAN], "--to", f"{name}:out")
    files = [path for path in (tmp_path / "out").rglob("*") if path.name != "datapackage.json"]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert status == 0
    assert says in text
    assert "sapiens" not in text


@pytest.mark.parametrize("name", ["gpml", "gpml2021", "cx2", "jsonld"])
def test_a_figure_of_nothing_is_left_out_of_what_shows_things(name: str, tmp_path: Path) -> None:
    status, said = export(tmp_path, [SOUND, EMPTY], "--to", f"{name}:out/")
    assert (status, "left out 1 with no gene, chemical or disease\n" in said) == (0, True)
    status, said = export(tmp_path, [EMPTY], "--to", f"{name}:none/")
    assert (status, (tmp_path / "none").exists()) == (2, False)
    assert "left out 1 with no gene, chemical or disease" in said


@pytest.mark.parametrize("name", KEPT)
def test_a_figure_of_nothing_is_in_the_rest(name: str, tmp_path: Path) -> None:
    status, said = export(tmp_path, [SOUND, EMPTY], "--to", f"{name}:out/")
    assert (status, "left out" in said) == (0, False)
