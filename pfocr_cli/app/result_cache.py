"""What was found in unchanged records, kept from run to run: one SQLite file.

An entry goes by a digest of all that it depends on, and begins with a checksum of key and content:
one that was cut or altered is as if it were not there. Only the main process of a run writes, and
nothing that it cannot write (another run does, the disk is full, the folder is read-only) ends the
run. Source: https://www.sqlite.org/wal.html (a reader never waits for a writer, and a process that
is killed leaves what was committed).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from pfocr_cli.app.result_folder import FILE

KEPT_BYTES = 2**30
"""Bytes that the file may have; then what was not used for longest goes."""
_KEPT = 0.75
"""How much of that is kept then."""
_CHECK = 16
"""Bytes of a checksum."""
_AT_ONCE = 500
"""Entries that are written together."""
_PATIENCE = 2.0
"""Seconds that another run is waited for while it writes."""
_LOOKS = 500
"""Look-ups in one transaction: each by itself would lock the file, and let it go."""
_SCHEMA = """CREATE TABLE IF NOT EXISTS results
(key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL) WITHOUT ROWID"""

_IN_PLAIN_WORDS = {
    "is full": "the disk is full",
    "I/O": "the disk cannot be written",
    "locked": "another run wrote there all the while",
    "readonly": "the file there cannot be written",
    "unable to open": "the folder cannot be written",
    "not a database": f"{FILE} there is damaged, or another program's: remove it",
    "malformed": f"{FILE} there is damaged: remove it",
}
"""What SQLite's words mean here, by a part of them."""

_KIND = "SELECT type FROM sqlite_master WHERE name='results'"
"""A view of that name, which is none of ours, could go on for ever."""


def day_number() -> int:
    """Return the number of the day: how recently an entry was used need not be known better."""
    return int(time.time() // 86_400)


def sealed(key: bytes, content: bytes) -> bytes:
    """Return an entry's content behind its checksum."""
    return hashlib.blake2b(key + content, digest_size=_CHECK).digest() + content


def unsealed(key: bytes, value: bytes) -> bytes | None:
    """Return the content of an entry; None where the checksum is not its own."""
    content = value[_CHECK:]
    return content if sealed(key, content)[:_CHECK] == value[:_CHECK] else None


class ResultReader:
    """Looks entries up; of a file that is not there, or is none of ours, none."""

    def __init__(self, folder: str) -> None:
        self._connection: sqlite3.Connection | None = None
        self._looks = 0
        self._day = day_number()
        path = Path(os.path.abspath(folder)) / FILE
        try:
            self._connection = sqlite3.connect(
                f"{path.as_uri()}?mode=ro",
                uri=True,
                timeout=_PATIENCE,
                isolation_level=None,
                check_same_thread=False,
            )
            self._connection.execute("PRAGMA query_only=ON")
            kinds = self._connection.execute(_KIND).fetchall()
            (mode,) = self._connection.execute("PRAGMA journal_mode").fetchone()
        except (sqlite3.Error, ValueError):
            kinds, mode = [], ""
        # Elsewhere readers hold up writers; and a thread that others start can sleep for days.
        is_ours = threading.current_thread() is threading.main_thread()
        self._sees_some_time = mode == "wal" and is_ours
        if kinds != [("table",)]:
            self.close()

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, key: bytes) -> tuple[bytes, int] | None:
        """Return an entry's content and the day it was last used."""
        if self._connection is None:
            return None
        try:
            if self._sees_some_time:
                self._look_anew(self._connection)
            row = self._connection.execute(
                "SELECT value, used FROM results WHERE key=?", (key,)
            ).fetchone()
            if row is None or row[1] != self._day:  # it will be written
                self._let_go(self._connection)
        except sqlite3.Error:
            self._connection = None
            return None
        if row is None or not isinstance(row[0], bytes) or not isinstance(row[1], int):
            return None
        content = unsealed(key, row[0])
        return None if content is None else (content, row[1])

    def _look_anew(self, connection: sqlite3.Connection) -> None:
        """Now and then see what was written meanwhile."""
        if self._looks % _LOOKS == 0:
            self._let_go(connection)
        if not connection.in_transaction:
            connection.execute("BEGIN")
        self._looks += 1

    def _let_go(self, connection: sqlite3.Connection) -> None:
        """End the transaction: while one is open, the log of what is written only grows."""
        if connection.in_transaction:
            connection.execute("COMMIT")


