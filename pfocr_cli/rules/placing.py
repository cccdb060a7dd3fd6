"""From a problem to a finding: where it stands in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import EXCERPT_REACH, VALUE_LIMIT, Finding, FindingKind, Problem
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.pointer import steps
from pfocr_cli.record.source import Place, Source, Span
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from pfocr_cli.record import Record


def placed_finding(record: Record, problem: Problem, excerpts: bool = False) -> Finding:
    """Return a problem that a rule found with its place in the file."""
    rule, (file, place) = RULES[problem.code], located(record, problem)
    source = _source(record, problem)
    cut, excerpt = source.part_of_line(place, EXCERPT_REACH) if excerpts else (0, "")
    return Finding(
        file=file,
        figid=record.figid,
        place=place,
        code=rule.code,
        name=rule.name,
        severity=problem.severity or rule.severity,
        message=problem.message,
        pointer=problem.pointer,
        value=problem.value[:VALUE_LIMIT],
        excerpt=excerpt,
        cut=cut,
        about=_word_line(record, problem, place.line) if excerpts else None,
        fix=problem.fix,
    )


def kind_of(record: Record, problem: Problem) -> FindingKind:
    """Return what a problem is counted as, where nobody asks for its place."""
    severity = problem.severity or RULES[problem.code].severity
    is_safe = None if problem.fix is None else problem.fix.safe
    return FindingKind(_file(record, problem), problem.code, severity, is_safe)


def located(record: Record, problem: Problem) -> tuple[str, Place]:
    """Return the file, as shown, and the place in it that a problem is about."""
    return _file(record, problem), _source(record, problem).place(_span(record, problem))


def _file(record: Record, problem: Problem) -> str:
    return record.tables[problem.table].file if problem.table else record.file


def _word_line(record: Record, problem: Problem, line: int) -> tuple[int, str] | None:
    """Return the line of the word whose gene a problem is about, where that is another one."""
    match steps(problem.pointer):
        case [kind, row, _] if problem.table is None and kind in KINDS:
            source = record.reading.source
            place = source.place(record.reading.span(f"/{kind}/{row}/word"))
            text = source.line_text(place.line) if place.line < line else ""
            return (place.line, text[:EXCERPT_REACH]) if "word" in text else None
    return None


def _source(record: Record, problem: Problem) -> Source:
    return record.tables[problem.table].source if problem.table else record.reading.source


def _span(record: Record, problem: Problem) -> Span:
    if problem.span is not None:
        return problem.span
    span = _value_span(record, problem)
    if not problem.run:
        return span
    text = _source(record, problem).text[span.start : span.end]
    before, run, _ = text.partition(problem.run)
    start = span.start + len(before)
    return Span(start, start + len(run)) if run else span


def _value_span(record: Record, problem: Problem) -> Span:
    if problem.table is None:
        return record.reading.span(problem.pointer, problem.at)
    table = record.tables[problem.table]
    match steps(problem.pointer):
        case [_, row, column]:
            return table.span(int(row), column)
        case [_, row]:
            return table.span(int(row), "")
    return table.source.line_span(0)
