"""Each section about what a corpus holds, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pfocr_cli.report.blocks import (
    Cell,
    Note,
    ReportBlock,
    ReportTable,
    Room,
    RowLimit,
    Shares,
    bar,
    by_year,
    count_cell,
    counts_table,
    percent,
    rankings_table,
    table_of,
)
from pfocr_cli.report.contents import Commonest, ContentRow
from pfocr_cli.report.figures import Completeness, Coverage, FigureCounts
from pfocr_cli.report.gene_counts import GeneBin, GenesPerFigure, YearSources
from pfocr_cli.report.species import FarFigure, SpeciesCounts, SpeciesRow
from pfocr_cli.wording import listed, plural

_ALL_YEARS = 60


def completeness_told(completeness: Completeness, room: Room) -> Iterator[ReportBlock]:
    """Yield in how much of each year's figures each field says something."""
    years = {each.year: each for each in completeness.years}
    if not years:
        yield Note("No figure.")
    else:
        yield by_year(
            "field",
            completeness.fields,
            Shares(
                list(years),
                lambda name, year: years[year].filled.get(name, 0),
                lambda year: years[year].figures,
            ),
            room,
        )
    yield from _earlier(len(years), room)


def _earlier(years: int, room: Room) -> Iterator[ReportBlock]:
    if years > room.years:
        yield Note(f"Of {years} years the latest {room.years}; `--format json` has all.", "dim")


def figures_told(figures: FigureCounts, room: Room) -> Iterator[ReportBlock]:
    """Yield figures by what they say of themselves."""
    if not figures.generation:
        yield Note("No figure.")
        return
    journals = {each.name: each.figures for each in figures.journal.top}
    yield counts_table("year", figures.year, RowLimit(_ALL_YEARS, noun="year"))
    yield counts_table("generation", figures.generation, RowLimit(room.rows))
    yield counts_table("kind", figures.figtype, RowLimit(room.rows, noun="kind"))
    limit = RowLimit(room.rows, figures.journal.different, "journal")
    yield counts_table("journal", journals, limit, sum(figures.generation.values()))


def contents_told(rows: Sequence[ContentRow]) -> Iterator[ReportBlock]:
    """Yield the table of the database's page of statistics."""
    head = ("", "all", "different", "human", "different")
    yield ReportTable(
        head,
        tuple(
            (
                Cell(row.kind),
                count_cell(row.total),
                count_cell(row.different),
                count_cell(row.human_total),
                count_cell(row.human_different),
            )
            for row in rows
        ),
    )
    yield Note(
        "Human: of genes, the human ones; of all else, what is in figures with a human gene.", "dim"
    )


def gene_numbers_told(genes: GenesPerFigure) -> Iterator[ReportBlock]:
    """Yield the histogram, and the gene sets at each tier."""
    total = sum(each.figures for each in genes.histogram)
    highest = max((each.figures for each in genes.histogram), default=0)

    def row(each: GeneBin) -> tuple[Cell, ...]:
        return (
            Cell(_range(each), is_number=True),
            count_cell(each.figures),
            percent(each.figures, total),
            bar(each.figures, highest),
            count_cell(each.human),
        )

    head = ("different genes", "figures", "", "", "human genes only")
    yield ReportTable(head, tuple(map(row, genes.histogram)))
    yield Note(
        f"On average {genes.mean:g} different genes a figure; median {genes.median:,}, at most "
        f"{genes.largest:,}."
    )
    sets = listed([f"{count:,} {tier}" for tier, count in genes.sets.items()])
    yield Note(
        f"Gene sets of {genes.least_of_set} human genes or more, by `export --tier`: {sets}."
    )


def _range(each: GeneBin) -> str:
    if each.most is None:
        return f"over {each.least - 1:,}"
    return f"{each.least:,}" if each.least == each.most else f"{each.least:,} to {each.most:,}"


def sources_told(years: Sequence[YearSources], room: Room) -> Iterator[ReportBlock]:
    """Yield how words were matched, by year."""
    by = {each.year: each for each in years}
    totals: dict[str, int] = {}
    for each in years:
        for source, count in each.sources.items():
            totals[source] = totals.get(source, 0) + count
    if not totals:
        yield Note("No figure has a gene.")
        return
    yield by_year(
        "source",
        sorted(totals, key=lambda source: (-totals[source], source)),
        Shares(
            list(by),
            lambda source, year: by[year].sources.get(source, 0),
            lambda year: by[year].genes,
        ),
        room,
    )
    yield from _earlier(len(by), room)


def commonest_told(commonest: Commonest, room: Room) -> Iterator[ReportBlock]:
    """Yield what is in most figures."""
    kinds = (("gene", commonest.genes), ("word", commonest.words), ("family", commonest.families))
    others = (("chemical", commonest.chemicals), ("disease", commonest.diseases))
    if not any(ranking.top for _, ranking in (*kinds, *others)):
        yield Note("No figure has a gene, chemical or disease.")
    for group in (kinds, others):
        if any(ranking.top for _, ranking in group):
            yield rankings_table(
                [name for name, _ in group], [ranking.top for _, ranking in group], most=room.rows
            )


def species_told(species: SpeciesCounts, room: Room) -> Iterator[ReportBlock]:
    """Yield the species of genes, the organisms that records name, and where the two differ."""
    if not (species.species or species.named.top):
        yield Note("No figure has a gene or names an organism.")
    highest = max((each.figures for each in species.species), default=0)

    def row(each: SpeciesRow) -> tuple[Cell, ...]:
        name = Cell(each.name or each.id or "not known", "" if each.name else "dim")
        return name, count_cell(each.genes), count_cell(each.figures), bar(each.figures, highest)

    if species.species:
        yield table_of(
            ("species of genes", "genes", "figures", ""),
            species.species,
            row,
            RowLimit(room.rows, species.different, "organism"),
        )
    if species.named.top:
        named = {each.name: each.figures for each in species.named.top}
        yield table_of(
            ("organism named", "figures"),
            list(named.items()),
            lambda item: (Cell(item[0]), count_cell(item[1])),
            RowLimit(room.rows, species.named.different, "organism"),
        )
    if species.without_named:
        figures = plural(species.without_named, "figure")
        yield Note(f"no gene of an organism that the record names: {figures}", is_title=True)
        yield table_of(
            ("figure", "named", "most genes of"),
            species.examples,
            _far,
            RowLimit(room.rows, species.without_named, "figure"),
        )


def _far(figure: FarFigure) -> tuple[Cell, ...]:
    named = listed(figure.organisms, 2)
    return Cell(figure.figid, "code"), Cell(named), Cell(figure.species or "not known")


def coverage_told(coverage: Sequence[Coverage]) -> Iterator[ReportBlock]:
    """Yield how many figures lead to network, pathway and paper."""
    yield ReportTable(
        ("", "figures", "", ""),
        tuple(
            (
                Cell(each.field, "code"),
                count_cell(each.figures),
                percent(each.figures, each.of),
                bar(each.figures, each.of),
            )
            for each in coverage
        ),
    )
