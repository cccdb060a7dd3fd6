"""Fixes made: the changes that problems ask for, with the keywords that follow, as a record's new
text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pfocr_cli.fixes.editing import RefusedError, amended, edits
from pfocr_cli.fixes.keywords import keyword_changes
from pfocr_cli.fixes.table_editing import TableChange, amended_table, is_of_table
from pfocr_cli.inputs.records import ReadOptions, read_side_table, with_shape
from pfocr_cli.record import SIDE_TABLES, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pfocr_cli.finding import Problem
    from pfocr_cli.record.changes import Change
    from pfocr_cli.record.reading import Reading
    from pfocr_cli.record.source import Source

_ROUNDS = 5
"""One fix can make room for another; what still finds something to do after that many would go on
for ever.
"""


@dataclass
class Fixed:
    """A record as it is after fixes.

    ``made`` are the problems that were mended, each with the record it was found in; ``left`` those
    that were not, with the reason where a fix was refused.
    """

    record: Record
    made: list[tuple[Record, Problem]] = field(default_factory=list)
    left: list[tuple[Problem, str]] = field(default_factory=list)


def fixed(
    record: Record,
    find: Callable[[Record], Iterable[Problem]],
    options: ReadOptions,
    *,
    unsafe: bool,
) -> Fixed:
    """Make the fixes of what ``find`` finds, until it finds none that can be made.

    Nothing is written.
    """
    result = Fixed(record)
    for _ in range(_ROUNDS):
        wanted = []
        result.left = []
        for problem in find(result.record):
            if (fix := problem.fix) and (fix.safe or unsafe):
                wanted.append(problem)
            else:
                result.left.append((problem, ""))
        new, made, refused = _made(result.record, wanted, options)
        result.left += refused
        if not made:
            break
        result.made += [(result.record, problem) for problem in made]
        result.record = new
    return result


def _made(
    record: Record, problems: list[Problem], options: ReadOptions
) -> tuple[Record, list[Problem], list[tuple[Problem, str]]]:
    """Make all fixes at once; where that is refused, as many of them as can be made together."""
    able, refused = [], []
    for problem in problems:
        own = (change for change in _changes(problem) if not is_of_table(change))
        try:  # each alone first: that is cheap, and finds nearly all that cannot be made
            edits(record.reading, own)
            able.append(problem)
        except RefusedError as error:
            refused.append((problem, str(error)))
    if not able:  # as of nearly all records
        return record, [], refused
    new, made, others = _together(record, [], able, options)
    return new, made, refused + others


def _together(
    record: Record, made: list[Problem], problems: list[Problem], options: ReadOptions
) -> tuple[Record, list[Problem], list[tuple[Problem, str]]]:
    """Make fixes beside those that are ``made``; where they are refused, halve them until it is
    clear by which.
    """
    together = made + problems
    try:
        return _revised(record, together, options), together, []
    except RefusedError as error:
        if len(problems) == 1:
            return _revised(record, made, options), made, [(problems[0], str(error))]
    half = len(problems) // 2
    _, made, refused = _together(record, made, problems[:half], options)
    new, made, others = _together(record, made, problems[half:], options)
    return new, made, refused + others


def _changes(problem: Problem) -> tuple[Change, ...]:
    return problem.fix.changes if problem.fix else ()


def _revised(record: Record, problems: Iterable[Problem], options: ReadOptions) -> Record:
    """Return the record with the changes of these problems' fixes made. RefusedError."""
    changes = [change for problem in problems for change in _changes(problem)]
    in_tables: dict[str, list[TableChange]] = {}
    own: list[Change] = []
    for change in changes:
        if is_of_table(change):
            in_tables.setdefault(change.table or "", []).append(change)
        else:
            own.append(change)
    own += keyword_changes(record, changes)
    sources = {
        kind: amended_table(record.tables[kind], changes) for kind, changes in in_tables.items()
    }
    return revised(
        record, amended(record.reading, own) if own else record.reading, sources, options
    )


def revised(
    record: Record, reading: Reading, sources: Mapping[str, Source], options: ReadOptions
) -> Record:
    """Return a record after its text, or that of side tables (by kind), became another.

    RefusedError.
    """
    if sources and SIDE_TABLES in record.embedded:
        raise RefusedError(
            "its side tables are in the JSON itself: export it to md with -o FOLDER first"
        )
    tables = {
        kind: read_side_table(kind, record.tables[kind].file, source, options)
        for kind, source in sources.items()
    }
    new = replace(record, reading=reading, misfits=(), tables={**record.tables, **tables})
    return with_shape(new, options)
