"""Rows of side tables that nothing is wrong with, by their lines: figures share most of them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from pfocr_cli.record.misread_tables import is_plain_header
from pfocr_cli.record.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pfocr_cli.record.tables import Table

_MOST_ROWS = 2**15
"""Rows that are remembered, at about a kilobyte each."""


class SoundRows:
    """Reads tables of one kind by the lines that it has read before.

    ``read`` reads a table with care. It is asked only about lines that are new, under their
    table's header: where that holds columns of ``known`` and no others, whether a line is sound
    nothing but the two tells.
    """

    def __init__(self, known: frozenset[str], read: Callable[[Source], Table]) -> None:
        self._columns = known
        self._read = read
        self._known: dict[str, dict[str, dict[str, str]]] = {}
        self._room = _MOST_ROWS

    def rows(self, source: Source) -> list[dict[str, str]] | None:
        """Return the rows of a table in its text's order; None where anything may be wrong with
        it. Equal lines are one row, which nobody may change.
        """
        if "\r" in source.text:
            return None
        header, *lines = source.text.rstrip("\n").split("\n")
        if not is_plain_header(header, self._columns):
            return None
        known = self._known.get(header, {})
        if header in self._known:
            with contextlib.suppress(KeyError):
                return [known[line] for line in lines]
        unseen = (line for line in lines if line not in known)
        new = self._learned(header, list(dict.fromkeys(unseen)))
        if new is None:
            return None
        return [known.get(line) or new[line] for line in lines]

    def _learned(self, header: str, lines: Sequence[str]) -> Mapping[str, dict[str, str]] | None:
        """Return the rows of new lines, and remember them while there is room."""
        table = self._read(Source("\n".join([header, *lines])))
        is_sound = table.usable and not table.faults and not table.misfits
        if not is_sound or len(table.rows) != len(lines):
            return None
        new = dict(zip(lines, table.rows, strict=True))
        if self._room >= len(new):
            self._known.setdefault(header, {}).update(new)
            self._room -= len(new)
        return new
