"""D701 names the side tables that can be missing: those that can explain the keywords."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import SOUND_2023, sound

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.inputs.records import DEFAULTS, records
from pfocr_cli.inputs.search import Input
from pfocr_cli.rules import RULES
from pfocr_cli.rules.subject import Subject

HEADERS = {
    "genes": "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id"
    "\tsource\tcount_direct\tcount_synonym\tcount_match\n",
    "chemicals": "word\tmesh\tmatch\tname\tchebi\n",
    "diseases": "word\tmesh\tmatch\tname\tdoid\n",
}
ROWS = {
    "genes": "9606\tHomo sapiens\tPrimates\tits {0}\t{0}\t{0}\t4790\tncbigene_symbol\t1\t1\t1\n",
    "chemicals": "{0}\tmesh:D000255\t{0}\tName\tNA\n",
    "diseases": "{0}\tmesh:D009369\t{0}\tName\tNA\n",
}


def _judged(folder: Path, keywords: list[str], tables: dict[str, list[str]]) -> Problem:
    """Judge a record with these keywords and these words in its side tables."""
    (folder / "_figures").mkdir()
    (folder / "_data").mkdir()
    items = "".join(f"\n  - {word}" for word in keywords)
    text = sound(1, SOUND_2023).replace("\n  - NFKB1", items)
    path = folder / "_figures" / "PMC1__f1.md"
    path.write_text(text, "utf-8")
    for kind, words in tables.items():
        rows = "".join(ROWS[kind].format(word) for word in words)
        (folder / "_data" / f"PMC1__f1-{kind}.tsv").write_text(HEADERS[kind] + rows, "utf-8")
    [record] = records(Input(str(path), path.name), DEFAULTS)
    [problem] = RULES["D701"].problems(Subject(record))
    return problem


@pytest.mark.parametrize(
    ("keywords", "tables", "missing"),
    [
        (["NFKB1"], {}, ["genes"]),
        (["NFKB1", "Akt"], {"chemicals": []}, ["genes"]),
        (["NFKB1", "Noonan syndrome"], {"genes": ["NFKB1"]}, ["diseases"]),
        (["NFKB1", "Cardiomyopathy"], {"genes": ["NFKB1"]}, ["diseases"]),
        (["NFKB1", "lung cancer"], {}, ["genes", "diseases"]),
        (["Fatty acids", "NFKB1", "lung cancer"], {}, ["genes", "chemicals", "diseases"]),
        (["osteoclasts"], {"diseases": []}, ["chemicals"]),
        (["SOMA"], {}, ["genes"]),
        (["Adenoma"], {}, ["diseases"]),
        (["NFKB1", "Fatty acids"], {"genes": ["NFKB1"]}, ["chemicals", "diseases"]),
        (["NFKB1", "Fatty acids"], {"genes": ["NFKB1"], "diseases": ["MI"]}, ["chemicals"]),
        (["NFKB1", "ATP"], {"genes": ["NFKB1"]}, ["chemicals", "diseases"]),
        (["IL6", "glucose", "MI"], {"chemicals": ["glucose"], "diseases": ["MI"]}, ["genes"]),
        (
            ["NFKB1", "MI", "Angina pectoris"],
            {"genes": ["NFKB1"], "diseases": ["MI"]},
            ["chemicals"],
        ),
    ],
)
def test_the_tables_named_are_those_that_can_explain(
    tmp_path: Path, keywords: list[str], tables: dict[str, list[str]], missing: list[str]
) -> None:
    message = _judged(tmp_path, keywords, tables).message
    first, *others = missing
    files = ", ".join([f"PMC1__f1-{first}.tsv", *(f"-{kind}.tsv" for kind in others)])
    assert message.split(", if")[0].endswith(f"; missing: {files}")


@pytest.mark.parametrize(
    ("keywords", "severity"),
    [
        (["NFKB1", "Noonan syndrome"], "info"),
        (["NFKB1", "Cardiomyopathy"], "info"),
        (["NFKB1", "Noonan syndrome", "Cancer"], "warning"),
        (["Cancer", "NFKB1"], "warning"),
        (["NFKB1", "CANCER"], "warning"),
        (["NFKB1", "lung cancer"], "warning"),
        (["NFKB1", "TNBC"], "warning"),
    ],
)
def test_a_disease_of_an_enrichment_is_an_info(
    tmp_path: Path, keywords: list[str], severity: str
) -> None:
    found = _judged(tmp_path, keywords, {"genes": ["NFKB1"]})
    assert str(found.severity) == severity
    assert ("it may come from a set of genes" in found.message) == (severity == "info")


def test_a_disease_is_a_warning_where_the_genes_are_missing_too(tmp_path: Path) -> None:
    assert _judged(tmp_path, ["Noonan syndrome"], {}).severity is Severity.WARNING


def test_many_keywords_are_listed_as_elsewhere(tmp_path: Path) -> None:
    message = _judged(tmp_path, [f"AKT{number}" for number in range(1, 6)], {}).message
    assert "no side table explains AKT1, AKT2, AKT3 and 2 more; missing: " in message
