"""From an input to its records: with their side tables, and with what does not fit their
schemas.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.files import UnreadableError, as_there, read_bytes
from pfocr_cli.inputs.folder import folder_beside
from pfocr_cli.inputs.misfits import misfits_of
from pfocr_cli.inputs.organisms import FOLDER
from pfocr_cli.record import SIDE_TABLES, Record, embedded_in, looks_like_figid, own_data, schema
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.fault import Fault, FaultCode, ShapeFault
from pfocr_cli.record.pointer import pointer
from pfocr_cli.record.reading import Reading, Syntax, read, read_body, syntax_of
from pfocr_cli.record.sound_rows import SoundRows
from pfocr_cli.record.source import Place, Source, Span
from pfocr_cli.record.tables import (
    TABLE_FOLDER,
    Table,
    read_table,
    table_name,
    table_source,
    unusable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.inputs.search import Input
    from pfocr_cli.inputs.shards import Shard
    from pfocr_cli.record.validator import Validator

_TOO_LARGE = "; a list of many records is read as JSON Lines (.jsonl)"


class ReadOptions(NamedTuple):
    """How records are taken in: the generation and schema they are held against, where their tables
    and the site's names of organisms are.
    """

    generation: str = "auto"
    schema: str | None = None
    data_dir: str | None = None
    organisms: str | None = None
    extra_keys: tuple[str, ...] = ()
    """Keys and columns of a project's own, which no schema names."""


DEFAULTS = ReadOptions()
"""Records as they are, with the tables beside them."""


def records(
    item: Input, options: ReadOptions = DEFAULTS, shard: Shard | None = None
) -> Iterator[Record]:
    """Yield the records of an input, with their side tables and what does not fit their schema;
    with a ``shard`` only those in it.
    """
    stem = os.path.splitext(os.path.basename(item.path))[0]
    syntax = syntax_of(item.path)
    for reading in chain.from_iterable(map(_each, _readings(item, syntax))):
        is_single = syntax != "jsonl" and not _is_of_list(reading)
        named = stem if is_single and looks_like_figid(stem) else None
        shown = item.display_path
        if shard is None or shard.holds_record(Record(reading, shown, named), item):
            generation, misfits = _shape_of(reading, options)
            where = organisms_path_of(item, options)
            record = Record(
                reading, shown, named, generation, misfits=misfits, organisms_path=where
            )
            yield _with_tables(record, item, options)


def _with_tables(record: Record, item: Input, options: ReadOptions) -> Record:
    """Return the record with its side tables: those that it carries, else those of its folder."""
    if SIDE_TABLES in record.embedded:
        return replace(record, tables=dict(_embedded_tables(record, options)))
    if not (record.wants_tables and record.table_stem):
        return record
    if folder := table_folder_of(item, options):
        tables = _tables(record.table_stem, folder, item, options)
        return replace(record, table_folder=folder, tables=dict(tables))
    return record


def _readings(item: Input, syntax: Syntax | None) -> Iterator[Reading]:
    try:
        data = content(item)
    except UnreadableError as error:
        hint = _TOO_LARGE if syntax == "json" and error.too_large else ""
        yield _unread("P001", f"{error}{hint}", Source("", first_line=item.first_line))
        return
    try:
        source = _source(data, item.first_line)
        # No record begins with a bracket, so a text without a telling name that does is a list in
        # JSON.
        yield from read(
            source, "json" if syntax is None and source.text.lstrip().startswith("[") else syntax
        )
    except UnicodeDecodeError as error:
        source = Source(data.decode("utf-8", "replace"), first_line=item.first_line)
        yield _unread("P002", _not_utf8(error), source, len(data[: error.start].decode("utf-8")))


def _each(reading: Reading) -> Iterator[Reading]:
    """Yield the records of a list in JSON one by one, each with its place in the file; any other
    reading as it is.
    """
    data = reading.data
    if (
        reading.syntax != "json"
        or not isinstance(data, list)
        or not data
        or not all(isinstance(one, dict) for one in data)
    ):
        yield reading
        return
    text, end = reading.text, 0
    decode = json.JSONDecoder(parse_int=float).raw_decode
    for _ in data:
        start = text.index("{", end)
        _, end = decode(text, start)
        body = Span(reading.body.start + start, reading.body.start + end)
        yield read_body(reading.source, body, "json")


def _is_of_list(reading: Reading) -> bool:
    return reading.syntax == "json" and reading.body != Span(0, len(reading.source.text))


def content(item: Input) -> bytes:
    """Return an input's bytes; UnreadableError says why there are none."""
    if item.problem is not None:
        raise UnreadableError(item.problem, too_large=item.too_large)
    return read_bytes(item.path) if item.data is None else item.data


def _source(data: bytes, first_line: int = 1) -> Source:
    text = data.decode("utf-8")
    bare = text.removeprefix("\ufeff")
    return Source(bare, first_line=first_line, mark=text[: len(text) - len(bare)])


def _not_utf8(error: UnicodeDecodeError) -> str:
    return f"not UTF-8: the byte {error.object[error.start]:02X} at offset {error.start:,}"


def _unread(code: FaultCode, message: str, source: Source, at: int = 0) -> Reading:
    span = Span(at, at)
    return Reading(source, span, "markdown", faults=(Fault(code, message, span),))


