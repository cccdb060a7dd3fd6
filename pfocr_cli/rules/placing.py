"""From a problem to a finding: where it stands in its file."""

from __future__ import annotations

from pfocr_cli.finding import VALUE_LIMIT, Finding, Problem
from pfocr_cli.record import Record
from pfocr_cli.record.pointer import steps
from pfocr_cli.record.source import Place, Source, Span
from pfocr_cli.rules import Rule


def finding(record: Record, rule: Rule, problem: Problem, excerpts: bool = False) -> Finding:
    """Return a problem with its place in the file."""
    file, place = located(record, problem)
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
        excerpt=_source(record, problem).line_text(place.line) if excerpts else "",
        fix=problem.fix,
    )


def located(record: Record, problem: Problem) -> tuple[str, Place]:
    """Return the file, as shown, and the place in it that a problem is about."""
    file = record.tables[problem.table].file if problem.table else record.file
    return file, _source(record, problem).place(_span(record, problem))


def _source(record: Record, problem: Problem) -> Source:
    return record.tables[problem.table].source if problem.table else record.reading.source


def _span(record: Record, problem: Problem) -> Span:
    if problem.span is not None:
        return problem.span
    table = record.tables[problem.table] if problem.table else None
    if table is not None:
        _, *cell = steps(problem.pointer)
        span = (
            table.span(int(cell[0]), cell[1] if cell[1:] else "")
            if cell
            else table.source.line_span(0)
        )
    else:
        span = record.reading.span(problem.pointer, problem.at)
    at = (
        _source(record, problem).text.find(problem.run, span.start, span.end) if problem.run else -1
    )
    return Span(at, at + len(problem.run)) if at >= 0 else span
