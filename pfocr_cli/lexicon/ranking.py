"""Which terms of a lexicon a text meets, how well each fits, and which of them count.

``RANKING_RULES`` says how terms compete. Each rule has its reason, and can be left out to see what
it changes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.lexicon import letters
from pfocr_cli.lexicon.model import SYNONYMS, HgncGene, Term, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pfocr_cli.lexicon.store import Lexicon

RESPELLED = "Greek letters or numbers spelled otherwise"
FITS = ("exact", "upper-cased", RESPELLED, "letters and digits")
"""How a term fits a text, the best first."""
_EXACT, _UPPER_CASED, _RESPELLED, _STRIPPED = range(len(FITS))
Found = tuple[Term, int]
"""A term, and how it fits: an index of ``FITS``."""

RANKING_RULES: Mapping[str, str] = {
    "symbols first": "an approved symbol, in any case and with or without its hyphen, beats every "
    "synonym: authors who write Met or PARP-1 mean the gene of that name, not an old alias of "
    "another",
    "synonyms alike": "synonyms that differ only in case, hyphen or Greek are alike: Trif and TRIF "
    "are one name, and neither spelling is a better witness",
    "families first": "a family that holds a gene beats that gene's synonym: NF-κB is the five, "
    "and NF-kappaB an alias of one of them only because it was cloned first",
    "coding first": "pseudogenes, antisense RNAs, segments and retroviruses yield to coding genes "
    "and microRNAs of the same name: figures show what is made",
    "papers' texts": "among several synonyms the gene counts for which FamPlex's curators read the "
    "same text in papers",
}
"""The rules by name, each with its reason."""

_APPROVED, _FAMILY, _SYNONYM = range(3)
_SHORTEST_SYNONYM = 3
"""An alias or previous symbol of two characters fits labels of panels, elements and units as well.
"""
_INITIALS = 2
LONGEST = 60
"""The longest term, a family's name, has some fifty characters."""
_CACHED = 2**16
_MADE = frozenset(
    {
        "gene with protein product",
        "RNA, micro",
        "protocadherin",
        "complex locus constituent",
        "",
    }
)
"""The locus types that do not yield; an empty one is a lexicon's that does not say."""


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
    if any(_settles(lexicon, term) for term, _ in found):
        others = list(lexicon.terms(key))
        if (latin := fold(letters.latin_letters(text))) != key:
            others += _families(lexicon.terms(latin), others)
        return found + [(term, _STRIPPED) for term in others if term.written.upper() != capitals]
    near = [
        (term, fit) for term, fit in met_stripped(lexicon, text) if term.written.upper() != capitals
    ]
    if capitals == key or any(may_win(term) for term, _ in found):
        return found + near
    spelled = letters.latin_letters(text)
    same = [
        (term, _RESPELLED) for term, _ in near if letters.latin_letters(term.written) == spelled
    ]
    if not any(may_win(term) for term, _ in same):
        return found + same
    respelled = {term for term, _ in same}
    return found + same + [(term, fit) for term, fit in near if term not in respelled]


def _families(terms: Iterable[Term], known: Collection[Term]) -> list[Term]:
    """Return the families among terms that are not known yet: one beats the synonym of its gene
    also where it is spelled with a Greek letter, and the synonym is not.
    """
    return [term for term in terms if _tier(term) == _FAMILY and term not in known]


def _settles(lexicon: Lexicon, term: Term) -> bool:
    """Return whether a term that is spelled so leaves nothing to look for: a synonym of a long RNA
    yields to coding genes, also where these spell it with a Greek letter.
    """
    if not may_win(term) or not is_synonym(term):
        return may_win(term)
    return any(is_made(lexicon.gene(gene)) for gene in term.genes)


def met_stripped(lexicon: Lexicon, text: str) -> list[Found]:
    """Return the terms with the letters and digits of text, Greek letters and Roman numerals
    spelled either way.
    """
    key = fold(text)
    if not 0 < len(key) <= LONGEST:
        return []
    return [(term, _STRIPPED) for term in _near(lexicon, key, fold(letters.latin_letters(text)))]


@lru_cache(maxsize=_CACHED)
def _near(lexicon: Lexicon, key: str, latin: str) -> tuple[Term, ...]:
    keys = dict.fromkeys((key, latin, *lexicon.known(letters.spelled_out(latin))))
    return tuple(dict.fromkeys(term for one in keys for term in lexicon.terms(one)))


def ranked(
    lexicon: Lexicon, found: list[Found], text: str, without: Collection[str] = ()
) -> tuple[list[Found], list[Found]]:
    """Return the terms that count, and the others; ``without`` names rules that are left out."""
    able = [one for one in found if may_win(one[0])]
    if not able:
        return [], found
    if "coding first" not in without:
        able = _not_yielding(lexicon, able)
    best = min(map(rank, able))
    winners = [one for one in able if rank(one) == best]
    named = [one for one in able if not is_synonym(one[0])]
    if named and is_synonym(winners[0][0]):
        winners = _better_named(named, winners, without)
    if is_synonym(winners[0][0]):
        winners = _alike(able, winners, text, without)
    if best[0] >= _RESPELLED or not is_synonym(winners[0][0]):
        winners = _by_greek_name(able, text, winners) or winners
    if is_synonym(winners[0][0]) and "papers' texts" not in without:
        winners = _by_papers(lexicon, winners, text)
    return winners, [one for one in found if one not in winners]


