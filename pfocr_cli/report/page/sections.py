"""A report's numbers as the sections of a page: what each says in a sentence, as pictures, and in
tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pfocr_cli.export.links import figure_page
from pfocr_cli.report.page.corpus_parts import (
    SectionParts,
    commonest_parts,
    completeness_parts,
    contents_parts,
    coverage_parts,
    figures_parts,
    genes_per_figure_parts,
    ranking_table,
    sources_parts,
)
from pfocr_cli.report.page.views import LinkList, PageTable, Picture, Reference
from pfocr_cli.report.report import SECTIONS
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pfocr_cli.report.changes import Changes
    from pfocr_cli.report.copies import Duplicates
    from pfocr_cli.report.findings import RuleRow, WorkRow
    from pfocr_cli.report.report import Report
    from pfocr_cli.report.species import SpeciesCounts
    from pfocr_cli.report.symbols import MisleadingSymbols, SymbolKind

SEVERITY_COLOURS = ("var(--error)", "var(--warning)", "var(--info)")
_SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of the page with a heading. ``side_by_side``: its pictures are small."""

    name: str
    heading: str
    lead: str
    parts: tuple[PageTable | Picture, ...]
    side_by_side: bool = False


def sections_of(report: Report) -> Iterator[PageSection]:
    """Yield the sections that a report has, but for the verdict, in its order; what changed since
    another report comes first.
    """
    if report.changes is not None:
        heading = f"What changed since {report.changes.against}"
        yield PageSection("changes", heading, *_changes(report.changes))
    for name, heading in SECTIONS.items():
        held = getattr(report, name.replace("-", "_"))
        if held is not None and name in _MAKERS:
            lead, parts = _MAKERS[name](held)
            yield PageSection(name, heading, lead, parts, side_by_side=name in _SIDE_BY_SIDE)


def rule_link(code: str, name: str = "") -> Reference:
    """Return a rule's code and name with the way to what the page says of it."""
    return Reference(f"{code} {name}".strip(), f"#rule-{code}")


def _rules(rows: Sequence[RuleRow]) -> SectionParts:
    found = {row.code: dict.fromkeys(_SEVERITIES, 0) for row in rows}
    for row in rows:
        found[row.code][row.severity] += row.findings
    last = "New" if any(row.new is not None for row in rows) else "More by"
    against = any((row.new, row.more) != (None, None) for row in rows)
    heads = ("Rule", "Severity", "Findings", "Figures", "Mended by --fix", "By --unsafe-fixes")
    picture = PageTable(
        "Findings of each rule by severity",
        ("Rule", "Errors", "Warnings", "Infos"),
        tuple((rule_link(code), *counts.values()) for code, counts in found.items()),
        frozenset({1, 2, 3}),
    )
    table = PageTable(
        "Every rule that found something, the worst first",
        (*heads, last) if against else heads,
        tuple(
            (
                *(rule_link(row.code, row.name), row.severity, row.findings, row.figures),
                *(
                    row.fixable,
                    row.fixable_unsafe,
                    *((row.more if row.new is None else row.new,) if against else ()),
                ),
            )
            for row in rows
        ),
        frozenset({2, 3, 4, 5, 6}),
    )
    lead = (
        "A rule's code leads to what it means and what to do."
        if rows
        else "No rule found anything."
    )
    return lead, (table, Picture("bars-by", picture, (1, 2, 3), SEVERITY_COLOURS)) if rows else ()


def _changes(changes: Changes) -> SectionParts:
    is_told_apart = any(row.new is not None for row in changes.rules)
    heads = ("Rule", "Severity", "Before", "Now")
    rules = PageTable(
        "Rules that found something else" if is_told_apart else "Rules that found more or less",
        (*heads, "New", "Gone") if is_told_apart else heads,
        tuple(
            (
                *(rule_link(row.code, row.name), row.severity, row.before, row.after),
                *((row.new or 0, row.gone or 0) if is_told_apart else ()),
            )
            for row in changes.rules
        ),
        frozenset({2, 3, 4, 5}),
    )
    numbers = PageTable(
        "Other numbers",
        ("What", "Before", "Now"),
        tuple((row.name, row.before, row.after) for row in changes.numbers),
        frozenset({1, 2}),
    )
    shown = tuple(table for table in (rules, numbers) if table.rows)
    if changes.added is None or changes.gone is None:
        return "Which figures came and went is not known.", shown
    came, went = plural(changes.added, "figure"), plural(changes.gone, "figure")
    return f"{came} came, {went} went.", shown


