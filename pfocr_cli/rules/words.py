"""G505, G507 and G508: whether a figure's word, and the term it was matched with, lead to the
gene.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.lexicon.model import SOURCE_NAMES, SYNONYMS, HgncGene, fold
from pfocr_cli.record.match_sources import BY_SYMBOL, BY_SYNONYM, MatchSource
from pfocr_cli.rules import gene_rule
from pfocr_cli.wording import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pfocr_cli.lexicon.answers import Answer
    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.rules.gene_rows import GeneRow, GeneRows

_NAMED = 6
"""Genes of a word that a message names."""


@gene_rule("G505", "ambiguous-alias", Severity.INFO)
def ambiguous_alias(genes: GeneRows) -> Iterator[Problem]:
    """An alias or previous symbol that names several genes, and the record has decided for this
    one.

    Why: the figure may mean another of them; only its caption or its paper can tell. The message
    names them all, as the lexicon has them.

    Bad:

        symbol: NRF2
        source: hgnc_alias_symbol
        hgnc_symbol: GABPA

    Good:

        symbol: RANKL
        source: hgnc_alias_symbol
        hgnc_symbol: TNFSF11

    Fix: look at the figure, and choose the gene that it means.
    """
    for row in genes:
        if not row.term or row.source not in BY_SYNONYM or genes.decision(row):
            continue
        found = genes.lexicon.terms(fold(row.term))
        if any(term.source not in SYNONYMS for term in found):
            continue  # an approved symbol, or a family, comes before any alias
        ids = (hgnc_id for term in found for hgnc_id in term.genes)
        symbols = sorted(_symbols(ids, genes.lexicon))
        if len(symbols) > 1:
            named = listed(symbols, _NAMED)
            message = f"{quoted(row.term)} is an alias or a previous symbol of {named}"
            yield row.problem(message, row.columns.term)


@gene_rule("G507", "wrong-source", Severity.INFO)
def wrong_source(genes: GeneRows) -> Iterator[Problem]:
    """The recorded source is not how the lexicon says that this term names this gene.

    Why: exports choose genes by source: the strict ones only those that came by their approved
    symbol. A term that the lexicon does not know as a name of the gene is not judged. Of gene
    tables, whose synonyms and families are not HGNC's, only whether it is the gene's symbol.

    Bad:

        symbol: RANKL
        source: hgnc_symbol
        hgnc_symbol: TNFSF11

    Good:

        symbol: RANKL
        source: hgnc_alias_symbol
        hgnc_symbol: TNFSF11

    Fix: write the source that the message names.
    """
    for row in genes:
        gene = row.gene(genes.lexicon)
        if not row.source or not row.term or gene is None:
            continue
        if row.source in BY_SYMBOL and row.term.casefold() == row.symbol.casefold():
            # the row agrees with itself; whether that is the approved symbol is for G501 to say
            continue
        sources = _sources(row.term, gene, genes.lexicon)
        if sources and not _agrees(row, sources):
            told = [f"{_kind(found)} {_of(found, gene)}" for found in sources]
            message = f"{quoted(row.term)} is {' and '.join(dict.fromkeys(told))}"
            yield row.problem(f"{message}, and not {row.source}", "source")


def _sources(term: str, gene: HgncGene, lexicon: Lexicon) -> list[MatchSource]:
    """Return how term names gene: spelled so, in any case; else by its letters and digits."""
    terms = [found for found in lexicon.terms(fold(term)) if gene.hgnc_id in found.genes]
    same = [found for found in terms if found.written.casefold() == term.casefold()]
    return list(dict.fromkeys(found.source for found in same or terms))


def _agrees(row: GeneRow, sources: list[MatchSource]) -> bool:
    if row.columns.table:
        return "hgnc_symbol" in sources if row.source in BY_SYMBOL else sources != ["hgnc_symbol"]
    if row.source == "hgnc_prev_symbol" and "hgnc_withdrawn" in sources:
        return True
    return row.source in sources


def _kind(source: MatchSource) -> str:
    name = SOURCE_NAMES[source]
    return (
        f"the approved {name}"
        if source in BY_SYMBOL
        else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    )


def _of(source: str, gene: HgncGene) -> str:
    return (
        f"that {gene.symbol} belongs to" if source == "bioentities_symbol" else f"of {gene.symbol}"
    )


@gene_rule("G508", "word-mismatch", Severity.INFO)
def word_mismatch(genes: GeneRows) -> Iterator[Problem]:
    """The word, by itself, does not lead to this gene.

    Why: a wrong match, or a gene that a curator knows better: the word alone does not say which.
    What the word leads to is what `pfocr resolve --explain` shows. The gene is that of the Entrez
    id.

    Bad:

        word: AR
        hgnc_symbol: FDXR
        entrez: '2232'

    Good:

        word: AR
        hgnc_symbol: AR
        entrez: '367'

    Fix: look at the figure. It is never changed unasked.
    """
    for row in genes:
        gene = row.gene(genes.lexicon)
        if not row.word or gene is None:
            continue
        answer = genes.answer(row)
        if gene.hgnc_id not in [match.hgnc_id for match in answer.matches]:
            message = f"{quoted(row.word)} leads to {_led_to(answer)}, not to {gene.symbol}"
            yield row.problem(message, "word")


def _led_to(answer: Answer) -> str:
    if answer.matches:
        return listed(list(dict.fromkeys(match.hgnc_symbol for match in answer.matches)), _NAMED)
    return "no gene" + (f" ({answer.note})" if answer.note else "")


def _symbols(ids: Iterable[str], lexicon: Lexicon) -> list[str]:
    return [gene.symbol for hgnc_id in dict.fromkeys(ids) if (gene := lexicon.gene(hgnc_id))]
