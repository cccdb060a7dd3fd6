"""What tells a file from all others, whatever names it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import os


class FileId(NamedTuple):
    """The device that a file is on, and its number there."""

    device: int
    inode: int


def file_id(status: os.stat_result) -> FileId:
    """Return whose status that is."""
    return FileId(status.st_dev, status.st_ino)
