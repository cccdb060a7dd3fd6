"""G505 and G507-G510: whether a figure's word, and the term it was matched with, lead to the
gene.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.lexicon.model import SOURCE_NAMES, HgncGene, fold
from pfocr_cli.record.match_sources import BY_SYMBOL, MatchSource
from pfocr_cli.rules import gene_rule
from pfocr_cli.rules.replacements import corrections
from pfocr_cli.rules.symbols import text_of
from pfocr_cli.wording import quoted, with_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.rules.gene_rows import GeneRow, GeneRows
    from pfocr_cli.rules.matches import Judgement

    Judged = list[tuple[GeneRow, Judgement]]

_CACHED = 2**16


@gene_rule("G505", "ambiguous-alias", Severity.INFO)
def ambiguous_alias(genes: GeneRows) -> Iterator[Problem]:
    """An alias or previous symbol that names several genes, and the record has decided for this
    one.

    Why: the figure may mean another of them; only its caption or its paper can tell. The message
    names them all, as `pfocr resolve` answers.

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
    return _problems(genes.unlike_words, "G505")


@gene_rule("G507", "wrong-source", Severity.INFO)
def wrong_source(genes: GeneRows) -> Iterator[Problem]:
    """The recorded source is not how the lexicon says that this term names this gene.

    Why: exports choose genes by source: the strict ones only those that came by their approved
    symbol. A term that the lexicon does not know as a name of the gene is not judged. In gene
    tables, whose synonyms and families are not HGNC's, it is only judged whether the term is the
    gene's symbol.

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
    columns, in_table = genes.columns, genes.columns.table is not None
    names = (columns.term, columns.source, columns.symbol, columns.entrez)
    for row in genes:
        try:
            message = _of_source(tuple(map(row.cells.get, names)), in_table, genes.lexicon)
        except TypeError:  # a list or a mapping, which is S102's
            continue
        if message:
            yield row.problem(message, "source")


@lru_cache(_CACHED)
def _of_source(cells: tuple[object, ...], in_table: bool, lexicon: Lexicon) -> str:
    """Return what is wrong with the source of a row, by its cells as they stand: term, source,
    symbol and Entrez id; empty where nothing is. Rows repeat from figure to figure.
    """
    term, source, symbol, entrez = map(text_of, cells)
    gene = lexicon.with_entrez(entrez) or lexicon.approved(symbol)
    if not source or not term or gene is None:
        return ""
    if source in BY_SYMBOL and term.casefold() == symbol.casefold():
        # the row agrees with itself; whether that is the approved symbol is for G501 to say
        return ""
    sources = _sources(term, gene, lexicon)
    if not sources or _agrees(source, sources, in_table):
        return ""
    told = [f"{_kind(found)} {_of(found, gene)}" for found in sources]
    return f"{quoted(term)} is {' and '.join(dict.fromkeys(told))}, and the source says {source}"


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

    Fix: look at the figure, and write the gene that its word means; or leave the row, if the figure
    means this gene.
    """
    return _problems(genes.unlike_words, "G508")


@gene_rule("G509", "known-wrong-match", Severity.WARNING, fix="unsafe")
def known_wrong_match(genes: GeneRows) -> Iterator[Problem]:
    """A gene that the word does not mean, by the table of words or a curator's decision.

    Why: the published mapping takes a word for any gene that was ever called so. ADP is adenosine
    diphosphate and not WDTC1, CBP beside histones is CREBBP and not an opsin. `pfocr` has a table
    of such words, each with what it is; `pfocr resolve WORD` tells it. Whoever knows better writes
    a row of `--decisions`, which is believed before the table.

    Bad:

        word: ADP
        symbol: ADP
        hgnc_symbol: WDTC1
        entrez: '23038'

    Good:

        word: TAK1
        symbol: TAK1
        hgnc_symbol: MAP3K7
        entrez: '6885'

    Fix: write the gene that the word means, or all of them; take the row out where it means none,
    or they are there already. This is done in records and in the human rows of side tables.
    """
    if not (wrong := genes.known_wrong()):
        return
    fixes = dict(corrections(genes, [(row, judged.right) for row, judged in wrong]))
    for row, judged in wrong:
        yield _problem(row, judged, fixes.get(row.index))


@gene_rule("G510", "wrong-term", Severity.WARNING)
def wrong_term(genes: GeneRows) -> Iterator[Problem]:
    """The term that the word was matched with is not a name of the gene.

    Why: by the term and its source one sees how a word came to its gene. A term that no gene bears
    is a slip, a date that a spreadsheet made of a symbol, or the text of another column; one of
    another gene leaves open which of the two is meant. Not reported are a term that stands in the
    word as well (see G508), a family's members, and in side tables the synonyms of NCBI that HGNC
    gives to others.

    Bad:

        word: HER2
        symbol: NOTAGENE1
        hgnc_symbol: ERBB2

    Good:

        word: HER2
        symbol: HER2
        hgnc_symbol: ERBB2

    Fix: write the name by which the word leads to the gene: `pfocr resolve WORD` gives it.
    """
    return _problems(genes.wrong_terms(), "G510")


def _problems(found: Judged, code: str) -> Iterator[Problem]:
    return (_problem(row, judged) for row, judged in found if judged.code == code)


def _problem(row: GeneRow, judged: Judgement, fix: Fix | None = None) -> Problem:
    column = row.columns.word if judged.column == "word" else row.columns.term
    return row.problem(judged.message, column, fix=fix)
