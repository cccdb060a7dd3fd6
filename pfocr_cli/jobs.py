"""One input in, one outcome out: picklable, without effects but reading, and never raising."""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from pfocr_cli import schema
from pfocr_cli.chunks import Chunk
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.finding import VALUE_LIMIT, Finding, Problem, Severity
from pfocr_cli.pointer import steps
from pfocr_cli.record import Record, looks_like_figid
from pfocr_cli.record.fault import Fault, ShapeFault
from pfocr_cli.record.reading import Reading, Syntax, read, syntax_of
from pfocr_cli.record.tables import KINDS, Table, read_table, table_name, unusable
from pfocr_cli.rules import RULES, Rule
from pfocr_cli.search import Input
from pfocr_cli.source import Place, Source, Span

MOST_MISFITS = 1_000
"""Values of one record that are said not to fit its schema; a file with more of them is no record."""


@dataclass(frozen=True)
class Settings:
    """What a run of ``validate`` judges by; sent to every process.

    ``codes`` are the rules that speak; ``floor`` is the least severity that anybody asked for:
    what lies below is not even located. ``excerpts`` asks for source lines, for people.
    """

    codes: frozenset[str]
    floor: Severity = Severity.WARNING
    generation: str = "auto"
    schema: str | None = None
    data_dir: str | None = None
    excerpts: bool = False


@cache
def _rules(settings: Settings) -> list[Rule]:
    """Return the rules that can say something at or above the floor."""
    return [rule for code, rule in RULES.items() if code in settings.codes and max(rule.severities) >= settings.floor]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a rule compares across records: a digest of it, and where its record is."""

    code: str
    digest: int
    value: str
    figid: str | None
    line: int


@dataclass
class Outcome:
    """What judging one chunk gave. ``number`` is that of its file. ``judged`` holds the figid and the file of each record.

    ``crash`` is the traceback of a bug of ours, as text.
    """

    number: int = 0
    records: int = 0
    findings: list[Finding] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    crash: str | None = None


def judge(chunk: Chunk, settings: Settings) -> Outcome:
    """Judge every record of a chunk."""
    outcome = Outcome(chunk.number)
    try:
        rules = _rules(settings)
        for record in records(chunk.item, settings):
            outcome.records += 1
            outcome.judged += [record.figid or record.file, record.file]
            outcome.findings += sorted(_findings(record, rules, settings), key=_reading_order)
            outcome.compared += _compared(record, rules)
    except Exception:  # the other inputs are still judged; the run ends with status 3
        outcome.crash = traceback.format_exc()
    return outcome


def records(item: Input, settings: Settings) -> Iterator[Record]:
    """Yield the records of an input, with their side tables and what does not fit their schema."""
    stem = os.path.splitext(os.path.basename(item.path))[0]
    syntax = syntax_of(item.path)
    for reading in _readings(item, syntax):
        record = Record(reading, item.shown, stem if looks_like_figid(stem) and syntax != "jsonl" else None)
        _complete(record, item, settings)
        yield record


def _readings(item: Input, syntax: Syntax | None) -> Iterator[Reading]:
    try:
        data = _content(item)
    except UnreadableError as error:
        yield _unread("P001", str(error), Source("", first_line=item.first_line))
        return
    try:
        yield from read(_source(data, item.first_line), syntax)
    except UnicodeDecodeError as error:
        source = Source(data.decode("utf-8", "replace"), first_line=item.first_line)
        yield _unread("P002", _not_utf8(error), source, len(data[: error.start].decode("utf-8")))


def _content(item: Input) -> bytes:
    if item.problem is not None:
        raise UnreadableError(item.problem)
    return read_bytes(item.path) if item.data is None else item.data


def _source(data: bytes, first_line: int = 1) -> Source:
    text = data.decode("utf-8")
    return Source(text.removeprefix("\ufeff"), first_line=first_line)


def _not_utf8(error: UnicodeDecodeError) -> str:
    return f"not UTF-8: the byte {error.object[error.start]:02X} at offset {error.start:,}"


def _unread(code: str, message: str, source: Source, at: int = 0) -> Reading:
    reading = Reading(source, Span(at, at), "markdown")
    reading.faults = (Fault(code, message, Span(at, at)),)
    return reading


def _complete(record: Record, item: Input, settings: Settings) -> None:
    """Find out the record's generation, and judge its shape and that of its side tables."""
    data = record.reading.data
    if data is None:
        return
    record.generation = schema.generation_of(record.data, settings.generation)
    record.misfits = _misfits(_validator(record, settings), data)
    name = record.stem or record.figid
    if record.wants_tables and name and (folder := _table_folder(item, settings)):
        record.table_folder = folder
        record.tables = dict(_tables(name, folder, os.path.dirname(item.shown), settings))


