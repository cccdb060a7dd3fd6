"""Running the program where somebody sits at a terminal: a pseudo-terminal of a given size."""

from __future__ import annotations

import os
import re
import struct
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from program import PROGRAM, Word, environment, warm_program

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")


@dataclass(frozen=True)
class Screen:
    """What the program wrote to a terminal, and its exit status."""

    status: int
    raw: str

    @property
    def text(self) -> str:
        """What is to be read, without colours and links."""
        return _ESCAPES.sub("", self.raw)

    @property
    def lines(self) -> list[str]:
        """The lines of it."""
        return self.text.split("\n")


def run_in_terminal(
    *words: Word, columns: int = 80, cwd: Path | None = None, **variables: str
) -> Screen:
    """Run the program to its end with a terminal for its output, and nobody at the keys."""
    if os.name != "posix":
        pytest.skip("there are no pseudo-terminals here")
    import fcntl
    import pty
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    env = environment(TERM="xterm-256color", **variables)
    wait = _start(words, cwd or Path.cwd(), env, slave)
    came = b""
    while piece := _read(master):
        came += piece
    os.close(master)
    return Screen(wait(), came.decode("utf-8").replace("\r\n", "\n"))


def _start(words: Sequence[Word], cwd: Path, env: dict[str, str], end: int) -> Callable[[], int]:
    """Start the program at the end of a terminal; return what waits for its exit status."""
    nowhere = os.open(os.devnull, os.O_RDONLY)
    if program := warm_program(words, env):
        streams = (nowhere, end, os.dup(end))
        return program.run_with([os.fsdecode(word) for word in words], str(cwd), env, streams)
    process = subprocess.Popen(
        [*PROGRAM, *words], cwd=cwd, env=env, stdin=nowhere, stdout=end, stderr=end
    )
    os.close(nowhere)
    os.close(end)
    return process.wait


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # how Linux says that nobody writes any more
        return b""
