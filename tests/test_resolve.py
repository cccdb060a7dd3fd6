"""From a word to its genes: the tiers, what is ambiguous, what is stopped; and what holds of every
term and any text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pfocr_cli.lexicon.answers import Answer, Match
from pfocr_cli.lexicon.model import HgncGene, Term, fold
from pfocr_cli.lexicon.ranking import is_made
from pfocr_cli.lexicon.resolve import explain, resolve
from pfocr_cli.lexicon.store import Lexicon, open_lexicon
from pfocr_cli.lexicon.word_table import meaning_of
from pfocr_cli.record.match_sources import MatchSource

EMBEDDED = open_lexicon(None)


class Small(Lexicon):
    """A lexicon of a few terms: (as written, source, its genes' symbols)."""

    def __init__(self, named: Iterable[tuple[str, MatchSource, str]]) -> None:
        self.by_key: dict[str, list[Term]] = defaultdict(list)
        for written, source, genes in named:
            self.by_key[fold(written)].append(Term(written, source, tuple(genes.split())))

    def terms(self, key: str) -> tuple[Term, ...]:
        return tuple(self.by_key.get(key, ()))

    def gene(self, hgnc_id: str) -> HgncGene:
        return HgncGene(hgnc_id, hgnc_id, f"entrez-{hgnc_id}")

    def known(self, keys: Iterable[str]) -> list[str]:
        return [key for key in keys if key in self.by_key]

    def names(self, key: str) -> tuple[Term, ...]:
        return ()

    def names_from(self, beginning: str, most: int) -> tuple[tuple[str, Term], ...]:
        return ()


APPROVED: MatchSource = "hgnc_symbol"
FAMILY: MatchSource = "bioentities_symbol"
ALIAS: MatchSource = "hgnc_alias_symbol"
PREVIOUS: MatchSource = "hgnc_prev_symbol"
WITHDRAWN: MatchSource = "hgnc_withdrawn"


def genes(answer: Answer) -> set[str]:
    return {match.hgnc_symbol for match in answer.matches}


def resolved(word: str, *named: tuple[str, MatchSource, str]) -> Answer:
    return resolve(word, Small(named))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("RANKL", {"TNFSF11"}),
        ("AR", {"AR"}),  # approved today, and somebody else's alias
        ("MCM2", {"MCM2"}),
        ("GBA", {"GBA1"}),
        ("TMEM173", {"STING1"}),
        ("CTGF", {"CCN2"}),
        ("SEPT7", {"SEPTIN7"}),
        ("LRP5/6", {"LRP5", "LRP6"}),
        ("Ga12,Gaq", {"GNA12", "GNAQ"}),
        ("NFATC1-4", {"NFATC1", "NFATC2", "NFATC3", "NFATC4"}),
        ("TSC1/2", {"TSC1", "TSC2"}),
        ("5-HT2A/2B", {"HTR2A", "HTR2B"}),
        ("p-AKT", {"AKT1", "AKT2", "AKT3"}),
        ("p-AKT1", {"AKT1"}),
        ("c-Src", {"SRC"}),
        ("GST-RAF1", {"RAF1"}),
        ("IKKγ", {"IKBKG"}),
        ("IKKY", {"IKBKG"}),
        ("TNF-α", {"TNF"}),
        ("TNFA", {"TNF"}),
        ("β-catenin", {"CTNNB1"}),
        ("B-catenin", {"CTNNB1"}),
        ("E-cadherin", {"CDH1"}),
        ("cyclin D1", {"CCND1"}),
        ("(ČREBBP)", {"CREBBP"}),
        ("ЕННADH", {"EHHADH"}),  # Cyrillic letters
        ("AKR1CI", {"AKR1C1"}),
        ("IL 6", {"IL6"}),
        ("p-ERK", {"MAPK1", "MAPK3"}),  # and not PERK
        ("p-LAT", {"LAT"}),
        ("v-EGFR", {"EGFR"}),
        ("eIF2α", {"EIF2S1"}),  # and not EIF2A, whose A is no α
        ("eIF2alpha", {"EIF2S1"}),
        ("eIF-2α", {"EIF2S1"}),
        ("eIF2β", {"EIF2S2"}),
        ("EIF2A", {"EIF2A"}),
        ("PPARγ", {"PPARG"}),
        ("TGFβ", {"TGFB1", "TGFB2", "TGFB3"}),  # though one of them is called TGFbeta
        ("Gαs", {"GNAS"}),
        ("Gαq", {"GNAQ"}),
        ("Gα12", {"GNA12"}),
        ("Gαi2", {"GNAI2"}),
        ("PKCθ", {"PRKCQ"}),
        ("PI3Kα", {"PIK3CA"}),
        ("p38 MAPK", {"MAPK11", "MAPK12", "MAPK13", "MAPK14"}),
        ("ERK MAPK", {"MAPK1", "MAPK3"}),
    ],
)
def test_words_of_figures(word: str, expected: set[str]) -> None:
    answer = resolve(word, EMBEDDED)
    assert answer.status == "resolved"
    assert genes(answer) == expected


