"""The species of genes, and those that records name; figures without a gene of any that they
name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pfocr_cli.export.bridgedb import bridgedb_name
from pfocr_cli.report.ranking import MOST_RANKED, Ranking, ranking_of

if TYPE_CHECKING:
    from pfocr_cli.report.counted import CountedRecord

MOST_FAR = 100
"""Figures without a gene of their organism that a report names."""


@dataclass(frozen=True, slots=True)
class SpeciesRow:
    """A species by its taxonomy id: the gene entries that are of it, and the figures that have
    one.
    """

    id: str
    name: str
    genes: int
    figures: int


@dataclass(frozen=True, slots=True)
class FarFigure:
    """A figure, the organisms that its record names, and the species that most of its genes are
    of.
    """

    figid: str
    organisms: tuple[str, ...]
    species: str


@dataclass(frozen=True, slots=True)
class SpeciesCounts:
    """``species`` are those of genes (``different`` counts them all), ``named`` the organisms of
    records. ``without_named`` counts the figures that have genes, and none of an organism that
    their record names; a strain counts as its species. ``examples`` are some of them.
    """

    different: int
    species: tuple[SpeciesRow, ...]
    named: Ranking
    without_named: int
    examples: tuple[FarFigure, ...]


@dataclass
class SpeciesTally:
    """Counts genes and figures by species."""

    genes: Counter[tuple[str, str]] = field(default_factory=Counter)
    figures: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    without_named: int = 0
    examples: list[FarFigure] = field(default_factory=list)

    def add(self, counted: CountedRecord) -> None:
        """Count a figure."""
        organisms, named = counted.facts.genes.organisms, counted.facts.organisms
        self.named.update(named)
        if not organisms:
            return
        for organism, count in organisms.items():
            self.genes[organism] += count
        self.figures.update(organisms.keys())
        if named and not _share(named, (*organisms,)):
            self.without_named += 1
            if len(self.examples) < MOST_FAR:
                (_, most), _ = max(organisms.items(), key=lambda pair: (pair[1], pair[0]))
                figid = counted.facts.figid or counted.facts.file
                self.examples.append(FarFigure(figid, named, most))

    def __iadd__(self, other: SpeciesTally) -> SpeciesTally:
        """Add what another counted."""
        self.genes += other.genes
        self.figures += other.figures
        self.named += other.named
        self.without_named += other.without_named
        self.examples = [*self.examples, *other.examples][:MOST_FAR]
        return self

    def section(self) -> SpeciesCounts:
        """Return what it comes to."""
        order = sorted(self.genes, key=lambda each: (-self.genes[each], each))
        rows = (
            SpeciesRow(*each, self.genes[each], self.figures[each]) for each in order[:MOST_RANKED]
        )
        return SpeciesCounts(
            len(order),
            tuple(rows),
            ranking_of(self.named),
            self.without_named,
            tuple(self.examples),
        )


@lru_cache(2**12)
def _share(named: tuple[str, ...], found: tuple[tuple[str, str], ...]) -> bool:
    """Say whether organisms that are named and those found share a species."""
    return not {_species(name) for name in named}.isdisjoint(_species(name) for _, name in found)


def _species(name: str) -> str:
    return bridgedb_name(name).casefold()
