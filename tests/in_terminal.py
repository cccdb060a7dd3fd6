"""Running the program where somebody sits at a terminal: a pseudo-terminal of a given size."""

from __future__ import annotations

import os
import re
import struct
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyte
import pytest
from program import PROGRAM, Word, environment, warm_program

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")


@dataclass(frozen=True)
class Screen:
    """What the program wrote to a terminal, and its exit status."""

    status: int
    raw: str
    columns: int = 80

    @property
    def text(self) -> str:
        """What is to be read, without colours and links."""
        return _ESCAPES.sub("", self.raw)

    @cached_property
    def shown(self) -> list[str]:
        """The lines that a reader has seen go by, with what is on the screen at the end."""
        screen = pyte.HistoryScreen(self.columns, 50, history=100_000, ratio=1)
        pyte.Stream(screen).feed(self.raw.replace("\n", "\r\n"))
        gone = ["".join(row[x].data for x in range(self.columns)) for row in screen.history.top]
        return "\n".join(row.rstrip() for row in (*gone, *screen.display)).rstrip().split("\n")

    @property
    def lines(self) -> list[str]:
        """The lines of it."""
        return self.text.split("\n")


AT_ONCE = """
from pfocr_cli.terminal import progress
progress.PATIENCE = progress._INTERVAL = {seconds}
from pfocr_cli.__main__ import main
main()
"""
"""The program with a progress bar that shows after so many seconds, and moves as often."""


def run_in_terminal(
    *words: Word,
    columns: int = 80,
    cwd: Path | None = None,
    progress_after: float | None = None,
    program: Sequence[str] = PROGRAM,
    **variables: str,
) -> Screen:
    """Run the program to its end with a terminal for its output, and nobody at the keys; or the
    ``program`` that starts it.
    """
    if progress_after is not None:
        program = (PROGRAM[0], "-c", AT_ONCE.format(seconds=progress_after))
    if os.name != "posix":
        pytest.skip("there are no pseudo-terminals here")
    import fcntl
    import pty
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    env = environment(TERM="xterm-256color", **variables)
    wait = _start(words, cwd or Path.cwd(), env, slave, program)
    came = b""
    while piece := _read(master):
        came += piece
    os.close(master)
    return Screen(wait(), came.decode("utf-8").replace("\r\n", "\n"), columns)


def _start(
    words: Sequence[Word], cwd: Path, env: dict[str, str], end: int, command: Sequence[str]
) -> Callable[[], int]:
    """Start the program at the end of a terminal; return what waits for its exit status."""
    nowhere = os.open(os.devnull, os.O_RDONLY)
    if command == PROGRAM and (program := warm_program(words, env)):
        streams = (nowhere, end, os.dup(end))
        return program.run_with([os.fsdecode(word) for word in words], str(cwd), env, streams)
    process = subprocess.Popen(
        [*command, *words], cwd=cwd, env=env, stdin=nowhere, stdout=end, stderr=end
    )
    os.close(nowhere)
    os.close(end)
    return process.wait


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # how Linux says that nobody writes any more
        return b""
