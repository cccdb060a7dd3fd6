"""Fixes made: the changes that problems ask for, with the keywords that follow, as a record's new text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pfocr_cli.changes import Change, Replace
from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.finding import Problem
from pfocr_cli.intake import Intake, content, revised
from pfocr_cli.keyword_changes import keyword_changes
from pfocr_cli.record import Record
from pfocr_cli.record.editing import RefusedError, amended, amended_cells
from pfocr_cli.record.reading import syntax_of
from pfocr_cli.search import Input

_ROUNDS = 5
"""One fix can make room for another; what still finds something to do after that many would go on for ever."""


@dataclass(frozen=True, slots=True)
class Case:
    """A problem and the code of the rule that found it."""

    code: str
    problem: Problem


@dataclass
class Fixed:
    """A record as it is after fixes.

    ``made`` are the cases that were mended, each with the record it was found in; ``left`` those that
    were not, with the reason where a fix was refused.
    """

    record: Record
    made: list[tuple[Record, Case]] = field(default_factory=list)
    left: list[tuple[Case, str]] = field(default_factory=list)


def fixed(record: Record, find: Callable[[Record], Iterable[Case]], intake: Intake, *, unsafe: bool) -> Fixed:
    """Make the fixes of what ``find`` finds, until it finds none that can be made. Nothing is written."""
    result = Fixed(record)
    for _ in range(_ROUNDS):
        wanted = []
        result.left = []
        for case in find(result.record):
            if (fix := case.problem.fix) and (fix.safe or unsafe):
                wanted.append(case)
            else:
                result.left.append((case, ""))
        new, made, refused = _made(result.record, wanted, intake)
        result.left += refused
        if not made:
            break
        result.made += [(result.record, case) for case in made]
        result.record = new
    return result


def _made(record: Record, cases: list[Case], intake: Intake) -> tuple[Record, list[Case], list[tuple[Case, str]]]:
    """Make all fixes at once; where they are refused, as many of them as can be made together."""
    if not cases:
        return record, [], []
    try:
        return _revised(record, cases, intake), cases, []
    except RefusedError:
        pass
    new, made, refused = record, list[Case](), []
    for case in cases:
        try:
            new = _revised(record, [*made, case], intake)
            made.append(case)
        except RefusedError as error:
            refused.append((case, str(error)))
    return new, made, refused


def _revised(record: Record, cases: Iterable[Case], intake: Intake) -> Record:
    """Return the record with these cases' changes made. RefusedError."""
    changes = [change for case in cases if case.problem.fix for change in case.problem.fix.changes]
    cells: dict[str, list[Replace]] = {}
    own: list[Change] = []
    for change in changes:
        if isinstance(change, Replace) and change.table:
            cells.setdefault(change.table, []).append(change)
        else:
            own.append(change)
    own += keyword_changes(record, changes)
    sources = {kind: amended_cells(record.tables[kind], replaced) for kind, replaced in cells.items()}
    return revised(record, amended(record.reading, own) if own else record.reading, sources, intake)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file, or a piece of one, as it was read and as it is to be. ``None``: it could not be read."""

    path: str
    shown: str
    before: bytes | None
    after: bytes | None


def rewrites(item: Input, pairs: Sequence[tuple[Record, Record]], *, every: bool = False) -> Iterator[Rewrite]:
    """Yield what is to be written anew: ``pairs`` are the item's records before and after.

    ``every``: also the files that stay as they are. Of JSON Lines every piece always, because they are
    put together again.
    """
    if syntax_of(item.path) == "jsonl" or len(pairs) > 1:
        yield _rewritten_lines(item, pairs)
        return
    for before, after in pairs:
        if after.reading is not before.reading:
            yield Rewrite(item.path, item.shown, before.reading.source.encoded(), after.reading.source.encoded())
        elif every:
            yield _kept(item.path, item.shown, item.data)
        for kind, table in after.tables.items() if before.table_folder is not None else ():
            path = before.table_path(kind)
            if table is not before.tables[kind]:
                yield Rewrite(path, table.file, before.tables[kind].source.encoded(), table.source.encoded())
            elif every:
                yield _kept(path, table.file)


def _kept(path: str, shown: str, data: bytes | None = None) -> Rewrite:
    try:
        data = read_bytes(path) if data is None else data
    except UnreadableError:
        data = None
    return Rewrite(path, shown, data, data)


def _rewritten_lines(item: Input, pairs: Sequence[tuple[Record, Record]]) -> Rewrite:
    try:
        data = content(item)
    except UnreadableError:
        return Rewrite(item.path, item.shown, None, None)
    lines = data.split(b"\n")
    for before, after in pairs:
        if after.reading is not before.reading:
            number = before.reading.source.first_line - item.first_line
            lines[number] = lines[number].replace(before.reading.source.encoded(), after.reading.source.encoded())
    return Rewrite(item.path, item.shown, data, b"\n".join(lines))
