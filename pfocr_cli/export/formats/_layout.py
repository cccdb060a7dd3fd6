"""Where the parts of a figure stand on a drawing board: pure geometry, shared by the formats that
are drawn.

Genes of one word stand together: a family in a frame with the word above it, single genes in a
grid, all on the same columns; chemicals and diseases below, each kind under a small heading.
Points; y grows down. A board is measured in whole columns until its shape is right, and then
built once.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pfocr_cli.export.formats._board import Board, Box, Frame, Text
from pfocr_cli.export.formats._columns import (
    EDGE,
    FRAME_MARGIN,
    GAP_X,
    HEIGHT,
    NOTE_HEIGHT,
    PADDING,
    TEXT_HEIGHT,
    TEXT_MARGIN,
    TOP,
    Grid,
    Plan,
    Section,
    Spot,
    column_width,
    family_block,
    greatest_width,
    least_height,
    placeable,
    plan_of,
    size_of,
)
from pfocr_cli.export.formats._labels import FONT_SIZE, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.export.formats._entries import DrawnEntries

LINK_FONT_SIZE = 10
_LEAST_COLUMNS = 4
_LEAST_WIDTH, _MOST_FOR_TITLE = 500.0, 900.0
_SHAPE = 4 / 3


def layout(entries: DrawnEntries, title: str) -> Board:
    """Return where everything of a figure stands: no overlaps, below ``TOP``, on a board of about
    4:3 that its title fits on.
    """
    singles = [placeable(entry) for entry in entries.singles]
    families = [family_block(family) for family in entries.families]
    sections: list[Section] = [
        ("Chemicals", [placeable(entry) for entry in entries.chemicals]),
        ("Diseases", [placeable(entry) for entry in entries.diseases]),
    ]
    lists = (singles, *(family.items for family in families), *(items for _, items in sections))
    widths = [item.width for items in lists for item in items]
    pitch = column_width(widths) + GAP_X
    columns = _LEAST_COLUMNS
    while columns <= len(widths) and (
        greatest_width(columns, pitch) < least_height(columns, len(widths)) * _SHAPE
    ):
        columns += max(1, columns // 8)
    while True:
        grid = Grid(columns, pitch)
        plan = plan_of(grid, singles, families, sections)
        width, height = size_of(plan, grid)
        # More columns make a board wider and lower: the first that is wide enough for its height.
        if width >= height * _SHAPE or columns > len(widths):
            break
        columns += max(1, columns // 8)
    wanted = math.ceil(text_width(title[:200], FONT_SIZE) + 2 * EDGE) + 40.0
    least = max(_LEAST_WIDTH, min(_MOST_FOR_TITLE, wanted))
    return _board(plan, grid, max(width, least), height)


def link_row(texts: Sequence[str]) -> tuple[Text, ...]:
    """Return where links stand, in one row between PathVisio's box and the genes."""
    found: list[Text] = []
    left = EDGE + FRAME_MARGIN - TEXT_MARGIN
    for text in texts:
        width = math.ceil(text_width(text, LINK_FONT_SIZE) + PADDING)
        found.append(Text(left + width / 2, TOP + TEXT_HEIGHT / 2, width, TEXT_HEIGHT, text))
        left += width
    return tuple(found)


def _board(plan: Plan, grid: Grid, width: float, height: float) -> Board:
    boxes = list(_boxes(plan.boxes, grid))
    frames = []
    for number, place in enumerate(plan.frames):
        left, wide = grid.left_and_width(place.first, place.columns)
        middle = left + wide / 2
        title = Text(
            middle,
            place.top + FRAME_MARGIN + TEXT_HEIGHT / 2,
            wide,
            TEXT_HEIGHT,
            place.family.title,
        )
        high = place.bottom - place.top
        around = (middle, place.top + high / 2, wide + 2 * FRAME_MARGIN, high)
        frames.append(Frame(*around, place.family.words, title))
        boxes += _boxes(place.members, grid, number)
    headings = []
    for title_, top in plan.headings:
        left, wide = grid.left_and_width(0, 1)
        middle = left + wide / 2 - TEXT_MARGIN
        headings.append(Text(middle, top + TEXT_HEIGHT / 2, wide, TEXT_HEIGHT, title_))
    kinds = ("gene", "chemical", "disease")
    boxes.sort(key=lambda box: (kinds.index(box.entry.kind), box.entry.rows))
    return Board(width, height, tuple(boxes), tuple(frames), tuple(headings))


def _boxes(places: Sequence[Spot], grid: Grid, group: int | None = None) -> Iterator[Box]:
    for item, column, span, top in places:
        left, width = grid.left_and_width(column, span)
        middle = left + width / 2
        note = None
        if item.note:
            below = top + HEIGHT + NOTE_HEIGHT / 2
            note = Text(middle, below, width, NOTE_HEIGHT, item.note)
        yield Box(middle, top + HEIGHT / 2, width, HEIGHT, item.entry, item.label, note, group)
