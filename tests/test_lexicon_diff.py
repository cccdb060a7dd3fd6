"""What changed between two lexicons, and which records that touches."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from test_lexicon_build import (
    CTNNB1,
    FZD1,
    FZD2,
    GBA1,
    RANK,
    WITHDRAWN_HEADER,
    complete_set,
    made,
    opened,
)

from pfocr_cli.app.lexicon_diff import differences, write_jsonl, write_text, write_tsv
from pfocr_cli.inputs.records import ReadOptions
from pfocr_cli.inputs.search import Input
from pfocr_cli.lexicon.compare import LexiconChange, compare
from pfocr_cli.lexicon.model import HgncGene
from pfocr_cli.lexicon.store import Lexicon

GBA = HgncGene("HGNC:4177", "GBA", "2629", aliases=("GCase",), previous=("GLUC",))
OTHER = HgncGene("HGNC:7", "OTHER", "7", aliases=("GCase2",))
MOVED = HgncGene("HGNC:7", "OTHER", "70", aliases=("GCase2", "GCase"))
FAMILIES = "e,f\n8321,Frizzled\n2535,Frizzled\n"


@pytest.fixture
def older(tmp_path: Path) -> Lexicon:
    return opened(
        made(complete_set(GBA, OTHER, FZD1, FZD2, RANK), "", FAMILIES, "2021-01"), tmp_path, "older"
    )


@pytest.fixture
def newer(tmp_path: Path) -> Lexicon:
    merged = "HGNC:4040\tMerged/Split\tFZD2\tHGNC:4038|FZD1|Approved\n"
    gone = "HGNC:11908\tEntry Withdrawn\tTNFRSF11A\t\n"
    families = FAMILIES.replace("2535,Frizzled\n", "")
    return opened(
        made(complete_set(GBA1, MOVED, FZD1, CTNNB1), WITHDRAWN_HEADER + merged + gone, families),
        tmp_path,
        "newer",
    )


CHANGES = [
    LexiconChange("renamed", "GBA", "GBA", "GBA1", "HGNC:4177", "2629"),
    LexiconChange("withdrawn", "FZD2", "FZD2", "FZD1", "HGNC:4040", "2535"),
    LexiconChange("withdrawn", "TNFRSF11A", "TNFRSF11A", "", "HGNC:11908", "8792"),
    LexiconChange("new", "CTNNB1", "", "CTNNB1", "HGNC:2514", "1499"),
    LexiconChange("entrez", "OTHER", "7", "70", "HGNC:7", "7"),
    LexiconChange("alias", "CD265", "TNFRSF11A", ""),
    LexiconChange("alias", "GCase", "GBA", "OTHER,GBA1"),
    LexiconChange("alias", "PDB2", "TNFRSF11A", ""),
    LexiconChange("alias", "RANK", "TNFRSF11A", ""),
    LexiconChange("family", "Frizzled", "FZD1,FZD2", "FZD1"),
]


def test_every_kind_of_change_is_told(older: Lexicon, newer: Lexicon) -> None:
    assert compare(older, newer) == CHANGES


def test_nothing_changed_from_a_lexicon_to_itself(older: Lexicon) -> None:
    assert compare(older, older) == []
    assert list(differences(older, older, None, ReadOptions())) == []


def test_the_text_counts_and_lists(older: Lexicon, newer: Lexicon) -> None:
    stream = io.StringIO()
    write_text(
        list(differences(older, newer, None, ReadOptions())), older, newer, stream, whole=False
    )
    head, *lines = stream.getvalue().splitlines()
    assert head.startswith("from HGNC 2021-01 (sha256 ")
    assert lines == [
        "genes with another symbol: 1",
        "  GBA → GBA1 (HGNC:4177)",
        "genes withdrawn or merged: 2",
        "  FZD2 → FZD1 (HGNC:4040)",
        "  TNFRSF11A → none (HGNC:11908)",
        "new genes: 1",
        "  not listed: --all lists them",
        "genes with another Entrez id: 1",
        "  OTHER: 7 → 70 (HGNC:7)",
        "aliases and former symbols that mean other genes: 4",
        "  CD265: TNFRSF11A → none",
        "  GCase: GBA → OTHER,GBA1",
        "  PDB2: TNFRSF11A → none",
        "  RANK: TNFRSF11A → none",
        "families with other members: 1",
        "  Frizzled: lost FZD2; gained none",
    ]


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    genes = [HgncGene(f"HGNC:{number}", f"OLD{number}", str(number)) for number in range(1, 31)]
    renamed = [
        HgncGene(gene.hgnc_id, gene.symbol.replace("OLD", "NEW"), gene.entrez) for gene in genes
    ]
    older, newer = (
        opened(made(complete_set(*genes)), tmp_path, "a"),
        opened(made(complete_set(*renamed)), tmp_path, "b"),
    )
    rows = list(differences(older, newer, None, ReadOptions()))
    short, whole = io.StringIO(), io.StringIO()
    write_text(rows, older, newer, short, whole=False)
    write_text(rows, older, newer, whole, whole=True)
    assert short.getvalue().splitlines()[1:] == [
        *whole.getvalue().splitlines()[1:22],
        "  10 more: --all lists them",
    ]


RECORD_2021 = """---
figid: PMC1__f1
genes:
- {{word: Gba, symbol: {symbol}, source: hgnc_symbol, hgnc_symbol: {hgnc}, entrez: '{entrez}'}}
---
"""


def record(folder: Path, symbol: str, hgnc: str, entrez: str) -> Input:
    path = folder / "PMC1__f1.md"
    path.write_text(RECORD_2021.format(symbol=symbol, hgnc=hgnc, entrez=entrez), encoding="utf-8")
    return Input(str(path), path.name)


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        (("GBA", "GBA", "2629"), ["renamed"]),
        (("GBA", "GBA", ""), ["renamed"]),  # by its symbol alone
        (("X", "X", "2629"), ["renamed"]),  # by its Entrez id alone
        (("GCase", "GBA", "2629"), ["renamed", "alias"]),
        (("Frizzled", "FZD1", "8321"), ["family"]),
        (("Frizzled", "FZD2", "2535"), ["withdrawn", "family"]),
        (("FZD1", "FZD1", "8321"), []),
        (("CTNNB1", "CTNNB1", "1499"), []),
    ],
)
def test_records_that_name_what_changed_are_touched(
    row: tuple[str, str, str], kinds: list[str], older: Lexicon, newer: Lexicon, tmp_path: Path
) -> None:
    rows = list(differences(older, newer, [record(tmp_path, *row)], ReadOptions()))
    assert [touched.change.kind for touched in rows] == kinds
    assert {(touched.file, touched.figid) for touched in rows} <= {("PMC1__f1.md", "PMC1__f1")}


HEADER_2023 = (
    "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\t"
    "ncbigene_id\tsource\n"
)


@pytest.mark.parametrize(("organism", "touched"), [("9606", 1), ("10090", 0)])
def test_only_human_rows_of_side_tables_are_looked_at(
    organism: str, touched: int, older: Lexicon, newer: Lexicon, tmp_path: Path
) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_figures").mkdir()
    (tmp_path / "_data" / "PMC1__f1-genes.tsv").write_text(
        f"{HEADER_2023}{organism}\tsome\tone\tGba\tGBA\tGBA\t2629\tncbigene_symbol\n",
        encoding="utf-8",
    )
    path = tmp_path / "_figures" / "PMC1__f1.md"
    path.write_text(
        "---\nfigid: PMC1__f1\norganisms_ner: []\ndoi: ''\njournal_title: ''\n---\n",
        encoding="utf-8",
    )
    assert (
        len(list(differences(older, newer, [Input(str(path), "f")], ReadOptions("2023"))))
        == touched
    )


def test_records_in_text_and_in_tables(older: Lexicon, newer: Lexicon, tmp_path: Path) -> None:
    rows = list(differences(older, newer, [record(tmp_path, "GBA", "GBA", "2629")], ReadOptions()))
    text, table, lines = io.StringIO(), io.StringIO(), io.StringIO()
    write_text(rows, older, newer, text, whole=False)
    write_tsv(rows, table)
    write_jsonl(rows, lines)
    assert text.getvalue().splitlines()[1:] == [
        "PMC1__f1.md: renamed: GBA → GBA1 (HGNC:4177)",
        "1 file touched",
    ]
    assert table.getvalue() == (
        "kind\tname\tbefore\tafter\thgnc_id\tentrez\tfile\tfigid\n"
        "renamed\tGBA\tGBA\tGBA1\tHGNC:4177\t2629\tPMC1__f1.md\tPMC1__f1\n"
    )
    assert json.loads(lines.getvalue()) == {
        "kind": "renamed",
        "name": "GBA",
        "before": "GBA",
        "after": "GBA1",
        "hgnc_id": "HGNC:4177",
        "entrez": "2629",
        "file": "PMC1__f1.md",
        "figid": "PMC1__f1",
    }


def test_records_that_nothing_touches_are_not_called_unchanged(
    older: Lexicon, newer: Lexicon, tmp_path: Path
) -> None:
    for lexicons, said in (
        ((older, newer), "no record of those is touched (3 symbols changed)"),
        ((older, older), "nothing changed"),
    ):
        rows, stream = (
            list(differences(*lexicons, [record(tmp_path, "AR", "AR", "367")], ReadOptions())),
            io.StringIO(),
        )
        assert rows == []
        write_text(rows, *lexicons, stream, whole=False)
        assert stream.getvalue().splitlines()[1:] == [said]


def test_a_record_that_cannot_be_read_is_said(
    older: Lexicon, newer: Lexicon, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.md").write_text("---\na: [\n---\n", encoding="utf-8")
    inputs = [
        Input(str(tmp_path / "none.md"), "no\x1bne.md"),
        Input(str(tmp_path / "bad.md"), "bad.md"),
    ]
    assert list(differences(older, newer, inputs, ReadOptions())) == []
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("no\\x1bne.md:1:1: P001 error ")
    assert second.startswith("bad.md:3:1: P004 error ")


def test_unreadable_records_and_odd_genes_touch_nothing(
    older: Lexicon, newer: Lexicon, tmp_path: Path
) -> None:
    odd = tmp_path / "PMC1__odd.md"
    odd.write_text(
        "---\nfigid: 3\ngenes: [1, {entrez: [2629]}, {hgnc_symbol: null}, {entrez: 2629}]\n---\n",
        encoding="utf-8",
    )
    inputs = [Input(str(tmp_path / "none.md"), "none.md"), Input(str(odd), "odd.md")]
    assert [row.change.kind for row in differences(older, newer, inputs, ReadOptions())] == [
        "renamed"
    ]
