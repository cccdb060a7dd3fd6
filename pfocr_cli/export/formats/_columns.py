"""How a board is measured: what stands in which column, and at which height.

Everything stands on the same columns. Points; y grows down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pfocr_cli.export.formats._labels import FONT_SIZE, short_label, text_width
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from pfocr_cli.export.formats._entries import DrawnEntry, Family

TOP = 110.0
"""PathVisio writes title, organism and such over the top left of the board: nothing of ours stands
above this.
"""
FRAME_MARGIN = 8.0
"""How far PathVisio draws the frame of a group around its members."""
# On half points: at its usual zoom PathVisio cuts off the right and lower line of a box that ends
# on a whole one.
EDGE = 20.5
_CONTENT = TOP + 36.5
HEIGHT = 25.0
TEXT_HEIGHT = 18.0
NOTE_HEIGHT = 12.0
GAP_X, _GAP_Y = 24.0, 10.0
_NOTED_GAP = 2 * FRAME_MARGIN
"""Below a row with notes: each is in a group with its box, and groups do not overlap."""
_FRAME_GAP = 12.0
_SECTION_GAP = 24.0
_NARROWEST, _WIDEST = 90.0, 130.0
PADDING = 14.0
TEXT_MARGIN = 5.0
"""How far from the left edge PathVisio begins a line that is not centred."""
_FAMILY_SHAPE = 0.41
"""Frames are about as wide as 4:3 where their columns are the root of this share of their genes."""
_DIGITS = regex("([0-9]+)")


class Placeable(NamedTuple):
    """An entry, what is drawn of it, and how wide that is."""

    entry: DrawnEntry
    label: str
    note: str
    width: float


@dataclass(frozen=True, slots=True)
class FamilyBlock:
    """A family, with its members in the order in which they are drawn."""

    words: tuple[str, ...]
    title: str
    items: tuple[Placeable, ...]
    width: float
    """Of the widest of its parts."""


Spot: TypeAlias = tuple[Placeable, int, int, float]
"""An item, its first column, how many it takes, and where it begins at the top."""


@dataclass(frozen=True, slots=True)
class FramePlace:
    """A family in its frame: the columns that it takes, and where it begins and ends."""

    family: FamilyBlock
    first: int
    columns: int
    top: float
    bottom: float
    members: Sequence[Spot]


@dataclass(slots=True)
class Plan:
    """Where everything stands, in columns; ``headings`` are titles and their tops."""

    boxes: list[Spot]
    frames: list[FramePlace]
    headings: list[tuple[str, float]]
    columns: int
    """That are taken."""
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns that everything on a board stands on, or those of them that are within a
    frame.
    """

    columns: int
    pitch: float

    def span(self, width: float) -> int:
        """Return how many columns something that wide takes; never more than there are."""
        return max(1, min(self.columns, math.ceil((width + GAP_X) / self.pitch)))

    def left_and_width(self, column: int, span: int) -> tuple[float, float]:
        """Return where some columns begin, and how wide they are."""
        return EDGE + FRAME_MARGIN + column * self.pitch, span * self.pitch - GAP_X


Section: TypeAlias = tuple[str, Sequence[Placeable]]


def placeable(entry: DrawnEntry) -> Placeable:
    """Return what is drawn of an entry."""
    label, width = _measured(entry.label)
    if not entry.note:
        return Placeable(entry, label, "", width)
    # As wide as networks draw it, which have label and note in one size.
    note, below = _measured(entry.note)
    return Placeable(entry, label, note, max(width, below))


@lru_cache(2**13)  # many figures name the same genes
def _measured(text: str) -> tuple[str, float]:
    """Return a text as it is drawn, and how wide its box is."""
    drawn = short_label(text)
    return drawn, text_width(drawn, FONT_SIZE) + PADDING


def family_block(family: Family) -> FamilyBlock:
    """Return what is drawn of a family: its members by their numbers, WNT2 before WNT10."""
    items = sorted(map(placeable, family.members), key=lambda item: _natural(item.label))
    title = short_label(family.title)
    width = max(text_width(title, FONT_SIZE) + PADDING, *(item.width for item in items))
    return FamilyBlock(family.words, title, tuple(items), width)


