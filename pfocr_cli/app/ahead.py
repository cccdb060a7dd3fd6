"""Workers on their way before their work is known: the process that they come from imports what
they need while this one still finds out what there is to do. Little is imported here, for that to
begin soon.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from pfocr_cli.engine.cores import WORTH_PROCESSES, usable_cores
from pfocr_cli.inputs.input_list import NEVER, WhenMany

if TYPE_CHECKING:
    from collections.abc import Iterable

_READIED = "pfocr_cli.app.readied"
_FOLDERS = 8
"""Folders that are looked into."""
_OTHERS = 100
"""Names of other files that are passed over in each."""


def when_many(jobs: int | None, executor: str | None, module: str) -> WhenMany:
    """Return from how many inputs on, found while others are looked for, processes are worth their
    start, and what has them import a job's module: never where there is one process.
    """
    if executor or (jobs or usable_cores()) == 1:
        return NEVER
    return WhenMany(WORTH_PROCESSES if jobs is None else 2, partial(_make_ready, module))


def call_ahead(when: WhenMany, paths: Iterable[str]) -> None:
    """Call before any search where one of the paths is a folder with many records at first sight:
    by their names, in the first folders, without reading any to its end.
    """
    if when.many and any(_holds_many(path, when.many) for path in paths):
        when.call()


def end_ready() -> None:
    """End the process that workers were to come from, where there is one, and do not wait for it:
    while it imports, it would keep who reads what we say through a pipe.
    """
    server = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)
    if (number := getattr(server, "_forkserver_pid", None)) is not None:
        with suppress(OSError):  # it has ended
            os.kill(number, signal.SIGKILL)


def _holds_many(path: str, many: int) -> bool:
    folders = [path]
    found = 0
    for folder in folders:  # those that it leads to are added meanwhile
        with suppress(OSError, ValueError), os.scandir(folder) as entries:
            for entry in islice(entries, many + _OTHERS):
                if entry.name.startswith("PMC") and entry.name.endswith(".md"):
                    found += 1
                elif len(folders) < _FOLDERS and _is_searched(entry):
                    folders.append(entry.path)
        if found >= many:
            return True
    return False


def _is_searched(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith((".", "_site")) and entry.is_dir(follow_symlinks=False)


def _make_ready(module: str) -> None:
    from pfocr_cli.engine.pool import make_ready

    make_ready((_READIED, module))
