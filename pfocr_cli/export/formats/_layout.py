"""Where the parts of a figure stand on a drawing board: pure geometry, shared by the formats that
are drawn.

Genes of one word stand together: a family in a frame with the word above it, single genes in a
grid, all on the same columns; chemicals and diseases below, each kind under a small heading.
Points; y grows down.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pfocr_cli.export.figure import Figure, Gene, Mention
from pfocr_cli.export.formats._board import Area, Board, Box, BoxKind, Frame, Text
from pfocr_cli.export.formats._labels import (
    FONT_SIZE,
    gene_label,
    mention_label,
    short_label,
    text_width,
)

TOP = 110.0
"""PathVisio writes title, organism and such over the top left of the board: nothing of ours stands
above this.
"""
FRAME_MARGIN = 8.0
"""How far PathVisio draws the frame of a group around its members."""
LINK_FONT_SIZE = 10
# On half points: at its usual zoom PathVisio cuts off the right and lower line of a box that ends
# on a whole one.
_EDGE = 20.5
_CONTENT = TOP + 36.5
_HEIGHT = 25.0
_TEXT_HEIGHT = 18.0
_GAP_X, _GAP_Y = 24.0, 10.0
_FRAME_GAP = 12.0
_SECTION_GAP = 24.0
_NARROWEST, _WIDEST = 90.0, 130.0
_PADDING = 14.0
_TEXT_MARGIN = 5.0
"""How far from the left edge PathVisio begins a line that is not centred."""
_LEAST_COLUMNS = 4
_LEAST_WIDTH, _MOST_FOR_TITLE = 500.0, 900.0
_SHAPE = 4 / 3
_FAMILY_SHAPE = 0.41
"""Frames are about as wide as 4:3 where their columns are the root of this share of their genes."""
_DIGITS = re.compile("([0-9]+)")


@dataclass(frozen=True, slots=True)
class _Item:
    """What a box stands for, and how wide the box must be."""

    kind: BoxKind
    index: int
    label: str
    width: float


_Family: TypeAlias = tuple[str, list[_Item]]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns that everything on a board stands on, or those of them that are within a
    frame.
    """

    columns: int
    pitch: float
    left: float = _EDGE + FRAME_MARGIN

    def span(self, width: float) -> int:
        """Return how many columns something that wide takes; never more than there are."""
        return max(1, min(self.columns, math.ceil((width + _GAP_X) / self.pitch)))

    def area(self, column: int, span: int, top: float, height: float) -> Area:
        width = span * self.pitch - _GAP_X
        return Area(self.left + column * self.pitch + width / 2, top + height / 2, width, height)

    def part(self, first: int, columns: int) -> _Grid:
        """Return some of the columns, from one of them on."""
        return _Grid(columns, self.pitch, self.left + first * self.pitch)