def test_parts_may_be_ambiguous() -> None:
    answer = resolve("AIP1/AKT2", EMBEDDED)
    assert answer.status == "ambiguous"
    assert {match.part for match in answer.matches} == {"AIP1", "AKT2"}
    assert genes(answer) >= {"WDR1", "AKT2"}


def test_a_misread_family_is_the_family() -> None:
    assert genes(resolve("P13K", EMBEDDED)) == genes(resolve("PI3K", EMBEDDED))
    assert len(resolve("PI3K", EMBEDDED).matches) > 3


def test_a_family_yields_its_members_marked_as_such() -> None:
    answer = resolve("Akt", EMBEDDED)
    assert answer.status == "resolved"
    assert {match.source for match in answer.matches} == {FAMILY}
    assert all(match.how.endswith("member of a family") for match in answer.matches)


@pytest.mark.parametrize(
    ("word", "winner", "loser"),
    [
        ("Pit", ("PIT", APPROVED, "A"), ("Pit", ALIAS, "B")),  # a symbol, in any case
        ("PIT", ("P-IT", APPROVED, "A"), ("PIT", ALIAS, "B")),  # with or without its hyphen
        ("PIT", ("P-IT", FAMILY, "A B"), ("PIT", ALIAS, "A")),  # a family that holds the gene
        ("pit", ("PIT", ALIAS, "A"), ("P-IT", FAMILY, "B")),  # upper-cased beats stripped
        ("PIT", ("PIT", APPROVED, "A"), ("PIT", FAMILY, "B C")),
        ("PIT", ("PIT", APPROVED, "A"), ("PIT", ALIAS, "B")),
        ("PIT", ("PIT", FAMILY, "A C"), ("PIT", ALIAS, "B")),
        ("PIT", ("PIT", FAMILY, "A C"), ("PIT", PREVIOUS, "B")),
        ("P:IT", ("PIT", FAMILY, "A C"), ("pit", ALIAS, "B")),  # stripped, exactness is no more
    ],
)
def test_the_better_tier_wins_and_the_other_is_also_there(
    word: str, winner: tuple[str, MatchSource, str], loser: tuple[str, MatchSource, str]
) -> None:
    for named in ((winner, loser), (loser, winner)):
        answer = resolved(word, *named)
        assert genes(answer) == set(winner[2].split())
        beaten = set(loser[2].split()) - set(winner[2].split())
        assert {match.hgnc_symbol for match in answer.also} == beaten
        assert answer.status == "resolved"


@pytest.mark.parametrize("second", [ALIAS, PREVIOUS, WITHDRAWN])
def test_aliases_and_previous_symbols_count_together(second: MatchSource) -> None:
    answer = resolved("PIT", ("PIT", ALIAS, "A"), ("PIT", second, "B"))
    assert answer.status == "ambiguous"
    assert genes(answer) == {"A", "B"}
    assert "several genes" in answer.note


def test_synonyms_that_differ_in_case_hyphen_or_greek_are_alike() -> None:
    named = (("PIT", PREVIOUS, "A"), ("P-IT", ALIAS, "B"), ("Pit", ALIAS, "C"))
    for word in ("PIT", "P-IT", "Pit", "pit"):
        assert genes(resolved(word, *named)) == {"A", "B", "C"}


