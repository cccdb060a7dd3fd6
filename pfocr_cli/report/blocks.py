"""What a section says to people, before it is text or Markdown: notes and tables, pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from pfocr_cli.report.ranking import RankedItem

Look = Literal["", "error", "warning", "info", "good", "dim", "code"]
"""How a text is to look: as a severity, as good, as less important, or as a name of the data."""
RowItem = TypeVar("RowItem")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: a text, right-justified where ``is_number``; or with ``share`` (0 to 1) a
    bar.
    """

    text: str = ""
    look: Look = ""
    is_number: bool = False
    share: float | None = None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows under their head; ``more`` counts those that are not shown, of what ``noun`` says."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int = 0
    noun: str = "row"


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, or a heading of a table (``is_title``)."""

    text: str
    look: Look = ""
    is_title: bool = False


ReportBlock = ReportTable | Note


@dataclass(frozen=True, slots=True)
class Room:
    """How much is shown: rows of a table, years beside each other, names in a cell."""

    rows: int = 10
    years: int = 6
    names: int = 2


@dataclass(frozen=True, slots=True)
class RowLimit:
    """How many rows a table shows, of ``total`` (0: of those that there are) and of what."""

    most: int
    total: int = 0
    noun: str = "row"


@dataclass(frozen=True, slots=True)
class Shares:
    """What is shown by year: ``part`` gives the count of a name in a year, ``whole`` what that is
    a share of.
    """

    years: Sequence[str]
    part: Callable[[str, str], int]
    whole: Callable[[str], int]


def count_cell(value: int) -> Cell:
    """Return a count; nothing is dim."""
    return Cell(f"{value:,}", "" if value else "dim", is_number=True)


def percent(part: int, whole: int) -> Cell:
    """Return a share in percent; what is there is never 0 %, and what is not all never 100 %."""
    return Cell(_percent(part, whole), "" if part else "dim", is_number=True)


def _percent(part: int, whole: int) -> str:
    if not part or not whole:
        return "-" if not whole else "0 %"
    rounded = round(100 * part / whole)
    if rounded == 0:
        return "<1 %"
    return ">99 %" if rounded == 100 and part < whole else f"{rounded} %"


def bar(part: int, whole: int, look: Look = "") -> Cell:
    """Return a bar that shows a share."""
    return Cell(look=look, share=part / whole if whole else 0.0)


def table_of(
    head: Sequence[str],
    items: Sequence[RowItem],
    row: Callable[[RowItem], tuple[Cell, ...]],
    limit: RowLimit,
) -> ReportTable:
    """Return a table of the first items; the others are counted."""
    shown = tuple(row(item) for item in items[: limit.most])
    more = max(limit.total, len(items)) - len(shown)
    return ReportTable(tuple(head), shown, more, limit.noun)


def counts_table(
    what: str, counts: Mapping[str, int], limit: RowLimit, whole: int = 0
) -> ReportTable:
    """Return figures by what they say of themselves, with bars; ``whole`` (0: all of them) is what
    they are a share of.
    """
    highest, total = max(counts.values(), default=0), whole or sum(counts.values())

    def row(item: tuple[str, int]) -> tuple[Cell, ...]:
        name, count = item
        label = Cell(name, "code") if name else Cell("not given", "dim")
        return label, count_cell(count), percent(count, total), bar(count, highest)

    return table_of((what, "figures", "", ""), list(counts.items()), row, limit)


def rankings_table(
    heads: Sequence[str], columns: Sequence[Sequence[RankedItem]], *, most: int
) -> ReportTable:
    """Return rankings beside each other, a name and a number each."""
    height = min(most, max(map(len, columns), default=0))
    rows = (
        tuple(cell for column in columns for cell in _ranked_cells(column, index))
        for index in range(height)
    )
    head = tuple(text for name in heads for text in (name, "figures"))
    return ReportTable(head, tuple(rows))


def _ranked_cells(column: Sequence[RankedItem], index: int) -> tuple[Cell, Cell]:
    if index >= len(column):
        return Cell(), Cell()
    return Cell(column[index].name, "code"), count_cell(column[index].figures)


def by_year(what: str, names: Iterable[str], shares: Shares, room: Room) -> ReportTable:
    """Return shares by name and year, with that of all years; where there is no room for all years,
    of the latest.
    """
    shown = list(shares.years)[-room.years :]
    total = sum(map(shares.whole, shares.years))

    def row(name: str) -> tuple[Cell, ...]:
        every = sum(shares.part(name, year) for year in shares.years)
        of_years = (percent(shares.part(name, year), shares.whole(year)) for year in shown)
        return (
            Cell(name or "not given", "code" if name else "dim"),
            percent(every, total),
            *of_years,
        )

    head = (what, "all", *(year or "no year" for year in shown))
    return ReportTable(head, tuple(map(row, names)))
