"""Folders: the names in one, in their order, and what stands beside that of the records. A folder
can have a hundred thousand names, of which few are held as objects at a time.
"""

from __future__ import annotations

import heapq
import os
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from pfocr_cli.record.reading import syntax_of
from pfocr_cli.record.tables import TABLE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RUN = 5_000
"""Names that are sorted at once."""


@lru_cache(maxsize=16)
def folder_beside(folder: str, name: str) -> str:
    """Return the folder of that name beside one of records: ``_data`` of ``_figures``."""
    return os.path.join(folder, "..", name)


def folder_of_tables(folder: str, data_dir: str | None) -> str:
    """Return where the side tables of a folder's records are: beside it, unless all are in
    ``data_dir``.
    """
    return data_dir or folder_beside(folder, TABLE_FOLDER)


def record_names(folder: str) -> Iterator[tuple[str, os.DirEntry[str] | None]]:
    """Yield the names in a folder that can be those of records, sorted, and what is known of one
    that is no plain file. The folder is read before the first is given.

    Raises:
        OSError: it cannot be read.
    """
    others: dict[str, os.DirEntry[str]] = {}

    def names(entries: Iterable[os.DirEntry[str]]) -> Iterator[str]:
        for entry in entries:
            if not entry.is_file(follow_symlinks=False):
                others[entry.name] = entry
                yield entry.name
            elif syntax_of(entry.name) is not None:
                yield entry.name

    with os.scandir(folder) as entries:
        found = names_in_order(names(entries))
    return ((name, others.get(name)) for name in found)


def names_in_order(names: Iterator[str]) -> Iterator[str]:
    """Return names sorted. They are read, and kept as sorted runs of bytes that are merged."""
    runs = []
    while run := sorted(islice(names, _RUN)):
        runs.append("\0".join(run).encode("utf-8", "surrogatepass"))
    return heapq.merge(*map(_names_of, runs))


def _names_of(run: bytes) -> Iterator[str]:
    start = 0
    while start <= len(run):
        end = run.find(b"\0", start)
        end = len(run) if end < 0 else end
        yield run[start:end].decode("utf-8", "surrogatepass")
        start = end + 1
