"""Running the program where somebody sits at a terminal: a pseudo-terminal of a given size."""

from __future__ import annotations

import os
import re
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from program import PROGRAM, Word, environment

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
    process = subprocess.Popen(
        [*PROGRAM, *words], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave
    )
    os.close(slave)
    came = b""
    while piece := _read(master):
        came += piece
    os.close(master)
    return Screen(process.wait(), came.decode("utf-8").replace("\r\n", "\n"))


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # how Linux says that nobody writes any more
        return b""
