"""Words of which one sees without a search that the table of words has no part in their answer, or
to which genes they lead.

Most words of figures are such: a term of the lexicon as it stands, in any case or but for its
punctuation, or several in a list. To take the ways that ``search`` takes costs ten times as much.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.lexicon import cutting, forms, letters
from pfocr_cli.lexicon.micro_rnas import blocked_micro_rna, is_micro_rna
from pfocr_cli.lexicon.model import fold
from pfocr_cli.lexicon.ranking import LONGEST, any_wins, may_win, met, met_stripped
from pfocr_cli.lexicon.search import CLEANING, LONGEST_WORD, MAYBE_ONE_NAME, PHOSPHORYLATED
from pfocr_cli.lexicon.word_table import is_exactly_spelled, meaning_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pfocr_cli.lexicon.store import Lexicon

_CACHED = 2**16
_NONE: frozenset[str] = frozenset()


@lru_cache(_CACHED)
def is_plain(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word is sure to be answered by terms alone; False: only a search can tell.

    Of ASCII only, which no step of cleaning changes. The whole word goes before its parts, and a
    word that may be one name is looked for in other forms before it is cut.
    """
    if is_plain_term(word, lexicon):
        return True
    if not word.isascii() or len(word) > LONGEST or meaning_of(word) is not None:
        return False
    if MAYBE_ONE_NAME.match(word) or forms.date_symbols(word.strip()):
        return False
    parts = cutting.cut(word)
    return bool(parts) and all(_is_plain_part(part, lexicon) for part in parts)


@lru_cache(_CACHED)
def is_plain_term(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word is plain because it is a term, as it stands or but for its case."""
    return is_plain_symbol(word) and _is_term(word, lexicon)


def is_plain_symbol(word: str) -> bool:
    """Say whether a word that is an approved symbol, in any case, is plain."""
    if not word.isascii() or len(word) > LONGEST or meaning_of(word) is not None:
        return False
    return not is_micro_rna(word)


def is_plainly(symbols: Iterable[str], word: str) -> bool:
    """Say whether the table of words is sure to answer a word with one of some approved symbols:
    it knows the word as it stands, before anything is done to it, and says nothing else of what is
    inside its punctuation.
    """
    if (meaning := meaning_of(word)) is None or not word.isascii():
        return False
    inside = cutting.trimmed(word)
    is_sure = inside == word or not is_exactly_spelled(inside)
    return is_sure and not set(meaning.genes).isdisjoint(symbols)


@lru_cache(_CACHED)
def sure_genes(word: str, lexicon: Lexicon) -> frozenset[str]:
    """Return ids of genes that a search for a word is sure to meet, unless terms alone answer it as
    a whole: the word leads to them, or could by a term that others beat.

    Such are those of its parts as they stand, without prefix, suffix or plural, and but for their
    punctuation, as far as it takes no search to see that these are looked for.
    """
    text = word
    for _, clean in () if word.isascii() else CLEANING:
        if meaning_of(text) is not None:
            return _NONE
        text = clean(text)
    if meaning_of(text) is not None or len(word) > LONGEST_WORD:
        return _NONE
    if forms.date_symbols(text.strip()) or (len(text) <= LONGEST and MAYBE_ONE_NAME.match(text)):
        return _NONE
    return _NONE.union(*[_met_by_part(part, lexicon) for part in cutting.cut(text)])


@lru_cache(_CACHED)
def _met_by_part(part: str, lexicon: Lexicon) -> frozenset[str]:
    if blocked_micro_rna(part):
        return _NONE
    found = _met_at(part, lexicon)
    if found or meaning_of(part) is not None or is_micro_rna(part):
        return found
    if forms.expanded(part) or PHOSPHORYLATED.match(part):
        return _NONE
    without = forms.unaffixed(part)
    if without != [part]:
        if any(meaning_of(form) for form in without):
            return _NONE  # what the table beats at one form is not met again at another
        return _NONE.union(*[_met_at(form, lexicon) for form in without])
    bare = letters.bare(part)
    if bare == part or meaning_of(bare) is not None or forms.swapped(part) != part:
        return _NONE
    return _met_at(bare, lexicon)


def _met_at(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the genes that a look for a text is sure to meet: those of the table of words, or of
    terms that are spelled so.
    """
    if (meaning := meaning_of(text)) is not None:
        genes = map(lexicon.approved, meaning.genes)
        return frozenset(gene.hgnc_id for gene in genes if gene)
    key, capitals = fold(text), text.upper()
    if len(key) > LONGEST or is_micro_rna(text):
        return _NONE
    return _NONE.union(
        *[
            term.genes
            for term in lexicon.terms(key)
            if capitals == key or term.written.upper() == capitals
        ]
    )


def _is_plain_part(part: str, lexicon: Lexicon) -> bool:
    if meaning_of(part) is not None or is_micro_rna(part):
        return False
    return _is_term(part, lexicon) or any_wins(met(lexicon, part)) or _is_bare_term(part, lexicon)


def _is_bare_term(part: str, lexicon: Lexicon) -> bool:
    """Say whether the letters and digits of a part are a term that can be meant, and no step that
    goes before makes anything else of it: Axin-1 is AXIN1.
    """
    bare = letters.bare(part)
    if bare == part or meaning_of(bare) is not None:
        return False
    if not any_wins(met_stripped(lexicon, bare)) or PHOSPHORYLATED.match(part):
        return False
    return not forms.expanded(part) and forms.unaffixed(part) == [part] == [forms.swapped(part)]


def _is_term(text: str, lexicon: Lexicon) -> bool:
    """Say whether a text is a term that can be meant, as it stands or but for its case."""
    capitals = text.upper()
    terms = lexicon.terms(fold(text))
    return any(
        may_win(term) and term.written.upper() == capitals for term in terms
    ) and not is_micro_rna(text)
