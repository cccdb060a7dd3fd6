"""How many genes a figure has, how many gene sets that makes at each tier, and how genes' words
were matched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pfocr_cli.report.counted import CountedRecord

LEAST_OF_SET = 3
"""Genes of a published gene set, as ``export --to gmt`` has it."""
_BINS: tuple[tuple[int, int | None], ...] = (
    *((0, 0), (1, 2), (3, 5), (6, 10), (11, 20), (21, 50), (51, 100), (101, 200), (201, None)),
)


@dataclass(frozen=True, slots=True)
class GeneBin:
    """How many figures have so many different genes, ``least`` to ``most`` (None: any number): of
    all species, and human ones.
    """

    least: int
    figures: int
    human: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class GenesPerFigure:
    """Different genes a figure, and ``sets``: how many gene sets ``export --to gmt`` makes of the
    figures at each tier, that is figures with ``least_of_set`` different human genes, but for those
    that curators marked as rejected or as not human.
    """

    histogram: tuple[GeneBin, ...]
    mean: float
    median: float
    largest: int
    least_of_set: int
    sets: Mapping[str, int]


@dataclass
class SizeTally:
    """Counts figures by how many different genes they have."""

    sizes: Counter[int] = field(default_factory=Counter)
    human: Counter[int] = field(default_factory=Counter)
    strict: int = 0
    synonyms: int = 0
    every: int = 0

    def add(self, counted: CountedRecord) -> None:
        """Count a figure."""
        facts = counted.facts
        if not facts.is_read:
            return
        genes = facts.genes
        self.sizes[len(genes.symbols)] += 1
        self.human[len(genes.human)] += 1
        if not (facts.is_rejected or facts.is_not_human):
            self.strict += genes.strict >= LEAST_OF_SET
            self.synonyms += genes.synonyms >= LEAST_OF_SET
            self.every += len(genes.human) >= LEAST_OF_SET

    def __iadd__(self, other: SizeTally) -> SizeTally:
        """Add what another counted."""
        self.sizes += other.sizes
        self.human += other.human
        self.strict += other.strict
        self.synonyms += other.synonyms
        self.every += other.every
        return self

    def section(self) -> GenesPerFigure:
        """Return what it comes to."""
        figures = self.sizes.total()
        genes = sum(size * count for size, count in self.sizes.items())
        return GenesPerFigure(
            tuple(
                GeneBin(
                    least, _within(self.sizes, least, most), _within(self.human, least, most), most
                )
                for least, most in _BINS
            ),
            round(genes / figures, 2) if figures else 0.0,
            _middle(self.sizes),
            max(self.sizes, default=0),
            LEAST_OF_SET,
            {"strict": self.strict, "synonyms": self.synonyms, "all": self.every},
        )


def _within(sizes: Mapping[int, int], least: int, most: int | None) -> int:
    return sum(
        count for size, count in sizes.items() if size >= least and (most is None or size <= most)
    )


def _middle(sizes: Mapping[int, int]) -> float:
    """Return the median: of an even number of figures the mean of the two in the middle."""
    figures = sum(sizes.values())
    lower, upper = _nth(sizes, (figures + 1) // 2), _nth(sizes, figures // 2 + 1)
    return lower if lower == upper else (lower + upper) / 2


def _nth(sizes: Mapping[int, int], number: int) -> int:
    """Return the size of the figure of that number, from 1, when they stand in order; 0 where
    there is no figure.
    """
    seen = 0
    for size in sorted(sizes):
        seen += sizes[size]
        if seen >= number:
            return size
    return max(sizes, default=0)


@dataclass(frozen=True, slots=True)
class YearSources:
    """The gene entries of a year's figures, by how their words were matched."""

    year: str
    genes: int
    sources: Mapping[str, int]


@dataclass
class SourceTally:
    """Counts gene entries by source and year."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, counted: CountedRecord) -> None:
        """Count a figure's genes."""
        year = counted.facts.year
        for source, count in counted.facts.genes.sources.items():
            self.counts[year, source] += count

    def __iadd__(self, other: SourceTally) -> SourceTally:
        """Add what another counted."""
        self.counts += other.counts
        return self

    def section(self) -> tuple[YearSources, ...]:
        """Return the sources by year."""
        found = []
        for year in sorted({year for year, _ in self.counts}):
            mine = {source: n for (each, source), n in self.counts.items() if each == year}
            ordered = dict(sorted(mine.items(), key=lambda pair: (-pair[1], pair[0])))
            found.append(YearSources(year, sum(mine.values()), ordered))
        return tuple(found)
