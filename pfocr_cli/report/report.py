"""What a report says: its sections, typed and frozen, and the same as plain data for JSON and the
formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pfocr_cli.errors import PfocrError
from pfocr_cli.report.changes import Changes
from pfocr_cli.report.contents import Commonest, ContentRow
from pfocr_cli.report.copies import Duplicates
from pfocr_cli.report.figures import Completeness, Coverage, FigureCounts
from pfocr_cli.report.findings import RuleRow, WorkRow
from pfocr_cli.report.gene_counts import GenesPerFigure, YearSources
from pfocr_cli.report.plain import as_plain
from pfocr_cli.report.species import SpeciesCounts
from pfocr_cli.report.symbols import MisleadingSymbols
from pfocr_cli.report.verdict import CorpusVerdict
from pfocr_cli.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTIONS = {
    "verdict": "The verdict",
    "rules": "What the rules found",
    "worklist": "Where an hour is best spent",
    "completeness": "What is filled in, by year",
    "figures": "Figures by year, generation, kind and journal",
    "contents": "Genes, chemicals and diseases",
    "genes-per-figure": "Genes per figure, and gene sets",
    "sources": "How genes were matched, by year",
    "commonest": "Commonest genes, words, chemicals and diseases",
    "symbols": "Symbols and words that mislead",
    "species": "Species",
    "duplicates": "Duplicates",
    "coverage": "NDEx, WikiPathways and DOI",
}
"""The sections by the name that ``--section`` takes, in their order, with their headings."""


@dataclass(frozen=True, slots=True)
class LexiconUsed:
    """The release of HGNC that genes were held against."""

    hgnc: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """A corpus in numbers. A section that was not asked for is None, and then
    the figids are left out too.

    >>> from pfocr_cli.report.verdict import CorpusVerdict
    >>> verdict = CorpusVerdict(8, 1, 2, 0, 5, 0, 3, 4, 9)
    >>> Report("1.0", verdict=verdict).as_json()["verdict"]["with_errors"]
    1

    As JSON (`schemas/report.json` describes all of it; names are those of the dataclasses)::

        {"pfocr": "1.0", "lexicon": {"hgnc": "2024-07", "sha256": "…"},
         "verdict": {"records": 8, "with_errors": 1, …},
         "rules": [{"code": "G501", "name": "stale-symbol", "severity": "warning",
                    "findings": 3, "figures": 2, "fixable": 3, "fixable_unsafe": 0}, …],
         "worklist": [{"figid": "PMC1__f1", "file": "…", "kinds": 1, "codes": ["S101"]}, …],
         "figures": {"year": {"2019": 4, …}, …, "journal": {"different": 2, "top": [
                    {"name": "J Cell Sci", "figures": 3, "id": ""}, …]}},
         …, "figids": ["PMC1__f1", …]}
    """

    pfocr: str
    lexicon: LexiconUsed | None = None
    verdict: CorpusVerdict | None = None
    rules: tuple[RuleRow, ...] | None = None
    worklist: tuple[WorkRow, ...] | None = None
    completeness: Completeness | None = None
    figures: FigureCounts | None = None
    contents: tuple[ContentRow, ...] | None = None
    genes_per_figure: GenesPerFigure | None = None
    sources: tuple[YearSources, ...] | None = None
    commonest: Commonest | None = None
    symbols: MisleadingSymbols | None = None
    species: SpeciesCounts | None = None
    duplicates: Duplicates | None = None
    coverage: tuple[Coverage, ...] | None = None
    figids: tuple[str, ...] | None = None
    changes: Changes | None = None

    def as_json(self) -> dict[str, object]:
        """Return it as plain data, without the sections that were not asked for."""
        return cast("dict[str, object]", as_plain(self))


def checked_sections(words: Sequence[str]) -> tuple[str, ...]:
    """Return the sections that words name, in the report's order.

    Raises:
        PfocrError: there is none of a name; the near ones are told.
    """
    for word in words:
        if word not in SECTIONS:
            near = did_you_mean(word, SECTIONS)
            raise PfocrError(
                f"no section is called {word!r}{near}; there are: {', '.join(SECTIONS)}"
            )
    return tuple(name for name in SECTIONS if name in words)
