"""What figures share and should not: figids, redirects, and the same genes."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.report.gene_counts import LEAST_OF_SET
from pfocr_cli.report.ranking import MOST_RANKED

if TYPE_CHECKING:
    from collections.abc import Iterable

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


GeneSet = tuple[int, bytes]
"""A set of genes: how many, and a digest of which."""


@dataclass
class CopyTally:
    """Knows the first figure of each set of genes; others are named only where they share one."""

    figids: int = 0
    redirects: int = 0
    first: dict[GeneSet, str] = field(default_factory=dict)
    others: dict[GeneSet, list[str]] = field(default_factory=dict)
    counts: Counter[GeneSet] = field(default_factory=Counter)
    """Of the others."""

    def add(self, counted: CountedRecord) -> None:
        """Count a figure."""
        for hit in counted.hits:
            self.figids += hit.code == "C801"
            self.redirects += hit.code == "C802"
        genes = counted.facts.genes.symbols
        if len(genes) >= LEAST_OF_SET:
            self._claim(
                (len(genes), _digest(genes)), [counted.facts.figid or counted.facts.file], 1
            )

    def _claim(self, genes: GeneSet, figids: list[str], count: int) -> None:
        if genes not in self.first:
            self.first[genes], *figids = figids
            count -= 1
        if count:
            known = self.others.setdefault(genes, [])
            known += figids[: MOST_OF_GROUP - 1 - len(known)]
            self.counts[genes] += count

    def __iadd__(self, other: CopyTally) -> CopyTally:
        """Add what another counted; what it shares with this one are groups too."""
        self.figids += other.figids
        self.redirects += other.redirects
        for genes, figid in other.first.items():
            figids = [figid, *other.others.get(genes, ())]
            self._claim(genes, figids, 1 + other.counts[genes])
        return self

    def section(self) -> Duplicates:
        """Return what it comes to."""
        order = sorted(self.counts, key=lambda each: (-self.counts[each], self.first[each]))
        rows = (
            SameGenes(each[0], 1 + self.counts[each], (self.first[each], *self.others[each]))
            for each in order[:MOST_RANKED]
        )
        figures = len(order) + self.counts.total()
        return Duplicates(self.figids, self.redirects, len(order), figures, tuple(rows))


def _digest(genes: Iterable[str]) -> bytes:
    return hashlib.blake2b("\0".join(sorted(genes)).encode(), digest_size=8).digest()