def _not_yielding(lexicon: Lexicon, able: list[Found]) -> list[Found]:
    """Leave out what yields of the synonyms, and of symbols spelled otherwise, where there is
    something it yields to.
    """
    if len(able) == 1 and len(able[0][0].genes) == 1:
        return able
    staying = []
    for term, fit in able:
        genes = tuple(gene for gene in term.genes if is_made(lexicon.gene(gene)))
        if _tier(term) == _FAMILY or (fit == _EXACT and not is_synonym(term)):
            staying.append((term, fit))
        elif genes:
            staying.append((Term(term.written, term.source, genes), fit))
    return staying or able


def is_made(gene: HgncGene | None) -> bool:
    """Return whether a gene makes a protein or microRNA, so that it yields to none of its name."""
    return gene is not None and gene.locus_type in _MADE


def _better_named(
    named: list[Found], synonyms: list[Found], without: Collection[str]
) -> list[Found]:
    """Return the approved symbols or the families that beat synonyms which fit better; or these."""
    approved = [one for one in named if _tier(one[0]) == _APPROVED]
    if approved and "symbols first" not in without:
        return _best(approved)
    genes = ids_of(synonyms)
    holding = [
        one for one in named if _tier(one[0]) == _FAMILY and not genes.isdisjoint(one[0].genes)
    ]
    if holding and "families first" not in without:
        return _best(holding)
    return synonyms


def _best(found: list[Found]) -> list[Found]:
    best = min(map(rank, found))
    return [one for one in found if rank(one) == best]


def _alike(
    able: list[Found], winners: list[Found], text: str, without: Collection[str]
) -> list[Found]:
    """Return all synonyms that differ from text only in case, hyphen or Greek, if the winners do.

    Without the rule only a word in capitals means the hyphenated ones as well.
    """
    if "synonyms alike" in without:
        return winners
    key = _spelling(text)
    alike = [one for one in able if is_synonym(one[0]) and _spelling(one[0].written) == key]
    return alike if any(one in alike for one in winners) else winners


def _spelling(text: str) -> str:
    return letters.latin_letters(text).replace("-", "").replace(" ", "")


def _by_papers(lexicon: Lexicon, winners: list[Found], text: str) -> list[Found]:
    """Return those of several genes' synonyms that papers mean by the text; all if none is known.

    A term of several genes stays whole: one of its genes cannot be told apart from the others here.
    """
    if len(ids_of(winners)) < 2:
        return winners
    meant = {
        gene
        for term in lexicon.names(fold(text))
        if term.source == "famplex_text"
        for gene in term.genes
    }
    told = [
        (Term(term.written, term.source, tuple(gene for gene in term.genes if gene in meant)), fit)
        for term, fit in winners
    ]
    return [one for one in told if one[0].genes] or winners


def _by_greek_name(able: list[Found], text: str, winners: list[Found]) -> list[Found]:
    """Return the synonyms that spell out text's Greek letters, where the winners have Latin ones
    and are other genes.

    eIF2α is what HGNC calls EIF-2alpha, and not EIF2A: that is another factor, whose A is no α.
    But PPARγ is PPARG, and a family that holds the gene is what a figure means: TGFβ is TGFB1,
    TGFB2 and TGFB3, though one is called TGFbeta.
    """
    spoken = letters.spoken(text)
    if spoken == fold(letters.latin_letters(text)):
        return []
    among_synonyms = is_synonym(winners[0][0])
    named = [
        one
        for one in (winners if among_synonyms else able)
        if is_synonym(one[0]) and fold(one[0].written) == spoken
    ]
    genes, others = ids_of(named), ids_of(winners)
    return named if (len(others) > 1 if among_synonyms else genes.isdisjoint(others)) else []


def ids_of(found: Iterable[Found]) -> set[str]:
    """Return the HGNC ids of all genes that terms name."""
    return {gene for term, _ in found for gene in term.genes}


def rank(one: Found) -> tuple[int, int]:
    """Return how much a term counts, the best first: by how it fits, then by its source."""
    term, fit = one
    return fit, _tier(term)


def is_synonym(term: Term) -> bool:
    """Return whether a term is of the weakest tier."""
    return term.source in SYNONYMS


def is_family_by_initials(term: Term, text: str) -> bool:
    """Return whether no more than two capitals name a family: GS is glycogen synthase as well."""
    capitals = text.isascii() and text.isalpha() and text.isupper()
    return _tier(term) == _FAMILY and len(text) <= _INITIALS and capitals


def _tier(term: Term) -> int:
    if is_synonym(term):
        return _SYNONYM
    return _FAMILY if term.source == "bioentities_symbol" else _APPROVED


def may_win(term: Term) -> bool:
    """Return whether a term can be meant: no synonym is that is too short, or is a number only."""
    return bool(term.genes) and (
        not is_synonym(term)
        or (len(term.written) >= _SHORTEST_SYNONYM and not fold(term.written).isdecimal())
    )


def any_wins(found: Iterable[Found]) -> bool:
    """Return whether any of the terms met can be meant, so that ``ranked`` has winners."""
    return any(may_win(term) for term, _ in found)
