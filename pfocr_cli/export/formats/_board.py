"""A drawing board and what stands on it: rectangles, in points; y grows down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pfocr_cli.export.formats._entries import DrawnEntry


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
    frame or of a box.
    """

    label: str


@dataclass(frozen=True, slots=True)
class Box(Area):
    """The box of a gene, chemical or disease; ``note`` is what stands small below it, and ``group``
    an index of the layout's groups.
    """

    entry: DrawnEntry
    label: str
    note: Text | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Frame(Area):
    """The frame around the genes of one word; ``title`` is that word, inside at the top;
    ``words`` are all that are written so.
    """

    words: tuple[str, ...]
    title: Text


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
