"""What genes a figure's word means: ``resolve``, and ``explain``, which shows the way there too."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.lexicon.names import near_names
from pfocr_cli.lexicon.search import WordSearch

if TYPE_CHECKING:
    from pfocr_cli.lexicon.answers import Answer, Step
    from pfocr_cli.lexicon.store import Lexicon

_CACHED = 2**16


@lru_cache(maxsize=_CACHED)
def resolve(word: str, lexicon: Lexicon) -> Answer:
    """Return what genes word means by the lexicon, without looking at anything else in its figure.

    Any text is a word. Answers are remembered.
    """
    return WordSearch(lexicon).answer(word)


def explain(word: str, lexicon: Lexicon) -> tuple[Answer, tuple[Step, ...]]:
    """Return the same answer as ``resolve``, and every look into the lexicon that led to it."""
    search = WordSearch(lexicon, [])
    answer = search.answer(word)
    return answer, tuple(search.steps or ())


def with_guesses(answer: Answer, lexicon: Lexicon) -> Answer:
    """Return an answer with up to three near names in its note, where the word is unknown."""
    near = near_names(lexicon, answer.word) if answer.status == "unknown" else []
    if not near:
        return answer
    told = f"near names, as guesses: {', '.join(near)}"
    return answer._replace(note=f"{answer.note}; {told}" if answer.note else told)
