"""What is wrong with how a gene was matched: G505, G508 and G510, by what ``resolve`` answers for
the figure's word, and by the term; G507, by how the term names the gene.

One of G505, G508 and G509 at most speaks of a row; G510 goes before the two infos. Pure.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.lexicon.forms import date_symbols
from pfocr_cli.lexicon.letters import latin_letters, unaccented
from pfocr_cli.lexicon.micro_rnas import is_micro_rna
from pfocr_cli.lexicon.model import SOURCE_NAMES, SYNONYMS, HgncGene, fold
from pfocr_cli.lexicon.plain_words import is_plain_term
from pfocr_cli.lexicon.ranking import is_made
from pfocr_cli.lexicon.resolve import resolve
from pfocr_cli.lexicon.word_table import meaning_of
from pfocr_cli.record.match_sources import BY_FAMILY, BY_SYMBOL, BY_SYNONYM, MatchSource
from pfocr_cli.rules.symbols import release_of
from pfocr_cli.wording import listed, quoted, with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pfocr_cli.lexicon.answers import Answer, Match
    from pfocr_cli.lexicon.store import Lexicon

_CACHED = 2**14
"""Pairs of a symbol and an id, and answers to words, that rows share."""
_NAMED = 6
"""Genes of a word that a message names."""
_SHORTEST_KNOWN = 4
"""A symbol that long does not stand in a misread word by chance."""
_OF_ONE = SYNONYMS | {"hgnc_symbol"}
"""The sources of names that a gene's own symbol can be."""


class Recorded(NamedTuple):
    """What a row says of its match, without white space around it; empty where it says nothing."""

    word: str
    term: str
    source: str
    symbol: str
    entrez: str
    in_table: bool


class Judgement(NamedTuple):
    """What is wrong, by which rule, in which column (``word``, ``term`` or ``source``). ``right``
    are the genes that belong there instead, of G509 alone.
    """

    code: str
    column: str
    message: str
    right: tuple[Match, ...] = ()


@lru_cache(_CACHED)
def answer_of(word: str, lexicon: Lexicon) -> Answer:
    """Return what ``resolve`` answers, which the rows of one word share."""
    return resolve(word, lexicon)


def genes_of(row: Recorded, lexicon: Lexicon) -> tuple[HgncGene, ...]:
    """Return the genes that a row records: that of its id, then those of its symbol where these are
    others, which G504 says.
    """
    return _named_by(row.symbol, row.entrez, lexicon)


@lru_cache(_CACHED)
def _named_by(symbol: str, entrez: str, lexicon: Lexicon) -> tuple[HgncGene, ...]:
    by_id = lexicon.with_entrez(entrez)
    if by_id and symbol in (by_id.symbol, *by_id.previous, *by_id.aliases):
        return (by_id,)
    named = [term for term in lexicon.terms(fold(symbol)) if term.written == symbol]
    best = [term for term in named if term.source == "hgnc_symbol"] or (named if by_id else [])
    ids = (hgnc_id for term in best if term.source in _OF_ONE for hgnc_id in term.genes)
    return tuple(dict.fromkeys(filter(None, (by_id, *map(lexicon.gene, ids)))))


def leading_to(genes: Iterable[HgncGene], matches: Iterable[Match]) -> list[Match]:
    """Return those of some matches that lead to one of the genes."""
    ids = {gene.hgnc_id for gene in genes}
    return [match for match in matches if match.hgnc_id in ids]


# The word


def is_own_symbol(row: Recorded, genes: Sequence[HgncGene]) -> bool:
    """Say without asking ``resolve`` whether the word is the gene's symbol, as most words are.

    Only ASCII, where a capital is one letter. What the table of words says goes before a symbol;
    spelled otherwise a microRNA is found by its kind, and a pseudogene yields.
    """
    word, gene = row.word, genes[0]
    if word != gene.symbol:
        in_other_case = word.isascii() and word.upper() == gene.symbol.upper()
        if not in_other_case or is_micro_rna(word) or not is_made(gene):
            return False
    return meaning_of(word) is None


def is_own_name(word: str, gene: HgncGene, lexicon: Lexicon) -> bool:
    """Say without asking ``resolve`` whether a word leads to a gene and no other: it is a term of
    that gene alone, which yields to none, and has no punctuation around it that could go.
    """
    ids = {each for term in lexicon.terms(fold(word)) for each in term.genes}
    is_whole = word[:1].isalnum() and word[-1:].isalnum()
    return ids == {gene.hgnc_id} and is_whole and is_made(gene) and is_plain_term(word, lexicon)


def unlike_word(row: Recorded, lexicon: Lexicon) -> Judgement | None:
    """Return the info, G505 or G508, of a row of which no warning speaks."""
    genes = genes_of(row, lexicon)
    if not genes or is_own_symbol(row, genes) or is_own_name(row.word, genes[0], lexicon):
        return None
    answer = answer_of(row.word or row.term, lexicon)
    if own := leading_to(genes, answer.matches):
        return _ambiguous(row, own, answer)
    if not row.word or _holds_name(row, genes, answer):
        return None
    message = f"{quoted(row.word)} leads to {_led_to(answer)}, not to {genes[0].symbol}"
    return Judgement("G508", "word", message)


