"""Kinds of words as biologists write them, through the embedded lexicon: lists, members of
families,
forms of proteins, microRNAs, alleles, dates, names; and what is sure enough to be written.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from pfocr_cli.lexicon.answers import Answer
from pfocr_cli.lexicon.ranking import RANKING_RULES
from pfocr_cli.lexicon.resolve import resolve, with_guesses
from pfocr_cli.lexicon.search import WordSearch
from pfocr_cli.lexicon.store import open_lexicon

EMBEDDED = open_lexicon(None)
WORDS_MEANT = Path(__file__).with_name("words_meant.tsv")
MOST_KIN = 45


def genes(answer: Answer) -> list[str]:
    return [match.hgnc_symbol for match in answer.matches]


@pytest.mark.parametrize(
    ("word", "symbols"),
    [
        # the plural of a family before its members, copies of microRNAs, serotypes as people write
        ("GLUTs 1/4", "SLC2A1 SLC2A4"),
        ("Smads 1/5", "SMAD1 SMAD5"),
        ("caspases 8 and 9", "CASP8 CASP9"),
        ("miR-26a/16-2", "MIR26A1 MIR26A2 MIR16-2"),
        ("miR-1-1", "MIR1-1"),
        ("miR-1-2", "MIR1-2"),
        ("miR-1", "MIR1-1 MIR1-2"),
        ("let-7f-2-3p", "MIRLET7F2"),
        ("miR-103a-2-5p", "MIR103A2"),
        ("HLA-Cw*07:02", "HLA-C"),
        ("HLA-B-35", "HLA-B"),
        ("HLA-A2.1", "HLA-A"),
        ("HLA-A3+", "HLA-A"),
        ("MICB*005", "MICB"),
        # lists after a blank, and names with a blank in lists
        ("MEK 1/2", "MAP2K1 MAP2K2"),
        ("Smad 1 and 5", "SMAD1 SMAD5"),
        ("TLR 7, 8 and 9", "TLR7 TLR8 TLR9"),
        ("PKC α/δ", "PRKCA PRKCD"),
        ("AMPK β1/β2", "PRKAB1 PRKAB2"),
        ("cyclin A2/CDK2", "CCNA2 CDK2"),
        ("IL-4, -13", "IL4 IL13"),
        # a family narrowed by its member
        ("PI3K p110δ", "PIK3CD"),
        ("NF-κB p50", "NFKB1"),
        ("collagen I", "COL1A1 COL1A2"),
        ("integrin α5β1", "ITGA5 ITGB1"),
        ("αMβ2", "ITGAM ITGB2"),
        ("integrin β3", "ITGB3"),
        ("14-3-3ε", "YWHAE"),
        ("14-3-3 sigma", "SFN"),
        # cleaved and modified forms
        ("tBid", "BID"),
        ("p-Akt1", "AKT1"),
        ("pSTAT3", "STAT3"),
        ("pERK", "MAPK1 MAPK3"),
        ("PERK", "EIF2AK3"),
        ("γH2AX", "H2AX"),
        ("cleaved caspase-9", "CASP9"),
        ("Ub-RIPK1", "RIPK1"),
        ("active RhoA", "RHOA"),
        ("p-Akt1 (Ser473)", "AKT1"),
        ("STAT3-Y705", "STAT3"),
        ("Smad2 (pS465)", "SMAD2"),
        ("Frizzled-4", "FZD4"),
        ("procaspase-8", "CASP8"),
        ("proMMP9", "MMP9"),
        ("nAChR α7", "CHRNA7"),  # the other way about
        ("pro-IL-18", "IL18"),
        # microRNA arms, precursors and copies
        ("miR-155-5p", "MIR155"),
        ("mmu-miR-146a-3p", "MIR146A"),
        ("pri-miR-34a", "MIR34A"),
        ("let-7g", "MIRLET7G"),
        # a microRNA is no alias of its letters (MIR-7 is one of LILRB1)
        ("miR-7", "MIR7-1 MIR7-2 MIR7-3"),
        ("miR-7-5p", "MIR7-1 MIR7-2 MIR7-3"),
        # a sharp s is a misread beta, and no SS
        ("Aß", "APP"),
        ("TNFß", "LTA"),
        ("IL-1ß", "IL1B"),
        ("miR-125b", "MIR125B1 MIR125B2"),
        # alleles and serotypes
        ("HLA-B*07:02", "HLA-B"),
        ("HLA-DRB1*15:01", "HLA-DRB1"),
        ("HLA-B27", "HLA-B"),
        ("HLA-DRB5", "HLA-DRB5"),
        # OCR slips
        ("elF4E", "EIF4E"),
        ("IL-1ẞ", "IL1B"),
        # symbols in any case, with or without a hyphen
        ("Met", "MET"),
        ("c-Met", "MET"),
        ("PARP-1", "PARP1"),
        ("ADAMTS-4", "ADAMTS4"),
        ("YAP", "YAP1"),
        ("OPG", "TNFRSF11B"),
        ("RANK", "TNFRSF11A"),
        ("Trp63", "TP63"),
        ("CBP", "CREBBP"),
    ],
)
def test_words_of_a_kind(word: str, symbols: str) -> None:
    answer = resolve(word, EMBEDDED)
    assert (answer.status, sorted(genes(answer))) == ("resolved", sorted(symbols.split()))


@pytest.mark.parametrize(
    ("date", "candidates"),
    [
        ("1-Mar", {"MARCHF1", "MTARC1"}),
        ("Mar-1", {"MARCHF1", "MTARC1"}),
        ("7-Sep", {"SEPTIN7"}),
        ("Sep-09", {"SEPTIN9"}),
    ],
)
def test_a_date_is_no_gene_and_names_its_candidates(date: str, candidates: set[str]) -> None:
    answer = resolve(date, EMBEDDED)
    assert (answer.status, answer.matches) == ("stopped", ())
    assert candidates <= {match.hgnc_symbol for match in answer.also}
    assert all(symbol in answer.note for symbol in candidates)


def test_a_number_after_oct_is_a_factor_and_no_date() -> None:
    assert genes(resolve("Oct-4", EMBEDDED)) == ["POU5F1"]


def test_names_answer_only_where_nothing_else_does_and_are_never_sure() -> None:
    answer = resolve("citrate synthase-like thing", EMBEDDED)
    assert answer.status in ("unknown", "partial")
    answer = resolve("low density lipoprotein receptor", EMBEDDED)
    assert genes(answer) == ["LDLR"]
    assert {match.source for match in answer.matches} <= {"hgnc_name", "famplex_text"}
    assert not answer.is_certain
    assert "records have no source" in answer.doubts[0]


def test_a_part_that_leads_nowhere_or_is_stopped_is_missing() -> None:
    for word in ("AKT1/xyzzy", "AKT1/ROS", "IL6 + ATP"):
        answer = resolve(word, EMBEDDED)
        assert answer.status == "partial"
        assert answer.unknown
        assert not answer.is_certain


@pytest.mark.parametrize("word", ["AKT1", "Wnt", "RANKL", "COX-2", "GSK-3β", "OPG"])
def test_symbols_families_and_what_nothing_contradicts_are_sure(word: str) -> None:
    assert resolve(word, EMBEDDED).is_certain


@pytest.mark.parametrize("word", ["AKR1CI", "AIP1", "ADP", "xyzzy", "AKT1/xyzzy"])
def test_guesses_and_what_is_no_answer_are_not(word: str) -> None:
    assert not resolve(word, EMBEDDED).is_certain


@pytest.mark.parametrize(("mouse", "symbol"), [("Trp53", "TP53"), ("Trp63", "TP63")])
def test_a_mouse_s_name_is_the_human_gene_and_said_to_be_one(mouse: str, symbol: str) -> None:
    answer = resolve(mouse, EMBEDDED)
    assert (answer.status, genes(answer)) == ("resolved", [symbol])
    assert answer.note == f"{mouse} is the mouse's name of {symbol}"


@pytest.mark.parametrize("number", ["63", "141", "616"])
def test_a_number_is_no_synonym(number: str) -> None:
    assert resolve(number, EMBEDDED).status == "unknown"


@pytest.mark.parametrize(
    ("word", "guess"),
    [
        ("MYDBB", "MYD88"),  # shapes that are confused
        ("GAPOH", "GAPDH"),
        ("CDKNZA", "CDKN2A"),
        ("NOTHC1", "NOTCH1"),  # letters swapped, too many, another ending
        ("JAKK2", "JAK2"),
        ("SMARCAA", "SMARCA4"),
    ],
)
def test_an_unknown_word_gets_the_names_that_it_may_be_misread_from(word: str, guess: str) -> None:
    answer = with_guesses(resolve(word, EMBEDDED), EMBEDDED)
    assert (answer.status, answer.matches) == ("unknown", ())
    assert guess in answer.note.removeprefix("near names, as guesses: ").split(", ")


@pytest.mark.parametrize("word", ["xyzzyq", "abcdefg/hijklm", "12345", "no gene here", "AB"])
def test_what_is_near_nothing_gets_no_guess(word: str) -> None:
    assert "guess" not in with_guesses(resolve(word, EMBEDDED), EMBEDDED).note


def test_a_symbol_that_papers_use_for_another_gene_is_not_written_unseen() -> None:
    answer = resolve("PDK1", EMBEDDED)
    assert (answer.status, genes(answer), answer.is_certain) == ("resolved", ["PDK1"], False)
    assert answer.doubts == (
        "PDK1 is pyruvate dehydrogenase kinase 1 (between PI3K and Akt it is PDPK1)",
    )


def test_near_names_are_guesses_and_no_matches() -> None:
    answer = with_guesses(resolve("RIPK33", EMBEDDED), EMBEDDED)
    assert (answer.status, answer.matches) == ("unknown", ())
    assert "as guesses: RIPK3" in answer.note
    assert with_guesses(resolve("AKT1", EMBEDDED), EMBEDDED) == resolve("AKT1", EMBEDDED)


@pytest.mark.parametrize(
    ("rule", "word", "with_it", "without_it"),
    [
        ("symbols first", "ADAMTS-3", {"ADAMTS3"}, {"ADAMTS2"}),
        ("coding first", "ALDRP", {"ABCD2"}, {"ABCD2", "AKR1B1P2"}),
        ("synonyms alike", "sca2", {"ATXN2", "LY6E"}, {"ATXN2"}),
    ],
)
def test_a_rule_of_the_ranking_makes_the_difference(
    rule: str, word: str, with_it: set[str], without_it: set[str]
) -> None:
    assert rule in RANKING_RULES
    assert set(genes(WordSearch(EMBEDDED).answer(word))) == with_it
    assert set(genes(WordSearch(EMBEDDED, without=frozenset({rule})).answer(word))) == without_it


def test_every_rule_of_the_ranking_has_a_reason() -> None:
    assert all(len(reason) > 40 for reason in RANKING_RULES.values())


def test_words_meant_are_answered_as_meant() -> None:
    lines = WORDS_MEANT.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t"))
    found: Counter[str] = Counter()
    for row in rows:
        answer = resolve(row["word"], EMBEDDED)
        got, meant = set(genes(answer)), set(row["genes"].split(",")) - {"-"}
        if not meant:
            found["right" if answer.status in ("unknown", "stopped") else "wrong"] += 1
        elif answer.status == "resolved" and (
            got == meant or (row["kind"] == "family" and meant <= got and len(got) <= MOST_KIN)
        ):
            found["right"] += 1
        elif got and not meant <= got:
            found["wrong"] += 1
    assert len(rows) > 2200
    assert found["right"] >= 0.97 * len(rows)
    assert found["wrong"] <= 0.02 * len(rows)


MISREAD_I = {"lL-6": "IL6", "lFN-γ": "IFNG", "lKKβ": "IKBKB", "lRF3": "IRF3"}
MEMBERS = {
    "Delta-like 4": "DLL4",
    "AMPK γ2": "PRKAG2",
    "GABA-A receptor α1": "GABRA1",
    "P2X receptor 7": "P2RX7",
}


@pytest.mark.parametrize(("word", "symbol"), MISREAD_I.items())
def test_a_capital_i_that_is_read_as_a_small_l(word: str, symbol: str) -> None:
    answer = resolve(word, EMBEDDED)
    assert (answer.status, genes(answer)) == ("resolved", [symbol])


@pytest.mark.parametrize(("word", "symbol"), MEMBERS.items())
def test_a_family_and_the_ending_of_its_member_is_the_member(word: str, symbol: str) -> None:
    answer = resolve(word, EMBEDDED)
    assert (answer.status, genes(answer), answer.is_certain) == ("resolved", [symbol], False)


def test_an_ending_that_no_member_or_several_have_stays_missing() -> None:
    assert resolve("GABA-A receptor 9", EMBEDDED).status == "partial"


def test_receptor_says_what_a_receptor_is_and_not_what_its_ligand_is() -> None:
    assert genes(resolve("5-HT1B receptor", EMBEDDED)) == ["HTR1B"]
    assert resolve("5-HT1B receptor", EMBEDDED).status == "resolved"
    assert genes(resolve("EGF receptor", EMBEDDED)) == ["EGFR"]
    assert resolve("HGF receptor 77", EMBEDDED).status != "resolved"


def test_keratins_and_proteins_that_hgnc_names_at_the_end() -> None:
    assert genes(resolve("cytokeratin 18", EMBEDDED)) == ["KRT18"]
    assert genes(resolve("nephrin", EMBEDDED)) == ["NPHS1"]
    assert genes(resolve("lncRNA H19", EMBEDDED)) == ["H19"]
