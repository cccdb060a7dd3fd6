"""Rows of genes are judged once a run, and the bound on what is remembered changes no finding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from test_gene_rules import LEXICON, gene, record_of, row

from pfocr_cli.record import Record, fast
from pfocr_cli.record.columns import GENE_IN_RECORD, GENE_IN_TABLE
from pfocr_cli.record.reading import read
from pfocr_cli.record.side_rows import side_row
from pfocr_cli.record.source import Source
from pfocr_cli.rules import RULES, distinct_rows
from pfocr_cli.rules.distinct_rows import DistinctRows, KnownRows
from pfocr_cli.rules.subject import Subject

WRONG = [
    gene("WDTC1", "23038", "ADP", "ADP", "hgnc_alias_symbol"),
    gene("GBA", "2629", "GBA", "GBA", "hgnc_symbol"),
    gene("ERBB2", "2064", "HER2", "NOTAGENE1", "hgnc_alias_symbol"),
    gene("WDTC1", "23038", "ADP", "ADP", "hgnc_alias_symbol"),
    gene("TNFSF11", "8600", "RANKL", "RANKL", "hgnc_symbol"),
    gene("TP53", "7157", "IL6", "TP53", "hgnc_symbol"),
]
CODES = ("G501", "G505", "G506", "G507", "G508", "G509", "G510")


def read_record(genes: list[dict[str, Any]]) -> Record:
    """Return the record of such genes as it is read from its text."""
    entries = "- ".join(
        "  ".join(f"{key}: '{cell}'\n" for key, cell in one.items()) for one in genes
    )
    (reading,) = read(Source(f"figid: a\ngenes:\n- {entries}year: '2001'\n"), "yaml")
    return Record(reading, "draft.yaml", generation="2021b")


def findings(record: Record) -> list[tuple[str, str, str]]:
    subject = Subject(record, LEXICON)
    problems = [one for code in CODES for one in RULES[code].problems(subject)]
    return [(one.code, one.pointer, one.message) for one in problems]


def test_with_nothing_remembered_the_findings_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast._known_entries.cache_clear()
    remembered, known = findings(record_of(WRONG)), read_record(WRONG)
    assert len(known.reading.known_genes) == len(WRONG)
    assert findings(known) == findings(known) == remembered
    distinct_rows.distinct_rows.cache_clear()
    distinct_rows.known_rows.cache_clear()
    monkeypatch.setattr(distinct_rows, "_MOST_KEPT", 0)
    assert findings(record_of(WRONG)) == findings(known) == remembered
    said = {code for code, _, _ in remembered}
    assert said == {"G501", "G506", "G507", "G508", "G509", "G510"}


@pytest.mark.parametrize("asked", ["UNSOUND", "WRONG_SOURCE", "UNLIKE_WORD"])
def test_a_row_of_which_nothing_is_said_is_looked_at_once(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = read_record([gene("TNFSF11", "8600", "RANKL", "RANKL", "hgnc_alias_symbol")]).reading
    known = KnownRows(GENE_IN_RECORD, LEXICON)
    by = getattr(distinct_rows, asked)
    assert known.spoken_of(by, entries.known_genes) == []
    monkeypatch.setattr(distinct_rows, "DistinctRow", None)
    known.clear()
    assert known.spoken_of(by, entries.known_genes) == []


@pytest.mark.parametrize("lacking", ["word", "symbol", "source", "hgnc_symbol", "entrez"])
def test_known_entries_that_lack_a_key_are_judged_by_the_others(lacking: str) -> None:
    genes = [{key: cell for key, cell in one.items() if key != lacking} for one in WRONG]
    known = read_record(genes)
    assert known.reading.known_genes
    assert findings(known) == findings(record_of(genes))


def test_a_record_that_was_changed_is_not_judged_by_what_it_was() -> None:
    known = read_record(WRONG)
    changed = replace(known, reading=replace(known.reading, data={"genes": WRONG[1:2]}))
    assert findings(changed) == findings(record_of(WRONG[1:2]))


def test_a_row_is_remembered_up_to_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distinct_rows, "_MOST_KEPT", 1)
    rows = DistinctRows("HGNC", LEXICON)
    first, second = (("ADP", "ADP", "", symbol, "23038") for symbol in ("WDTC1", "WDTC2"))
    assert rows[first] is rows[first]
    assert rows[second] is not rows[second]
    assert len(rows) == 1
    assert rows[second].recorded.symbol == "WDTC2"
    assert rows[first].wrong.known is not None


def test_rows_of_tables_are_others_than_those_of_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distinct_rows, "verdict_of", None)  # nobody is asked of approved symbols
    cells = ("TNF", "TNF", "hgnc_symbol", "TNF", "7124")
    of_record, of_table = (DistinctRows(owner, LEXICON)[cells] for owner in ("HGNC", "NCBI"))
    assert (of_record.recorded.in_table, of_table.recorded.in_table) == (False, True)
    assert of_record.wrong is of_table.wrong  # sound rows keep nothing of their own
    assert not any(of_record.wrong)
    assert not of_record.is_unsound


def test_a_list_in_a_cell_is_judged_by_other_rules() -> None:
    one = DistinctRows("HGNC", LEXICON)[("ADP", "ADP", ..., "WDTC1", "23038")]
    assert one.wrong.known is one.wrong.term is one.unlike_word is one.wrong_source is None


@pytest.mark.parametrize(
    ("word", "entrez", "says"),
    [("RANKL", "8600", True), (..., "8600", True), ("RANKL", ..., False)],
)
def test_the_source_is_judged_whatever_the_word(word: object, entrez: object, says: bool) -> None:
    one = DistinctRows("HGNC", LEXICON)[(word, "RANKL", "hgnc_symbol", "TNFSF11", entrez)]
    assert (one.wrong_source is not None) is says


@pytest.mark.parametrize("most", [0, 1, 2])
def test_rows_of_entries_are_those_of_their_cells(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    distinct_rows.distinct_rows.cache_clear()
    monkeypatch.setattr(distinct_rows, "_MOST_KEPT", most)
    known = KnownRows(GENE_IN_TABLE, LEXICON)
    human = side_row("genes", row("WDTC1", "23038", "ADP", "ADP", "x"))
    mouse = side_row("genes", human.cells | {"organism_id": "10090"})
    assert known[human].cells == ("ADP", "ADP", "x", "WDTC1", "23038")
    assert known[mouse] is known.other
    assert not known.other.is_unsound
    assert known.other.wrong_source is known.other.unlike_word is None
    assert len(known) == most
    distinct_rows.distinct_rows.cache_clear()


def test_a_gene_is_there_twice_whatever_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    for most in (0, 1):
        monkeypatch.setattr(distinct_rows, "_MOST_KEPT", most)
        known = DistinctRows("HGNC", LEXICON)
        cells = ("ADP", "ADP", "", "WDTC1", "23038")
        rows = [known[cells], known[(*cells[:-1], "1")], known[cells]]
        assert known.may_repeat(rows)
        assert not known.may_repeat(rows[:2])