def _ambiguous(row: Recorded, own: Sequence[Match], answer: Answer) -> Judgement | None:
    """Judge a row that has decided for one of a synonym's genes."""
    part = own[0].part
    beside = [match for match in answer.matches if match.part == part]
    symbols = sorted({match.hgnc_symbol for match in beside})
    by_synonym = all(match.source in SYNONYMS for match in beside)
    if not row.term or row.source not in BY_SYNONYM or len(symbols) < 2 or not by_synonym:
        return None
    message = f"{quoted(part)} is an alias or a previous symbol of {listed(symbols, _NAMED)}"
    return Judgement("G505", "term", message)


def _holds_name(row: Recorded, genes: Sequence[HgncGene], answer: Answer) -> bool:
    """Say whether a word that could not be read whole holds the recorded name: letters around it
    that were misread are no sign of a wrong match.
    """
    unread = (row.word,) if answer.status == "unknown" else answer.unknown
    names = {fold(name) for name in (row.term, *(gene.symbol for gene in genes))}
    return any(
        len(name) >= _SHORTEST_KNOWN and name in fold(part) and name != fold(part)
        for name in names
        for part in unread
    )


def _led_to(answer: Answer) -> str:
    if answer.matches:
        return named_in(answer.matches)
    return "no gene" + (f" ({answer.note})" if answer.note else "")


def named_in(matches: Iterable[Match]) -> str:
    """Return the genes of an answer, for people."""
    return listed(list(dict.fromkeys(match.hgnc_symbol for match in matches)), _NAMED)


# The term


def misnamed_term(row: Recorded, lexicon: Lexicon) -> Judgement | None:
    """Judge the term that the word was matched with: it is to be a name of the gene.

    A table's synonyms are NCBI's, which the lexicon does not have; a family's members change. What
    stands in the word as well is judged with that.
    """
    if row.term.casefold() == row.symbol.casefold():
        return None  # whether that is the gene's symbol, other rules say
    terms = lexicon.terms(fold(row.term))
    hgnc_id = lexicon.id_with_entrez(row.entrez)
    for term in terms:
        if hgnc_id in term.genes:
            return None
    genes = genes_of(row, lexicon)
    ids = {gene.hgnc_id for gene in genes}
    if not ids or any(not ids.isdisjoint(term.genes) for term in terms):
        return None
    symbol = genes[0].symbol
    named = [term for term in terms if term.genes]
    if _letters(row.term) in _letters(row.word):
        return None
    if leading_to(genes, answer_of(row.term, lexicon).matches):
        return None
    if not named:
        what = f"no name of a gene in {release_of(lexicon)}"
        if date_symbols(row.term):
            what = "a date that a spreadsheet made of a symbol"
        message = f"{quoted(row.term)} is {what}, and should be a name of {symbol}"
        return Judgement("G510", "term", message)
    if row.source in BY_FAMILY or (row.in_table and row.source not in BY_SYMBOL):
        return None
    best = min(named, key=lambda term: term.source in SYNONYMS)
    others = dict.fromkeys(gene.symbol for gene in map(lexicon.gene, best.genes) if gene)
    kind, of = with_article(SOURCE_NAMES[best.source]), listed(list(others), _NAMED)
    message = f"{quoted(row.term)} is {kind} of {of} in {release_of(lexicon)}"
    message += f", and no name of {symbol}"
    return Judgement("G510", "term", message)


def _letters(text: str) -> str:
    """Return what of a text is left however accents and Greek letters are written."""
    return fold(latin_letters(unaccented(text)))


# The source


def source_unlike_term(row: Recorded, lexicon: Lexicon) -> Judgement | None:
    """Judge the source (G507): it is to be how the lexicon says that the term names the gene."""
    term, source = row.term, row.source
    gene = lexicon.with_entrez(row.entrez) or lexicon.approved(row.symbol)
    if not source or not term or gene is None:
        return None
    if source in BY_SYMBOL and term.casefold() == row.symbol.casefold():
        # the row agrees with itself; whether that is the approved symbol is for G501 to say
        return None
    sources = _sources(term, gene, lexicon)
    if not sources or _agrees(source, sources, row.in_table):
        return None
    told = [f"{_kind(found)} {_of(found, gene)}" for found in sources]
    means = " and ".join(dict.fromkeys(told))
    return Judgement("G507", "source", f"{quoted(term)} is {means}, and the source says {source}")


def _sources(term: str, gene: HgncGene, lexicon: Lexicon) -> list[MatchSource]:
    """Return how term names gene: spelled so, in any case; else by its letters and digits."""
    terms = [found for found in lexicon.terms(fold(term)) if gene.hgnc_id in found.genes]
    same = [found for found in terms if found.written.casefold() == term.casefold()]
    return list(dict.fromkeys(found.source for found in same or terms))


def _agrees(source: str, sources: list[MatchSource], in_table: bool) -> bool:
    if in_table:
        return "hgnc_symbol" in sources if source in BY_SYMBOL else sources != ["hgnc_symbol"]
    if source == "hgnc_prev_symbol" and "hgnc_withdrawn" in sources:
        return True
    return source in sources


def _kind(source: MatchSource) -> str:
    name = SOURCE_NAMES[source]
    return f"the approved {name}" if source in BY_SYMBOL else with_article(name)


def _of(source: str, gene: HgncGene) -> str:
    return (
        f"that {gene.symbol} belongs to" if source == "bioentities_symbol" else f"of {gene.symbol}"
    )
