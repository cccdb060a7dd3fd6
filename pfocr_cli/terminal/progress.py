"""Progress bars, on a terminal only: of work that takes longer than a moment, of a download."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from pfocr_cli.terminal import cursor, on_screen

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 0.5
"""Seconds before there is anything to see."""
_INTERVAL = 0.1
Advance = Callable[[int], None]


@contextmanager
def progress(total: int, stream: TextIO | None = None) -> Iterator[Advance]:
    """Give a function that takes how many of ``total`` steps are done since the last call.

    A bar shows on ``stream`` (standard error) while the body runs, if that is a terminal and the
    body is slow; nothing is printed or imported otherwise, and nothing stays on the screen. Where
    standard output is a pipe its reader, `less` say, may draw on the same screen.
    """
    is_shared = stream is None and is_pipe(sys.stdout)
    stream = stream or sys.stderr
    if is_shared or not stream.isatty():
        yield lambda _: None
        return
    bar = _Bar(total, stream)
    try:
        yield bar.advance
    finally:
        bar.clear()


class _Bar:
    """Draws only from inside ``advance``: a thread that draws would be copied into forked
    workers.
    """

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._stream = stream
        self._done = 0
        self._started = time.monotonic()
        self._next = self._started + PATIENCE
        self._progress: Progress | None = None

    def advance(self, steps: int = 1) -> None:
        self._done += steps
        now = time.monotonic()
        if now >= self._next and not cursor.in_line:
            self._next = now + _INTERVAL
            self._draw()

    def _draw(self) -> None:
        if self._progress is None:
            self._progress = _rich_progress(self._stream)
            self._progress.add_task("", total=self._total, rate="")
        if self not in on_screen:
            self._progress.start()
            on_screen.append(self)
        rate = self._done / max(time.monotonic() - self._started, _INTERVAL)
        task = self._progress.task_ids[0]
        self._progress.update(task, completed=self._done, rate=f"{rate:,.0f}/s")
        self._progress.refresh()

    def clear(self) -> None:
        if self in on_screen and self._progress is not None:
            on_screen.remove(self)
            self._progress.stop()


def is_pipe(stream: TextIO) -> bool:
    """Say whether another program reads what goes to a stream."""
    try:
        return stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # no file, or closed
        return False


def _rich_progress(stream: TextIO) -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        BarColumn(
            style="dim", complete_style="cyan", finished_style="cyan"
        ),  # the theme's own colours
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(file=stream, force_terminal=True),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


@contextmanager
def download_bar(name: str, size: int | None, stream: TextIO | None = None) -> Iterator[Advance]:
    """Give a function that takes how many bytes came since the last call; ``size`` is None where
    nobody said it.

    Nothing is printed or imported off a terminal, and nothing stays on the screen.
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    console = Console(file=stream, force_terminal=True)
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as bar:
        task = bar.add_task(name, total=size)
        due = time.monotonic()

        def advance(came: int) -> None:
            nonlocal due
            bar.advance(task, came)
            if time.monotonic() >= due:
                due = time.monotonic() + _INTERVAL
                bar.refresh()

        yield advance
