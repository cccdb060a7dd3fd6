"""Which lines of a long text are still there in another one, in time that grows as the texts do.

Lines that stand once in each hold the two together, as in Bram Cohen's patience diff
(https://bramcohen.livejournal.com/73318.html); Python's ``difflib``, whose time grows as the square
of what it compares, sees no more than the short stretches between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import Match, SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WINDOW = 64
"""Lines of each text that are compared at once."""


class LongTexts(SequenceMatcher[str]):
    """Compares the lines of two texts; what ``difflib`` makes of a comparison, it makes of this."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__()
        self._old, self._new = old, new

    def get_matching_blocks(self) -> list[Match]:
        """Return the runs of equal lines in their order, and an empty one where both texts end."""
        old, new = self._old, self._new
        blocks = [Match(0, 0, 0)]
        for block in _equal_runs(old, new):
            last = blocks[-1]
            if (last.a + last.size, last.b + last.size) == (block.a, block.b):
                blocks[-1] = Match(last.a, last.b, last.size + block.size)
            else:
                blocks.append(block)
        return [*(block for block in blocks if block.size), Match(len(old), len(new), 0)]


def _equal_runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Match]:
    i = j = 0
    for a, b in [*_in_order(_once_in_each(old, new)), (len(old), len(new))]:
        yield from _between(old[i:a], new[j:b], i, j)
        if a < len(old):
            yield Match(a, b, 1)
        i, j = a + 1, b + 1


def _once_in_each(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the lines stand that each text has once, in the order of the old one."""
    times, times_new = Counter(old), Counter(new)
    places = {line: place for place, line in enumerate(new) if times_new[line] == 1}
    return [
        (place, places[line])
        for place, line in enumerate(old)
        if line in places and times[line] == 1
    ]


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most of the pairs whose second numbers rise too, by patience sorting."""
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(top_pairs[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        top_pairs[pile : pile + 1] = [number]
    chosen = []
    number = top_pairs[-1] if top_pairs else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _between(old: Sequence[str], new: Sequence[str], first: int, first_new: int) -> Iterator[Match]:
    """Yield equal runs of two stretches, window by window; ``first`` is the number of a stretch's
    first line in its text. Each window begins where the one before it saw the last equal line, or
    half a window on.
    """
    i = j = 0
    while i < len(old) and j < len(new):
        window, window_new = old[i : i + _WINDOW], new[j : j + _WINDOW]
        end, end_new = min(_WINDOW // 2, len(window)), min(_WINDOW // 2, len(window_new))
        for run in SequenceMatcher(None, window, window_new, False).get_matching_blocks():
            if run.size:
                yield Match(first + i + run.a, first_new + j + run.b, run.size)
                end, end_new = max(end, run.a + run.size), max(end_new, run.b + run.size)
        i, j = i + end, j + end_new
