"""Each section as people read it: what the rules found, and what is told apart from that in
`telling_contents`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Concatenate, ParamSpec, TypeVar

from pfocr_cli.report.blocks import (
    Cell,
    Look,
    Note,
    ReportBlock,
    Room,
    RowLimit,
    bar,
    count_cell,
    percent,
    table_of,
)
from pfocr_cli.report.copies import Duplicates, SameGenes
from pfocr_cli.report.findings import RuleRow, WorkRow
from pfocr_cli.report.report import SECTIONS, Report
from pfocr_cli.report.symbols import MisleadingSymbols, SymbolKind, SymbolRow
from pfocr_cli.report.telling_changes import changes_told
from pfocr_cli.report.telling_contents import (
    commonest_told,
    completeness_told,
    contents_told,
    coverage_told,
    figures_told,
    gene_numbers_told,
    sources_told,
    species_told,
)
from pfocr_cli.report.verdict import CorpusVerdict
from pfocr_cli.wording import listed, plural

_SectionData = TypeVar("_SectionData")
_More = ParamSpec("_More")
_LOOKS: dict[str, Look] = {"error": "error", "warning": "warning", "info": "info"}
_KINDS = {
    "stale": ("stale: renamed by HGNC", "symbol", "today"),
    "withdrawn": ("withdrawn by HGNC", "symbol", "today"),
    "ambiguous": ("ambiguous: names of several genes", "name", "recorded as"),
    "known_wrong": ("known not to mean the gene", "word", "recorded as"),
}


def headline(verdict: CorpusVerdict) -> str:
    """Return the verdict in a line."""
    parts = [f"{plural(verdict.records, 'record')}"]
    for count, what in (
        (verdict.with_errors, "with errors"),
        (verdict.with_warnings, "with warnings"),
        (verdict.nothing_to_check, "with nothing to check"),
        (verdict.sound, "sound"),
    ):
        if count:
            parts.append(f"{count:,} {what}")
    return ": ".join((parts[0], ", ".join(parts[1:]))) if parts[1:] else parts[0]


def origin_of(report: Report) -> str:
    """Return what counted, and what genes were held against."""
    if report.lexicon is None:
        return f"pfocr {report.pfocr}"
    release = f"HGNC {report.lexicon.hgnc} (sha256 {report.lexicon.sha256[:12]})"
    return f"genes held against {release}, by pfocr {report.pfocr}"


def sections_told(report: Report, room: Room) -> Iterator[tuple[str, list[ReportBlock]]]:
    """Yield the sections of a report: each heading with what stands below it."""
    parts = dict(_parts(report, room))
    changes = report.changes
    for name, heading in SECTIONS.items():
        if name in parts:
            yield heading, list(parts[name])
        if name == "verdict" and changes is not None:
            yield f"What changed since {changes.against}", list(changes_told(changes, room))


def _parts(report: Report, room: Room) -> Iterator[tuple[str, Iterator[ReportBlock]]]:
    """Yield what tells each section that the report has, by its name."""
    yield from _part("verdict", report.verdict, _verdict)
    yield from _part("rules", report.rules, _rules, room)
    yield from _part("worklist", report.worklist, _worklist, room)
    yield from _part("completeness", report.completeness, completeness_told, room)
    yield from _part("figures", report.figures, figures_told, room)
    yield from _part("contents", report.contents, contents_told)
    yield from _part("genes-per-figure", report.genes_per_figure, gene_numbers_told)
    yield from _part("sources", report.sources, sources_told, room)
    yield from _part("commonest", report.commonest, commonest_told, room)
    yield from _part("symbols", report.symbols, _symbols, room)
    yield from _part("species", report.species, species_told, room)
    yield from _part("duplicates", report.duplicates, _duplicates, room)
    yield from _part("coverage", report.coverage, coverage_told)


def _part(
    name: str,
    section: _SectionData | None,
    tell: Callable[Concatenate[_SectionData, _More], Iterator[ReportBlock]],
    *args: _More.args,
    **options: _More.kwargs,
) -> Iterator[tuple[str, Iterator[ReportBlock]]]:
    if section is not None:
        yield name, tell(section, *args, **options)


def _verdict(verdict: CorpusVerdict) -> Iterator[ReportBlock]:
    groups: list[tuple[str, int, Look]] = [
        ("with errors", verdict.with_errors, "error"),
        ("with warnings", verdict.with_warnings, "warning"),
        ("with nothing to check", verdict.nothing_to_check, "dim"),
        ("sound", verdict.sound, "good"),
    ]

    def row(group: tuple[str, int, Look]) -> tuple[Cell, ...]:
        name, count, look = group
        share = percent(count, verdict.records)
        named = Cell(name, look if count else "dim")
        return named, count_cell(count), share, bar(count, verdict.records, look)

    yield table_of(("records", f"{verdict.records:,}", "", ""), groups, row, RowLimit(len(groups)))
    counts = (
        plural(verdict.errors, "error"),
        plural(verdict.warnings, "warning"),
        plural(verdict.infos, "info"),
    )
    yield Note(f"{listed(counts)} in all.")
    if verdict.unreadable:
        one = verdict.unreadable == 1
        yield Note(
            f"{plural(verdict.unreadable, 'record')} with errors cannot be read as data, and "
            f"{'is' if one else 'are'} left out of what follows."
        )
    if verdict.nothing_to_check:
        yield Note("Nothing to check: no gene, chemical or disease in them.")


def _rules(rules: Sequence[RuleRow], room: Room) -> Iterator[ReportBlock]:
    if not rules:
        yield Note("Nothing found.", "good")
        return
    is_told_apart = any(rule.new is not None for rule in rules)
    is_compared = is_told_apart or any(rule.more is not None for rule in rules)

    def row(rule: RuleRow) -> tuple[Cell, ...]:
        unsafe = f" +{rule.fixable_unsafe:,} unsafe" if rule.fixable_unsafe else ""
        fixable = Cell(f"{rule.fixable:,}{unsafe}", "" if rule.fixable else "dim")
        cells = (
            Cell(rule.code, "code"),
            Cell(rule.name),
            Cell(rule.severity, _LOOKS[rule.severity]),
            count_cell(rule.findings),
            count_cell(rule.figures),
            fixable,
        )
        return (*cells, _since(rule)) if is_compared else cells

    head: tuple[str, ...] = ("rule", "", "severity", "findings", "figures", "fixable")
    if is_compared:
        head = (*head, "new" if is_told_apart else "more by")
    yield table_of(head, rules, row, RowLimit(2 * room.rows, noun="rule"))
    yield Note("`pfocr rule CODE` explains a rule; `pfocr validate --fix` mends what is fixable.")


def _since(rule: RuleRow) -> Cell:
    """Return how many findings of a rule are new, or by how many there are more than before."""
    if rule.new is not None:
        return Cell(f"{rule.new:,}", "warning" if rule.new else "dim", is_number=True)
    if not rule.more:
        return Cell("0", "dim", is_number=True)
    return Cell(f"{rule.more:+,}", "warning" if rule.more > 0 else "good", is_number=True)


def _worklist(rows: Sequence[WorkRow], room: Room) -> Iterator[ReportBlock]:
    if not rows:
        yield Note("No figure has an error or a warning.", "good")
        return

    def row(work: WorkRow) -> tuple[Cell, ...]:
        return (
            Cell(work.figid or work.file, "code"),
            count_cell(work.kinds),
            Cell(f"{work.errors:,}", "error" if work.errors else "dim", is_number=True),
            count_cell(work.findings),
            count_cell(work.fixable),
            Cell(" ".join(work.codes)),
        )

    head = ("figure", "kinds", "errors", "findings", "fixable", "rules")
    yield table_of(head, rows, row, RowLimit(room.rows, noun="figure"))
    yield Note("First those with most kinds of errors and warnings; `pfocr show FILE` shows one.")


def _symbols(symbols: MisleadingSymbols, room: Room) -> Iterator[ReportBlock]:
    kinds = {name: getattr(symbols, name) for name in _KINDS}
    if not any(kind.different for kind in kinds.values()):
        yield Note("None.", "good")
    for name, kind in kinds.items():
        if kind.different:
            yield from _symbol_kind(kind, *_KINDS[name], room)


def _symbol_kind(
    kind: SymbolKind, title: str, text: str, gene: str, room: Room
) -> Iterator[ReportBlock]:
    def row(symbol: SymbolRow) -> tuple[Cell, ...]:
        return (
            Cell(symbol.text, "code"),
            Cell(symbol.gene or "-", "code" if symbol.gene else "dim"),
            count_cell(symbol.figures),
            _some(symbol.figids, symbol.figures, room),
        )

    figures = plural(kind.figures, "figure")
    yield Note(f"{title} ({kind.code}): {kind.different:,} in {figures}", is_title=True)
    yield table_of(
        (text, gene, "figures", "in"),
        kind.top,
        row,
        RowLimit(room.rows, kind.different, text),
    )


def _some(figids: Sequence[str], figures: int, room: Room) -> Cell:
    """Return the first of some figures; the others are counted."""
    shown = figids[: room.names]
    more = figures - len(shown)
    return Cell(" ".join(shown) + (f" +{more:,}" if more else ""), "dim")


def _duplicates(duplicates: Duplicates, room: Room) -> Iterator[ReportBlock]:
    for count, what in ((duplicates.figids, "figid"), (duplicates.redirects, "redirect")):
        if count:
            verb = "has" if count == 1 else "have"
            yield Note(f"{plural(count, 'record')} {verb} the {what} of an earlier one.", "error")
    if not duplicates.groups:
        yield Note("No two figures with three genes or more have the same genes.")
        return

    def row(group: SameGenes) -> tuple[Cell, ...]:
        which = _some(group.figids, group.figures, room)
        return count_cell(group.figures), count_cell(group.genes), which

    groups = plural(duplicates.groups, "group")
    yield Note(
        f"the same genes, three at least: {plural(duplicates.figures, 'figure')} in {groups}",
        is_title=True,
    )
    yield table_of(
        ("figures", "genes", "which"),
        duplicates.same_genes,
        row,
        RowLimit(room.rows, duplicates.groups, "group"),
    )
