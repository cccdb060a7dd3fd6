"""What figures hold: genes, chemicals and diseases, all and human, and which are the commonest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pfocr_cli.report.ranking import Ranking, ranking_of

if TYPE_CHECKING:
    from pfocr_cli.report.counted import CountedRecord
    from pfocr_cli.report.facts import CountedMention
    from pfocr_cli.report.gene_facts import GeneFacts


@dataclass(frozen=True, slots=True)
class ContentRow:
    """How many there are of a ``kind`` and how many different ones: in all figures and, ``human_``,
    of genes the human ones, of all else what is in figures with a human gene.
    """

    kind: str
    total: int
    different: int
    human_total: int
    human_different: int


@dataclass(frozen=True, slots=True)
class Commonest:
    """What is in most figures; genes by Entrez id, chemicals and diseases by their ids, words as
    they stand.
    """

    genes: Ranking
    words: Ranking
    families: Ranking
    chemicals: Ranking
    diseases: Ranking


@dataclass
class MentionTally:
    """Counts chemicals, or diseases."""

    rows: int = 0
    human_rows: int = 0
    figures: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    human: set[str] = field(default_factory=set)

    def add(self, mentions: tuple[CountedMention, ...], is_human: bool) -> None:
        """Count what a figure holds; ``is_human``: it has a human gene."""
        if not mentions:
            return
        names = {each.key: each.name for each in mentions if each.key}
        self.rows += len(mentions)
        self.figures.update(names.keys())
        self.names.update(names)
        if is_human:
            self.human_rows += len(mentions)
            self.human.update(names)

    def __iadd__(self, other: MentionTally) -> MentionTally:
        """Add what another counted."""
        self.rows += other.rows
        self.human_rows += other.human_rows
        self.figures += other.figures
        self.names |= other.names
        self.human |= other.human
        return self

    def row(self, kind: str) -> ContentRow:
        """Return how many there are."""
        return ContentRow(kind, self.rows, len(self.figures), self.human_rows, len(self.human))

    def ranking(self) -> Ranking:
        """Return the commonest."""
        return ranking_of(self.figures, self.names.__getitem__)


@dataclass
class GeneTally:
    """Counts genes, the words that they were matched by, and the families."""

    rows: int = 0
    human_rows: int = 0
    figures: Counter[str] = field(default_factory=Counter)
    symbols: dict[str, str] = field(default_factory=dict)
    human: set[str] = field(default_factory=set)
    words: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)

    def add(self, genes: GeneFacts) -> None:
        """Count what a figure holds."""
        self.rows += genes.rows
        self.human_rows += genes.human_rows
        self.figures.update(genes.symbols.keys())
        self.symbols.update(genes.symbols)
        self.human |= genes.human
        self.words.update(genes.words)
        self.families.update(genes.families)

    def __iadd__(self, other: GeneTally) -> GeneTally:
        """Add what another counted."""
        self.rows += other.rows
        self.human_rows += other.human_rows
        self.figures += other.figures
        self.symbols |= other.symbols
        self.human |= other.human
        self.words += other.words
        self.families += other.families
        return self

    def row(self) -> ContentRow:
        """Return how many there are."""
        different = (len(self.figures), len(self.human))
        return ContentRow("genes", self.rows, different[0], self.human_rows, different[1])


@dataclass
class ContentTally:
    """Counts what is in figures; of figids and papers it knows whether a human gene is in them."""

    figures: int = 0
    human_figures: int = 0
    figids: dict[str, bool] = field(default_factory=dict)
    papers: dict[str, bool] = field(default_factory=dict)
    genes: GeneTally = field(default_factory=GeneTally)
    chemicals: MentionTally = field(default_factory=MentionTally)
    diseases: MentionTally = field(default_factory=MentionTally)

    def add(self, counted: CountedRecord) -> None:
        """Count a figure."""
        facts = counted.facts
        is_human = bool(facts.genes.human_rows)
        if not facts.is_read:
            return
        self.figures += 1
        self.human_figures += is_human
        for seen, key in ((self.figids, facts.figid), (self.papers, facts.pmcid)):
            if key:
                seen[key] = is_human or seen.get(key, False)
        self.genes.add(facts.genes)
        self.chemicals.add(facts.chemicals, is_human)
        self.diseases.add(facts.diseases, is_human)

    def __iadd__(self, other: ContentTally) -> ContentTally:
        """Add what another counted."""
        self.figures += other.figures
        self.human_figures += other.human_figures
        for mine, theirs in ((self.figids, other.figids), (self.papers, other.papers)):
            for key, is_human in theirs.items():
                mine[key] = is_human or mine.get(key, False)
        self.genes += other.genes
        self.chemicals += other.chemicals
        self.diseases += other.diseases
        return self

    def contents(self) -> tuple[ContentRow, ...]:
        """Return how many figures, papers, genes, chemicals and diseases there are."""
        human_figids, human_papers = sum(self.figids.values()), sum(self.papers.values())
        papers = len(self.papers)
        return (
            ContentRow("figures", self.figures, len(self.figids), self.human_figures, human_figids),
            ContentRow("papers", papers, papers, human_papers, human_papers),
            self.genes.row(),
            self.chemicals.row("chemicals"),
            self.diseases.row("diseases"),
        )

    def commonest(self) -> Commonest:
        """Return what is in most figures."""
        return Commonest(
            ranking_of(self.genes.figures, self.genes.symbols.__getitem__),
            ranking_of(self.genes.words),
            ranking_of(self.genes.families),
            self.chemicals.ranking(),
            self.diseases.ranking(),
        )
