"""G504 and G502 where the lexicon does not know the Entrez id. Facts are HGNC's of 2024-07."""

from __future__ import annotations

import pytest
from test_gene_rules import LEXICON, found, gene, record_of, row, table_record

from pfocr_cli.finding import Severity
from pfocr_cli.lexicon.build import build, write
from pfocr_cli.lexicon.documents import document_of
from pfocr_cli.lexicon.store import Lexicon, open_lexicon
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


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    """Return a lexicon of genes with ids beside which others are known."""
    ids = (1000, 1002, 1042, 1062, 999999999995, 999999999997, 9999999999995, 9999999999997)
    rows = (f"HGNC:{at}\tMADE{at}\tApproved\t\t\t{id_}" for at, id_ in enumerate(ids))
    header = "hgnc_id\tsymbol\tstatus\talias_symbol\tprev_symbol\tentrez_id"
    text = "\n".join([header, *rows, ""])
    path = tmp_path_factory.mktemp("lexicon") / "made.lexicon"
    write(build(document_of(text.encode(), "hgnc.txt"), None, None, "2024-07"), path)
    return open_lexicon(str(path))


@pytest.mark.parametrize(
    ("entrez", "is_among"),
    [
        ("1001", True),
        ("1022", True),
        ("1023", False),
        ("1021", False),
        ("999999999996", True),
        ("9999999999996", False),
        ("01001", False),
        ("999", False),
    ],
)
def test_among_human_ids_is_what_has_others_near_on_both_sides(
    made: Lexicon, entrez: str, is_among: bool
) -> None:
    """Twenty below and above, of ids of twelve digits at most."""
    verdict = verdict_of("MADE0", entrez, "HGNC", made)
    assert verdict is not None
    assert (verdict.severity is Severity.INFO) == is_among


def test_an_id_that_ncbi_retired_is_an_info() -> None:
    verdict = verdict_of("MIA2", "117153", "HGNC", LEXICON)
    assert verdict is not None
    assert (verdict.code, verdict.severity) == ("G504", Severity.INFO)
    assert "perhaps one that NCBI retired" in verdict.message
