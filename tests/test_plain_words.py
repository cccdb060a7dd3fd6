"""Words that are settled without a search are those of which a search says the same."""

from __future__ import annotations

from itertools import islice

from pfocr_cli.lexicon.plain_words import is_plain, is_plain_symbol, is_plainly, sure_genes
from pfocr_cli.lexicon.search import WordSearch
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.lexicon.word_table import meanings
from pfocr_cli.record.match_sources import BY_SYNONYM
from pfocr_cli.rules.matches import is_own_name

LEXICON = open_lexicon(None)
TABLE_WORDS = [word for row in meanings() for word in row.words]
TERMS = [term.written for term in islice(LEXICON.all_terms(), 0, None, 197)]
WRITTEN = ("{}", "p{}", "{}s", "p-{}", "{}-1", "({})", "{}/2", "{}/AKT1", "cyclin{}")
SEEN = [way.format(word) for word in TERMS for way in WRITTEN]
SEEN += [way.format(word) for word in TABLE_WORDS[::9] for way in WRITTEN]
OTHER_LETTERS = ("•{}", "{}, TNF", "ΑKT1/{}", "{}-α", "{}\u0301", "anti-{}", "{}-1/2")
"""Ways in which a search cleans a word before it cuts it."""
TABLE = "the table of words"


def test_the_table_of_words_has_no_part_in_what_plain_words_mean() -> None:
    plain = [word for word in SEEN if is_plain(word, LEXICON)]
    answers = [WordSearch(LEXICON).answer(word) for word in plain]
    assert len(plain) > len(TERMS)
    assert [answer.word for answer in answers if not answer.matches or answer.means] == []
    told = {match.how for answer in answers for match in (*answer.matches, *answer.also)}
    assert [how for how in told if "table of words" in how] == []


def test_words_of_the_table_mean_the_genes_that_it_has_for_them() -> None:
    told = [(word, gene) for row in meanings() for word in row.words for gene in row.genes]
    plain = [
        (word, gene) for word, gene in told if LEXICON.approved(gene) and is_plainly([gene], word)
    ]
    assert len(plain) > len(told) / 2
    for word, gene in plain:
        genes = {match.hgnc_symbol for match in WordSearch(LEXICON).answer(word).matches}
        assert gene in genes, word


def test_a_search_meets_the_genes_that_are_sure() -> None:
    words = [*SEEN[::2], *(way.format(word) for word in TERMS[::6] for way in OTHER_LETTERS)]
    words += [way.format(word) for word in TABLE_WORDS[::23] for way in OTHER_LETTERS]
    told = {word: genes for word in words if (genes := sure_genes(word, LEXICON))}
    assert len(told) > len(words) / 4
    for word, genes in told.items():
        answer = WordSearch(LEXICON).answer(word)
        by_term = {match for match in answer.also if TABLE not in match.how}
        met = {match.hgnc_id for match in (*answer.matches, *by_term)}
        if not genes <= met:
            assert {match.part for match in (*answer.matches, *answer.also)} == {word}
            assert not answer.means
            assert [match.how for match in answer.matches if TABLE in match.how] == []


def test_a_word_that_names_one_gene_alone_leads_to_it_and_by_synonyms_to_no_other() -> None:
    terms = [term for term in islice(LEXICON.all_terms(), 0, None, 131) if term.genes]
    pairs = [(case, term) for term in terms for case in {term.written, term.written.title()}]
    found = [(word, LEXICON.gene(term.genes[0])) for word, term in pairs]
    alone = [(word, gene) for word, gene in found if gene and is_own_name(word, gene, LEXICON)]
    assert len(alone) > len(found) / 3
    for word, gene in alone:
        matches = WordSearch(LEXICON).answer(word).matches
        assert gene.hgnc_id in {match.hgnc_id for match in matches}
        assert {gene.symbol} >= {one.hgnc_symbol for one in matches if one.source in BY_SYNONYM}


def test_a_symbol_needs_no_look_to_be_plain() -> None:
    symbols = [gene.symbol for gene in islice(LEXICON.genes(), 0, None, 60)]
    words = [case for one in symbols for case in (one, one.lower(), one.title())]
    plain = [word for word in words if is_plain_symbol(word)]
    assert len(plain) > len(words) / 2
    assert all(is_plain(word, LEXICON) for word in plain)
