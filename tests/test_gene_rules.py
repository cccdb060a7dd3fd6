"""The rules on genes: a symbol beside an Entrez id, and the word that led there. Facts are HGNC's
of 2024-07.

Rows are judged as they would stand in a 2021 record, or in the gene table of a 2023 record.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.lexicon.micro_rnas import is_micro_rna
from pfocr_cli.lexicon.ranking import is_made
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.store import Lexicon, open_lexicon
from pfocr_cli.lexicon.word_table import meaning_of
from pfocr_cli.record import Record
from pfocr_cli.record.changes import Remove, Replace
from pfocr_cli.record.reading import Reading
from pfocr_cli.record.side_rows import side_row
from pfocr_cli.record.source import Source, Span
from pfocr_cli.record.tables import Table
from pfocr_cli.rules import RULES
from pfocr_cli.rules.gene_rows import gene_rows
from pfocr_cli.rules.subject import Subject
from pfocr_cli.rules.symbols import verdict_of

LEXICON = open_lexicon(None)
CODES = [code for code in RULES if code.startswith("G")]
BY_WORD = ("G505", "G507", "G508", "G509", "G510")


def record_of(genes: object) -> Record:
    """Return a 2021 record that holds these genes, and nothing else."""
    reading = Reading(Source(""), Span(0, 0), "json", {"genes": genes})
    return Record(reading, "draft.json", generation="2021b")


def table_record(rows: list[dict[str, str]], *, usable: bool = True) -> Record:
    """Return a 2023 record with a gene table of these rows."""
    reading = Reading(Source(""), Span(0, 0), "json", {"figid": "PMC1__f1"})
    entries = [side_row("genes", one) for one in rows]
    table = Table("genes", "genes.tsv", Source(""), [*rows[0]], entries, usable=usable)
    return Record(reading, "draft.json", generation="2023", tables={"genes": table})


def gene(
    symbol: Any, entrez: Any, word: Any = "NA", term: Any = "NA", source: Any = "NA"
) -> dict[str, Any]:
    return {"word": word, "symbol": term, "source": source, "hgnc_symbol": symbol, "entrez": entrez}


def row(
    symbol: str, entrez: str, word: str = "NA", term: str = "NA", source: str = "NA"
) -> dict[str, str]:
    cells = {
        "organism_id": "9606",
        "word": word,
        "match": term,
        "ncbigene_symbol": symbol,
        "ncbigene_id": entrez,
    }
    return cells | {"source": source}


def found(
    record: Record, codes: Sequence[str] = CODES, lexicon: Lexicon = LEXICON
) -> list[tuple[str, Problem]]:
    subject = Subject(record, lexicon)
    return [(code, problem) for code in codes for problem in RULES[code].problems(subject)]


def said(record: Record, codes: Sequence[str] = CODES) -> list[str]:
    """Return what is found, as ``code severity pointer``."""
    return [
        f"{code} {problem.severity or RULES[code].severity} {problem.pointer}"
        for code, problem in found(record, codes)
    ]


SYMBOLS = [code for code in CODES if code not in BY_WORD]

# A symbol, an Entrez id, the rule and what its message must hold: the same of a record and of a
# table.
APPROVED = [
    ("GBA1", "2629"), ("STING1", "340061"), ("CCN2", "1490"), ("SEPTIN7", "989"),
     ("TNFSF11", "8600"), ("C9orf72", "203228"),
    ("AR", "367"), ("MCM2", "4171"), ("FDXR", "2232"), ("MCM7", "4176"), ("HTT", "3064"),
     ("H2AX", "3014"), ("CCNL1", "57018"),
]  # fmt: skip
NOT_KNOWN = [
    *(
        pytest.param("TNF", value, id=f"id-{value or 'empty'}")
        for value in ("", "NA", "NaN", ".na.character")
    ),
    *(
        pytest.param(value, "7124", id=f"symbol-{value or 'empty'}")
        for value in ("", "NA", ".na.character")
    ),
]
STALE = [
    ("GBA", "2629", "GBA1"), ("TMEM173", "340061", "STING1"), ("CTGF", "1490", "CCN2"),
     ("SEPT7", "989", "SEPTIN7"),
    ("C9orf3", "84909", "AOPEP"), ("TAZ", "6901", "TAFAZZIN"), ("A2MR", "4035", "LRP1"),
     ("DFNA2", "9132", "KCNQ4"),
    ("AMY1", "277", "AMY1B"), ("CLCNL1", "1192", "CLIC1"), ("Gba1", "2629", "GBA1"),
     ("C9ORF3", "84909", "AOPEP"),
    ("C9ORF72", "203228", "C9orf72"), ("ctgf", "1490", "CCN2"),
]  # fmt: skip
WRONG = [
    ("withdrawn", "PRS", "5640", "G502 warning", "HGNC withdrew PRS"),
    (
        "withdrawn-beside-a-gene",
        "A12M1",
        "8600",
        "G502 warning",
        "HGNC withdrew A12M1; 8600 is TNFSF11",
    ),
    (
        "split",
        "DFNA2",
        "8600",
        "G502 warning",
        "what it named is GJB3 (gene 2707) and KCNQ4 (gene 9132) in HGNC 2024-07; 8600 is TNFSF11",
    ),
    (
        "merged-without-id",
        "A2MR",
        "NA",
        "G502 warning",
        "what it named is LRP1 (gene 4035) in HGNC 2024-07",
    ),
    (
        "alias",
        "RANKL",
        "8600",
        "G503 warning",
        "RANKL is an alias in HGNC 2024-07, which calls gene 8600 TNFSF11: perhaps newer",
    ),
    ("alias-of-this-and-others", "NRF2", "2551", "G503 warning", "gene 2551 GABPA"),
    ("alias-of-several-others", "NRF2", "8600", "G503 error", "8600 is TNFSF11"),
    (
        "nothing",
        "NOTAGENE1",
        "8792",
        "G503 warning",
        "no name of a gene in HGNC 2024-07, which calls gene 8792 TNFRSF11A: perhaps newer",
    ),
    ("case-of-an-alias", "Rankl", "8600", "G503 warning", "perhaps newer"),
    (
        "nothing-and-no-gene",
        "NOTAGENE1",
        "999999999",
        "G503 warning",
        "in HGNC 2024-07; nor does it know a gene 999999999",
    ),
    (
        "nothing-and-no-id",
        "NOTAGENE1",
        "NA",
        "G503 warning",
        "NOTAGENE1 is not an approved symbol in HGNC 2024-07",
    ),
    (
        "previous-and-no-id",
        "GBA",
        "NA",
        "G503 warning",
        "but a previous symbol of GBA1 (gene 2629)",
    ),
    (
        "previous-and-no-gene",
        "GBA",
        "999999999",
        "G503 warning",
        "but a previous symbol of GBA1 (gene 2629); nor",
    ),
    ("alias-and-no-id", "RANKL", "", "G503 warning", "but an alias of TNFSF11 (gene 8600)"),
]
TWO_GENES = [
    ("TNFSF11", "8792", "TNFSF11 is gene 8600, and 8792 is TNFRSF11A"),
    ("MCM2", "4176", "MCM2 is gene 4171, and 4176 is MCM7, once called MCM2"),
    ("AR", "2232", "AR is gene 367, and 2232 is FDXR"),
    ("CTGF", "8600", "CTGF is a previous symbol of CCN2 (gene 1490), and 8600 is TNFSF11"),
    ("AMY1", "8600", "AMY1 is a previous symbol of"),
    (
        "A2MR",
        "8600",
        "HGNC withdrew A2MR: what it named is LRP1 (gene 4035) in HGNC 2024-07, and 8600 is "
        "TNFSF11",
    ),
    ("RANKL", "8792", "RANKL is an alias of TNFSF11 (gene 8600), and 8792 is TNFRSF11A"),
    ("Tnf", "8600", "Tnf is, but for its case, a name of TNF (gene 7124), and 8600 is TNFSF11"),
]


@pytest.mark.parametrize(("symbol", "entrez"), [*APPROVED, *NOT_KNOWN])
def test_nothing_is_said(symbol: str, entrez: str) -> None:
    assert said(record_of([gene(symbol, entrez)]), SYMBOLS) == []
    assert said(table_record([row(symbol, entrez)]), SYMBOLS) == []


@pytest.mark.parametrize(("symbol", "entrez", "current"), STALE)
def test_a_stale_symbol_has_a_fix(symbol: str, entrez: str, current: str) -> None:
    [(code, own)] = found(record_of([gene("TNF", "7124"), gene(symbol, entrez)]), SYMBOLS)
    assert (code, own.pointer, own.value, own.severity) == (
        "G501",
        "/genes/1/hgnc_symbol",
        symbol,
        Severity.WARNING,
    )
    assert own.fix is not None
    assert (own.fix.message, own.fix.safe) == (f"write {current}", True)
    assert own.fix.changes == (Replace("/genes/1/hgnc_symbol", current),)
    [(code, cell)] = found(table_record([row(symbol, entrez)]), SYMBOLS)
    assert (code, cell.pointer, cell.table, str(cell.severity)) == (
        "G501",
        "/genes/0/ncbigene_symbol",
        "genes",
        "info",
    )
    assert cell.fix is not None
    assert not cell.fix.safe
    assert cell.fix.changes == (Replace("/genes/0/ncbigene_symbol", current, table="genes"),)


@pytest.mark.parametrize(
    ("symbol", "entrez", "finding", "told"),
    [case[1:] for case in WRONG],
    ids=[case[0] for case in WRONG],
)
def test_a_symbol_that_is_none(symbol: str, entrez: str, finding: str, told: str) -> None:
    for record, key in (
        (record_of([gene(symbol, entrez)]), "hgnc_symbol"),
        (table_record([row(symbol, entrez)]), "ncbigene_symbol"),
    ):
        if symbol == "PRS" and record.tables:  # NCBI's symbol may outlive HGNC's
            assert said(record, SYMBOLS) == []
            continue
        assert said(record, SYMBOLS) == [f"{finding} /genes/0/{key}"]
        [(_, problem)] = found(record, SYMBOLS)
        assert told in problem.message
        assert problem.fix is None


@pytest.mark.parametrize(("symbol", "entrez", "told"), TWO_GENES)
def test_two_genes_in_a_row(symbol: str, entrez: str, told: str) -> None:
    for record, key in (
        (record_of([gene(symbol, entrez)]), "entrez"),
        (table_record([row(symbol, entrez)]), "ncbigene_id"),
    ):
        [(code, problem)] = found(record, SYMBOLS)
        assert (code, problem.pointer, problem.value, problem.fix) == (
            "G504",
            f"/genes/0/{key}",
            entrez,
            None,
        )
        assert problem.message.startswith(told)


def test_white_space_is_another_rules() -> None:
    assert said(record_of([gene("TNF ", "7124")]), SYMBOLS) == []
    [(_, problem)] = found(record_of([gene(" GBA", "2629")]), SYMBOLS)
    assert problem.value == " GBA"
    assert problem.fix is not None
    assert problem.fix.changes == (Replace("/genes/0/hgnc_symbol", "GBA1"),)


@pytest.mark.parametrize(
    "entrez", [8792, "TNFRSF11A", "8792\n", " 8792", "8792.0", "٨", True, 1.5, ["8792"], {}]
)
def test_an_id_that_is_none_is_another_rules(entrez: object) -> None:
    assert said(record_of([gene("NOTAGENE1", entrez)]), SYMBOLS) == []


ODD: list[object] = [
    None,
    "text",
    5,
    [],
    {},
    {"word": "RANKL"},
    {"hgnc_symbol": None},
    {"entrez": "8792"},
    gene(["GBA"], "2629"),
    gene({}, {}),
]


@pytest.mark.parametrize("genes", [None, "GBA", 5, {"a": 1}, ODD, [[gene("GBA", "2629")]]], ids=str)
def test_odd_genes_are_another_rules(genes: object) -> None:
    assert said(record_of(genes)) == []


def test_odd_rows_do_not_shift_the_others() -> None:
    assert said(record_of([*ODD, gene("GBA", "2629")]), SYMBOLS) == [
        f"G501 warning /genes/{len(ODD)}/hgnc_symbol"
    ]


def test_only_human_rows_are_judged() -> None:
    mouse, coli = {"organism_id": "10090"}, {"organism_id": "511145"}
    rows = [row("Gba", "14466") | mouse, row("NOTAGENE1", "8792") | coli, row("GBA", "2629")]
    twice = [row("Tnf", "21926") | mouse] * 2
    assert said(table_record([*rows, *twice])) == ["G501 info /genes/2/ncbigene_symbol"]
    assert said(table_record(rows, usable=False)) == []


@pytest.mark.parametrize(
    ("record", "others"),
    [
        (
            table_record(
                [row("TNF", "7124"), *[row("Tnf", "21926") | {"organism_id": "10090"}] * 2]
            ),
            2,
        ),
        (table_record([row("Tnf", "21926") | {"organism_id": "10090"}], usable=False), 0),
        (record_of([gene("TNF", "7124"), "no row"]), 0),
        (replace(table_record([row("TNF", "7124")]), tables={}), 0),
    ],
    ids=["mice", "unusable", "own", "no-table"],
)
def test_genes_that_hgnc_cannot_speak_of_are_counted(record: Record, others: int) -> None:
    genes = Subject(record, LEXICON).view(gene_rows)
    assert genes is not None
    assert genes.others == others


def test_a_gene_is_that_of_the_id_or_else_of_the_symbol() -> None:
    rows = [gene("TNF", "8600"), gene("TNF", "999999999"), gene("NOTAGENE1", "NA")]
    genes = Subject(record_of(rows), LEXICON).view(gene_rows)
    assert genes is not None
    found = [one.gene(LEXICON) for one in genes]
    assert [one and one.symbol for one in found] == ["TNFSF11", "TNF", None]


def test_genes_in_the_record_go_before_a_table() -> None:
    record = table_record([row("GBA", "2629")])
    record.reading.data["genes"] = [gene("TNF", "7124")]
    assert said(record, SYMBOLS) == []


NCBIS_OWN = [
    ("LOC999999999", "999999999"), ("LOC2629", "2629"), ("ND1", "4535"), ("CYTB", "4519"),
     ("COX1", "4512"),
    ("RNR1", "4549"), ("TRNA", "4553"),
]  # fmt: skip


@pytest.mark.parametrize(("symbol", "entrez"), NCBIS_OWN)
def test_what_ncbi_alone_names_so_passes_in_its_column(symbol: str, entrez: str) -> None:
    assert said(table_record([row(symbol, entrez)])) == []
    assert said(record_of([gene(symbol, entrez)]), SYMBOLS) != []


def test_ncbis_names_are_for_their_own_genes() -> None:
    assert said(table_record([row("LOC1", "8792"), row("ND1", "8792")]), SYMBOLS) == [
        "G503 warning /genes/0/ncbigene_symbol",
        "G503 error /genes/1/ncbigene_symbol",
    ]


def test_a_second_look_is_at_what_is_there_now() -> None:
    """What was found is kept with the record; not where its table, or the lexicon, has become
    another.
    """
    record = table_record([row("GBA", "2629")])
    assert len(found(record, ["G501"])) == 1
    record = replace(record, tables=table_record([row("GBA1", "2629")]).tables)
    assert found(record, ["G501"]) == []
    record = replace(record, tables=table_record([row("NOTAGENE1", "NA")]).tables)
    for lexicon in (LEXICON, Lexicon(LEXICON.path)):
        assert len(found(record, ["G503"], lexicon)) == 1


# The promise: an approved symbol is never renamed


GENES = list(LEXICON.genes())
IDS = sorted(gene.entrez for gene in GENES if gene.entrez)


@given(
    st.sampled_from(GENES),
    st.sampled_from([*IDS, "", "NA", "999999999"]),
    st.sampled_from(["HGNC", "NCBI"]),
)
def test_an_approved_symbol_is_never_renamed(known: Any, entrez: str, owner: Any) -> None:
    verdict = verdict_of(known.symbol, entrez, owner, LEXICON)
    assert verdict is None or (verdict.code, verdict.current) == ("G504", "")


def test_no_approved_symbol_is_renamed_to_what_it_once_named() -> None:
    """The few where it could happen: symbols of today that are also a previous symbol or an alias
    of another gene.
    """
    checked = 0
    for other in GENES:
        for symbol in {*other.previous, *other.aliases}:
            if other.entrez and LEXICON.approved(symbol):
                verdict = verdict_of(symbol, other.entrez, "HGNC", LEXICON)
                assert verdict is not None
                assert (verdict.code, verdict.current) == ("G504", "")
                checked += 1
    assert checked > 600


@given(st.sampled_from(GENES))
def test_what_is_written_is_the_approved_symbol_of_the_id(known: Any) -> None:
    assert not known.entrez or verdict_of(known.symbol, known.entrez, "HGNC", LEXICON) is None
    for symbol in (
        set(known.previous) - {"NA"} if known.entrez else ()
    ):  # XK was called NA: nobody could tell now
        verdict = verdict_of(symbol, known.entrez, "HGNC", LEXICON)
        assert verdict is not None
        assert verdict.code == ("G504" if LEXICON.approved(symbol) else "G501")
        assert verdict.current == ("" if LEXICON.approved(symbol) else known.symbol)


@given(
    st.one_of(st.text(), st.none(), st.integers(), st.booleans()),
    st.one_of(st.text("0123456789NA. \n"), st.text(), st.none()),
)
def test_any_values_can_be_judged(symbol: object, entrez: object) -> None:
    said(record_of([gene(symbol, entrez, symbol, symbol, entrez)] * 2))


# G506


OPG = gene("TNFRSF11B", "4982", "OPG", "OPG", "hgnc_prev_symbol")


def test_equal_rows_are_repeated() -> None:
    genes = [OPG, gene("TNF", "7124"), dict(OPG), dict(reversed(OPG.items()))]
    problems = [problem for _, problem in found(record_of(genes), ["G506"])]
    assert [problem.pointer for problem in problems] == ["/genes/2", "/genes/3"]
    assert [problem.fix and (problem.fix.safe, problem.fix.changes) for problem in problems] == [
        (False, (Remove("/genes/2"),)), (False, (Remove("/genes/3"),)),
    ]  # fmt: skip
    assert problems[0].message == "'OPG' is there again: every field is that of entry 1"
    assert problems[0].fix is not None
    assert (problems[0].fix.message, problems[0].value) == ("take it out", "OPG")


@pytest.mark.parametrize(
    "change",
    [
        {"word": "Opg"},
        {"source": "hgnc_symbol"},
        {"entrez": 4982},
        {"note": "x"},
        {"word": ["OPG"]},
    ],
    ids=str,
)
def test_rows_that_differ_are_not(change: dict[str, Any]) -> None:
    assert said(record_of([OPG, OPG | change]), ["G506"]) == []


def test_rows_of_tables_are_only_reported() -> None:
    [(_, problem)] = found(
        table_record([row("TNF", "7124"), row("IL6", "3569"), row("TNF", "7124")]), ["G506"]
    )
    assert (problem.pointer, problem.table, problem.fix) == ("/genes/2", "genes", None)
    assert problem.message == "'' is there again: every field but its counts is that of row 1"


def test_a_draft_can_be_repeated() -> None:
    assert said(record_of([{"word": "RANKL"}, {"word": "OPG"}, {"word": "RANKL"}])) == [
        "G506 warning /genes/2"
    ]


# G505, G507, G508


WORDS = [
    ("G505", ("GJB3", "2707", "DFNA2", "DFNA2", "hgnc_prev_symbol"), "symbol", "GJB3 and KCNQ4"),
    (
        "G507",
        ("TNFSF11", "8600", "RANKL", "RANKL", "hgnc_symbol"),
        "source",
        "an alias of TNFSF11, and the source says hgnc_symbol",
    ),
    (
        "G507",
        ("CCN2", "1490", "CTGF", "CTGF", "hgnc_symbol"),
        "source",
        "a previous symbol of CCN2, and the source says hgnc_symbol",
    ),
    (
        "G507",
        ("TNF", "7124", "TNF", "TNF", "hgnc_alias_symbol"),
        "source",
        "the approved symbol of TNF",
    ),
    ("G507", ("GBA1", "2629", "GBA", "GBA", "hgnc_symbol"), "source", "a previous symbol of GBA1"),
    (
        "G507",
        ("AKT2", "208", "Akt", "AKT", "hgnc_symbol"),
        "source",
        "a family that AKT2 belongs to",
    ),
    ("G508", ("FDXR", "2232", "AR", "AR", "hgnc_alias_symbol"), "word", "leads to AR, not to FDXR"),
    (
        "G508",
        ("MCM7", "4176", "MCM2", "MCM2", "hgnc_prev_symbol"),
        "word",
        "leads to MCM2, not to MCM7",
    ),
    ("G508", ("TNF", "7124", "xyzzy", "XYZZY", "hgnc_alias_symbol"), "word", "leads to no gene"),
    ("G508", ("TNF", "NA", "IL6", "IL6", "hgnc_symbol"), "word", "leads to IL6, not to TNF"),
]


@pytest.mark.parametrize(
    ("code", "values", "key", "told"), WORDS, ids=[f"{case[0]}-{case[1][2]}" for case in WORDS]
)
def test_a_word_that_leads_elsewhere(
    code: str, values: tuple[str, ...], key: str, told: str
) -> None:
    [problem] = RULES[code].problems(Subject(record_of([gene(*values)]), LEXICON))
    assert (problem.pointer, problem.fix) == (f"/genes/0/{key}", None)
    assert told in problem.message


AS_IT_SHOULD_BE = [
    ("TNFSF11", "8600", "RANKL", "RANKL", "hgnc_alias_symbol"),
    ("CCN2", "1490", "CTGF", "CTGF", "hgnc_prev_symbol"),
    ("LRP1", "4035", "A2MR", "A2MR", "hgnc_prev_symbol"),
    ("TP53", "7157", "p53", "P53", "hgnc_alias_symbol"),
    ("AKT2", "208", "Akt", "AKT", "bioentities_symbol"),
    ("AR", "367", "AR", "AR", "hgnc_symbol"),
    ("TNF", "7124", "NA", "NA", "NA"),
    ("GBA", "2629", "GBA", "GBA", "hgnc_symbol"),
    ("NOTAGENE1", "999999999", "OPG", "OPG", "hgnc_symbol"),
]


@pytest.mark.parametrize("values", AS_IT_SHOULD_BE, ids=lambda values: f"{values[2]}-{values[0]}")
def test_a_word_that_leads_here(values: tuple[str, ...]) -> None:
    assert said(record_of([gene(*values)]), BY_WORD) == []


TABLE_WORDS = [
    ("KCNQ4", "9132", "DFNA2", "DFNA2", "ncbigene_synonym", ["G505 info /genes/0/match"]),
    ("NFE2L2", "4780", "Nrf2", "NRF2", "ncbigene_synonym", []),
    ("GABPA", "2551", "Nrf2", "NRF2", "ncbigene_synonym", ["G509 warning /genes/0/word"]),
    ("TNFSF11", "8600", "RANKL", "RANKL", "ncbigene_symbol", ["G507 info /genes/0/source"]),
    ("IL6", "3569", "IL6", "IL6", "ncbigene_synonym", ["G507 info /genes/0/source"]),
    ("IL6", "3569", "IL-6", "IL-6", "ncbigene_synonym", []),
    ("AKT2", "208", "AKT", "AKT", "famplex_relations", []),
    ("SHC1", "6464", "SHC", "SHC", "ncbigene_synonym", []),
    ("FDXR", "2232", "AR", "AR", "ncbigene_synonym", ["G508 info /genes/0/word"]),
]


@pytest.mark.parametrize("case", TABLE_WORDS, ids=lambda case: f"{case[2]}-{case[4]}")
def test_words_of_tables(case: tuple[Any, ...]) -> None:
    *cells, findings = case
    assert said(table_record([row(*cells)])) == findings


def test_a_gene_s_own_symbol_in_any_case_leads_to_it() -> None:
    """What rules of matches take for granted, and so do not ask ``resolve``."""
    for gene in itertools.islice(LEXICON.genes(), 0, None, 30):
        symbol = gene.symbol
        others = (
            (symbol.lower(), symbol.capitalize())
            if is_made(gene) and not is_micro_rna(symbol)
            else ()
        )
        for word in (symbol, *filter(str.isascii, others)):
            found = [match.hgnc_symbol for match in resolve(word, LEXICON).matches]
            assert symbol in found or meaning_of(word), word
