"""The table of what words mean: its form, and that every gene in it is one."""

from __future__ import annotations

import pytest

from pfocr_cli.lexicon import search
from pfocr_cli.lexicon.answers import Answer
from pfocr_cli.lexicon.letters import spoken
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.search import WordSearch
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.lexicon.word_table import WORD_TABLE, meaning_of, meanings
from pfocr_cli.rules.known_wrong import wrong_by_table
from pfocr_cli.rules.matches import Recorded

EMBEDDED = open_lexicon(None)


def test_it_is_sorted_and_every_line_has_five_filled_fields() -> None:
    header, *lines = WORD_TABLE.read_text(encoding="utf-8").splitlines()
    assert header.split("\t") == ["words", "spelling", "genes", "means", "source"]
    keys = [(line.split("\t")[0].encode(), line.split("\t")[1]) for line in lines]
    assert keys == sorted(keys)
    for line in lines:
        assert line == line.strip()
        assert len(line.split("\t")) == 5
        assert all(line.split("\t")), line


def test_no_word_has_two_meanings() -> None:
    seen: set[str] = set()
    for meaning in meanings():
        for word in meaning.words:
            key = spoken(word) if meaning.spelling == "any" else f"={word}"
            assert key, word
            assert key not in seen, word
            seen.add(key)


def test_every_gene_is_an_approved_symbol_and_every_reason_says_something() -> None:
    for meaning in meanings():
        assert meaning.spelling in ("any", "exact")
        assert len(meaning.means) > 2, meaning
        assert meaning.words == tuple(sorted(meaning.words, key=str.encode))
        for symbol in meaning.genes:
            assert EMBEDDED.approved(symbol) is not None, (meaning.words, symbol)


def test_every_word_is_answered_by_its_row() -> None:
    for meaning in meanings():
        for word in meaning.words:
            meant = meaning_of(word)  # a word spelled exactly so comes before one in any case
            assert meant is not None
            answer = resolve(word, EMBEDDED)
            assert {match.hgnc_symbol for match in answer.matches} == {*meant.genes}, word
            if meant.unsure:
                assert answer.status in ("resolved", "ambiguous"), word
                assert not answer.is_certain, word
            else:
                assert answer.status == ("resolved" if meant.genes else "stopped"), word


def test_it_holds_whatever_the_spelling_where_its_row_says_so() -> None:
    assert meaning_of("COX-2") is not None
    assert meaning_of("cox2") == meaning_of("COX-2")
    assert meaning_of("cAMP") is not None
    assert meaning_of("CAMP") is None


def test_an_unsure_row_says_what_else_the_word_is_and_is_not_written_unseen() -> None:
    symbol, synonym = resolve("PKD1", EMBEDDED), resolve("OCT1", EMBEDDED)
    assert (symbol.status, [match.hgnc_symbol for match in symbol.matches]) == (
        "resolved",
        ["PKD1"],
    )
    assert "PRKD1" in symbol.note
    assert (synonym.status, synonym.is_certain) == ("ambiguous", False)
    assert {match.hgnc_symbol for match in synonym.matches} == {"POU2F1", "SLC22A1"}
    assert resolve("Oct-1", EMBEDDED).is_certain


def test_what_the_table_is_unsure_of_contradicts_no_record() -> None:
    right = Recorded("PKD1", "PKD1", "hgnc_symbol", "PKD1", "5310", in_table=False)
    assert wrong_by_table(right, EMBEDDED) is None
    wrong = Recorded("FDH", "FDH", "hgnc_alias_symbol", "ALDH1L1", "10840", in_table=False)
    assert wrong_by_table(wrong, EMBEDDED) is None


OF_SEVERAL_BY_ONE_NAME = {
    "C4a": "a fragment of the protein that C4A and C4B both make",
    "C4b": "a fragment of the protein that C4A and C4B both make",
    "BCL-2 family": "a family",
    "GABARAPs": "a plural",
    "IL-27": "a protein of two chains",
    "Myc-Max": "two proteins",
    "Pol ε": "an enzyme of several chains",
    "Src family": "a family",
    "miR-200": "with MIR141 and MIR429, which have the same seed",
    "miR-200 family": "a family",
}


def test_no_row_is_wider_than_the_symbols_that_a_word_lists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A numbered word in the row of its family would name what it does not say: GLUT1/3, GLUT4."""
    rows = [meaning for meaning in meanings() if len(meaning.genes) > 1]
    monkeypatch.setattr(search, "meaning_of", lambda _: None)
    wide = {
        word
        for meaning in rows
        for word in meaning.words
        if is_narrower(WordSearch(EMBEDDED).answer(word), {*meaning.genes})
    }
    assert wide == {*OF_SEVERAL_BY_ONE_NAME}


def is_narrower(answer: Answer, genes: set[str]) -> bool:
    """Say whether approved symbols alone lead to some of the genes, and to all that the word is."""
    found = {match.hgnc_symbol for match in answer.matches}
    by_symbol = all(match.source == "hgnc_symbol" for match in answer.matches)
    return answer.status == "resolved" and by_symbol and found < genes
