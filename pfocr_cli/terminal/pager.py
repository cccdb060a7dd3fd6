"""A pager for what is longer than a screen: the one that PAGER names, else `less`, as in git."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from pfocr_cli.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_LESS = "FRX"
"""Nothing to page where all fits, colours, and the screen as it was
(https://git-scm.com/docs/git-config, core.pager).
"""
_LOOK_AGAIN = 0.1
_RAW = regex(r"--raw-control-chars$|(?!--)-?\w*r", re.IGNORECASE)
"""A word of the options of `less` that lets colours through."""


@contextmanager
def paged(stream: TextIO, *, wanted: bool) -> Iterator[tuple[TextIO, bool]]:
    """Give where to write what goes to a stream, and whether colours can be seen there.

    That is a pager where it is ``wanted``, the stream is a terminal, and there is a pager; else the
    stream itself. The pager is waited for: it is the reader who ends it.
    """
    command = _command() if wanted and stream.isatty() else []
    process = _started(command) if command else None
    if process is None or process.stdin is None:
        yield stream, stream.isatty()
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    pipe = TextIOWrapper(process.stdin, encoding, errors="backslashreplace")
    try:
        with contextlib.suppress(BrokenPipeError):  # the reader has seen enough
            yield pipe, shows_colours(command)
    finally:
        with contextlib.suppress(BrokenPipeError):
            pipe.close()
        _wait(process)


_PAGERS = frozenset({"less", "more", "most", "lv", "view", "bat", "moar", "ov"})


def find_pager() -> int | None:
    """Return the process of the pager in our pipeline, if there is one."""
    try:
        listing = subprocess.run(
            ["ps", "-A", "-o", "pid=", "-o", "pgid=", "-o", "comm="],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    except OSError:
        return None
    return pager_in(listing, os.getpgrp(), os.environ.get("PAGER", ""))


def wait_for_pager(process: int) -> None:
    """Wait until a pager that is no child of ours has ended; Ctrl-C is the pager's meanwhile."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while _state_of(process)[:1] not in ("", "Z"):  # Z: ended, and nobody has asked for it yet
            time.sleep(_LOOK_AGAIN)
    finally:
        signal.signal(signal.SIGINT, before)


def _state_of(process: int) -> str:
    done = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def pager_in(listing: str, group: int, chosen: str) -> int | None:
    """Return the process of a pager, or of what PAGER names, in a group by a listing of processes
    (process, group and program, a line each): the commands of a pipeline are one group.
    """
    known = _PAGERS | {os.path.basename(word) for word in chosen.split()[:1]}
    for row in (line.split(maxsplit=2) for line in listing.splitlines()):
        is_ours = len(row) == 3 and row[1] == str(group)
        if is_ours and os.path.basename(row[2].strip()) in known:
            return int(row[0])
    return None


def _command() -> list[str]:
    """Return the pager's words; none where there is no pager, or nothing that it could draw on."""
    if os.environ.get("TERM", "dumb") == "dumb":
        return []
    try:
        words = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:  # a quotation mark without its other one
        return []
    return words if words and words != ["cat"] and shutil.which(words[0]) else []


def _started(command: list[str]) -> subprocess.Popen[bytes] | None:
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, env={"LESS": _LESS, **os.environ})
    except OSError:
        return None


def shows_colours(command: list[str]) -> bool:
    """Say whether a pager passes colours on: `less` where it is told to, as it is by us."""
    if os.path.basename(command[0]) != "less":
        return False
    flags = [*os.environ.get("LESS", _LESS).split(), *command[1:]]
    return any(_RAW.match(flag) for flag in flags)


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Wait until the reader ends the pager; Ctrl-C is the pager's meanwhile."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
