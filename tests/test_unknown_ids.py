"""G504 and G502 where the lexicon does not know the Entrez id. Facts are HGNC's of 2024-07."""

from __future__ import annotations

import pytest
from test_gene_rules import LEXICON, found, gene, record_of, row, table_record

from pfocr_cli.finding import Severity
from pfocr_cli.rules.symbols import verdict_of

SYMBOLS = ("G501", "G502", "G503", "G504")


@pytest.mark.parametrize("entrez", ["21926", "07124", "999999999"])
def test_a_known_symbol_with_an_id_that_is_nobodys(entrez: str) -> None:
    for record in (record_of([gene("TNF", entrez)]), table_record([row("TNF", entrez)])):
        [(code, problem)] = found(record, SYMBOLS)
        assert (code, problem.severity, problem.value) == ("G504", Severity.ERROR, entrez)
        assert problem.pointer.endswith(("/entrez", "/ncbigene_id"))
        assert problem.message.startswith("TNF is gene 7124, and HGNC ")


@pytest.mark.parametrize("entrez", ["NA", "", "7124", None])
def test_no_id_or_the_right_one_is_silent(entrez: str | None) -> None:
    assert found(record_of([gene("TNF", entrez)]), SYMBOLS) == []


def test_a_symbol_that_hgnc_gives_no_id_is_silent() -> None:
    symbol = next(one.symbol for one in LEXICON.genes() if not one.entrez)
    assert found(record_of([gene(symbol, "999999999")]), SYMBOLS) == []


def test_what_hgnc_withdrew_may_be_ncbis_symbol() -> None:
    assert found(table_record([row("CBBM", "999999999")]), SYMBOLS) == []
    [(code, _)] = found(record_of([gene("CBBM", "999999999")]), SYMBOLS)
    assert code == "G502"


@pytest.mark.parametrize(
    "entrez",
    ["22059", "11651", "17295", "26395", "24833", "07125", "9" * 5000],
    ids=lambda entrez: entrez[:9],
)
def test_an_id_of_another_species_is_an_error(entrez: str) -> None:
    verdict = verdict_of("TNF", entrez, "HGNC", LEXICON)
    assert verdict is not None
    assert (verdict.code, verdict.severity) == ("G504", None)


def test_an_id_that_ncbi_retired_is_an_info() -> None:
    verdict = verdict_of("MIA2", "117153", "HGNC", LEXICON)
    assert verdict is not None
    assert (verdict.code, verdict.severity) == ("G504", Severity.INFO)
    assert "perhaps one that NCBI retired" in verdict.message
