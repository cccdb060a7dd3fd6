"""Rows of side tables that nothing is wrong with, by their lines: figures share most of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.record.misread_tables import is_plain_header
from pfocr_cli.record.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pfocr_cli.record.side_rows import SideRow
    from pfocr_cli.record.tables import Table

_MOST_ROWS = 2**16
"""Rows that are remembered, at about a kilobyte each."""
_MOST_TABLES, _SHORT = 2**10, 2**10
"""Tables that are remembered as a whole, and letters of one: of chemicals and diseases many figures
have the same few.
"""


class SoundTable(NamedTuple):
    """What a table holds that nothing is wrong with: its columns and its rows."""

    header: list[str]
    entries: list[SideRow]


class SoundRows:
    """Reads tables of one kind by the lines that it has read before.

    ``read`` reads a table with care. It is asked only about lines that are new, under their
    table's header: where that holds columns of ``known`` and no others, whether a line is sound
    nothing but the two tells.
    """

    def __init__(self, known: frozenset[str], read: Callable[[Source], Table]) -> None:
        self._columns = known
        self._read = read
        self._known: dict[str, dict[str, SideRow]] = {}
        self._room = _MOST_ROWS
        self._tables: dict[str, SoundTable] = {}

    def of(self, source: Source) -> SoundTable | None:
        """Return a table's rows in its text's order; None where anything may be wrong with it.
        Equal lines are one row, and equal texts one table, which nobody may change.
        """
        text = source.text
        if len(text) > _SHORT:
            return self._table(text)
        found = self._tables.get(text) or self._table(text)
        if found and len(self._tables) < _MOST_TABLES:
            self._tables[text] = found
        return found

    def _table(self, text: str) -> SoundTable | None:
        if "\r" in text:
            return None
        header, *lines = text.rstrip("\n").split("\n")
        if not is_plain_header(header, self._columns):
            return None
        columns, known = header.split("\t"), self._known.get(header, {})
        rows = [*filter(None, map(known.get, lines))]
        if header in self._known and len(rows) == len(lines):
            return SoundTable(columns, rows)
        unseen = dict.fromkeys(line for line in lines if line not in known)
        new = self._learned(header, [*unseen])
        if new is None:
            return None
        return SoundTable(columns, [known.get(line) or new[line] for line in lines])

    def _learned(self, header: str, lines: Sequence[str]) -> Mapping[str, SideRow] | None:
        """Return the rows of new lines, and remember them while there is room."""
        table = self._read(Source("\n".join([header, *lines])))
        is_sound = table.usable and not table.faults and not table.misfits
        if not is_sound or len(table.entries) != len(lines):
            return None
        new = dict(zip(lines, table.entries, strict=True))
        if self._room >= len(new):
            self._known.setdefault(header, {}).update(new)
            self._room -= len(new)
        return new
