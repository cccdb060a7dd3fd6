"""A record as it was before its last edit, where git has kept that.

That is the version at HEAD where the record or one of its side tables was edited since, else the
one before the last commit that touched any of them. Nothing is checked out; only blobs are read.
Source: gitrevisions(7), git-cat-file(1), git-rev-list(1), https://git-scm.com/docs.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pfocr_cli.files import UnreadableError, read_bytes
from pfocr_cli.inputs.records import ReadOptions, read_side_table, records
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pfocr_cli.inputs.search import Input
    from pfocr_cli.record import Record
    from pfocr_cli.record.tables import Table

_SECONDS = 20
"""Longer than git ever needs for a few blobs; a hanging file system must not hang the run."""
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
"""Nothing is written into the repository, and nothing fetched."""


def record_before(item: Input, record: Record, options: ReadOptions) -> Record | None:
    """Return the version before of the one record that an input holds.

    None: there is none, or none that can be read (no git, no repository, a new file, a clone
    without its past, several records in the file).
    """
    if item.data is not None or item.problem is not None or not os.path.isfile(item.path):
        return None
    tables = (
        {} if record.table_folder is None else {kind: record.table_path(kind) for kind in KINDS}
    )
    folder = os.path.dirname(os.path.realpath(item.path))
    if not _is_in_repository(folder):
        return None
    paths = {path: _relative(path, folder) for path in (item.path, *tables.values())}
    try:
        blobs = blobs_at("HEAD", paths, folder)
        if item.path in blobs and all(_is_same(path, blobs.get(path)) for path in paths):
            words = ("rev-list", "-1", "HEAD", "--", *paths.values())
            last = git_answer(folder, *words).decode().strip()
            blobs = blobs_at(f"{last}^", paths, folder) if last else {}
    except (OSError, subprocess.SubprocessError):
        return None
    if item.path not in blobs:
        return None
    found = list(records(replace(item, data=blobs[item.path]), options))
    if len(found) != 1 or found[0].reading.faults:
        return None
    sources = {
        kind: Source(blobs[path].decode("utf-8", "replace"))
        for kind, path in tables.items()
        if path in blobs
    }
    before: dict[str, Table] = {
        kind: read_side_table(kind, tables[kind], source, options)
        for kind, source in sources.items()
    }
    return replace(found[0], tables=before)


def _relative(path: str, folder: str) -> str:
    """Return how git names a file from a folder; both without links."""
    return os.path.relpath(os.path.realpath(path), folder).replace(os.sep, "/")


@cache
def _is_in_repository(folder: str) -> bool:
    above = [Path(folder), *Path(folder).parents]
    return any(os.path.exists(one / ".git") for one in above)


def blobs_at(revision: str, paths: Mapping[str, str], folder: str) -> dict[str, bytes]:
    """Return the bytes that files had at a revision; of one that was not there, nothing."""
    asked = "".join(f"{revision}:./{name}\n" for name in paths.values() if "\n" not in name)
    answer = git_answer(folder, "cat-file", "--batch", given=os.fsencode(asked))
    blobs, at = {}, 0
    for path, name in paths.items():
        if "\n" in name:
            continue
        end = answer.index(b"\n", at)
        head, at = answer[at:end], end + 1
        if head.endswith(b" missing"):
            continue
        _, kind, size = head.split(b" ")
        if kind == b"blob":
            blobs[path] = answer[at : at + int(size)]
        at += int(size) + 1
    return blobs


def _is_same(path: str, blob: bytes | None) -> bool:
    """Say whether a file is what git has; a checkout may have changed its line ends."""
    try:
        now = read_bytes(path)
    except UnreadableError:
        return blob is None
    return blob is not None and now.replace(b"\r\n", b"\n") == blob.replace(b"\r\n", b"\n")


def git_answer(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git answers.

    Raises:
        OSError: there is no git.
        subprocess.SubprocessError: it refuses, or hangs.
    """
    command: Sequence[str] = ("git", "--literal-pathspecs", "-C", folder, *arguments)
    run = subprocess.run(
        command,
        input=given,
        capture_output=True,
        check=True,
        timeout=_SECONDS,
        env={**os.environ, **_QUIET},
    )
    return run.stdout
