"""What figures share and should not: figids, redirects, and the same genes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.report.gene_counts import LEAST_OF_SET
from pfocr_cli.report.ranking import MOST_RANKED

if TYPE_CHECKING:
    from pfocr_cli.report.counted import CountedRecord

MOST_OF_GROUP = 20
"""Figures of the same genes that are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class SameGenes:
    """Figures that have the same genes: how many genes, how many figures, the first of these."""

    genes: int
    figures: int
    figids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """``figids`` and ``redirects`` count the records with that of an earlier one (C801, C802).

    ``groups`` and ``figures`` count what has the same different genes as another figure, three at
    least; ``same_genes`` are the groups, those of most figures first.
    """

    figids: int
    redirects: int
    groups: int
    figures: int
    same_genes: tuple[SameGenes, ...]


GeneSet = tuple[int, int]
"""A set of genes: how many, and a hash of which, that another process does not have."""


@dataclass
class CopyTally:
    """Knows the first figure of each set of genes; others are kept only where they share one. Two
    records of one figid are one figure.
    """

    figids: int = 0
    redirects: int = 0
    first: dict[GeneSet, str] = field(default_factory=dict)
    others: dict[GeneSet, dict[str, None]] = field(default_factory=dict)

    def add(self, counted: CountedRecord) -> None:
        """Count a figure."""
        for hit in counted.hits:
            self.figids += hit.code == "C801"
            self.redirects += hit.code == "C802"
        genes = counted.facts.genes.symbols
        if len(genes) >= LEAST_OF_SET:
            figure = counted.facts.figid or counted.facts.file
            self._claim((len(genes), hash(frozenset(genes))), figure)

    def _claim(self, genes: GeneSet, figure: str) -> None:
        if figure != self.first.setdefault(genes, figure):
            self.others.setdefault(genes, {})[figure] = None

    def __iadd__(self, other: CopyTally) -> CopyTally:
        """Add what another counted; what it shares with this one are groups too."""
        self.figids += other.figids
        self.redirects += other.redirects
        for genes, first in other.first.items():
            for figure in (first, *other.others.get(genes, ())):
                self._claim(genes, figure)
        return self

    def section(self) -> Duplicates:
        """Return what it comes to."""
        order = sorted(self.others, key=lambda each: (-len(self.others[each]), self.first[each]))
        rows = (self._group(genes) for genes in order[:MOST_RANKED])
        figures = len(order) + sum(map(len, self.others.values()))
        return Duplicates(self.figids, self.redirects, len(order), figures, tuple(rows))

    def _group(self, genes: GeneSet) -> SameGenes:
        figures = [self.first[genes], *self.others[genes]]
        return SameGenes(genes[0], len(figures), tuple(figures[:MOST_OF_GROUP]))
