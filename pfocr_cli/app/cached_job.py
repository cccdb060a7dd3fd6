"""A job with results kept: what it gave for a record and its side tables, as long as neither they
nor anything that they are held against has changed.

An entry goes by the content of the record, by its file's name (which tells its figid) and by a
digest of what the run was told; it names the side tables that were read, with a digest of their
content. What asked for a record's past, and what cannot be read, is judged anew each time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from pfocr_cli.app.cache_settings import Weighed, cache_settings
from pfocr_cli.app.result_cache import ResultWriter, reader_of
from pfocr_cli.app.seen import Seen
from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, as_there, read_bytes
from pfocr_cli.inputs.organisms import organism_names
from pfocr_cli.inputs.records import content, organisms_path_of, table_folder_of
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.tables import table_name
from pfocr_cli.terminal import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.inputs.json_lines import Chunk
    from pfocr_cli.inputs.records import ReadOptions
    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record

_BYTES = 16
"""Of a digest: two of 2^32 records have the same by a chance of 2^-65."""
_UNREAD = ("P001", "P002")
KeptRow = list[Any]
KeptTables = list[tuple[str, str]]
"""Side tables that a record was judged with: what their names begin with, and a digest."""


class KeepableOutcome(Protocol):
    """What a job gave for a chunk: ``to_keep`` is an entry for the results kept, ``used`` one that
    was found there, and the day of its last use.
    """

    crash: str | None
    to_keep: tuple[bytes, bytes] | None
    used: tuple[bytes, int] | None


Given = TypeVar("Given", bound=KeepableOutcome)
Judged_co = TypeVar("Judged_co", bound=KeepableOutcome, covariant=True)


class KeepableJob(Weighed, Protocol[Judged_co]):
    """What is done with a chunk."""

    def judged(self, chunk: Chunk, seen: Seen | None) -> Judged_co:
        """Do it; note what was looked at, where anybody asks."""


@dataclass(frozen=True)
class KeptForm(Generic[Given]):
    """How an outcome is a row of JSON, of which the first cell are the side tables, and back.

    There is no row of an outcome that cannot be kept; ValueError, TypeError or IndexError where a
    row is none of ours.
    """

    row_of: Callable[[Input, Given, KeptTables, ReadOptions], KeptRow | None]
    outcome_of: Callable[[Chunk, KeptRow, ReadOptions], Given]


@dataclass(frozen=True)
class CachedJob(Generic[Given]):
    """Does what ``job`` does, and looks first in a folder; sent to every process.

    ``settings`` is the digest of all that weighs on what is found, but the records.
    """

    job: KeepableJob[Given]
    folder: str
    settings: bytes
    form: KeptForm[Given]

    def __call__(self, chunk: Chunk) -> Given:
        """Do it for every record of a chunk."""
        try:
            data = content(chunk.item)
            organisms = _organisms(organisms_path_of(chunk.item, self.job.read_options))
        except UnreadableError:
            return self.job.judged(chunk, None)
        key = self._key(chunk, data, organisms)
        kept = reader_of(self.folder).get(key)
        if kept is not None and (known := self._outcome(chunk, kept[0])) is not None:
            known.used = key, kept[1]
            return known
        seen = Seen()
        outcome = self.job.judged(chunk, seen)
        tables = None if outcome.crash or seen.asked_for_past else _tables_seen(seen, chunk, data)
        if tables is not None:
            row = self.form.row_of(chunk.item, outcome, tables, self.job.read_options)
            if row is not None:
                outcome.to_keep = key, json.dumps(row, separators=(",", ":")).encode()
        return outcome

    def _key(self, chunk: Chunk, data: bytes, organisms: bytes) -> bytes:
        item = chunk.item
        facts = f"{os.path.basename(item.path)}\0{item.first_line}\0{chunk.shard}\0"
        key = self.settings, facts.encode("utf-8", "surrogatepass"), organisms, data
        return hashlib.blake2b(b"".join(key), digest_size=_BYTES).digest()

    def _outcome(self, chunk: Chunk, entry: bytes) -> Given | None:
        """Return what an entry says of a chunk; None where its side tables are others now, or where
        it is none that we write.
        """
        read_options = self.job.read_options
        try:
            row = json.loads(entry.decode())
            folder = table_folder_of(chunk.item, read_options) if row[0] else None
            for stem, digest in row[0]:
                if folder is None or _tables_there(folder, stem) != digest:
                    return None
            return self.form.outcome_of(chunk, row, read_options)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            return None


def take_kept(outcome: Given, writer: ResultWriter) -> Given:
    """Take what a worker has to keep, or has found kept, to the file; return the outcome."""
    if outcome.to_keep is not None:
        writer.put(*outcome.to_keep)
    elif outcome.used is not None and outcome.used[1] != writer.day:
        writer.use(outcome.used[0])
    return outcome


@cache
def _organisms(path: str | None) -> bytes:
    """Return a digest of the names of organisms that a record is held against.

    Raises:
        UnreadableError: they cannot be read.
    """
    try:
        names = "\n".join(sorted(organism_names(path))) if path else ""
    except PfocrError as error:
        raise UnreadableError(str(error)) from None
    return hashlib.sha256(names.encode("utf-8", "surrogatepass")).digest()


def _tables_seen(seen: Seen, chunk: Chunk, data: bytes) -> KeptTables | None:
    """Return the side tables of records; None where something was not read as it stands."""
    tables: KeptTables = []
    for record in seen.records:
        if any(fault.code in _UNREAD for fault in record.reading.faults):
            return None
        # The file may have changed between our reading and the judge's.
        if chunk.item.data is None and record.reading.source.encoded() != data:
            return None
        if record.table_folder is not None:
            if (digest := _digest_of_tables(record)) is None:
                return None
            tables.append((record.table_stem or "", digest))
    return tables


def _digest_of_tables(record: Record) -> str | None:
    faults = (fault for table in record.tables.values() for fault in table.faults)
    if any(fault.code in _UNREAD for fault in faults):
        return None
    return _digest(
        [table.source.encoded() if table else None for table in map(record.tables.get, KINDS)]
    )


def _tables_there(folder: str, stem: str) -> str:
    found: list[bytes | None] = []
    for kind in KINDS:
        try:
            found.append(read_bytes(as_there(os.path.join(folder, table_name(stem, kind)))))
        except UnreadableError as error:
            if not error.missing:
                return ""
            found.append(None)
    return _digest(found)


def _digest(tables: list[bytes | None]) -> str:
    digest = hashlib.blake2b(digest_size=_BYTES)
    for data in tables:
        digest.update(b"-" if data is None else b"%d " % len(data) + data)
    return digest.hexdigest()


Keeping = tuple[Callable[["Chunk"], Given], Callable[[Given], Given]]
"""What does a job, and what takes each outcome to the results kept."""


@contextmanager
def keeping(
    job: KeepableJob[Given], folder: str, form: KeptForm[Given]
) -> Iterator[Keeping[Given]]:
    """Give these, for the results kept in a folder."""
    with ResultWriter(folder) as writer:
        yield CachedJob(job, folder, cache_settings(job), form), partial(take_kept, writer=writer)
    if writer.why_not:
        messages.line(f"--cache {folder}: nothing more was kept: {writer.why_not}")
