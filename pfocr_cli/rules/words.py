"""G505 and G507-G510: whether a figure's word, and the term it was matched with, lead to the
gene.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix, Severity
from pfocr_cli.rules import gene_rule
from pfocr_cli.rules.replacements import corrections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.finding import Problem
    from pfocr_cli.rules.gene_rows import GeneRow, GeneRows
    from pfocr_cli.rules.matches import Judgement

    Judged = list[tuple[GeneRow, Judgement]]


_UNTOLD = Fix("write the genes that the word means", safe=False, changes=())
"""Every such row has a fix; it stands for one that is only counted."""


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
    return _problems(genes.wrong_sources(), "G507")


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
    if not (wrong := genes.known_wrong):
        return
    if genes.is_counted:
        fixes = {row.index: _UNTOLD for row, _ in wrong}
    else:
        fixes = dict(corrections(genes, [(row, judged.right) for row, judged in wrong]))
    for row, judged in wrong:
        yield _problem(row, judged, fixes[row.index])


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
    return row.problem(judged.message, getattr(row.columns, judged.column), fix=fix)
