"""md: records again, as the database publishes them: front matter in YAML, and side tables beside
it.

Source: Jekyll, https://jekyllrb.com/docs/front-matter/.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pfocr_cli.export.formats import FileExporter, Item, LeftOutError, exporter
from pfocr_cli.export.formats.json import (
    WHOLE_RECORD,
    RecordContent,
    content_of,
    lost_in_reading,
    unknown_kinds,
)
from pfocr_cli.export.generations import convert, is_of
from pfocr_cli.export.rendered import Loss
from pfocr_cli.record.reading import Reading, read
from pfocr_cli.record.source import Source
from pfocr_cli.record.tables import Table, table_name
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pfocr_cli.export.options import Options

_INF_OR_NAN = regex(r"\.(?:inf|nan)\b", re.IGNORECASE)


@exporter("md")
class Markdown(FileExporter):
    """A record file; in a folder ``_figures`` and ``_data``, as the database has them."""

    suffixes: ClassVar[tuple[str, ...]] = (".md",)
    rejected: ClassVar[Literal["keep", "leave"]] = "keep"
    subfolder: ClassVar[str] = "_figures"
    fields: ClassVar[frozenset[str] | None] = WHOLE_RECORD
    noun: ClassVar[str] = "record"

    def document(self, item: Item, options: Options) -> bytes:
        """Return the record without its side tables. LeftOutError: YAML cannot hold it."""
        return _file(_content(item, options)[0])

    def files(self, item: Item, options: Options) -> Mapping[str, bytes]:
        """Return the record and its side tables. LeftOutError."""
        figid = item.figure.figid
        if not figid or any(letter in figid for letter in "/\\\0"):
            raise LeftOutError("with a figid that can be no file's name")
        content, _ = _content(item, options)
        tables = {
            f"_data/{table_name(figid, kind)}": source.encoded()
            for kind, source in content.tables.items()
        }
        return {f"{self.subfolder}/{figid}.md": _file(content), **tables}

    def losses(self, item: Item, options: Options, *, in_folder: bool) -> Iterator[Loss]:
        """Yield what the record's new form has no place for, side tables where there is no folder
        for them, and comments.
        """
        yield from lost_in_reading(item.record)
        content, lost = _content(item, options)
        yield from lost
        if not in_folder:
            for kind in content.tables:
                yield Loss(f"the table of {kind}, which needs a folder")


def _content(item: Item, options: Options) -> tuple[RecordContent, tuple[Loss, ...]]:
    """Return what is written, in the form of the generation that was asked for, and what is lost on
    the way there. LeftOutError.
    """
    if _has_number_too_long(item.record.reading):
        raise LeftOutError("with a number too long for any reader")
    content = content_of(item)
    if options.into is None or is_of(item.record, options.into):
        return content, ()
    new = convert(content.data, content.rows, options.into)
    tables = {kind: _table(rows) for kind, rows in new.rows.items()}
    odd: list[Loss] = []
    if options.into == "2023":
        tables = content.tables | tables
    else:
        odd = [Loss(f"{kind}: the side table is missing") for kind in unknown_kinds(item.record)]
        odd += [
            Loss(f"{kind} in lines that are not rows")
            for kind, table in item.record.tables.items()
            if _has_odd_lines(table)
        ]
    return replace(content, data=new.data, tables=tables), (*new.losses, *odd)


def _has_number_too_long(reading: Reading) -> bool:
    """Say whether a number became infinite in reading, and was not written so."""
    return math.isinf(reading.survey.largest) and (
        reading.syntax == "json" or not _INF_OR_NAN.search(reading.text)
    )


def _table(rows: list[dict[str, str]]) -> Source:
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return Source("".join("\t".join(cells) + "\n" for cells in lines))


def _has_odd_lines(table: Table) -> bool:
    lines = [line for _, line in table.source.lines() if line]
    return len(lines) > len(table.rows) + 1


def _file(content: RecordContent) -> bytes:
    """Return the record's file. LeftOutError: it would not be read as what it is."""
    from pfocr_cli.record.dump import yaml_text  # only those who write YAML pay for PyYAML

    text = f"---\n{yaml_text(content.data)}---\n{content.after}"
    if not _reads_as(text, content.data):
        raise LeftOutError("with data that a record's file cannot hold")
    return text.encode()


def _reads_as(text: str, data: object) -> bool:
    [reading] = read(Source(text), "markdown")
    # repr, because .nan is not equal to itself.
    return not reading.faults and repr(reading.data) == repr(data)