def layout(figure: Figure) -> Board:
    """Return where everything of a figure stands: no overlaps, below ``TOP``, on a board of about
    4:3.
    """
    singles, families = _by_word(figure.genes)
    sections = [
        ("Chemicals", _items("chemical", figure.chemicals)),
        ("Diseases", _items("disease", figure.diseases)),
    ]
    lists = (singles, *(family for _, family in families), *(items for _, items in sections))
    pitch = _column_width([item.width for items in lists for item in items]) + _GAP_X
    title = math.ceil(text_width(figure.best_title[:200], FONT_SIZE) + 2 * _EDGE) + 40.0
    least = max(_LEAST_WIDTH, min(_MOST_FOR_TITLE, title))
    columns = _LEAST_COLUMNS
    while True:
        found = _board(_Grid(columns, pitch), singles, families, sections)
        # More columns make a board wider and lower: the first that is wide enough for its height.
        if found.width >= found.height * _SHAPE or columns > len(found.boxes):
            return replace(found, width=max(found.width, least))
        columns += max(1, columns // 8)


def link_row(texts: Sequence[str]) -> tuple[Text, ...]:
    """Return where links stand, in one row between PathVisio's box and the genes."""
    found: list[Text] = []
    left = _EDGE + FRAME_MARGIN - _TEXT_MARGIN
    for text in texts:
        width = math.ceil(text_width(text, LINK_FONT_SIZE) + _PADDING)
        found.append(Text(left + width / 2, TOP + _TEXT_HEIGHT / 2, width, _TEXT_HEIGHT, text))
        left += width
    return tuple(found)


def _by_word(genes: Sequence[Gene]) -> tuple[list[_Item], list[_Family]]:
    """Return single genes and families; rows repeated for one gene are no family, nor is what has
    no word.
    """
    words: dict[str | int, list[int]] = {}
    for index, gene in enumerate(genes):
        words.setdefault(gene.word.strip() or index, []).append(index)
    singles: list[_Item] = []
    families: list[_Family] = []
    for name, rows in words.items():
        items = [_item("gene", row, gene_label(genes[row])) for row in rows]
        if (
            isinstance(name, str)
            and len({(genes[row].entrez, genes[row].symbol) for row in rows}) > 1
        ):
            families.append(
                (genes[rows[0]].word, sorted(items, key=lambda item: _natural(item.label)))
            )
        else:
            singles += items
    return singles, families


def _natural(label: str) -> list[tuple[int, str]]:
    """Return a key that sorts WNT2 before WNT10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _DIGITS.split(label)]


def _items(kind: BoxKind, mentions: Sequence[Mention]) -> list[_Item]:
    return [_item(kind, index, mention_label(mention)) for index, mention in enumerate(mentions)]


def _item(kind: BoxKind, index: int, name: str) -> _Item:
    label = short_label(name)
    return _Item(kind, index, label, text_width(label, FONT_SIZE) + _PADDING)


def _column_width(widths: Sequence[float]) -> float:
    """Return the width of a column: most labels fit in one, the longest take several."""
    usual = sorted(widths)[len(widths) * 3 // 4] if widths else 0.0
    return min(_WIDEST, max(_NARROWEST, math.ceil(usual / 10) * 10.0))


def _board(
    grid: _Grid,
    singles: Sequence[_Item],
    families: Sequence[_Family],
    sections: Sequence[tuple[str, Sequence[_Item]]],
) -> Board:
    boxes, bottom = _rows(grid, singles, _CONTENT)
    top = bottom + (_SECTION_GAP if singles else 0.0)
    frames, held, bottom = _frames(grid, families, top if families else bottom)
    boxes += held
    headings: list[Text] = []
    for title, items in sections:
        if items:
            # Without genes the first section stands where they would.
            top = bottom + (_SECTION_GAP if boxes else 0.0)
            place = grid.area(0, 1, top, _TEXT_HEIGHT)
            headings.append(Text(place.x - _TEXT_MARGIN, place.y, place.width, place.height, title))
            placed, bottom = _rows(grid, items, top + _TEXT_HEIGHT + _GAP_Y / 2)
            boxes += placed
    right = max((area.bounds[2] for area in (*boxes, *frames)), default=0.0)
    kinds = ("gene", "chemical", "disease")
    boxes.sort(key=lambda box: (kinds.index(box.kind), box.index))
    return Board(
        right + FRAME_MARGIN + _EDGE, bottom + _EDGE, tuple(boxes), tuple(frames), tuple(headings)
    )


def _rows(
    grid: _Grid, items: Sequence[_Item], top: float, group: int | None = None
) -> tuple[list[Box], float]:
    """Return boxes in rows, and where the last row ends."""
    boxes: list[Box] = []
    column = 0
    for item in items:
        span = grid.span(item.width)
        if column + span > grid.columns:
            column, top = 0, top + _HEIGHT + _GAP_Y
        area = grid.area(column, span, top, _HEIGHT)
        boxes.append(
            Box(area.x, area.y, area.width, area.height, item.kind, item.index, item.label, group)
        )
        column += span
    return boxes, top + _HEIGHT if boxes else top


def _frames(
    grid: _Grid, families: Sequence[_Family], top: float
) -> tuple[list[Frame], list[Box], float]:
    """Return the frames, each where there is room highest up, the boxes in them, and where the last
    ends.
    """
    ends = [top] * grid.columns
    frames: list[Frame] = []
    boxes: list[Box] = []
    for group, (word, items) in enumerate(families):
        title = short_label(word)
        widest = max(text_width(title, FONT_SIZE) + _PADDING, *(item.width for item in items))
        columns = min(
            grid.columns, max(grid.span(widest), round(math.sqrt(len(items) * _FAMILY_SHAPE)))
        )
        first = min(
            range(grid.columns - columns + 1),
            key=lambda column: max(ends[column : column + columns]),
        )
        start = max(ends[first : first + columns])
        head = grid.area(first, columns, start + FRAME_MARGIN, _TEXT_HEIGHT)
        members, bottom = _rows(
            grid.part(first, columns), items, start + FRAME_MARGIN + _TEXT_HEIGHT + 4, group
        )
        end = bottom + FRAME_MARGIN
        around = Area(head.x, (start + end) / 2, head.width + 2 * FRAME_MARGIN, end - start)
        indices = tuple(sorted(item.index for item in items))
        label = Text(head.x, head.y, head.width, head.height, title)
        frames.append(Frame(around.x, around.y, around.width, around.height, word, label, indices))
        boxes += members
        ends[first : first + columns] = [end + _FRAME_GAP] * columns
    return frames, boxes, max(ends) - _FRAME_GAP if frames else top
