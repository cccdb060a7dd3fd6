"""The figures of a corpus: by year, form, kind and journal, and what of each is filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.report.facts import HOLDINGS, REPORTED_FIELDS
from pfocr_cli.report.ranking import Ranking, ranking_of

if TYPE_CHECKING:
    from pfocr_cli.report.counted import CountedRecord

COVERED = ("ndex", "wpid", "doi")
"""What leads from a figure to its network, its pathway and its paper."""


@dataclass(frozen=True, slots=True)
class FigureCounts:
    """Figures by what they say of themselves; those that do not say it are under the empty name.

    ``journal`` is NLM's abbreviation: of a record without one what its reference names.
    """

    year: Mapping[str, int]
    generation: Mapping[str, int]
    figtype: Mapping[str, int]
    journal: Ranking


@dataclass
class FigureTally:
    """Counts figures by what they say of themselves."""

    years: Counter[str] = field(default_factory=Counter)
    generations: Counter[str] = field(default_factory=Counter)
    figtypes: Counter[str] = field(default_factory=Counter)
    journals: Counter[str] = field(default_factory=Counter)

    def add(self, counted: CountedRecord) -> None:
        """Count a figure."""
        facts = counted.facts
        if facts.is_read:
            self.years[facts.year] += 1
            self.generations[facts.generation] += 1
            self.figtypes[facts.figtype] += 1
            self.journals[facts.journal] += 1

    def __iadd__(self, other: FigureTally) -> FigureTally:
        """Add what another counted."""
        self.years += other.years
        self.generations += other.generations
        self.figtypes += other.figtypes
        self.journals += other.journals
        return self

    def section(self) -> FigureCounts:
        """Return what it comes to."""
        return FigureCounts(
            dict(sorted(self.years.items())),
            dict(sorted(self.generations.items())),
            dict(sorted(self.figtypes.items(), key=lambda pair: (-pair[1], pair[0]))),
            ranking_of(self.journals),
        )


@dataclass(frozen=True, slots=True)
class YearFilled:
    """The figures of a year, and in how many of them each field says something."""

    year: str
    figures: int
    filled: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Completeness:
    """What figures say, year by year; ``fields`` are a record's keys and what a figure holds."""

    fields: tuple[str, ...]
    years: tuple[YearFilled, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """In how many of the figures a field says something."""

    field: str
    figures: int
    of: int


@dataclass
class FilledTally:
    """Counts which fields say something; few combinations of them occur, so that these are
    counted.
    """

    filled: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)

    def add(self, counted: CountedRecord) -> None:
        """Count a figure."""
        if counted.facts.is_read:
            self.filled[counted.facts.year, counted.facts.filled] += 1

    def __iadd__(self, other: FilledTally) -> FilledTally:
        """Add what another counted."""
        self.filled += other.filled
        return self

    def completeness(self) -> Completeness:
        """Return what is filled, by year."""
        names = (*REPORTED_FIELDS, *HOLDINGS)
        years: dict[str, Counter[str]] = {}
        figures = Counter[str]()
        for (year, filled), count in self.filled.items():
            figures[year] += count
            counts = years.setdefault(year, Counter())
            for name in filled:
                counts[name] += count
        return Completeness(
            names,
            tuple(
                YearFilled(year, figures[year], {name: years[year][name] for name in names})
                for year in sorted(years)
            ),
        )

    def coverage(self) -> tuple[Coverage, ...]:
        """Return how many figures lead elsewhere."""
        total = self.filled.total()
        return tuple(
            Coverage(
                name, sum(n for (_, filled), n in self.filled.items() if name in filled), total
            )
            for name in COVERED
        )
