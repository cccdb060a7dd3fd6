"""Rows of side tables that a rule has nothing to say of, whatever table they stand in: each is
looked at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfocr_cli.record.side_rows import SideRow
    from pfocr_cli.record.tables import Table

_MOST_KEPT = 2**16


class SilentRows:
    """Those that a run has met; ``speaks_of`` says whether there is something to say of a row's
    cells.
    """

    def __init__(self, speaks_of: Callable[[dict[str, str]], object]) -> None:
        self._speaks_of = speaks_of
        self._rows: set[SideRow] = set()

    def are_all(self, table: Table) -> bool:
        """Say whether nothing is to be said of any row of a table."""
        if self._rows.issuperset(table.entries):
            return True
        new = {*table.entries} - self._rows
        silent = {row for row in new if not self._speaks_of(row.cells)}
        if len(self._rows) < _MOST_KEPT:
            self._rows |= silent
        return len(silent) == len(new)
