"""What the rules say where there is much to say, or where two things are wrong at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from test_gene_rules import LEXICON, found, gene, record_of

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.inputs.records import DEFAULTS, with_shape
from pfocr_cli.record import Record
from pfocr_cli.record.reading import Reading
from pfocr_cli.record.source import Source, Span
from pfocr_cli.rules import RULES
from pfocr_cli.rules.subject import Subject


def record_with(data: dict[str, Any], stem: str | None = None) -> Record:
    reading = Reading(Source(""), Span(0, 0), "json", data)
    return Record(reading, "draft.json", stem, generation="2021b")


def problems(code: str, record: Record) -> list[Problem]:
    return list(RULES[code].problems(Subject(record, LEXICON)))


# I201: nothing hides behind the file's name


NAMES = {"figid": "PMC1__f1", "pmcid": "PMC1", "filename": "f1.jpg"}


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({}, ["/figid"]),
        ({"pmcid": "PMC2"}, ["/figid", "/pmcid"]),
        ({"filename": "f2.jpg"}, ["/figid", "/filename"]),
        ({"pmcid": "PMC2", "filename": "f2.jpg"}, ["/figid", "/pmcid", "/filename"]),
        ({"pmcid": "PMC3", "filename": "f3.jpg"}, ["/figid"]),  # as the file's name has it
    ],
    ids=str,
)
def test_a_mismatch_is_told_beside_that_of_the_files_name(
    changes: dict[str, str], pointers: list[str]
) -> None:
    found = problems("I201", record_with(NAMES | changes, "PMC3__f3"))
    assert [problem.pointer for problem in found] == pointers


# S101: what a draft is


WHOLE = gene("TNFRSF11A", "8792", "RANK", "RANK", "hgnc_alias_symbol")


@pytest.mark.parametrize(
    ("entry", "is_draft"),
    [
        ({"word": "RANK"}, True),
        ({"word": ""}, False),
        ({"word": "RANK", "symbol": "RANK"}, False),
        ({"symbol": "RANK"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_only_a_word_alone_is_a_draft(entry: dict[str, str], is_draft: bool) -> None:
    record = with_shape(record_of([WHOLE, entry]), DEFAULTS)
    [problem] = [one for one in problems("S101", record) if one.pointer == "/genes/1"]
    assert ("--fill" in problem.message) == is_draft


# G507: previous symbols, and those that were merged


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("LRP1", "4035", "A2MR", "A2MR", "hgnc_prev_symbol"), None),
        (("LRP1", "4035", "A2MR", "A2MR", "hgnc_alias_symbol"), "is a previous symbol of LRP1"),
        (("LRP1", "4035", "A2MR", "A2MR", "hgnc_symbol"), "is a previous symbol of LRP1"),
        (("TNFSF11", "8600", "RANKL", "RANKL", "hgnc_prev_symbol"), "is an alias of TNFSF11"),
        (("CCN2", "1490", "CTGF", "CTGF", "hgnc_alias_symbol"), "is a previous symbol of CCN2"),
    ],
    ids=lambda value: "-".join(value[2::2]) if isinstance(value, tuple) else "",
)
def test_a_source_is_held_against_how_the_term_names_the_gene(
    values: tuple[str, ...], told: str | None
) -> None:
    messages = [problem.message for _, problem in found(record_of([gene(*values)]), ["G507"])]
    assert len(messages) == (told is not None)
    assert told is None or told in messages[0]


# … and n more


def test_an_alias_of_many_genes_names_the_first_six() -> None:
    ambiguous = gene("WDR1", "9948", "AIP1", "AIP1", "hgnc_alias_symbol")
    [(_, problem)] = found(record_of([ambiguous]), ["G505"])
    assert problem.message.endswith(" and 1 more")
    assert problem.message.count(",") == 5


def test_a_symbol_that_was_split_names_the_first_five() -> None:
    [(code, problem)] = found(record_of([gene("HOX1", "NA")]), ["G503"])
    assert (code, problem.severity) == ("G503", Severity.WARNING)
    assert problem.message.endswith(" and 5 more")
    assert problem.message.count("(gene ") == 5


KEYWORDS = [f"GENE{number}" for number in range(1, 9)]


def keywords(recorded: list[str], symbols: list[str]) -> str:
    genes = [gene(symbol, "NA", f"word of {symbol}") for symbol in symbols]
    data = {"genes": genes, "chemicals": [], "diseases": []}
    record = record_with(data | {"schema-jsonld": {"keywords": recorded}})
    [problem] = problems("K601", record)
    return problem.message


@pytest.mark.parametrize(
    ("recorded", "symbols", "told"),
    [
        ([], KEYWORDS[:5], "lack GENE1, GENE2, GENE3, GENE4 and GENE5"),
        ([], KEYWORDS, "lack GENE1, GENE2, GENE3, GENE4, GENE5 and 3 more"),
        (KEYWORDS * 2, KEYWORDS, "there twice: GENE1, GENE2, GENE3, GENE4, GENE5 and 3 more"),
        (
            ["GENE1", "word of GENE1"],
            ["GENE1"],
            "word of GENE1 among the keywords is a gene's word",
        ),
        (
            ["GENE1", "GENE2", "word of GENE1", "word of GENE2"],
            ["GENE1", "GENE2"],
            "word of GENE1 and word of GENE2 among the keywords are genes' words",
        ),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else len(value),
)
def test_keywords_that_differ_are_named(recorded: list[str], symbols: list[str], told: str) -> None:
    assert told in keywords(recorded, symbols)


def test_a_missing_table_is_told_with_the_first_three_words() -> None:
    data = {"figid": "PMC1__f1", "schema-jsonld": {"keywords": KEYWORDS[:3]}}
    record = replace(record_with(data), generation="2023", table_folder="_data")
    [few] = problems("D701", record)
    assert "explains GENE1, GENE2 and GENE3; missing" in few.message
    assert few.at == "key"
    record.data["schema-jsonld"]["keywords"].append("GENE4")
    [many] = problems("D701", record)
    assert "explains GENE1, GENE2, GENE3 and 1 more; missing" in many.message
