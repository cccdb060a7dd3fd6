"""What is not done where it is not needed, and that nothing is missed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfocr_cli.lexicon import search
from pfocr_cli.lexicon.plain_words import is_plain
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.store import open_lexicon
from pfocr_cli.lexicon.word_table import meaning_of, meanings

if TYPE_CHECKING:
    from pfocr_cli.lexicon.word_table import Meaning

LEXICON = open_lexicon(None)
KNOWN = [word for meaning in meanings() for word in meaning.words]
TERMS = ["TP53", "RANKL", "NF-kB", "p53", "IL-6", "Akt", "ERK1", "TNFA", "MTORC1", "PI3K", "GBA"]


def table_was_met(word: str) -> bool:
    met: list[Meaning] = []

    def noted(text: str) -> Meaning | None:
        found = meaning_of(text)
        met.extend([found] if found else [])
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "meaning_of", noted)
        resolve(word, LEXICON)
    return bool(met)


WORDS = st.lists(
    st.tuples(
        st.sampled_from(["", "", "p-", "(", "phospho-", "h", "miR-"]),
        st.sampled_from(KNOWN) | st.sampled_from(TERMS),
        st.sampled_from(["", "", "s", ")", "/", ",", " pathway", "1/2", "-p", "A/B"]),
    ).map("".join),
    min_size=1,
    max_size=3,
).flatmap(lambda parts: st.sampled_from([" ", "/", "-", ", "]).map(lambda sign: sign.join(parts)))


@given(WORDS)
@settings(max_examples=150, deadline=None)
def test_of_a_plain_word_the_table_says_nothing(word: str) -> None:
    assert not (is_plain(word, LEXICON) and table_was_met(word))


@pytest.mark.parametrize("word", ["TP53", "RANKL", "(IL6)", "TP53/AKT1", "akt1,"])
def test_usual_words_are_plain(word: str) -> None:
    assert is_plain(word, LEXICON)


@pytest.mark.parametrize("word", ["ADP", "ADP/ATP", "p-ADP", "miR-7", "1-Mar", "TNF-\u03b1"])
def test_what_the_table_or_a_step_of_its_own_may_answer_is_not_plain(word: str) -> None:
    assert not is_plain(word, LEXICON)
