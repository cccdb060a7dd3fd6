"""``--decisions``: what curators have decided that words mean, read and obeyed."""

from __future__ import annotations

import pickle

import pytest

from pfocr_cli.errors import PfocrError
from pfocr_cli.inputs.decisions import Decision, Decisions, decisions_in
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.record.table_lines import table_line

HEAD = "figid\tword\tgenes\tby\twhy\n"
LEXICON = open_lexicon(None)


def _read(text: str) -> Decisions:
    return decisions_in(text, "d.tsv", LEXICON)


def _of(found: Decisions, figid: str | None, word: str) -> Decision:
    decision = found.of(figid, word)
    assert decision is not None
    return decision


def test_a_figures_own_row_counts_before_one_for_all() -> None:
    found = _read(HEAD + "*\tMet\t-\tJane\tmethionine\nPMC1__f1.jpg\tMet\tMET\tJane\tkinase\n")
    assert _of(found, "PMC1__f1.jpg", "Met").genes == ("MET",)
    assert _of(found, "PMC2__f1.jpg", "Met").genes == ()
    assert _of(found, None, "Met").genes == ()
    assert found.of("PMC2__f1.jpg", "met") is None  # spelled exactly so
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("between", [",", ", ", "|", ";", " "])
def test_genes_are_separated_as_people_do(between: str) -> None:
    found = _read(f"{HEAD}*\tRAS\t{between.join(['HRAS', 'KRAS'])}\tJane\t\n")
    assert _of(found, None, "RAS").genes == ("HRAS", "KRAS")


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("\n", "\r\n") + "*\tRAS\tHRAS\tJane\tx\r\n\r\n",
        "why\tline\tgenes\tfigid\tword\tby\n\t12\tHRAS\t*\tRAS\tJane\n\t13\t\t*\tMYC\t\n",
        HEAD + "*\tRAS\tHRAS\n",  # an editor took the empty cells at the end
        HEAD + "*\tRAS\tHRAS\tJane\t\n*\tRAS\tHRAS\tJohn\t\n",
        HEAD + table_line(["*", "RAS", "HRAS", 'Jane "J" Doe', ""]),
    ],
)
def test_order_ends_and_undecided_rows_do_not_matter(text: str) -> None:
    found = _read(text)
    assert _of(found, "PMC1__f1.jpg", "RAS").genes == ("HRAS",)
    assert len(found.rows) == 1


def test_a_word_is_that_of_the_list_of_what_is_left() -> None:
    found = _read(HEAD + "*\tNF κB\tNFKB1\tJane\t\n*\tA\\u200bB\tRELA\tJane\t\n")
    assert _of(found, None, " NF\n κB").genes == ("NFKB1",)
    assert _of(found, None, "A\u200bB").genes == ("RELA",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "d.tsv:1: no column figid, word, genes, by and why"),
        ("figid,word,genes,by,why\n", "separated by tabs"),
        ("figid\tword\tgene\tby\twhy\n", "d.tsv:1: no column genes (did you mean gene?)"),
        ("figid\tword\tgenes\tby\twhy\tword\n", "d.tsv:1: a column is there twice"),
        (HEAD + "*\tX\tRANKL\tJane\t\n", "d.tsv:2: 'RANKL' is not an approved symbol"),
        (HEAD + "*\tX\tRANKL\tJane\t\n", "(did you mean TNFSF11?)"),
        (HEAD + "*\tX\tKRAS\tJ\t\n\n*\tX\t-\tK\t\n", "d.tsv:4: 'X' is no gene here, and KRAS in "),
        (HEAD + "\tX\tKRAS\tJane\t\n", "d.tsv:2: figid is empty"),
        (HEAD + "*\t\tKRAS\tJane\t\n", "d.tsv:2: word is empty"),
        (HEAD + "*\tX\tKRAS\tJane\t\tmore\n", "d.tsv:2: more cells than the header"),
        (HEAD + '*\t"X\tKRAS\tJane\t\n', "d.tsv:2: not a table with tabs between its cells"),
        (HEAD + "*\tX\tKRAS\tJane\t\n*\tY\tKRAS\tJa\0ne\t\n", "d.tsv:3: a NUL byte"),
        (HEAD + "\n*\t\0\tKRAS\tJane\t\n", "d.tsv:3: a NUL byte, which no table has"),
        (
            HEAD + "all\tX\tKRAS\tJane\t\n",
            "d.tsv:2: 'all' is not a figid (PMC…__…): write that",
        ),
        (HEAD + "PMC1\tX\tKRAS\tJane\t\n", "d.tsv:2: 'PMC1' is not a figid"),
    ],
)
def test_what_cannot_be_served_names_file_and_line(text: str, said: str) -> None:
    with pytest.raises(PfocrError) as error:
        _read(text)
    assert said in str(error.value)


def test_an_answer_is_the_decision_with_the_lexicons_term() -> None:
    found = _read(HEAD + "*\tOPG\tTNFRSF11B\tJane\tby its caption\n*\tMYC\t-\tJane\tan antibody\n")
    answer = found.answer("OPG", None, LEXICON)
    [match] = answer.matches
    assert (answer.status, answer.note) == ("resolved", "decided by Jane: by its caption")
    assert (match.hgnc_symbol, match.symbol, match.how) == ("TNFRSF11B", "OPG", "decided by Jane")
    none = found.answer("MYC", None, LEXICON)
    assert (none.status, none.means, none.matches) == ("stopped", none.note, ())
    assert [match.hgnc_symbol for match in none.also] == ["MYC"]
    assert found.answer("TP53", None, LEXICON).note == ""


def test_figures_are_known_by_the_first_line_that_names_them() -> None:
    rows = "PMC2__b\tX\tKRAS\tJ\t\n*\tX\t-\tJ\t\nPMC2__b\tY\t-\tJ\t\nPMC1__a\tX\t-\tJ\t\n"
    assert _read(HEAD + rows).figids() == {"PMC2__b": 2, "PMC1__a": 5}
