"""jsonl: the whole record, its side tables with it, one a line.

Source: JSON Lines, https://jsonlines.org/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pfocr_cli.export.formats import Exporter, Item, exporter
from pfocr_cli.export.formats.json import WHOLE_RECORD, json_text, lost_in_reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.export.options import Options
    from pfocr_cli.export.rendered import Loss


@exporter("jsonl")
class JsonLines(Exporter):
    """The whole record, one a line: what can be read back in pieces, however many there are."""

    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")
    rejected: ClassVar[Literal["keep", "leave"]] = "keep"
    streams: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = WHOLE_RECORD
    unique: ClassVar[bool] = False

    def part(self, item: Item, options: Options, table: str) -> bytes:
        """Return one record as a line."""
        return json_text(item, indent=None).encode() + b"\n"

    def losses(self, item: Item, options: Options, *, in_folder: bool) -> Iterator[Loss]:
        """Yield what could not be read, and comments."""
        return lost_in_reading(item.record)
