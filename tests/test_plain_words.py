"""Words that are settled without a search are those of which a search says the same."""

from __future__ import annotations

from itertools import islice

from pfocr_cli.lexicon.plain_words import is_plain, is_plainly
from pfocr_cli.lexicon.search import WordSearch
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.lexicon.word_table import meanings

LEXICON = open_lexicon(None)
TABLE_WORDS = [word for row in meanings() for word in row.words]
TERMS = [term.written for term in islice(LEXICON.all_terms(), 0, None, 197)]
WRITTEN = ("{}", "p{}", "{}s", "p-{}", "{}-1", "({})", "{}/2", "{}/AKT1", "cyclin{}")
SEEN = [way.format(word) for word in TERMS for way in WRITTEN]
SEEN += [way.format(word) for word in TABLE_WORDS[::9] for way in WRITTEN]


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