def test_a_merged_symbol_counts_with_the_previous_ones_and_says_so() -> None:
    (match,) = resolved("PIT", ("PIT", WITHDRAWN, "A")).matches
    assert match == Match("PIT", PREVIOUS, "A", "A", "entrez-A", "exact > merged by HGNC", "PIT")


def test_a_withdrawn_symbol_without_a_successor_is_unknown_and_named() -> None:
    answer = resolved("PIT", ("PIT", WITHDRAWN, ""))
    assert (answer.status, answer.matches) == ("unknown", ())
    assert answer.note == "PIT was withdrawn by HGNC"


def test_an_alias_of_two_characters_is_passed_over_and_named() -> None:
    answer = resolved("W9", ("W9", ALIAS, "A"))
    assert (answer.status, answer.matches) == ("unknown", ())
    assert [match.hgnc_symbol for match in answer.also] == ["A"]
    assert "two characters" in answer.note


def test_several_parts_with_genes_are_resolved() -> None:
    answer = resolved("ABC/DEF", ("ABC", ALIAS, "A"), ("DEF", ALIAS, "B"))
    assert answer.status == "resolved"
    assert [(match.part, match.hgnc_symbol) for match in answer.matches] == [
        ("ABC", "A"),
        ("DEF", "B"),
    ]


def test_one_ambiguous_part_makes_the_word_ambiguous() -> None:
    assert resolved("ABC/DEF", ("ABC", ALIAS, "A B"), ("DEF", APPROVED, "C")).status == "ambiguous"


def test_a_gene_by_two_terms_comes_once() -> None:
    assert len(resolved("ABC", ("ABC", ALIAS, "A"), ("ABC", PREVIOUS, "A")).matches) == 1


def test_the_first_step_that_leads_anywhere_is_the_last() -> None:
    answer = resolved("Abd-P", ("ABD", FAMILY, "THRA THRB"), ("ABDP", APPROVED, "THRSP"))
    assert answer.status == "resolved"
    assert genes(answer) == {"THRA", "THRB"}
    assert [match.hgnc_symbol for match in answer.also] == ["THRSP"]
    assert genes(resolved("Abd-P", ("ABDP", APPROVED, "THRSP"))) == {"THRSP"}


def test_no_prefix_adds_a_gene_that_the_stripped_word_is_called() -> None:
    """For each approved symbol that is a prefix and another one: p-LAT is LAT, and not PLAT as
    well.
    """
    symbols = {gene.symbol for gene in EMBEDDED.genes()}
    checked = 0
    for symbol in symbols:
        word = f"{symbol[0].lower()}-{symbol[1:]}"
        direct = any(term.written.upper() == word.upper() for term in EMBEDDED.terms(fold(word)))
        if (
            symbol[0] in "PCV"
            and symbol[1:] in symbols
            and meaning_of(symbol[1:]) is None
            and not direct
        ):
            assert genes(resolve(word, EMBEDDED)) == {symbol[1:]}, word
            checked += 1
    assert checked > 50


@pytest.mark.parametrize(
    ("word", "unknown"),
    [
        ("IL4/xyzzy", ("xyzzy",)),
        ("AKT1/xyzzy/qwxyz", ("xyzzy", "qwxyz")),
        ("IL4", ()),
        ("IL4/leptin", ()),
        ("xyzzy/qwxyz", ()),
    ],
)
def test_parts_without_a_gene_are_named_where_others_have_one(
    word: str, unknown: tuple[str, ...]
) -> None:
    answer = resolve(word, EMBEDDED)
    assert answer.unknown == unknown
    assert all(f"'{part}'" in answer.note for part in unknown)
    assert bool(answer.note) == bool(unknown)


def test_of_many_unknown_parts_the_note_names_some() -> None:
    answer = resolve("AKT1/" + "/".join(f"xyzzy{number}q" for number in range(50)), EMBEDDED)
    assert len(answer.unknown) == 50
    assert answer.note.endswith(" and 44 more")


def test_a_stopped_part_is_told_and_is_missing() -> None:
    answer = resolve("IL4/ROS", EMBEDDED)
    assert (answer.status, genes(answer), answer.unknown) == ("partial", {"IL4"}, ("ROS",))
    assert answer.note.startswith("ROS is no gene here: reactive oxygen")


