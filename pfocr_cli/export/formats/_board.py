"""A drawing board and what stands on it: rectangles, in points; y grows down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BoxKind = Literal["gene", "chemical", "disease"]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle by its centre, as GPML and CX2 have it."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Its left, upper, right and lower edge."""
        return (
            self.x - self.width / 2,
            self.y - self.height / 2,
            self.x + self.width / 2,
            self.y + self.height / 2,
        )


@dataclass(frozen=True, slots=True)
class Text(Area):
    """Words on the board that stand for nothing themselves: a heading, a link, the word of a
    frame.
    """

    label: str


@dataclass(frozen=True, slots=True)
class Box(Area):
    """A gene, chemical or disease, by its ``index`` in the figure; ``group`` is an index of the
    layout's groups.
    """

    kind: BoxKind
    index: int
    label: str
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Frame(Area):
    """The frame around the genes of one word; ``title`` is that word, inside at the top;
    ``members`` index genes.
    """

    word: str
    title: Text
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A board: genes in the figure's order, then chemicals, then diseases; frames; headings of the
    sections.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    groups: tuple[Frame, ...]
    headings: tuple[Text, ...]
