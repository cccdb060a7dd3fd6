"""What a page shows, as plain data: tables, and pictures of tables, and their HTML.

A picture is drawn from the very cells of the table that stands below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from pfocr_cli.report.page.markup import anchor, html_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ChartKind = Literal["bars", "bars-by", "shares", "columns", "columns-by", "columns-beside", "grid"]
"""The charts of ``assets/source/charts``."""
_MOST_BARS = 20


class Reference(NamedTuple):
    """A cell with an address."""

    text: str
    href: str


class Share(NamedTuple):
    """A cell that says how much of a whole it is, from 0 to 1."""

    of_one: float


class LinkList(NamedTuple):
    """A cell of several short pieces, each with its address or none."""

    pieces: tuple[Reference, ...]


PageCell = str | int | float | Reference | Share | LinkList | None
TableRow = tuple[PageCell, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table: a caption, the heads of its columns, and its rows; the first cell names the row.
    ``of_numbers`` are the columns that hold numbers.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    of_numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of some columns of a table against its first; ``colours`` are CSS values, one a
    column, where those that all charts have would not do.
    """

    kind: ChartKind
    grid: PageTable
    columns: tuple[int, ...]
    colours: tuple[str, ...] = ()

    def data(self) -> dict[str, object]:
        """Return what the page's script draws."""
        return {"kind": self.kind, "rows": list(self._points()), "colours": self.colours}

    def _points(self) -> Iterator[dict[str, object]]:
        rows = self.grid.rows[:_MOST_BARS] if self.kind == "bars" else self.grid.rows
        for row in rows:
            name = as_words(row[0])
            for order, column in enumerate(self.columns):
                head, cell = self.grid.heads[column], row[column]
                across, down = (head, name) if self.kind == "grid" else (name, head)
                yield {
                    "label": across or "not given",
                    "series": down,
                    "order": order,
                    "value": _number(cell),
                    "tip": f"{across or 'not given'}, {down}: {as_words(cell)}",
                }


def _number(cell: PageCell) -> float:
    match cell:
        case Share(of_one):
            return round(of_one, 4)
        case int() | float():
            return cell
    return 0


def as_words(cell: PageCell) -> str:
    """Return a cell as people read it."""
    match cell:
        case None:
            return ""
        case Reference(text, _):
            return text
        case LinkList(pieces):
            return ", ".join(piece.text for piece in pieces)
        case Share(of_one):
            return percentage(of_one)
        case float():
            return f"{cell:,.2f}"
        case int():
            return f"{cell:,}"
    return cell


def percentage(of_one: float) -> str:
    """Return a share in percentage; only what is all is 100, and only nothing 0."""
    if 0 < of_one < 0.01:
        return "under 1 %"
    return f"{min(round(100 * of_one), 99 if of_one < 1 else 100)} %"


def table_html(grid: PageTable) -> str:
    """Return a table; the page's script makes it one that can be sorted and, if long, searched."""
    heads = "".join(
        f'<th scope="col"{_class(number, grid)}>{html_text(head)}</th>'
        for number, head in enumerate(grid.heads)
    )
    rows = "".join(f"<tr>{''.join(_cells(row, grid))}</tr>\n" for row in grid.rows)
    return (
        f'<div class="scroll"><table class="data"><caption>{html_text(grid.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>"
    )


def _class(number: int, grid: PageTable) -> str:
    return ' class="n"' if number in grid.of_numbers else ""


def _cells(row: Sequence[PageCell], grid: PageTable) -> Iterator[str]:
    for number, cell in enumerate(row):
        shown = _cell_html(cell)
        if number == 0:
            yield f'<th scope="row">{shown or "<span>not given</span>"}</th>'
        elif number in grid.of_numbers:
            order = "" if cell is None else f' data-order="{_number(cell)}"'
            yield f'<td class="n"{order}>{shown}</td>'
        else:
            yield f"<td>{shown}</td>"


def _cell_html(cell: PageCell) -> str:
    if isinstance(cell, Reference):
        return anchor(cell.text, cell.href)
    if isinstance(cell, LinkList):
        return ", ".join(anchor(piece.text, piece.href) for piece in cell.pieces)
    return html_text(as_words(cell))


def picture_html(name: str, picture: Picture) -> str:
    """Return the place of a chart of that name, with its numbers folded away below."""
    return (
        f'<figure><figcaption id="{name}-caption">{html_text(picture.grid.caption)}</figcaption>'
        f'<div class="chart" id="{name}" role="img" aria-labelledby="{name}-caption"></div>'
        f"<details><summary>The numbers</summary>{table_html(picture.grid)}</details></figure>"
    )