def _validator(record: Record, settings: Settings) -> schema.Validator:
    return schema.custom_validator(settings.schema) if settings.schema else schema.validator(record.generation)


def _misfits(validator: schema.Validator, data: Any) -> tuple[ShapeFault, ...]:
    if validator.fits(data):
        return ()
    found = tuple(islice(validator.explain(data), MOST_MISFITS + 1))
    if len(found) <= MOST_MISFITS:
        return found
    more = f"more than {MOST_MISFITS:,} values do not fit the schema; the others are not listed"
    return (*found[:MOST_MISFITS], ShapeFault("bad-value", "", more, ""))


def _table_folder(item: Input, settings: Settings) -> str | None:
    if settings.data_dir:
        return settings.data_dir
    return os.path.join(os.path.dirname(item.path), "..", "_data") if item.path else None


def _tables(figid: str, folder: str, beside: str, settings: Settings) -> Iterator[tuple[str, Table]]:
    if "/" in figid or "\0" in figid:  # a broken figid must not lead out of the folder
        return
    shown_folder = os.path.relpath(folder) if settings.data_dir else os.path.normpath(os.path.join(beside, "..", "_data"))
    for kind in KINDS:
        path = os.path.join(folder, table_name(figid, kind))
        shown = os.path.join(shown_folder, table_name(figid, kind)).replace(os.sep, "/")
        try:
            data = read_bytes(path)
        except UnreadableError as error:
            if not error.missing:
                yield kind, unusable(kind, shown, Fault("P001", str(error), Span(0, 0)))
            continue
        yield kind, _table(kind, shown, data)


def _table(kind: str, shown: str, data: bytes) -> Table:
    try:
        source = _source(data)
    except UnicodeDecodeError as error:
        at = len(data[: error.start].decode("utf-8"))
        return unusable(kind, shown, Fault("P002", _not_utf8(error), Span(at, at)), data.decode("utf-8", "replace"))
    table = read_table(kind, shown, source, schema.properties(kind), schema.required(kind))
    table.misfits = _misfits(schema.table_validator(kind), table.rows)
    return table


def _findings(record: Record, rules: Sequence[Rule], settings: Settings) -> Iterator[Finding]:
    for rule in rules:
        if rule.check is not None:
            for problem in rule.check(record):
                if (problem.severity or rule.severity) >= settings.floor:
                    yield finding(record, rule, problem, settings.excerpts)


def _reading_order(finding: Finding) -> tuple[bool, str, int, int, str]:
    in_table = finding.file.endswith(".tsv")
    return in_table, finding.file, finding.place.line, finding.place.column, finding.code


def finding(record: Record, rule: Rule, problem: Problem, excerpts: bool = False) -> Finding:
    """Return a problem with its place in the file."""
    table = record.tables[problem.table] if problem.table else None
    source = table.source if table else record.reading.source
    place = source.place(_span(record, table, problem))
    return Finding(
        file=table.file if table else record.file,
        figid=record.figid,
        place=place,
        code=rule.code,
        name=rule.name,
        severity=problem.severity or rule.severity,
        message=problem.message,
        pointer=problem.pointer,
        value=problem.value[:VALUE_LIMIT],
        excerpt=source.line_text(place.line) if excerpts else "",
    )


def _span(record: Record, table: Table | None, problem: Problem) -> Span:
    if problem.span is not None:
        return problem.span
    if table is not None:
        _, *cell = steps(problem.pointer)
        span = table.span(int(cell[0]), cell[1] if cell[1:] else "") if cell else table.source.line_span(0)
    else:
        span = record.reading.span(problem.pointer, problem.at)
    source = table.source if table else record.reading.source
    at = source.text.find(problem.run, span.start, span.end) if problem.run else -1
    return Span(at, at + len(problem.run)) if at >= 0 else span


def _compared(record: Record, rules: Sequence[Rule]) -> Iterator[Compared]:
    for rule in rules:
        if rule.compared is not None and (value := rule.compared(record)):
            digest = hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            line = record.reading.source.first_line
            yield Compared(rule.code, int.from_bytes(digest), value[:VALUE_LIMIT], record.figid, line)


def place_of(item: Input, pointer: str, line: int) -> Place:
    """Return where a value stands in the record that begins at ``line`` of an input's file.

    For what is found after the record itself was let go: a second record with the same value. In
    JSON Lines that is the whole line.
    """
    if syntax_of(item.path) != "jsonl":
        for reading in _readings(item, syntax_of(item.path)):
            return reading.source.place(reading.span(pointer))
    return Place(line, 1, line, 1)
