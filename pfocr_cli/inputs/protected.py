"""What a run reads is never what it writes: one place that says so, asked by all that write."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError
from pfocr_cli.inputs.file_id import FileId, FileIds, file_id
from pfocr_cli.inputs.folder import folder_beside, folder_of_tables
from pfocr_cli.inputs.organisms import FOLDER, organism_files
from pfocr_cli.inputs.packing import telling_of_damage, unpacked
from pfocr_cli.inputs.parquet_rows import is_parquet, parquet_lines
from pfocr_cli.inputs.search import Input, holds_figid
from pfocr_cli.record.columns import KINDS
from pfocr_cli.record.tables import table_name
from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TABLE_ENDS = tuple(f"-{kind}.tsv" for kind in KINDS)
_SEEN = 2**20
"""Bytes at a file's beginning that are searched for a figid."""
_FIGID_KEY = regex(r'"figid"\s*:')

RECORD = "a record of this run"
TABLE = "a side table of this run"
ORGANISMS = "a page of the site's organisms, which this run reads"
GITIGNORE = "a .gitignore, which searches read"
_GITIGNORE = ".gitignore"
_STDIN = "/dev/stdin"
"""Leads to the file that standard input was redirected from, where it was."""
_PIPED = "a record, and it may be what came by the pipe"

What = Literal[
    "configuration",
    "list",
    "lexicon",
    "schema",
    "baseline",
    "list of organisms",
    "decisions",
    "report to merge",
    "earlier report",
]


class FileRead(NamedTuple):
    """A file that a run reads beside its records, and what it is to the run."""

    path: str
    what: What


@dataclass(frozen=True)
class FilesRead:
    """The files that a run reads: records, the side tables where it looks for them, and ``others``.

    A file is told by itself, not by its name: links and hard links are followed. Nothing is looked
    at before something is to be written, and then once: a corpus has a hundred thousand files.
    """

    inputs: Sequence[Input] = ()
    data_dir: str | None = None
    others: Sequence[FileRead] = ()

    def what(self, path: str) -> str | None:
        """Return what a path is to the run, None where the run does not read it."""
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            return self._what_is_to_be(path)
        if not stat.S_ISREG(status.st_mode):  # /dev/null, a pipe: nothing is replaced
            return None
        key = file_id(status)
        if key in self._others:
            return f"the {self._others[key]} of this run"
        if key in self._records:
            return RECORD
        if key in self._tables:
            return TABLE
        if key in self._organisms:
            return ORGANISMS
        if os.path.basename(os.path.realpath(path)) == _GITIGNORE or key in self._gitignores:
            return GITIGNORE
        return _PIPED if self._piped and holds_record(path) else None

    def _what_is_to_be(self, path: str) -> str | None:
        """Return what a file that is not there would be to the run, by its path."""
        target = os.path.realpath(path)
        for other in self.others:
            if os.path.realpath(other.path) == target:
                return f"the {other.what} of this run"
        name = os.path.basename(target)
        same = (item.path for item in self.inputs if os.path.basename(item.path) == name)
        return RECORD if any(os.path.realpath(path) == target for path in same) else None

    def refuse(self, path: str, option: str, instead: str = "file") -> None:
        """Raise PfocrError where an option would replace a file that the run reads; ``instead``
        says what to name.
        """
        if what := self.what(path):
            raise PfocrError(f"{option} {path} is {what}: name another {instead}")

    def refuse_all(self, outputs: Iterable[tuple[str, str]]) -> None:
        """Raise PfocrError where one of several outputs (option and path) is a file that the run
        reads, or where two of them are one file.
        """
        options: dict[object, str] = {}
        for option, path in outputs:
            if path == "-":
                raise PfocrError(f"{option} takes the name of a file")
            self.refuse(path, option)
            key = _identity(path)
            if key is not None and key in options:
                raise PfocrError(f"{options[key]} and {option} {path} are one file: name two")
            options[key] = option

    def paths(self) -> Iterator[str]:
        """Yield the records and the side tables that files of their names would have."""
        for item in self.inputs:
            if item.path:
                folder, name = os.path.split(item.path)
                yield item.path
                tables = folder_of_tables(folder, self.data_dir)
                stem = os.path.splitext(name)[0]
                yield from (os.path.join(tables, table_name(stem, kind)) for kind in KINDS)

    @cached_property
    def _folders(self) -> set[str]:
        """The folders of the records."""
        return {os.path.dirname(item.path) for item in self.inputs if item.path}

    @cached_property
    def _piped(self) -> bool:
        return any(item.data is not None or item.streamed for item in self.inputs)

    @cached_property
    def _others(self) -> dict[FileId, What]:
        return {key: other.what for other in self.others for key in _keys((other.path,))}

    @cached_property
    def _records(self) -> FileIds:
        piped = (_STDIN,) if self._piped else ()
        return FileIds(_keys((*piped, *(item.path for item in self.inputs if item.path))))

    @cached_property
    def _organisms(self) -> frozenset[FileId]:
        """The pages of the site's organisms beside the records."""
        found: set[FileId] = set()
        for folder in self._folders:
            with contextlib.suppress(OSError):
                found |= set(_keys(organism_files(folder_beside(folder, FOLDER))))
        return frozenset(found)

    @cached_property
    def _gitignores(self) -> frozenset[FileId]:
        """What a search of the records' folders passes over stands there and in those above."""
        own = {Path(os.path.abspath(folder)) for folder in self._folders}
        folders = own.union(*(folder.parents for folder in own))
        return frozenset(_keys(str(folder / _GITIGNORE) for folder in folders))

    @cached_property
    def _tables(self) -> FileIds:
        """The side tables in the folders that the run looks into: what they belong to is known
        only once a record is read.
        """
        folders = {folder_of_tables(folder, None) for folder in self._folders}
        if self.data_dir:  # also of records that came by a pipe, and are in no folder
            folders = {self.data_dir}
        return FileIds(key for folder in folders for key in _tables_in(folder))


