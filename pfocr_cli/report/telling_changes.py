"""What changed since an older report, as people read it."""

from __future__ import annotations

from collections.abc import Iterator

from pfocr_cli.report.blocks import (
    Cell,
    Look,
    Note,
    ReportBlock,
    Room,
    RowLimit,
    count_cell,
    table_of,
)
from pfocr_cli.report.changes import Changes, NumberChange, RuleChange
from pfocr_cli.wording import listed, plural

_MORE_ROWS = 4
"""Times as many numbers are shown as rows of other tables: each is another matter."""


def changes_told(changes: Changes, room: Room) -> Iterator[ReportBlock]:
    """Yield figures that came and went, rules that found more or less, and other numbers."""
    if changes.added is None or changes.gone is None:
        yield Note(
            "Which figures came and went is not known: one of the reports has only some sections."
        )
    else:
        yield from _figures_told("added", changes.added, changes.figids_added, room)
        yield from _figures_told("gone", changes.gone, changes.figids_gone, room)
    if changes.rules:
        is_told_apart = changes.rules[0].new is not None
        last = ("new", "gone") if is_told_apart else ("",)
        head = ("rule", "", "severity", "before", "now", *last)
        yield table_of(head, changes.rules, _rule, RowLimit(2 * room.rows, noun="rule"))
    if changes.numbers:
        limit = RowLimit(_MORE_ROWS * room.rows, noun="number")
        yield table_of(("", "before", "now", ""), changes.numbers, _number, limit)
    if not (changes.added or changes.gone or changes.rules or changes.numbers):
        yield Note("Nothing.", "good")


def _figures_told(
    what: str, count: int, figids: tuple[str, ...], room: Room
) -> Iterator[ReportBlock]:
    if count:
        shown = list(figids[: room.rows])
        named = listed(
            [*shown, *([f"{count - len(shown):,} more"] if count > len(shown) else [])], 99
        )
        yield Note(f"{plural(count, 'figure')} {what}: {named}")


def _rule(rule: RuleChange) -> tuple[Cell, ...]:
    cells = (
        Cell(rule.code, "code"),
        Cell(rule.name),
        Cell(rule.severity),
        count_cell(rule.before),
        count_cell(rule.after),
    )
    if rule.new is None or rule.gone is None:
        look: Look = "warning" if rule.after > rule.before else "good"
        return (*cells, _difference(rule.before, rule.after, look))
    new = Cell(f"{rule.new:,}", "warning" if rule.new else "dim", is_number=True)
    return (*cells, new, Cell(f"{rule.gone:,}", "good" if rule.gone else "dim", is_number=True))


def _number(change: NumberChange) -> tuple[Cell, ...]:
    numbers = count_cell(change.before), count_cell(change.after)
    return Cell(change.name), *numbers, _difference(change.before, change.after, "")


def _difference(before: int, after: int, look: Look) -> Cell:
    return Cell(f"{after - before:+,}", look, is_number=True)
