"""What a shard keeps of each record for the rules that compare records (``--corpus-keys``): the
values, where they stand, and the record's place in the order of the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.app.duplicates import line_of, place_of_value
from pfocr_cli.inputs.plain_place import plain_place
from pfocr_cli.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pfocr_cli.inputs.json_lines import Chunk
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record
    from pfocr_cli.record.source import Place


class ComparedValue(NamedTuple):
    """What a rule compares across records: a digest of it, and where its record is.

    ``place`` is that of the value where it was looked for; ``is_ignored``: nothing is said of it.
    """

    code: str
    digest: int
    value: str
    figid: str | None
    line: int
    place: Place | None = None
    is_ignored: bool = False


class RecordKeys(NamedTuple):
    """One record of a run: ``piece`` is the first line of the piece of its file that it was read
    with, ``line`` and ``start`` where it begins; of its findings there are ``findings``.
    """

    piece: int
    line: int
    start: int
    file: str
    figid: str | None
    findings: int
    compared: tuple[ComparedValue, ...] = ()
    other_species: int = 0


def keys_of(
    chunk: Chunk,
    record: Record,
    findings: int,
    compared: Sequence[ComparedValue],
    other_species: int = 0,
) -> RecordKeys:
    """Return the keys of a record of a chunk, of which there are so many findings."""
    reading = record.reading
    return RecordKeys(
        chunk.item.first_line,
        reading.source.first_line,
        reading.body.start,
        record.file,
        record.figid,
        findings,
        tuple(_placed(chunk, record, one) for one in compared),
        other_species,
    )


def _placed(chunk: Chunk, record: Record, one: ComparedValue) -> ComparedValue:
    pointer = RULES[one.code].pointer
    place = _quick_place(record, pointer[1:]) or _slow_place(chunk.item, record, pointer)
    is_ignored = one.code in chunk.ignored_codes
    return ComparedValue(one.code, one.digest, one.value, one.figid, one.line, place, is_ignored)


def _slow_place(item: Input, record: Record, pointer: str) -> Place:
    return place_of_value(item, pointer, line_of(record))


def _quick_place(record: Record, key: str) -> Place | None:
    """Return where a plain value of a key at the top stands, where the text alone tells: every
    record is asked, and composing each would cost more than judging it.
    """
    reading = record.reading
    if reading.syntax not in ("markdown", "yaml") or reading.faults:
        return None
    return plain_place(
        reading.source.text, reading.body, key, reading.data[key], reading.source.first_line
    )
