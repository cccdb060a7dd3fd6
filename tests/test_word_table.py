"""The table of what words mean: its form, and that every gene in it is one."""

from __future__ import annotations

from pfocr_cli.lexicon.letters import spoken
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.lexicon.word_table import WORD_TABLE, meaning_of, meanings

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
            assert answer.status == ("resolved" if meant.genes else "stopped"), word


def test_it_holds_whatever_the_spelling_where_its_row_says_so() -> None:
    assert meaning_of("COX-2") is not None
    assert meaning_of("cox2") == meaning_of("COX-2")
    assert meaning_of("cAMP") is not None
    assert meaning_of("CAMP") is None
