"""A progress bar for a download, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from pfocr_cli.reporters.progress import Advance

_INTERVAL = 0.1


@contextmanager
def download_bar(name: str, size: int | None, stream: TextIO | None = None) -> Iterator[Advance]:
    """Give a function that takes how many bytes came since the last call; ``size`` is None where
    nobody said it.

    Nothing is printed or imported off a terminal, and nothing stays on the screen.
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield lambda size: None
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
