"""Symbols that HGNC gave since the embedded release: warnings that name it, and no errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_gene_rules import SYMBOLS, found, gene, record_of, row, said, table_record

from pfocr_cli.cli import cli
from pfocr_cli.finding import Severity
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.rules import RULES

ROOT = Path(__file__).parents[1]
NEWER = [
    ("CPAP", "55835", "CENPJ"),
    ("POPDC1", "11149", "BVES"),
    ("DRC4", "2622", "GAS8"),
    ("HACL2", "10994", "ILVBL"),
    ("ARLN", "401152", "C4orf3"),
]
"""A symbol of after 2024-07, its gene, and what the release calls that."""


@pytest.mark.parametrize(("symbol", "entrez", "known"), NEWER)
def test_a_newer_symbol_is_a_warning_that_names_the_release(
    symbol: str, entrez: str, known: str
) -> None:
    assert said(record_of([gene(symbol, entrez)]), SYMBOLS) == ["G503 warning /genes/0/hgnc_symbol"]
    for record in (record_of([gene(symbol, entrez)]), table_record([row(symbol, entrez)])):
        [(code, problem)] = found(record, SYMBOLS)
        assert (code, problem.severity, problem.fix) == ("G503", Severity.WARNING, None)
        assert problem.message.startswith(f"{symbol} is ")
        assert f"in HGNC 2024-07, which calls gene {entrez} {known}" in problem.message
        assert "perhaps newer" in problem.message
        assert "`pfocr lexicon update`" in problem.message


@pytest.mark.parametrize(
    ("symbol", "entrez", "code"),
    [
        ("CPAP", "8600", "G504"),  # an alias of one other gene
        ("NRF2", "8600", "G503"),  # of several others
        ("TNF", "8600", "G504"),  # another gene's symbol
        ("tnf", "8600", "G504"),
        ("GBA", "8600", "G504"),  # another gene's previous symbol
    ],
)
def test_another_genes_name_is_an_error(symbol: str, entrez: str, code: str) -> None:
    [(found_code, problem)] = found(record_of([gene(symbol, entrez)]), SYMBOLS)
    severity = problem.severity or RULES[found_code].severity
    assert (found_code, severity) == (code, Severity.ERROR)


def test_no_symbol_of_the_lexicon_is_told_to_be_newer_for_its_own_gene() -> None:
    lexicon = open_lexicon(None)
    for known in list(lexicon.genes())[::50]:
        names = [known.symbol, *known.previous, known.symbol.lower(), known.symbol.upper()]
        rows = [gene(name, known.entrez) for name in names if known.entrez]
        assert not [code for code, _ in found(record_of(rows), ["G503"])], known


def test_no_message_says_today_of_a_release() -> None:
    shown = [CliRunner().invoke(cli, ["rule", "--all"]).stdout]
    commands = ["", "normalize", "export", "resolve", "validate", "lexicon"]
    shown += [CliRunner().invoke(cli, [*words.split(), "--help"]).stdout for words in commands]
    for text in shown:
        assert not re.search(r"\btoday\b(?!'s\))", text), text
    broken = CliRunner().invoke(
        cli, ["validate", "--isolated", "--show", "info", str(ROOT / "fixtures" / "broken")]
    )
    assert "in HGNC 2024-07" in broken.stdout
    assert "today" not in broken.stdout
