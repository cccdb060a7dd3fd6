"""A source line cut to a terminal's width, and where under it the caret goes.

Pure: no terminal here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.wording import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TAB = " " * 4
_CUT = "…"


class Excerpt(NamedTuple):
    """What to print of a line; ``indent`` and ``run`` are the cells before and under the place."""

    text: str
    indent: int
    run: int


def excerpt(line: str, start: int, end: int, room: int, cells: Callable[[str], int]) -> Excerpt:
    """Return the part of a line around its characters ``start`` to ``end``, at most ``room`` cells
    wide.

    Tabs become spaces and invisible characters their escapes, so that the caret stands under what
    is printed. ``cells`` measures text: a CJK character has two cells. Cut ends show ``…``.
    """
    start = min(max(start, 0), len(line))
    end = min(max(end, start), len(line))
    first = max(
        start - room, 0
    )  # no character further away can be shown; a line can have megabytes
    last = start + room + 1
    pieces = [_TAB if character == "\t" else visible(character) for character in line[first:last]]
    widths = [cells(piece) for piece in pieces]
    left, right = 0, len(pieces)
    if first > 0 or last < len(line) or sum(widths) > room:
        left, right = _window(widths, start - first, room - 2 * cells(_CUT))
    before = _CUT if first + left > 0 else ""
    after = _CUT if first + right < len(line) else ""
    indent = cells(before) + sum(widths[left : start - first])
    run = sum(widths[start - first : min(end - first, right)])
    return Excerpt(before + "".join(pieces[left:right]) + after, indent, max(run, 1))


def _window(widths: Sequence[int], start: int, room: int) -> tuple[int, int]:
    """Return the pieces to show: from ``start`` (always) two thirds of the room, before it the
    rest.
    """
    right = max(_grow(widths, start, room * 2 // 3), min(start + 1, len(widths)))
    used = sum(widths[start:right])
    left = start
    while left > 0 and used + widths[left - 1] <= room:
        left -= 1
        used += widths[left]
    return left, _grow(widths, right, room - used)


def _grow(widths: Sequence[int], index: int, room: int) -> int:
    while index < len(widths) and widths[index] <= room:
        room -= widths[index]
        index += 1
    return index