def with_shape(record: Record, options: ReadOptions) -> Record:
    """Return the record with its generation, and what of it does not fit that schema."""
    generation, misfits = _shape_of(record.reading, options)
    return replace(record, generation=generation, misfits=misfits)


def _shape_of(reading: Reading, options: ReadOptions) -> tuple[str, tuple[ShapeFault, ...]]:
    """Return which generation a record is of, and what of it does not fit that schema."""
    if reading.data is None:
        return "", ()
    data = own_data(reading)
    generation = schema.generation_of(data, options.generation)
    misfits = misfits_of(
        _validator(generation, options),
        data if isinstance(reading.data, dict) else reading.data,
        options.extra_keys,
        reading.known_genes,
    )
    if embedded := embedded_in(reading):
        misfits += misfits_of(schema.embedded_validator(), embedded)
    return generation, misfits


def _validator(generation: str, options: ReadOptions) -> Validator:
    return (
        schema.custom_validator(options.schema)
        if options.schema
        else schema.schema_validator(generation)
    )


def organisms_path_of(item: Input, options: ReadOptions) -> str | None:
    """Return where the site's names of organisms are for the records of an input."""
    if options.organisms:
        return options.organisms
    return folder_beside(os.path.dirname(item.path), FOLDER) if item.path else None


def table_folder_of(item: Input, options: ReadOptions) -> str | None:
    """Return where the side tables of an input's records are."""
    if options.data_dir:
        return options.data_dir
    return folder_beside(os.path.dirname(item.path), TABLE_FOLDER) if item.path else None


def _tables(
    figid: str, folder: str, item: Input, options: ReadOptions
) -> Iterator[tuple[str, Table]]:
    if "/" in figid or "\0" in figid:  # a broken figid must not lead out of the folder
        return
    stem, shown_stem = os.path.join(folder, figid), _shown_stem(item, options, figid)
    for kind in KINDS:
        shown = table_name(shown_stem, kind)
        try:
            data = read_bytes(as_there(table_name(stem, kind)))
        except UnreadableError as error:
            if not error.missing:
                yield kind, unusable(kind, shown, Fault("P001", str(error), Span(0, 0)))
            continue
        yield kind, _table(kind, shown, data, options)


def shown_table(item: Input, options: ReadOptions, figid: str, kind: str) -> str:
    """Return the path of a side table of an input's record as people see it."""
    return table_name(_shown_stem(item, options, figid), kind)


def _shown_stem(item: Input, options: ReadOptions, figid: str) -> str:
    folder = (
        os.path.relpath(options.data_dir)
        if options.data_dir
        else _shown_table_folder(os.path.dirname(item.display_path))
    )
    return os.path.join(folder, figid).replace(os.sep, "/")


@lru_cache(maxsize=16)
def _shown_table_folder(folder: str) -> str:
    return os.path.normpath(os.path.join(folder, "..", TABLE_FOLDER))


def _embedded_tables(record: Record, options: ReadOptions) -> Iterator[tuple[str, Table]]:
    """Yield the side tables that a record in JSON carries, if they are what they should be: else
    there are misfits.
    """
    tables = record.embedded[SIDE_TABLES]
    if schema.embedded_validator().fits({SIDE_TABLES: tables}):
        for kind in filter(tables.__contains__, KINDS):
            shown = f"{record.file}#{pointer(SIDE_TABLES, kind)}"
            yield kind, read_side_table(kind, shown, table_source(tables[kind]), options)


def _table(kind: str, shown: str, data: bytes, options: ReadOptions) -> Table:
    try:
        source = _source(data)
    except UnicodeDecodeError as error:
        at = len(data[: error.start].decode("utf-8"))
        return unusable(
            kind,
            shown,
            Fault("P002", _not_utf8(error), Span(at, at)),
            Source(data.decode("utf-8", "replace")),
        )
    return read_side_table(kind, shown, source, options)


def read_side_table(kind: str, shown: str, source: Source, options: ReadOptions) -> Table:
    """Return a side table read and held against its schema."""
    sound = _sound_rows(kind, options.extra_keys).of(source)
    if sound is not None:
        return Table(kind, shown, source, *sound)
    return _read_with_care(kind, shown, source, options.extra_keys)


@cache
def _sound_rows(kind: str, extra_keys: tuple[str, ...]) -> SoundRows:
    """Return what remembers the rows of the run's tables of a kind."""
    return SoundRows(
        schema.properties(kind).union(extra_keys),
        lambda source: _read_with_care(kind, "", source, extra_keys),
    )


def _read_with_care(kind: str, shown: str, source: Source, extra_keys: tuple[str, ...]) -> Table:
    known = schema.properties(kind).union(extra_keys)
    table = read_table(kind, shown, source, known, schema.required(kind))
    return replace(table, misfits=misfits_of(schema.table_validator(kind), table.rows, extra_keys))


def place_of(item: Input, pointer: str, line: int) -> Place:
    """Return where a value stands in the record that begins at ``line`` of an input's file.

    For what is found after the record itself was let go: a second record with the same value. In
    JSON Lines that is the whole line.
    """
    if syntax_of(item.path) != "jsonl":
        for reading in _readings(item, syntax_of(item.path)):
            return reading.source.place(reading.span(pointer))
    return Place(line, 1, line, 1)
