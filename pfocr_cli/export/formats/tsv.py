"""tsv: the tables of csv, parted by tabs instead of commas, and quoted where a cell needs it.

Quotation marks are doubled inside quotes, as RFC 4180 has it. IANA's text/tab-separated-values
knows no quotes, but most programs look for them in such files unless told otherwise (R's
``read.delim``, readr, pandas, polars, DuckDB): to them a bare quotation mark begins a cell, and the
rows up to the next one are gone without a word. The side tables of records stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pfocr_cli.export.formats import exporter
from pfocr_cli.export.formats.csv import Csv

if TYPE_CHECKING:
    from collections.abc import Mapping


@exporter("tsv")
class Tsv(Csv):
    """Tab-separated values."""

    suffixes: ClassVar[tuple[str, ...]] = (".tsv",)
    mediatype: ClassVar[str] = "text/tab-separated-values"
    dialect: ClassVar[Mapping[str, Any]] = {**Csv.dialect, "delimiter": "\t"}
