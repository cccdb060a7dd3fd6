"""All that a report counts, figure by figure; tallies of parts of a corpus add up (``+=``)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, TypeVar

from pfocr_cli.report.contents import ContentTally
from pfocr_cli.report.copies import CopyTally
from pfocr_cli.report.figures import FigureTally, FilledTally
from pfocr_cli.report.findings import RuleTally, WorkTally
from pfocr_cli.report.gene_counts import SizeTally, SourceTally
from pfocr_cli.report.report import LexiconUsed, Report
from pfocr_cli.report.species import SpeciesTally
from pfocr_cli.report.symbols import SymbolTally
from pfocr_cli.report.verdict import VerdictTally

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pfocr_cli.report.counted import CountedRecord, Hit

Told = TypeVar("Told")
_AT_ONCE = 256


@dataclass
class CorpusTally:
    """Counts figures for all sections. Many are counted for one section and then for the next,
    which takes less time than to go to and fro with each; `report` has counted them all.

    >>> CorpusTally().report("1.0", sections=["contents"]).contents[1].kind
    'papers'
    """

    verdict: VerdictTally = field(default_factory=VerdictTally)
    rules: RuleTally = field(default_factory=RuleTally)
    work: WorkTally = field(default_factory=WorkTally)
    filled: FilledTally = field(default_factory=FilledTally)
    figures: FigureTally = field(default_factory=FigureTally)
    contents: ContentTally = field(default_factory=ContentTally)
    sizes: SizeTally = field(default_factory=SizeTally)
    sources: SourceTally = field(default_factory=SourceTally)
    symbols: SymbolTally = field(default_factory=SymbolTally)
    species: SpeciesTally = field(default_factory=SpeciesTally)
    copies: CopyTally = field(default_factory=CopyTally)

    def __post_init__(self) -> None:
        self._adders = [getattr(self, each.name).add for each in fields(self)]
        self._waiting: list[CountedRecord] = []

    def add(self, counted: CountedRecord) -> None:
        """Count a record."""
        self._waiting.append(counted)
        if len(self._waiting) >= _AT_ONCE:
            self._count()

    def _count(self) -> None:
        for add in self._adders:
            for counted in self._waiting:
                add(counted)
        self._waiting.clear()

    def add_stray(self, hit: Hit) -> None:
        """Count a finding about a file that is part of no record (D703)."""
        self.verdict.add_stray(hit)
        self.rules.add_stray(hit)

    def __iadd__(self, other: CorpusTally) -> CorpusTally:
        """Add what was counted of another part of the corpus."""
        self._count()
        other._count()
        for each in fields(self):
            mine = getattr(self, each.name)
            mine += getattr(other, each.name)
        return self

    def report(
        self, version: str, lexicon: LexiconUsed | None = None, sections: Sequence[str] = ()
    ) -> Report:
        """Return what was counted, in the sections that were asked for (none: in all)."""
        self._count()

        def told(section: str, tell: Callable[[], Told]) -> Told | None:
            return tell() if not sections or section in sections else None

        return Report(
            pfocr=version,
            lexicon=lexicon,
            verdict=told("verdict", self.verdict.section),
            rules=told("rules", self.rules.section),
            worklist=told("worklist", self.work.section),
            completeness=told("completeness", self.filled.completeness),
            figures=told("figures", self.figures.section),
            contents=told("contents", self.contents.contents),
            genes_per_figure=told("genes-per-figure", self.sizes.section),
            sources=told("sources", self.sources.section),
            commonest=told("commonest", self.contents.commonest),
            symbols=told("symbols", self.symbols.section),
            species=told("species", self.species.section),
            duplicates=told("duplicates", self.copies.section),
            coverage=told("coverage", self.filled.coverage),
            figids=None if sections else tuple(sorted(self.contents.figids)),
        )
