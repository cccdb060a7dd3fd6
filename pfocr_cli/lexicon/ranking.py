"""Which terms of a lexicon a text meets, how well each fits, and which of them count.

Exact beats upper-cased beats the same with Greek letters spelled otherwise beats letters and
digits; then an approved symbol beats a family beats an alias or previous symbol.
"""

from __future__ import annotations

from functools import lru_cache

from pfocr_cli.lexicon import words
from pfocr_cli.lexicon.model import SYNONYMS, Term, fold
from pfocr_cli.lexicon.store import Lexicon

RESPELLED = "Greek letters or numbers spelled otherwise"
FITS = ("exact", "upper-cased", RESPELLED, "letters and digits")
"""How a term fits a text, the best first."""
_EXACT, _UPPER_CASED, _RESPELLED, _STRIPPED = range(len(FITS))
Found = tuple[Term, int]
"""A term, and how it fits: an index of ``FITS``."""

_APPROVED, _FAMILY, _SYNONYM = range(3)
_SHORTEST_SYNONYM = 3
"""An alias or previous symbol of two characters fits labels of panels, elements and units as well.
"""
LONGEST = 60
"""The longest term, a family's name, has some fifty characters."""
_CACHED = 2**16
_PSEUDOGENE = "pseudogene"


def met(lexicon: Lexicon, text: str) -> list[Found]:
    """Return the terms that text meets.

    Text with punctuation of its own meets a term that has other punctuation only when it is
    stripped itself, later: so it keeps its chance to be cut, or to lose a prefix, first.
    """
    key, capitals = fold(text), text.upper()
    found = []
    for term in lexicon.terms(key) if len(key) <= LONGEST else ():
        if term.written == text:
            found.append((term, _EXACT))
        elif term.written.upper() == capitals:
            found.append((term, _UPPER_CASED))
    if any(_may_win(term) for term, _ in found):
        return found + [
            (term, _STRIPPED) for term in lexicon.terms(key) if term.written.upper() != capitals
        ]
    near = [
        (term, fit) for term, fit in met_stripped(lexicon, text) if term.written.upper() != capitals
    ]
    if capitals == key:
        return found + near
    spelled = words.latin_letters(text)
    same = [(term, _RESPELLED) for term, _ in near if words.latin_letters(term.written) == spelled]
    if not any(_may_win(term) for term, _ in same):
        return found + same
    respelled = {term for term, _ in same}
    return found + same + [(term, fit) for term, fit in near if term not in respelled]


def met_stripped(lexicon: Lexicon, text: str) -> list[Found]:
    """Return the terms with the letters and digits of text, Greek letters and Roman numerals
    spelled either way.
    """
    key = fold(text)
    if not 0 < len(key) <= LONGEST:
        return []
    return [(term, _STRIPPED) for term in _near(lexicon, key, fold(words.latin_letters(text)))]


@lru_cache(maxsize=_CACHED)
def _near(lexicon: Lexicon, key: str, latin: str) -> tuple[Term, ...]:
    keys = dict.fromkeys((key, latin, *words.spelled_out(latin)))
    return tuple(dict.fromkeys(term for one in keys for term in lexicon.terms(one)))


def ranked(lexicon: Lexicon, found: list[Found], text: str) -> tuple[list[Found], list[Found]]:
    """Return the terms of the best tier, and the others.

    A hyphen does not tell synonyms apart: ADH2 was the symbol of one gene, ADH-2 is an alias of
    another, and a figure that says ADH2 may mean either. So text without punctuation means the
    hyphenated synonyms as well.
    """
    able = [one for one in found if _may_win(one[0])]
    if not able:
        return [], found
    best = min(map(rank, able))
    winners = [one for one in able if rank(one) == best]
    if best in ((_EXACT, _SYNONYM), (_UPPER_CASED, _SYNONYM)):
        hyphenated = (
            one for one in able if one[0].written.upper().replace("-", "") == text.upper()
        )
        winners += [one for one in hyphenated if rank(one) == (_STRIPPED, _SYNONYM)]
    elif best[0] >= _RESPELLED:
        winners = _by_greek_name(lexicon, able, text, winners) or winners
    return winners, [one for one in found if one not in winners]


def _by_greek_name(
    lexicon: Lexicon, able: list[Found], text: str, winners: list[Found]
) -> list[Found]:
    """Return the synonyms that spell out text's Greek letters, where the winners have Latin ones
    and are other genes.

    eIF2α is what HGNC calls EIF-2alpha, and not EIF2A: that is another factor, whose A is no α. But
    PPARγ is PPARG, and a family that holds the gene is what a figure means: TGFβ is TGFB1, TGFB2
    and TGFB3, though one is called TGFbeta. A pseudogene that is called so (HSP90ALPHA is one) is
    not what an α in a figure names: that is a protein's.
    """
    spoken = words.spoken(text)
    if spoken == fold(words.latin_letters(text)):
        return []
    among_synonyms = is_synonym(winners[0][0])
    named = [
        one
        for one in (winners if among_synonyms else able)
        if is_synonym(one[0]) and fold(one[0].written) == spoken
    ]
    genes, others = _genes(named), _genes(winners)
    if all((gene := lexicon.gene(hgnc_id)) and gene.locus_type == _PSEUDOGENE for hgnc_id in genes):
        return []
    return named if (len(others) > 1 if among_synonyms else genes.isdisjoint(others)) else []


def _genes(found: list[Found]) -> set[str]:
    return {gene for term, _ in found for gene in term.genes}


def rank(one: Found) -> tuple[int, int]:
    """Return how much a term counts, the best first: by how it fits, then by its source."""
    term, fit = one
    return fit, _tier(term)


def is_synonym(term: Term) -> bool:
    """Return whether a term is of the weakest tier."""
    return term.source in SYNONYMS


def _tier(term: Term) -> int:
    if is_synonym(term):
        return _SYNONYM
    return _FAMILY if term.source == "bioentities_symbol" else _APPROVED


def _may_win(term: Term) -> bool:
    return bool(term.genes) and (not is_synonym(term) or len(term.written) >= _SHORTEST_SYNONYM)