_readers: dict[tuple[str, int], ResultReader] = {}


def reader_of(folder: str) -> ResultReader:
    """Return the reader of a folder, one a thread of a process."""
    key = folder, threading.get_ident()
    if (reader := _readers.get(key)) is None:
        reader = _readers[key] = ResultReader(folder)
    return reader


@dataclass
class ResultWriter:
    """Writes entries, some at once; ``limit`` is how many bytes the file may have.

    ``why_not`` says why nothing is kept, where that is so.
    """

    folder: str
    limit: int = KEPT_BYTES
    day: int = field(default_factory=day_number)
    why_not: str = ""
    _waiting: dict[bytes, bytes] = field(default_factory=dict)
    _used: list[bytes] = field(default_factory=list)
    _connection: sqlite3.Connection | None = None

    def __enter__(self) -> ResultWriter:
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            self._connection = sqlite3.connect(
                os.path.join(self.folder, FILE),
                timeout=_PATIENCE,
                isolation_level=None,
                check_same_thread=False,
            )
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.execute(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
        return self

    def __exit__(self, *_: object) -> None:
        self.flush()
        if self._connection is not None and not os.path.exists(os.path.join(self.folder, FILE)):
            self._give_up(OSError("it was removed while the run went on"))
        while _readers:
            _readers.popitem()[1].close()
        if self._connection is not None:
            self._drop_oldest()
        if self._connection is not None:
            self._connection.close()

    def put(self, key: bytes, content: bytes) -> None:
        """Keep an entry."""
        self._waiting[key] = sealed(key, content)
        if len(self._waiting) >= _AT_ONCE:
            self.flush()

    def use(self, key: bytes) -> None:
        """Take that an entry was of use again."""
        self._used.append(key)

    def flush(self) -> None:
        """Write what waits, all or nothing."""
        rows = [(key, self.day, value) for key, value in self._waiting.items()]
        used = [(self.day, key) for key in self._used]
        self._waiting.clear()
        self._used.clear()
        if self._connection is None or not (rows or used):
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows)
            self._connection.executemany("UPDATE results SET used=? WHERE key=?", used)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(error)

    def _drop_oldest(self) -> None:
        """Let entries go that were not used for longest, where the file is too large."""
        assert self._connection is not None
        try:
            if self._size() <= self.limit:
                return
            self._connection.execute("BEGIN IMMEDIATE")
            most = int(self.limit * _KEPT)
            kept = 0
            rows = self._connection.execute(
                "SELECT key, length(ifnull(value, 0)) FROM results ORDER BY used DESC, key"
            )
            gone = []
            for key, length in rows:
                kept += length + 32
                if kept > most:
                    gone.append((key,))
            self._connection.executemany("DELETE FROM results WHERE key=?", gone)
            self._connection.execute("COMMIT")
            self._connection.execute("VACUUM")
        except sqlite3.Error as error:
            self._give_up(error)

    def _size(self) -> int:
        assert self._connection is not None
        (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
        (size,) = self._connection.execute("PRAGMA page_size").fetchone()
        return int(pages) * int(size)

    def _give_up(self, error: Exception) -> None:
        self.why_not = self.why_not or _in_plain_words(error)
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None


def _in_plain_words(error: Exception) -> str:
    """Return why nothing is kept, without numbers and words of the system's own."""
    if isinstance(error, FileExistsError):
        return "a file, or a link that leads nowhere, has that name"
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    said = str(error)
    return next((plain for part, plain in _IN_PLAIN_WORDS.items() if part in said), said)
