"""Words of which one sees without a search that the table of words has no part in their answer.

Most words of figures are such: a term of the lexicon as it stands, in any case, or several in a
list. To take the ways that ``search`` takes costs ten times as much.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.lexicon import cutting, forms
from pfocr_cli.lexicon.model import fold
from pfocr_cli.lexicon.ranking import LONGEST, may_win
from pfocr_cli.lexicon.search import MAYBE_ONE_NAME
from pfocr_cli.lexicon.word_table import meaning_of

if TYPE_CHECKING:
    from pfocr_cli.lexicon.store import Lexicon


@lru_cache(2**14)
def is_plain(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word is sure to be answered by terms alone; False: only a search can tell.

    Of ASCII only, which no step of cleaning changes. The whole word goes before its parts, and a
    word that may be one name is looked for in other forms before it is cut.
    """
    if not word.isascii() or len(word) > LONGEST or meaning_of(word) is not None:
        return False
    if _is_term(word, lexicon):
        return True
    if MAYBE_ONE_NAME.match(word) or forms.date_symbols(word.strip()):
        return False
    parts = cutting.cut(word)
    return bool(parts) and all(_is_plain_part(part, lexicon) for part in parts)


def _is_plain_part(part: str, lexicon: Lexicon) -> bool:
    return meaning_of(part) is None and _is_term(part, lexicon)


def _is_term(text: str, lexicon: Lexicon) -> bool:
    """Say whether a text is a term that can be meant, as it stands or but for its case."""
    capitals = text.upper()
    terms = lexicon.terms(fold(text))
    return any(
        may_win(term) and term.written.upper() == capitals for term in terms
    ) and not forms.is_micro_rna(text)
