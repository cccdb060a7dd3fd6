"""What tells a file from all others, whatever names it has."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, NamedTuple

from pfocr_cli.inputs.digest_table import DigestTable

if TYPE_CHECKING:
    from collections.abc import Iterable


class FileId(NamedTuple):
    """The device that a file is on, and its number there."""

    device: int
    inode: int


def file_id(status: os.stat_result) -> FileId:
    """Return whose status that is."""
    return FileId(status.st_dev, status.st_ino)


class FileIds:
    """Files, at some twenty bytes for each."""

    def __init__(self, ids: Iterable[FileId] = ()) -> None:
        self._devices: dict[tuple[int, int], DigestTable] = {}
        for one in ids:
            self.add(one)

    def add(self, one: FileId) -> bool:
        """Add a file; say whether it is new."""
        device, number = _halves(one)
        if (table := self._devices.get(device)) is None:
            table = self._devices[device] = DigestTable()
        known = len(table)
        return table.number(number) == known

    def __contains__(self, one: FileId) -> bool:
        device, number = _halves(one)
        return device in self._devices and number in self._devices[device]


def _halves(one: FileId) -> tuple[tuple[int, int], int]:
    """Return what has a table, and a number in it: some systems number files with 128 bits."""
    return (one.device, one.inode >> 64), one.inode & 2**64 - 1


class SeenFiles:
    """The files that were reached, by whatever way.

    Two names of one file (hard links) are two files: each can be given another content.
    """

    def __init__(self) -> None:
        self._ids = FileIds()
        self._paths: set[str] = set()

    def is_new(self, path: str) -> bool:
        """Take that a path was reached; say whether its file was not before."""
        with contextlib.suppress(OSError, ValueError):
            status = os.stat(path)
            if status.st_nlink == 1:
                return self._ids.add(file_id(status))
            path = os.path.realpath(path)
        is_new = path not in self._paths
        self._paths.add(path)
        return is_new
