"""G505, G507 and G508: whether a figure's word, and the term it was matched with, lead to the
gene.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pfocr_cli.finding import Problem, Severity
from pfocr_cli.lexicon.model import SOURCE_NAMES, SYNONYMS, Gene, Source, fold
from pfocr_cli.lexicon.resolve import Answer, resolve
from pfocr_cli.lexicon.store import Lexicon
from pfocr_cli.record import Record
from pfocr_cli.record.pointer import pointer
from pfocr_cli.rules import gene_rule
from pfocr_cli.rules.genes import Layout, judged_rows, layout_of
from pfocr_cli.rules.symbols import text_of
from pfocr_cli.wording import quoted

_BY_SYNONYM = ("hgnc_alias_symbol", "hgnc_prev_symbol", "ncbigene_synonym")
_APPROVED = ("hgnc_symbol", "ncbigene_symbol")


@gene_rule("G505", "ambiguous-alias", Severity.INFO)
def ambiguous_alias(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
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

    Fix: none; look at the figure, and choose the gene that it means.
    """
    layout = layout_of(record)
    for index, row in judged_rows(record):
        term = text_of(row.get(layout.term))
        if not term or text_of(row.get("source")) not in _BY_SYNONYM:
            continue
        found = lexicon.terms(fold(term))
        if any(other.source not in SYNONYMS for other in found):
            continue  # an approved symbol, or a family, comes before any alias
        genes = sorted(_symbols((hgnc_id for other in found for hgnc_id in other.genes), lexicon))
        if len(genes) > 1:
            message = f"{quoted(term)} is an alias or a previous symbol of {_and(genes)}"
            yield Problem(
                message,
                pointer("genes", index, layout.term),
                value=row[layout.term],
                table=layout.table,
            )


@gene_rule("G507", "wrong-source", Severity.INFO)
def wrong_source(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
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

    Fix: none; write the source that the message names.
    """
    layout = layout_of(record)
    for index, row in judged_rows(record):
        source, term, gene = (
            text_of(row.get("source")),
            text_of(row.get(layout.term)),
            _gene(row, layout, lexicon),
        )
        if not source or not term or gene is None:
            continue
        if source in _APPROVED and term.casefold() == text_of(row.get(layout.symbol)).casefold():
            # the row agrees with itself; whether that is the approved symbol is for G501 to say
            continue
        sources = _sources(term, gene, lexicon)
        if sources and not _agrees(source, sources, layout):
            told = " and ".join(
                dict.fromkeys(f"{_kind(found)} {_of(found, gene)}" for found in sources)
            )
            message = f"{quoted(term)} is {told}, and not {source}"
            yield Problem(
                message, pointer("genes", index, "source"), value=row["source"], table=layout.table
            )


def _sources(term: str, gene: Gene, lexicon: Lexicon) -> list[Source]:
    """Return how term names gene: spelled so, in any case; else by its letters and digits."""
    terms = [found for found in lexicon.terms(fold(term)) if gene.hgnc_id in found.genes]
    same = [found for found in terms if found.written.casefold() == term.casefold()]
    return list(dict.fromkeys(found.source for found in same or terms))


def _agrees(source: str, sources: list[Source], layout: Layout) -> bool:
    if layout.table:
        return "hgnc_symbol" in sources if source in _APPROVED else sources != ["hgnc_symbol"]
    return source in sources or (source == "hgnc_prev_symbol" and "hgnc_withdrawn" in sources)


def _kind(source: Source) -> str:
    name = SOURCE_NAMES[source]
    return (
        f"the approved {name}"
        if source in _APPROVED
        else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    )


def _of(source: str, gene: Gene) -> str:
    return (
        f"that {gene.symbol} belongs to" if source == "bioentities_symbol" else f"of {gene.symbol}"
    )


@gene_rule("G508", "word-mismatch", Severity.INFO)
def word_mismatch(record: Record, lexicon: Lexicon) -> Iterator[Problem]:
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

    Fix: none; look at the figure. It is never changed unasked.
    """
    layout = layout_of(record)
    for index, row in judged_rows(record):
        word, gene = text_of(row.get("word")), _gene(row, layout, lexicon)
        if not word or gene is None:
            continue
        answer = resolve(word, lexicon)
        if gene.hgnc_id not in [match.hgnc_id for match in answer.matches]:
            message = f"{quoted(word)} leads to {_led_to(answer)}, not to {gene.symbol}"
            yield Problem(
                message, pointer("genes", index, "word"), value=row["word"], table=layout.table
            )


def _led_to(answer: Answer) -> str:
    if answer.matches:
        return _and(dict.fromkeys(match.hgnc_symbol for match in answer.matches))
    return "no gene" + (f" ({answer.note})" if answer.note else "")


def _gene(row: dict[str, Any], layout: Layout, lexicon: Lexicon) -> Gene | None:
    """Return the gene of a row: of its Entrez id or, where the lexicon does not know that, of its
    symbol.
    """
    entrez, symbol = text_of(row.get(layout.entrez)), text_of(row.get(layout.symbol))
    return (lexicon.with_entrez(entrez) if entrez else None) or (
        lexicon.approved(symbol) if symbol else None
    )


def _symbols(ids: Iterable[str], lexicon: Lexicon) -> list[str]:
    return [gene.symbol for hgnc_id in dict.fromkeys(ids) if (gene := lexicon.gene(hgnc_id))]


def _and(symbols: Iterable[str], most: int = 6) -> str:
    shown = list(symbols)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