def _natural(label: str) -> list[tuple[int, str]]:
    """Return a key that sorts WNT2 before WNT10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(label)]


def column_width(widths: Sequence[float]) -> float:
    """Return the width of a column: most labels fit in one, the longest take several."""
    usual = sorted(widths)[len(widths) * 3 // 4] if widths else 0.0
    return min(_WIDEST, max(_NARROWEST, math.ceil(usual / 10) * 10.0))


def least_height(columns: int, items: int) -> float:
    """Return how high a board of so many items is at least on so many columns."""
    return _CONTENT + math.ceil(items / columns) * (HEIGHT + _GAP_Y) - _GAP_Y + EDGE


def greatest_width(columns: int, pitch: float) -> float:
    """Return how wide a board is at most on so many columns."""
    return 2 * (EDGE + FRAME_MARGIN) + columns * pitch - GAP_X


def plan_of(
    grid: Grid,
    singles: Sequence[Placeable],
    families: Sequence[FamilyBlock],
    sections: Sequence[Section],
) -> Plan:
    """Return where everything stands on so many columns."""
    boxes, bottom = _rows(grid, singles, _CONTENT)
    top = bottom + (_SECTION_GAP if singles else 0.0)
    frames, bottom = _frames(grid, families, top if families else bottom)
    plan = Plan(boxes, frames, [], 0, bottom)
    for title, items in sections:
        if items:
            # Without genes the first section stands where they would.
            top = plan.bottom + (_SECTION_GAP if plan.boxes or frames else 0.0)
            plan.headings.append((title, top))
            noted = any(item.note for item in items)
            gap = FRAME_MARGIN if noted else _GAP_Y / 2
            placed, plan.bottom = _rows(grid, items, top + TEXT_HEIGHT + gap)
            plan.boxes += placed
    plan.columns = max(
        max((column + span for _, column, span, _ in plan.boxes), default=0),
        max((frame.first + frame.columns for frame in frames), default=0),
    )
    return plan


def _rows(
    grid: Grid, items: Sequence[Placeable], top: float, first: int = 0
) -> tuple[list[Spot], float]:
    """Return items in rows, and where the last row ends."""
    places: list[Spot] = []
    column, noted, columns, pitch = 0, False, grid.columns, grid.pitch
    for item in items:
        span = 1 if item.width + GAP_X <= pitch else grid.span(item.width)
        if column + span > columns:
            column = 0
            top += HEIGHT + (NOTE_HEIGHT + _NOTED_GAP if noted else _GAP_Y)
            noted = False
        places.append((item, first + column, span, top))
        noted = noted or bool(item.note)
        column += span
    return places, top + HEIGHT + (NOTE_HEIGHT if noted else 0.0) if places else top


def _frames(
    grid: Grid, families: Sequence[FamilyBlock], top: float
) -> tuple[list[FramePlace], float]:
    """Return the frames, each where there is room highest up, and where the last ends."""
    ends = [top] * grid.columns
    frames: list[FramePlace] = []
    for family in families:
        columns = min(
            grid.columns,
            max(grid.span(family.width), round(math.sqrt(len(family.items) * _FAMILY_SHAPE))),
        )
        starts = (
            ends
            if columns == 1
            else [max(ends[at : at + columns]) for at in range(grid.columns - columns + 1)]
        )
        start = min(starts)
        first = starts.index(start)
        inside = start + FRAME_MARGIN + TEXT_HEIGHT + 4
        members, bottom = _rows(Grid(columns, grid.pitch), family.items, inside, first)
        end = bottom + FRAME_MARGIN
        frames.append(FramePlace(family, first, columns, start, end, members))
        ends[first : first + columns] = [end + _FRAME_GAP] * columns
    return frames, max(ends) - _FRAME_GAP if frames else top


def size_of(plan: Plan, grid: Grid) -> tuple[float, float]:
    """Return how wide and how high a board is."""
    left, width = grid.left_and_width(0, plan.columns) if plan.columns else (0.0, 0.0)
    return left + width + FRAME_MARGIN + EDGE, plan.bottom + EDGE
