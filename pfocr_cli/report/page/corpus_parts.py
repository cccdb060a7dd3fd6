"""What a report counts of the corpus itself, as pictures and tables: what is filled in, by year,
what figures hold, and how it was matched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.report.page.views import PageTable, Picture, Share, TableRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pfocr_cli.report.contents import Commonest, ContentRow
    from pfocr_cli.report.figures import Completeness, Coverage, FigureCounts
    from pfocr_cli.report.gene_counts import GenesPerFigure, YearSources
    from pfocr_cli.report.ranking import Ranking

SectionParts = tuple[str, tuple[PageTable | Picture, ...]]
"""What a section says in a sentence, and what it shows."""


def completeness_parts(filled: Completeness) -> SectionParts:
    """Return how many of a year's figures fill each field."""
    years = [each.year or "no year" for each in filled.years]
    rows: tuple[TableRow, ...] = tuple(
        (name, *(Share(each.filled[name] / each.figures) for each in filled.years))
        for name in filled.fields
    )
    columns = frozenset(range(1, len(years) + 1))
    grid = PageTable(
        "Share of a year's figures that fill a field", ("Field", *years), rows, columns
    )
    lead = "The stronger the colour, the more figures of that year say something in that field."
    return lead, (Picture("grid", grid, tuple(sorted(columns))),) if years else ()


def counts_grid(
    caption: str, head: str, counts: Mapping[str, int], what: str = "Figures"
) -> PageTable:
    """Return a table of counts."""
    return PageTable(caption, (head, what), tuple(counts.items()), frozenset({1}))


def ranking_table(caption: str, head: str, ranking: Ranking) -> PageTable:
    """Return a table of the most frequent of many, with ids where these say more."""
    has_ids = any(each.id not in ("", each.name) for each in ranking.top)
    of = f" ({len(ranking.top):,} of {ranking.different:,})" if ranking.top else ""
    return PageTable(
        caption + of,
        (head, "Figures", "Id") if has_ids else (head, "Figures"),
        tuple(
            (each.name, each.figures, each.id) if has_ids else (each.name, each.figures)
            for each in ranking.top
        ),
        frozenset({1}),
    )


def figures_parts(counts: FigureCounts) -> SectionParts:
    """Return figures by what they say of themselves."""
    return "", (
        Picture("columns", counts_grid("Figures by year", "Year", counts.year), (1,)),
        Picture(
            "bars", ranking_table("Journals with most figures", "Journal", counts.journal), (1,)
        ),
        Picture(
            "bars", counts_grid("Figures by generation", "Generation", counts.generation), (1,)
        ),
        Picture("bars", counts_grid("Figures by kind", "Kind", counts.figtype), (1,)),
    )


def contents_parts(rows: Sequence[ContentRow]) -> SectionParts:
    """Return how much there is of everything."""
    heads = ("What", "All", "Different", "All, human", "Different, human")
    cells = tuple(
        (row.kind, row.total, row.different, row.human_total, row.human_different) for row in rows
    )
    grid = PageTable("What the figures hold", heads, cells, frozenset({1, 2, 3, 4}))
    return (
        "Human: of genes, the human ones; of all else, what is in figures with a human gene.",
        (grid,),
    )


def genes_per_figure_parts(genes: GenesPerFigure) -> SectionParts:
    """Return how many genes figures have, and how many gene sets that makes."""
    rows = tuple(
        (_range(each.least, each.most), each.figures, each.human) for each in genes.histogram
    )
    heads = ("Different genes", "Figures, all species", "Figures, human genes")
    histogram = PageTable(
        "Figures by how many different genes they have", heads, rows, frozenset({1, 2})
    )
    least = genes.least_of_set
    sets = counts_grid(f"Gene sets of {least} or more human genes", "Tier", genes.sets, "Gene sets")
    lead = f"On average {genes.mean:,.1f} different genes a figure; median {genes.median:,}"
    return f"{lead}, at most {genes.largest:,}.", (
        Picture("columns-beside", histogram, (1, 2)),
        Picture("bars", sets, (1,)),
    )


def _range(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} +"
    return str(least) if least == most else f"{least}–{most}"


def sources_parts(years: Sequence[YearSources]) -> SectionParts:
    """Return how the words of genes were matched, by year."""
    names = tuple(dict.fromkeys(name for year in years for name in year.sources))
    rows: tuple[TableRow, ...] = tuple(
        (year.year or "no year", *(year.sources.get(name, 0) for name in names)) for year in years
    )
    columns = range(1, len(names) + 1)
    heads = ("Year", *(name or "not given" for name in names))
    grid = PageTable(
        "Gene rows of a year by how their words were matched", heads, rows, frozenset(columns)
    )
    return "", (Picture("columns-by", grid, tuple(columns)),) if names else ()


def commonest_parts(commonest: Commonest) -> SectionParts:
    """Return what is in most figures."""
    kinds = {
        "Gene": commonest.genes,
        "Word": commonest.words,
        "Family": commonest.families,
        "Chemical": commonest.chemicals,
        "Disease": commonest.diseases,
    }
    return "", tuple(
        Picture("bars", ranking_table(f"Commonest {_PLURALS[kind]}", kind, ranking), (1,))
        for kind, ranking in kinds.items()
        if ranking.top
    )


_PLURALS = {
    "Gene": "genes",
    "Word": "words of genes",
    "Family": "families",
    "Chemical": "chemicals",
    "Disease": "diseases",
}


def coverage_parts(rows: Sequence[Coverage]) -> SectionParts:
    """Return how many figures lead elsewhere."""
    grid = PageTable(
        "Share of figures that lead elsewhere",
        ("Field", "Share", "Figures", "Of"),
        tuple((row.field, Share(row.figures / (row.of or 1)), row.figures, row.of) for row in rows),
        frozenset({1, 2, 3}),
    )
    return "", (Picture("shares", grid, (1,)),)
