"""A record as it was before its last edit, where git has kept that.

That is the version at HEAD where the record or one of its side tables was edited since, else the
one before the last commit that touched any of them. Nothing is checked out; only blobs are read.
Source: gitrevisions(7), git-rev-list(1), https://git-scm.com/docs.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.inputs.git import GitError, blobs_at, git_answer, relative, root_of
from pfocr_cli.inputs.records import ReadOptions, read_side_table, records
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record
    from pfocr_cli.record.tables import Table


def record_before(item: Input, record: Record, options: ReadOptions) -> Record | None:
    """Return the version before of the one record that an input holds.

    None: there is none, or none that can be read (no git, no repository, a new file, a clone
    without its past, several records in the file).
    """
    if item.data is not None or item.problem is not None or not os.path.isfile(item.path):
        return None
    tables: dict[str, str] = {}
    if record.table_folder is not None:
        tables = {kind: record.table_path(kind) for kind in KINDS}
    folder = os.path.dirname(os.path.realpath(item.path))
    if root_of(folder) is None:
        return None
    paths = {path: relative(path, folder) for path in (item.path, *tables.values())}
    try:
        blobs = blobs_at("HEAD", paths, folder)
        if item.path in blobs and all(_is_same(path, blobs.get(path)) for path in paths):
            words = ("rev-list", "-1", "HEAD", "--", *paths.values())
            last = git_answer(folder, *words).decode().strip()
            blobs = blobs_at(f"{last}^", paths, folder) if last else {}
    except GitError:
        return None
    if item.path not in blobs:
        return None
    found = list(records(item._replace(data=blobs[item.path]), options))
    if len(found) != 1 or found[0].reading.faults:
        return None
    of_tables = {kind: blobs[path] for kind, path in tables.items() if path in blobs}
    return replace(found[0], tables=old_tables(of_tables, tables, options))


def old_tables(
    blobs: Mapping[str, bytes], paths: Mapping[str, str], options: ReadOptions
) -> dict[str, Table]:
    """Return the side tables that git has kept; their bytes and their paths are by kind."""
    return {
        kind: read_side_table(kind, paths[kind], Source(data.decode("utf-8", "replace")), options)
        for kind, data in blobs.items()
    }


def _is_same(path: str, blob: bytes | None) -> bool:
    """Say whether a file is what git has; a checkout may have changed its line ends."""
    try:
        now = read_bytes(path)
    except UnreadableError:
        return blob is None
    return blob is not None and now.replace(b"\r\n", b"\n") == blob.replace(b"\r\n", b"\n")
