"""Symbols and words of genes that mislead: stale, withdrawn, ambiguous, known wrong; and the
figures they touch.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import TYPE_CHECKING

from pfocr_cli.report.counted import SYMBOL_RULES, SymbolHit
from pfocr_cli.report.ranking import MOST_RANKED

if TYPE_CHECKING:
    from pfocr_cli.report.counted import CountedRecord

NAMED_FIGURES = 10
"""Figures that are named of one symbol; the others are counted."""


@dataclass(frozen=True, slots=True)
class SymbolRow:
    """A symbol or word with what it stands for: beside a stale symbol ``gene`` is that of today,
    beside an ambiguous or wrong word the one that was recorded. ``figids`` are the first of its
    figures.
    """

    text: str
    gene: str
    figures: int
    figids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SymbolKind:
    """The symbols that one rule speaks of, those of most figures first: how many there are, how
    many figures they touch.
    """

    code: str
    different: int
    figures: int
    top: tuple[SymbolRow, ...]


@dataclass(frozen=True, slots=True)
class MisleadingSymbols:
    """By the rules G501, G502, G505 and G509."""

    stale: SymbolKind
    withdrawn: SymbolKind
    ambiguous: SymbolKind
    known_wrong: SymbolKind


@dataclass
class SymbolTally:
    """Counts the figures of each symbol, and names the first."""

    figures: Counter[SymbolHit] = field(default_factory=Counter)
    first: dict[SymbolHit, tuple[str, ...]] = field(default_factory=dict)
    touched: Counter[str] = field(default_factory=Counter)

    def add(self, counted: CountedRecord) -> None:
        """Count a figure's symbols, each once."""
        if not counted.symbols:
            return
        figid = counted.facts.figid or counted.facts.file
        hits = set(counted.symbols)
        self.figures.update(hits)
        self.touched.update({hit.code for hit in hits})
        for hit in hits:
            named = self.first.get(hit, ())
            if len(named) < NAMED_FIGURES:
                self.first[hit] = (*named, figid)

    def __iadd__(self, other: SymbolTally) -> SymbolTally:
        """Add what another counted."""
        self.figures += other.figures
        self.touched += other.touched
        for hit, figids in other.first.items():
            self.first[hit] = (*self.first.get(hit, ()), *figids)[:NAMED_FIGURES]
        return self

    def section(self) -> MisleadingSymbols:
        """Return what it comes to."""
        kinds = {kind: self._kind(code) for code, kind in SYMBOL_RULES.items()}
        return MisleadingSymbols(**kinds)

    def _kind(self, code: str) -> SymbolKind:
        mine = {hit: count for hit, count in self.figures.items() if hit.code == code}
        best = nsmallest(MOST_RANKED, mine.items(), key=lambda pair: (-pair[1], pair[0]))
        rows = (SymbolRow(hit.text, hit.gene, count, self.first[hit]) for hit, count in best)
        return SymbolKind(code, len(mine), self.touched[code], tuple(rows))
