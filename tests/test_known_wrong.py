"""G509 and G510, and that one of G505, G508 and G509 at most speaks of a row; what the fix of G509
makes of records and side tables.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from program import BROKEN, run
from test_gene_rules import LEXICON, found, gene, record_of, row, said, table_record

from pfocr_cli.inputs.decisions import decisions_in
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.record.changes import Insert, Remove, Replace
from pfocr_cli.rules import RULES
from pfocr_cli.rules.subject import Subject

ALIAS, PREVIOUS, FAMILY = "hgnc_alias_symbol", "hgnc_prev_symbol", "bioentities_symbol"
MATCHES = ("G505", "G508", "G509", "G510")

# Word, term, source, symbol, Entrez id: the rule that speaks, and what it says.
ROWS = [
    (("ADP", "ADP", ALIAS, "WDTC1", "23038"), "G509", "no gene here, but adenosine diphosphate"),
    (("(ADP)", "ADP", ALIAS, "WDTC1", "23038"), "G509", "no gene here, but adenosine diphosphate"),
    (("TAK1", "TAK1", ALIAS, "NR2C2", "7182"), "G509", "MAP3K7 (TGF-β-activated kinase 1): NR2C2"),
    (("CaM", "CAM", ALIAS, "KRIT1", "889"), "G509", "is CALM1, CALM2 and CALM3"),
    (("ADP/TNF", "ADP", ALIAS, "WDTC1", "23038"), "G509", "'ADP' is no gene here"),
    (("AR", "AR", ALIAS, "FDXR", "2232"), "G508", "leads to AR, not to FDXR"),
    (("CLR", "CLR", ALIAS, "TNF", "7124"), "G508", "leads to CALCRL, not to TNF"),  # unsure
    (("xyzzy", "XYZZY", ALIAS, "TNF", "7124"), "G508", "leads to no gene, not to TNF"),
    (("DFNA2", "DFNA2", PREVIOUS, "GJB3", "2707"), "G505", "'DFNA2' is an alias or a previous"),
    (("HER2", "NOTAGENE1", ALIAS, "ERBB2", "2064"), "G510", "'NOTAGENE1' is no name of a gene in"),
    (("SEPT2", "2-Sep", PREVIOUS, "SEPTIN2", "4735"), "G510", "'2-Sep' is a date that a spread"),
    (("TNF-α", "IL6", "hgnc_symbol", "TNF", "7124"), "G510", "is a symbol of IL6 in HGNC 2024-07"),
    (("TNF-α", "4790", "hgnc_symbol", "TNF", "7124"), "G510", "should be a name of TNF"),
    (("TNF-α", "hgnc_symbol", "TNF", "TNF", "7124"), "G510", "should be a name of TNF"),
    (("AR", "XYZ9", ALIAS, "FDXR", "2232"), "G510", "should be a name of FDXR"),
]
RIGHT = [
    ("TAK1", "TAK1", PREVIOUS, "MAP3K7", "6885"),
    ("WDTC1", "WDTC1", "hgnc_symbol", "WDTC1", "23038"),
    ("Akt", "AKT", FAMILY, "AKT1", "207"),
    ("cyclin D1", "Cyclin-D1", FAMILY, "CCND1", "595"),
    ("CTGF", "CTGF", PREVIOUS, "CTGF", "1490"),
    ("xBDNFx", "BDNF", "hgnc_symbol", "BDNF", "627"),
    ("OPG", "OPG", PREVIOUS, "TNFRSF11B", "4982"),
    ("NA", "NA", "NA", "TNF", "7124"),
]


def entry(cells: tuple[str, ...]) -> dict[str, Any]:
    word, term, source, symbol, entrez = cells
    return gene(symbol, entrez, word, term, source)


@pytest.mark.parametrize(("cells", "code", "told"), ROWS, ids=[case[0][0] for case in ROWS])
def test_one_rule_speaks_of_a_row(cells: tuple[str, ...], code: str, told: str) -> None:
    [(rule, problem)] = found(record_of([entry(cells)]), MATCHES)
    assert rule == code
    assert told in problem.message


@pytest.mark.parametrize("cells", RIGHT, ids=lambda cells: cells[0])
def test_nothing_is_said_of_what_the_word_means(cells: tuple[str, ...]) -> None:
    assert said(record_of([entry(cells)]), MATCHES) == []


def test_a_term_that_nobody_bears_is_told_beside_a_known_wrong_match() -> None:
    genes = [gene("WDTC1", "23038", "ADP", "XYZ9", ALIAS)]
    assert said(record_of(genes), MATCHES) == [
        "G509 warning /genes/0/word",
        "G510 warning /genes/0/symbol",
    ]


def test_two_genes_in_a_row_are_another_rules() -> None:
    for symbol in ("CREBBP", "CBP"):
        genes = [gene(symbol, "8600", "CREBBP", "CREBBP", "hgnc_symbol")]
        assert [code for code, _ in found(record_of(genes)) if code in MATCHES] == []


def test_who_belongs_to_a_family_is_no_mistake() -> None:
    meant = {match.hgnc_symbol for match in resolve("Gq/11", LEXICON).matches}
    assert "GNA15" not in meant
    genes = [gene("GNA15", "2769", "Gq/11", "Gq", FAMILY)]
    assert said(record_of(genes), MATCHES) == ["G508 info /genes/0/word"]


def test_ncbis_synonyms_are_no_wrong_terms_in_its_tables() -> None:
    rows = [
        row("ERBB2", "2064", "HER2", "NEU", "ncbigene_synonym"),
        row("TNF", "7124", "TNF-α", "IL6", "ncbigene_synonym"),
        row("TNF", "7124", "TNF-α", "IL6", "ncbigene_symbol"),
        row("TNF", "7124", "TNF-α", "XYZ9", "ncbigene_synonym"),
    ]
    assert said(table_record(rows), MATCHES) == [
        "G510 warning /genes/2/match",
        "G510 warning /genes/3/match",
    ]


# What puts it right


CAM = gene("KRIT1", "889", "CaM", "CAM", ALIAS)
ADP = gene("WDTC1", "23038", "ADP", "ADP", ALIAS)


def changes_of(record: Any) -> list[Any]:
    fixes = [problem.fix for _, problem in found(record, ["G509"])]
    assert not any(fix.safe for fix in fixes if fix)
    return [change for fix in fixes if fix for change in fix.changes]


def test_a_word_that_is_no_gene_loses_its_row() -> None:
    assert changes_of(record_of([gene("TNF", "7124", "TNF"), ADP])) == [Remove("/genes/1")]


def test_a_word_of_several_genes_gets_them_all() -> None:
    changes = changes_of(record_of([CAM]))
    replaced = {change.pointer: change.value for change in changes if isinstance(change, Replace)}
    assert replaced["/genes/0/hgnc_symbol"] == "CALM1"
    assert replaced["/genes/0/entrez"] == "801"
    inserted = [change for change in changes if isinstance(change, Insert)]
    assert [change.pointer for change in inserted] == ["/genes/1", "/genes/1"]
    rows = [change.value for change in inserted if isinstance(change.value, dict)]
    assert [row["hgnc_symbol"] for row in rows] == ["CALM2", "CALM3"]
    assert {row["word"] for row in rows} == {"CaM"}


def test_genes_that_are_there_already_are_not_written_again() -> None:
    genes = [CAM, gene("CALM1", "801", "CaM", "CaM", FAMILY), CAM | {"hgnc_symbol": "KRIT1"}]
    changes = changes_of(record_of(genes))
    symbols = [change.value for change in changes if isinstance(change, Replace)]
    assert "CALM2" in symbols
    assert "CALM1" not in symbols
    assert changes[-1] == Remove("/genes/2")


def test_rows_of_tables_are_put_right_as_well() -> None:
    wrong = [
        row("WDTC1", "23038", "ADP", "ADP", "ncbigene_synonym"),
        row("NR2C2", "7182", "TAK1", "TAK1", "ncbigene_synonym"),
    ]
    mouse = row("Wdtc1", "230796", "ADP", "ADP", "ncbigene_synonym") | {"organism_id": "10090"}
    changes = changes_of(table_record([*wrong, mouse]))
    assert changes[0] == Remove("/genes/0", "genes")
    assert changes[1:] == [
        Replace("/genes/1/ncbigene_symbol", "MAP3K7", "genes"),
        Replace("/genes/1/ncbigene_id", "6885", "genes"),
    ]


def test_of_a_gene_without_an_id_a_table_says_so() -> None:
    decisions = decisions_in("figid\tword\tgenes\tby\twhy\n*\tAR\tCHILL1\t\t\n", "d.tsv", LEXICON)
    records = [
        (record_of([gene("AR", "367", "AR", "AR", ALIAS)]), ("hgnc_symbol", "entrez", "")),
        (
            table_record([row("AR", "367", "AR", "AR", "ncbigene_synonym")]),
            ("ncbigene_symbol", "ncbigene_id", "NA"),
        ),
    ]
    for record, (symbol, entrez, nothing) in records:
        [problem] = RULES["G509"].problems(Subject(record, LEXICON, decisions))
        assert problem.fix is not None
        table = "genes" if entrez == "ncbigene_id" else None
        source = f"/genes/0/{record.gene_columns.source}"
        assert problem.fix.changes == (
            Replace(f"/genes/0/{record.gene_columns.term}", "CHILL1", table),
            Replace(source, "ncbigene_symbol" if table else "hgnc_symbol", table),
            Replace(f"/genes/0/{symbol}", "CHILL1", table),
            Replace(f"/genes/0/{entrez}", nothing, table),
        )


# What curators have decided


DECISIONS = decisions_in(
    "figid\tword\tgenes\tby\twhy\n*\tADP\tWDTC1\tA. E.\tthe caption names it\n*\tAR\tFDXR\t\t\n"
    "*\tTNF\t-\tA. E.\tnot a gene here\n*\tIL6\tIL6R\t\t\n*\txyzzy\tTNF\t\t\n",
    "decisions.tsv",
    LEXICON,
)


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        (("ADP", "ADP", ALIAS, "WDTC1", "23038"), ""),
        (("AR", "AR", ALIAS, "FDXR", "2232"), ""),
        (("xyzzy", "XYZZY", ALIAS, "TNF", "7124"), ""),
        (("xyzzy", "IL6", ALIAS, "TNF", "7124"), "G510"),
        (("TNF", "TNF", "hgnc_symbol", "TNF", "7124"), "G509"),
        (("TNF", "IL6", ALIAS, "TNF", "7124"), "G509"),
        (("IL6", "IL6", "hgnc_symbol", "IL6", "3569"), "G509"),
        (("AR", "AR", "hgnc_symbol", "AR", "367"), "G509"),
    ],
    ids=str,
)
def test_what_curators_decided_counts(cells: tuple[str, ...], finding: str) -> None:
    subject = Subject(record_of([entry(cells)]), LEXICON, DECISIONS)
    codes = [code for code in MATCHES for _ in RULES[code].problems(subject)]
    assert codes == ([finding] if finding else [])


def test_a_decision_is_named_and_its_genes_are_written() -> None:
    record = record_of(
        [gene("IL6", "3569", "IL6", "IL6", "hgnc_symbol"), gene("TNF", "7124", "TNF")]
    )
    problems = list(RULES["G509"].problems(Subject(record, LEXICON, DECISIONS)))
    assert [problem.message for problem in problems] == [
        "'IL6' is IL6R, decided by a curator; the row has IL6",
        "'TNF' is no gene, decided by A. E.: not a gene here; the row has TNF",
    ]
    fixes = [problem.fix for problem in problems if problem.fix]
    assert Replace("/genes/0/hgnc_symbol", "IL6R") in fixes[0].changes
    assert fixes[1].changes == (Remove("/genes/1"),)


# The program


@pytest.mark.parametrize("name", ["G509-no-gene.md", "G509-other-gene.md", "G509-in-a-table"])
def test_the_fix_leaves_nothing_of_it_and_keywords_that_fit(name: str, tmp_path: Path) -> None:
    files = [path for path in (BROKEN / name, *(BROKEN / name).rglob("*")) if path.is_file()]
    for path in files:
        target = tmp_path / path.relative_to(BROKEN)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    fix = ("validate", tmp_path / name, "--select", "G509", "--fix", "--unsafe-fixes")
    assert run(*fix).status == 0
    again = run("validate", tmp_path / name, "--show", "info", "--select", "G50,G510,K,S,D,P")
    codes = {line.split()[1] for line in again.out.splitlines()}
    assert codes <= {"G507"}
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run(*fix).status == 0
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_record_whose_only_gene_goes_has_an_empty_list(tmp_path: Path) -> None:
    path = tmp_path / "PMC1__f1.md"
    rows = "genes:\n- word: ADP\n  symbol: ADP\n  hgnc_symbol: WDTC1\n  entrez: '23038'\n"
    path.write_text(f"---\nschema-jsonld:\n  keywords:\n  - WDTC1\n{rows}---\n")
    run("validate", path, "--select", "G509", "--fix", "--unsafe-fixes")
    assert path.read_text() == "---\nschema-jsonld:\n  keywords: []\ngenes: []\n---\n"


def test_genes_of_other_species_are_counted_and_not_judged(tmp_path: Path) -> None:
    shutil.copytree(BROKEN / "G509-in-a-table", tmp_path, dirs_exist_ok=True)
    [path] = (tmp_path / "_data").glob("*-genes.tsv")
    rows = path.read_text().replace("9606\tHomo sapiens", "10090\tMus musculus", 1)
    path.write_text(rows)
    done = run("validate", tmp_path, "--select", "G,T301")
    assert [line.split()[1] for line in done.out.splitlines()] == ["G509"]
    assert "; 1 gene of other species not judged" in done.err
    assert "other species" not in run("validate", tmp_path, "--select", "T,D").err