def test_a_family_that_says_what_the_word_before_it_is_adds_nothing() -> None:
    named: tuple[tuple[str, MatchSource, str], ...] = (
        ("KIN1", FAMILY, "A B"),
        ("KIN", FAMILY, "A B C"),
        ("OTHER", FAMILY, "C D"),
    )
    answer = resolved("KIN1 KIN", *named)
    assert genes(answer) == {"A", "B"}
    assert [match.hgnc_symbol for match in answer.also] == ["C"]
    assert answer.note == "KIN is taken to say what KIN1 is"
    assert genes(resolved("KIN KIN1", *named)) == {"A", "B"}
    for listed in ("KIN1/KIN", "KIN1, KIN"):
        assert genes(resolved(listed, *named)) == {"A", "B", "C"}
    assert genes(resolved("KIN1 OTHER", *named)) == {"A", "B", "C", "D"}


@pytest.mark.parametrize(
    ("latin", "expected"),
    [
        (("FACT2A", APPROVED, "B"), {"A"}),  # another gene, whose A is no α
        (("FACT2A", APPROVED, "A"), {"A"}),
        (("FACT2A", FAMILY, "A B"), {"A", "B"}),  # the family holds it
        (("FACT2A", FAMILY, "B C"), {"A"}),
        (("FACT2A", ALIAS, "B"), {"A"}),
    ],
)
def test_a_spelled_out_greek_letter_beats_its_latin_one(
    latin: tuple[str, MatchSource, str], expected: set[str]
) -> None:
    for word in ("FACT2α", "fact2alpha"):
        assert genes(resolved(word, latin, ("FACT-2alpha", ALIAS, "A"))) == expected
    assert genes(resolved("FACT2A", latin, ("FACT-2alpha", ALIAS, "A"))) == set(latin[2].split())


def test_a_pseudogene_is_no_greek_letter() -> None:
    assert "HSP90AA1" in genes(resolve("HSP90α", EMBEDDED))
    assert "HSP90AA2P" not in genes(resolve("HSP90α", EMBEDDED))


def test_an_alpha_subunit_that_inhibits_is_any_of_its_family() -> None:
    for word in ("Gαi", "Gai"):
        assert {match.symbol for match in resolve(word, EMBEDDED).matches} == {"G_i"}
    assert genes(resolve("Gas", EMBEDDED)) == {"GNAS"}  # with a Latin letter too


def test_a_family_that_holds_a_gene_beats_its_synonym() -> None:
    """The published records take NF-KB for the alias NF-kappaB of one gene; it is the family."""
    five = {"NFKB1", "NFKB2", "REL", "RELA", "RELB"}
    for word in ("NF-κB", "NF-KB", "NFκB", "NFkB", "NF-kappaB"):
        assert genes(resolve(word, EMBEDDED)) == five


def test_a_slash_may_belong_to_a_name() -> None:
    assert genes(resolved("C/EBP", ("CEBP", FAMILY, "A B"), ("EBP", APPROVED, "EBP"))) == {"A", "B"}
    assert genes(
        resolved("CD4/8", ("CD4", APPROVED, "A"), ("CD8", APPROVED, "B"), ("CD48", APPROVED, "C"))
    ) == {"A", "B"}


def test_a_guess_says_that_it_is_one_and_is_no_alias() -> None:
    (match,) = resolved("ABCI", ("ABC1", APPROVED, "A")).matches
    assert match.how == "a guess: ABCI read as ABC1 > exact"
    assert resolved("ABCI", ("ABC1", ALIAS, "A")).status == "unknown"


def test_two_readings_are_ambiguous() -> None:
    assert resolved("AIOB", ("A1OB", APPROVED, "A"), ("AI0B", APPROVED, "B")).status == "ambiguous"


@pytest.mark.parametrize(
    "word", ["NOT", "cell", "Type", "cAMP", "(NOT)", "Ca2+", "LPS", "ADP", "MICE", "ROS", "GPCR"]
)
def test_words_that_are_no_genes_are_stopped_and_say_what_they_are(word: str) -> None:
    answer = resolve(word, EMBEDDED)
    assert (answer.status, answer.matches) == ("stopped", ())
    assert answer.means
    assert f"is no gene here: {answer.means}" in answer.note


