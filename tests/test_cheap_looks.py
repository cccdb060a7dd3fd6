"""A row is called sound at a cheap look only where the whole judgement finds nothing wrong."""

from __future__ import annotations

from itertools import islice

import pytest

from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.lexicon.word_table import meanings
from pfocr_cli.rules import known_wrong
from pfocr_cli.rules.known_wrong import wrong_by_table
from pfocr_cli.rules.matches import Recorded

LEXICON = open_lexicon(None)
WRITTEN = (
    *("{}", "({})", "p-{}", "{}s", "{}/AKT1", "{},miR-7", "α-{}", "{}α", "Ş{}", "{}-1"),
    *("anti-{}", "{}-2/3", "{} inhibitor"),
)
TERMS = [term.written for term in islice(LEXICON.all_terms(), 0, None, 2_311)]
TABLE_WORDS = [row.words[0] for row in islice(meanings(), 0, None, 29)]
WORDS = [way.format(word) for word in (*TERMS, *TABLE_WORDS) for way in WRITTEN]
WORDS += ["p-P"]  # of its two forms the table knows one, and both are an alias of one gene
WORDS += [case for word in TERMS for case in (word.lower(), word.title(), word.swapcase())]
SOURCES = ("hgnc_symbol", "hgnc_alias_symbol", "bioentities_symbol", "famplex_relations")


def rows() -> list[Recorded]:
    """Return rows of each word: with the genes that it leads to or could have, and with others."""
    found = []
    for number, word in enumerate(WORDS):
        answer = resolve(word, LEXICON)
        genes = [(match.hgnc_symbol, match.entrez) for match in (*answer.matches, *answer.also)]
        for symbol, entrez in (*genes[:3], *genes[-2:], ("WDTC1", "23038"), ("CTGF", "NA")):
            source = SOURCES[number % len(SOURCES)]
            found.append(Recorded(word, word, source, symbol, entrez, in_table=False))
    return found


def test_a_cheap_look_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = [(row, wrong_by_table(row, LEXICON)) for row in rows()]
    for look in ("is_plain", "is_plain_term", "is_plainly", "is_plain_symbol"):
        monkeypatch.setattr(known_wrong, look, lambda *_: False)
    monkeypatch.setattr(known_wrong, "sure_genes", lambda *_: frozenset())
    differing = [row for row, told in judged if told != wrong_by_table(row, LEXICON)]
    assert differing == []
    assert {told.code for _, told in judged if told} == {"G509"}