def _worklist(rows: Sequence[WorkRow]) -> SectionParts:
    if not rows:
        return "No figure has an error or a warning.", ()
    grid = PageTable(
        "Figures with most kinds of errors and warnings",
        ("Figure", "Kinds", "Of them errors", "Findings", "Mended by --fix", "Rules", "File"),
        tuple(
            (
                _figure(row.figid, row.file),
                *(row.kinds, row.errors, row.findings, row.fixable),
                LinkList(tuple(map(rule_link, row.codes))),
                row.file,
            )
            for row in rows
        ),
        frozenset({1, 2, 3, 4}),
    )
    return "Begin with these: they have most kinds of errors and warnings.", (grid,)


def _figure(figid: str, other: str = "") -> Reference:
    return Reference(figid, figure_page(figid)) if figid else Reference(other, "")


def _symbols(symbols: MisleadingSymbols) -> SectionParts:
    parts = (
        _symbol_kind("Stale symbols", "Symbol", "Today", symbols.stale),
        _symbol_kind("Withdrawn symbols", "Symbol", "Today", symbols.withdrawn),
        _symbol_kind("Ambiguous symbols", "Symbol", "Recorded as", symbols.ambiguous),
        _symbol_kind(
            "Words known to be matched wrongly", "Word", "Recorded as", symbols.known_wrong
        ),
    )
    kept = tuple(part for part in parts if part is not None)
    return "" if kept else "There are none.", kept


def _symbol_kind(caption: str, head: str, gene: str, kind: SymbolKind) -> Picture | None:
    if not kind.top:
        return None
    told = f"{caption}: {kind.different:,} in {plural(kind.figures, 'figure')} ({kind.code})"
    rows = tuple(
        (row.text, row.gene, row.figures, LinkList(tuple(map(_figure, row.figids))))
        for row in kind.top
    )
    grid = PageTable(told, (head, gene, "Figures", "The first of them"), rows, frozenset({2}))
    return Picture("bars", grid, (2,))


def _species(species: SpeciesCounts) -> SectionParts:
    of = f" ({len(species.species):,} of {species.different:,})" if species.species else ""
    genes = PageTable(
        f"Species of genes{of}",
        ("Species", "Figures", "Gene rows", "Taxonomy id"),
        tuple((row.name, row.figures, row.genes, row.id) for row in species.species),
        frozenset({1, 2}),
    )
    far = PageTable(
        "Figures without a gene of an organism that they name",
        ("Figure", "Named", "Most of its genes are of"),
        tuple(
            (_figure(each.figid), ", ".join(each.organisms), each.species)
            for each in species.examples
        ),
    )
    parts = [
        Picture("bars", genes, (1,)),
        Picture(
            "bars", ranking_table("Organisms that records name", "Organism", species.named), (1,)
        ),
    ]
    many = plural(species.without_named, "figure")
    lead = f"{many} with genes, and none of an organism that the record names."
    shown = [part for part in parts if part.grid.rows]
    return lead, (*shown, *((far,) if far.rows else ()))


def _duplicates(copies: Duplicates) -> SectionParts:
    lead = (
        f"Records with the figid of an earlier one: {copies.figids:,}; with its redirect: "
        f"{copies.redirects:,}. Figures with exactly the genes of another: {copies.figures:,}, in "
        f"{plural(copies.groups, 'group')}."
    )
    grid = PageTable(
        "Figures of the same genes",
        ("Figures", "Genes", "Number of figures"),
        tuple(
            (LinkList(tuple(map(_figure, each.figids))), each.genes, each.figures)
            for each in copies.same_genes
        ),
        frozenset({1, 2}),
    )
    return lead, (grid,) if grid.rows else ()


_MAKERS: Mapping[str, Callable[..., SectionParts]] = {
    "rules": _rules,
    "worklist": _worklist,
    "completeness": completeness_parts,
    "figures": figures_parts,
    "contents": contents_parts,
    "genes-per-figure": genes_per_figure_parts,
    "sources": sources_parts,
    "commonest": commonest_parts,
    "symbols": _symbols,
    "species": _species,
    "duplicates": _duplicates,
    "coverage": coverage_parts,
}
_SIDE_BY_SIDE = frozenset({"figures", "genes-per-figure", "commonest", "symbols", "species"})