def refuse_for_lexicon(path: str, option: str, configuration: str | None) -> None:
    """Raise PfocrError where a new lexicon would replace the configuration, or any record."""
    others = [FileRead(configuration, "configuration")] if configuration else []
    FilesRead(others=others).refuse_all([(option, path)])
    if os.path.isfile(path) and holds_record(path):
        raise PfocrError(f"{option} {path} is a record: name another file")


def _keys(paths: Iterable[str]) -> Iterator[FileId]:
    for path in paths:
        try:
            yield file_id(os.stat(path))
        except (OSError, ValueError):
            continue


def _identity(path: str) -> object:
    """Return what is the same for two names of one file; None for what is no file (a device)."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return os.path.realpath(path)
    return file_id(status) if stat.S_ISREG(status.st_mode) else None


def _tables_in(folder: str) -> Iterator[FileId]:
    try:
        device = os.stat(folder).st_dev
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.endswith(_TABLE_ENDS):
                    continue
                if entry.is_symlink():
                    yield from _keys((entry.path,))
                else:  # known from reading the folder: no file is looked at
                    yield FileId(device, entry.inode())
    except OSError:
        return


def _beginning(path: str) -> bytes:
    with open(path, "rb") as file, telling_of_damage(path):
        if is_parquet(path):
            line = next(parquet_lines(file), b"")
            return line[:_SEEN] if isinstance(line, bytes) else b""
        return unpacked(file, path).read(_SEEN)


def holds_record(path: str) -> bool:
    """Say whether a file is a record, or a list of them, by what it holds at its beginning.

    A report of findings names figids too, and is none.
    """
    try:
        data = _beginning(path)
    except (OSError, UnreadableError):
        return False
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").lstrip()
    if not text.startswith(("{", "[")):
        return holds_figid(data)
    try:
        first, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
    except ValueError:  # broken, or cut where reading it ended
        return _FIGID_KEY.search(text) is not None
    except RecursionError:
        return True
    return "figid" in first and "severity" not in first
