"""G501-G504 and G506: whether a gene's symbol is the one that HGNC gives the gene of its Entrez
id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix, Problem, Severity
from pfocr_cli.record.changes import Remove, Replace
from pfocr_cli.record.columns import GENE_IN_RECORD
from pfocr_cli.rules import gene_rule
from pfocr_cli.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.rules.gene_rows import GeneRow, GeneRows
    from pfocr_cli.rules.symbols import Verdict


def _problems(genes: GeneRows, code: str) -> Iterator[Problem]:
    """Yield the genes of a record whose symbol and id have this verdict."""
    return (_problem(row, verdict) for row, verdict in genes.verdicts if verdict.code == code)


def _problem(row: GeneRow, verdict: Verdict) -> Problem:
    columns, fix = row.columns, None
    column = columns.entrez if verdict.code == "G504" else columns.symbol
    if verdict.current:
        change = Replace(row.pointer(column), verdict.current, columns.table)
        fix = Fix(f"write {verdict.current}", safe=columns is GENE_IN_RECORD, changes=(change,))
    return row.problem(verdict.message, column, severity=verdict.severity, fix=fix)


@gene_rule("G501", "stale-symbol", Severity.WARNING, Severity.INFO, fix="safe or unsafe")
def stale_symbol(genes: GeneRows) -> Iterator[Problem]:
    """An earlier symbol of the gene of this Entrez id: HGNC renamed the gene, or merged the symbol
    into it.

    Why: the records were matched in 2020 and 2021, and HGNC has renamed many genes since; whoever
    looks for the gene by its new name does not find the figure. The Entrez id says which gene is
    meant; a symbol that the lexicon has as approved is never called stale, whatever else it was. A
    symbol in another case than the gene's own, present or previous, is stale too (`C9ORF72` is
    C9orf72). In the gene tables of 2023 records it is an info: their symbols are NCBI's. Today's
    symbols are those of the HGNC release that the message names (`pfocr lexicon info`).

    Bad:

        hgnc_symbol: GBA
        entrez: '2629'

    Good:

        hgnc_symbol: GBA1
        entrez: '2629'

    Fix: write the approved symbol, also where it stands in schema-jsonld.keywords: safe in records,
    unsafe in side tables.
    """
    return _problems(genes, "G501")


@gene_rule("G502", "withdrawn-symbol", Severity.WARNING)
def withdrawn_symbol(genes: GeneRows) -> Iterator[Problem]:
    """A symbol that HGNC has withdrawn, and that does not lead to the gene of this Entrez id.

    Why: there is no such gene any more, or there are several; the message names those that the
    entry was merged into. One that was merged into the gene of the Entrez id is G501.

    Bad:

        hgnc_symbol: DFNA2
        entrez: NA

    Good:

        hgnc_symbol: KCNQ4
        entrez: '9132'

    Fix: find out which gene the figure means, and write its symbol and id.
    """
    return _problems(genes, "G502")


@gene_rule("G503", "unknown-symbol", Severity.ERROR, Severity.WARNING)
def unknown_symbol(genes: GeneRows) -> Iterator[Problem]:
    """A symbol that is not HGNC's, now or before.

    Why: nobody finds the gene by it. The message says what HGNC calls the gene of the Entrez id. It
    is an error only where the symbol is an alias of other genes. An alias of that very gene, or a
    symbol that the lexicon does not have at all, is a warning: HGNC may have made it the gene's
    symbol since the release that the message names (CENPJ is CPAP by now, BVES is POPDC1), or it is
    a slip. It is a warning too where the id is unknown. In gene tables, names that are NCBI's alone
    are not reported: `LOC` with the gene's own id, and the genes of the mitochondrion (`ND1` is
    HGNC's MT-ND1).

    Bad:

        hgnc_symbol: RANKL
        entrez: '8600'

    Good:

        hgnc_symbol: TNFSF11
        entrez: '8600'

    Fix: use a newer lexicon (`pfocr lexicon update`, then `--lexicon latest`), or write the
    symbol that the message names, or the right id.
    """
    return _problems(genes, "G503")


@gene_rule("G504", "entrez-mismatch", Severity.ERROR, Severity.INFO)
def entrez_mismatch(genes: GeneRows) -> Iterator[Problem]:
    """The symbol and the Entrez id belong to two different genes.

    Why: whoever goes by the symbol and whoever goes by the id find two different genes, and nobody
    can tell which is right. Where a symbol that is no longer approved, or an alias, leads to
    another gene than the id, the message says how. An id that the lexicon does not know, beside a
    symbol whose id it does, is most often that of the mouse's or the rat's gene; it is an info
    where it stands among the ids of human genes, because then NCBI may have merged it into the
    gene's own.

    Bad:

        hgnc_symbol: TNFSF11
        entrez: '8792'

    Good:

        hgnc_symbol: TNFSF11
        entrez: '8600'

    Fix: look at the figure's word, and write the symbol and the id of the gene that it means.
    """
    return _problems(genes, "G504")


@gene_rule("G506", "repeated-gene", Severity.WARNING, fix="unsafe")
def repeated_gene(genes: GeneRows) -> Iterator[Problem]:
    """A gene that is there twice: two rows equal in every field, but for counts.

    Why: counts of genes, and tests of enrichment, count it twice. The same gene by another word is
    no repetition: that is how a figure names it.

    Bad:

        - word: OPG
          symbol: OPG
          source: hgnc_prev_symbol
          hgnc_symbol: TNFRSF11B
          entrez: '4982'
        - word: OPG
          symbol: OPG
          source: hgnc_prev_symbol
          hgnc_symbol: TNFRSF11B
          entrez: '4982'

    Good:

        - word: OPG
          symbol: OPG
          source: hgnc_prev_symbol
          hgnc_symbol: TNFRSF11B
          entrez: '4982'

    Fix: take the later one out, as `pfocr normalize --dedupe` does. Rows of side tables are not
    taken out.
    """
    first: dict[str, int] = {}
    noun = "row" if genes.columns.table else "entry"
    every = "every field but its counts" if genes.columns.counts else "every field"
    for row in genes if genes.may_repeat else ():
        told = [(key, cell) for key, cell in row.cells.items() if key not in genes.columns.counts]
        same = first.setdefault(repr(sorted(told, key=repr)), row.index)
        if same != row.index:
            taken_out = (Remove(row.pointer()),)
            fix = Fix("take it out", safe=False, changes=taken_out)
            yield row.problem(
                f"{quoted(row.word)} is there again: {every} is that of {noun} {same + 1}",
                value=row.word,
                fix=fix if genes.columns is GENE_IN_RECORD else None,
            )
