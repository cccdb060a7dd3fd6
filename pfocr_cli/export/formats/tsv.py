"""tsv: the tables of csv, separated by tabs and never quoted (IANA's text/tab-separated-values, as
the side tables are).

Such a file cannot hold a tab or a line break in a cell: they become spaces. A quotation mark at the
start of a cell is a plain character in this form, but most readers, unless told otherwise, take it
for the start of a quoted cell and may read on to the end of the file: it becomes “, so that they
all see the same rows. All else is kept, and people are told of what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from pfocr_cli.export.formats import Item, Options, exporter
from pfocr_cli.export.formats._frictionless import TABLES
from pfocr_cli.export.formats.csv import Csv

_BREAKS = re.compile(r"\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""A tab, and whatever some reader takes for the end of a line."""


@exporter("tsv")
class Tsv(Csv):
    """Tab-separated values."""

    suffixes: ClassVar[tuple[str, ...]] = (".tsv",)
    mediatype: ClassVar[str] = "text/tab-separated-values"
    dialect: ClassVar[Mapping[str, Any]] = {"delimiter": "\t", "lineTerminator": "\n"}
    """It cannot say that there are no quotes: frictionless 5 fails at an empty quoteChar.

    No cell begins with one.
    """

    def cell(self, text: str) -> str:
        """Return a text without what would part cells and lines."""
        text = _BREAKS.sub(" ", text)
        return f"“{text[1:]}" if text.startswith('"') else text

    def lines(self, rows: Iterable[Iterable[str]]) -> bytes:
        """Return rows as lines of the file."""
        return "".join("\t".join(row) + "\n" for row in rows).encode()

    def lost(self, item: Item, options: Options, *, in_folder: bool) -> Iterator[str]:
        """Yield which columns of which table have cells that could not be written as they are."""
        for table in self.tables(options, in_folder=in_folder):
            name = self._name(options, table)
            changed: dict[str, None] = {}
            for row in TABLES[name].rows(item.figure):
                changed |= {
                    column: None
                    for column, text in zip(TABLES[name].columns, row, strict=True)
                    if self.cell(text) != text
                }
            for column in changed:
                yield f"{name}: tabs, line breaks or a leading quotation mark in {column}"
