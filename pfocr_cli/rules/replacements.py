"""What puts known wrong matches of a record right: the genes that the word means, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Fix
from pfocr_cli.lexicon.answers import Match
from pfocr_cli.record.changes import Change, Insert, Remove, Replace
from pfocr_cli.record.columns import GENES, MISSING, GeneColumns
from pfocr_cli.record.match_sources import at_ncbi
from pfocr_cli.record.pointer import pointer
from pfocr_cli.rules.gene_rows import GeneRow, GeneRows
from pfocr_cli.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NAMED = 6
Wrong = tuple[GeneRow, tuple[Match, ...]]
"""A row, and the genes that belong there instead."""


def corrections(genes: GeneRows, wrong: Iterable[Wrong]) -> Iterator[tuple[int, Fix]]:
    """Yield the fix of each wrong row, by the row's index.

    The first wrong row of a word takes the genes that are missing, rows more if there are several;
    the others go, and so do all where none is missing.
    """
    found = list(wrong)
    indices, words = {row.index for row, _ in found}, {row.word for row, right in found if right}
    present = {
        (row.word, gene.hgnc_id)
        for row in (genes.of_words(words) if words else ())
        if row.index not in indices and (gene := row.gene(genes.lexicon))
    }
    for row, right in found:
        missing = [match for match in right if (row.word, match.hgnc_id) not in present]
        present |= {(row.word, match.hgnc_id) for match in missing}
        yield row.index, _fix(row, missing)


def _fix(row: GeneRow, genes: Sequence[Match]) -> Fix:
    if not genes:
        gone = Remove(row.pointer(), row.columns.table)
        return Fix("take it out", safe=False, changes=(gone,))
    symbols = listed([match.hgnc_symbol for match in genes], _NAMED)
    return Fix(f"write {symbols}", safe=False, changes=tuple(_changes(row, genes)))


def _changes(row: GeneRow, genes: Sequence[Match]) -> Iterator[Change]:
    table = row.columns.table
    first, *others = (_cells(match, row.columns) for match in genes)
    for column, text in first.items():
        if row.cells.get(column) != text:
            yield Replace(row.pointer(column), text, table)
    for cells in others:
        kept = {key: cell for key, cell in row.cells.items() if isinstance(cell, str)}
        yield Insert(pointer(GENES, row.index + 1), kept | cells, table)


def _cells(match: Match, columns: GeneColumns) -> dict[str, str]:
    """Return what a row holds of a gene beside the word."""
    in_table = columns.table is not None
    return {
        columns.term: match.symbol,
        columns.source: at_ncbi(match.source) if in_table else match.source,
        columns.symbol: match.hgnc_symbol,
        columns.entrez: match.entrez or (MISSING if in_table else ""),
    }
