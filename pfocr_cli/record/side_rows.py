"""Rows of side tables, as what is learned of one is known again wherever its line stands."""

from __future__ import annotations

from dataclasses import dataclass

from pfocr_cli.record.columns import GENE_IN_TABLE, GENES, WORD


@dataclass(eq=False, slots=True)
class SideRow:
    """A row of a side table: its cells by their columns, and what a keyword calls it.

    Each is equal to itself alone, as a ``KnownEntry`` is. Nobody changes one: tables share them.
    """

    cells: dict[str, str]
    keyword: str


def side_row(kind: str, cells: dict[str, str]) -> SideRow:
    """Return the row of a kind of table that has these cells."""
    return SideRow(cells, cells.get(GENE_IN_TABLE.symbol if kind == GENES else WORD, ""))