def test_what_the_table_beat_is_also_there() -> None:
    assert "CAMP" in {match.hgnc_symbol for match in resolve("cAMP", EMBEDDED).also}
    assert genes(resolve("CAMP", EMBEDDED)) == {"CAMP"}  # the symbol as it is spelled


def test_a_part_on_the_stop_list_stops_only_itself() -> None:
    answer = resolve("CCR4/NOT", EMBEDDED)
    assert answer.status == "partial"
    assert {match.part for match in answer.matches} == {"CCR4"}
    assert "NOT is no gene here" in answer.note


def test_explaining_shows_the_steps_and_answers_the_same() -> None:
    for word in ("Thr-P", "LRP5/6", "NOT", "nothing-of-the-kind", "CBP", "P13K", ""):
        answer, steps = explain(word, EMBEDDED)
        assert answer == resolve(word, EMBEDDED)
        assert steps
    (first, *_) = explain("IFN-gamma", EMBEDDED)[1]
    assert (first.form, first.how) == ("IFN-gamma", "as written")
    assert any(step.beaten for step in explain("PARP-1", EMBEDDED)[1])


# What holds of every term of the embedded lexicon.


def test_every_approved_symbol_is_itself() -> None:
    for gene in EMBEDDED.genes():
        answer = resolve(gene.symbol, EMBEDDED)
        if meaning_of(gene.symbol) is not None:
            known = {match.hgnc_id for match in (*answer.matches, *answer.also)}
            assert gene.hgnc_id in known, gene.symbol
        else:
            assert (gene.symbol, [match.hgnc_id for match in answer.matches]) == (
                gene.symbol,
                [gene.hgnc_id],
            )


def terms_by_word() -> dict[str, list[Term]]:
    found = defaultdict(list)
    for term in EMBEDDED.all_terms():
        found[term.written].append(term)
    return found


def test_every_family_is_its_members_unless_a_gene_has_its_name() -> None:
    for written, terms in terms_by_word().items():
        family = next((term for term in terms if term.source == FAMILY), None)
        if (
            family is None
            or meaning_of(written) is not None
            or any(term.source == APPROVED for term in terms)
        ):
            continue
        assert {match.hgnc_id for match in resolve(written, EMBEDDED).matches} == set(
            family.genes
        ), written


def test_every_ambiguous_alias_gives_all_its_genes_that_do_not_yield() -> None:
    checked = 0
    for written, terms in terms_by_word().items():
        members = {gene for term in terms for gene in term.genes}
        made = {gene for gene in members if is_made(EMBEDDED.gene(gene))}
        synonyms_only = {term.source for term in terms} <= {ALIAS, PREVIOUS, WITHDRAWN}
        alone = {term.source for term in EMBEDDED.terms(fold(written))} <= {
            *(ALIAS, PREVIOUS, WITHDRAWN)
        }
        if (
            synonyms_only
            and alone
            and len(made) > 1
            and len(written) > 2
            and meaning_of(written) is None
            and not EMBEDDED.names(fold(written))
            and written.isupper()
        ):
            answer = resolve(written, EMBEDDED)
            assert answer.status == "ambiguous", written
            assert made <= {match.hgnc_id for match in answer.matches}, written
            checked += 1
    assert checked > 400


OF_WORDS = "AKTRpcs123/,-|&; ()[]αβγßвОIl0'\t\udcff"


@given(st.one_of(st.text(), st.text(alphabet=OF_WORDS, max_size=60)))
def test_any_text_is_a_word_and_has_an_answer(word: str) -> None:
    answer = resolve(word, EMBEDDED)
    assert answer.word == word
    assert (answer.status in ("resolved", "ambiguous", "partial")) == bool(answer.matches)
    resolve.cache_clear()
    assert resolve(word, EMBEDDED) == answer


@pytest.mark.parametrize("text", ["A", "(", "1", "A/", "I", " ", "α", "l1I0O", "A-"])
def test_a_word_of_ten_thousand_characters_has_an_answer(text: str) -> None:
    word = text * (10_000 // len(text))
    assert resolve(word, EMBEDDED).word == word


def test_what_is_longer_than_any_word_is_unknown_and_says_why() -> None:
    answer = resolve("AKT1/" * 10_000, EMBEDDED)
    assert (answer.status, answer.note) == ("unknown", "no word: more than 16,384 characters")
