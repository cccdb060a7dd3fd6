"""The most frequent of many: what a report shows of what it counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_RANKED = 100
"""Rows that a report keeps of a ranking."""


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One of many, and in how many figures it is; ``id`` is empty where its name is all there
    is.
    """

    name: str
    figures: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The most frequent first, and how many different ones there are."""

    different: int
    top: tuple[RankedItem, ...]


def ranking_of(
    counts: Mapping[str, int], named: Callable[[str], str] | None = None, most: int = MOST_RANKED
) -> Ranking:
    """Return the most frequent; ``named`` gives the name of what was counted by its id."""
    best = nsmallest(most, counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = (
        RankedItem(key, count) if named is None else RankedItem(named(key) or key, count, key)
        for key, count in best
    )
    return Ranking(len(counts), tuple(rows))
