"""Rows of genes as they stand in any figure, each judged once: rows repeat from figure to figure.

What the figure's other rows or a curator's decisions say of a row is no part of this.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.record.known_entries import KnownEntry
from pfocr_cli.record.side_rows import SideRow
from pfocr_cli.rules.known_wrong import wrong_by_table
from pfocr_cli.rules.matches import (
    Judgement,
    Recorded,
    misnamed_term,
    source_unlike_term,
    unlike_word,
)
from pfocr_cli.rules.symbols import Verdict, text_of, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import EllipsisType

    from pfocr_cli.lexicon.store import Lexicon
    from pfocr_cli.record.columns import GeneColumns, Owner

RowCells = tuple[object, ...]
"""A row's word, term, source, symbol and Entrez id, as they stand; ``...`` for a list or mapping.
"""
EntryOrRow = KnownEntry | SideRow
_MOST_KEPT = 2**16


def told_apart_by(columns: GeneColumns) -> tuple[str, ...]:
    """Return the keys, or columns, of what ``RowCells`` holds."""
    return columns.word, columns.term, columns.source, columns.symbol, columns.entrez


class RowWrongs(NamedTuple):
    """What errors and warnings say of a row: of its symbol beside its id; that the gene is known
    not to be what the word means, by the table of words (G509); that the term is no name of the
    gene (G510).
    """

    verdict: Verdict | None
    known: Judgement | None
    term: Judgement | None


_SOUND = RowWrongs(None, None, None)
UNSOUND, WRONG_SOURCE, UNLIKE_WORD = map(attrgetter, ("is_unsound", "wrong_source", "unlike_word"))
"""Of a distinct row: what errors and warnings, G507, and G505 or G508 say of it."""


class DistinctRow:
    """What is wrong with a row, found when somebody first asks.

    Sound rows, of which there are many thousand, share what is wrong with them: to keep a nothing
    by each takes as much memory, and time, as all that they say.
    """

    __slots__ = ("_lexicon", "_owner", "_source", "_unlike", "_wrong", "cells", "recorded")

    def __init__(self, cells: RowCells, owner: Owner, lexicon: Lexicon) -> None:
        self.cells = cells
        word, term, source, symbol, entrez = map(text_of, cells)
        self.recorded = Recorded(word, term, source, symbol, entrez, owner == "NCBI")
        self._owner, self._lexicon = owner, lexicon
        self._wrong: RowWrongs | None = None
        self._source: Judgement | EllipsisType | None = ...
        self._unlike: Judgement | EllipsisType | None = ...

    @property
    def wrong(self) -> RowWrongs:
        """What errors and warnings say of the row."""
        if self._wrong is None:
            wrong = RowWrongs(self._verdict(), *self._misjudged())
            self._wrong = wrong if any(wrong) else _SOUND
        return self._wrong

    @property
    def is_unsound(self) -> bool:
        """Whether an error or a warning speaks of the row, as of few."""
        return self.wrong is not _SOUND

    @property
    def is_flat(self) -> bool:
        """Whether no cell is a list or mapping."""
        return ... not in self.cells

    def _verdict(self) -> Verdict | None:
        row, lexicon = self.recorded, self._lexicon
        if lexicon.is_approved(row.symbol, row.entrez):
            return None
        *_, symbol, entrez = self.cells
        return verdict_of(symbol, entrez, self._owner, lexicon)

    def _misjudged(self) -> tuple[Judgement | None, Judgement | None]:
        if not self.is_flat:
            return None, None
        row, lexicon = self.recorded, self._lexicon
        return wrong_by_table(row, lexicon), misnamed_term(row, lexicon)

    @property
    def wrong_source(self) -> Judgement | None:
        """That the source is not how the term names the gene (G507), whatever the word."""
        if self._source is ...:
            _, *judged = self.cells
            of_term = ... not in judged
            self._source = source_unlike_term(self.recorded, self._lexicon) if of_term else None
        return self._source

    @property
    def unlike_word(self) -> Judgement | None:
        """That the word may mean another gene (G505, G508): slow to find."""
        if self._unlike is ...:
            self._unlike = unlike_word(self.recorded, self._lexicon) if self.is_flat else None
        return self._unlike


class DistinctRows(dict[RowCells, DistinctRow]):
    """The first distinct rows of a run, up to a bound: most rows of any figure are among them."""

    def __init__(self, owner: Owner, lexicon: Lexicon) -> None:
        super().__init__()
        self._owner, self._lexicon = owner, lexicon
        self._sound: set[DistinctRow] = set()

    def __missing__(self, cells: RowCells) -> DistinctRow:
        row = DistinctRow(cells, self._owner, self._lexicon)
        if len(self) < _MOST_KEPT:
            self[cells] = row
        return row

    def may_repeat(self, rows: Sequence[DistinctRow], others: int = 0) -> bool:
        """Say whether two rows of a figure can have the same cells; ``others`` are how many of them
        one row stands for, of which that is not asked.
        """
        if others:
            others -= 1
        if len({*rows}) < len(rows) - others:
            return True
        is_full = len(self) >= _MOST_KEPT  # what is not kept is made again for the same cells
        return is_full and len({row.cells for row in rows}) < len(rows) - others

    def unsound(self, rows: Iterable[DistinctRow]) -> set[DistinctRow]:
        """Return the few of some rows that an error or a warning speaks of."""
        unsure = {*rows} - self._sound
        found = {row for row in unsure if row.is_unsound}
        if len(self) < _MOST_KEPT:
            self._sound |= unsure - found
        return found


class KnownRows(dict[EntryOrRow, DistinctRow]):
    """The same by the entries that they were read from, which are told apart by one look; and of
    which of these nothing is to be said, so that nobody looks at their rows.

    ``other`` stands for all genes of a table that are not human: nothing is said of it.
    """

    def __init__(self, columns: GeneColumns, lexicon: Lexicon) -> None:
        super().__init__()
        self._columns, self._names = columns, told_apart_by(columns)
        self._distinct = distinct_rows(columns.owner, lexicon)
        self._well: dict[Callable[[DistinctRow], object], set[EntryOrRow]] = defaultdict(set)
        self.other = DistinctRow(("",) * len(self._names), columns.owner, lexicon)

    def __missing__(self, entry: EntryOrRow) -> DistinctRow:
        cells = entry.cells
        is_human = self._columns.is_human(cells)
        row = self._distinct[(*map(cells.get, self._names),)] if is_human else self.other
        if len(self) < _MOST_KEPT:
            self[entry] = row
        return row

    def spoken_of(
        self, by: Callable[[DistinctRow], object], entries: Sequence[EntryOrRow]
    ) -> list[tuple[int, DistinctRow]]:
        """Return the rows that something is said of, by one of ``UNSOUND``, ``WRONG_SOURCE`` and
        ``UNLIKE_WORD``, each with its place among all.
        """
        well = self._well[by]
        if well.issuperset(entries):
            return []
        doubted = [(at, self[entry]) for at, entry in enumerate(entries) if entry not in well]
        found = [(at, row) for at, row in doubted if by(row)]
        if len(found) < len(doubted) and len(self) < _MOST_KEPT:
            well.update(entries[at] for at, row in doubted if not by(row))
        return found


@lru_cache(16)
def known_rows(columns: GeneColumns, lexicon: Lexicon) -> KnownRows:
    """Return the rows that a run has met as known entries, or in side tables, held against a
    lexicon.
    """
    return KnownRows(columns, lexicon)


@lru_cache(16)
def distinct_rows(owner: Owner, lexicon: Lexicon) -> DistinctRows:
    """Return the rows of records, or of side tables, that a run has met, held against a lexicon."""
    return DistinctRows(owner, lexicon)
